//! Decimal numbers that are calculated exactly.
//!
//! The decimal libraries round without notice once a product has more digits than they hold; here a number that
//! doesn't fit is an error.

use super::amount::is_plain;
use std::cmp::Ordering;
use std::fmt::{self, Display, Formatter};

/// The most decimals of a number.
const MAX_SCALE: u32 = 30;

/// A decimal number. Sums and products are exact; only a division is rounded, to as many decimals as are asked for.
///
/// Numbers that differ only in zeros behind their last decimal are equal in value but not the same text.
#[derive(Clone, Copy, Debug)]
pub struct Decimal {
    /// The digits without the point.
    units: i128,
    /// How many of them are decimals.
    scale: u32,
}

impl Decimal {
    /// Zero, without decimals.
    pub const ZERO: Self = Self { units: 0, scale: 0 };

    /// Reads a plain amount, which may have a minus sign before it; nothing if it is another text or too long.
    pub fn read(text: &str) -> Option<Self> {
        let (sign, plain) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
        if !is_plain(plain) {
            return None;
        }
        let (whole, decimals) = plain.split_once('.').unwrap_or((plain, ""));
        let scale = u32::try_from(decimals.len()).ok().filter(|scale| *scale <= MAX_SCALE)?;
        let digits = |units: i128, part: &str| {
            part.bytes().try_fold(units, |units, byte| {
                units.checked_mul(10)?.checked_add(i128::from(byte - b'0'))
            })
        };
        Some(Self { units: sign * digits(digits(0, whole)?, decimals)?, scale })
    }

    /// How many decimals it is written with.
    pub fn scale(self) -> u32 {
        self.scale
    }

    /// Whether it is zero.
    pub fn is_zero(self) -> bool {
        self.units == 0
    }

    /// Whether it is below zero.
    pub fn is_negative(self) -> bool {
        self.units < 0
    }

    /// A hundredth of the number, if it doesn't have too many decimals.
    pub fn hundredth(self) -> Option<Self> {
        Self { scale: self.scale + 2, ..self }.without_zeros(MAX_SCALE)
    }

    /// The number with at least this many decimals.
    #[must_use]
    pub fn with_scale(self, least: u32) -> Self {
        let scale = self.scale.max(least.min(MAX_SCALE));
        self.at_scale(scale).map_or(self, |units| Self { units, scale })
    }

    /// The number without decimals, if it has none but zeros.
    pub fn whole(self) -> Option<i128> {
        let one = 10_i128.checked_pow(self.scale)?;
        (self.units % one == 0).then_some(self.units / one)
    }

    /// The number with the other sign.
    #[must_use]
    pub fn negated(self) -> Self {
        Self { units: -self.units, ..self }
    }

    /// The sum, if it isn't too large.
    pub fn plus(self, other: Self) -> Option<Self> {
        let scale = self.scale.max(other.scale);
        let units = self.at_scale(scale)?.checked_add(other.at_scale(scale)?)?;
        Some(Self { units, scale })
    }

    /// The product, if it doesn't have too many digits.
    pub fn times(self, other: Self) -> Option<Self> {
        let scale = self.scale + other.scale;
        let units = self.units.checked_mul(other.units)?;
        let product = Self { units, scale };
        if scale <= MAX_SCALE { Some(product) } else { product.without_zeros(MAX_SCALE) }
    }

    /// The quotient with this many decimals, a half rounded away from zero; nothing for a division by zero.
    pub fn divided_by(self, other: Self, scale: u32) -> Option<Self> {
        let (more, fewer) = (scale + other.scale, self.scale);
        let above = self.units.checked_mul(10_i128.checked_pow(more.saturating_sub(fewer))?)?;
        let below = other.units.checked_mul(10_i128.checked_pow(fewer.saturating_sub(more))?)?;
        Some(Self { units: divide_rounded(above, below)?, scale })
    }

    /// The number with at most this many decimals, a half rounded away from zero.
    #[must_use]
    pub fn rounded(self, scale: u32) -> Self {
        if self.scale <= scale {
            return self;
        }
        let one = 10_i128.checked_pow(self.scale - scale);
        // What is too large a divisor leaves nothing of the number.
        let units = one.and_then(|one| divide_rounded(self.units, one)).unwrap_or_default();
        Self { units, scale }
    }

    /// The multiple of a step that is nearest, a half rounded away from zero.
    pub fn nearest_multiple(self, step: Self) -> Option<Self> {
        self.divided_by(step, 0)?.times(step)
    }

    /// The number without zeros at its end, as far as it keeps this many decimals.
    #[must_use]
    pub fn trimmed(self, least: u32) -> Self {
        let Self { mut units, mut scale } = self;
        while scale > least && units % 10 == 0 {
            (units, scale) = (units / 10, scale - 1);
        }
        Self { units, scale }
    }

