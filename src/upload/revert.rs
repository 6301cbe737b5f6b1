//! The way back: an upload file that puts the old values back after a part was uploaded.
//!
//! What can go back isn't listed anywhere. The part is read as the download that Partner Center would give
//! after its upload, and the old texts are put into it as an edit like any other: what the rules refuse
//! there, Partner Center would refuse as well.

use crate::leads::{Access, Level, Origin, check_editable_text, rules};
use crate::leads::{Field, Row};
use crate::sheet::row::{RowBuffer, RowDraft};
use crate::sheet::{CellEdit, Sheet};
use crate::table::Table;
use crate::table::escape::COMMA;
use crate::table::parallel::in_small_pieces;
use crate::upload::irreversible::Irreversible;
use crate::upload::render::{fields, upload_text};
use crate::upload::verify::{Mismatch, Verified, compare, verify};

/// A part before it is written, proved, and the old values of its leads as far as they may be put back
/// after its upload.
#[derive(Debug)]
pub struct Revert {
    /// The part as it would be downloaded again, and the old texts over it. No rule has run.
    sheet: Sheet,
    /// What was found when the part was compared with the download.
    verified: Verified,
    /// The rows of that sheet in which something goes back.
    rows: Vec<Row>,
    /// What can't go back.
    irreversible: Vec<Irreversible>,
}

/// What of a part can be put back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RevertSummary {
    /// How many leads the revert file has; without any there is none.
    pub leads: usize,
    /// What can't go back.
    pub stuck: Vec<Irreversible>,
}

impl Revert {
    /// Renders these rows as the part that they are going to be, proves it, and works out which old values
    /// may be put back once it is uploaded.
    ///
    /// Of each lead the outcome is tried first, as one, then cell by cell in file order: what makes an
    /// error stays as it was uploaded, and so does what is locked then. A cell that may only be cleared
    /// isn't tried: nothing can be written into it.
    ///
    /// # Errors
    ///
    /// Fails if the part can't be read or isn't as it has to be; it must not be written then.
    pub fn new(sheet: &Sheet, rows: &[Row]) -> Result<Self, Mismatch> {
        let uploaded = Table::parse(upload_text(sheet, rows), COMMA)?;
        let verified = compare(sheet, rows, &uploaded)?;
        let uploaded = uploaded.with_encoding(sheet.table().encoding());
        let mut back = Sheet::unvalidated(uploaded, sheet.context().rules());
        if sheet.origin() == Origin::Results {
            let irreversible = rows.iter().map(|row| unknown(sheet, *row)).collect();
            return Ok(Self { sheet: back, verified, rows: Vec::new(), irreversible });
        }
        if sheet.context().offers_unlocked {
            let unlocked = back.unlock_offers();
            debug_assert!(unlocked.is_ok(), "a new sheet is editable");
        }
        let fields = fields(sheet.table(), &sheet.added_for(rows));
        let groups = CellGroups::new(sheet, &fields);
        let tried = in_small_pieces(rows.len(), |piece| {
            let mut cells = RowBuffer::default();
            let try_row = |at: usize| {
                let groups = groups.of(rows[at]);
                let refused = back.try_revert(Row::at(at), &groups, &mut cells);
                groups.into_iter().zip(refused).collect::<Vec<_>>()
            };
            piece.map(try_row).collect::<Vec<_>>()
        });
        let (mut sets, mut stuck) = (Vec::new(), Vec::new());
        for (at, (&row, tried)) in rows.iter().zip(tried.into_iter().flatten()).enumerate() {
            let mut stay = Vec::new();
            let before = sets.len();
            for (group, refused) in tried {
                match refused {
                    Some(why) => stay.push((group, why)),
                    None => sets.extend(
                        group
                            .into_iter()
                            .map(|(field, text)| CellEdit::new(Row::at(at), field, text)),
                    ),
                }
            }
            stuck.extend(irreversible_cells(row, sets.len() == before, &fields, stay));
        }
        back.apply_unlocked("revert".to_owned(), sets, Vec::new());
        let rows = back.changed_rows().collect();
        Ok(Self { sheet: back, verified, rows, irreversible: stuck })
    }

    /// The text of the part that is reverted.
    pub fn upload_text(&self) -> &str {
        self.sheet.table().text()
    }

    /// The result of the comparison of the part with the download.
    pub fn verified(&self) -> Verified {
        self.verified
    }

    /// The text of the revert file; nothing if nothing can be reverted.
    pub fn text(&self) -> Option<String> {
        (!self.rows.is_empty()).then(|| upload_text(&self.sheet, &self.rows))
    }

    /// Compares the text of a revert file with what it has to be, as [`verify`] does with a part.
    ///
    /// # Errors
    ///
    /// Fails where it differs.
    pub fn verify(&self, written: String) -> Result<Verified, Mismatch> {
        verify(&self.sheet, &self.rows, written)
    }

    /// Says what of the part can be put back.
    pub fn summary(self) -> RevertSummary {
        RevertSummary { leads: self.rows.len(), stuck: self.irreversible }
    }
}

