//! Changing saved work without a screen, as the editor would change it.

mod changes;

pub(in crate::cli) use changes::{ChangeSetReport, write_changes};

use crate::cli::check::{self, CommandError, Env};
use crate::cli::encoding::SecondEncoding;
use crate::cli::journal as kept;
use crate::leads::Encoding;
use crate::sheet::{Applied, Edit, Sheet};
use crate::store::journal::JournalSlot;
use crate::store::{OpenError, Opened};
use std::path::Path;

/// A file with its saved work, locked against other programs meanwhile.
pub(crate) struct OpenedWork {
    /// The file with the work in it.
    pub sheet: Sheet,
    /// The path of the file as it was given.
    pub name: String,
    /// What there is to say about the file and the work.
    pub notices: Vec<String>,
    slot: JournalSlot,
}

impl OpenedWork {
    /// Opens a file with its saved work; without any, it begins.
    ///
    /// # Errors
    ///
    /// Fails if the file can't be read or isn't a Leads file, if it is being edited, or if the saved work is on
    /// another version of it.
    pub(crate) fn open(
        file: &Path,
        encoding: Option<Encoding>,
        env: &Env,
    ) -> Result<Self, CommandError> {
        let folder = kept::folder()?;
        let encoding = SecondEncoding { named: encoding, first: None };
        let opened = check::open_with_lists(env, || kept::open(file, encoding, OpenError::OPTION));
        let (Opened { name, table, mut notices, .. }, source) = opened?;
        let mut slot = JournalSlot::open(folder, &source)?;
        let origin = table.origin();
        let mut sheet = Sheet::new(table, origin, env.rules());
        sheet.keep_errors(env.keeps_errors);
        notices.extend(kept::restore(&mut sheet, &mut slot, file, &name)?);
        notices.extend(env.lists().note());
        Ok(Self { sheet, name, notices, slot })
    }

    /// Makes an edit as one step that can be undone, and saves it.
    ///
    /// # Errors
    ///
    /// Fails if the sheet can't be edited, or if the step can't be saved.
    pub(crate) fn apply(mut self, edit: Edit) -> Result<(Sheet, Applied), CommandError> {
        let applied =
            self.sheet.apply(edit).map_err(|refusal| kept::unusable(refusal.to_string()))?;
        kept::keep(self.sheet.take_log(), self.slot)?;
        Ok((self.sheet, applied))
    }
}
