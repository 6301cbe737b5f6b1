//! The state of the program, and what each input does to it.

use crate::app::cell_info::Tone;
use crate::app::command::When;
use crate::app::command::loading::Loading;
use crate::app::command::wait::Postponed;
use crate::app::edits::clipboard::Clipboard;
use crate::app::edits::pasted_text::PastedText;
use crate::app::edits::repeat::RepeatableEdit;
use crate::app::effect::{Effect, EffectError};
use crate::app::file::Persistence;
use crate::app::grid::columns::Columns;
use crate::app::grid::search::Search;
use crate::app::grid::selection::Selection;
use crate::app::grid::summary::{SelectionSummary, SummaryKey};
use crate::app::grid::viewport::{ViewSize, Viewport};
use crate::app::input::{Chord, Input};
use crate::app::keys::habits::Habits;
use crate::app::keys::keymap::Keymap;
use crate::app::message::Message;
use crate::app::mode::Mode;
use crate::app::mouse::state::Mouse;
use crate::app::panels::files::catalog::FileCatalog;
use crate::app::panels::files::open::ask_path;
use crate::app::panels::files::state::FilesPanel;
use crate::app::panels::list::paste;
use crate::app::panels::panel::DETAIL_LINES;
use crate::app::panels::problems::state::ProblemsPanel;
use crate::app::panels::prompt::report;
use crate::app::panels::record::state::DetailView;
use crate::app::preferences::Preferences;
use crate::app::session::export::LastExport;
use crate::app::session::fresh_download::{FreshDownload, RebasedSheet};
use crate::app::session::kind;
use crate::app::session::persistence::Recovery;
use crate::app::session::results;
use crate::app::session::results::ReadFile;
use crate::app::session::several;
use crate::app::start::Start;
use crate::app::theme::ThemeChoice;
use crate::app::tour::state::Tour;
use crate::app::versioned::Versioned;
use crate::app::views::kept::ViewStart;
use crate::leads::{CellRef, Field, Row};
use crate::sheet::{Filter, Order, Pattern, Sheet, Sort};
use chrono::{DateTime, Utc};

/// The whole state of the program between two inputs.
#[derive(Debug)]
pub struct App {
    /// The document.
    pub sheet: Versioned<Sheet>,
    /// The name of the file.
    pub name: String,
    /// The folder that upload files are written to.
    pub folder: String,
    /// Whether what is done outlives the program.
    pub keeping: Persistence,
    /// What there is from before, until it is answered.
    pub earlier: Option<Recovery>,
    /// The results file that is taken in when that is answered.
    pub(crate) results: Option<ReadFile>,
    /// Who gets the keys.
    pub mode: Mode,
    /// The cursor and the window.
    pub viewport: Viewport,
    /// Which columns are shown, and how wide.
    pub columns: Columns,
    /// Which leads are shown, and in which order.
    pub order: Order,
    /// The conditions that the shown leads fit, the first one first.
    pub filters: Vec<Filter>,
    /// What the leads are sorted by, if not in file order.
    pub sort: Option<Sort>,
    /// The selected cells, if more than the one under the cursor is meant.
    pub selection: Option<Selection>,
    /// The summary of the selected cells, with the selection that it was made for.
    pub(crate) summary: Option<(SummaryKey, SelectionSummary)>,
    pub(crate) selected_before: Option<(Selection, (Row, usize))>,
    /// Whether the grid shows the row number of each lead.
    pub row_numbers: bool,
    /// How the view begins.
    pub(crate) view_start: ViewStart,
    /// The form of the lead under the cursor, if it is shown instead of the grid.
    pub record: Option<DetailView>,
    /// What is looked for, and so what `next` and `previous` go to; problems if nothing.
    pub search: Option<Search>,
    /// What is searched for in the open panel.
    pub panel_search: Option<Pattern>,
    /// Whether the mouse is used, and what it holds.
    pub mouse: Mouse,
    /// The key map.
    pub keymap: Keymap,
    /// Which theme the screen is drawn in.
    pub theme: ThemeChoice,
    /// The sentence in the status line.
    pub message: Option<Message>,
    /// The cell that the last sentence named, until the key after it has run.
    pub(crate) target: Option<CellRef>,
    /// The keys of an unfinished longer key.
    pub pending: Vec<Chord>,
    /// Whether the keys that can follow are shown, because no key was pressed for a while.
    pub hints_shown: bool,
    /// The count typed so far.
    pub count: Option<usize>,
    /// What was cut or copied last while text was typed.
    pub(crate) kill_buffer: String,
    /// Whether the motion that runs stretches the selection of a text.
    pub(crate) extends_selection: bool,
    pub(crate) fit: ViewSize,
    pub(crate) effects: Vec<Effect>,
    pub(crate) last_edit: Option<RepeatableEdit>,
    /// The panel of problems as it was left, to come back to.
    pub(crate) suspended_problems: Option<ProblemsPanel>,
    pub(crate) clipboard: Option<Clipboard>,
    /// What takes the place of the sheet as soon as it is kept.
    pub(crate) rebased: Option<Box<RebasedSheet>>,
    /// A fresh download, as long as it is asked whose place it takes.
    pub(crate) fresh_download: Option<Box<FreshDownload>>,
    /// The time, as far as the shell told it: nothing here asks the clock.
    pub now: Option<DateTime<Utc>>,
    /// The files that can be opened, as far as they are known.
    pub(crate) files: FileCatalog,
    /// What is remembered of the user from one run to the next.
    pub preferences: Preferences,
    /// How far the tour is.
    pub tour: Tour,
    /// What the last keys mean for the next ones.
    pub(crate) habits: Habits,
    /// The export that runs, or ran last.
    pub last_export: LastExport,
    /// The file, while only its beginning is there.
    pub(crate) loading: Option<Loading>,
    /// What waits until a large sheet is checked.
    pub(crate) postponed: Postponed,
}

