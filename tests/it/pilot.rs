//! Pilot parts against a portal with rules that no page documents.

use crate::support::fixtures::{leads, processed, today};
use crate::support::headless::Headless;
use crate::support::json::answer;
use crate::support::portal::{Hidden, HiddenRule, Portal, Processed, Rejections};
use crate::support::rng::Rng;
use crate::support::workspace::Workspace;
use leadsheet::app::ReviewPanel;
use leadsheet::leads::{Col, Origin, Row};
use leadsheet::sheet::{CellEdit, Edit, RowState, Sheet, UploadFile};
use leadsheet::table::Table;
use leadsheet::upload::{
    ChangeKind, KindVerdict, Lessons, MAX_PILOT_LEADS, PlanOptions, ValueKind, upload_text,
};
use std::fs;

const LEADS: usize = 80;

/// The work of the end of a quarter on a download, and the portal that it goes to.
struct Quarter {
    portal: Portal,
    sheet: Sheet,
    /// The leads that the portal rejects for no rule.
    unlucky: Rejections,
    files: usize,
}

impl Quarter {
    fn new(seed: u64) -> Self {
        let mut rng = Rng::new(seed ^ 0x51_07);
        let mut portal = Portal::new(seed, LEADS);
        if rng.percent(50) {
            let rules = 1 + rng.below(2);
            portal.hidden = (0..rules).map(|_| HiddenRule::any(&mut rng)).collect();
        }
        let chance = if rng.percent(40) { 4 } else { 0 };
        let unlucky: Vec<String> =
            portal.ids().into_iter().filter(|_| rng.percent(chance)).collect();
        let text = String::from_utf8(portal.download()).expect("UTF-8");
        let table = Table::parse(text.trim_start_matches('\u{feff}').to_owned(), b',');
        let mut sheet = Sheet::new(table.expect("well-formed"), Origin::Download, today());
        work(&mut sheet, &mut rng);
        Self { portal, sheet, unlucky: Rejections::of(unlucky), files: 0 }
    }

    /// Exports what is asked for, uploads it and imports the results: what was uploaded.
    fn upload(&mut self, options: PlanOptions) -> (Vec<Row>, Vec<Processed>) {
        let plan = self.sheet.plan_for(options);
        let mut uploaded = Vec::new();
        let mut results = Vec::new();
        for rows in &plan.files {
            self.files += 1;
            let text = upload_text(&self.sheet, rows);
            let file = UploadFile {
                path: format!("leads.upload-{:03}.csv", self.files),
                rows: rows.len(),
                sha256: format!("upload {}", self.files),
                is_pilot: options.is_pilot,
                ..UploadFile::default()
            };
            self.sheet.mark_exported(rows, &[file]);
            let done = self.portal.upload(text.as_bytes(), &self.unlucky).expect("processed");
            let answer = String::from_utf8(done.results.clone()).expect("UTF-8");
            let table = Table::parse(answer.trim_start_matches('\u{feff}').to_owned(), b',');
            self.sheet.merge(&table.expect("well-formed")).expect("imported");
            uploaded.extend(rows);
            results.push(done);
        }
        (uploaded, results)
    }

    /// Whether a rule of the portal rejects a kind of change in each lead that has it.
    fn rejects(&self, kind: &ChangeKind) -> bool {
        self.portal.hidden.iter().any(|rule| rule_rejects(rule, kind, &self.sheet))
    }

    /// The leads of these results that a rule rejects.
    fn systematic(&self, results: &[Processed]) -> Vec<Row> {
        let ids: Vec<&String> = results.iter().flat_map(|done| done.refused.keys()).collect();
        let is_rejected = |row: &Row| ids.contains(&&self.sheet.table().referral_id(*row));
        let is_lucky = |row: &Row| !self.unlucky.has(&self.sheet.table().referral_id(*row));
        self.sheet.rows().filter(is_rejected).filter(is_lucky).collect()
    }

    /// The ready leads with a kind of change that no pilot part had room for.
    fn untried(&self) -> Vec<Row> {
        let known = Lessons::of(&self.sheet);
        let is_new = |kind: &ChangeKind| known.verdict(kind).is_none();
        let is_untried = |row: &Row| self.sheet.change_kinds(*row).iter().any(is_new);
        self.sheet.rows().filter(|row| !self.sheet.closes(*row)).filter(is_untried).collect()
    }
}

