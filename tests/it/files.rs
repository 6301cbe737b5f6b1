//! The list of files: at the start, and where a file is asked for.

use crate::support::files::SAMPLE;
use crate::support::fixtures::leads;
use crate::support::pty::Program;
use crate::support::session::Session;
use crate::support::workspace::Workspace;
use chrono::{DateTime, TimeDelta, Utc};
use leadsheet::app::{Effect, FilesReport, FilesRequest, FilesUpdate, Input, Mode, OnExit, Start};
use leadsheet::sheet::{OwnFile, StateCounts};
use leadsheet::sync::{
    FileListing, FileSummary, LeadsFile, ListedFile, ListedKind, SavedWork, WrittenFile,
};
use leadsheet::table::FileKind;
use std::fs;
use std::path::PathBuf;

macro_rules! snapshot {
    ($name:expr, $session:expr) => {
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!($name, $session.snapshot());
        });
    };
}

fn now() -> DateTime<Utc> {
    DateTime::parse_from_rfc3339("2026-11-22T12:00:00Z").expect("a time").to_utc()
}

/// The program without a file, before anything is known of the files.
fn started() -> Session {
    let start = Session::of("Referral ID,Lead Name\n", now().date_naive());
    let now = Some(now());
    let mut session = Session::start(Start { asks_file: true, now, name: String::new(), ..start });
    session.input(Input::Waited);
    session
}

/// The newest request for files.
fn request(session: &Session) -> FilesRequest {
    let requests = session.effects.iter().rev().find_map(|effect| match effect {
        Effect::ListFiles(request) => Some(request.clone()),
        _ => None,
    });
    requests.expect("files were asked for")
}

fn report(session: &mut Session, update: FilesUpdate) {
    let number = request(session).number;
    session.input(Input::Files(Box::new(FilesReport { number, update })));
}

fn file(path: &str, days: i64) -> ListedFile {
    let modified = Some(now() - TimeDelta::days(days));
    ListedFile { path: PathBuf::from(path), kind: ListedKind::File, bytes: 2_850_000, modified }
}

fn download(count: usize) -> LeadsFile {
    LeadsFile {
        kind: FileKind::WithoutErrors,
        leads: count,
        rejected: 0,
        upload: None,
        may_answer: Vec::new(),
        has_results_name: false,
        work: None,
    }
}

fn processed() -> LeadsFile {
    let kind = FileKind::Answer { download: "leads.csv".to_owned() };
    let upload = Some("leads-2026-11-10.upload-001.csv".to_owned());
    LeadsFile { kind, rejected: 2, upload, ..download(40) }
}

/// The files of a folder, newest first, and what they are.
fn files() -> Vec<(ListedFile, FileSummary)> {
    let counts = StateCounts { ready: 40, held_back: 2, ..StateCounts::default() };
    let work = Some(SavedWork::Counted(counts));
    let own = OwnFile::Upload;
    let written = WrittenFile { own, download: "leads-2026-11-10.csv".to_owned(), leads: 40 };
    vec![
        (file("/u/ada/leads/report.xlsx", 0), FileSummary::Other("an Excel workbook".to_owned())),
        (file("/u/ada/Downloads/processed.csv", 1), FileSummary::Leads(processed())),
        (file("/u/ada/leads/leads-2026-11-10.upload-001.csv", 2), FileSummary::Written(written)),
        (
            file("/u/ada/leads/leads-2026-11-10.csv", 12),
            FileSummary::Leads(LeadsFile { work, ..download(5_000) }),
        ),
        (file("/u/ada/Downloads/fresh.csv", 0), FileSummary::Leads(download(4_900))),
    ]
}

fn list(session: &mut Session, names: &[&str]) {
    let listing = FileListing {
        files: files().into_iter().map(|(file, _)| file).collect(),
        names: names.iter().map(|&name| name.to_owned()).collect(),
        home: Some("/u/ada".into()),
        folders: ["work", "Downloads"].map(|name| PathBuf::from("/u/ada").join(name)).to_vec(),
        ..FileListing::default()
    };
    report(session, FilesUpdate::Listed(listing));
    for (file, summary) in files() {
        report(session, FilesUpdate::Summary(file.path, summary));
    }
}

/// The program without a file, its list complete.
fn listed() -> Session {
    let mut session = started();
    list(&mut session, &["leads-2026-11-10.csv", "report.xlsx", "sub/"]);
    session
}

