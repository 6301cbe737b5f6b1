//! A text as one word of a shell's command line.

use std::borrow::Cow;

/// Quotes a text for a shell, if it needs that: `my leads.csv` becomes `'my leads.csv'`.
pub fn shell_quoted(text: &str) -> Cow<'_, str> {
    let is_plain = |c: char| c.is_alphanumeric() || "/._-+,:@%=".contains(c);
    if !text.is_empty() && text.chars().all(is_plain) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(format!("'{}'", text.replace('\'', "'\\''")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_a_shell_would_split_or_expand_is_quoted() {
        for (text, quoted) in [
            ("/a/leads-1.csv", "/a/leads-1.csv"),
            ("Frühjahr.csv", "Frühjahr.csv"),
            ("my leads.csv", "'my leads.csv'"),
            ("it's $1.csv", "'it'\\''s $1.csv'"),
            ("", "''"),
        ] {
            assert_eq!(shell_quoted(text), quoted);
        }
    }
}