/// Whether a rule rejects every lead with a kind of change.
fn rule_rejects(rule: &HiddenRule, kind: &ChangeKind, sheet: &Sheet) -> bool {
    let column = sheet.layout().name(kind.field).trim_end_matches(['*', ' ']);
    let is_in = |status: &str| kind.outcome.as_ref().is_some_and(|own| own.starts_with(status));
    let is_set = matches!(kind.value, ValueKind::Set);
    match &rule.rejects {
        Hidden::Currency(code) => kind.value == ValueKind::Is((*code).to_owned()),
        Hidden::IntentIn(intent, status) => {
            kind.value == ValueKind::Is((*intent).to_owned()) && is_in(status)
        }
        Hidden::Decimals => kind.value == ValueKind::Decimals,
        Hidden::NoteLines => column == "Notes" && kind.value == ValueKind::Lines,
        Hidden::Member(number) => {
            column == format!("Team member {number}") && kind.value != ValueKind::Cleared
        }
        Hidden::SetIn(own) => column == *own && is_set,
        Hidden::Cleared(own) => column == *own && kind.value == ValueKind::Cleared,
        Hidden::NonAscii(own) => column == *own && kind.value == ValueKind::NonAscii,
        Hidden::StatusTo(status) => matches!(kind.value, ValueKind::From(_)) && is_in(status),
    }
}

/// Moves dates, values and outcomes of open leads as at the end of a quarter: what is left is ready.
fn work(sheet: &mut Sheet, rng: &mut Rng) {
    let member = sheet.layout().field(Col::TeamMember(3)).expect("in every download");
    let mut sets = Vec::new();
    for row in sheet.rows() {
        let mut set = |sheet: &Sheet, col: Col, text: &str| {
            let field = sheet.layout().field(col).expect("in every download");
            sets.push(CellEdit::new(row, field, text));
        };
        let text =
            |col: Col| sheet.text(row, sheet.layout().field(col).expect("there")).into_owned();
        let status = text(Col::Status);
        if status == "Closed" {
            continue;
        }
        for (col, fill) in [
            (Col::DealValue, "900"),
            (Col::Currency, "USD"),
            (Col::CloseDate, "12/15/2026"),
            (Col::TeamMember(1), "Ann, Lee, 0044 20 7946 0102, ann@example.com"),
            (Col::PurchaseIntent, "No"),
        ] {
            if text(col).is_empty() {
                set(sheet, col, fill);
            }
        }
        match rng.below(10) {
            0..4 if status == "New" => {
                set(sheet, Col::Status, "Active");
                set(sheet, Col::Substatus, "Accepted");
                set(sheet, Col::Stage, "80");
            }
            4 => {
                set(sheet, Col::Status, "Closed");
                set(sheet, Col::Substatus, "Lost");
                set(sheet, Col::Reason, "2");
            }
            _ => {}
        }
        let note = rng.one_of(&["Called 11/26", "Called 11/26\nAsked for a quote"]);
        let name = rng.one_of(&["Contoso renewal", "Fabrikam Größe"]);
        for (chance, col, text) in [
            (40, Col::CloseDate, "03/31/2027"),
            (30, Col::DealValue, rng.one_of(&["1200", "1450.50"])),
            (20, Col::Currency, rng.one_of(&["CAD", "EUR"])),
            (30, Col::PurchaseIntent, rng.one_of(&["Yes", "No"])),
            (40, Col::Notes, note),
            (15, Col::LeadName, name),
            (10, Col::CrmId, "OPP-1"),
            (10, Col::CampaignId, ""),
        ] {
            if rng.percent(chance) {
                set(sheet, col, text);
            }
        }
        if rng.percent(10) {
            sets.push(CellEdit::new(row, member, "Bob, Ray, 0044 20 7946 0103, bob@example.com"));
        }
    }
    sheet.apply(Edit::new("quarter end", sets).skipping_locked()).expect("open");
}

/// What the pilots of some portals came to.
#[derive(Debug, Default)]
struct Totals {
    portals: usize,
    with_hidden_rules: usize,
    with_bad_luck: usize,
    pilot_leads_at_most: usize,
    rejected_in_pilots: usize,
    kinds_tried: usize,
    kinds_without_room: usize,
    uploaded_after_the_first_pilot: usize,
    left_out_after_the_first_pilot: usize,
    left_out_at_the_end: usize,
    /// Rejected by a rule after the pilot, though its kinds were tried.
    systematic: usize,
    /// Rejected by a rule after the pilot, in leads with a kind that was listed as untried.
    systematic_of_untried: usize,
    lessons: usize,
    false_lessons: usize,
    /// Kinds that are called accepted and that a rule rejects.
    missed: usize,
}

