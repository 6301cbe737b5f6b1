//! Which name was meant by a word that is none.

/// The name that is most like a word, if one is like it at all.
///
/// A name that begins with the word is like it. Capital letters count as small ones.
pub fn nearest<'n>(word: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let word = word.to_lowercase();
    let max = (word.chars().count() / 2).max(2);
    let distance = |name: &str| {
        let name = name.to_lowercase();
        if word.len() > 1 && name.starts_with(&word) { 0 } else { edit_distance(&word, &name) }
    };
    let near = names.map(|name| (distance(name), name)).filter(|(distance, _)| *distance <= max);
    near.min_by_key(|(distance, _)| *distance).map(|(_, name)| name)
}

/// The end of a sentence about a word that isn't a name: the one that was probably meant.
pub fn did_you_mean<'n>(word: &str, names: impl Iterator<Item = &'n str>) -> String {
    nearest(word, names).map(|name| format!("; did you mean \"{name}\"?")).unwrap_or_default()
}

/// How many characters must be inserted, removed or replaced to turn one text into the other.
fn edit_distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (above, from) in from.chars().enumerate() {
        let mut diagonal = above;
        row[0] = above + 1;
        for (at, to) in to.iter().enumerate() {
            let replaced = diagonal + usize::from(from != *to);
            diagonal = row[at + 1];
            row[at + 1] = replaced.min(diagonal + 1).min(row[at] + 1);
        }
    }
    row[to.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_distance_counts_single_edits() {
        for (from, to, distance) in
            [("", "ab", 2), ("ab", "", 2), ("abc", "adc", 1), ("ab", "ba", 2)]
        {
            assert_eq!(edit_distance(from, to), distance, "{from} {to}");
        }
    }
}
