//! Amounts: digits, and a point before decimals.

/// Tells whether a text is an amount as Partner Center wants it.
pub fn is_plain(text: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let decimal = |(whole, decimals)| digits(whole) && digits(decimals);
    digits(text) || text.split_once('.').is_some_and(decimal)
}

/// Returns how many decimals a plain amount has.
pub fn decimals(plain: &str) -> usize {
    plain.split_once('.').map_or(0, |(_, decimals)| decimals.len())
}

/// Reads what a user types, if it can mean one number only.
///
/// `12 563`, `1,250.00`, `1.250,00` and `1'250` are read; `12,563` could be a decimal comma and is
/// left alone.
pub fn typed(text: &str) -> Option<String> {
    let text = text.trim();
    if is_plain(text) {
        return Some(text.to_owned());
    }
    match (text.matches(',').count(), text.contains('.')) {
        (1, false) if text.rsplit(',').next().is_some_and(|after| after.len() == 3) => None,
        _ => suggest(text),
    }
}

/// Returns the plain amount that a text in another form probably means.
pub fn suggest(text: &str) -> Option<String> {
    let bare: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '\'' | '’' | '$' | '€' | '£' | '¥'))
        .collect();
    let point = match (bare.rfind(','), bare.rfind('.')) {
        (Some(comma), Some(point)) => Some(comma.max(point)),
        (Some(comma), None) if bare.matches(',').count() == 1 && bare.len() - comma != 4 => {
            Some(comma)
        }
        (None, Some(point)) if bare.matches('.').count() == 1 => Some(point),
        _ => None,
    };
    let (whole, decimals) = point.map_or((bare.as_str(), ""), |at| (&bare[..at], &bare[at + 1..]));
    if !grouped(whole) {
        return None;
    }
    let whole: String = whole.chars().filter(char::is_ascii_digit).collect();
    let plain = if decimals.is_empty() { whole } else { format!("{whole}.{decimals}") };
    is_plain(&plain).then_some(plain)
}

/// Tells whether a text that another program wrote is the same number as a plain amount.
///
/// An amount in another form that became plain isn't the same: somebody put it right.
pub fn is_same(old: &str, new: &str) -> bool {
    let least = |plain: &str| {
        let plain = plain.trim_start_matches('0');
        match plain.split_once('.') {
            Some((whole, decimals)) => {
                (whole.to_owned(), decimals.trim_end_matches('0').to_owned())
            }
            None => (plain.to_owned(), String::new()),
        }
    };
    is_plain(old) && suggest(new).is_some_and(|new| least(old) == least(&new))
}

/// Tells whether a program took the one comma or point of an amount for the other: `12,563` became
/// `12.563`, or `12.500` became `12500`.
pub fn is_turned(old: &str, new: &str) -> bool {
    let digits = |text: &str| {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        digits.trim_end_matches('0').to_owned()
    };
    let mut parts = old.trim().split([',', '.']).skip(1);
    let can_be_both = parts.next().is_some_and(|after| after.len() == 3) && parts.next().is_none();
    can_be_both
        && digits(old) == digits(new)
        && suggest(new).is_some_and(|new| suggest(old).as_ref() != Some(&new))
        && !is_same(old, new)
}

/// Tells whether a number is digits alone, or groups of three behind the first one.
fn grouped(whole: &str) -> bool {
    let mut groups = whole.split([',', '.']);
    let first = groups.next().unwrap_or_default();
    let digits = |g: &str| !g.is_empty() && g.bytes().all(|b| b.is_ascii_digit());
    let rest: Vec<&str> = groups.collect();
    digits(first)
        && (rest.is_empty() || first.len() <= 3)
        && rest.iter().all(|g| g.len() == 3 && digits(g))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_read_when_it_can_mean_one_number_only() {
        for (text, want) in [
            ("12563", "12563"),
            ("12563.50", "12563.50"),
            ("12 563", "12563"),
            ("1,250.00", "1250.00"),
            ("1.250,00", "1250.00"),
            ("1,250,000", "1250000"),
            ("1250,5", "1250.5"),
            ("$1,250.00", "1250.00"),
            ("1'250", "1250"),
        ] {
            assert_eq!(typed(text).as_deref(), Some(want), "{text}");
        }
        for text in ["12,563", "", "-5", "1e5", "12..5", "1,25,000", "abc", "1.2.3,4"] {
            assert_eq!(typed(text), None, "{text}");
        }
    }

    #[test]
    fn an_amount_in_another_form_is_the_same_number_unless_somebody_put_it_right() {
        for text in ["12563.5", "12,563.50", "12563,5", "$12563.5", "012563.50"] {
            assert!(is_same("12563.50", text), "{text}");
        }
        for text in ["12563", "1.26E+04", "", "12564.50"] {
            assert!(!is_same("12563.50", text), "{text}");
        }
        assert!(!is_same("12,563", "12563"));
    }

    #[test]
    fn a_comma_taken_for_a_point_is_told_from_a_correction() {
        for (old, new) in [("12,563", "12.563"), ("12,500", "12.5"), ("12.500", "12500")] {
            assert!(is_turned(old, new), "{old} {new}");
        }
        for (old, new) in [("12,563", "12563"), ("12.500", "12.5"), ("12,56", "12.56")] {
            assert!(!is_turned(old, new), "{old} {new}");
        }
        assert!(!is_turned("12,563", "12564") && !is_turned("12563", "12.563"));
    }

    #[test]
    fn a_single_comma_before_three_digits_is_offered_as_thousands() {
        assert_eq!(suggest("12,563").as_deref(), Some("12563"));
        assert_eq!(suggest("1.2E+11"), None);
    }

    #[test]
    fn plain_means_digits_with_one_point_between() {
        assert!(is_plain("0") && is_plain("1.5"));
        for text in ["", ".", "1.", ".5", "+1", "1e3", "１２"] {
            assert!(!is_plain(text), "{text}");
        }
    }
}
