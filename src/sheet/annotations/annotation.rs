//! A flag and a private note on a lead.

/// What a user noted about a lead: a flag, a private note, or both.
///
/// It is no cell: no rule reads it, no export, check, comparison or report has it. Only the saved work does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Annotation {
    /// Whether the lead is flagged.
    pub is_flagged: bool,
    /// The private note; empty if there is none.
    pub note: String,
}

/// Nothing is noted.
pub(crate) static NONE: Annotation = Annotation { is_flagged: false, note: String::new() };

impl Annotation {
    /// Whether nothing is noted.
    pub fn is_empty(&self) -> bool {
        *self == NONE
    }

    /// Whether there is a private note.
    pub fn has_note(&self) -> bool {
        !self.note.is_empty()
    }

    /// What is noted, in one line; empty if nothing is.
    pub fn label(&self) -> String {
        let lines = self.note.lines().map(str::trim).filter(|line| !line.is_empty());
        let note = lines.collect::<Vec<_>>().join(" / ");
        match (self.is_flagged, self.has_note()) {
            (true, true) => format!("Flagged. Private note: {note}"),
            (true, false) => "Flagged.".to_owned(),
            (false, true) => format!("Private note: {note}"),
            (false, false) => String::new(),
        }
    }
}
