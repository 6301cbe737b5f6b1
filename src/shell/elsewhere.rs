//! What is known of a file's content under other names, and going over to it.

use crate::app::{
    App, Config, EffectError, EffectKind, Input, LaterFile, OnExit, OtherFile, PathFor, Recovery,
    Start, WorkElsewhere,
};
use crate::cli::{OpenArgs, shown, written_notice};
use crate::leads::{Encoding, visible};
use crate::shell::autosave::{Autosave, AutosaveError, OpenedSession, as_left};
use crate::shell::effects::unread;
use crate::shell::files::resolve;
use crate::shell::loading::{Loader, Opening, Surroundings};
use crate::shell::open::{EditError, whole};
use crate::shell::run::Shell;
use crate::shell::terminal::session::install_panic_hook;
use crate::store::journal::{self, KnownContent};
use crate::store::{DemoCopy, OpenError, Source, Unusable};
use std::path::{Path, PathBuf};

impl OpenedSession {
    /// Looks for what is known of the content under other names, if there is no work of the file's own.
    pub(crate) fn look_elsewhere(mut self) -> Self {
        let (Some(slot), Some(source), None) =
            (&self.autosave.slot, self.autosave.source(), &self.earlier)
        else {
            return self;
        };
        let source = source.clone();
        // What can't be looked at is about other files: this one is opened all the same.
        match journal::known(slot.folder(), &source) {
            Ok(Some(KnownContent::Named(named))) => {
                self.earlier = Some(Recovery::Named(WorkElsewhere {
                    work: as_left(named.left.clone(), &source),
                    name: shown(&named.file, &source),
                    state: match named.state {
                        journal::NameState::Gone => OtherFile::Gone,
                        journal::NameState::There => OtherFile::There,
                        journal::NameState::Busy(process) => OtherFile::Busy(process),
                    },
                }));
                self.autosave.named = Some(named);
            }
            Ok(Some(KnownContent::WentOn(went_on))) => self.went_on(went_on, &source),
            Ok(Some(KnownContent::Written(written))) => {
                self.notices.push(written_notice(&written, &source));
            }
            Ok(None) | Err(_) => {}
        }
        self
    }

    fn went_on(&mut self, went_on: journal::WentOn, source: &Source) {
        let journal::WentOn { file, day, .. } = went_on;
        let Some(path) = file else {
            let say = format!(
                "The work on this file went on in another file on {day}; see \"leadsheet status\"."
            );
            return self.notices.push(say);
        };
        let name = shown(&path, source);
        if path.exists() {
            self.earlier = Some(Recovery::WentOn(LaterFile { path, name, day }));
        } else {
            let say = format!(
                "The work on this file went on in {name} on {day}, which isn't there any more."
            );
            self.notices.push(say);
        }
    }
}

