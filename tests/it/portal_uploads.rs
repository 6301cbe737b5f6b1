//! Exports and ready leads of the program, compared with an independent portal.

use crate::support::edits::{Act, TEXTS_BY_COLUMN, acts, intended, text_for, work};
use crate::support::fixtures::{download, today};
use crate::support::json::answer;
use crate::support::portal::{FileFormat, Interpretation, Portal, Rejections};
use leadsheet::cli::{CheckArgs, Env, Format, run_check};
use leadsheet::store;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Texts that not every page accepts, where the program only warns or has no finding, by column. Editors and
/// drop-downs never write them, but a paste does; a portal may reject them.
const LENIENT: [(&str, &str); 3] =
    [("Stage", " "), ("Intent", "HaveNotDecided"), ("Intent", "Have not decided")];

/// Outcomes, and what isn't one: status, substatus, stage and reason.
const OUTCOMES: [[&str; 4]; 12] = [
    ["Active", "Accepted", "80", ""],
    ["Active", "Accepted", "", ""],
    ["New", "Pending", "0", ""],
    ["New", "Received", "0", ""],
    ["Closed", "Won", "100", ""],
    ["Closed", "Won", "80", ""],
    ["Closed", "Lost", "80", "2"],
    ["Closed", "Lost", "100", "2"],
    ["Closed", "Declined", "0", "9"],
    ["Closed", "Error", "", "9"],
    ["Closed", "Error", "0", ""],
    ["Closed", "Expired", "0", ""],
];

fn format() -> impl Strategy<Value = FileFormat> {
    let line_end = prop::sample::select(vec!["\r\n", "\n", "\r"]);
    (any::<bool>(), line_end, any::<bool>()).prop_map(|(bom, line_end, all_quoted)| FileFormat {
        bom,
        line_end,
        all_quoted,
        oddities: &[],
    })
}

/// The errors that `check` finds in each row of a file; an error of the whole file is one of every row, and
/// a file that can't be opened has no row.
fn errors(file: &Path, original: Option<&Path>) -> Vec<Vec<String>> {
    let args = CheckArgs {
        file: file.to_owned(),
        original: original.map(Path::to_owned),
        format: Format::Json,
        strict: false,
        encoding: None,
        original_encoding: None,
        house: leadsheet::cli::RulesArgs::default(),
    };
    let around = Env {
        today: today(),
        width: None,
        colour: false,
        keeps_errors: false,
        open_days: 90,
        own_lists: None,
        house: std::sync::Arc::default(),
    };
    let mut out = Vec::new();
    if run_check(&args, &mut std::io::empty(), &mut out, &around).is_err() {
        return Vec::new();
    }
    let report = answer("check", &out);
    let mut errors = vec![Vec::new(); report["rows"].as_u64().expect("a number") as usize];
    let of_file = report["findings"].as_array().expect("a list").iter();
    for error in of_file.filter(|finding| finding["severity"] == "error") {
        let text = format!("{} {}", error["rule"], error["message"]);
        match error["row"].as_u64() {
            Some(row) => errors[row as usize - 1].push(text),
            None => errors.iter_mut().for_each(|row| row.push(text.clone())),
        }
    }
    let ready = errors.iter().filter(|errors| errors.is_empty()).count() as u64;
    assert_eq!(report["summary"]["ready"], ready);
    errors
}

