//! Numbers of things in words.

/// A number of leads in words.
pub(crate) fn leads(number: usize) -> String {
    if number == 1 { "1 lead".to_owned() } else { format!("{number} leads") }
}

/// A number of things in words.
pub(crate) fn number(number: usize, word: &str) -> String {
    format!("{number} {word}{}", if number == 1 { "" } else { "s" })
}

/// A number of cells in words.
pub(crate) fn count_cells(count: usize) -> String {
    format!("{count} cell{}", if count == 1 { "" } else { "s" })
}
