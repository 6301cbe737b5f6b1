//! A text that is looked for in other texts, byte by byte.

use memchr::{memchr, memchr2, memchr3, memmem};
use regex_syntax::hir::{ClassUnicode, ClassUnicodeRange};
use std::ops::Range;

/// A text that is looked for: its characters, each with those that count as the same.
#[derive(Clone, Debug)]
pub(crate) struct Needle {
    letters: Vec<Letter>,
    /// The letter that is looked for first, because texts have few of it.
    anchor: usize,
    /// Whether that letter is always one byte long.
    is_byte: bool,
    pair: Option<Box<Pair>>,
}

/// Two neighbouring letters that can be written in few ways: in a long text, each of these is looked for by itself.
#[derive(Clone, Debug)]
struct Pair {
    /// The index of the first one.
    at: usize,
    written: Vec<memmem::Finder<'static>>,
}

/// In how many ways two letters may be written for each of them to be looked for: a letter in every case and another one.
const MAX_WAYS: usize = 4;

/// A character and those that count as the same: itself alone, or in every case.
#[derive(Clone, Debug)]
pub(crate) struct Letter {
    chars: Vec<char>,
    /// The first bytes of their encodings.
    starts: Vec<u8>,
}

impl Needle {
    /// Looks for a text, in every case if wanted; nothing looks for an empty one.
    pub(crate) fn new(text: &str, in_every_case: bool) -> Option<Self> {
        let letters: Vec<Letter> = text.chars().map(|c| Letter::new(c, in_every_case)).collect();
        let (anchor, _) = letters.iter().enumerate().min_by_key(|(_, l)| l.frequency())?;
        let is_byte = letters[anchor].chars.iter().all(char::is_ascii);
        let pair = Pair::of(&letters).map(Box::new);
        Some(Self { letters, anchor, is_byte, pair })
    }

    /// Calls a function with the positions in a text at which it may be, each with the index of the letter that is
    /// there, until it returns `false`; it tells by itself whether the letters around it are there.
    pub(crate) fn probe(&self, text: &str, mut found: impl FnMut(usize, usize) -> bool) {
        if let Some(Pair { at, written }) = self.pair.as_deref() {
            for way in written {
                // From each letter on: two equal letters may be the first of one pair and the second of another one.
                let mut from = 0;
                while let Some(position) = way.find(&text.as_bytes()[from..]) {
                    let position = from + position;
                    from = position + 1;
                    if !found(position, *at) {
                        return;
                    }
                }
            }
            return;
        }
        let (bytes, anchor) = (text.as_bytes(), &self.letters[self.anchor]);
        let mut from = 0;
        while let Some(position) = anchor.position(&bytes[from..]) {
            let position = from + position;
            from = position + 1;
            if !found(position, self.anchor) {
                return;
            }
        }
    }

    /// Its letter, if it is a single one of one byte, however it is written.
    pub(crate) fn letter(&self) -> Option<&Letter> {
        let [letter] = &*self.letters else { return None };
        self.is_byte.then_some(letter)
    }

    /// Returns where a text has it first, from a character on.
    pub(crate) fn find(&self, text: &str, from: usize) -> Option<Range<usize>> {
        let mut at = from;
        let next = self.letters.get(self.anchor + 1).filter(|_| self.is_byte);
        loop {
            let found = at + self.letters[self.anchor].position(&text.as_bytes()[at..])?;
            at = found + 1;
            if self.is_byte && self.letters.len() == 1 {
                return Some(found..at);
            }
            // Nearly all that isn't it is seen to be something else at the next byte.
            if next.is_some_and(|next| !next.begins(text.as_bytes().get(at))) {
                continue;
            }
            if let Some(range) = self.around(text, from, found, self.anchor) {
                return Some(range);
            }
        }
    }

    /// Its range in a text if one of its letters is at a position, and nothing of it before `from`.
    pub(crate) fn around(
        &self,
        text: &str,
        from: usize,
        at: usize,
        letter: usize,
    ) -> Option<Range<usize>> {
        let (before, after) = self.letters.split_at(letter);
        let mut rest = text[at..].chars();
        for letter in after {
            rest.next().filter(|c| letter.has(*c))?;
        }
        let end = text.len() - rest.as_str().len();
        let mut rest = text[from..at].chars();
        for letter in before.iter().rev() {
            rest.next_back().filter(|c| letter.has(*c))?;
        }
        Some(from + rest.as_str().len()..end)
    }
}

impl Pair {
    /// Of the pairs that can be written in the fewest ways, the one whose letters are the rarest.
    fn of(letters: &[Letter]) -> Option<Self> {
        let ways = |pair: &[Letter]| pair[0].chars.len() * pair[1].chars.len();
        let pairs = letters.windows(2).enumerate().filter(|(_, pair)| ways(pair) <= MAX_WAYS);
        let cost = |pair: &[Letter]| (ways(pair), pair[0].frequency() + pair[1].frequency());
        let (at, pair) = pairs.min_by_key(|(_, pair)| cost(pair))?;
        let (first, second) = (&pair[0].chars, &pair[1].chars);
        let written = first.iter().flat_map(|one| second.iter().map(move |other| [*one, *other]));
        let finder = |letters: [char; 2]| {
            memmem::Finder::new(&letters.iter().collect::<String>()).into_owned()
        };
        Some(Self { at, written: written.map(finder).collect() })
    }
}

