//! What other programs do to the cells of a file.

mod code_pages;
mod formulas;
mod letters;
mod numbers;

use crate::leads::{Col, Field, Kind, Row, kind};

/// Cells of one column that another program damaged in the same way; the download's text is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellDamage {
    /// The field of the download.
    pub field: Field,
    /// What happened to them.
    pub kind: DamageKind,
    /// Whether they are editable, so that the change may be intended.
    pub editable: bool,
    /// How many cells.
    pub cells: usize,
    /// The first of them: row of the edited file.
    pub row: Row,
    /// The download's text in that row.
    pub old: String,
    /// The edited file's text in that row.
    pub new: String,
}

/// What another program did to a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DamageKind {
    /// `00123` became `123`, or `+44 20` lost its sign.
    Zeros,
    /// `120000000000` became `1.2E+11`, or its last digits became zeros.
    Digits,
    /// The text was taken for a number: `10%` became `0.1`, `1.50` became `1.5`.
    Number,
    /// A date is written in another form or with day and month turned round, or a text was taken for a date or a
    /// time: `3-4` became `4-Mar`.
    Date,
    /// A comma was taken for a point, or a point for a comma: `12,563` became `12.563`.
    Separator,
    /// The text was taken for true or false: `true` became `TRUE`.
    Truth,
    /// The text was taken for a formula: its result or an error stands there, such as `Err:509`.
    Formula,
    /// The column was too narrow for a number: `####`.
    Narrow,
    /// The text ends where a program cuts.
    Cut,
    /// Letters became question marks, or the sign for what can't be read.
    Letters,
    /// The text was read as in another encoding: `ü` became `Ã¼`.
    Encoding,
    /// Quotes, dashes and dots became typographic ones.
    Typeset,
    /// Blanks around the text are gone, or became other blanks.
    Blanks,
    /// The text is gone.
    Emptied,
    /// Something else.
    Other,
}

impl DamageKind {
    /// Every kind.
    pub const ALL: [Self; 15] = [
        Self::Zeros,
        Self::Digits,
        Self::Number,
        Self::Date,
        Self::Separator,
        Self::Truth,
        Self::Formula,
        Self::Narrow,
        Self::Cut,
        Self::Letters,
        Self::Encoding,
        Self::Typeset,
        Self::Blanks,
        Self::Emptied,
        Self::Other,
    ];

