//! The mouse: what can be clicked, and what a click does.

use crate::support::session::Session;
use leadsheet::app::Target;

/// The text of the screen that a target covers, line by line.
fn covered(s: &mut Session, wanted: impl Fn(Target) -> bool) -> Vec<String> {
    let (buffer, _) = s.draw();
    let areas = s.targets.iter().filter(|(_, target)| wanted(*target));
    let text = |area: ratatui::layout::Rect| {
        let cells = area.positions().map(|at| buffer[at].symbol());
        cells.collect::<String>().trim().to_owned()
    };
    areas.map(|(area, _)| text(area)).collect()
}

#[test]
fn every_hint_of_the_status_line_can_be_clicked() {
    let screens = ["", "v", "<space>", "s", "?", "gp", "/", "x<ctrl-s>"];
    for keys in screens {
        let mut s = Session::sample().keys(keys);
        s.app.message = None;
        let line = s.screen().lines().last().expect("a status line").to_owned();
        let hints = covered(&mut s, |target| matches!(target, Target::Command { .. }));
        let (_, shown) = line.split_once(hints[0].as_str()).expect("the first hint");
        let rest = hints[1..].iter().fold(shown.to_owned(), |rest, hint| {
            assert!(rest.contains(hint), "{keys}: {hint} in {line}");
            rest.replacen(hint, "", 1)
        });
        assert_eq!(rest.trim(), "", "{keys}: {line}");
    }
}
