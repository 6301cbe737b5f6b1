//! `leadsheet completions`: scripts that complete commands, options and files in a shell.

use crate::cli::Exit;
use crate::cli::about::tree::command_tree;
use clap::{Arg, Args as ClapArgs, Command, ValueEnum, ValueHint};
use clap_complete::aot;
use std::io::{self, Write};

/// The name that the program is called by.
const NAME: &str = "leadsheet";

/// What `leadsheet completions` is asked.
#[derive(Clone, Debug, PartialEq, Eq, ClapArgs)]
pub struct CompletionsArgs {
    /// The shell that the script is for.
    #[arg(value_enum)]
    pub shell: ShellName,
}

/// A shell with completions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ShellName {
    /// Bash, from version 4 on.
    Bash,
    /// The Z shell.
    Zsh,
    /// The fish shell.
    Fish,
    /// The shell of Windows, which runs elsewhere too.
    #[value(name = "powershell")]
    PowerShell,
    /// The Elvish shell.
    Elvish,
}

/// Writes the script for a shell.
///
/// # Errors
///
/// Fails if it can't be written.
pub fn run_completions(shell: ShellName, out: &mut dyn Write) -> io::Result<Exit> {
    out.write_all(script(shell).as_bytes())?;
    out.flush()?;
    Ok(Exit::Clean)
}

/// The script of the library, and what it lacks: files where a command reads them, and the values of arguments.
fn script(shell: ShellName) -> String {
    let mut tree = command_tree();
    match shell {
        ShellName::Bash => generated(aot::Bash, &mut tree) + &bash::files(&tree),
        ShellName::Zsh => zsh::only_leads_files(tree),
        ShellName::Fish => {
            fish::with_values(&generated(aot::Fish, &mut tree)) + &fish::arguments(&tree)
        }
        ShellName::PowerShell => generated(aot::PowerShell, &mut tree),
        ShellName::Elvish => generated(aot::Elvish, &mut tree),
    }
}

fn generated(shell: impl aot::Generator, tree: &mut Command) -> String {
    let mut script = Vec::new();
    aot::generate(shell, tree, NAME, &mut script);
    String::from_utf8_lossy(&script).into_owned()
}

/// Whether an argument is a Leads file: the paths that are something else have a hint of what.
fn is_leads_file(arg: &Arg) -> bool {
    arg.get_value_hint() == ValueHint::AnyPath
}

/// The options of all commands that fulfil a condition, each once.
fn options(tree: &Command, is: impl Fn(&Arg) -> bool) -> Vec<String> {
    let commands = std::iter::once(tree).chain(tree.get_subcommands());
    let args = commands.flat_map(Command::get_arguments).filter(|arg| is(arg));
    let mut names: Vec<String> =
        args.filter_map(Arg::get_long).map(|name| format!("--{name}")).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// The commands whose arguments without a name are Leads files.
fn commands_with_files(tree: &Command) -> Vec<&str> {
    let reads = |command: &&Command| command.get_positionals().any(is_leads_file);
    tree.get_subcommands().filter(reads).map(Command::get_name).collect()
}

mod bash {
    use super::{commands_with_files, is_leads_file, options};
    use clap::{Arg, Command};

    /// Completes Leads files and folders, which the generated part leaves to the shell and only for words that no
    /// option begins with. An option is offered where one is begun.
    const FILES: &str = r#"
_leadsheet_files() {
    local word words=()
    _leadsheet "$@"
    case "$3" in
        @LEADS@) COMPREPLY=() ;;
        @OTHER@) return ;;
        *)
            [[ "$2" == -* ]] && return
            for word in "${COMPREPLY[@]}"; do
                [[ "$word" == -* ]] || words+=("$word")
            done
            COMPREPLY=("${words[@]}")
            case "${COMP_WORDS[1]}" in
                @COMMANDS@) ;;
                *) [[ ${COMP_CWORD} -eq 1 || "${COMP_WORDS[1]}" == -* ]] || return ;;
            esac
            ;;
    esac
    compopt -o filenames 2>/dev/null
    while IFS= read -r word; do
        COMPREPLY+=("$word")
    done < <(compgen -f -X '!*.[cC][sS][vV]' -- "$2"; compgen -d -- "$2")
}

