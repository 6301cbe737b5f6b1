//! Numbers of things as every text of the program writes them.

use chrono::{DateTime, Utc};

/// A number with its noun: `1 lead`, `2 leads`, `1,250 leads`.
///
/// The last word of the noun gets an s: `changed cell` becomes `changed cells`.
pub fn plural(number: usize, noun: &str) -> String {
    format!("{} {noun}{}", thousands(number), if number == 1 { "" } else { "s" })
}

/// A number with a comma before each group of three digits: `4,900`.
pub fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A time in UTC, written as RFC 3339, as people read it: to the minute, `2026-11-22 15:04`.
pub fn minute(at: &str) -> String {
    at.chars().take("2026-11-22T15:04".len()).map(|c| if c == 'T' { ' ' } else { c }).collect()
}

/// How long ago something happened: `2 minutes ago`; the day if that is more than a month.
pub fn ago(at: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let past = now - at;
    let count = |number: i64, noun: &str| {
        format!("{} ago", plural(usize::try_from(number).unwrap_or_default(), noun))
    };
    match past.num_minutes() {
        ..1 => "just now".to_owned(),
        minutes @ 1..60 => count(minutes, "minute"),
        _ if past.num_hours() < 24 => count(past.num_hours(), "hour"),
        _ if past.num_days() <= 31 => count(past.num_days(), "day"),
        _ => at.format("on %Y-%m-%d").to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nouns_follow_their_number() {
        let leads = [0, 1, 2, 1250].map(|n| plural(n, "lead"));
        assert_eq!(leads, ["0 leads", "1 lead", "2 leads", "1,250 leads"]);
    }

    #[test]
    fn numbers_are_grouped_by_thousands() {
        let numbers = [0, 999, 4_900, 100_000, 1_000_000];
        assert_eq!(numbers.map(thousands), ["0", "999", "4,900", "100,000", "1,000,000"]);
    }

    #[test]
    fn the_past_is_told_in_its_largest_unit() {
        let now: DateTime<Utc> = "2026-11-22T15:04:00Z".parse().expect("a time");
        for (seconds, text) in [
            (-5, "just now"),
            (59, "just now"),
            (60, "1 minute ago"),
            (3_599, "59 minutes ago"),
            (7_200, "2 hours ago"),
            (86_400, "1 day ago"),
            (40 * 86_400, "on 2026-10-13"),
        ] {
            assert_eq!(ago(now - chrono::TimeDelta::seconds(seconds), now), text, "{seconds}");
        }
    }
}
