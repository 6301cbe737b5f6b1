//! What the rules find, kept for every row that they find something in.

use crate::leads::rules::{KindsByRule, RowKinds};
use crate::leads::sort::sort_by_key;
use crate::leads::{Field, Row};
use crate::leads::{Finding, Level, Origin, Rule, RuleContext, Tally, rules};
use crate::sheet::check::BackgroundCheck;
use crate::sheet::edit::Step;
use crate::sheet::listing::{Codes, Listing, add};
use crate::sheet::row::RowBuffer;
use crate::sheet::sheet::Sheet;
use crate::table::Table;
use crate::table::parallel::{in_pieces, in_pieces_with};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::OnceLock;

/// What the rules find in a sheet, derived from its texts alone.
///
/// Of rows that aren't going to be uploaded only problems are kept: their notes are worked out when
/// a cell is looked at, see [`Sheet::findings_at`].
#[derive(Clone, Debug, Default)]
pub struct Findings {
    /// What the rules find in each row by itself.
    by_row: BTreeMap<Row, Box<[Finding]>>,
    /// What they find in the header and in all rows together, the whole file first.
    file: Vec<Finding>,
    /// How many problems of each rule aren't kept, because a report lists enough before them.
    unlisted: BTreeMap<&'static str, usize>,
    /// Of which kinds the rows are for the rules about all of them.
    kinds: KindsByRule,
    tally: Tally,
}

impl Findings {
    /// Runs every rule over everything; over nothing where no rule is to run yet.
    pub(crate) fn validate(sheet: &Sheet) -> Self {
        if !sheet.is_validated {
            return Self::default();
        }
        Self::validate_rows(sheet, sheet.row_count(), Row::at)
    }

    /// Runs the rules that look at one row over some rows, and the others over everything.
    ///
    /// `row_at` gives the number of each of the `count` rows.
    pub(crate) fn validate_rows(
        sheet: &Sheet,
        count: usize,
        row_at: impl Fn(usize) -> Row + Sync,
    ) -> Self {
        let rules: Vec<&Rule> = rules::of_file().collect();
        let listing = sheet.report_limit().map(Listing::new);
        let of_piece = |piece: Range<usize>| {
            let full = listing.as_ref().map(Listing::full).unwrap_or_default();
            let made = of_rows(sheet, piece.clone().map(&row_at), &full);
            if let Some(listing) = &listing {
                listing.take(piece, &made.problems);
            }
            made
        };
        let run = |rule: &&'static Rule| of_file(sheet, rule);
        let (file, mut rows) = in_pieces_with(sheet.row_count(), &rules, run, count, of_piece);
        if let Some(listing) = &listing {
            trim(&mut rows, listing);
        }
        Self::joined(sheet, file, rows)
    }

    /// Puts together what the rules find in the whole file and in its rows.
    pub(crate) fn joined(
        sheet: &Sheet,
        rules: Vec<RuleFindings>,
        rows: Vec<FindingsChunk>,
    ) -> Self {
        let (mut file, mut kinds) = (Vec::new(), KindsByRule::new());
        for RuleFindings { found, kinds: of_rule } in rules {
            file.extend(found);
            kinds.extend(of_rule);
        }
        rules::check_house(sheet.context(), &mut file);
        file.sort_by_key(|f| f.row);
        let mut tally = Tally::of(&file);
        let mut unlisted = BTreeMap::new();
        for piece in &rows {
            tally.add(piece.tally);
            add(&mut unlisted, &piece.unlisted);
        }
        // All at once, and in order: so the map has no room that it doesn't need.
        let by_row = rows.into_iter().flat_map(|piece| piece.found).collect();
        Self { by_row, file, unlisted, kinds, tally }
    }

