//! The panel of the upload files.

use crate::app::app::App;
use crate::app::cell_info::Tone;
use crate::app::command::When;
use crate::app::grid::viewport::ViewSize;
use crate::app::panels::list::state::ListLine;
use crate::app::panels::list_state::ListState;
use crate::app::panels::panel::{KeyHint, Panel};
use crate::app::text::wrap::wrap_text;
use crate::leads::plural;
use crate::sheet::{Checklist, UploadPart, UploadStage};

/// The panel of the upload files: a line for each, and below the next step.
#[derive(Debug, Default)]
pub struct UploadsPanel {
    /// Which lines are in sight.
    pub window: ListState,
    /// The upload files as they stand.
    pub(super) checklist: Checklist,
}

impl UploadsPanel {
    /// The panel at the file with which the next step is done.
    pub(crate) fn new(checklist: Checklist) -> Self {
        let next = checklist.next_step().map(|step| step.part().clone());
        let selected = checklist.parts.iter().position(|part| Some(part) == next.as_ref());
        let last = checklist.parts.len().saturating_sub(1);
        let window = ListState { selected: selected.unwrap_or(last), ..ListState::default() };
        Self { window, checklist }
    }

    /// The selected file.
    pub(super) fn selected(&self) -> Option<&UploadPart> {
        self.checklist.parts.get(self.window.selected)
    }
}

/// A line about an upload file.
pub(crate) fn part_line(app: &App, part: &UploadPart) -> ListLine {
    let tone = match part.stage {
        UploadStage::Imported if part.rejected > 0 => Tone::Warning,
        UploadStage::Imported => Tone::Good,
        UploadStage::Uploaded if app.now.is_some_and(|now| part.is_overdue(now)) => Tone::Warning,
        UploadStage::Uploaded | UploadStage::ToUpload => Tone::Plain,
        UploadStage::Withdrawn | UploadStage::Replaced => Tone::Locked,
    };
    let text = format!("{}  {}", part.name(), part.describe(app.now));
    ListLine::new(part.stage.label(), text, tone)
}

impl Panel for UploadsPanel {
    fn label(&self) -> &'static str {
        "UPLOADS"
    }

    fn sections(&self) -> &'static [When] {
        &[When::Uploads, When::Panel]
    }

    fn hints(&self) -> &'static [KeyHint] {
        &[
            ("import", "import results"),
            ("uploaded", "uploaded"),
            ("withdraw", "not uploaded"),
            ("close", "back"),
        ]
    }

    fn line_command(&self) -> Option<(When, &'static str)> {
        Some((When::Uploads, "import"))
    }

    fn list_state(&self) -> &ListState {
        &self.window
    }

    fn list_state_mut(&mut self) -> &mut ListState {
        &mut self.window
    }

    fn len(&self) -> usize {
        self.checklist.parts.len()
    }

    fn heading(&self, _app: &App) -> String {
        let open = |part: &&UploadPart| {
            matches!(part.stage, UploadStage::ToUpload | UploadStage::Uploaded)
        };
        let open = self.checklist.parts.iter().filter(open).count();
        format!("Upload files: {}, {open} without results", plural(self.len(), "file"))
    }

    fn line(&self, app: &App, line: usize) -> ListLine {
        let part = self.checklist.parts.get(line);
        part.map(|part| part_line(app, part)).unwrap_or_default()
    }

    fn label_width(&self) -> u16 {
        12
    }

    fn detail(&self, app: &App) -> (Vec<String>, Tone) {
        let next = self.checklist.next_step();
        let say =
            next.map_or("All results are imported.".to_owned(), |step| step.describe(app.now));
        (wrap_text(&say, app.fit.width), Tone::Plain)
    }

    fn fit(&mut self, app: &App, size: ViewSize) {
        self.checklist = app.sheet.checklist();
        let height = size.lines.saturating_sub(self.detail_lines());
        self.window.follow(self.checklist.parts.len(), height);
    }
}
