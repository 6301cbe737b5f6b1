//! What the review says of pilot parts, from the offer to the last one.

use crate::support::fixtures::{leads, processed};
use crate::support::session::Session;
use leadsheet::leads::{Col, Row};
use leadsheet::sheet::{CellEdit, Edit, UploadFile};
use leadsheet::table::Table;
use leadsheet::upload::{PlanOptions, upload_text};

const CURRENCIES: [&str; 10] =
    ["AUD", "CAD", "CHF", "DKK", "EUR", "GBP", "JPY", "NOK", "PLN", "SEK"];

fn snapshot(name: &str, session: &mut Session) {
    for (columns, lines) in [(80, 24), (60, 12)] {
        session.resize(columns, lines);
        let settings = (format!("pilot_{name}_{columns}x{lines}"), session.snapshot());
        insta::with_settings!({
            omit_expression => true, prepend_module_to_snapshot => false, snapshot_path => "../snapshots"
        }, {
            insta::assert_snapshot!(settings.0, settings.1);
        });
    }
}

/// More kinds of change than 8 leads can try: ten currencies.
fn ten_currencies() -> Session {
    let mut session = Session::open(&leads(60, |_, row| row));
    let sheet = &mut session.app.sheet;
    let currency = sheet.layout().field(Col::Currency).expect("in every download");
    let edit = |row: Row| CellEdit::new(row, currency, CURRENCIES[row.index() % 10]);
    let sets = sheet.rows().map(edit).collect();
    sheet.apply(Edit::new("currencies", sets)).expect("open");
    session
}

/// Exports what is asked for; returns the upload file's text.
fn export(session: &mut Session, is_pilot: bool) -> String {
    let sheet = &mut session.app.sheet;
    let plan = sheet.plan_for(PlanOptions { is_pilot, ..PlanOptions::default() });
    let rows: Vec<Row> = plan.ready().collect();
    let text = upload_text(sheet, &rows);
    let path = format!("leads.upload-{}.csv", rows.len());
    let file =
        UploadFile { sha256: path.clone(), path, rows: rows.len(), is_pilot, ..<_>::default() };
    sheet.mark_exported(&rows, &[file]);
    text
}

/// Imports the results of an upload file; leads with CAD are rejected if `rejects`.
fn import(session: &mut Session, upload: &str, rejects: bool) {
    let errors: Vec<(usize, &str)> = (upload.lines().skip(1).enumerate())
        .filter(|(_, line)| rejects && line.contains("CAD"))
        .map(|(row, _)| (row, "Currency CAD isn't supported"))
        .collect();
    let table = Table::parse(processed(upload, &errors), b',').expect("well-formed");
    session.app.sheet.merge(&table).expect("imported");
}

#[test]
fn the_review_leads_from_one_pilot_part_to_the_next_and_to_the_rest() {
    let mut session = ten_currencies();
    session.press("<ctrl-s>");
    snapshot("offered", &mut session);
    session.press("p");
    snapshot("chosen", &mut session);
    session.press("<esc>");
    let first = export(&mut session, true);
    session.press("<ctrl-s>");
    snapshot("waiting", &mut session);
    session.press("<esc>");
    import(&mut session, &first, true);
    session.press("<ctrl-s>");
    snapshot("answered", &mut session);
    session.press("i");
    snapshot("included", &mut session);
    session.press("<esc>gt");
    snapshot("results", &mut session);
    session.press("<esc>");
    let second = export(&mut session, true);
    import(&mut session, &second, true);
    session.press("<ctrl-s>");
    snapshot("tried", &mut session);
    session.press("p");
    assert!(session.message().starts_with("No pilot part"), "{}", session.message());
}
