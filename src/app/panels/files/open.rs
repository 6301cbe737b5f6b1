//! Opening the list of files, and what is chosen in it.

use crate::app::app::App;
use crate::app::command::When;
use crate::app::effect::{Effect, OnExit, PathFor};
use crate::app::file::Persistence;
use crate::app::mode::Mode;
use crate::app::panels::files::path::TypedPath;
use crate::app::panels::files::state::{FileLine, FilesPanel};
use crate::app::panels::prompt::state::{Prompt, PromptKind};
use crate::sync::ListedKind;
use std::path::{Path, PathBuf};

impl App {
    /// Begins with the list of files, because no file is open.
    pub(crate) fn start_with_files(&mut self) {
        self.files.is_start_screen = true;
        self.mode = Mode::open(FilesPanel::new(PathFor::Open));
        self.request_files(None);
    }

    /// Goes back to the list of files after another panel was closed, where no file is open.
    pub(crate) fn return_to_files(&mut self) {
        if self.is_start_screen() && matches!(self.mode, Mode::Grid) {
            self.mode = Mode::open(FilesPanel::new(PathFor::Open));
            if self.files.folder.is_some() {
                self.request_files(None);
            }
        }
    }

    /// Asks for a file, with the files above the line that may be meant.
    pub(crate) fn ask_file(&mut self, wanted: PathFor) {
        self.ask_file_from(wanted, "");
    }

    /// Does the same with a path that is typed already.
    pub(crate) fn ask_file_from(&mut self, wanted: PathFor, typed: &str) {
        self.request_files(None);
        self.open_path_prompt(wanted, typed);
    }

    fn open_path_prompt(&mut self, wanted: PathFor, typed: &str) {
        let mut prompt = Prompt::open(PromptKind::Path(wanted));
        prompt.input.insert(typed);
        prompt.panel = Some(Box::new(FilesPanel::new(wanted)));
        self.mode = Mode::Prompt(prompt);
        self.answer_prompt();
    }

    /// Narrows the list to what is typed, and lists the folder that is typed.
    pub(crate) fn narrow_files(&mut self, typed: &str) {
        let path = TypedPath::parse(typed);
        if let Some(panel) = prompt_panel(self) {
            panel.narrow(typed);
        }
        let folder = Some(path.folder).filter(|folder| !folder.is_empty());
        if folder != self.files.folder {
            self.request_files(folder);
        }
    }

    /// Completes the path now that the names in its folder are known, if that was asked for before.
    pub(crate) fn complete_if_waiting(&mut self) {
        if std::mem::take(&mut self.files.completes) {
            complete(self);
        }
    }
}

/// Lists the files that can be opened in the place of this one.
pub(crate) fn open_another(app: &mut App) {
    if may_leave(app) {
        app.mode = Mode::open(FilesPanel::new(PathFor::Open));
        app.request_files(None);
    }
}

/// Whether another file can be opened without a loss, and says why if not.
pub(crate) fn may_leave(app: &mut App) -> bool {
    let is_safe = app.keeping == Persistence::On || !app.is_unexported();
    if !is_safe {
        let export = app.keymap.hint(When::Grid, "export");
        app.set_error(format!(
            "The work on this file isn't saved, and opening another one would lose it; {export} \
            exports it."
        ));
    }
    is_safe
}

/// The list above the line that asks for a file.
fn prompt_panel(app: &mut App) -> Option<&mut FilesPanel> {
    match &mut app.mode {
        Mode::Prompt(Prompt { panel: Some(panel), .. }) => panel.downcast_mut(),
        _ => None,
    }
}

/// Opens the selected file, or lists the selected folder.
pub(super) fn open_selected(app: &mut App) {
    let Some(panel) = app.mode.panel::<FilesPanel>() else { return };
    match panel.selected() {
        Some(FileLine::File(path)) => {
            let path = path.clone();
            if !refuse_special(app, &path) {
                app.effects.push(Effect::OpenOther(path));
            }
        }
        Some(FileLine::Folder(name)) => {
            let folder = app.files.folder_in(name);
            list_folder(app, folder);
        }
        Some(FileLine::Sentence(_)) | None => {
            let key = app.keymap.hint(When::Files, "path");
            app.set_status(format!("No file is selected; {key} takes a path."));
        }
    }
}

/// Refuses a listed file that is none, and says so: the program would wait for whoever writes into a pipe.
fn refuse_special(app: &mut App, path: &Path) -> bool {
    let files = app.files.listing.iter().flat_map(|listing| &listing.files);
    let mut special = files.filter(|file| file.kind == ListedKind::Special);
    let is_special = special.any(|file| file.path == path);
    if is_special {
        app.set_error("This is a pipe or a device; it can only be named on the command line.");
    }
    is_special
}