fn opened(session: &Session) -> Option<String> {
    session.effects.iter().rev().find_map(|effect| match effect {
        Effect::OpenOther(path) => Some(path.display().to_string()),
        _ => None,
    })
}

#[test]
fn the_start_screen_lists_the_files_and_says_what_they_are() {
    snapshot!("start_empty_80x24", started());
    for (columns, lines) in [(80, 24), (60, 12)] {
        snapshot!(format!("start_{columns}x{lines}"), listed().sized(columns, lines));
        let asked = listed().keys("o").keys("lea").sized(columns, lines);
        snapshot!(format!("start_path_{columns}x{lines}"), { asked });
    }
}

#[test]
fn files_to_work_on_come_first_and_enter_opens_the_selected_one() {
    let s = listed().keys("<enter>");
    assert_eq!(opened(&s).as_deref(), Some("/u/ada/Downloads/processed.csv"));
    let s = listed().keys("jj<enter>");
    assert_eq!(opened(&s).as_deref(), Some("/u/ada/leads/leads-2026-11-10.csv"));
    // A file that turns out to be none gives way, and the selected one stays selected.
    let mut s = listed().keys("j");
    let path = PathBuf::from("/u/ada/Downloads/processed.csv");
    report(&mut s, FilesUpdate::Summary(path, FileSummary::Gone));
    let s = s.keys("<enter>");
    assert_eq!(opened(&s).as_deref(), Some("/u/ada/leads/leads-2026-11-10.upload-001.csv"));
}

#[test]
fn a_file_is_selected_by_a_click_and_opened_by_a_double_click() {
    let s = listed().click("fresh.csv");
    assert_eq!(opened(&s), None);
    let s = s.keys("<enter>");
    assert_eq!(opened(&s).as_deref(), Some("/u/ada/Downloads/fresh.csv"));
    let s = listed().double_click("fresh.csv");
    assert_eq!(opened(&s).as_deref(), Some("/u/ada/Downloads/fresh.csv"));
    // While a path is typed, too.
    let s = listed().keys("ocsv").double_click("fresh.csv");
    assert_eq!(opened(&s).as_deref(), Some("/u/ada/Downloads/fresh.csv"));
}

#[test]
fn nothing_leads_to_a_grid_where_no_file_is_open() {
    for keys in ["o<esc>", "/x<esc>", "?q", "?<enter>qq", "/lea<enter><esc>", "<esc>", "r"] {
        let s = listed().keys(keys);
        let Mode::Panel(panel) = &s.app.mode else { panic!("{keys}: {:?}", s.app.mode) };
        assert_eq!(panel.label(), "FILES", "{keys}");
    }
    let s = listed().keys("q");
    assert!(matches!(s.effects.last(), Some(Effect::Quit(OnExit::Finished))));
    let s = listed().keys("d");
    assert!(matches!(s.effects.last(), Some(Effect::OpenDemo)));
}

#[test]
fn a_path_is_typed_pasted_or_dropped() {
    for (keys, path) in [
        ("onew.csv<enter>", "new.csv"),
        ("~/x.csv<enter>", "~/x.csv"),
        // What is typed is there, though the list has others with that in their names.
        ("oreport.xlsx<enter>", "report.xlsx"),
        // The list is narrowed to what is typed.
        ("ofre<enter>", "/u/ada/Downloads/fresh.csv"),
        ("ocsv<down><down><down><enter>", "/u/ada/Downloads/fresh.csv"),
    ] {
        assert_eq!(opened(&listed().keys(keys)).as_deref(), Some(path), "{keys}");
    }
    let s = listed().paste("'/tmp/my leads.csv'").keys("<enter>");
    assert_eq!(opened(&s).as_deref(), Some("'/tmp/my leads.csv'"));
}

#[test]
fn tab_completes_as_soon_as_the_folder_is_known() {
    let input = |s: &Session| match &s.app.mode {
        Mode::Prompt(prompt) => prompt.input.value().to_owned(),
        mode => panic!("{mode:?}"),
    };
    let s = listed().keys("o").keys("su<tab>");
    assert_eq!(input(&s), "sub/");
    assert_eq!(request(&s).folder.as_deref(), Some("sub/"));
    // The folder isn't read yet: the key waits for it, and other keys don't.
    let mut s = s.keys("A<tab>");
    assert_eq!(input(&s), "sub/A");
    list(&mut s, &["april.csv", "april.txt", "deep/"]);
    assert_eq!(input(&s), "sub/april.");
    assert_eq!(s.message(), "2 files and folders begin so.");
    let s = s.keys("<ctrl-u>").keys("sub/d");
    assert_eq!(request(&s).folder.as_deref(), Some("sub/"));
    let s = s.keys("<enter>");
    assert_eq!(opened(&s).as_deref(), Some("sub/d"), "what is typed, until the folder is known");
}