/// Exports what is ready after a pilot part, and counts what is rejected by a rule.
fn upload_rest(quarter: &mut Quarter, sum: &mut Totals) -> usize {
    let untried = quarter.untried();
    let (uploaded, results) = quarter.upload(PlanOptions::default());
    for row in quarter.systematic(&results) {
        let is_listed = untried.contains(&row);
        sum.systematic += usize::from(!is_listed);
        sum.systematic_of_untried += usize::from(is_listed);
    }
    uploaded.len()
}

/// Tries a portal: a pilot part and then the rest; then more pilot parts until nothing is in doubt.
fn try_portal(seed: u64, sum: &mut Totals) {
    let mut quarter = Quarter::new(seed);
    let options = PlanOptions::default();
    sum.portals += 1;
    sum.with_hidden_rules += usize::from(!quarter.portal.hidden.is_empty());
    sum.with_bad_luck += usize::from(!quarter.unlucky.is_empty());
    for round in 0..4 {
        let Some(pilot) = quarter.sheet.pilot_part() else { break };
        assert!(pilot.rows.iter().all(|row| !quarter.sheet.closes(*row)), "seed {seed}");
        let (uploaded, results) = quarter.upload(PlanOptions { is_pilot: true, ..options });
        assert_eq!(uploaded, pilot.rows);
        sum.pilot_leads_at_most = sum.pilot_leads_at_most.max(uploaded.len());
        sum.rejected_in_pilots += results.iter().map(|done| done.not_processed).sum::<usize>();
        judge(&quarter, sum);
        if round == 0 {
            sum.kinds_tried += pilot.tried.len();
            sum.kinds_without_room += pilot.untried.len();
            sum.left_out_after_the_first_pilot += quarter.sheet.plan_for(options).left_out().len();
            sum.uploaded_after_the_first_pilot += upload_rest(&mut quarter, sum);
        }
        if quarter.sheet.plan_for(options).left_out().is_empty() {
            break;
        }
    }
    upload_rest(&mut quarter, sum);
    let plan = quarter.sheet.plan_for(options);
    for lead in plan.left_out() {
        sum.left_out_at_the_end += 1;
        assert_eq!(quarter.sheet.state(lead.row), RowState::Ready, "it is left out, not lost");
    }
}

/// Counts what the lessons say wrongly.
fn judge(quarter: &Quarter, sum: &mut Totals) {
    for known in &Lessons::of(&quarter.sheet).kinds {
        let is_rejected = quarter.rejects(&known.kind);
        match known.verdict {
            KindVerdict::Rejected => {
                sum.lessons += 1;
                sum.false_lessons += usize::from(!is_rejected);
            }
            KindVerdict::Accepted => sum.missed += usize::from(is_rejected),
            KindVerdict::Suspected(_) | KindVerdict::Unclear => {}
            KindVerdict::Waiting => panic!("all results are imported"),
        }
    }
}

#[test]
fn a_pilot_of_at_most_8_leads_leaves_no_systematic_rejection_and_teaches_nothing_false() {
    let mut sum = Totals::default();
    for seed in 0..200 {
        try_portal(seed, &mut sum);
    }
    assert!(sum.pilot_leads_at_most <= MAX_PILOT_LEADS, "{sum:#?}");
    assert_eq!((sum.systematic, sum.false_lessons, sum.missed), (0, 0, 0), "{sum:#?}");
    // The table is about something: rules, rejections without a rule, lessons, and leads that go on.
    assert!(sum.with_hidden_rules > 80 && sum.with_bad_luck > 50, "{sum:#?}");
    assert!(sum.lessons > 30 && sum.rejected_in_pilots > 100, "{sum:#?}");
    assert!(sum.kinds_tried > 10 * sum.kinds_without_room, "{sum:#?}");
    let uploaded = sum.uploaded_after_the_first_pilot;
    assert!(uploaded > 2 * sum.left_out_after_the_first_pilot, "{sum:#?}");
}

