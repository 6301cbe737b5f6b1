//! Which name was meant by a word that is none.

use super::visible;
use strsim::osa_distance;

/// The name that is most like a word, if one is like it at all.
///
/// A name that begins with the word is like it. Two letters in the wrong order count as one mistake, and capital
/// letters as small ones.
pub fn nearest<'n>(word: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let word = word.to_lowercase();
    let max = (word.chars().count() / 2).max(2);
    let distance = |name: &str| {
        let name = name.to_lowercase();
        if word.len() > 1 && name.starts_with(&word) { 0 } else { osa_distance(&word, &name) }
    };
    let near = names.map(|name| (distance(name), name)).filter(|(distance, _)| *distance <= max);
    near.min_by_key(|(distance, _)| *distance).map(|(_, name)| name)
}

/// The end of a sentence about a word that isn't a name: the one that was probably meant.
pub fn did_you_mean<'n>(word: &str, names: impl Iterator<Item = &'n str>) -> String {
    suggested(nearest(word, names))
}

/// The end of a sentence about a word that isn't a name: the one that was probably meant, if it is known.
pub fn suggested(meant: Option<&str>) -> String {
    meant.map(|name| format!("; did you mean \"{}\"?", visible(name))).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_swapped_letters_are_one_mistake() {
        let columns = ["State", "Status", "Stage", "Currency"];
        for (word, meant) in [
            ("Statsu", Some("Status")),
            ("satte", Some("State")),
            ("stgae", Some("Stage")),
            ("curr", Some("Currency")),
            ("xyzxyz", None),
        ] {
            assert_eq!(nearest(word, columns.into_iter()), meant, "{word}");
        }
    }
}
