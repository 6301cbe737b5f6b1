//! The rows that a rule of one row runs on, as the rule's entry names them.

use super::Lead;

/// The kind of a row, as far as it decides which rules have something to find in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowKind {
    /// A row that can change.
    Open,
    /// A row whose lead was already Closed in the download: nothing in it can be fixed any more.
    Closed,
    /// A row whose cells aren't those of a lead: with another number of fields than the header, or the header
    /// once more.
    Ragged,
}

/// The rows that a rule of one row runs on: rows that can change, and others that its entry adds.
///
/// No rule runs on a row without a kind.
#[derive(Clone, Copy, Debug)]
pub struct RowScope {
    closed: bool,
    ragged: bool,
    filter: RowFilter,
    unless: Option<QuickCheck>,
}

/// Clears a row by a few of its cells: the rule can't find anything in it. It may miss a row without findings.
pub(super) type QuickCheck = fn(&Lead) -> bool;

/// What must be in a row so that a rule runs on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum RowFilter {
    Any,
    Changed,
    ToScan,
}

impl RowScope {
    /// All rows that can change.
    pub const OPEN: Self =
        Self { closed: false, ragged: false, filter: RowFilter::Any, unless: None };

    /// Those of them with a text that isn't the loaded one.
    pub const CHANGED: Self = Self { filter: RowFilter::Changed, ..Self::OPEN };

    /// Those of them with a text that isn't simple, see [`is_simple_ascii`](super::is_simple_ascii).
    pub const TO_SCAN: Self = Self { filter: RowFilter::ToScan, ..Self::OPEN };

    /// Adds the rows whose leads were already Closed in the download.
    #[must_use]
    pub const fn and_closed(self) -> Self {
        Self { closed: true, ..self }
    }

    /// Adds the rows whose cells aren't those of a lead.
    #[must_use]
    pub const fn and_ragged(self) -> Self {
        Self { ragged: true, ..self }
    }

    /// Leaves out the rows that a quick check clears: most rows, so that the rule costs next to nothing there.
    /// Neighbours in the table of rules with the same check share one run of it.
    #[must_use]
    pub const fn unless(self, check: fn(&Lead) -> bool) -> Self {
        Self { unless: Some(check), ..self }
    }

    /// Whether the rule runs on some rows of a kind, with or without a change and a text to scan.
    pub(super) fn includes(self, kind: RowKind, changed: bool, to_scan: bool) -> bool {
        let has_kind = match kind {
            RowKind::Open => true,
            RowKind::Closed => self.closed,
            RowKind::Ragged => self.ragged,
        };
        has_kind
            && match self.filter {
                RowFilter::Any => true,
                RowFilter::Changed => changed,
                RowFilter::ToScan => to_scan,
            }
    }

    /// The quick check that leaves rows out.
    pub(super) fn quick_check(self) -> Option<QuickCheck> {
        self.unless
    }
}

impl RowKind {
    /// All kinds.
    pub(super) const ALL: [Self; 3] = [Self::Open, Self::Closed, Self::Ragged];
}

impl Lead<'_> {
    /// The kind of the row; none for an empty one, which the rule about all of them (F-10) lists, and
    /// for one of a results file that Partner Center accepted, in which nothing is left to do.
    pub(super) fn kind(&self) -> Option<RowKind> {
        if (self.is_blank() && !self.is_changed()) || self.is_accepted_result() {
            None
        } else if self.is_ragged() || self.repeats_header() {
            Some(RowKind::Ragged)
        } else if self.was_closed() {
            Some(RowKind::Closed)
        } else {
            Some(RowKind::Open)
        }
    }
}