/// What is done to 60 leads: ten get CAD, ten EUR, and the others a note, of two lines in every second lead.
fn three_kinds(sheet: &mut Sheet) {
    let field = |sheet: &Sheet, col| sheet.layout().field(col).expect("in every download");
    let (currency, notes) = (field(sheet, Col::Currency), field(sheet, Col::Notes));
    let edit = |row: Row| match row.index() % 3 {
        0 if row.index().is_multiple_of(2) => CellEdit::new(row, currency, "CAD"),
        0 => CellEdit::new(row, currency, "EUR"),
        _ if row.index().is_multiple_of(2) => CellEdit::new(row, notes, "Called\nagain"),
        _ => CellEdit::new(row, notes, "Called"),
    };
    let sets = sheet.rows().map(edit).collect();
    sheet.apply(Edit::new("quarter end", sets)).expect("open");
}

fn lines(program: &Headless) -> Vec<String> {
    let review = program.app().mode.panel::<ReviewPanel>().expect("the review is open");
    review.lines.iter().map(|line| line.text.clone()).collect()
}

fn has(lines: &[String], start: &str) -> bool {
    lines.iter().any(|line| line.starts_with(start))
}

/// The processed file of an upload file, with the errors of some of its rows.
fn answer_to(program: &Headless, number: usize, error: impl Fn(&str) -> Option<String>) -> String {
    let path = program.dir.path().join(format!("leads.upload-{number:03}.csv"));
    let text = fs::read_to_string(path).expect("written");
    let rows = text.trim_start_matches('\u{feff}');
    let table = Table::parse(rows.to_owned(), b',').expect("well-formed");
    let errors: Vec<(usize, String)> = (table.rows())
        .filter_map(|row| Some((row.index(), error(&table.cells(row).collect::<String>())?)))
        .collect();
    let errors: Vec<(usize, &str)> = errors.iter().map(|(row, text)| (*row, &**text)).collect();
    let name = format!("processed-{number}.csv");
    // Without errors it would be the upload file itself.
    let answer = format!("\u{feff}{}", processed(&text, &errors));
    fs::write(program.dir.path().join(&name), answer).expect("written");
    name
}

const NO_CAD: &str = "Currency CAD isn't supported";

#[test]
fn the_review_exports_a_pilot_part_and_its_results_decide_about_the_rest() {
    let mut program = Headless::open(leads(60, |_, row| row).as_bytes());
    three_kinds(&mut program.session.app.sheet);
    program.press("<ctrl-s>");
    assert!(
        has(&lines(&program), "Pilot part first (p): 3 leads try all"),
        "{:?}",
        lines(&program)
    );
    program.press("p");
    assert!(has(&lines(&program), "Pilot part: 3 leads try all"), "{:?}", lines(&program));
    program.press("<enter>");
    let report = program.session.screen();
    assert!(report.contains("Exported the pilot part: 3 leads"), "{report}");
    program.press("<esc><ctrl-s>");
    assert!(has(&lines(&program), "A pilot part waits for its results"), "{:?}", lines(&program));
    program.press("<esc>");
    let name = answer_to(&program, 1, |record| record.contains("CAD").then(|| NO_CAD.to_owned()));
    let report = program.merge(&name);
    let doubt = report.iter().find(|(label, _)| label == "in doubt").expect("reported");
    assert!(
        doubt.1.contains(NO_CAD) && doubt.1.contains("9 ready leads are left out"),
        "{doubt:?}"
    );
    // The work is saved: the next start knows the same.
    program.restart();
    program.press("<ctrl-s>");
    let plan = |program: &Headless| {
        let review = program.app().mode.panel::<ReviewPanel>().expect("the review is open");
        (review.plan.ready().count(), review.plan.left_out().len())
    };
    assert_eq!(plan(&program), (48, 9), "{:?}", lines(&program));
    assert!(has(&lines(&program), "Left out because of the pilot part: 9 leads; i includes them"));
    program.press("i");
    assert_eq!(plan(&program), (57, 0));
    program.press("i<enter>");
    program.press("<esc>");
    let rest = program.sheet().plan();
    assert_eq!((rest.ready().count(), rest.left_out().len()), (0, 9), "left out, not lost");
}