/// The longest text that can be pasted into cells, in bytes: several times a download of 5,000 leads.
const MAX_PASTE_BYTES: usize = 32_000_000;

/// The longest text that can be pasted into a line that asks for one, in bytes.
const MAX_LINE_PASTE_BYTES: usize = 16_000;

impl App {
    /// Opens a sheet in the grid, cursor on the first lead's name.
    pub fn new(mut start: Start) -> Self {
        let columns = Columns::opening(&start.sheet);
        start.config.use_remembered(&start.preferences);
        let order = Order::in_file_order(&start.sheet);
        let question = kind::question(&start);
        start.recovery = start.recovery.or(question);
        let notice = opening_message(&mut start);
        let (keymap, mistakes) = (start.config.keys, start.config.errors);
        let mut app = Self {
            sheet: Versioned::new(start.sheet),
            name: start.name,
            folder: start.folder,
            keeping: start.persistence,
            earlier: start.recovery,
            results: start.results,
            mode: Mode::Grid,
            viewport: Viewport::default(),
            columns,
            order,
            filters: Vec::new(),
            sort: None,
            selection: None,
            selected_before: None,
            summary: None,
            row_numbers: start.config.row_numbers,
            view_start: ViewStart::new(start.view, start.config.row_numbers),
            record: None,
            search: None,
            panel_search: None,
            mouse: Mouse::new(start.config.mouse, start.preferences.mouse),
            keymap,
            message: notice,
            target: None,
            pending: Vec::new(),
            hints_shown: false,
            count: None,
            kill_buffer: String::new(),
            extends_selection: false,
            fit: ViewSize::default(),
            effects: Vec::new(),
            last_edit: None,
            suspended_problems: None,
            clipboard: None,
            rebased: None,
            fresh_download: None,
            now: start.now,
            theme: start.config.themes,
            files: FileCatalog::default(),
            preferences: start.preferences,
            habits: Habits::default(),
            last_export: LastExport::default(),
            tour: Tour::default(),
            loading: None,
            postponed: Postponed::default(),
        };
        app.check_large_sheet();
        app.sheet.keep_errors(start.config.keeps_errors);
        app.sheet.set_open_days(start.config.open_days);
        app.begin(start.asks_file, start.is_sample);
        app.show_config_errors(mistakes);
        app
    }

