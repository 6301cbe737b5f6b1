//! The `leadsheet` program: arguments, run, exit code.

use leadsheet::cli::{Args, CommandError, Env, Exit, Invocation, OpenArgs};
use leadsheet::leads::house::HouseRules;
use leadsheet::leads::lists::Lists;
use leadsheet::leads::{RuleContext, visible_lines};
use leadsheet::sheet::DueList;
use leadsheet::shell::{EditError, Edited, LineEnd, SessionEnd, failpoint};
use leadsheet::store::ListsError;
use leadsheet::walk::WalkEnd;
use leadsheet::{cli, shell, store};
use std::io::{self, BufWriter, IsTerminal as _, Read, Write};
use std::process::ExitCode;
use std::sync::Arc;
use std::thread;

/// The number of the signal for a hang-up.
const SIGHUP: u8 = 1;

/// The exit code of a program that failed by a mistake in it, whichever of its threads that was.
const FAILED: u8 = 101;

fn main() -> ExitCode {
    std::panic::set_hook(Box::new(|info| {
        // Not what the panic says: there may be a cell's text in it.
        let place = info.location().map(|at| format!(" ({}:{})", at.file(), at.line()));
        let place = place.unwrap_or_default();
        complain(&format!("internal error{place}; the output is incomplete"));
    }));
    // Nearly every command needs the lists, and they take longer to make than its options to read. Where no thread
    // can be started, they are made when they are asked for.
    let made = thread::Builder::new().spawn(Lists::compiled_in);
    let has_terminal = io::stdin().is_terminal() && io::stdout().is_terminal();
    let code = match Args::of_process(has_terminal).and_then(Args::into_command) {
        Ok(command) if command.asks_lists() => match own_lists(&command) {
            Ok(lists) => with_house_rules(command, lists.map(Arc::new).as_ref()),
            Err(error) => {
                complain(&error.to_string());
                Exit::Unusable.code()
            }
        },
        Ok(command) => with_house_rules(command, None),
        Err(error) => usage(&error).code(),
    };
    shell::restore_modes();
    // A thread that still works while its process ends makes Wine crash, now and then, after all is done.
    let _ended = made.map(thread::JoinHandle::join);
    ExitCode::from(code)
}

/// Reads the user's own lists, if there are any, and names them where the answer itself can't.
fn own_lists(command: &Invocation) -> Result<Option<Lists>, ListsError> {
    let Some(folder) = store::lists_folder() else { return Ok(None) };
    let has_screen =
        matches!(command, Invocation::Open(_) | Invocation::Demo(_) | Invocation::Walk(_));
    if let Some(why) = store::unreadable_config().filter(|_| !has_screen) {
        complain(&why);
    }
    let own = store::own_lists(&folder)?;
    if let Some(note) = own.as_ref().and_then(Lists::note).filter(|_| !command.names_lists()) {
        complain(&note);
    }
    Ok(own)
}

/// Reads the house rules and runs a command, which without a person to answer doesn't run with wrong ones.
fn with_house_rules(command: Invocation, own_lists: Option<&Arc<Lists>>) -> u8 {
    let house = cli::house_rules(&command, || rules(own_lists, HouseRules::none()));
    match cli::refusal(&house).filter(|_| command.needs_right_rules()) {
        Some(why) => {
            complain(&why);
            Exit::Unusable.code()
        }
        None => run(command, own_lists, &Arc::new(house)),
    }
}

/// What the rules need besides a file.
fn rules(own_lists: Option<&Arc<Lists>>, house: &Arc<HouseRules>) -> RuleContext {
    let lists = own_lists.unwrap_or_else(|| Lists::compiled_in());
    let today = chrono::Utc::now().date_naive();
    RuleContext { today, lists: Arc::clone(lists), house: Arc::clone(house) }
}

/// Runs a command and returns the exit code.
fn run(command: Invocation, own_lists: Option<&Arc<Lists>>, house: &Arc<HouseRules>) -> u8 {
    let surroundings = || surroundings(own_lists.cloned(), house);
    let configured = || with_settings(surroundings());
    let rules = || rules(own_lists, house);
    match command {
        Invocation::Check(args) => {
            answered(|input, out| cli::run_check(&args, input, out, &surroundings())).code()
        }
        Invocation::Export(args) => {
            answered(|input, out| cli::run_export(&args, input, out, &configured())).code()
        }
        Invocation::Diff(args) => {
            answered(|input, out| cli::run_diff(&args, input, out, &surroundings())).code()
        }
        Invocation::Merge(args) => {
            answered(|_, out| cli::run_merge(&args, out, &surroundings())).code()
        }
        Invocation::Rebase(args) => {
            answered(|_, out| cli::run_rebase(&args, out, &surroundings())).code()
        }
        Invocation::Fill(args) => {
            answered(|_, out| cli::run_fill(&args, out, &surroundings())).code()
        }
        Invocation::Plan(args) => {
            answered(|_, out| cli::run_plan(&args, out, &configured())).code()
        }
        Invocation::Set(args) => answered(|_, out| cli::run_set(&args, out, &configured())).code(),
        Invocation::Status(args) => {
            let env = if args.due { configured() } else { surroundings() };
            answered(|_, out| cli::run_status(&args, &env, out)).code()
        }
        Invocation::Table(topic, format) => answered(|_, out| {
            cli::run_table(topic, format, &surroundings(), out).map_err(CommandError::from)
        })
        .code(),
        Invocation::Schema(args) => answered(|_, out| {
            cli::run_schema(&args, &surroundings(), out).map_err(CommandError::from)
        })
        .code(),
        Invocation::Help(topic) => answered(|_, out| {
            let mut text = Vec::new();
            let exit = cli::run_help(&topic, &surroundings(), &mut text)?;
            shell::page(&text, out)?;
            Ok(exit)
        })
        .code(),
        Invocation::Config(args) => {
            let mistakes = if args.check { shell::theme_mistakes() } else { Vec::new() };
            answered(|_, out| cli::run_config(&args, mistakes, &surroundings(), out)).code()
        }
        Invocation::Completions(shell) => {
            answered(|_, out| Ok(cli::run_completions(shell, out)?)).code()
        }
        Invocation::Man => answered(|_, out| Ok(cli::run_man(out)?)).code(),
        Invocation::Walk(args) => walked(&args, &rules()),
        Invocation::Open(args) => ended(shell::edit(args, &rules())),
        Invocation::Demo(look) => ended(shell::demo(look, &rules())),
    }
}

