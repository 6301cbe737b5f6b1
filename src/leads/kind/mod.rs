//! Kinds of cells: how typed text is read, and how it is written into the file.

pub mod amount;
pub mod date;
pub mod member;
pub mod offer;

use super::{Col, Facts, Kind};

/// Returns the text that a cell gets when the user types something into it.
///
/// What can be read in one way only is written in the form that Partner Center wants: `2027-03-01`
/// becomes `03/01/2027`, `1,250.00` becomes `1250.00`; line breaks and tabs become blanks in columns of
/// one line. Anything else stays as it was typed, and the
/// rules say what is wrong with it: nothing is guessed and nothing is thrown away.
pub fn read(col: Col, typed: &str, facts: &Facts) -> String {
    match col.column().kind {
        Kind::LongText => typed.to_owned(),
        Kind::Date => {
            date::typed(typed, facts.today).map_or_else(|| typed.trim().to_owned(), date::write)
        }
        Kind::Amount => amount::typed(typed).unwrap_or_else(|| typed.trim().to_owned()),
        Kind::Member => member::tidy(typed),
        Kind::Text | Kind::Choice(_) => one_line(typed),
    }
}

/// Joins the lines of a text with single blanks, and drops blanks around it.
fn one_line(typed: &str) -> String {
    let lines = typed.split(['\r', '\n', '\t']).filter(|part| !part.is_empty());
    lines.collect::<Vec<_>>().join(" ").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;

    #[test]
    fn a_pasted_block_becomes_one_line_except_in_notes() {
        let facts = Facts::new(NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day"));
        assert_eq!(read(Col::LeadName, "A\tB\r\nC  D\n", &facts), "A B C  D");
        assert_eq!(read(Col::Notes, "A\tB\r\nC", &facts), "A\tB\r\nC");
    }
}
