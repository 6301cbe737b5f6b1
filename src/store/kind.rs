//! Decides what a file is opened as: a download, or the processed file of an upload.

use crate::leads::rules::id_key;
use crate::leads::{Origin, Row, visible};
use crate::sheet::{LogEffect, LogEntry, OwnFile, PendingChanges, PendingLead};
use crate::store::journal::{self, KeptWork};
use crate::store::source::Source;
use crate::table::{FileKind, Table};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::path::Path;

/// The words in the name of a processed file.
const WORDS: [&str; 2] = ["processed", "results"];

/// What an upload file has in its name, before a number; a processed file may be saved under that name.
const UPLOAD: &str = ".upload-";

/// Decides what a file is opened as: by its rows, the saved work in the folder of the journals, and its name.
///
/// Every command and the editor ask here, so that all of them open a file as the same.
pub(crate) fn of(table: &Table, name: &str, journals: Option<&Path>) -> FileKind {
    let works = || journals.map(journal::with_exports).unwrap_or_default();
    let (kind, answer) = among(table, name, works);
    debug_assert_eq!(answer.is_some(), matches!(kind, FileKind::Answer { .. }));
    kind
}

/// What a file is that can't be the results of an upload, as far as the journals of all files tell.
///
/// What was opened as a processed file is no download, whatever was worked on in it.
pub fn own_file(path: &Path, table: &Table, sha256: &str) -> Option<OwnFile> {
    let own = journal::own_file(&journal::journal_folder()?, path, sha256)?;
    (own != OwnFile::OlderDownload || table.origin() == Origin::Download).then_some(own)
}

/// What a file is that can't be a fresh download because leadsheet wrote it, as far as the journals of all files
/// tell. An older download may be the fresh one too: nothing changed in Partner Center.
pub fn written_file(source: &Source) -> Option<OwnFile> {
    let own = journal::own_file(&journal::journal_folder()?, &source.path, source.sha256())?;
    matches!(own, OwnFile::Upload | OwnFile::Revert).then_some(own)
}

/// Decides the same with saved work that was read before: the kind, and which export it answers, if one.
pub(crate) fn among<W: AsRef<[KeptWork]>>(
    table: &Table,
    name: &str,
    works: impl FnOnce() -> W,
) -> (FileKind, Option<AnsweredExport>) {
    let kind = FileKind::from_rows(table);
    if kind.is_certain() {
        return (kind, None);
    }
    match (answered(table, works().as_ref()), kind) {
        (Some(answer), _) => (FileKind::Answer { download: answer.download.clone() }, Some(answer)),
        (None, FileKind::Uncertain) if is_name_of_results(name) => (FileKind::Named, None),
        (None, kind) => (kind, None),
    }
}

/// The export that a processed file answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AnsweredExport {
    /// The name of the file that the work is on.
    pub(crate) download: String,
    /// The name of the upload file, if the export wrote one only.
    pub(crate) upload: Option<String>,
}

/// The export that a file answers.
fn answered(table: &Table, works: &[KeptWork]) -> Option<AnsweredExport> {
    let ids: HashMap<String, Row> = table
        .leads()
        .map(|row| (id_key(Cow::Owned(table.referral_id(row))).into_owned(), row))
        .collect();
    works.iter().find_map(|work| {
        let at = (0..work.actions.len()).find(|at| answers(table, &ids, &work.actions, *at))?;
        let upload = match work.actions[at].upload_files() {
            [file] => Some(shown_name(&file.path)),
            _ => None,
        };
        Some(AnsweredExport { download: name_of(work), upload })
    })
}