    /// Does what comes before the first key: lists files, offers the tour, or goes on with
    /// earlier work, results and the view.
    fn begin(&mut self, asks_file: bool, is_sample: bool) {
        if asks_file {
            self.start_with_files();
        }
        self.start_logging();
        self.open_results();
        self.resume_if_nothing_is_open();
        self.ask_first();
        self.finish_opening();
        if is_sample {
            self.offer_tour();
        }
        self.welcome();
        self.show_rules_errors();
    }

    /// Takes an input and returns what the shell has to do about it.
    pub fn update(&mut self, input: Input) -> Vec<Effect> {
        self.before_jump();
        self.viewport.is_free &= !input.is_typed();
        let Some(input) = self.hold(input) else { return std::mem::take(&mut self.effects) };
        match input {
            // Nothing may change that can't be seen.
            Input::Key(chord) if self.fit.too_small => self.key_while_too_small(chord),
            Input::Paste(_) | Input::Burst(_) | Input::AfterPaste(_) | Input::Mouse(_)
                if self.fit.too_small => {}
            Input::Key(chord) => self.key(chord),
            Input::Mouse(done) => self.take_mouse(done),
            Input::Paste(text) => self.paste(&text),
            Input::Burst(keys) => self.key_burst(keys),
            Input::AfterPaste(keys) => self.keys_after_paste(&keys),
            Input::Waited => {
                self.hints_shown = !self.pending.is_empty();
                self.drag_on();
            }
            Input::SearchOn(leads) => self.search_on(leads),
            Input::Background { is_light } => self.theme.background(is_light),
            Input::Redraw => self.effects.push(Effect::Redraw),
            Input::Written(part) => self.written(*part),
            Input::Exported(result) => self.exported(&result),
            Input::Reported(outcome) => report::reported(self, outcome),
            Input::Results(file) => self.results_read(&file),
            Input::Policy(file) => self.policy_read(&file),
            Input::Edited(result) => self.edited(result),
            Input::Checked(checked) => self.sheet.finish_check(*checked),
            Input::Kept(result) => self.kept(result),
            Input::Copied(result) => self.copied(result),
            Input::Fresh(result) => self.fresh(result),
            Input::FillRead(result) => self.fill_read(result),
            Input::Rebased(result) => self.rebased(result),
            Input::FileReplaced(result) => self.file_replaced(result),
            Input::TakenUp(result) => self.taken_up(result),
            Input::NotRemembered(error) => {
                self.set_status(format!("This choice holds until the program ends only: {error}."));
            }
            Input::NotOpened(EffectError { unread: Some(unread), .. }) => {
                self.ask_encoding(*unread);
            }
            Input::NotSuspended(e) | Input::NotOpened(e) => self.set_error(e.to_string()),
            Input::Files(report) => self.files_reported(*report),
        }
        self.check_large_sheet();
        self.run_postponed();
        if !matches!(self.mode, Mode::Panel(_) | Mode::Prompt(_)) {
            self.panel_search = None;
        }
        self.return_to_files();
        self.ask_first();
        self.finish_opening();
        self.save_log();
        self.scroll_to_cursor();
        self.note_jump();
        self.sum_selection();
        self.advance_tour();
        std::mem::take(&mut self.effects)
    }

    /// What the shell has to do about what was done without an input.
    pub(crate) fn take_effects(&mut self) -> Vec<Effect> {
        self.save_log();
        std::mem::take(&mut self.effects)
    }

    /// Takes the time. Called before inputs that may depend on it.
    pub fn set_now(&mut self, now: DateTime<Utc>) {
        self.now = Some(now);
    }

    /// Takes the room that the screen gives. Called before each drawing.
    pub fn set_view_size(&mut self, fit: ViewSize) {
        self.fit = fit;
        self.scroll_to_cursor();
    }

