//! What the program does: modes, commands and keys. No terminal, no files, no clock.
//!
//! [`App::update`] takes an [`Input`] and returns the [`Effect`]s that the shell has to carry out;
//! their outcome comes back as another input. Which command a key runs stands in
//! `assets/keymap.toml`, what the command does in [`COMMANDS`].

#[expect(clippy::module_inception, reason = "the type that the folder is about")]
pub(crate) mod app;
pub(crate) mod cell_info;
pub(crate) mod command;
pub(crate) mod commands;
pub(crate) mod config;
pub(crate) mod define;
pub(crate) mod editor;
pub(crate) mod edits;
pub(crate) mod effect;
pub(crate) mod file;
pub(crate) mod grid;
pub(crate) mod input;
pub(crate) mod keys;
pub(crate) mod manual;
pub(crate) mod menu;
pub(crate) mod message;
pub(crate) mod mode;
pub(crate) mod mouse;
pub(crate) mod panels;
pub(crate) mod preferences;
pub(crate) mod session;
pub(crate) mod start;
pub(crate) mod text;
pub(crate) mod theme;
pub(crate) mod tour;
pub(crate) mod versioned;
pub(crate) mod views;

pub use app::App;
pub use cell_info::{CellInfo, Tone, tally_label};
pub use command::wait::is_large;
pub use command::{COMMANDS, Command, When, command};
pub use config::{Config, SETTINGS, SetValue, Setting, SettingKind, default_file};
pub use editor::date::DateEntry;
pub use editor::notes::NotesEditor;
pub use editor::parts::PartsForm;
pub use editor::{Editor, EditorBody};
pub use edits::block::Block;
pub use edits::clipboard::CopyResult;
pub use edits::repeat::RepeatableEdit;
pub use effect::{
    Effect, EffectError, EffectKind, ExportResult, OnExit, PathFor, ReportOutcome, ReportRequest,
    UnreadFile, WrittenUpload,
};
pub use file::{FilesReport, FilesRequest, FilesUpdate, Persistence};
pub use grid::columns::{ColumnSet, Columns};
pub use grid::search::Search;
pub use grid::selection::Selection;
pub use grid::summary::{CurrencySum, SelectionSummary};
pub use grid::viewport::{ViewSize, Viewport};
pub use input::{Chord, Input, Key};
pub use keys::keymap::{Keymap, KeymapError};
pub use keys::preset::Preset;
pub use manual::{MANUAL, ManualPage};
pub use menu::availability::CommandState;
pub use menu::section::MenuSection;
pub use menu::state::{Menu, MenuEntry, MenuList};
pub use message::Message;
pub use mode::{Confirm, Mode};
pub use mouse::input::{MouseAction, MouseButton, MouseInput};
pub use mouse::target::Target;
pub use panels::files::path::{Completion, TypedPath};
pub use panels::files::state::{FileLine, FilesPanel};
pub use panels::fill::choices::{FillAnswer, FillChoice};
pub use panels::fill::state::FillPanel;
pub use panels::history::state::HistoryPanel;
pub use panels::list::state::{ListLine, ListPanel};
pub use panels::list_state::ListState;
pub use panels::manual::state::ManualPanel;
pub use panels::panel::{DETAIL_LINES, KeyHint, Panel};
pub use panels::picker::outcomes::OutcomeCommand;
pub use panels::picker::palette::{Action, PaletteEntry};
pub use panels::picker::state::{Picker, PickerKind};
pub use panels::picker::values::ColumnTexts;
pub use panels::picker::views::ViewLine;
pub use panels::policy::open::PolicyFile;
pub use panels::policy::state::PolicyPanel;
pub use panels::problems::state::ProblemsPanel;
pub use panels::prompt::state::{Prompt, PromptKind};
pub use panels::rebase::state::RebasePanel;
pub use panels::record::state::{DetailLine, DetailPart, DetailView};
pub use panels::review::state::{ReviewLine, ReviewPanel, lead_name};
pub use panels::uploads::state::UploadsPanel;
pub use preferences::Preferences;
pub use session::elsewhere::{LaterFile, OtherFile, WorkElsewhere};
pub use session::fill::FillFile;
pub use session::fresh_download::{FreshDownload, OpenFiles};
pub use session::persistence::{Dialog, Recovery, UnfinishedWork};
pub use session::replace_file::ReplacedFile;
pub use session::results::ReadFile;
pub use start::Start;
pub use text::Text;
pub use text::wrap::width as text_width;
pub use theme::{ROLES, THEMES, ThemeChoice, ThemeName};
pub use tour::state::Tour;
pub use versioned::Versioned;
pub use views::kept::{KeptView, OpeningView, ViewError};
pub use views::saved::SavedView;
pub use views::spec::ViewSpec;
