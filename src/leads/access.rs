//! Decides who may change a cell: for typing, picking, paste and the command line.

use super::{Access, Lead, Reference, plural, visible};
use crate::leads::index::Field;
use std::borrow::Cow;

/// Why a cell may not be changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lock {
    /// The rule that locks it.
    pub rule: &'static str,
    /// The reason, as a whole sentence.
    pub reason: String,
    /// What can still be done to the cell.
    pub unlock: Option<Unlock>,
}

/// What can still be done to a locked cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unlock {
    /// Another outcome of the lead unlocks it.
    ChooseOutcome,
    /// It may be emptied.
    Clear,
    /// Unlocking offers and solutions unlocks it.
    UnlockOffers,
}

impl Lock {
    /// A lock with its reason.
    pub fn new(rule: &'static str, reason: impl Into<String>) -> Self {
        Self { rule, reason: reason.into(), unlock: None }
    }
}

impl std::fmt::Display for Lock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.rule, self.reason)
    }
}

/// Why a cell is locked, without a sentence yet.
///
/// Each drawing needs it for each cell on the screen, without the sentence: so most reasons take no memory.
#[derive(Clone, Debug)]
pub struct LockReason {
    rule: &'static str,
    reason: Cow<'static, str>,
    unlock: Option<Unlock>,
}

impl LockReason {
    /// A lock of a rule, with the rest of a sentence that begins with the column's name.
    pub(super) fn new(rule: &'static str, reason: impl Into<Cow<'static, str>>) -> Self {
        Self { rule, reason: reason.into(), unlock: None }
    }

    /// Adds what can still be done.
    pub(super) fn with(self, way_out: Unlock) -> Self {
        Self { unlock: Some(way_out), ..self }
    }

    /// The lock with its sentence.
    fn lock(self, row: &Lead, field: Field) -> Lock {
        let reason = format!("{}: {}", row.layout.name(field), self.reason);
        Lock { rule: self.rule, reason, unlock: self.unlock }
    }
}

/// Checks that a cell may get a new text at all.
///
/// A column that may only be cleared counts as locked here: no editor opens on it.
pub fn check_editable(row: &Lead, field: Field) -> Result<(), Lock> {
    allow(row, field).map_err(|reason| reason.lock(row, field))
}

/// Whether [`check_editable`] refuses a cell, without the reason.
pub fn is_locked(row: &Lead, field: Field) -> bool {
    allow(row, field).is_err()
}

/// The same for many cells of a row: what locks all of them is looked for once.
pub fn locked_cells<'r>(row: &'r Lead) -> impl Fn(Field) -> bool + 'r {
    let are_all = allow_row(row).is_err();
    move |field| are_all || allow_field(row, field).is_err()
}

fn allow(row: &Lead, field: Field) -> Result<(), LockReason> {
    allow_row(row).and_then(|()| allow_field(row, field))
}

/// Looks for what locks every cell of a row.
fn allow_row(row: &Lead) -> Result<(), LockReason> {
    if row.is_empty_in_file() {
        return Err(LockReason::new("F-10", "this row is empty; it isn't a lead."));
    }
    if let Some(broken) = row.broken {
        let reason = format!(
            "rows {broken} are one lead that a line end inside a cell broke; they are kept \
             unchanged."
        );
        return Err(LockReason::new("F-05", reason));
    }
    if row.is_ragged() {
        let (has, want) = (row.loaded.len(), row.layout.len());
        let has = plural(has, "field");
        let reason = format!("this row has {has} but the header has {want}; it is kept unchanged.");
        return Err(LockReason::new("F-05", reason));
    }
    if row.repeats_header() {
        let reason = "this row repeats the header; it isn't a lead.";
        return Err(LockReason::new("F-17", reason));
    }
    if row.is_accepted_result() {
        let reason = "Partner Center already accepted this row; nothing is left to do.";
        return Err(LockReason::new("R-13", reason));
    }
    if row.was_closed() {
        let reason = match row.reference {
            Reference::File => "the lead is Closed; Partner Center permits no more changes.",
            Reference::Accepted | Reference::Exported => {
                "Partner Center accepted the lead as Closed; it can't be changed."
            }
        };
        return Err(LockReason::new("R-05", reason));
    }
    Ok(())
}

/// Looks for what locks a cell of a row that isn't locked.
fn allow_field(row: &Lead, field: Field) -> Result<(), LockReason> {
    if row.layout.source() == Some(field) {
        return Err(LockReason::new("H-04", "it names the file of the lead and is in no file."));
    }
    if row.context.lacking.contains(&field) {
        return Err(LockReason::new("H-04", "the file of this lead doesn't have this column."));
    }
    let Some(col) = row.layout.col(field) else {
        return Err(LockReason::new("H-04", "unknown column, kept unchanged."));
    };
    let read_only = |rule| LockReason::new(rule, "read-only, Partner Center sets it.");
    match col.column().access {
        Access::Locked(rule) => Err(read_only(rule)),
        Access::Unlockable(rule) if !row.context.offers_unlocked => {
            Err(read_only(rule).with(Unlock::UnlockOffers))
        }
        Access::Open | Access::Unlockable(_) if col.number() > col.limit() => {
            let rule = if col.is_offer() { "H-07" } else { "H-06" };
            let most = col.limit().unwrap_or_default();
            Err(LockReason::new(rule, format!("Partner Center accepts at most {most} of these.")))
        }
        Access::Open | Access::Unlockable(_) => Ok(()),
        Access::ClearOnly(rule) => {
            Err(LockReason::new(rule, "can only be cleared.").with(Unlock::Clear))
        }
        Access::When(allowed) => allowed(row),
    }
}

/// Checks that a cell may get this text.
///
/// Going back to the loaded text is always allowed: it removes a change.
pub fn check_editable_text(row: &Lead, field: Field, text: &str) -> Result<(), Lock> {
    if row.is_accepted_result() {
        return check_editable(row, field);
    }
    let is_missing =
        !row.is_ragged() && (row.loaded.len()..row.layout.len()).contains(&field.index());
    if row.loaded.get(field.index()).map_or(is_missing && text.is_empty(), |loaded| *loaded == text)
    {
        return Ok(());
    }
    if text.contains('\0') {
        let name = row.layout.name(field);
        return Err(Lock::new("X-05", format!("{name}: the text contains a NUL character.")));
    }
    if let Some(letter) = row.context.encoding.missing(text) {
        let (name, letter) =
            (row.layout.name(field), visible(letter.encode_utf8(&mut [0; 4])).into_owned());
        let encoding = row.context.encoding.name(false);
        let reason = format!(
            "{name}: \"{letter}\" can't be encoded in {encoding}, the encoding of the file."
        );
        return Err(Lock::new("F-16", reason));
    }
    match check_editable(row, field) {
        Err(lock)
            if text.is_empty()
                && clear_only(row, field)
                && !row.was_closed()
                && !row.is_ragged()
                && !row.is_empty_in_file() =>
        {
            debug_assert_eq!(lock.rule, "R-12");
            Ok(())
        }
        answer => answer,
    }
}

fn clear_only(row: &Lead, field: Field) -> bool {
    row.layout.col(field).is_some_and(|c| matches!(c.column().access, Access::ClearOnly(_)))
}
