//! The view of a file from one run to the next: reads it when the file is opened, writes it after a pause.

use crate::app::{App, KeptView, ViewError};
use crate::shell::run::Shell;
use crate::store;
use crate::store::Source;
use std::time::Duration;

/// After how long a pause the view is written: not for every step of the cursor.
pub(crate) const WRITE_AFTER: Duration = Duration::from_secs(2);

/// The view of a file as it was last read or written, so that only another one is written.
#[derive(Debug, Default)]
pub(crate) struct ViewFile {
    written: Option<(String, KeptView)>,
    /// Whether something was done since.
    pub(crate) is_due: bool,
}

/// The view in which a file was left, if there is one.
pub(crate) fn read(source: &Source) -> Option<Result<KeptView, ViewError>> {
    read_named(&store::view_name(source))
}

/// The view with a name, if there is one.
pub(crate) fn read_named(name: &str) -> Option<Result<KeptView, ViewError>> {
    Some(KeptView::parse(&store::read_remembered(name)?))
}

impl Shell<'_> {
    /// Notes the view that the file opened with: it needn't be written.
    pub(crate) fn note_view(&mut self, app: &App) {
        self.view.written = self.autosave.view_name().zip(app.kept_view());
    }

    /// Writes the view for the next run, where work is saved. What can't be written is no work.
    pub(crate) fn save_view(&mut self, app: &App) {
        self.view.is_due = false;
        let name = self.autosave.view_name().filter(|_| self.autosave.is_saving());
        let Some(now) = name.zip(app.kept_view()) else { return };
        if self.view.written.as_ref() != Some(&now) {
            let _ = store::write_remembered(&now.0, &now.1.to_text());
            store::remove_old_views();
            self.view.written = Some(now);
        }
    }
}
