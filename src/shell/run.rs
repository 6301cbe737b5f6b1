//! The loop: take input, update, draw.

use crate::app::{App, Effect, EffectError, EffectKind, Input, MouseInput};
use crate::leads::Encoding;
use crate::sheet::Filter;
use crate::shell::autosave::{Autosave, AutosaveError};
use crate::shell::clipboard;
use crate::shell::failpoint::failpoint;
use crate::shell::files::FileLister;
use crate::shell::fresh_download::NextSession;
use crate::shell::idle::{Idled, SearchPace};
use crate::shell::input::channel::{InputChannel, ShellEvent, listen};
use crate::shell::input::queue::EventQueue;
use crate::shell::input::system::CAN_STOP;
use crate::shell::loading::{Loading, Opening};
use crate::shell::open::{EditError, Edited};
use crate::shell::settings::themes::Themes;
use crate::shell::terminal::screen::Screen;
use crate::shell::terminal::session as terminal;
use crate::shell::terminal::session::{Terminal, TerminalError, install_panic_hook};
use crate::shell::terminal::system;
use crate::shell::views::ViewFile;
use crate::view;
use crate::view::LeadKeys;
use crossterm::terminal as tty;
use ratatui::layout::{Position, Size};
use std::io;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender};
use std::time::Instant;

/// What the editor is started with, besides the sheet.
#[derive(Debug)]
pub struct Options {
    /// The file that was opened: upload files are named after it.
    pub source: PathBuf,
    /// The folder for upload files, if not the source's own.
    pub out: Option<PathBuf>,
    /// The themes that the user can choose from.
    pub themes: Themes,
    /// The encoding of the processed files that are imported, if it was named.
    pub results_encoding: Option<Encoding>,
    /// The encoding of a file that is chosen on the start screen, if it was named.
    pub encoding: Option<Encoding>,
    /// Which leads of that file are shown at first, if not all.
    pub only: Option<Filter>,
    /// Whether files that are opened later are read-only.
    pub read_only: bool,
    /// Whether the work on files that are opened later is saved.
    pub saves_others: bool,
}

/// How the editor ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SessionEnd {
    /// The user quit.
    Quit,
    /// A signal with this number ended it.
    Signal(i32),
    /// The terminal went away.
    Gone,
    /// One of its threads failed by a mistake in it.
    Failed,
}