    pub(in crate::app) fn scroll_to_cursor(&mut self) {
        self.viewport.scroll_to_cursor(self.fit, &self.columns, &self.order);
        self.follow_record();
        // The panel reads the rest of the program while it is fitted.
        self.mode = match std::mem::replace(&mut self.mode, Mode::Grid) {
            Mode::Editor(mut editor) => {
                editor.scroll_to_caret(self.fit);
                Mode::Editor(editor)
            }
            Mode::Panel(mut panel) => {
                panel.fit(self, self.fit);
                Mode::Panel(panel)
            }
            Mode::Prompt(mut prompt) => {
                if let Some(panel) = &mut prompt.panel {
                    // The line that asks takes the place of the details.
                    let below = DETAIL_LINES - panel.detail_lines();
                    let lines = self.fit.lines.saturating_sub(below);
                    panel.fit(self, ViewSize { lines, ..self.fit });
                }
                Mode::Prompt(prompt)
            }
            mode => mode,
        };
    }

    /// Takes pasted text: into what is being typed, or into the cell under the cursor.
    pub(crate) fn paste(&mut self, pasted: &str) {
        self.message = None;
        (self.count, self.pending) = (None, Vec::new());
        let most = match self.mode {
            Mode::Picker(_) | Mode::Prompt(_) => MAX_LINE_PASTE_BYTES,
            _ => MAX_PASTE_BYTES,
        };
        if pasted.len() > most {
            let (has, most) = (pasted.len().div_ceil(1000), most / 1000);
            return self.set_error(format!(
                "The pasted text was not used: it has {has} KB, and the limit here is {most} KB."
            ));
        }
        let pasted = PastedText::new(pasted);
        let first_line = pasted.text.lines().next().unwrap_or_default();
        match &mut self.mode {
            Mode::Editor(editor) => editor.paste(&pasted.text),
            Mode::Picker(picker) => {
                picker.filter.paste(first_line);
                picker.filter_by();
            }
            Mode::Prompt(prompt) => {
                prompt.input.paste(first_line);
                self.answer_prompt();
            }
            Mode::Grid | Mode::SuspectedPaste(_) => return paste::paste(self, &pasted),
            Mode::Panel(panel) if panel.downcast_ref::<FilesPanel>().is_some() => {
                ask_path(self, first_line);
            }
            Mode::Panel(_) | Mode::Ask(_) | Mode::Menu(_) => {
                return self.set_status("The pasted text was not used: nothing can be typed here.");
            }
        }
        paste::report_left_out(self, &pasted);
    }

    /// The cell under the cursor: row and field, both counted from 0.
    pub fn cell(&self) -> CellRef {
        CellRef::new(self.viewport.row, self.columns.field(self.viewport.column))
    }

    /// Moves the cursor to a cell. One that is hidden is shown: its column, or all leads instead of the
    /// filtered ones.
    pub(crate) fn go_to(&mut self, row: Row, field: Option<Field>) {
        self.viewport.row = row;
        if let Some(column) = field.and_then(|f| self.columns.reveal(f)) {
            self.viewport.column = column;
        }
        if self.order.position(row).is_none() && self.sheet.has_row(row) {
            self.order = Order::in_file_order(&self.sheet);
            (self.filters, self.sort) = (Vec::new(), None);
        }
    }

    /// Moves the cursor to the position of a lead and the place of a column; a hidden one is shown.
    pub(crate) fn go_to_position(&mut self, (position, place): (u32, usize)) {
        self.viewport.row = self.order.row(position).unwrap_or_default();
        self.viewport.column = self.columns.reveal_place(place);
    }
}
/// What there is to say about the file when it opens, where the keys that help stand otherwise.
fn opening_message(start: &mut Start) -> Option<Message> {
    let mut notices = std::mem::take(&mut start.notices);
    let key = |name: &str| start.config.keys.key_or_name(name);
    notices.extend(several::opened(start, key));
    notices.extend(results::opened(start, key));
    notices.push(format!("{} helps.", start.config.keys.hint(When::Grid, "help")));
    (notices.len() > 1).then(|| Message::new(notices.join(" · "), Tone::Note))
}