#[test]
fn what_is_told_of_an_earlier_list_is_left_out() {
    let mut s = started();
    let earlier = request(&s).number;
    s = s.keys("r");
    let listing = FileListing { files: vec![file("/x/old.csv", 0)], ..FileListing::default() };
    let update = FilesUpdate::Listed(listing);
    s.input(Input::Files(Box::new(FilesReport { number: earlier, update })));
    assert!(!s.screen().contains("old.csv"), "{}", s.screen());
}

#[test]
fn processed_files_come_first_for_results_and_downloads_for_a_rebase() {
    let mut s = Session::open(&leads(2, |_, line| line)).keys("gm");
    list(&mut s, &[]);
    snapshot!("results_files_80x24", s);
    let s = s.keys("<enter>");
    let Some(Effect::ReadResults(path)) = s.effects.last() else { panic!("{:?}", s.effects) };
    assert_eq!(path, "/u/ada/Downloads/processed.csv");
    let mut s = Session::open(&leads(2, |_, line| line)).at(1, "Notes").keys("ccx<enter>");
    s = s.keys(":rebase<enter>");
    list(&mut s, &[]);
    let s = s.keys("<enter>");
    let Some(Effect::ReadFresh(path)) = s.effects.last() else { panic!("{:?}", s.effects) };
    assert_eq!(path, "/u/ada/leads/leads-2026-11-10.csv");
}

#[test]
fn an_export_of_a_crm_comes_first_to_fill_from_and_own_files_last() {
    let mut s = Session::open(&leads(2, |_, line| line)).keys("gF");
    list(&mut s, &[]);
    let screen = s.screen();
    let at = |name: &str| screen.lines().position(|line| line.contains(name)).expect(name);
    let places = ["report.xlsx", "fresh.csv", "processed.csv", "upload-001.csv"].map(at);
    assert!(places.is_sorted(), "{screen}");
    assert!(
        screen.contains("an Excel workbook") && !screen.contains("not a Leads file"),
        "{screen}"
    );
    let s = s.keys("<enter>");
    let Some(Effect::ReadFill { path, .. }) = s.effects.last() else { panic!("{:?}", s.effects) };
    assert_eq!(path, "/u/ada/leads/report.xlsx");
}

#[test]
fn another_file_is_opened_only_where_no_work_is_lost() {
    let mut s = Session::sample().keys(":open<enter>");
    list(&mut s, &[]);
    assert!(s.screen().contains("Which file do you want to work on? 5 files"), "{}", s.screen());
    let s = s.keys("q");
    assert!(matches!(s.app.mode, Mode::Grid) && s.effects.len() == 1, "{:?}", s.effects);
    let s = s.at(1, "Notes").keys("ccx<enter>:open<enter>");
    assert!(s.message().contains("isn't saved, and opening another one would lose it"));
    let s = Session::sample().keeping().at(1, "Notes").keys("ccx<enter>:open b.csv<enter>");
    assert_eq!(opened(&s).as_deref(), Some("b.csv"));
}

mod in_a_terminal {
    use super::*;

    fn start(workspace: &Workspace, args: &[&str]) -> Program {
        workspace.setup().dir(workspace.folder()).start(args, (80, 24))
    }

    #[test]
    fn leadsheet_alone_lists_files_opens_one_and_quits() {
        let workspace = Workspace::new();
        let downloads = workspace.home().join("Downloads");
        fs::create_dir_all(&downloads).expect("a folder");
        fs::write(downloads.join("other.csv"), "Name,Age\n").expect("written");
        let mut p = start(&workspace, &[]);
        p.wait_for("download, 60 leads");
        p.wait_for("not a Leads file: its columns are \"Name\", \"Age\"");
        p.keys("<Enter>");
        p.wait_for(" of 52 columns");
        p.keys("q");
        assert_eq!(p.wait_exit(), 0);
    }

