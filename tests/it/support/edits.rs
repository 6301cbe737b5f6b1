//! Edits as people make them, valid and invalid ones, chosen by any numbers.

use super::portal::{Difference, STRANGER};
use leadsheet::leads::{CellRef, Field, Row};
use leadsheet::leads::{Choice, Col};
use leadsheet::sheet::{Edit, Sheet};
use proptest::prelude::*;

/// Texts that people type in a column with a word in its name.
pub const TEXTS_BY_COLUMN: [(&str, &[&str]); 10] = [
    ("Referral ID", &["", "nobody", STRANGER]),
    ("Status", &["New", "Active", "Closed", "closed", "Closed ", "None"]),
    ("Substatus", &["Pending", "Accepted", "Won", "Lost", "Declined", "Error", "Expired", "won"]),
    ("reason", &["1", "8", "9", "06", "6.0", "10", "0", " 1", "other"]),
    ("Stage", &["0", "80", "100", "40", "80%", "080", "101", "80 ", "+80", "100.0"]),
    (
        "Value",
        &[
            "12563", "1250.00", "0", "-5", "1,250.00", "12,5", "1.2E+5", ".5", "5.", " 5", "٥",
            "1 0",
        ],
    ),
    ("Currency", &["USD", "CHF", "usd", "EURO", "XAU", "XAF", "CLF", "HRK", "ZWG", "US$", "USD "]),
    (
        "Date",
        &[
            "12/31/2026",
            "02/29/2028",
            "02/30/2027",
            "13/12/2026",
            "2027-01-05",
            "01/05/27",
            " 12/31/2026",
        ],
    ),
    (
        "member",
        &[
            "A, B, 1, a@b.com",
            "A,B,1,a@b.com",
            "A, B, a@b.com",
            "A, B, , a@b.com",
            "A, B, 1, a@b",
            "A, B, 1, a b@c.de",
            "A, B, 1, @b.com",
            "A, B, C, 1, a@b.com",
        ],
    ),
    ("Intent", &["Yes", "No", "yes", "No ", "Maybe"]),
];

/// Texts that people type in any column.
const TEXTS: [&str; 11] =
    ["", "", "x", " x ", "a, \"b\"", "a\nb\r\nc", "=1+1", "0042", "1.2E+11", "Ünï 東京 🚀", "Won"];

/// A cell and what is done to it, as any numbers.
pub type Act = (usize, usize, usize);

pub fn acts(most: usize) -> impl Strategy<Value = Vec<Act>> {
    prop::collection::vec((0..300usize, 0..52usize, 0..2_000usize), 0..most)
}

/// The text for a number in a column: one of its own, of any column or of none.
pub fn text_for(column: &str, pick: usize) -> &'static str {
    let own =
        TEXTS_BY_COLUMN.iter().find(|(part, _)| column.contains(part)).map(|(_, texts)| *texts);
    let (pick, way) = (pick / 5, pick % 5);
    let of_any = |pick: usize| {
        let (_, texts) = TEXTS_BY_COLUMN[pick % TEXTS_BY_COLUMN.len()];
        texts[pick / TEXTS_BY_COLUMN.len() % texts.len()]
    };
    match own {
        Some(texts) if way > 1 => texts[pick % texts.len()],
        _ if way == 0 => of_any(pick),
        _ => TEXTS[pick % TEXTS.len()],
    }
}

/// Takes one of the choices of a cell, and of the cell that it leads to.
fn choose(sheet: &mut Sheet, CellRef { row, field }: CellRef, pick: usize) -> bool {
    let choice = |sheet: &Sheet, field, pick: usize| -> Option<Choice> {
        sheet.check_editable(row, field).ok()?;
        let items = sheet.choices(row, field)?.items;
        items.get(pick % items.len().max(1)).cloned()
    };
    let Some(first) = choice(sheet, field, pick) else { return false };
    sheet.apply(sheet.choose(row, &first, "choose")).expect("offered");
    let next = first.then.and_then(|col| sheet.layout().field(col));
    if let Some((next, then)) = next.and_then(|next| Some((next, choice(sheet, next, pick / 7)?))) {
        sheet.apply(sheet.choose(row, &then, "choose")).expect("offered");
        assert!(sheet.is_changed(row, next) || then.sets.iter().any(|(_, text)| !text.is_empty()));
    }
    true
}

/// Gives many leads the intent that every update needs, then does the acts.
pub fn work(sheet: &mut Sheet, acts: &[Act]) {
    let intent = sheet.layout().field(Col::PurchaseIntent).expect("Intent");
    let rows: Vec<Row> = (sheet.rows()).filter(|row| row.index() % 3 > 0).collect();
    let (sets, _) = sheet.choose_in(&rows, intent, "Yes");
    sheet.apply(Edit::new("intent", sets)).expect("offered");
    for &(row, field, pick) in acts {
        let row = Row::at(row % sheet.row_count());
        let is_open = |field: &Field| sheet.check_editable(row, *field).is_ok();
        let open: Vec<Field> = sheet.layout().fields().filter(is_open).collect();
        // A locked cell is edited now and then, and refuses.
        let is_tried = pick % 9 == 0 || open.is_empty();
        let field = if is_tried { Field::at(field) } else { open[field % open.len()] };
        if pick % 3 == 0 || !choose(sheet, CellRef::new(row, field), pick / 3) {
            let text = text_for(sheet.layout().name(field), pick / 3);
            drop(sheet.apply(Edit::cell("type", row, field, text)));
        }
    }
}

/// The cells that an upload of these rows is to change at the portal.
pub fn intended(sheet: &Sheet, rows: impl IntoIterator<Item = Row>) -> Vec<Difference> {
    let of_row = |row: Row| {
        sheet.changes_of(row).iter().map(move |(field, after)| Difference {
            after: after.clone(),
            ..downloaded(sheet, row, *field)
        })
    };
    let mut cells: Vec<Difference> = rows.into_iter().flat_map(of_row).collect();
    cells.sort();
    cells
}

/// A cell as it was downloaded.
pub fn downloaded(sheet: &Sheet, row: Row, field: Field) -> Difference {
    let text = sheet.table().cell(row, field).into_owned();
    Difference {
        id: sheet.table().referral_id(row),
        column: sheet.layout().name(field).to_owned(),
        before: text.clone(),
        after: text,
    }
}