    /// Its label.
    pub fn description(self) -> &'static str {
        match self {
            Self::Zeros => "leading zeros or plus signs lost",
            Self::Digits => "digits lost",
            Self::Number => "read as numbers",
            Self::Date => "dates rewritten",
            Self::Separator => "decimal comma and point confused",
            Self::Truth => "read as true or false",
            Self::Formula => "calculated as a formula",
            Self::Narrow => "column too narrow",
            Self::Cut => "cut off",
            Self::Letters => "letters lost",
            Self::Encoding => "read in another encoding",
            Self::Typeset => "quotes and dashes typeset",
            Self::Blanks => "blanks lost",
            Self::Emptied => "emptied",
            Self::Other => "changed",
        }
    }

    /// Classifies what happened to a text in a read-only column.
    pub fn classify(old: &str, new: &str) -> Self {
        if new.trim().is_empty() {
            Self::Emptied
        } else {
            Self::of(old, new).unwrap_or(Self::Other)
        }
    }

    /// The damage to a text, if a spreadsheet program makes the new text of the old one when it opens and saves
    /// a file.
    pub fn of(old: &str, new: &str) -> Option<Self> {
        if old.trim().is_empty() {
            // Of an empty cell a program makes nothing; a formula's result and a narrow column are damage anywhere.
            let is_error = formulas::is_error(new) && !new.is_empty();
            return is_narrow(new).then_some(Self::Narrow).or(is_error.then_some(Self::Formula));
        }
        let is_cut = letters::is_cut(old, new);
        let (old, new) = (&*letters::with_one_line_end(old), &*letters::with_one_line_end(new));
        Some(if old == new || new.is_empty() {
            return None;
        } else if has_other_separators(old, new) {
            Self::Date
        } else if is_narrow(new) {
            Self::Narrow
        } else if formulas::is_calculated(old, new) {
            Self::Formula
        } else if old.trim().starts_with(['0', '+'])
            && !bare(new).is_empty()
            && bare(old) == new.trim()
        {
            Self::Zeros
        } else if numbers::is_scientific(new) && numbers::is_rewritten(old, new) {
            Self::Digits
        } else if kind::amount::is_separator_swapped(old, new) {
            Self::Separator
        } else if letters::is_trimmed(old, new) {
            Self::Blanks
        } else if numbers::is_rewritten(old, new) {
            if has_fewer_digits(old, new) { Self::Digits } else { Self::Number }
        } else if kind::date::is_made_of(old, new) {
            Self::Date
        } else if is_truth(old, new) {
            Self::Truth
        } else if is_cut || letters::is_cut(old, new) {
            Self::Cut
        } else if letters::are_lost(old, new) || letters::are_replaced(old, new) {
            Self::Letters
        } else if code_pages::is_misread(old, new) {
            Self::Encoding
        } else if letters::is_typeset(old, new) {
            Self::Typeset
        } else {
            return None;
        })
    }

    /// The damage to an editable text, if the change looks unintended.
    ///
    /// An edit and damage can be the same text. What a spreadsheet program does by itself is damage:
    /// uploaded, it can't be taken back, while a change that was meant can be made once more. What corrects a text
    /// of the wrong form, such as a blank behind a status, isn't damage.
    pub(crate) fn of_editable(col: Option<Col>, old: &str, new: &str) -> Option<Self> {
        // A result of a formula or a narrow column is no text for any cell.
        let damage = if formulas::is_error(new) && !formulas::is_error(old) {
            Self::Formula
        } else if has_power_of_ten(new) && !has_power_of_ten(old) {
            Self::Digits
        } else {
            Self::of(old, new)?
        };
        let is_damage = match col.map(|col| col.column().kind) {
            Some(Kind::Text | Kind::LongText | Kind::Parts(_)) | None => true,
            Some(Kind::Amount) => match damage {
                Self::Separator | Self::Formula | Self::Narrow => true,
                Self::Digits | Self::Number | Self::Date => kind::amount::is_plain(old),
                _ => false,
            },
            Some(Kind::Date) => match damage {
                Self::Formula | Self::Narrow => true,
                // A date in a wrong form that became a right one was put right.
                Self::Date => kind::date::portal(old).is_ok(),
                _ => false,
            },
            Some(Kind::Choice(_)) => {
                matches!(
                    damage,
                    Self::Formula | Self::Narrow | Self::Letters | Self::Encoding | Self::Truth
                )
            }
        };
        is_damage.then_some(damage)
    }
}

/// A text without the zeros and plus signs before it.
fn bare(text: &str) -> &str {
    text.trim().trim_start_matches(['0', '+'])
}

/// Whether a date has other signs between the same numbers: the most frequent damage of all.
fn has_other_separators(old: &str, new: &str) -> bool {
    let is_separator = |byte: &u8| matches!(byte, b'-' | b'/' | b'.');
    let mut signs = 0;
    let is_alike = |(old, new): (u8, u8)| {
        signs += usize::from(is_separator(&old));
        old == new && old.is_ascii_digit() || is_separator(&old) && is_separator(&new)
    };
    old.len() == new.len()
        && matches!(old.len(), 8..=10)
        && old.bytes().zip(new.bytes()).all(is_alike)
        && signs == 2
        && (kind::date::portal(new).is_ok() || kind::date::is_day_first(new))
}

/// Whether a text is what a program shows of a number in a column that is too narrow.
fn is_narrow(text: &str) -> bool {
    let text = text.trim();
    text.len() > 1 && text.bytes().all(|b| b == b'#')
}

/// Whether a text is a number as programs shorten it: `1.2E+11`.
fn has_power_of_ten(text: &str) -> bool {
    numbers::is_scientific(text) && text.contains(['+', '-'])
}

/// Whether a number lost digits, and not only zeros and signs.
fn has_fewer_digits(old: &str, new: &str) -> bool {
    let digits = |text: &str| {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        digits.trim_matches('0').len()
    };
    !old.contains(['E', 'e']) && digits(new) < digits(old)
}