    /// Runs the rules again after an edit of some rows in some fields.
    pub(crate) fn revalidate(&mut self, sheet: &Sheet, rows: &[Row], fields: &[Field]) {
        debug_assert!(sheet.report_limit().is_none(), "what isn't kept can't be taken back");
        for old in rows.iter().filter_map(|row| self.by_row.remove(row)) {
            self.tally.take(Tally::of(&old));
        }
        let of_piece = |piece: Range<usize>| of_rows(sheet, rows[piece].iter().copied(), &[]);
        for piece in in_pieces(rows.len(), of_piece) {
            self.tally.add(piece.tally);
            self.by_row.extend(piece.found);
        }
        self.tally.take(Tally::of(&self.file));
        let edited = |col| sheet.layout().field(col).is_some_and(|f| fields.contains(&{ f }));
        rules::check_kinds(sheet, edited, rows, &mut self.kinds, &mut self.file);
        self.file.sort_by_key(|f| f.row);
        self.tally.add(Tally::of(&self.file));
    }

    /// The rules with more problems than a report lists, each with the number that isn't kept.
    pub fn unlisted(&self) -> impl Iterator<Item = (&'static str, usize)> + '_ {
        self.unlisted.iter().map(|(code, count)| (*code, *count))
    }

    /// The number of findings of each level.
    pub fn tally(&self) -> Tally {
        self.tally
    }

    /// Iterates over all findings: the whole file's first, then row by row.
    pub fn all(&self) -> impl Iterator<Item = &Finding> {
        let of_rows = self.by_row.values().map(|findings| findings.len());
        let mut list: Vec<&Finding> = Vec::with_capacity(self.file.len() + of_rows.sum::<usize>());
        list.extend(&self.file);
        list.extend(self.by_row.values().flatten());
        if self.file.last().is_none_or(|f| f.row.is_none()) {
            // Row by row already, so that only the findings of each row are put in order.
            for row in list.chunk_by_mut(|a, b| a.row == b.row) {
                row.sort_by_key(|f| f.field);
            }
        } else {
            list.sort_by_key(|f| (f.row, f.field));
        }
        list.into_iter()
    }

    /// Iterates over the findings of a row; without notes if it isn't going to be uploaded.
    pub fn row(&self, row: Row) -> impl Iterator<Item = &Finding> {
        let own = self.by_row.get(&row).into_iter().flatten();
        own.chain(self.shared(row))
    }

    /// Iterates over the findings that a row has only together with others.
    pub(crate) fn shared(&self, row: Row) -> impl Iterator<Item = &Finding> {
        let start = self.file.partition_point(|f| f.row < Some(row));
        self.file[start..].iter().take_while(move |f| f.row == Some(row))
    }

    /// Iterates over the findings that aren't about a row.
    pub fn file(&self) -> impl Iterator<Item = &Finding> {
        self.file.iter().take_while(|f| f.row.is_none())
    }

    /// Tells whether something holds the row back.
    pub fn holds_back(&self, row: Row) -> bool {
        self.row(row).any(|f| f.level == Level::Error)
    }

    /// The rows with an error that isn't theirs alone, as a Referral ID that another row has too.
    fn rows_with_shared_errors(&self) -> impl Iterator<Item = Row> + '_ {
        self.file.iter().filter(|f| f.level == Level::Error).filter_map(|f| f.row)
    }

    /// The number of rows that have an error.
    pub fn rows_held_back(&self) -> usize {
        let errors = |list: &[Finding]| list.iter().any(|f| f.level == Level::Error);
        let by_row = self.by_row.iter().filter(|(_, list)| errors(list)).map(|(row, _)| *row);
        let shared = self.file.iter().filter(|f| f.level == Level::Error).filter_map(|f| f.row);
        let mut rows: Vec<Row> = by_row.chain(shared).collect();
        rows.sort_unstable();
        rows.dedup();
        rows.len()
    }

    /// The errors of the header and the file, which block every row.
    pub fn blocks(&self) -> impl Iterator<Item = &Finding> {
        self.file().filter(|f| f.level == Level::Error && !f.rule.is_of_export())
    }
}