/// Whether a file answers the export that is this entry: most of its leads were exported, and most of these
/// that have *Errors* show the texts that were sent.
///
/// Only a processed file has both: Partner Center doesn't take over what it rejects, so a later download never
/// shows it.
fn answers(table: &Table, ids: &HashMap<String, Row>, log: &[LogEntry], at: usize) -> bool {
    let LogEffect::Export(leads, _) = log[at].effect() else { return false };
    let exported: HashSet<Row> =
        leads.iter().filter_map(|(_, id)| ids.get(&*id_key(Cow::Borrowed(id)))).copied().collect();
    let rejected = exported.iter().filter(|row| table.has_errors(**row)).count();
    if exported.len() * 2 <= ids.len() || rejected == 0 {
        return false;
    }
    let sent = PendingChanges::from_log(&log[..at]);
    let shows_sent = |lead: &&PendingLead| {
        let row = ids.get(&*id_key(Cow::Borrowed(&lead.id)));
        row.is_some_and(|row| {
            exported.contains(row) && table.has_errors(*row) && shows(table, *row, lead)
        })
    };
    sent.leads.iter().filter(shows_sent).count() * 2 > rejected
}

/// Whether a row shows all changed cells of a lead as they were sent.
fn shows(table: &Table, row: Row, lead: &PendingLead) -> bool {
    let layout = table.layout();
    let field = |name: &str| layout.fields().find(|field| layout.name(*field) == name);
    lead.cells.iter().all(|cell| {
        let shown = field(&cell.column).map(|field| table.cell(row, field));
        shown.is_some_and(|shown| *shown == *cell.mine)
    })
}

/// The name of the file that work is on, as it is shown.
pub(crate) fn name_of(work: &KeptWork) -> String {
    work.start.as_ref().map(|start| shown_name(&start.file)).unwrap_or_default()
}

/// The name of a file by its path, as it is shown.
pub(crate) fn shown_name(path: &str) -> String {
    let name = Path::new(path).file_name().unwrap_or_default();
    visible(&name.to_string_lossy()).into_owned()
}