    #[test]
    fn saved_work_is_listed_and_resumed_and_the_demo_needs_no_file() {
        let workspace = Workspace::new();
        let elsewhere = workspace.dir.path().join("elsewhere");
        fs::create_dir(&elsewhere).expect("a folder");
        workspace.save_work("leads.csv", |sheet| {
            let notes = sheet.layout().fields().find(|f| sheet.layout().name(*f) == "Notes");
            let edit = leadsheet::sheet::Edit::cell(
                "edit",
                leadsheet::leads::Row(0),
                notes.expect("a column"),
                "called",
            );
            sheet.apply(edit).expect("let through");
        });
        let mut p = workspace.setup().dir(&elsewhere).start(&[], (80, 24));
        p.wait_for("saved work: ");
        p.keys("<Enter>");
        p.wait_for("1 step in 1 lead");
        p.keys("<Esc>");
        assert_eq!(p.wait_exit(), 0);
        let mut p = workspace.setup().dir(&elsewhere).start(&[], (80, 24));
        p.wait_for("saved work: ");
        p.keys("d");
        p.wait_for("A tour in seven steps");
        p.keys("<Esc>");
        p.wait_for("GRID 1/60");
        p.keys("q");
        p.wait_for("The demo's files are in ");
        assert_eq!(p.wait_exit(), 0);
    }

    #[test]
    fn the_work_on_a_file_stays_saved_when_another_one_is_opened() {
        let workspace = Workspace::new();
        workspace.write("other.csv", leads(5, |_, line| line));
        let mut p = start(&workspace, &["leads.csv"]);
        p.wait_for("60 leads");
        p.keys("ccnew name<Enter>");
        p.wait_for("1 held back");
        p.keys(":open<Enter>");
        p.wait_for("download, 5 leads");
        p.keys("<Enter>");
        p.wait_for(" 5 leads");
        p.keys(":open leads.csv<Enter>");
        p.wait_for("1 step in 1 lead");
        p.keys("<Enter>");
        p.wait_for("1 held back");
        p.keys(":open leads.csv<Enter>");
        p.wait_for("leads.csv is the file that is open.");
        p.keys("q<Enter>");
        assert_eq!(p.wait_exit(), 0);
        assert_eq!(workspace.journals().len(), 1);
    }

    #[test]
    fn a_file_in_another_encoding_is_opened_in_the_one_that_is_chosen() {
        let workspace = Workspace::empty();
        workspace.write("leads.csv", String::from_utf8_lossy(SAMPLE).replace("ü", "u"));
        let path = crate::support::fixtures::fixture("windows-1252.csv");
        fs::copy(path, workspace.path("leads.csv")).expect("copied");
        let mut p = start(&workspace, &[]);
        p.wait_for("can't be opened: the text isn't UTF-8");
        p.keys("<Enter>");
        p.wait_for("Encoding of leads.csv");
        p.keys("<Enter>");
        p.wait_for("15 of 52 columns");
        p.keys("q");
        assert_eq!(p.wait_exit(), 0);
    }

    #[cfg(unix)]
    #[test]
    fn a_pipe_and_a_folder_that_is_closed_stop_nothing() {
        use std::os::unix::fs::PermissionsExt as _;
        let workspace = Workspace::new();
        let (pipe, closed) = (workspace.path("pipe.csv"), workspace.path("closed"));
        let kind = rustix::fs::FileType::Fifo;
        let mode = rustix::fs::Mode::RWXU;
        rustix::fs::mknodat(rustix::fs::CWD, &pipe, kind, mode, 0).expect("a pipe");
        fs::create_dir(&closed).expect("a folder");
        fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).expect("closed");
        let mut p = start(&workspace, &[]);
        p.wait_for("a pipe or a device");
        p.keys("j<Enter>");
        p.wait_for("it can only be named on the command line");
        p.keys("o");
        p.wait_for("File to open:");
        p.keys("closed/");
        // Root reads any folder.
        p.wait_until("the folder", |screen| {
            let text = screen.contents();
            text.contains("closed can't be read: Permission denied")
                || text.contains("No such file in")
        });
        p.keys("<Esc>");
        p.wait_for("download, 60 leads");
        p.keys("q");
        assert_eq!(p.wait_exit(), 0);
        fs::set_permissions(&closed, fs::Permissions::from_mode(0o700)).expect("opened");
    }
}
