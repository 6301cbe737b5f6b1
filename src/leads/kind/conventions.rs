//! How numbers and dates are written where a text comes from, as far as other texts prove it.

use super::{amount, date};

/// The sign before decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecimalMark {
    /// `12563.50`
    Point,
    /// `12563,50`
    Comma,
}

/// Which of two numbers of a date is the month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateOrder {
    /// The first: `3/31/2027`.
    MonthFirst,
    /// The second: `31/3/2027`.
    DayFirst,
}

/// What texts prove about the ones beside them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Evidence<T> {
    /// None of them proves anything.
    #[default]
    Nothing,
    /// All that prove something prove this.
    Proven(T),
    /// They prove different things, so that nothing is certain.
    Contradictory,
}

impl<T: Copy + PartialEq> Evidence<T> {
    /// Adds what one more text proves.
    pub fn add(&mut self, proof: Option<T>) {
        if let Some(proof) = proof {
            *self = match *self {
                Self::Nothing => Self::Proven(proof),
                Self::Proven(before) if before == proof => *self,
                _ => Self::Contradictory,
            };
        }
    }

    /// What is proven.
    pub fn proven(self) -> Option<T> {
        match self {
            Self::Proven(proof) => Some(proof),
            Self::Nothing | Self::Contradictory => None,
        }
    }
}

/// How the numbers and dates of a source are to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Conventions {
    /// The sign before decimals; none if a text such as `12.563` can mean two numbers.
    pub mark: Option<DecimalMark>,
    /// The order of dates with slashes; none if a date such as `3/1/2027` can mean two days.
    pub slashed: Option<DateOrder>,
    /// The order of dates with dots or dashes.
    pub dotted: Option<DateOrder>,
    /// How many decimals the currency of an amount has, if it is known.
    pub decimals: Option<u8>,
}

impl Default for Conventions {
    /// Those of a text without others beside it: slashes are the file's own form, with the month first.
    fn default() -> Self {
        Self { mark: None, slashed: Some(DateOrder::MonthFirst), dotted: None, decimals: None }
    }
}

impl Conventions {
    /// Those of a single text whose currency has this number of decimals.
    pub fn of_currency(decimals: Option<u8>) -> Self {
        Self { decimals, ..Self::default() }
    }

    /// The same for an amount whose currency has this number of decimals.
    #[must_use]
    pub fn with_decimals(self, decimals: Option<u8>) -> Self {
        Self { decimals, ..self }
    }

    /// What texts prove that come from one source, such as those of a pasted column: amounts or dates.
    ///
    /// Dates with slashes are read in the file's own form unless one of them can't be in that form.
    pub fn of<'t>(texts: impl IntoIterator<Item = &'t str>) -> Self {
        let (mut mark, mut slashed, mut dotted) =
            (Evidence::Nothing, Evidence::Nothing, Evidence::Nothing);
        for text in texts {
            mark.add(amount::proven_mark(text));
            let order = date::proven_order(text);
            if text.contains('/') { slashed.add(order) } else { dotted.add(order) }
        }
        let own = Self::default().slashed;
        let slashed = if slashed == Evidence::Nothing { own } else { slashed.proven() };
        Self { mark: mark.proven(), slashed, dotted: dotted.proven(), decimals: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_one_text_proves_holds_for_those_beside_it() {
        let of = |texts: &[&str]| Conventions::of(texts.iter().copied());
        assert_eq!(of(&["12.563", "7.500,50"]).mark, Some(DecimalMark::Comma));
        assert_eq!(of(&["12,563", "7,500.50"]).mark, Some(DecimalMark::Point));
        assert_eq!(of(&["12.563", "7.500,50", "1,5.0", "7500.5"]).mark, None, "both");
        assert_eq!(of(&["12.563", "1.000", "12563"]).mark, None, "neither");
        assert_eq!(of(&["3/1/2027", "31/3/2027"]).slashed, Some(DateOrder::DayFirst));
        assert_eq!(
            of(&["3/1/2027", "5/6/2027"]).slashed,
            Some(DateOrder::MonthFirst),
            "the file's own"
        );
        assert_eq!(of(&["31/3/2027", "3/31/2027"]).slashed, None, "both");
        assert_eq!(of(&["31.3.2027", "5.6.2027"]).dotted, Some(DateOrder::DayFirst));
        assert_eq!(of(&["5.6.2027", "3/31/2027"]).dotted, None, "slashes prove nothing of dots");
    }
}
