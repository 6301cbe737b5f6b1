//! The pictures in the README, and the screens in the guide, are drawn by the program.
//!
//! `LEADSHEET_UPDATE=1 cargo test -- readme pictures` draws them again.

use crate::readme::{check_file, check_part, root};
use crate::support::picture::Look;
use crate::support::picture::cast::Cast;
use crate::support::session::Session;
use leadsheet::leads::Row;
use std::collections::BTreeSet;
use std::fs;

/// One lead ready, one held back, the cursor on what holds it.
fn grid() -> Session {
    Session::sample()
        .keys("sacc<enter>yes<enter>")
        .at(1, "Partner Referral Status")
        .at(3, "Estimated Close Date")
        .keys("cc02/30/2027<enter>n")
}

/// A lead is lost: the reasons that are allowed.
fn reason() -> Session {
    Session::sample().at(2, "Partner Referral Status").keys("slost<enter>")
}

/// What an export would write, and what it holds back.
fn review() -> Session {
    let s = grid().at(5, "Estimated Deal Value").keys("cc9200<enter>");
    let s = s.at(5, "Marketplace Purchase Intent").keys("<enter>yes<enter>");
    s.at(9, "Marketplace Purchase Intent").keys("<enter>yes<enter><ctrl-s>")
}

/// The stills: the ends of their names, what they show, and the session.
fn stills() -> [(&'static str, &'static str, Session); 3] {
    [
        ("grid", "Leads in a grid; a date that doesn't exist is named below it", grid()),
        ("reason", "A list of the reasons for a lost lead, over the grid", reason()),
        ("review", "Every change of an export, old and new", review()),
    ]
}

/// The largest size of a still, and that of the moving picture, in bytes.
const STILL: usize = 60_000;
const MOVING: usize = 300_000;

#[test]
fn the_stills_are_the_program_s_own() {
    for (theme, look) in Look::all() {
        for (name, title, mut session) in stills() {
            let picture = look.still(&mut session, title);
            assert!(picture.len() < STILL, "{name} in {theme}: {} bytes", picture.len());
            check_file(&root().join(format!("assets/pictures/{name}-{theme}.svg")), &picture);
        }
    }
}

/// The main job: a lead is accepted, what it lacks is filled in, a wrong date is mended, and the two are exported.
fn job(look: &Look) -> Cast<'_> {
    Cast::new(look, Session::sample())
        .explain("A download from Partner Center: 60 leads", 1400)
        .explain("The outcomes that are allowed for this lead", 200)
        .press("s", 1300)
        .press("acc", 600)
        .press("<enter>", 1300)
        .explain("An accepted lead needs a purchase intent", 200)
        .press("yes", 500)
        .press("<enter>", 1200)
        .explain("Go to a column by a part of its name", 200)
        .press("gc", 400)
        .press("close", 500)
        .press("<enter>", 300)
        .press("<down>", 500)
        .explain("A date that doesn't exist", 200)
        .press("cc", 300)
        .press("02/30/2027", 600)
        .press("<enter>", 900)
        .explain("Go to the problem: the line below the grid explains it", 200)
        .press("n", 2000)
        .still()
        .explain("The right date: the lead is ready to export", 200)
        .press("cc", 300)
        .press("02/27/2027", 500)
        .press("<enter>", 1100)
        .explain("Every change, old → new, before a file is written", 200)
        .press("<ctrl-s>", 2400)
        .explain("The upload file: the two changed leads, nothing else", 200)
        .press("<enter>", 200)
        .then(|session| session.written(vec![Row(0), Row(2)], 5), 2600)
}

#[test]
fn the_moving_picture_is_the_program_s_own() {
    for (theme, look) in Look::all() {
        let picture = job(&look).picture("The job in 20 seconds: a lead is accepted, a wrong date mended, an upload file written");
        assert!(picture.len() < MOVING, "{theme}: {} bytes", picture.len());
        check_file(&root().join(format!("assets/pictures/job-{theme}.svg")), &picture);
    }
}

/// The moving picture ends within a time that people watch.
#[test]
fn the_moving_picture_is_short() {
    let looks = Look::all();
    let cast = job(&looks[0].1);
    assert!((15_000..25_000).contains(&cast.duration()), "{} ms", cast.duration());
    let last = cast.texts().last().expect("screens").0;
    assert!(last.contains("leads.upload-001.csv"), "{last}");
}

/// The files of pictures that a page shows, each with the text for those who don't see it.
fn shown_pictures(page: &str) -> (BTreeSet<String>, Vec<String>) {
    let attribute = |name: &str| -> Vec<String> {
        let before = format!(" {name}=\"");
        let parts = page.split(&before[..]).skip(1);
        parts.filter_map(|rest| Some(rest.split_once('"')?.0.to_owned())).collect()
    };
    let files = ["src", "srcset"].into_iter().flat_map(attribute);
    (files.collect(), attribute("alt"))
}

#[test]
fn the_readme_shows_every_picture_and_describes_it() {
    let readme = fs::read_to_string(root().join("README.md")).expect("readable");
    let (shown, described) = shown_pictures(&readme);
    let folder = fs::read_dir(root().join("assets/pictures")).expect("the pictures");
    let files =
        folder.map(|file| file.expect("readable").file_name().into_string().expect("UTF-8"));
    let files: BTreeSet<String> = files.map(|name| format!("assets/pictures/{name}")).collect();
    assert_eq!(shown, files);
    assert_eq!(described.len() * Look::all().len(), files.len());
    for text in described {
        assert!(text.len() > 60, "what is to be seen: {text}");
    }
}

/// The first and the last lines of a screen, with a mark for those between.
fn excerpt(session: &mut Session, (first, last): (usize, usize)) -> String {
    let screen = session.screen();
    let lines: Vec<&str> = screen.lines().collect();
    let (head, tail) = (lines[..first].join("\n"), lines[lines.len() - last..].join("\n"));
    let between = if first + last < lines.len() { "⋮\n" } else { "" };
    format!("```text\n{head}\n{between}{tail}\n```\n")
}

#[test]
fn the_screens_in_the_guide_are_the_program_s_own() {
    check_part("screen", &excerpt(&mut grid(), (21, 3)));
    check_part("screen of a reason", &excerpt(&mut reason(), (15, 3)));
    check_part("screen of a review", &excerpt(&mut review(), (22, 1)));
}
