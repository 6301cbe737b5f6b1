//! A fresh download in the place of one of several files that are open as one.

use crate::app::app::App;
use crate::app::effect::EffectError;
use crate::app::mode::Mode;
use crate::app::panels::picker::state::{Picker, PickerKind};
use crate::app::session::fresh_download::{FreshDownload, not_rebased};
use crate::leads::{Origin, plural, thousands};
use crate::sheet::{LogEntry, Sheet};
use crate::sync::SharedLeads;
use crate::table::{Table, UnionFile};

/// Several files with a fresh download among them.
#[derive(Clone, Debug)]
pub struct ReplacedFile {
    /// The files as one.
    pub table: Table,
    /// What was done to them.
    pub entries: Vec<LogEntry>,
    /// The folder that upload files are written to, as it is shown.
    pub folder: String,
    /// What the user should know about saved work that isn't shown any more, one sentence each.
    pub notices: Vec<String>,
}

impl App {
    /// Finds the file whose place a fresh download takes, or asks for it.
    pub(crate) fn choose_replaced(&mut self, fresh: FreshDownload) {
        let Some(union) = self.sheet.table().sources() else { return };
        let counts = SharedLeads::of(union, &fresh.table);
        let same_path = fresh.among.as_ref().and_then(|among| among.same_path);
        if let Some(file) = same_path.or_else(|| SharedLeads::only_match(&counts)) {
            return self.compare_fresh(fresh, Some(file));
        }
        let name = &fresh.name;
        let line = |(file, counts): (&UnionFile, &SharedLeads)| {
            let (shared, leads) = (thousands(counts.shared), plural(counts.leads, "lead"));
            (file.name.clone(), format!("{shared} of its {leads} are in {name}"))
        };
        let files = union.files().iter().zip(&counts).map(line).collect();
        let title = format!("Which file does {name} replace?");
        let has = match counts.iter().filter(|counts| counts.is_match()).count() {
            0 => "less than half of the leads of each file".to_owned(),
            files => format!("leads of {files} files"),
        };
        self.set_status(format!("{name} has {has}; choose the one that it replaces."));
        self.fresh_download = Some(Box::new(fresh));
        self.mode = Mode::Picker(Picker::open(title, PickerKind::Files(files)));
    }

    /// Lets the fresh download that was read take the place of the file that was chosen.
    pub(crate) fn replace_file(&mut self, file: usize) {
        if let Some(fresh) = self.fresh_download.take() {
            self.compare_fresh(*fresh, Some(file));
        }
    }

    /// Says whose place a fresh download takes, and how many of its leads it has.
    pub(super) fn replaced_note(&self, file: usize, fresh: &FreshDownload) -> Option<String> {
        let union = self.sheet.table().sources()?;
        let counts = *SharedLeads::of(union, &fresh.table).get(file)?;
        let name = &union.files().get(file)?.name;
        let (shared, leads) = (thousands(counts.shared), plural(counts.leads, "lead"));
        Some(format!("It replaces {name}: {shared} of its {leads} are in it."))
    }

    /// Goes on with the files that have the fresh download among them, now that the work is kept for it; or says why
    /// it isn't.
    pub(crate) fn file_replaced(&mut self, result: Result<Box<ReplacedFile>, EffectError>) {
        let Some(rebased) = self.rebased.take() else { return };
        let ReplacedFile { table, entries, folder, notices } = match result {
            Ok(replaced) => *replaced,
            Err(why) => {
                return self.mode = not_rebased(&format!("The files can't be joined: {why}."));
            }
        };
        let mut sheet = Sheet::new(table, Origin::Download, self.sheet.context().rules());
        sheet.keep_errors(self.sheet.keeps_errors());
        sheet.set_open_days(self.sheet.open_days());
        sheet.replay(&entries);
        sheet.start_logging();
        self.folder = folder;
        let name = rebased.place.map_or_else(String::new, |place| place.name);
        let done = format!("Rebased: {}. {name} is one of the files now.", rebased.say);
        let status = std::iter::once(done).chain(notices).collect::<Vec<_>>().join(" ");
        self.go_on_with(sheet, status);
    }
}
