//! The `leadsheet` program: arguments, run, exit code.

use clap::Parser as _;
use leadsheet::cli::{self, Args, CheckArgs, Command, Exit, Surroundings};
use std::io::{self, BufWriter, IsTerminal as _, Write as _};
use std::process::ExitCode;

fn main() -> ExitCode {
    let exit = match Args::try_parse().and_then(Args::into_command) {
        Ok(command) => run(command),
        Err(error) => usage(&error),
    };
    ExitCode::from(exit.code())
}

fn run(command: Command) -> Exit {
    match command {
        Command::Check(args) => check(&args),
        // The one place where the editor starts: `leadsheet::shell::run(...)`.
        Command::Open { .. } | Command::Demo => {
            complain("the editor is not built in yet");
            Exit::Unusable
        }
    }
}

fn check(args: &CheckArgs) -> Exit {
    let mut out = BufWriter::new(io::stdout().lock());
    cli::run_check(args, &mut io::stdin().lock(), &mut out, &surroundings()).unwrap_or_else(|e| {
        if !e.is_broken_pipe() {
            complain(&e.to_string());
        }
        e.exit()
    })
}

fn surroundings() -> Surroundings {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    let terminal = io::stdout().is_terminal();
    Surroundings {
        today: chrono::Utc::now().date_naive(),
        width: crossterm::terminal::size().ok().filter(|_| terminal).map(|(w, _)| w.into()),
        colour: terminal && !dumb && !set("NO_COLOR"),
    }
}

/// Prints help, version or what is wrong with the command line.
fn usage(error: &clap::Error) -> Exit {
    let code = error.exit_code();
    let printed = if code == 0 { error.print() } else { say(&cli::usage_text(error)) };
    if code != 0 { Exit::Unusable } else { printed.map_or(Exit::Io, |()| Exit::Clean) }
}

fn complain(text: &str) {
    // If even the error output is gone, the exit code still tells.
    let _ = say(&format!("leadsheet: {text}\n"));
}

fn say(text: &str) -> io::Result<()> {
    io::stderr().lock().write_all(text.as_bytes())
}
