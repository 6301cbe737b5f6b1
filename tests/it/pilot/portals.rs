//! Pilot parts against portals with rules that no page documents.

use crate::support::fixtures::today;
use crate::support::portal::{HiddenFamily, HiddenRule, Portal, Processed, Rejections};
use crate::support::rng::Rng;
use leadsheet::leads::{Col, Origin, Row};
use leadsheet::sheet::{CellEdit, Edit, RowState, Sheet, UploadFile};
use leadsheet::table::Table;
use leadsheet::upload::{
    ChangeKind, HoldReason, KindVerdict, Lessons, MAX_PILOT_LEADS, PlanOptions, upload_text,
};
use std::collections::BTreeMap;

/// The most pilot parts of a portal: after that many something is tried for ever.
const MAX_PILOTS: usize = 12;

/// The families of rules that pilot parts are made for.
const FAMILIES: [HiddenFamily; 3] =
    [HiddenFamily::Column, HiddenFamily::Value, HiddenFamily::Outcome];

/// The work of the end of a quarter on a download, and the portal that it goes to.
struct Quarter {
    portal: Portal,
    sheet: Sheet,
    /// The leads that the portal rejects for no rule.
    unlucky: Rejections,
    /// The ready leads before the first upload.
    leads: BTreeMap<Row, Lead>,
    files: usize,
}

/// A ready lead.
struct Lead {
    kinds: Vec<ChangeKind>,
    closes: bool,
    /// The rules that reject it.
    broken: Vec<HiddenRule>,
}

impl Quarter {
    fn new(seed: u64, leads: usize, families: &[HiddenFamily]) -> Self {
        let mut rng = Rng::new(seed ^ 0x51_07);
        let mut portal = Portal::new(seed, leads);
        let rules = match families {
            [] => 0,
            _ => 1 + rng.below(2),
        };
        portal.hidden = (0..rules).map(|_| rng.one_of(families).rule(&mut rng)).collect();
        let chance = if rng.percent(40) { 4 } else { 0 };
        let unlucky: Vec<String> =
            portal.ids().into_iter().filter(|_| rng.percent(chance)).collect();
        let mut sheet = Sheet::new(table(&portal.download()), Origin::Download, today());
        work(&mut sheet, &mut rng);
        let unlucky = Rejections::of(unlucky);
        let mut quarter = Self { portal, sheet, unlucky, leads: BTreeMap::new(), files: 0 };
        quarter.note_leads();
        quarter
    }

    /// Notes what the portal would say of each ready lead.
    fn note_leads(&mut self) {
        let ready: Vec<Row> = self.sheet.plan().ready().collect();
        let text = upload_text(&self.sheet, &ready);
        for row in &ready {
            let (kinds, closes) = (self.sheet.change_kinds(*row), self.sheet.closes(*row));
            self.leads.insert(*row, Lead { kinds, closes, broken: Vec::new() });
        }
        for rule in &self.portal.hidden {
            let mut portal = self.portal.clone();
            portal.hidden = vec![rule.clone()];
            let all = portal.upload(text.as_bytes(), &Rejections::none()).expect("processed");
            for (row, lead) in &mut self.leads {
                let is_broken = all.refused.contains_key(&*self.sheet.table().referral_id(*row));
                lead.broken.extend(is_broken.then(|| rule.clone()));
            }
        }
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
            self.sheet.merge(&table(&done.results)).expect("imported");
            uploaded.extend(rows);
            results.push(done);
        }
        (uploaded, results)
    }

    fn is_unlucky(&self, row: Row) -> bool {
        self.unlucky.has(&self.sheet.table().referral_id(row))
    }

    /// Of these leads those that a rule rejects, without closings that break rules that no other lead breaks: no
    /// pilot part tries these.
    fn systematic(&self, uploaded: &[Row]) -> usize {
        let open = || self.leads.values().filter(|lead| !lead.closes);
        let is_tried = |rule: &HiddenRule| open().any(|lead| lead.broken.contains(rule));
        let is_systematic = |row: &&Row| {
            let lead = &self.leads[*row];
            lead.broken.iter().any(|rule| !lead.closes || is_tried(rule))
        };
        uploaded.iter().filter(is_systematic).count()
    }
}