    /// The number with at most this many decimals, if those behind are zeros.
    fn without_zeros(self, most: u32) -> Option<Self> {
        let short = self.trimmed(most);
        (short.scale <= most).then_some(short)
    }

    /// The digits with this many decimals, which are as many as it has or more.
    fn at_scale(self, scale: u32) -> Option<i128> {
        self.units.checked_mul(10_i128.checked_pow(scale - self.scale)?)
    }
}

/// Divides whole numbers, a half rounded away from zero.
fn divide_rounded(above: i128, below: i128) -> Option<i128> {
    let (quotient, rest) = (above.checked_div(below)?, above.checked_rem(below)?);
    let (rest, whole) = (rest.unsigned_abs(), below.unsigned_abs());
    if rest < whole - rest {
        return Some(quotient);
    }
    quotient.checked_add(if (above < 0) == (below < 0) { 1 } else { -1 })
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Decimal {}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        // Whole parts first: no digits need to be added to them, so that nothing can be too large.
        let parts = |number: &Self| {
            let one = 10_i128.pow(number.scale);
            let decimals = number.units.rem_euclid(one) * 10_i128.pow(MAX_SCALE - number.scale);
            (number.units.div_euclid(one), decimals)
        };
        parts(self).cmp(&parts(other))
    }
}

impl Display for Decimal {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let scale = self.scale as usize;
        let digits = format!("{:0>1$}", self.units.unsigned_abs(), scale + 1);
        let (whole, decimals) = digits.split_at(digits.len() - scale);
        let sign = if self.is_negative() { "-" } else { "" };
        let point = if decimals.is_empty() { "" } else { "." };
        write!(f, "{sign}{whole}{point}{decimals}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn number(text: &str) -> Decimal {
        Decimal::read(text).expect(text)
    }

    #[test]
    fn a_number_is_written_as_it_was_read() {
        for text in ["0", "7", "007.50", "-12.05", "0.001", "123456789012345678901234567890"] {
            let written = number(text).to_string();
            assert_eq!(written, text.trim_start_matches("00"), "{text}");
        }
        for text in ["", "-", "1.", ".5", "1,5", "+1", "--1", "1e3", &"9".repeat(40)] {
            assert!(Decimal::read(text).is_none(), "{text}");
        }
    }

    #[test]
    fn sums_and_products_are_exact_and_a_half_is_rounded_up() {
        let text = |number: Option<Decimal>| number.map(|number| number.to_string());
        assert_eq!(text(number("0.1").plus(number("0.2"))).as_deref(), Some("0.3"));
        assert_eq!(text(number("1250").times(number("1.1"))).as_deref(), Some("1375.0"));
        assert_eq!(text(number("10").divided_by(number("3"), 2)).as_deref(), Some("3.33"));
        assert_eq!(text(number("2").divided_by(number("3"), 2)).as_deref(), Some("0.67"));
        assert_eq!(text(number("1").divided_by(number("0.00"), 2)), None);
        assert_eq!(number("1.005").rounded(2).to_string(), "1.01");
        assert_eq!(number("-1.005").rounded(2).to_string(), "-1.01");
        assert_eq!(number("1.0049").rounded(2).to_string(), "1.00");
        assert_eq!(text(number("12349").nearest_multiple(number("100"))).as_deref(), Some("12300"));
        assert_eq!(text(number("12350").nearest_multiple(number("100"))).as_deref(), Some("12400"));
        let huge = number(&"9".repeat(38));
        assert_eq!((text(huge.times(huge)), text(huge.plus(huge))), (None, None));
    }

    #[test]
    fn numbers_are_ordered_by_value() {
        assert!(number("2") < number("10") && number("-2") > number("-10"));
        assert!(number("1.5") == number("1.500") && number("-0.1") < number("0"));
        assert!(number(&"9".repeat(38)) > number("0.000000000000000000000000000001"));
    }

    proptest! {
        #[test]
        fn what_is_added_can_be_subtracted(a in -1_000_000_000_i64..1_000_000_000, b in 0_u32..5, c: i32, d in 0_u32..9) {
            let of = |units: i64, scale| Decimal { units: i128::from(units), scale };
            let (one, other) = (of(a, b), of(i64::from(c), d));
            let there = one.plus(other).expect("small");
            prop_assert_eq!(there.plus(other.negated()).expect("small"), one);
            let product = one.times(other).expect("small");
            if !other.is_zero() {
                prop_assert_eq!(product.divided_by(other, b).expect("small"), one);
            }
        }
    }
}
