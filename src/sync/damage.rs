//! What other programs do to the cells of a file.

use crate::leads::{Col, Kind, kind};
use crate::leads::{Field, Row};

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
    /// A date is written in another form or with day and month turned round.
    Date,
    /// A comma was taken for a point, or a point for a comma: `12,563` became `12.563`.
    Separator,
    /// The text was taken for a formula: its result or an error stands there, such as `Err:509`.
    Formula,
    /// The text is gone.
    Emptied,
    /// Something else.
    Other,
}

impl DamageKind {
    /// Its label.
    pub fn description(self) -> &'static str {
        match self {
            Self::Zeros => "leading zeros or plus signs lost",
            Self::Digits => "digits lost",
            Self::Date => "dates rewritten",
            Self::Separator => "decimal comma and point confused",
            Self::Formula => "calculated as a formula",
            Self::Emptied => "emptied",
            Self::Other => "changed",
        }
    }

    /// Classifies what happened to a text.
    pub fn classify(old: &str, new: &str) -> Self {
        let bare = |text: &str| text.trim().trim_start_matches(['0', '+', '\'']).to_owned();
        let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        if new.trim().is_empty() {
            Self::Emptied
        } else if is_calculated(old, new) {
            Self::Formula
        } else if old != new && !bare(new).is_empty() && bare(old) == bare(new) {
            Self::Zeros
        } else if is_scientific(new)
            || (old.len() == new.len() && old.len() > 15 && digits(new) && old[..15] == new[..15])
        {
            Self::Digits
        } else if kind::date::is_rewritten(old, new) {
            Self::Date
        } else if kind::amount::is_separator_swapped(old, new) {
            Self::Separator
        } else {
            Self::Other
        }
    }

    /// The damage to an editable text, if the change looks unintended.
    ///
    /// An edit and damage can be the same text. What a spreadsheet program does by itself is damage:
    /// uploaded, it can't be taken back, while a change that was meant can be made once more.
    pub(crate) fn classify_editable(col: Option<Col>, old: &str, new: &str) -> Option<Self> {
        let kind = col.map(|col| col.column().kind);
        let is_text = matches!(kind, Some(Kind::Text | Kind::LongText | Kind::Parts(_)));
        Some(Self::classify(old, new)).filter(|harm| match harm {
            // A date in a wrong form that became a right one was put right.
            Self::Date => {
                col.is_some_and(|col| col.is_close_date())
                    && kind::date::portal(old).is_ok()
                    && !kind::date::is_same_day(old, new)
            }
            Self::Zeros => is_text && old.starts_with(['0', '+']) && new.len() < old.len(),
            Self::Digits => is_text,
            Self::Separator => matches!(kind, Some(Kind::Amount)),
            Self::Formula => is_text || is_error(new),
            Self::Emptied | Self::Other => false,
        })
    }
}

/// Tells whether a text is what a spreadsheet program made of one that it took for a formula.
fn is_calculated(old: &str, new: &str) -> bool {
    let is_number = || {
        let digits = new.trim().trim_start_matches('-').replace(['.', ','], "");
        !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
    };
    let result = |sign: char| old.strip_prefix(sign).is_some_and(|rest| rest.contains(OPERATORS));
    is_error(new) || (is_number() && (old.starts_with(['=', '@']) || result('+') || result('-')))
}

/// What makes a formula of a text that begins with a sign; a phone number has none of them.
const OPERATORS: [char; 5] = ['+', '*', '/', '^', '('];

/// Tells whether a text is an error of a spreadsheet program, in any language: `#NAME?`, `Err:509`.
fn is_error(text: &str) -> bool {
    let text = text.trim();
    let is_word = |c: char| c.is_uppercase() || c.is_ascii_digit() || c == '/';
    if let Some(number) = text.strip_prefix("Err:") {
        return number.len() == 3 && number.bytes().all(|b| b.is_ascii_digit());
    }
    text.strip_prefix('#').is_some_and(|word| {
        let name = word.strip_suffix(['!', '?']);
        matches!(word, "N/A" | "NV") || name.is_some_and(|n| n.len() > 2 && n.chars().all(is_word))
    })
}

/// Tells whether a text is a number with a power of ten: `1.2E+11`, `1,2E11`.
fn is_scientific(text: &str) -> bool {
    let Some((number, power)) = text.trim().split_once(['E', 'e']) else { return false };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let power = power.trim_start_matches(['+', '-']);
    digits(&number.replace([',', '.'], "")) && digits(power)
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
        let of = |col, old, new| DamageKind::classify_editable(Some(col), old, new);
        for (col, old, new, harm) in [
            (Col::CrmId, "00123", "123", Some(DamageKind::Zeros)),
            (Col::CrmId, "123", "00123", None),
            (Col::CrmId, "'123", "123", None),
            (Col::CrmId, "", "1.2E+11", Some(DamageKind::Digits)),
            (Col::CrmId, "CRM-1", "", None),
            (Col::Notes, "=1+2", "3", Some(DamageKind::Formula)),
            (Col::Notes, "=1+2", "three", None),
            (Col::Notes, "-5", "-6", None),
            (Col::Notes, "Room #5", "#5!", None),
            (Col::Currency, "USD", "#REF!", Some(DamageKind::Formula)),
            (Col::DealValue, "-3", "3", None),
            (Col::DealValue, "12,563", "12563", None),
            (Col::DealValue, "12,563", "12.563", Some(DamageKind::Separator)),
            (Col::Notes, "12,563", "12.563", None),
            (Col::CloseDate, "04/12/2027", "12/04/2027", Some(DamageKind::Date)),
            (Col::CloseDate, "04/12/2027", "04/13/2027", None),
            (Col::CloseDate, "2027-04-12", "04/12/2027", None),
            (Col::LeadName, "04/12/2027", "12/04/2027", None),
        ] {
            assert_eq!(of(col, old, new), harm, "{old} {new}");
        }
    }
}