fn table(bytes: &[u8]) -> Table {
    let text = String::from_utf8(bytes.to_vec()).expect("UTF-8");
    Table::parse(text.trim_start_matches('\u{feff}').to_owned(), b',').expect("well-formed")
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
        for (chance, col, text) in changes(rng) {
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

/// What may be changed in a lead, and in how many of 100.
fn changes(rng: &mut Rng) -> [(usize, Col, &'static str); 8] {
    let note = rng.one_of(&["Called 11/26", "Called 11/26\nAsked for a quote"]);
    let name = rng.one_of(&["Contoso renewal", "Fabrikam Größe"]);
    let value = rng.one_of(&["1200", "1450.50", "18000", "25000.75", "640000", "3000000"]);
    let date = rng.one_of(&["03/31/2027", "03/31/2027", "06/30/2027", "12/31/2027", "06/30/2028"]);
    [
        (40, Col::CloseDate, date),
        (30, Col::DealValue, value),
        (20, Col::Currency, rng.one_of(&["CAD", "EUR"])),
        (30, Col::PurchaseIntent, rng.one_of(&["Yes", "No"])),
        (40, Col::Notes, note),
        (15, Col::LeadName, name),
        (10, Col::CrmId, "OPP-1"),
        (10, Col::CampaignId, ""),
    ]
}

/// What the pilot parts of some portals came to.
#[derive(Debug, Default)]
struct Totals {
    portals: usize,
    with_a_broken_rule: usize,
    with_bad_luck: usize,
    pilots: usize,
    pilots_at_most: usize,
    pilot_leads_at_most: usize,
    rejected_in_pilots: usize,
    kinds_tried: usize,
    kinds_without_room: usize,
    uploaded_after_the_first_pilot: usize,
    left_out_after_the_first_pilot: usize,
    uploaded_at_the_end: usize,
    /// Exported at the end with something that is tried: so few that a pilot part would have all of them.
    sent_alone: usize,
    left_out_at_the_end: usize,
    left_out_though_accepted: usize,
    /// Rejected by a rule in what was exported after a pilot part.
    systematic: usize,
    portals_with_systematic: usize,
    lessons: usize,
    /// Kinds that are called rejected, though the portal accepts a lead with them.
    false_lessons: usize,
    false_lessons_of_portals_without_rules: usize,
    seeds: Vec<u64>,
}

/// Tries a portal: a pilot part and then the rest; then more pilot parts until nothing is left to try.
fn try_portal(mut quarter: Quarter, seed: u64, sum: &mut Totals) {
    let options = PlanOptions::default();
    sum.portals += 1;
    sum.with_a_broken_rule +=
        usize::from(quarter.leads.values().any(|lead| !lead.broken.is_empty()));
    sum.with_bad_luck += usize::from(!quarter.unlucky.is_empty());
    let systematic = sum.systematic;
    let mut pilots = 0;
    while let Some(pilot) = quarter.sheet.pilot_part() {
        assert!(pilots < MAX_PILOTS, "seed {seed}: {:?}", pilot.tried);
        pilots += 1;
        assert!(pilot.rows.iter().all(|row| !quarter.sheet.closes(*row)), "seed {seed}");
        let (uploaded, results) = quarter.upload(PlanOptions { is_pilot: true, ..options });
        assert_eq!(uploaded, pilot.rows);
        sum.pilot_leads_at_most = sum.pilot_leads_at_most.max(uploaded.len());
        sum.rejected_in_pilots += results.iter().map(|done| done.not_processed).sum::<usize>();
        if pilots == 1 {
            sum.kinds_tried += pilot.tried.len();
            sum.kinds_without_room += pilot.untried.len();
            let plan = quarter.sheet.plan_for(options);
            sum.left_out_after_the_first_pilot += plan.left_out().len();
            sum.uploaded_after_the_first_pilot += plan.ready().count();
            let (uploaded, _) = quarter.upload(options);
            sum.systematic += quarter.systematic(&uploaded);
        }
    }
    if pilots > 0 {
        let known = Lessons::of(&quarter.sheet);
        let (mut uploaded, _) = quarter.upload(options);
        // The last leads are no rest if all of them try something.
        let is_untried = |kind: &ChangeKind| known.verdict(kind).is_none();
        let is_last = |row: &Row| {
            let lead = &quarter.leads[row];
            !lead.closes && lead.kinds.iter().any(is_untried)
        };
        let last = uploaded.iter().filter(|row| is_last(row)).count();
        if last > 0 {
            assert!(last <= MAX_PILOT_LEADS, "seed {seed}");
            sum.sent_alone += last;
            uploaded.retain(|row| !is_last(row));
        }
        sum.systematic += quarter.systematic(&uploaded);
        sum.uploaded_at_the_end += uploaded.len();
    }
    sum.pilots += pilots;
    sum.pilots_at_most = sum.pilots_at_most.max(pilots);
    sum.portals_with_systematic += usize::from(sum.systematic > systematic);
    judge(&quarter, sum);
    if sum.systematic > systematic {
        sum.seeds.push(seed);
    }
}

/// Counts what the lessons say wrongly, and what is left out.
fn judge(quarter: &Quarter, sum: &mut Totals) {
    for known in &Lessons::of(&quarter.sheet).kinds {
        if known.verdict != KindVerdict::Rejected {
            continue;
        }
        let refutes = |lead: &Lead| lead.broken.is_empty() && lead.kinds.contains(&known.kind);
        let is_false = quarter.leads.values().any(refutes);
        sum.lessons += 1;
        sum.false_lessons += usize::from(is_false);
        let no_rule = quarter.portal.hidden.is_empty();
        sum.false_lessons_of_portals_without_rules += usize::from(is_false && no_rule);
    }
    for lead in quarter.sheet.plan_for(PlanOptions::default()).left_out() {
        assert_eq!(quarter.sheet.state(lead.row), RowState::Ready, "it is left out, not lost");
        assert_eq!(lead.reason(), HoldReason::Doubtful, "nothing is left to try");
        sum.left_out_at_the_end += 1;
        let is_accepted = quarter.leads[&lead.row].broken.is_empty();
        sum.left_out_though_accepted += usize::from(is_accepted && !quarter.is_unlucky(lead.row));
    }
}

/// How many portals of each family and size are tried: the variable `LEADSHEET_PORTALS`; nothing if it isn't set.
fn asked_portals() -> Option<u64> {
    std::env::var("LEADSHEET_PORTALS").ok()?.parse().ok()
}

#[test]
fn after_pilots_of_at_most_8_leads_no_rule_rejects_a_lead_and_nothing_false_is_learned() {
    let mut sum = Totals::default();
    for (family, seeds) in [(&FAMILIES[..0], 30), (&FAMILIES[..1], 30), (&FAMILIES[1..], 120)] {
        for seed in 0..seeds {
            try_portal(Quarter::new(seed, 80, family), seed, &mut sum);
        }
    }
    for seed in 100..120 {
        try_portal(Quarter::new(seed, 10, &FAMILIES), seed, &mut sum);
    }
    assert!(sum.pilot_leads_at_most <= MAX_PILOT_LEADS, "{sum:#?}");
    assert_eq!((sum.systematic, sum.false_lessons), (0, 0), "{sum:#?}");
    // The table is about something: rules, rejections without a rule, lessons, and leads that go on.
    assert!(sum.with_a_broken_rule > 40 && sum.with_bad_luck > 15, "{sum:#?}");
    assert!(sum.lessons > 20 && sum.rejected_in_pilots > 100, "{sum:#?}");
    let uploaded = sum.uploaded_after_the_first_pilot + sum.uploaded_at_the_end;
    assert!(uploaded > 2 * sum.left_out_at_the_end, "{sum:#?}");
}

/// Measures more portals, and those whose rules no pilot part is made for.
#[test]
fn more_portals_are_tried_if_they_are_asked_for() {
    let Some(portals) = asked_portals() else { return };
    let families = std::iter::once(Vec::new()).chain(HiddenFamily::ALL.map(|family| vec![family]));
    for family in families {
        for (leads, seeds) in [(10, portals), (100, portals), (1_000, portals.div_ceil(20))] {
            let mut sum = Totals::default();
            for seed in 1_000_000..1_000_000 + seeds {
                try_portal(Quarter::new(seed, leads, &family), seed, &mut sum);
            }
            println!("{leads} leads, rules by {family:?}: {sum:?}");
            if family.iter().all(|family| FAMILIES.contains(family)) {
                assert_eq!(sum.systematic, 0, "{sum:#?}");
            }
        }
    }
}