#[test]
fn a_second_pilot_part_tells_a_rule_from_bad_luck() {
    for is_rule in [true, false] {
        let mut program = Headless::open(leads(60, |_, row| row).as_bytes());
        three_kinds(&mut program.session.app.sheet);
        program.press("<ctrl-s>p<enter>");
        program.press("<esc>");
        let reject = |record: &str| record.contains("CAD").then(|| NO_CAD.to_owned());
        let name = answer_to(&program, 1, reject);
        program.merge(&name);
        program.press("<ctrl-s>p<enter>");
        program.press("<esc>");
        let name = answer_to(&program, 2, |record| reject(record).filter(|_| is_rule));
        program.merge(&name);
        let lessons = Lessons::of(program.sheet());
        let of = |verdict| lessons.kinds.iter().filter(|known| known.verdict == verdict).count();
        let firm: Vec<&ValueKind> = (lessons.kinds.iter())
            .filter(|known| known.verdict == KindVerdict::Rejected)
            .map(|known| &known.kind.value)
            .collect();
        let cad = ValueKind::Is("CAD".to_owned());
        assert_eq!(firm, if is_rule { vec![&cad] } else { Vec::new() });
        let accepted = of(KindVerdict::Accepted);
        assert_eq!(accepted, lessons.kinds.len() - usize::from(is_rule));
        program.press("gt");
        let said = program.session.screen();
        assert!(said.contains(if is_rule { "rejected in 2 leads" } else { "accepted" }), "{said}");
        let left_out = program.sheet().plan().left_out().len();
        assert_eq!(left_out, if is_rule { 8 } else { 0 });
    }
}

#[test]
fn the_command_line_exports_a_pilot_part_and_then_the_rest() {
    let work = Workspace::empty();
    work.write("leads.csv", leads(60, |_, row| row));
    work.save_work("leads.csv", three_kinds);
    let run = |args: &[&str]| {
        let done = work.run(args);
        (done.status.code(), String::from_utf8(done.stdout).expect("UTF-8"))
    };
    let dry = run(&["export", "--kept", "leads.csv", "--dry-run"]);
    assert!(dry.1.contains("3 leads try all") && dry.1.contains("--pilot"), "{}", dry.1);
    let (code, report) = run(&["export", "--kept", "leads.csv", "--pilot", "--format", "json"]);
    let report = answer("export", &report);
    assert_eq!((code, &report["parts"][0]["rows"]), (Some(0), &3.into()), "{report}");
    assert_eq!(report["pilot"]["exported"], true);
    let status = run(&["status", "leads.csv"]).1;
    assert!(
        status.contains("pilot part") && status.contains("before you export the rest"),
        "{status}"
    );
    let status = answer("status", &run(&["status", "leads.csv", "--format", "json"]).1);
    assert_eq!(status["files"][0]["journals"][0]["uploads"][0]["pilot"], true);
    let upload = fs::read_to_string(work.path("leads.upload-001.csv")).expect("written");
    let cad = upload.lines().skip(1).position(|line| line.contains("CAD")).expect("tried");
    work.write("done.csv", processed(&upload, &[(cad, NO_CAD)]));
    let (_, merged) = run(&["merge", "leads.csv", "--results", "done.csv"]);
    assert!(merged.contains("9 ready leads are left out"), "{merged}");
    let (code, report) = run(&["export", "--kept", "leads.csv", "--format", "json"]);
    let report = answer("export", &report);
    assert_eq!((code, &report["parts"][0]["rows"]), (Some(1), &48.into()), "{report}");
    assert_eq!(report["doubtful"].as_array().map(Vec::len), Some(9));
    let (code, report) = run(&["export", "--kept", "leads.csv"]);
    assert!(code == Some(1) && report.contains("add --include-doubtful"), "{report}");
    let (code, report) = run(&["export", "--kept", "leads.csv", "--include-doubtful"]);
    assert!(code == Some(1) && report.contains("verified: 9 rows"), "{report}");
}

#[test]
fn an_edited_file_is_exported_as_a_pilot_part_too() {
    let work = Workspace::empty();
    let text = leads(60, |_, row| row);
    work.write("leads.csv", &text);
    work.write("edited.csv", text.replace("renewal 1", "deal 1").replace("USD", "CAD"));
    let done = work.run(&["export", "edited.csv", "--original", "leads.csv", "--pilot"]);
    let said = String::from_utf8(done.stdout).expect("UTF-8");
    assert!(said.contains("1 lead tries all") && said.contains("then export the rest"), "{said}");
}