/// What the rules find in some rows.
#[derive(Default)]
pub(crate) struct FindingsChunk {
    /// The rows with findings that are kept.
    found: Vec<(Row, Box<[Finding]>)>,
    /// How many there are, the ones that aren't kept included.
    tally: Tally,
    /// How many problems there are of each rule, if that is asked for.
    problems: Codes,
    /// How many of them aren't kept.
    unlisted: Codes,
}

impl FindingsChunk {
    /// Takes what is found in a row.
    pub(crate) fn add(&mut self, row: Row, found: &mut Vec<Finding>) {
        self.tally.add(Tally::of(&*found));
        if !found.is_empty() {
            self.found.push((row, found.drain(..).map(Finding::shrunk).collect()));
        }
    }
}

/// What a rule finds in the header or in all rows together, and of which kinds the rows are for it.
#[derive(Default)]
pub(crate) struct RuleFindings {
    found: Vec<Finding>,
    kinds: Option<(&'static str, RowKinds)>,
}

/// Runs a rule about the header or about all rows together.
pub(crate) fn of_file(sheet: &Sheet, rule: &'static Rule) -> RuleFindings {
    let mut found = Vec::new();
    let kinds = rules::check_file(rule, sheet, &mut found).map(|kinds| (rule.code, kinds));
    RuleFindings { found, kinds }
}

/// Runs the rules that look at one row over some rows, and leaves out those with nothing to find.
///
/// A report keeps no notes, and no warnings of the rules that are in `full`.
pub(crate) fn of_rows(
    sheet: &Sheet,
    rows: impl Iterator<Item = Row>,
    full: &[&'static str],
) -> FindingsChunk {
    let mut cells = RowBuffer::default();
    let mut piece = FindingsChunk::default();
    let mut found = Vec::new();
    for row in rows {
        rules::check_row(&cells.gather(sheet, row).row(), row, least(sheet, row), &mut found);
        piece.tally.add(Tally::of(&found));
        if sheet.report_limit().is_some() {
            found.retain(|f| f.level.is_problem());
            for finding in &found {
                *piece.problems.entry(finding.rule.code()).or_default() += 1;
            }
            found.retain(|f| is_listed(f, full, &mut piece.unlisted));
        }
        if !found.is_empty() {
            piece.found.push((row, found.drain(..).map(Finding::shrunk).collect()));
        }
    }
    piece
}

/// Whether a report lists a finding though these rules have filled it; counts those that it doesn't list.
fn is_listed(finding: &Finding, full: &[&'static str], unlisted: &mut Codes) -> bool {
    let is_listed = finding.level == Level::Error || !full.contains(&finding.rule.code());
    if !is_listed {
        *unlisted.entry(finding.rule.code()).or_default() += 1;
    }
    is_listed
}

/// Leaves out what a report doesn't list because the rows before have filled it.
///
/// Pieces that were validated before those in front of them were done still have it.
fn trim(pieces: &mut [FindingsChunk], listing: &Listing) {
    let mut problems = Codes::new();
    for piece in pieces {
        let full = listing.full_with(&problems);
        if !full.is_empty() {
            for (_, found) in &mut piece.found {
                let all = std::mem::take(found).into_iter();
                *found = all.filter(|f| is_listed(f, &full, &mut piece.unlisted)).collect();
            }
            piece.found.retain(|(_, found)| !found.is_empty());
        }
        add(&mut problems, &piece.problems);
    }
}

/// The lowest level of findings that is kept for a row.
pub(crate) fn least(sheet: &Sheet, row: Row) -> Level {
    match sheet.origin() {
        Origin::Download if !sheet.is_row_changed(row) => Level::Warning,
        _ => Level::Note,
    }
}

impl Sheet {
    /// The errors of the header and of the file as a whole, which block every row of a download.
    pub fn blocking_errors(download: Table, rules: impl Into<RuleContext>) -> Vec<Finding> {
        let sheet = Self::unvalidated(download, rules);
        let findings = Findings::validate_rows(&sheet, 0, Row::at);
        findings.blocks().cloned().collect()
    }

    /// Has every rule run over everything when their findings are asked for.
    pub(crate) fn validate(&mut self) {
        if let Some(check) = &mut self.check {
            *check = BackgroundCheck::default();
        }
        self.states.take();
        self.unchanged.take();
        self.due.take();
        self.findings.take();
        self.is_validated = true;
    }

    /// Runs every rule over the changed rows, and those that compare rows over all: what an export asks about.
    ///
    /// Of other rows nothing is found before [`Sheet::validate`].
    pub(crate) fn validate_changed(&mut self) {
        self.states.take();
        self.unchanged.take();
        self.due.take();
        let rows: Vec<Row> = self.changed_rows().collect();
        self.findings = OnceLock::from(Findings::validate_rows(self, rows.len(), |at| rows[at]));
        self.is_validated = true;
    }

    /// Validates rows again whose state changed but not their texts.
    pub(crate) fn revalidate(&mut self, rows: &[Row]) {
        self.revalidate_fields(rows, &[]);
    }

    /// Validates what a step changed.
    pub(crate) fn revalidate_step(&mut self, step: &Step) {
        let mut rows: Vec<Row> = step.touched().collect();
        rows.sort_unstable();
        rows.dedup();
        if step.is_results() {
            return self.revalidate_whole(&rows);
        }
        let mut fields: Vec<Field> = step.changes.iter().map(|c| c.field).collect();
        fields.sort_unstable();
        fields.dedup();
        self.revalidate_fields(&rows, &fields);
    }

    /// Validates rows again in which any cell may have changed.
    pub(crate) fn revalidate_whole(&mut self, rows: &[Row]) {
        let fields: Vec<Field> = self.layout().fields().collect();
        self.revalidate_fields(rows, &fields);
    }

    /// Validates rows again after these fields of them have changed.
    pub(crate) fn revalidate_fields(&mut self, rows: &[Row], fields: &[Field]) {
        let Some(mut findings) = self.findings.take().filter(|_| self.is_validated) else {
            if let Some(check) = &mut self.check {
                // Brought up to date with these rows when the check is done.
                check.edited(rows, fields);
                return self.refresh_states(rows.iter().copied());
            }
            self.states.take();
            self.unchanged.take();
            self.due.take();
            return;
        };
        let mut touched: Vec<Row> = findings.rows_with_shared_errors().collect();
        findings.revalidate(self, rows, fields);
        touched.extend(findings.rows_with_shared_errors());
        touched.extend(rows);
        self.findings = OnceLock::from(findings);
        self.refresh_unchanged(&touched);
        self.refresh_due(&touched);
        self.refresh_states(touched);
    }

    /// What is wrong in a row, field by field, for the grid: also before the findings of all rows are known.
    pub fn levels(&self, row: Row) -> Vec<(Field, Level)> {
        let place = |finding: &Finding| Some((finding.field?, finding.level));
        if let Some(findings) = self.known_findings() {
            return findings.row(row).filter_map(place).collect();
        }
        self.findings_of(row).iter().filter_map(place).collect()
    }

    /// What is wrong in a row: as far as the row tells alone, where the findings of all rows aren't known.
    pub fn findings_of(&self, row: Row) -> Vec<Finding> {
        if let Some(findings) = self.known_findings() {
            return findings.row(row).cloned().collect();
        }
        let mut found = Vec::new();
        if self.is_validated {
            self.with_row(row, |r| rules::check_row(r, row, least(self, row), &mut found));
        }
        found
    }

    /// All findings of a cell, notes too, the most severe first.
    pub fn findings_at(&self, row: Row, field: Field) -> Vec<Finding> {
        let mut found = Vec::new();
        self.with_row(row, |r| rules::check_row(r, row, Level::Note, &mut found));
        let shared = self.known_findings().into_iter().flat_map(|findings| findings.shared(row));
        found.extend(shared.cloned());
        found.retain(|f| f.field == Some(field));
        sort_by_key(&mut found, |f| std::cmp::Reverse(f.level));
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Table;
    use chrono::NaiveDate;

    #[test]
    fn no_rule_runs_before_findings_are_asked_for_and_the_grid_shows_the_same_levels() {
        let text = "Referral ID,Currency,Notes\na,usd,\nb,USD,ok\nc,XXX,\n";
        let table = Table::parse(text.to_owned(), b',').expect("well-formed");
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day");
        let sheet = Sheet::new(table, Origin::Upload, today);
        let levels = || sheet.rows().map(|row| sheet.levels(row)).collect::<Vec<_>>();
        let before = levels();
        assert!(sheet.known_findings().is_none());
        assert!(sheet.findings().tally().problems() > 0);
        assert_eq!(levels(), before);
        assert!(before.iter().any(|levels| !levels.is_empty()));
    }

    #[test]
    fn a_report_has_all_errors_some_problems_of_each_rule_and_all_counts() {
        const MOST: usize = 10;
        let lead = |n: usize| {
            let (date, currency) = (["01/30/2020", "01/30/2030"][n % 2], ["USD", "usd"][n / 7 % 2]);
            format!("{n},Lead,Active,Accepted,{date},{currency}\n")
        };
        let text = "Referral ID,Lead Name,Partner Referral Status,Partner Referral Substatus,\
                    Estimated Close Date,Currency\n"
            .to_owned()
            + &(0..3_000).map(lead).collect::<String>();
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day");
        let table = || Table::parse(text.clone(), b',').expect("well-formed");
        let whole = Sheet::new(table(), Origin::Upload, today);
        let report = Sheet::for_report(table(), None, today, MOST);
        assert_eq!(report.summary(), whole.summary());

        let unlisted: Codes = report.findings().unlisted().collect();
        let problems = |sheet: &Sheet, code: &str| -> Vec<String> {
            let all = sheet.findings().all().filter(|f| f.level.is_problem());
            all.filter(|f| f.rule.code() == code).map(|f| format!("{f:?}")).collect()
        };
        for rule in rules::all() {
            let (all, kept) = (problems(&whole, rule.code), problems(&report, rule.code));
            assert!(kept.iter().take(MOST).eq(all.iter().take(MOST)), "{}", rule.code);
            assert_eq!(kept.len() + unlisted.get(rule.code).unwrap_or(&0), all.len());
        }
        assert!(unlisted["E-06"] > 1_000, "{unlisted:?}");
        let errors = |sheet: &Sheet| {
            let all = sheet.findings().all().filter(|f| f.level == Level::Error);
            all.map(|f| format!("{f:?}")).collect::<Vec<_>>()
        };
        assert!(errors(&whole).len() > 1_000);
        assert_eq!(errors(&report), errors(&whole));
    }
    #[test]
    fn a_report_lists_the_same_in_whatever_order_its_rows_are_validated() {
        let lead = |n: usize| format!("{n},Lead,Active,Accepted,01/30/2030,usd\n");
        let text = "Referral ID,Lead Name,Partner Referral Status,Partner Referral Substatus,\
                    Estimated Close Date,Currency\n"
            .to_owned()
            + &(0..40).map(lead).collect::<String>();
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day");
        let table = Table::parse(text, b',').expect("well-formed");
        let sheet = Sheet::for_report(table, None, today, 5);
        // As if each piece had been done before those in front of it.
        let piece = |from: usize| of_rows(&sheet, (from..from + 10).map(Row::at), &[]);
        let mut pieces = [piece(0), piece(10), piece(20), piece(30)];
        let warnings = |piece: &FindingsChunk| {
            let all = piece.found.iter().flat_map(|(_, found)| found.iter());
            all.filter(|f| f.level == Level::Warning).count()
        };
        let before = warnings(&pieces[0]);
        assert!(before >= 10 && pieces.iter().all(|piece| warnings(piece) == before));
        trim(&mut pieces, &Listing::new(5));
        assert_eq!(pieces.each_ref().map(warnings), [before, 0, 0, 0]);
        let unlisted = pieces.iter().flat_map(|piece| piece.unlisted.values());
        assert_eq!(unlisted.sum::<usize>(), 3 * before);
    }
}