impl Shell<'_> {
    /// Saves the work under the name of the file that is open.
    pub(crate) fn take_up(&mut self) -> Input {
        self.autosave.take_up_input()
    }

    /// Opens another file in the place of the one that is open, in the encoding that was chosen for it, if one was.
    pub(crate) fn open_other(
        &mut self,
        app: &mut App,
        file: &Path,
        encoding: Option<Encoding>,
    ) -> Input {
        let file = if file.exists() { file.to_owned() } else { self.resolve(file) };
        self.go_to_file(app, &file, encoding, self.options.saves_others)
    }

    /// Opens a copy of the sample in the place of the file that is open.
    pub(crate) fn open_demo(&mut self, app: &mut App) -> Input {
        let demo = match DemoCopy::new() {
            Ok(demo) => demo.keep(),
            Err(error) => {
                let error = EditError::Scratch(error);
                return Input::NotOpened(EffectError::new(EffectKind::Open, error));
            }
        };
        let outcome = self.go_to_file(app, &demo, None, false);
        if matches!(outcome, Input::Redraw) {
            app.offer_tour();
        }
        self.demo = Some(demo);
        outcome
    }

    fn go_to_file(
        &mut self,
        app: &mut App,
        file: &Path,
        encoding: Option<Encoding>,
        is_saved: bool,
    ) -> Input {
        let opening = self.request(app, file, encoding, is_saved).and_then(|args| {
            let rules = app.sheet.context().rules();
            let loader = Loader::begin(args, rules, self.channel.sender.clone());
            loader.opening(&surroundings(app))
        });
        match opening {
            Ok(Opening::Whole(mut start, autosave)) => match self.leave(app, &mut start) {
                Ok(lines) => {
                    let mouse = app.mouse;
                    *app = App::new(*start);
                    app.mouse = mouse;
                    self.enter(app, file, autosave, lines);
                    Input::Redraw
                }
                Err(error) => Input::NotOpened(error.into()),
            },
            Ok(Opening::Beginning(start, loading)) => {
                let before = std::mem::replace(app, App::beginning(*start));
                app.mouse = before.mouse;
                self.loading = Some(loading.instead_of(before));
                Input::Redraw
            }
            Err(error) => not_opened(file, error),
        }
    }

    /// Leaves the file that is open, for what another one starts with. Returns the lines to print when the program ends.
    ///
    /// # Errors
    ///
    /// Fails if the work can't be saved; then the file stays open.
    pub(super) fn leave(
        &mut self,
        app: &mut App,
        start: &mut Start,
    ) -> Result<Vec<String>, AutosaveError> {
        // What was done to the file that is left is offered when it is opened again.
        self.autosave.shutdown(OnExit::Kept)?;
        self.save_view(app);
        let mut lines = std::mem::take(&mut app.last_export.lines);
        lines.extend(self.autosave.saved_lines());
        if app.is_start_screen() {
            start.view.only.clone_from(&self.options.only);
        }
        start.results = app.results.take();
        Ok(lines)
    }

    /// Goes on with a file that the program has opened.
    pub(super) fn enter(
        &mut self,
        app: &mut App,
        file: &Path,
        autosave: Autosave,
        lines: Vec<String>,
    ) {
        app.last_export.lines = lines;
        self.autosave = autosave;
        self.autosave.set_listener(self.channel.sender.clone());
        file.clone_into(&mut self.source);
        self.next = None;
        self.opened(app);
        install_panic_hook(self.autosave.lazy_path());
    }

    /// The file that was typed.
    fn resolve(&self, typed: &Path) -> PathBuf {
        typed.to_str().map_or_else(|| typed.to_owned(), |typed| resolve(typed, &self.source))
    }

    /// How another file is opened, if it can be.
    fn request(
        &self,
        app: &App,
        file: &Path,
        encoding: Option<Encoding>,
        is_saved: bool,
    ) -> Result<OpenArgs, EditError> {
        // The program would wait for whoever writes into a pipe.
        if file.exists() && !file.is_file() && !file.is_dir() {
            let (name, kind) = (file.to_string_lossy().into_owned(), Unusable::Device);
            return Err(OpenError { name, kind, option: OpenError::OPTION }.into());
        }
        if !app.is_start_screen() && whole(file.to_owned()) == whole(self.source.clone()) {
            return Err(EditError::SameFile(visible(&file.to_string_lossy()).into_owned()));
        }
        let like_this = Some(app.sheet.table().encoding()).filter(|e| e.is_code_page());
        let named = self.options.encoding.filter(|_| app.is_start_screen());
        let read_only = self.options.read_only;
        Ok(OpenArgs {
            file: Some(file.to_owned()),
            out: self.options.out.clone(),
            encoding: encoding.or(named).or(like_this),
            read_only,
            no_journal: !is_saved && !read_only,
            ..OpenArgs::default()
        })
    }
}

/// What the user has set and chosen, for another file.
fn surroundings(app: &App) -> Surroundings {
    let config = Config {
        keys: app.keymap.clone(),
        keeps_errors: app.sheet.keeps_errors(),
        row_numbers: app.row_numbers,
        themes: app.theme.clone(),
        ..Config::default()
    };
    Surroundings { config, preferences: app.preferences.clone(), is_sample: false }
}

/// Tells the program why a file isn't opened.
pub(super) fn not_opened(file: &Path, error: EditError) -> Input {
    let unread = match &error {
        EditError::Open(error) => unread(PathFor::Open, &file.to_string_lossy(), error),
        _ => None,
    };
    Input::NotOpened(EffectError { unread, ..EffectError::new(EffectKind::Open, error) })
}

impl Autosave {
    /// Saves the work under this file's name that was saved under another one, and tells the program.
    pub(crate) fn take_up_input(&mut self) -> Input {
        let result = self.take_up().map(Box::new);
        Input::TakenUp(result.map_err(EffectError::from))
    }

    /// Saves the work under this file's name that was saved under another one.
    fn take_up(&mut self) -> Result<crate::app::UnfinishedWork, AutosaveError> {
        let (Some(slot), Some(source), Some(named)) =
            (&mut self.slot, &self.source, self.named.take())
        else {
            return Err(AutosaveError::KeptElsewhere);
        };
        match slot.take_up(&named) {
            Ok(left) => Ok(as_left(left, source)),
            Err(error) => {
                self.named = Some(named);
                Err(error.into())
            }
        }
    }

    /// Lets others edit the file under whose name work is saved.
    pub(crate) fn leave_elsewhere(&mut self) {
        self.named = None;
    }
}
