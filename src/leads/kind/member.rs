//! Team members: `First, Last, Phone, Email`.

use crate::leads::Col;
use crate::leads::bytes::blank::{is_blank, trimmed};
use memchr::{memchr, memchr_iter};

/// What the cell of a team member holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member<'a> {
    /// The column of the cell.
    pub col: Col,
    /// The text of the cell. Never blank.
    pub text: &'a str,
    /// Its parts, spaces around them removed; nothing if there aren't four.
    pub parts: Option<[&'a str; 4]>,
}

impl<'a> Member<'a> {
    /// Reads the text of a cell; nothing if it is blank.
    pub fn read(col: Col, text: &'a str) -> Option<Self> {
        (!is_blank(text)).then(|| Self { col, text, parts: four(text) })
    }

    /// The e-mail address of a team member of four parts, unless it is empty.
    pub fn mail(&self) -> Option<&'a str> {
        self.parts.map(|[_, _, _, mail]| mail).filter(|mail| !mail.is_empty())
    }
}

/// The parts of a team member if there are four of them, spaces around them removed.
pub fn four(text: &str) -> Option<[&str; 4]> {
    let mut commas = memchr_iter(b',', text.as_bytes());
    let (one, two, three) = (commas.next()?, commas.next()?, commas.next()?);
    let four = || [&text[..one], &text[one + 1..two], &text[two + 1..three], &text[three + 1..]];
    commas.next().is_none().then(|| four().map(trimmed))
}

/// The parts of a team member, spaces around them removed.
pub fn parts(text: &str) -> Vec<&str> {
    text.split(',').map(str::trim).collect()
}

/// Writes typed parts as the documentation does: one comma and one space between them.
pub fn tidy(typed: &str) -> String {
    if typed.trim().is_empty() { String::new() } else { parts(typed).join(", ") }
}

/// Whether a text looks like an e-mail address: something, `@`, a name with a dot in it.
pub fn is_email(text: &str) -> bool {
    let Some(at) = memchr(b'@', text.as_bytes()) else { return false };
    let (local, domain) = (&text[..at], &text[at + 1..]);
    let dot = memchr(b'.', domain.as_bytes());
    let dotted = dot.is_some_and(|dot| dot > 0 && dot + 1 < domain.len());
    !local.is_empty()
        && dotted
        && !domain.ends_with('.')
        && memchr(b'@', domain.as_bytes()).is_none()
        && (is_graphic(text) || !text.contains(|c: char| c.is_whitespace() || c.is_control()))
}

/// Whether a text consists of ASCII letters, digits and punctuation.
fn is_graphic(text: &str) -> bool {
    // To the end and not up to the first other byte, so that many bytes are checked together.
    text.bytes().fold(true, |all, byte| all & byte.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_a_name_an_at_and_a_dotted_domain() {
        assert!(is_email("Bob.partner@Contoso.com"));
        for text in [
            "bob",
            "@contoso.com",
            "bob@contoso",
            "bob@.com",
            "b ob@contoso.com",
            "a@b@c.d",
            "a@b.",
        ] {
            assert!(!is_email(text), "{text}");
        }
    }

    #[test]
    fn typed_members_get_one_space_after_each_comma() {
        assert_eq!(
            tidy("Bob,Partner ,999999,  bob@contoso.com"),
            "Bob, Partner, 999999, bob@contoso.com"
        );
        assert_eq!(tidy("  "), "");
    }
}
