//! What spreadsheet programs make of texts that they take for formulas.

use super::numbers;

/// Whether a text is what a spreadsheet program made of one that it took for a formula.
///
/// What a formula gives depends on other cells, so any number or word for true and false is taken for its result.
pub(super) fn is_calculated(old: &str, new: &str) -> bool {
    if is_error(new) {
        return !is_error(old);
    }
    let Some(sign) = old.trim_start().chars().next() else { return false };
    let rest = || &old.trim_start()[1..];
    let new = new.trim();
    match sign {
        '=' | '@' => {
            // Of a part of it, of its texts together, or without its sign.
            let is_text = || {
                rest().contains(&format!("\"{new}\""))
                    || joined(rest()) == new
                    || rest().trim() == new
            };
            !new.starts_with(sign)
                && (numbers::is_number(new) || is_truth_word(new) || is_text() || is_cell(rest()))
        }
        '+' | '-' if rest().contains(OPERATORS) => numbers::is_number(new),
        // A phone number with dashes between its parts.
        '+' | '-' => numbers::sum(old).is_some_and(|sum| {
            let bare = new.trim_start_matches('-');
            let is_same =
                numbers::plain(bare).is_some_and(|value| (value - sum.abs()).abs() < 1e-6);
            is_same && new.starts_with('-') == (sum < 0.0)
        }),
        _ => false,
    }
}

/// What makes a formula of a text that begins with a sign; a phone number has none of them.
const OPERATORS: [char; 5] = ['+', '*', '/', '^', '('];

/// The texts in quotes and the numbers, one behind the other: `="a"&"b"&1` gives `ab1`.
fn joined(formula: &str) -> String {
    let part = |part: &str| match part.trim() {
        number if numbers::plain(number).is_some() => number.to_owned(),
        text => text.split('"').skip(1).step_by(2).collect(),
    };
    formula.split('&').map(part).collect()
}

/// Whether a formula is the name of a cell, whose text can be any.
fn is_cell(formula: &str) -> bool {
    let bare = formula.trim().replace('$', "");
    let number = bare.trim_start_matches(|c: char| c.is_ascii_uppercase());
    let letters = bare.len() - number.len();
    (1..=3).contains(&letters) && !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit())
}

fn is_truth_word(text: &str) -> bool {
    super::TRUTHS.iter().any(|words| words.contains(&text))
}

/// Whether a text is an error of a spreadsheet program, in any language: `#NAME?`, `Err:509`.
pub(super) fn is_error(text: &str) -> bool {
    let text = text.trim();
    let is_word = |c: char| c.is_uppercase() || c.is_ascii_digit() || matches!(c, '/' | '¿' | '¡');
    if let Some(number) = text.strip_prefix("Err:") {
        return number.len() == 3 && number.bytes().all(|b| b.is_ascii_digit());
    }
    text.strip_prefix('#').is_some_and(|word| {
        let name = word.strip_suffix(['!', '?']);
        matches!(word, "N/A" | "NV") || name.is_some_and(|n| n.len() > 2 && n.chars().all(is_word))
    })
}
