//! Another program in the terminal: the user's editor.

use crate::shell::terminal::system::DEFAULT_EDITOR;
use crate::store::ScratchText;
use std::borrow::Cow;
use std::io::{self, IsTerminal};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};

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

/// The words of the command that edits a text: `VISUAL`, else `EDITOR`, else the one that the system has.
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

/// Whether a backslash takes the meaning of the character after it: not where it stands between folders.
const ESCAPES: bool = std::path::MAIN_SEPARATOR != '\\';

/// Splits the value of a variable into words, as the system writes commands.
pub(crate) fn split_command(text: &str) -> Vec<String> {
    split_words(text, ESCAPES)
}

/// Splits a command into words.
///
/// Words end at blanks. Between single or double quotes blanks belong to the word, and so does the
/// character behind a backslash, but not between single quotes. Without escapes a backslash and a single quote are
/// characters like any other. Nothing else means anything: no variables, no `~`, no patterns, no pipes.
fn split_words(text: &str, escapes: bool) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match (quote, c) {
            (Some(q), c) if c == q => quote = None,
            (None, '\'' | '"') if escapes || c == '"' => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (None | Some('"'), '\\') if escapes => {
                word.get_or_insert_default().extend(chars.next());
            }
            (None, c) if c.is_whitespace() => words.extend(word.take()),
            (_, c) => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}

#[cfg(test)]
mod tests {
    use crate::shell::external_editor::split_words;

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
            assert_eq!(split_words(text, true), want, "{text}");
        }
    }

    #[test]
    fn a_windows_command_has_backslashes_between_folders() {
        for (text, want) in [
            ("notepad", &["notepad"][..]),
            (r"C:\Windows\notepad.exe", &[r"C:\Windows\notepad.exe"]),
            (r#""C:\Program Files\Vim\gvim.exe" -f"#, &[r"C:\Program Files\Vim\gvim.exe", "-f"]),
            (r"\\server\tools\ed.exe O'Neil", &[r"\\server\tools\ed.exe", "O'Neil"]),
        ] {
            assert_eq!(split_words(text, false), want, "{text}");
        }
    }
}