/// Why the editor can't run.
#[derive(Debug, thiserror::Error)]
pub enum ShellError {
    /// There is no terminal that can show it.
    #[error(transparent)]
    Terminal(#[from] TerminalError),
    /// There is no theme of that name.
    #[error("There is no theme \"{0}\"{1}.")]
    Theme(String, String),
    /// Reading or writing the terminal failed.
    #[error("The terminal failed: {0}.")]
    Io(#[from] io::Error),
}

/// Runs the editor until the user quits, a signal comes or the terminal is gone.
///
/// What was done is safe in the journal before it returns, if the disk answers.
pub(crate) fn run(
    opening: Opening,
    options: &Options,
    events: (Sender<ShellEvent>, Receiver<ShellEvent>),
) -> Result<Edited, EditError> {
    let (mut app, mut autosave, loading) = match opening {
        Opening::Whole(start, autosave) => (App::new(*start), autosave, None),
        Opening::Beginning(start, loading) => {
            (App::beginning(*start), Autosave::default(), Some(loading))
        }
    };
    app.set_terminal_mouse(terminal::has_mouse());
    install_panic_hook(autosave.lazy_path());
    let terminal = Terminal::take(app.theme.asks_background).map_err(ShellError::from)?;
    let channel = listen(events).map_err(ShellError::Io)?;
    let screen = size().and_then(Screen::new).map_err(ShellError::Io)?;
    autosave.set_listener(channel.sender.clone());
    let source = options.source.clone();
    let (next, has_forgotten) = (None, false);
    let mut shell = Shell {
        screen,
        options,
        channel,
        autosave,
        source,
        demo: None,
        lister: FileLister::default(),
        next,
        queue: EventQueue::default(),
        has_forgotten,
        lead_keys: LeadKeys::default(),
        check_began: None,
        search: None,
        loading,
        view: ViewFile::default(),
    };
    let end = shell.run(&mut app);
    let sample = shell.demo.take();
    // The work first: a terminal that doesn't answer must not cost it.
    let _ = shell.autosave.sync();
    shell.save_view(&app);
    let mut lines = app.closing_lines();
    lines.extend(shell.autosave.saved_lines());
    drop(shell);
    drop(terminal);
    let end = match end {
        _ if terminal::has_failed() => SessionEnd::Failed,
        Err(EditError::Shell(ShellError::Io(error))) if system::is_gone(&error) => SessionEnd::Gone,
        end => end?,
    };
    Ok(Edited { end, sample, lines })
}

pub(in crate::shell) fn size() -> io::Result<Size> {
    tty::size().map(|(columns, lines)| Size::new(columns, lines))
}

pub(crate) struct Shell<'o> {
    pub(in crate::shell) screen: Screen,
    pub(crate) options: &'o Options,
    pub(crate) channel: InputChannel,
    pub(crate) autosave: Autosave,
    /// The file that is open: upload files are named after it.
    pub(crate) source: PathBuf,
    /// The folder of the sample that was opened on the start screen.
    pub(crate) demo: Option<PathBuf>,
    /// What lists files.
    pub(crate) lister: FileLister,
    /// The fresh download that was read, until the work goes over to it.
    pub(crate) next: Option<NextSession>,
    /// What has come, perhaps while another program had the terminal.
    pub(in crate::shell) queue: EventQueue,
    /// The view of the file as it was last written.
    pub(crate) view: ViewFile,
    /// Whether something couldn't be remembered for the next run.
    pub(in crate::shell) has_forgotten: bool,
    /// What the leads in sight were drawn from.
    lead_keys: LeadKeys,
    /// The rest of the file, while its beginning is shown.
    pub(in crate::shell) loading: Option<Loading>,
    /// When the last check of a large sheet began.
    pub(in crate::shell) check_began: Option<Instant>,
    /// The search that is under way.
    pub(in crate::shell) search: Option<SearchPace>,
}

impl Shell<'_> {
    fn run(&mut self, app: &mut App) -> Result<SessionEnd, EditError> {
        self.screen.renew(self.screen.area().as_size());
        self.draw(app).map_err(ShellError::Io)?;
        if self.loading.is_none() {
            self.opened(app);
        }
        if app.is_start_screen() {
            // What it asked for when it was made is done with the first input.
            self.update(app, Input::Waited)?;
        }
        loop {
            // Wait for one event, then take all that came with it: one drawing for a burst.
            match self.wait(app)? {
                Idled::Same => continue,
                Idled::Changed => {}
                Idled::End(end) => return Ok(end),
            }
            self.queue.push_all(&self.channel.events);
            while let Some(event) = self.next_event(app) {
                if let Some(end) = self.take(app, event)? {
                    return Ok(end);
                }
                self.queue.push_all(&self.channel.events);
            }
            self.draw(app).map_err(ShellError::Io)?;
        }
    }

    /// Does what comes after the first frame of a file: it takes longer than all that was done up to there.
    pub(in crate::shell) fn opened(&mut self, app: &App) {
        self.autosave.for_content();
        self.note_view(app);
    }

    /// Tells the program how much room there is: before each drawing, and before the keys that come
    /// together with a new size.
    fn fit(&self, app: &mut App) {
        app.set_view_size(view::areas(self.screen.area(), app).fit());
    }

    /// Draws, and draws again with what is wrong in unchanged leads and what falls due where that isn't known
    /// yet: to find it takes longer than all else of the first frame. A large sheet is checked behind the screen.
    fn draw(&mut self, app: &mut App) -> io::Result<()> {
        self.draw_known(app)?;
        if app.sheet.lacks_check() {
            self.begin_check(app);
            return Ok(());
        }
        if app.sheet.look_closer() { self.draw_known(app) } else { Ok(()) }
    }

    fn draw_known(&mut self, app: &mut App) -> io::Result<()> {
        self.show_progress(app);
        self.fit(app);
        terminal::use_mouse(app.mouse.is_on())?;
        let theme = self.options.themes.get(app.theme_name());
        let keys = view::line_keys(app, theme, self.screen.area(), &mut self.lead_keys);
        self.screen.draw(keys, |buf, wanted| view::draw_lines(app, theme, wanted, buf))
    }