/// Whether the name of a file says that it is a processed file.
pub(crate) fn is_name_of_results(name: &str) -> bool {
    let name = Path::new(name).file_name().unwrap_or_default().to_string_lossy();
    let small = name.to_ascii_lowercase();
    // "unprocessed" is another word, "LeadsProcessed" isn't.
    let begins_word = |at: usize| {
        let is_capital = name[at..].starts_with(|c: char| c.is_ascii_uppercase());
        let before = name[..at].chars().next_back();
        before.is_none_or(|c| !c.is_alphabetic() || (is_capital && c.is_lowercase()))
    };
    let has_word = |word| small.match_indices(word).any(|(at, _)| begins_word(at));
    let mut uploads = small.match_indices(UPLOAD).map(|(at, _)| &small[at + UPLOAD.len()..]);
    WORDS.into_iter().any(has_word)
        || uploads.any(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::leads::Field;
    use crate::sheet::{Edit, Sheet};
    use crate::store::journal::JournalSlot;
    use crate::store::open_to_edit;
    use chrono::{NaiveDate, Utc};
    use std::fs;
    use tempfile::TempDir;

    /// A file of leads `a`, `b` and so on: *Notes*, *Errors* and *Marketplace Purchase Intent* of each.
    fn file(rows: &[[&str; 3]]) -> String {
        let row = |(at, [notes, errors, intent]): (usize, &[&str; 3])| {
            let id = char::from(b'a' + u8::try_from(at).unwrap_or(0));
            format!("{id},Lead,USD,{notes},{errors},{intent}\n")
        };
        let rows: String = rows.iter().enumerate().map(row).collect();
        format!("{HEADER}{rows}")
    }

    const HEADER: &str =
        "Referral ID,Lead Name,Currency,Notes,Errors,Marketplace Purchase Intent\n";

    fn table(text: &str) -> Table {
        Table::parse(text.to_owned(), b',').expect("well-formed")
    }

    /// The folder of the journals, where monday.csv has four leads; the first `sent` of them got the
    /// note "sent" and were exported.
    fn exported(sent: u32) -> TempDir {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("monday.csv");
        fs::write(&path, file(&[["old", "", "Yes"]; 4])).expect("written");
        let (opened, source) = open_to_edit(&path, None).expect("a Leads file");
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day");
        let mut sheet = Sheet::new(opened.table, Origin::Download, today);
        sheet.start_logging();
        let rows: Vec<Row> = (0..sent).map(Row).collect();
        for &row in &rows {
            sheet.apply(Edit::cell("edit", row, Field(3), "sent")).expect("let through");
        }
        sheet.mark_exported(&rows, &[]);
        let journals = dir.path().join("journals");
        let mut slot = JournalSlot::open(journals, &source.expect("a file")).expect("a folder");
        let mut journal = slot.write(Box::new(|_| {})).expect("a thread");
        journal.keep(sheet.take_log(), Utc::now());
        journal.sync().expect("saved");
        dir
    }

    #[test]
    fn each_file_is_opened_as_what_its_rows_its_answers_and_its_name_show() {
        use FileKind::{MostlyRejected, Named, TooLong, Uncertain, WithoutErrors};
        let plain = ["n", "", "Yes"];
        let no = ["n", "No", "Yes"];
        let whole = file(&[plain; 4]);
        let one = file(&[no, plain, plain, plain]);
        let half = file(&[no, no, plain, plain]);
        let most = file(&[no, no, no, plain]);
        let long = file(&[no; 26]);
        let long = format!("{long}{}", "x,Lead,USD,n,,\n".repeat(1_000));
        let joined = format!("{whole}{whole}");
        // The line end is in the first cell; the rest lacks a cell and has its Yes in Errors.
        let broken = format!("{HEADER}a,Lead,USD,n,,Yes\nb,Le\nad,USD,n,,Yes\n");
        let rest = table(&broken);
        assert_eq!(rest.cell(Row(2), Field(4)), "Yes");
        assert!(rest.continues_broken_row(Row(2)) && !rest.continues_broken_row(Row(1)));
        let empty = format!("{one}\n,,,,,\n");
        for (text, name, kind) in [
            (&*whole, "leads.csv", WithoutErrors),
            (&whole, "processed.csv", WithoutErrors),
            (HEADER, "results.csv", WithoutErrors),
            (&one, "leads.csv", Uncertain),
            (&half, "leads.csv", Uncertain),
            (&most, "leads.csv", MostlyRejected),
            (&empty, "leads.csv", Uncertain),
            (&one, "processed.csv", Named),
            (&one, "folder/Leads_Processed (2).csv", Named),
            (&one, "LeadsProcessed.csv", Named),
            (&one, "RESULTS-friday.csv", Named),
            (&one, "leads.upload-001.csv", Named),
            (&one, "leads.upload-new.csv", Uncertain),
            (&one, "unprocessed.csv", Uncertain),
            (&one, "results/leads.csv", Uncertain),
            (&one, "-", Uncertain),
            (&long, "processed.csv", TooLong),
            (&joined, "processed.csv", WithoutErrors),
            (&broken, "processed.csv", WithoutErrors),
        ] {
            assert_eq!(of(&table(text), name, None), kind, "{name}\n{text:.400}");
        }
    }

    #[test]
    fn a_processed_file_answers_the_export_whose_texts_were_rejected() {
        let sent = ["sent", "", "Yes"];
        let rejected = ["sent", "No", "Yes"];
        let old = ["old", "", "Yes"];
        let monday = FileKind::Answer { download: "monday.csv".to_owned() };
        for (leads, rows, kind, case) in [
            (4, vec![rejected, sent, sent, sent], monday.clone(), "a part"),
            (
                4,
                vec![rejected, rejected, rejected, sent],
                monday.clone(),
                "known before it is counted",
            ),
            (3, vec![sent, rejected, sent, old], monday.clone(), "most leads of it"),
            (2, vec![rejected, sent, old, old], FileKind::Uncertain, "half of a later download"),
            (
                4,
                vec![["old", "No", "Yes"], sent, sent, sent],
                FileKind::Uncertain,
                "a later download",
            ),
            (4, vec![sent; 4], FileKind::WithoutErrors, "nothing was rejected"),
        ] {
            let dir = exported(leads);
            let journals = dir.path().join("journals");
            assert_eq!(of(&table(&file(&rows)), "leads.csv", Some(&journals)), kind, "{case}");
        }
        let dir = tempfile::tempdir().expect("a folder");
        let none = dir.path().join("none");
        let rows = file(&[rejected, sent, sent]);
        assert_eq!(of(&table(&rows), "leads.csv", Some(&none)), FileKind::Uncertain);
    }
}