/// The words for true, and those for false, of programs in many languages.
const TRUTHS: [&[&str]; 2] = [
    &[
        "TRUE",
        "WAHR",
        "VRAI",
        "VERDADERO",
        "VERO",
        "VERDADEIRO",
        "WAAR",
        "PRAWDA",
        "ИСТИНА",
        "SANT",
        "SAND",
        "TOSI",
        "IGAZ",
        "PRAVDA",
        "DOĞRU",
        "ADEVĂRAT",
        "ИСТИНА",
        "ΑΛΗΘΗΣ",
        "CERT",
        "BENAR",
    ],
    &[
        "FALSE",
        "FALSCH",
        "FAUX",
        "FALSO",
        "ONWAAR",
        "FAŁSZ",
        "ЛОЖЬ",
        "FALSKT",
        "FALSK",
        "USANN",
        "EPÄTOSI",
        "HAMIS",
        "NEPRAVDA",
        "YANLIŞ",
        "FALS",
        "ΨΕΥΔΗΣ",
        "SALAH",
    ],
];

/// Whether a program took a text for true or false, and wrote it in capitals or in its own language.
fn is_truth(old: &str, new: &str) -> bool {
    let (old, new) = (old.trim().to_uppercase(), new.trim());
    TRUTHS
        .iter()
        .zip(["1", "0"])
        .any(|(words, number)| words.contains(&&*old) && (words.contains(&new) || new == number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_of_damage_are_distinguished() {
        for (old, new, harm) in [
            ("012345678", "12345678", DamageKind::Zeros),
            ("+14255550100", "14255550100", DamageKind::Zeros),
            ("120000000123", "1.2E+11", DamageKind::Digits),
            ("1234567890123456", "1234567890123450", DamageKind::Digits),
            ("11-05-2026", "2026-11-05", DamageKind::Date),
            ("11-05-2026", "05.11.2026", DamageKind::Date),
            ("11/05/2026", "05/11/2026", DamageKind::Date),
            ("=SUM(4200,5500) is right", "Err:509", DamageKind::Formula),
            ("=SUM(4200,5500)", "9700", DamageKind::Formula),
            ("-2+3", "1", DamageKind::Formula),
            ("- call back", "#NAME?", DamageKind::Formula),
            ("", "#WERT!", DamageKind::Formula),
            ("Redmond", "", DamageKind::Emptied),
            ("Redmond", "Seattle", DamageKind::Other),
        ] {
            assert_eq!(DamageKind::classify(old, new), harm, "{old} {new}");
        }
    }

    #[test]
    fn damage_by_a_program_to_an_editable_cell_differs_from_edits() {
        let of = |col, old, new| DamageKind::of_editable(Some(col), old, new);
        for (col, old, new, harm) in [
            (Col::CrmId, "00123", "123", Some(DamageKind::Zeros)),
            (Col::CrmId, "123", "00123", None),
            (Col::CrmId, "'123", "123", None),
            (Col::CrmId, "", "1.2E+11", Some(DamageKind::Digits)),
            (Col::CrmId, "CRM-1", "", None),
            (Col::CrmId, "", "007", None),
            (Col::CrmId, " ", "12", None),
            (Col::CrmId, "555-123-45", "555.123.45", None),
            (Col::CrmId, "12-34-5678", "12/34/5678", None),
            (Col::CrmId, "11-12-2026", "11/12/2026", Some(DamageKind::Date)),
            (Col::Notes, "=1+2", "3", Some(DamageKind::Formula)),
            (Col::Notes, "=1+2", "three", None),
            (Col::Notes, "-5", "-6", None),
            (Col::Notes, "Room #5", "#5!", None),
            (Col::Currency, "USD", "#REF!", Some(DamageKind::Formula)),
            (Col::DealValue, "-3", "3", None),
            (Col::DealValue, "12,563", "12563", None),
            (Col::DealValue, "12,563", "12.563", Some(DamageKind::Separator)),
            (Col::Notes, "12,563", "12.563", Some(DamageKind::Separator)),
            (Col::CloseDate, "04/12/2027", "12/04/2027", Some(DamageKind::Date)),
            (Col::CloseDate, "04/12/2027", "04/13/2027", None),
            (Col::CloseDate, "2027-04-12", "04/12/2027", None),
            (Col::LeadName, "04/12/2027", "12/04/2027", Some(DamageKind::Date)),
            (Col::LeadName, "04/12/2027", "12/05/2027", None),
            (Col::Status, "Active ", "Active", None),
            (Col::Reason, "01", "1", None),
            (Col::DealValue, "12.5", "12. Mai", Some(DamageKind::Date)),
            (Col::DealValue, "1000", "1.20E+03", Some(DamageKind::Digits)),
        ] {
            assert_eq!(of(col, old, new), harm, "{old} {new}");
        }
    }
}