impl Letter {
    fn new(c: char, in_every_case: bool) -> Self {
        let mut class = ClassUnicode::new([ClassUnicodeRange::new(c, c)]);
        // What counts as the same is the same in expressions.
        let has_cases = in_every_case && class.try_case_fold_simple().is_ok();
        let chars: Vec<char> = if has_cases {
            class.ranges().iter().flat_map(|range| range.start()..=range.end()).collect()
        } else {
            vec![c]
        };
        let mut starts: Vec<u8> =
            chars.iter().map(|c| c.encode_utf8(&mut [0; 4]).as_bytes()[0]).collect();
        starts.sort_unstable();
        starts.dedup();
        Self { chars, starts }
    }

    #[inline]
    fn has(&self, c: char) -> bool {
        self.chars.contains(&c)
    }

    /// Whether it can begin with a byte.
    #[inline]
    fn begins(&self, byte: Option<&u8>) -> bool {
        byte.is_some_and(|byte| self.starts.contains(byte))
    }

    /// The first position in a text at which it can be; the first bytes of characters are in no other one.
    #[inline]
    pub(crate) fn position(&self, bytes: &[u8]) -> Option<usize> {
        match *self.starts {
            [a] => memchr(a, bytes),
            [a, b] => memchr2(a, b, bytes),
            [a, b, c] => memchr3(a, b, c, bytes),
            _ => bytes.iter().position(|byte| self.starts.contains(byte)),
        }
    }

    /// About how often files of leads have it; only the speed depends on it.
    fn frequency(&self) -> u32 {
        let of_byte = |byte: &u8| match byte {
            b' ' | b',' | b'-' | b'.' | b'0'..=b'9' => 8,
            b'a' | b'c' | b'd' | b'e' | b'i' | b'n' | b'o' | b'r' | b's' | b't' => 6,
            b'j' | b'q' | b'x' | b'z' => 1,
            b'a'..=b'z' => 3,
            _ => 2,
        };
        self.starts.iter().map(of_byte).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use regex::RegexBuilder;

    fn found(needle: &Needle, text: &str) -> Vec<Range<usize>> {
        let mut all: Vec<Range<usize>> = Vec::new();
        while let Some(range) = needle.find(text, all.last().map_or(0, |last| last.end)) {
            all.push(range);
        }
        all
    }

    fn expected(typed: &str, in_every_case: bool, text: &str) -> Vec<Range<usize>> {
        let mut regex = RegexBuilder::new(&regex::escape(typed));
        let regex = regex.case_insensitive(in_every_case).build().expect("a text");
        regex.find_iter(text).map(|found| found.range()).collect()
    }

    #[test]
    fn characters_of_other_lengths_count_as_the_same() {
        for (typed, text) in [
            ("ask", "aſK ASK ask"),
            ("kk", "KkKk"),
            ("å", "Å å Å"),
            ("ω", "Ω Ω ω"),
            ("straße", "STRAẞE straße strasse"),
            ("ς", "Σσς"),
            ("i", "İ ı I i"),
            ("т", "ᲄ ᲅ Т т"),
        ] {
            let needle = Needle::new(typed, true).expect("not empty");
            assert_eq!(found(&needle, text), expected(typed, true, text), "{typed} in {text}");
        }
        assert!(Needle::new("", true).is_none());
    }

    #[test]
    fn every_character_is_found_in_the_cases_in_which_an_expression_finds_it() {
        let all: Vec<char> = ('\u{1}'..=char::MAX).collect();
        let cased = |c: &char| {
            let other = c.to_lowercase().chain(c.to_uppercase());
            other.into_iter().any(|other| other != *c)
        };
        let text: String = all.iter().filter(|c| cased(c)).flat_map(|c| [*c, ' ']).collect();
        for c in all.iter().filter(|c| cased(c)).step_by(7) {
            let typed = c.to_string();
            let needle = Needle::new(&typed, true).expect("not empty");
            assert_eq!(found(&needle, &text), expected(&typed, true, &text), "{typed:?}");
        }
    }

    proptest! {
        #[test]
        fn a_text_is_found_where_an_expression_finds_it(
            typed in "[abkKsS1 ,éÉåßſK日]{1,4}",
            text in "[aAbBkKsS1 ,éÉåÅßẞſK日👩]{0,40}",
            in_every_case: bool,
        ) {
            let needle = Needle::new(&typed, in_every_case).expect("not empty");
            prop_assert_eq!(found(&needle, &text), expected(&typed, in_every_case, &text));
        }
    }
}