/// A file that another program made of a portal's download.
struct Elsewhere {
    dir: tempfile::TempDir,
    portal: Portal,
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Elsewhere {
    fn new(seed: u64, leads: usize) -> Self {
        let dir = tempfile::tempdir().expect("a folder");
        let portal = Portal::new(seed, leads);
        let text = String::from_utf8(portal.download()).expect("UTF-8");
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        let cells = |record: csv::StringRecord| record.iter().map(str::to_owned).collect();
        let mut rows: Vec<Vec<String>> =
            reader.records().map(|record| cells(record.expect("even"))).collect();
        fs::write(dir.path().join("leads.csv"), text).expect("written");
        Self { header: rows.remove(0), dir, portal, rows }
    }

    fn place(&self, part: &str) -> usize {
        self.header.iter().position(|name| name.contains(part)).expect("there")
    }

    /// Does one act; in read-only columns only now and then.
    fn act(&mut self, (row, field, pick): Act) {
        let free = ["Lead Name", "CRM ID", "Campaign", "Notes"];
        let parts: Vec<&str> = TEXTS_BY_COLUMN.iter().map(|(part, _)| *part).chain(free).collect();
        let field = if field % 8 == 0 { field } else { self.place(parts[field % parts.len()]) };
        match (self.header[field].as_str(), pick % 3) {
            ("Referral ID", 0) => {
                let other = self.rows[pick % self.rows.len()][field].clone();
                other.clone_into(&mut self.rows[row][field]);
            }
            ("Partner Referral Status", 0 | 1) | ("Partner Referral Substatus", 0) => {
                let places = ["Referral Status", "Substatus", "Stage", "reason"];
                let texts = OUTCOMES[pick / 3 % OUTCOMES.len()];
                for (part, text) in places.into_iter().zip(texts) {
                    let place = self.place(part);
                    text.clone_into(&mut self.rows[row][place]);
                }
            }
            (column, _) => text_for(column, pick / 3).clone_into(&mut self.rows[row][field]),
        }
    }

    /// Writes the file: its path and the path of the download.
    fn write(&self) -> (PathBuf, PathBuf) {
        let file = self.dir.path().join("edited.csv");
        let rows = self.rows.iter().map(Vec::as_slice);
        fs::write(&file, self.portal.format.write(&self.header, rows)).expect("written");
        (file, self.dir.path().join("leads.csv"))
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..Default::default() })]

    #[test]
    fn every_uploaded_record_is_accepted_and_changes_only_intended_cells(
        seed in any::<u64>(),
        format in format(),
        acts in acts(150),
    ) {
        let dir = tempfile::tempdir().expect("a folder");
        let source = dir.path().join("leads.csv");
        let mut portal = Portal::new(seed, 300);
        portal.format = format;
        let before = portal.clone();
        fs::write(&source, portal.download()).expect("written");
        let mut sheet = download(&source);
        work(&mut sheet, &acts);
        let plan = sheet.plan();
        let done = store::export(&sheet, &plan, &source, None).expect("exported");
        prop_assert!(done.rows > 50, "{} leads are too few to tell something", done.rows);
        let mut updated = 0;
        for part in &done.parts {
            for original in [None, Some(source.as_path())] {
                prop_assert_eq!(errors(&part.path, original).concat(), Vec::<String>::new());
            }
            let bytes = fs::read(&part.path).expect("it is there");
            let processed = portal.upload(&bytes, &Rejections::none()).expect("processed");
            prop_assert_eq!(&processed.refused, &BTreeMap::new());
            updated += processed.updated;
        }
        prop_assert_eq!(updated, done.rows);
        prop_assert_eq!(portal.differences(&before), intended(&sheet, plan.ready()));
    }

    #[test]
    fn check_blocks_exactly_what_the_portal_rejects(
        seed in any::<u64>(),
        acts in acts(600),
    ) {
        let mut work = Elsewhere::new(seed, 300);
        let intent = work.place("Intent");
        for (n, row) in work.rows.iter_mut().enumerate().filter(|(n, _)| n % 4 > 0) {
            row[intent] = ["Yes", "No"][n % 2].to_owned();
        }
        for act in acts {
            work.act(act);
        }
        let (file, original) = work.write();
        let errors = errors(&file, Some(&original));
        let bytes = fs::read(&file).expect("written");
        let mut wide = work.portal.clone();
        wide.interpretation = Interpretation::Tolerant;
        let narrow = work.portal.upload(&bytes, &Rejections::none()).expect("processed");
        let wide = wide.upload(&bytes, &Rejections::none()).expect("processed");
        let id = work.place("Referral ID");
        let ready = errors.iter().filter(|errors| errors.is_empty()).count();
        prop_assert!(ready > 10, "{ready} rows are too few for a result");
        for (row, errors) in work.rows.iter().zip(&errors) {
            let rejected = [&narrow, &wide].map(|done| done.refused.get(&row[id]));
            if errors.is_empty() {
                prop_assert_eq!(rejected, [None, None]);
            }
            // A text in Errors has no finding; the portal discards it.
            if errors.iter().any(|error| !error.starts_with("\"R-12\"")) {
                prop_assert!(rejected[0].is_some(), "{:?}: {:?}", row, errors);
            }
        }
    }
}

#[test]
fn the_tolerant_portal_accepts_what_only_some_pages_allow() {
    for seed in 0..4 {
        let mut work = Elsewhere::new(seed, 120);
        let (id, status, intent) =
            (work.place("Referral ID"), work.place("Referral Status"), work.place("Intent"));
        for row in &mut work.rows {
            row[intent] = "Yes".to_owned();
        }
        let mut at = 0;
        for (part, text) in LENIENT {
            let place = work.place(part);
            let open = work.rows.iter_mut().filter(|row| row[status] == "Active");
            for row in open.skip(at).take(3) {
                text.clone_into(&mut row[place]);
            }
            at += 3;
        }
        let (file, original) = work.write();
        work.portal.interpretation = Interpretation::Tolerant;
        let bytes = fs::read(&file).expect("written");
        let done = work.portal.upload(&bytes, &Rejections::none()).expect("processed");
        for (row, errors) in work.rows.iter().zip(errors(&file, Some(&original))) {
            assert_eq!(done.refused.contains_key(&row[id]), !errors.is_empty(), "{errors:?}");
        }
    }
}

/// Whether the portal accepts a file at all, and whether `check` calls a row of it ready: compared with the
/// download, and by itself.
fn verdicts(mut work: Elsewhere) -> (bool, bool, bool) {
    let (file, original) = work.write();
    let bytes = fs::read(&file).expect("written");
    let accepts = work.portal.upload(&bytes, &Rejections::none()).is_ok();
    let ready = |original| errors(&file, original).iter().any(Vec::is_empty);
    (accepts, ready(Some(original.as_path())), ready(None))
}

#[test]
fn a_header_that_the_portal_rejects_blocks_every_row() {
    assert_eq!(verdicts(Elsewhere::new(1, 8)), (true, true, true));
    for field in 0..52 {
        let cells = |work: &mut Elsewhere, change: fn(&mut Vec<String>, usize)| {
            change(&mut work.header, field);
            work.rows.iter_mut().for_each(|row| change(row, field));
        };
        let [mut gone, mut twice, mut own] = [(); 3].map(|()| Elsewhere::new(1, 8));
        let name = own.header[field].clone();
        cells(&mut gone, |row, field| drop(row.remove(field)));
        cells(&mut twice, |row, field| row.push(row[field].clone()));
        "Our own".clone_into(&mut own.header[field]);

        let (accepts, compared, alone) = verdicts(gone);
        assert!(accepts || !compared, "without {name}");
        // The page calls these two mandatory, but a partner can't fill them: the program only warns.
        let is_lenient = ["Customer Name", "Customer Country"].contains(&name.as_str());
        assert!(accepts || !alone || is_lenient, "without {name}");
        assert_eq!(verdicts(twice), (false, false, false), "{name} twice");
        let (accepts, compared, _) = verdicts(own);
        assert!(!accepts && !compared, "a column of one's own for {name}");
    }
}
