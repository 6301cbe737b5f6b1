//! Going over to a fresh download, or to what a file holds now: from what was read to what is open.

use crate::app::app::App;
use crate::app::cell_info::Tone;
use crate::app::command::When;
use crate::app::effect::{Effect, EffectError};
use crate::app::file::{FileIdentity, Persistence};
use crate::app::grid::columns::Columns;
use crate::app::grid::viewport::Viewport;
use crate::app::mode::Mode;
use crate::app::panels::list::state::{ListLine, ListPanel};
use crate::app::panels::rebase::state::RebasePanel;
use crate::app::session::persistence::Recovery;
use crate::leads::Origin;
use crate::sheet::{Order, PendingChanges, Sheet};
use crate::sync::Rebase;
use crate::table::Table;

/// A fresh download, as the shell has read it.
#[derive(Clone, Debug)]
pub struct FreshDownload {
    /// The file.
    pub table: Table,
    /// Its name, as the title shows it.
    pub name: String,
    /// The folder that upload files are written to, as it is shown.
    pub folder: String,
    /// What there is to say about it.
    pub notices: Vec<String>,
    /// Whether what is done to it outlives the program.
    pub keeping: Persistence,
    /// What is known of the files that are open, if there are several: it takes the place of one of them.
    pub among: Option<OpenFiles>,
}

/// What is known of several files that are open as one, for a fresh download of one of them.
#[derive(Clone, Debug, Default)]
pub struct OpenFiles {
    /// The number of the file with the path of the fresh download, if one has it.
    pub same_path: Option<usize>,
    /// The work on each file, also on leads that aren't shown.
    pub work: Vec<PendingChanges>,
}

/// The fresh download with the changes in it, until it is kept.
#[derive(Debug)]
pub(crate) struct RebasedSheet {
    sheet: Sheet,
    /// Nothing if it is the file that is open.
    pub(super) place: Option<FileIdentity>,
    pub(super) say: String,
}

impl App {
    /// Takes the fresh download that was asked for, and shows what becomes of the work.
    pub(crate) fn fresh(&mut self, result: Result<Box<FreshDownload>, EffectError>) {
        let fresh = match result {
            Ok(fresh) => *fresh,
            Err(EffectError { unread: Some(unread), .. }) => return self.ask_encoding(*unread),
            Err(error) => return self.mode = not_rebased(&error.to_string()),
        };
        match &fresh.among {
            None => self.compare_fresh(fresh, None),
            Some(_) => self.choose_replaced(fresh),
        }
    }

    /// Shows what becomes of the work in a fresh download: of all of it, or of that on one of several files.
    pub(crate) fn compare_fresh(&mut self, fresh: FreshDownload, replaced: Option<usize>) {
        let note = replaced.and_then(|file| self.replaced_note(file, &fresh));
        let FreshDownload { table, name, folder, notices, keeping, among } = fresh;
        let mut sheet = Sheet::new(table, Origin::Download, self.sheet.context().rules());
        sheet.keep_errors(self.sheet.keeps_errors());
        sheet.set_open_days(self.sheet.open_days());
        let all = self.sheet.table();
        let old = replaced.and_then(|file| all.sources()?.files().get(file));
        let own = replaced.and_then(|file| among?.work.into_iter().nth(file));
        let work = own.unwrap_or_else(|| PendingChanges::from_sheet(&self.sheet));
        let rebase = Rebase::new(&work, Some(old.map_or(all, |file| &file.table)), sheet);
        let place = Some(FileIdentity { name, folder, keeping });
        let mut panel = RebasePanel::new(rebase, place, notices);
        if let (Some(file), Some(note)) = (replaced, note) {
            panel.replace_file(file, note);
        }
        self.message = None;
        self.mode = Mode::open(panel);
    }