/// Lists the working folder, or the folder above the listed one.
pub(super) fn show_folder(app: &mut App) {
    let folder = match &app.files.folder {
        None => "./".to_owned(),
        Some(_) => app.files.folder_in("../"),
    };
    list_folder(app, folder);
}

fn list_folder(app: &mut App, folder: String) {
    app.request_files(Some(folder));
    if let Some(panel) = app.mode.panel_mut::<FilesPanel>() {
        panel.restart();
    }
}

/// Asks for the path of a file to open; the list stays above the line.
pub(crate) fn ask_path(app: &mut App, typed: &str) {
    let folder = app.files.folder.clone().unwrap_or_default();
    let typed = if typed.is_empty() { folder } else { typed.to_owned() };
    app.open_path_prompt(PathFor::Open, &typed);
}

/// Quits where no file is open.
pub(super) fn close(app: &mut App) {
    if app.is_start_screen() {
        app.effects.push(Effect::Quit(OnExit::Finished));
    } else {
        app.mode = Mode::Grid;
    }
}

/// Selects another line of the list above the line that asks for a file.
pub(super) fn step(app: &mut App, by: isize) {
    if let Some(panel) = prompt_panel(app) {
        let lines = panel.lines.len();
        panel.window.step(by, lines);
    }
}

/// What is chosen where a file is asked for.
enum ChosenPath {
    Nothing,
    Folder(String),
    File(String),
}

/// What is meant by what is typed and selected: a path that is there wins over the selected line.
fn choice(app: &App) -> ChosenPath {
    let Mode::Prompt(prompt) = &app.mode else { return ChosenPath::Nothing };
    let panel = prompt.panel.as_ref().and_then(|panel| panel.downcast_ref::<FilesPanel>());
    let typed = prompt.input.value().trim();
    let path = TypedPath::parse(typed);
    if let Some(listing) = app.files.listing.as_ref().filter(|_| !path.name.is_empty()) {
        let is_there = |name: &String| *name == path.name;
        let is_listed = |path_of: &PathBuf| {
            path_of.file_name().is_some_and(|name| name.to_string_lossy() == path.name)
        };
        if listing.names.iter().any(|name| name.strip_suffix('/') == Some(&path.name)) {
            return ChosenPath::Folder(format!("{}/", path.unquoted()));
        }
        if listing.names.iter().any(is_there) || listing.files.iter().any(|f| is_listed(&f.path)) {
            return ChosenPath::File(typed.to_owned());
        }
    }
    match panel.and_then(FilesPanel::selected) {
        Some(FileLine::File(file)) => ChosenPath::File(file.to_string_lossy().into_owned()),
        Some(FileLine::Folder(name)) => ChosenPath::Folder(app.files.folder_in(name)),
        _ if typed.is_empty() => ChosenPath::Nothing,
        _ => ChosenPath::File(typed.to_owned()),
    }
}

/// Takes what is typed or selected.
pub(super) fn accept_path(app: &mut App) {
    let Mode::Prompt(Prompt { kind: PromptKind::Path(wanted), .. }) = app.mode else { return };
    match choice(app) {
        ChosenPath::Nothing => app.mode = Mode::Grid,
        ChosenPath::Folder(folder) => set_input(app, &folder),
        ChosenPath::File(path) if refuse_special(app, Path::new(&path)) => {}
        ChosenPath::File(path) => {
            app.mode = Mode::Grid;
            app.effects.push(wanted.read(path));
        }
    }
}

/// Completes the path that is typed, as soon as the names in its folder are known.
pub(super) fn complete(app: &mut App) {
    let Mode::Prompt(prompt) = &app.mode else { return };
    let typed = prompt.input.value().to_owned();
    let Some(listing) = &app.files.listing else {
        app.files.completes = true;
        return;
    };
    let completion = TypedPath::parse(&typed).complete(&listing.names);
    match completion.matches {
        0 => app.set_status("No file or folder here begins so."),
        1 => {}
        matches => app.set_status(format!("{matches} files and folders begin so.")),
    }
    if completion.text != typed {
        set_input(app, &completion.text);
    }
}

/// Puts a text in the place of what is typed.
fn set_input(app: &mut App, text: &str) {
    if let Mode::Prompt(prompt) = &mut app.mode {
        prompt.input.set(text);
        app.answer_prompt();
    }
}