/// Returns what can't go back of a row of a results file: all of it.
fn unknown(sheet: &Sheet, row: Row) -> Irreversible {
    let fields = sheet.upload_changes(row).into_iter().map(|(field, ..)| field).collect();
    let why = "A results file doesn't have the old values; open the download with --results and this \
        file.";
    Irreversible { row, fields, is_whole: true, rule: "R-10", reason: why.to_owned() }
}

/// Puts together what stays of a lead for the same reason.
fn irreversible_cells(
    row: Row,
    nothing_goes: bool,
    fields: &[Field],
    stay: Vec<(CellGroup, BlockedRevert)>,
) -> Vec<Irreversible> {
    let mut stuck: Vec<Irreversible> = Vec::new();
    for (group, BlockedRevert { rule, why }) in stay {
        let own = group.iter().map(|(at, _)| fields[at.index()]);
        match stuck.iter_mut().find(|s| s.rule == rule && s.reason == why) {
            Some(same) => same.fields.extend(own),
            None => stuck.push(Irreversible {
                row,
                fields: own.collect(),
                is_whole: false,
                rule,
                reason: why,
            }),
        }
    }
    let is_whole = nothing_goes && stuck.len() == 1;
    for stuck in &mut stuck {
        stuck.fields.sort_unstable();
        stuck.is_whole = is_whole;
    }
    stuck
}

/// Cells of one lead that go back together, by their fields in the part, in the order in which they are set:
/// the texts that they had.
type CellGroup = Vec<(Field, String)>;

/// Divides the changes of leads into groups.
struct CellGroups<'s> {
    sheet: &'s Sheet,
    /// The fields of the sheet that a part has, in order, with their places in the part.
    places: Vec<(Field, Field)>,
}

impl<'s> CellGroups<'s> {
    fn new(sheet: &'s Sheet, fields: &[Field]) -> Self {
        let mut places: Vec<(Field, Field)> =
            fields.iter().copied().zip(Field::first(fields.len())).collect();
        places.sort_unstable();
        Self { sheet, places }
    }

    /// The field of the part that is a field of the sheet.
    fn place(&self, own: Field) -> Option<Field> {
        let at = self.places.binary_search_by_key(&own, |(own, _)| *own).ok()?;
        Some(self.places[at].1)
    }

    /// The groups of one row, in the order in which they are tried.
    fn of(&self, row: Row) -> Vec<CellGroup> {
        let (sheet, layout) = (self.sheet, self.sheet.layout());
        let old = |field: Field| sheet.base_text(row, field).into_owned();
        let changed = sheet.fields_unlike_base(row);
        let mut outcome = CellGroup::new();
        // The cells of an outcome only make sense together: they go back together or not at all.
        for field in layout.outcome_fields() {
            if let (true, Some(there)) = (changed.contains(&field), self.place(field)) {
                outcome.push((there, old(field)));
            }
        }
        let mut groups = Vec::new();
        groups.extend((!outcome.is_empty()).then_some(outcome));
        for field in changed {
            let col = layout.col(field);
            let is_apart = col.is_some_and(|col| {
                col.is_in_outcome() || matches!(col.column().access, Access::ClearOnly(_))
            });
            if let (false, Some(there)) = (is_apart, self.place(field)) {
                groups.push(vec![(there, old(field))]);
            }
        }
        groups
    }
}

/// Why a group doesn't go back.
struct BlockedRevert {
    rule: &'static str,
    why: String,
}

impl Sheet {
    /// Tries the groups of one row, each over those before it that go back, and returns why each can't.
    /// Nothing changes.
    fn try_revert(
        &self,
        row: Row,
        groups: &[CellGroup],
        cells: &mut RowBuffer,
    ) -> Vec<Option<BlockedRevert>> {
        let gathered = cells.gather(self, row);
        let uploaded = gathered.row();
        let mut trial = RowDraft::new(gathered.row());
        let try_group = |group| {
            let refused = self.refuse(row, group, &mut trial);
            if refused.is_some() {
                for (field, _) in group {
                    let text = uploaded.current.get(field.index());
                    trial.set(*field, text.copied().unwrap_or_default());
                }
            }
            refused
        };
        groups.iter().map(try_group).collect()
    }

    /// Puts a group into a row and says why it can't be there.
    fn refuse<'r>(
        &self,
        row: Row,
        group: &'r CellGroup,
        trial: &mut RowDraft<'r>,
    ) -> Option<BlockedRevert> {
        for (field, text) in group {
            if let Err(lock) = check_editable_text(&trial.row(), *field, text) {
                let name = self.layout().name(*field);
                let why = lock.reason.strip_prefix(name).and_then(|why| why.strip_prefix(": "));
                let why = why.unwrap_or(&lock.reason).to_owned();
                return Some(BlockedRevert { rule: lock.rule, why });
            }
            trial.set(*field, text);
        }
        let mut found = Vec::new();
        rules::check_row(&trial.row(), row, Level::Warning, &mut found);
        let error = found.into_iter().find(|finding| finding.level == Level::Error)?;
        Some(BlockedRevert { rule: error.rule.code(), why: error.message.to_string() })
    }
}