    /// Shows what becomes of the work on what the file held before.
    pub(crate) fn rebase_left(&mut self) {
        let Some(Recovery::Other(left)) = &self.earlier else { return self.invalid_answer() };
        let work = PendingChanges::from_log(left.actions.iter().map(|(_, action)| action));
        if work.is_empty() {
            let discard = self.keymap.hint(When::Start, "discard");
            return self.set_status(format!("That work has no changes; {discard} starts over."));
        }
        let rebase = Rebase::new(&work, None, self.sheet.reset());
        self.mode = Mode::open(RebasePanel::new(rebase, None, Vec::new()));
    }

    /// Carries the work over, or goes to what has to be answered first.
    pub(crate) fn accept_rebase(&mut self) {
        let Some(panel) = self.mode.panel_mut::<RebasePanel>() else { return };
        if panel.rebase.unanswered() > 0 {
            panel.next_question(true);
            let hint = |name| self.keymap.hint(When::Rebase, name);
            let say = format!(
                "Choose first: {} mine, {} theirs, {} all mine, {} all theirs.",
                hint("mine"),
                hint("theirs"),
                hint("all_mine"),
                hint("all_theirs")
            );
            return self.set_error(say);
        }
        let Some(panel) = self.mode.take_panel::<RebasePanel>() else { return };
        let (say, replaced) = (panel.summary(), panel.replaced);
        let (sheet, actions) = panel.rebase.finish();
        self.rebased = Some(Box::new(RebasedSheet { sheet, place: panel.place, say }));
        self.effects.push(match replaced {
            None => Effect::Rebase(actions),
            Some(file) => Effect::ReplaceFile { file, actions },
        });
    }

    /// Goes back and leaves everything as it was.
    pub(crate) fn leave_rebase(&mut self) {
        (self.mode, self.fresh_download) = (Mode::Grid, None);
        self.effects.push(Effect::DropFresh);
        self.set_status("Nothing was moved; everything is unchanged.");
    }

    /// Goes on in the fresh download, now that the work is kept for it; or says why it isn't.
    pub(crate) fn rebased(&mut self, result: Result<(), EffectError>) {
        let Some(rebased) = self.rebased.take() else { return };
        if let Err(why) = result {
            return self.mode = not_rebased(&format!("The work can't be saved there: {why}."));
        }
        let RebasedSheet { sheet, place, say } = *rebased;
        let mut end = String::new();
        if let Some(place) = place {
            end = format!(" {} is open now.", place.name);
            (self.name, self.folder, self.keeping) = (place.name, place.folder, place.keeping);
        }
        self.go_on_with(sheet, format!("Rebased: {say}.{end}"));
    }

    /// Goes on with a sheet in the place of the one that is open, in the same view.
    pub(super) fn go_on_with(&mut self, sheet: Sheet, status: String) {
        // Where the view of last time isn't shown yet, it comes as at every start.
        let view = self.kept_view();
        *self.sheet = sheet;
        if self.keeping != Persistence::On {
            self.sheet.stop_logging();
        }
        (self.earlier, self.mode) = (None, Mode::Grid);
        self.columns = Columns::opening(&self.sheet);
        for _ in 0..self.sheet.added().len() {
            self.show_added();
        }
        self.order = Order::in_file_order(&self.sheet);
        (self.filters, self.sort, self.viewport) = (Vec::new(), None, Viewport::default());
        (self.selection, self.selected_before, self.record) = (None, None, None);
        (self.search, self.last_edit, self.suspended_problems) = (None, None, None);
        let first = self.sheet.changed_rows().next();
        if let Some(row) = first {
            self.go_to(row, None);
        }
        self.set_status(status);
        if let Some(view) = view {
            self.restore_view(&view);
        }
    }
}

/// What is shown when nothing was carried over.
pub(super) fn not_rebased(why: &str) -> Mode {
    let entries = vec![
        ListLine::new("why", why, Tone::Error),
        ListLine::new("kept", "All of your changes are still here.", Tone::Plain),
    ];
    Mode::open(ListPanel::new("Nothing was moved", entries))
}
