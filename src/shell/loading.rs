//! A file that is read behind the screen: its beginning is shown meanwhile.

use crate::app::{App, Config, Input, Preferences, Start, is_large};
use crate::cli::{OpenArgs, title};
use crate::leads::{Origin, RuleContext, visible};
use crate::sheet::Sheet;
use crate::shell::autosave::Autosave;
use crate::shell::elsewhere::not_opened;
use crate::shell::input::channel::ShellEvent;
use crate::shell::open::{EditError, beside, open, whole, without_file};
use crate::shell::run::Shell;
use crate::shell::views;
use crate::store::{LoadProgress, Preview};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::Builder;
use std::time::{Duration, Instant};

/// How long reading lasts before its progress is shown.
const SHOWN_AFTER: Duration = Duration::from_millis(200);

/// How long a beginning that the file doesn't open with is held back: no one needs to see it for a moment only.
const HELD_BACK_FOR: Duration = Duration::from_millis(50);

/// A sheet to begin with and what saves the work on it, or why there is none.
type Opened = Result<(Start, Autosave), EditError>;

/// The beginning of a file, if it is shown, and whether the file will open with what it shows: as it was left, that
/// may be other leads.
type Beginning = Option<(Start, bool)>;

/// A file that is being read.
pub(crate) struct Loader {
    args: Arc<OpenArgs>,
    rules: RuleContext,
    beginning: Receiver<Beginning>,
    result: Receiver<Opened>,
    progress: Arc<LoadProgress>,
    began: Instant,
    is_done: Arc<AtomicBool>,
}

/// What the editor begins with.
pub(crate) enum Opening {
    /// All of it.
    Whole(Box<Start>, Autosave),
    /// The beginning of a file.
    Beginning(Box<Start>, Loading),
}

/// What the program needs besides the file.
#[derive(Clone)]
pub(crate) struct Surroundings {
    pub(crate) config: Config,
    pub(crate) preferences: Preferences,
    /// Whether the file is the sample.
    pub(crate) is_sample: bool,
}

impl Surroundings {
    fn of(self, start: Start) -> Start {
        let Self { config, preferences, is_sample } = self;
        Start { config, preferences, is_sample, ..start }
    }

    fn whole(self, (start, autosave): (Start, Autosave)) -> Opening {
        Opening::Whole(Box::new(self.of(start)), autosave)
    }
}

/// The rest of a file whose beginning is shown.
pub(crate) struct Loading {
    loader: Loader,
    surroundings: Surroundings,
    /// The file that was open before, which is gone back to where this one isn't opened.
    before: Option<Box<App>>,
}

impl Loading {
    /// Goes back to another file where this one isn't opened.
    pub(crate) fn instead_of(self, before: App) -> Self {
        Self { before: Some(Box::new(before)), ..self }
    }
}

impl Loader {
    /// Begins to read the file that was named and the work that is saved on it. Its end is an event.
    pub(crate) fn begin(args: OpenArgs, rules: RuleContext, sender: Sender<ShellEvent>) -> Self {
        let (args, progress) = (Arc::new(args), Arc::new(LoadProgress::default()));
        let is_done = Arc::new(AtomicBool::new(false));
        let (show, beginning) = channel();
        let (give, result) = channel();
        let loader = Self {
            args: Arc::clone(&args),
            rules: rules.clone(),
            beginning,
            result,
            progress: Arc::clone(&progress),
            began: Instant::now(),
            is_done: Arc::clone(&is_done),
        };
        let work = move || {
            let beginning = self::beginning(&args, &rules);
            let is_shown = beginning.is_some();
            let _ = show.send(beginning);
            let opened = open(&args, &rules, &progress);
            if let Ok((start, _)) = &opened
                && is_shown
                && !is_large(&start.sheet)
            {
                // Beside the screen, where keys are taken meanwhile.
                start.sheet.look_closer();
            }
            // Who doesn't wait for it any more has ended, or stopped it.
            let _ = give.send(opened);
            is_done.store(true, Ordering::Release);
            let _ = sender.send(ShellEvent::Loaded);
        };
        // Without a further thread it is read when it is waited for.
        let _ = Builder::new().name("load".to_owned()).spawn(work);
        loader
    }

    /// Waits for the file, or returns its beginning, which is there sooner.
    pub(crate) fn opening(self, surroundings: &Surroundings) -> Result<Opening, EditError> {
        let surroundings = surroundings.clone();
        if let Ok(Some((start, is_like_left))) = self.beginning.recv() {
            let held_back = if is_like_left { Duration::ZERO } else { HELD_BACK_FOR };
            let Ok(opened) = self.result.recv_timeout(held_back) else {
                let start = Box::new(surroundings.clone().of(start));
                let loading = Loading { loader: self, surroundings, before: None };
                return Ok(Opening::Beginning(start, loading));
            };
            return opened.map(|opened| surroundings.whole(opened));
        }
        self.wait().map(|opened| surroundings.whole(opened))
    }

    /// Whether the file was read, or can't be.
    fn is_done(&self) -> bool {
        self.is_done.load(Ordering::Acquire)
    }

    /// Waits for the file.
    pub(crate) fn wait(&self) -> Opened {
        self.result.recv().unwrap_or_else(|_| open(&self.args, &self.rules, &self.progress))
    }
}

