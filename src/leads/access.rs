//! Who may change a cell: the one answer for typing, picking, paste and the command line.

use super::{Access, Last, Row, visible};

/// Why a cell may not be changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lock {
    /// The rule that says so.
    pub rule: &'static str,
    /// The reason, as a whole sentence.
    pub why: String,
    /// What can be done to the cell all the same.
    pub way_out: Option<WayOut>,
}

/// What can be done to a locked cell all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WayOut {
    /// Another outcome of the lead unlocks it.
    ChooseOutcome,
    /// It may be emptied.
    Clear,
    /// Unlocking offers and solutions unlocks it.
    UnlockOffers,
}

impl Lock {
    /// Returns a lock with its reason.
    pub fn new(rule: &'static str, why: impl Into<String>) -> Self {
        Self { rule, why: why.into(), way_out: None }
    }

    /// Adds what can be done all the same.
    #[must_use]
    pub fn with(self, way_out: WayOut) -> Self {
        Self { way_out: Some(way_out), ..self }
    }
}

impl std::fmt::Display for Lock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.rule, self.why)
    }
}

/// Tells whether a cell may be given a new text at all, and why not.
///
/// A column that may only be cleared counts as locked here: no editor opens on it.
pub fn permit(row: &Row, field: usize) -> Result<(), Lock> {
    let lock = |rule, why: &str| Err(Lock::new(rule, format!("{}: {why}", row.layout.name(field))));
    if row.is_ragged() {
        let (has, want) = (row.loaded.len(), row.layout.len());
        let why = format!("this row has {has} fields, the header {want}; it is kept as it is.");
        return lock("F-05", &why);
    }
    if row.last == Last::Accepted {
        return lock("R-13", "Partner Center took this row already; nothing is left to do.");
    }
    if row.came_closed() {
        return lock("R-05", "the lead came Closed; nothing may change any more.");
    }
    let Some(col) = row.layout.col(field) else {
        return lock("H-04", "unknown column, kept unchanged.");
    };
    match col.column().access {
        Access::Locked(rule) => lock(rule, "read-only, Partner Center sets it."),
        Access::Unlockable(rule) if !row.facts.offers_unlocked => {
            lock(rule, "read-only, Partner Center sets it.")
                .map_err(|lock| lock.with(WayOut::UnlockOffers))
        }
        Access::Open | Access::Unlockable(_) if col.number() > col.limit() => {
            let rule = if col.is_offer() { "H-07" } else { "H-06" };
            let most = col.limit().unwrap_or_default();
            lock(rule, &format!("Partner Center takes at most {most} of these."))
        }
        Access::Open | Access::Unlockable(_) => Ok(()),
        Access::ClearOnly(rule) => {
            lock(rule, "can only be cleared.").map_err(|lock| lock.with(WayOut::Clear))
        }
        Access::When(allowed) => allowed(row),
    }
}

/// Tells whether a cell may be given this text, and why not.
///
/// Going back to the loaded text is always allowed: it removes a change.
pub fn permit_text(row: &Row, field: usize, text: &str) -> Result<(), Lock> {
    if row.last == Last::Accepted {
        return permit(row, field);
    }
    let is_missing = !row.is_ragged() && (row.loaded.len()..row.layout.len()).contains(&field);
    if row.loaded.get(field).map_or(is_missing && text.is_empty(), |loaded| *loaded == text) {
        return Ok(());
    }
    if text.contains('\0') {
        let name = row.layout.name(field);
        return Err(Lock::new("X-05", format!("{name}: the text holds a NUL character.")));
    }
    if let Some(letter) = row.facts.encoding.missing(text) {
        let (name, letter) =
            (row.layout.name(field), visible(letter.encode_utf8(&mut [0; 4])).into_owned());
        let encoding = row.facts.encoding.name(false);
        let why = format!(
            "{name}: \"{letter}\" can't be written in {encoding}, the encoding of the file."
        );
        return Err(Lock::new("F-16", why));
    }
    match permit(row, field) {
        Err(lock)
            if text.is_empty()
                && clear_only(row, field)
                && !row.came_closed()
                && !row.is_ragged() =>
        {
            debug_assert_eq!(lock.rule, "R-12");
            Ok(())
        }
        answer => answer,
    }
}

fn clear_only(row: &Row, field: usize) -> bool {
    row.layout.col(field).is_some_and(|c| matches!(c.column().access, Access::ClearOnly(_)))
}