complete -F _leadsheet_files -o bashdefault -o default leadsheet
"#;

    pub(super) fn files(tree: &Command) -> String {
        let takes_value = |arg: &Arg| arg.get_action().takes_values();
        let is_other = |arg: &Arg| takes_value(arg) && !is_leads_file(arg);
        let or = |names: &[String]| names.join("|");
        FILES
            .replace("@LEADS@", &or(&options(tree, is_leads_file)))
            .replace("@OTHER@", &or(&options(tree, is_other)))
            .replace("@COMMANDS@", &commands_with_files(tree).join("|"))
    }
}

mod zsh {
    use super::{NAME, aot, generated, is_leads_file};
    use clap::{Arg, Command, ValueHint};

    /// Completes a command or a Leads file, which the generator doesn't expect in one place.
    const FIRST: &str = r#"
_leadsheet_first() {
    _alternative 'commands:command:_leadsheet_commands' 'files:file:_files -g "*.(csv|CSV)"'
}

"#;

    /// Completes files that end in `.csv`; the shell offers others where there are none.
    ///
    /// Leads files go through the generator as addresses; the program has no others.
    pub(super) fn only_leads_files(tree: Command) -> String {
        let mut tree = mark(tree);
        for name in tree.get_subcommands().map(|sub| sub.get_name().to_owned()).collect::<Vec<_>>()
        {
            tree = tree.mut_subcommand(name, mark);
        }
        let mut tree = without_file(&tree);
        let script = generated(aot::Zsh, &mut tree);
        let script = script.replace(":_urls'", ":_files -g \"*.(csv|CSV)\"'");
        let script = script.replacen(":: :_leadsheet_commands", ":: :_leadsheet_first", 1);
        script.replacen("\n_leadsheet() {", &format!("{FIRST}_leadsheet() {{"), 1)
    }

    /// The commands and options without the file of the editor, so that a command comes first.
    fn without_file(tree: &Command) -> Command {
        // The library adds these two by itself.
        let is_own = |arg: &&Arg| !matches!(arg.get_long(), None | Some("help" | "version"));
        Command::new(NAME)
            .version(env!("CARGO_PKG_VERSION"))
            .disable_help_subcommand(true)
            .args(tree.get_arguments().filter(is_own).cloned())
            .subcommands(tree.get_subcommands().cloned())
    }

    fn mark(command: Command) -> Command {
        command.mut_args(
            |arg| {
                if is_leads_file(&arg) { arg.value_hint(ValueHint::Url) } else { arg }
            },
        )
    }
}

mod fish {
    use super::commands_with_files;
    use clap::{Arg, Command};

    /// Completes the value of the editor's options, too: the generator takes an option that waits for its value for a
    /// mistake, and completes nothing.
    pub(super) fn with_values(script: &str) -> String {
        const COMMAND: &str = "    set -e cmd[1]\n";
        const NO_OPTION: &str = "    if set -q cmd[1]; and string match -q -- '-*' $cmd[-1]\n        set -e cmd[-1]\n    end\n";
        script.replacen(COMMAND, &format!("{COMMAND}{NO_OPTION}"), 1)
    }

    /// Completes arguments without a name, which the generator doesn't know.
    pub(super) fn arguments(tree: &Command) -> String {
        let files = commands_with_files(tree).join(" ");
        let mut script = "\n# Leads files come first where a command reads them.\n".to_owned();
        for place in [
            "__fish_leadsheet_needs_command",
            &format!("__fish_leadsheet_using_subcommand {files}"),
        ] {
            script.extend([
                "complete -c leadsheet -n \"",
                place,
                "\" -k -a \"(__fish_complete_suffix .csv)\"\n",
            ]);
        }
        for command in tree.get_subcommands().filter(|sub| !files.contains(sub.get_name())) {
            let values = command.get_positionals().flat_map(Arg::get_possible_values);
            let values: Vec<String> = values.map(|value| value.get_name().to_owned()).collect();
            script.extend([
                "complete -c leadsheet -n \"__fish_leadsheet_using_subcommand ",
                command.get_name(),
                "\" -f -a \"",
                &values.join(" "),
                "\"\n",
            ]);
        }
        script
    }
}