    fn take(&mut self, app: &mut App, event: ShellEvent) -> Result<Option<SessionEnd>, EditError> {
        match event {
            ShellEvent::Input(Input::Mouse(done)) => {
                let done = self.look_up(app, done);
                Ok(self.update(app, Input::Mouse(done))?)
            }
            ShellEvent::Input(input) => {
                self.view.is_due = true;
                Ok(self.update(app, input)?)
            }
            ShellEvent::Resized => {
                self.screen.renew(size().map_err(ShellError::Io)?);
                self.fit(app);
                Ok(None)
            }
            ShellEvent::Signal(signal) => Ok(Some(SessionEnd::Signal(signal))),
            ShellEvent::Loaded => match self.take_loaded(app)? {
                Some(outcome) => Ok(self.update(app, outcome)?),
                None => Ok(None),
            },
            ShellEvent::Suspend => Ok(self.suspend()?),
            ShellEvent::Continued => {
                let end = self.take_again();
                self.fit(app);
                Ok(end?)
            }
            ShellEvent::Gone => Ok(Some(SessionEnd::Gone)),
            ShellEvent::Ended(_) => Ok(None),
        }
    }

    /// Finds out what is clicked: on the screen as the program is now, which a key that came together with the
    /// click may have changed.
    fn look_up(&self, app: &mut App, done: MouseInput) -> MouseInput {
        self.fit(app);
        let theme = self.options.themes.get(app.theme_name());
        let (column, line) = done.at;
        let targets = view::targets(app, theme, self.screen.area());
        match targets.hit(Position::new(column, line)) {
            Some((target, offset)) => MouseInput { target: Some(target), offset, ..done },
            None => done,
        }
    }

    /// Gives an input to the program and carries out what it asks for, until it asks for nothing.
    pub(in crate::shell) fn update(
        &mut self,
        app: &mut App,
        input: Input,
    ) -> Result<Option<SessionEnd>, ShellError> {
        if let Input::Paste(text) = &input {
            failpoint("loop", text);
        }
        app.set_now(chrono::Utc::now());
        let mut effects = app.update(input);
        while !effects.is_empty() {
            let mut outcomes = Vec::new();
            for effect in effects {
                match effect {
                    Effect::Quit(leave) => match self.autosave.shutdown(leave) {
                        Ok(()) => return Ok(Some(SessionEnd::Quit)),
                        Err(error) => outcomes.push(not_kept(error)),
                    },
                    Effect::Keep(actions) => {
                        outcomes.extend(self.autosave.save(actions).err().map(not_kept));
                    }
                    Effect::Archive => {
                        outcomes.extend(self.autosave.archive().err().map(not_kept));
                    }
                    Effect::Rebase(actions) => outcomes.push(self.rebase(actions)),
                    Effect::DropFresh => self.next = None,
                    Effect::TakeUp => outcomes.push(self.take_up()),
                    Effect::LeaveElsewhere => self.autosave.leave_elsewhere(),
                    Effect::OpenReadOnly => self.autosave.open_read_only(),
                    Effect::Remember(text) => outcomes.extend(self.remember(&text)),
                    Effect::Suspend if !CAN_STOP => outcomes.push(not_suspended()),
                    Effect::Suspend => {
                        if let Some(end) = self.suspend()? {
                            return Ok(Some(end));
                        }
                    }
                    Effect::Redraw => self.screen.renew(self.screen.area().as_size()),
                    Effect::EditExternally(text) => {
                        match self.edit_externally(&text)?.into_input() {
                            Ok(edited) => outcomes.push(edited),
                            Err(end) => return Ok(Some(end)),
                        }
                    }
                    Effect::Copy(text) => {
                        let copied = clipboard::copy(text, &self.channel.sender);
                        outcomes.extend(copied.map(Input::Copied));
                    }
                    Effect::Export(plan) => outcomes.push(self.export(app, &plan)),
                    Effect::Report(_)
                    | Effect::ReadFresh(_)
                    | Effect::ReadFill { .. }
                    | Effect::SaveMapping { .. }
                    | Effect::ReplaceFile { .. }
                    | Effect::ReadIn { .. }
                    | Effect::ReadResults(_)
                    | Effect::ReadPolicy(_)
                    | Effect::OpenOther(_)
                    | Effect::OpenDemo
                    | Effect::StopLoading
                    | Effect::ListFiles(_) => outcomes.extend(self.file_effect(app, effect)),
                }
            }
            effects = outcomes.into_iter().flat_map(|outcome| app.update(outcome)).collect();
        }
        Ok(None)
    }
}

/// Tells the program that this system has no shell which continues it.
fn not_suspended() -> Input {
    let reason = "Windows can't suspend a program; open another window or tab.";
    Input::NotSuspended(EffectError::new(EffectKind::Suspend, reason))
}

/// Tells the program that the work isn't saved.
fn not_kept(error: AutosaveError) -> Input {
    Input::Kept(Err(error.into()))
}
