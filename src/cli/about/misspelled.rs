//! A word that is taken for a file because it is no command, but nearly one.

use crate::cli::args::Args;
use crate::cli::args::groups::command_names;
use crate::leads::{nearest, visible};
use clap::CommandFactory as _;
use clap::error::ErrorKind;
use std::path::Path;

/// The error for the name of a file that isn't there and is nearly that of a command.
pub(crate) fn misspelled_command(file: &Path) -> Option<clap::Error> {
    let word = file.to_str()?;
    // Asked first: to make the tree of all commands takes longer than anything else before a file is read.
    if !is_word(word) || file.exists() {
        return None;
    }
    let mut tree = Args::command();
    let meant = nearest_command(word, command_names(&tree))?;
    if meant == word {
        return None;
    }
    let word = visible(word);
    let text = format!("there is no file \"{word}\"; did you mean the command \"{meant}\"?");
    Some(tree.error(ErrorKind::InvalidSubcommand, text))
}

/// The command whose name is nearly this word.
fn nearest_command<'n>(word: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    if is_word(word) { nearest(word, names) } else { None }
}

/// Whether a word can be meant for a command: names of files have a dot or a folder, and are longer than two letters.
fn is_word(word: &str) -> bool {
    word.chars().all(|c| c.is_alphabetic()) && word.chars().count() > 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelled_command_is_told_from_the_name_of_a_file() {
        for (word, meant) in [
            ("chek", Some("check")),
            ("exprot", Some("export")),
            ("Status", Some("status")),
            ("comp", Some("completions")),
            ("check", Some("check")),
            ("leads", None),
            ("chek.csv", None),
            ("./chek", None),
            ("-", None),
            ("ab", None),
            ("contoso", None),
        ] {
            let names = command_names(&Args::command()).collect::<Vec<_>>();
            assert_eq!(nearest_command(word, names.into_iter()), meant, "{word}");
            let error = misspelled_command(Path::new(word)).map(|error| error.to_string());
            assert_eq!(error.is_some(), meant.is_some_and(|meant| meant != word), "{error:?}");
        }
    }
}
