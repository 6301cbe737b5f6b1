//! Another program in the terminal: the user's editor.

use crate::store::ScratchText;
use std::borrow::Cow;
use std::io::{self, IsTerminal};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};

/// The editor that is taken if neither variable names one.
const DEFAULT_EDITOR: &str = "vi";

/// Why a text wasn't edited in another program.
#[derive(Debug, thiserror::Error)]
pub(crate) enum EditorError {
    /// The command is empty.
    #[error("no editor is set")]
    NotNamed,
    /// The temporary file with the text can't be written.
    #[error("A temporary file can't be written: {0}.")]
    Scratch(io::Error),
    /// The program can't be started.
    #[error("{program} can't be started: {source}. Set VISUAL or EDITOR.")]
    Start {
        /// Its name.
        program: String,
        /// What the system said.
        source: io::Error,
    },
    /// The program ended with an error.
    #[error("{program} ended with {status}; the text is unchanged.")]
    Failed {
        /// Its name.
        program: String,
        /// How it ended.
        status: ExitStatus,
    },
    /// The end of the program can't be waited for.
    #[error("{program} can't be waited for: {source}; the text is unchanged.")]
    Wait {
        /// Its name.
        program: String,
        /// What the system said.
        source: io::Error,
    },
    /// The temporary file can't be read.
    #[error("The text can't be read back: {0}; the text is unchanged.")]
    ReadBack(io::Error),
}

/// The words of the command that edits a text: `VISUAL`, else `EDITOR`, else `vi`.
pub(crate) fn editor() -> Vec<String> {
    let named = ["VISUAL", "EDITOR"].into_iter().filter_map(|name| std::env::var(name).ok());
    named
        .map(|text| split_command(&text))
        .find(|words| !words.is_empty())
        .unwrap_or(vec![DEFAULT_EDITOR.to_owned()])
}

/// Starts a command on the file of a text. No shell is asked.
pub(crate) fn start(command: &[String], file: &ScratchText) -> Result<Child, EditorError> {
    let (program, options) = command.split_first().ok_or(EditorError::NotNamed)?;
    let stdin = if io::stdin().is_terminal() {
        Ok(Stdio::inherit())
    } else {
        ScratchText::terminal().map(Stdio::from)
    };
    let started = stdin.and_then(|stdin| {
        Command::new(program).args(options).arg(file.path()).stdin(stdin).spawn()
    });
    started.map_err(|source| EditorError::Start { program: name(command).into_owned(), source })
}

/// The name of a program without its folder, for messages.
fn name(command: &[String]) -> Cow<'_, str> {
    let program = command.first().map_or(DEFAULT_EDITOR, String::as_str);
    Path::new(program).file_name().map_or(Cow::Borrowed(program), |name| name.to_string_lossy())
}

/// The text that an editor left, or why it counts for nothing.
pub(crate) fn result(
    command: &[String],
    file: &ScratchText,
    ended: io::Result<ExitStatus>,
) -> Result<String, EditorError> {
    let program = name(command).into_owned();
    match ended {
        Ok(status) if status.success() => file.read().map_err(EditorError::ReadBack),
        Ok(status) => Err(EditorError::Failed { program, status }),
        Err(source) => Err(EditorError::Wait { program, source }),
    }
}

/// Splits the value of a variable into words.
///
/// Words end at blanks. Between single or double quotes blanks belong to the word, and so does the
/// sign behind a backslash, but not between single quotes. Nothing else means anything: no variables,
/// no `~`, no patterns, no pipes.
pub(crate) fn split_command(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match (quote, c) {
            (Some(q), c) if c == q => quote = None,
            (None, '\'' | '"') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (None | Some('"'), '\\') => word.get_or_insert_default().extend(chars.next()),
            (None, c) if c.is_whitespace() => words.extend(word.take()),
            (_, c) => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}

#[cfg(test)]
mod tests {
    use crate::shell::external_editor::split_command;

    #[test]
    fn a_variable_is_split_at_spaces_outside_of_quotes() {
        for (text, want) in [
            ("vi", &["vi"][..]),
            ("  code --wait  -n ", &["code", "--wait", "-n"]),
            ("'/opt/my editor/ed' -x", &["/opt/my editor/ed", "-x"]),
            (r#""a \"b" c\ d '\'"#, &["a \"b", "c d", "\\"]),
            ("vim -c 'set tw=0' ''", &["vim", "-c", "set tw=0", ""]),
            ("$HOME/ed | cat; ~", &["$HOME/ed", "|", "cat;", "~"]),
            ("", &[]),
        ] {
            assert_eq!(split_command(text), want, "{text}");
        }
    }
}
