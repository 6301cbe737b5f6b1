//! Filling leads from another file: from what was read to the preview of what is filled.

use crate::app::app::App;
use crate::app::command::When;
use crate::app::effect::{Effect, EffectError};
use crate::app::mode::Mode;
use crate::app::panels::changes;
use crate::app::panels::changes::state::ChangesPanel;
use crate::app::panels::fill::state::FillPanel;
use crate::app::panels::picker::state::{Picker, PickerKind};
use crate::declared::fill_mapping;
use crate::leads::visible;
use crate::sync::fill::{FillCellGroup, FillMapping, SourceTable};
use std::sync::Arc;

/// The file that leads are filled from, as the shell has read it.
#[derive(Clone, Debug)]
pub enum FillFile {
    /// Its rows.
    Rows {
        /// The rows.
        source: Arc<SourceTable>,
        /// The saved mapping for a file with these columns: its name and its text.
        saved: Option<(String, String)>,
    },
    /// A workbook in which several sheets have rows.
    Sheets {
        /// The path of the file, as it was typed.
        path: String,
        /// The name of the file, as it is shown.
        name: String,
        /// The sheets, each with the number of its rows.
        sheets: Vec<(String, usize)>,
    },
}

impl App {
    /// Takes the file that was asked for, and shows what its columns fill.
    pub(crate) fn fill_read(&mut self, result: Result<FillFile, EffectError>) {
        let (source, saved) = match result {
            Ok(FillFile::Rows { source, saved }) => (source, saved),
            Ok(FillFile::Sheets { path, name, sheets }) => {
                let title = format!("Sheet of {name}");
                let offers = PickerKind::Sheets { path, sheets };
                self.mode = Mode::Picker(Picker::open(title, offers));
                return;
            }
            Err(EffectError { unread: Some(unread), .. }) => return self.ask_encoding(*unread),
            Err(error) => return self.set_error(error.to_string()),
        };
        if let Err(refusal) = self.sheet.check_writable() {
            return self.report_refusal(&refusal.into());
        }
        let (mapping, notes) = self.start_mapping(&source, saved);
        self.message = None;
        self.mode = Mode::open(FillPanel::new(source, mapping, notes, &self.sheet));
    }

    /// The mapping that is begun with, and what there is to say about it: the saved one, or by the names of the
    /// columns.
    fn start_mapping(
        &self,
        source: &SourceTable,
        saved: Option<(String, String)>,
    ) -> (FillMapping, Vec<String>) {
        let by_names = || FillMapping::from_names(source, &self.sheet);
        let Some((name, text)) = saved else { return (by_names(), Vec::new()) };
        match fill_mapping::read_mapping(&text, source, &self.sheet) {
            Ok(mapping) => {
                let key = self.keymap.hint(When::Fill, "restart");
                let note = format!("Mapped as last time, from {name}; {key} starts over.");
                (mapping, vec![note])
            }
            Err(mistakes) => {
                let mut notes = vec![format!("{name} has mistakes and isn't used:")];
                notes.extend(mistakes.lines());
                (by_names(), notes)
            }
        }
    }

    /// Maps the columns by their names again, as if no mapping was saved.
    pub(crate) fn restart_fill(&mut self) {
        let Some(panel) = self.mode.take_panel::<FillPanel>() else { return };
        let source = panel.source;
        let mapping = FillMapping::from_names(&source, &self.sheet);
        self.mode = Mode::open(FillPanel::new(source, mapping, Vec::new(), &self.sheet));
    }

    /// Shows each cell that is filled, before it is, and saves the mapping for the next time.
    pub(crate) fn preview_fill(&mut self) {
        let Some(panel) = self.mode.panel::<FillPanel>() else { return };
        if panel.fill.of_group(FillCellGroup::Filled).next().is_none() {
            return self.set_status("There is nothing to fill: no cell would change.");
        }
        let (source, mapping) = (Arc::clone(&panel.source), &panel.mapping);
        let text = fill_mapping::write_mapping(mapping, &source, &self.sheet);
        let label = format!("fill from {}", visible(&source.name));
        let set = panel.fill.change_set(&source, &self.sheet, label);
        self.effects.push(Effect::SaveMapping { source, text });
        let mapping = self.mode.take_panel::<FillPanel>();
        changes::open::open(self, set, Vec::new(), None);
        if let Some(panel) = self.mode.panel_mut::<ChangesPanel>() {
            panel.mapping = mapping;
        }
    }

    /// Reads the sheet of a workbook that was chosen.
    pub(crate) fn read_sheet(&mut self, path: String, sheet: String) {
        self.effects.push(Effect::ReadFill { path, sheet: Some(sheet) });
    }
}