/// Reads the beginning of a file.
fn beginning(args: &OpenArgs, rules: &RuleContext) -> Beginning {
    let OpenArgs { file, others, results, only, encoding, no_journal, out, .. } = args;
    let file = file.as_deref().filter(|file| others.is_empty() && *file != Path::new("-"))?;
    let Preview { table, kind, view } = Preview::read(file, *encoding)?;
    let is_whole_view = results.is_none() && only.is_none() && kind.origin() == Origin::Download;
    let kept = view.filter(|_| !no_journal).and_then(|name| views::read_named(&name)?.ok());
    let folder = out.clone().unwrap_or_else(|| beside(file));
    let mut start = Start {
        name: title(file),
        folder: visible(&whole(folder).to_string_lossy()).into_owned(),
        now: Some(chrono::Utc::now()),
        ..Start::of(Sheet::new(table, Origin::Download, rules.clone()))
    };
    let is_like_left = kept.as_ref().is_none_or(|kept| kept.is_of_beginning(&start.sheet));
    start.view.kept = kept.filter(|_| is_like_left);
    Some((start, is_whole_view && is_like_left))
}

impl Shell<'_> {
    /// Lets the progress of the reading be seen, once it lasts long.
    pub(super) fn show_loading(&self, app: &mut App) {
        if let Some(Loading { loader, .. }) = &self.loading
            && loader.began.elapsed() >= SHOWN_AFTER
        {
            app.show_loading(loader.progress.percent());
        }
    }

    /// Opens the file that was read. Returns what the program has to be told then.
    ///
    /// # Errors
    ///
    /// Fails if the file can't be opened and there is nothing to go back to.
    pub(super) fn take_loaded(&mut self, app: &mut App) -> Result<Option<Input>, EditError> {
        // An end that nobody waits for is that of a file that came before its beginning was shown, or was stopped.
        let Some(Loading { loader, surroundings, before }) =
            self.loading.take_if(|loading| loading.loader.is_done())
        else {
            return Ok(None);
        };
        let file = loader.args.file.clone().unwrap_or_default();
        let opened = loader.wait();
        let Some(mut before) = before else {
            let (start, autosave) = opened?;
            app.take_loaded(surroundings.of(start));
            self.enter(app, &file, autosave, Vec::new());
            return Ok(None);
        };
        let done =
            opened.map_err(|error| not_opened(&file, error)).and_then(|(start, autosave)| {
                let mut start = surroundings.of(start);
                let lines = self.leave(&mut before, &mut start);
                let lines = lines.map_err(|error| Input::NotOpened(error.into()))?;
                app.take_loaded(start);
                self.enter(app, &file, autosave, lines);
                Ok(())
            });
        Ok(done.err().inspect(|_| *app = *before))
    }

    /// Reads the file no further: what was open before is open again, or the list of files.
    pub(super) fn stop_loading(&mut self, app: &mut App) -> Input {
        // The list of files is asked for with the next input.
        let Some(Loading { loader, surroundings, before }) = self.loading.take() else {
            return Input::Waited;
        };
        loader.progress.stop();
        let (mouse, name) = (app.mouse, std::mem::take(&mut app.name));
        *app = if let Some(before) = before {
            *before
        } else {
            self.source = PathBuf::new();
            App::new(surroundings.of(without_file(loader.rules)))
        };
        app.mouse = mouse;
        app.set_status(format!("{name} was not opened: you stopped it."));
        Input::Waited
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::leads::house::HouseRules;
    use crate::leads::lists::Lists;

    /// Begins to read a file with this many leads.
    fn loader(leads: usize) -> (Loader, tempfile::TempDir) {
        let dir = tempfile::tempdir().expect("a folder");
        let file = dir.path().join("leads.csv");
        let row = format!("id,Lead,USD,{},New\n", "x".repeat(200));
        let header = "Referral ID,Lead Name,Currency,Notes,Sales Stage\n";
        std::fs::write(&file, header.to_owned() + &row.repeat(leads)).expect("written");
        let args = OpenArgs { file: Some(file), no_journal: true, ..OpenArgs::default() };
        let today = chrono::NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day");
        let lists = Arc::clone(Lists::compiled_in());
        let rules = RuleContext { today, lists, house: Arc::clone(HouseRules::none()) };
        (Loader::begin(args, rules, channel().0), dir)
    }

    #[test]
    fn a_large_file_has_its_beginning_first_and_is_checked_when_it_is_there() {
        let (loader, _dir) = loader(6_000);
        let (start, is_like_left) = loader.beginning.recv().expect("sent").expect("it is large");
        assert!(is_like_left && (500..2_000).contains(&start.sheet.row_count()));
        let (start, _) = loader.wait().expect("usable");
        assert!(start.sheet.row_count() == 6_000 && start.sheet.is_checked());
        assert_eq!(loader.progress.percent(), 100);
    }

    #[test]
    fn a_small_file_has_no_beginning_of_its_own() {
        let (loader, _dir) = loader(600);
        assert!(loader.beginning.recv().expect("sent").is_none());
        assert_eq!(loader.wait().expect("usable").0.sheet.row_count(), 600);
    }

    #[test]
    fn a_file_that_is_stopped_is_not_read_to_its_end() {
        let (loader, _dir) = loader(600);
        let _read = loader.wait();
        loader.progress.stop();
        let error = open(&loader.args, &loader.rules, &loader.progress).err();
        let error = error.expect("stopped").to_string();
        assert!(error.contains("reading was stopped"), "{error}");
    }
}