/// Returns the exit code for the end of the editor, and prints what it wrote and what went wrong.
fn ended(end: Result<Edited, EditError>) -> u8 {
    let mut is_printed = true;
    if let Ok(Edited { end, sample, lines }) = &end {
        let sample =
            sample.iter().map(|folder| format!("The demo's files are in {}", folder.display()));
        // What is printed to a terminal that is gone can't be read.
        let lines = lines.iter().filter(|_| *end != SessionEnd::Gone).cloned();
        is_printed = lines.chain(sample).all(|line| say(&format!("{line}\n")).is_ok());
    }
    match end.map(|edited| edited.end) {
        Ok(SessionEnd::Quit) if !is_printed => Exit::Io.code(),
        Ok(SessionEnd::Quit) => Exit::Clean.code(),
        Ok(SessionEnd::Signal(number)) => signal_code(number),
        // A terminal that goes away silently is a hang-up all the same.
        Ok(SessionEnd::Gone) => 128 + SIGHUP,
        Ok(SessionEnd::Failed) => FAILED,
        Err(error) => {
            complain(&error.to_string());
            error.exit_code()
        }
    }
}

/// Runs the line mode and returns its exit code.
fn walked(args: &OpenArgs, rules: &RuleContext) -> u8 {
    let mut out = io::stdout().lock();
    match shell::walk(args, rules, &mut out) {
        Ok(LineEnd::Ended(WalkEnd::Finished)) => Exit::Clean.code(),
        Ok(LineEnd::Ended(WalkEnd::Unexported)) => Exit::Problems.code(),
        Ok(LineEnd::Ended(WalkEnd::Busy)) => Exit::Unusable.code(),
        Ok(LineEnd::Signal(number)) => signal_code(number),
        Ok(LineEnd::Unwritable(error)) => {
            let error = CommandError::Write(error);
            if !error.is_broken_pipe() {
                complain(&error.to_string());
            }
            error.exit().code()
        }
        Err(error) => {
            complain(&error.to_string());
            error.exit_code()
        }
    }
}

/// The exit code of a program that a signal ended.
fn signal_code(number: i32) -> u8 {
    128_u8.saturating_add(u8::try_from(number).unwrap_or_default())
}

/// Runs a command that answers without a screen, and prints what went wrong.
fn answered(run: impl FnOnce(&mut dyn Read, &mut dyn Write) -> Result<Exit, CommandError>) -> Exit {
    let mut out = BufWriter::new(io::stdout().lock());
    failpoint("answer", "fail on purpose: a cell's text");
    let done = run(&mut io::stdin().lock(), &mut out);
    // What is still to be written may fail, too.
    let done = done.and_then(|exit| out.flush().map(|()| exit).map_err(CommandError::Write));
    done.unwrap_or_else(|e| {
        if !e.is_broken_pipe() {
            complain(&e.to_string());
        }
        e.exit()
    })
}

fn surroundings(own_lists: Option<Arc<Lists>>, house: &Arc<HouseRules>) -> Env {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    let terminal = io::stdout().is_terminal();
    Env {
        today: chrono::Utc::now().date_naive(),
        // Not asked elsewhere: without a terminal, crossterm would run another program to find out.
        width: terminal.then(crossterm::terminal::size).and_then(Result::ok).map(|(w, _)| w.into()),
        colour: terminal && !dumb && !set("NO_COLOR") && shell::takes_sequences(),
        keeps_errors: false,
        open_days: DueList::OPEN_DAYS,
        own_lists,
        house: Arc::clone(house),
    }
}

/// What the settings decide, and prints what is wrong with them.
fn with_settings(env: Env) -> Env {
    let config = shell::settings(None);
    config.errors.iter().for_each(|error| complain(&format!("config.toml: {error}")));
    Env { keeps_errors: config.keeps_errors, open_days: config.open_days, ..env }
}

/// Prints help, version or what is wrong with the command line.
fn usage(error: &clap::Error) -> Exit {
    let code = error.exit_code();
    let printed = if code == 0 { error.print() } else { say(&error.to_string()) };
    if code != 0 { Exit::Unusable } else { printed.map_or(Exit::Io, |()| Exit::Clean) }
}

fn complain(text: &str) {
    // If even the error output is gone, the exit code still tells.
    let _ = say(&format!("leadsheet: {text}\n"));
}

/// Prints a message with all of its characters visible: names of files and arguments may hold anything.
fn say(text: &str) -> io::Result<()> {
    io::stderr().lock().write_all(visible_lines(text).as_bytes())
}
