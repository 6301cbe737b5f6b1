//! The mouse: what can be clicked, and what a click does.

use crate::support::files::SAMPLE;
use crate::support::session::Session;
use leadsheet::app::{Config, Effect, Input, Mode, MouseAction, MouseButton, Preferences, Target};
use leadsheet::app::{Start, When};
use ratatui::layout::Rect;

/// The areas of the screen that stand for some targets.
fn areas(s: &mut Session, wanted: impl Fn(Target) -> bool) -> Vec<(Rect, Target)> {
    s.draw();
    let targets = s.targets.iter().filter(|(_, target)| wanted(*target));
    // What another target covers can't be clicked.
    let seen = |area: &Rect, target: &Target| {
        s.targets.hit(area.as_position()).is_some_and(|(hit, _)| hit == *target)
    };
    targets.filter(|(area, target)| seen(area, target)).collect()
}

/// The text of the screen that a target covers, line by line.
fn covered(s: &mut Session, wanted: impl Fn(Target) -> bool) -> Vec<String> {
    let found = areas(s, wanted);
    let (buffer, _) = s.draw();
    let text = |area: Rect| {
        let cells = area.positions().map(|at| buffer[at].symbol());
        cells.collect::<String>().trim().to_owned()
    };
    found.into_iter().map(|(area, _)| text(area)).collect()
}

/// Clicks on the first target of a kind.
fn click_target(s: &mut Session, wanted: impl Fn(Target) -> bool) -> Target {
    let found = areas(s, wanted);
    let (area, target) = found.first().expect("it is drawn");
    s.click_with(MouseButton::Left, 1, (area.x, area.y));
    *target
}

/// The screen after something, for a comparison.
fn after(mut s: Session, keys: &str) -> String {
    s = s.keys(keys);
    s.app.message = None;
    s.screen()
}

/// Where the cursor is: the number of the row and the name of the column.
fn cursor(s: &Session) -> (usize, String) {
    let cell = s.app.cell();
    (cell.row.number(), s.app.sheet.layout().name(cell.field).to_owned())
}

#[test]
fn every_hint_of_the_status_line_can_be_clicked() {
    let screens =
        ["", "v", "<space>", "s", "?", "gp", "/", "x<ctrl-s>", "gm", "fl", "gu", "i", "?<f1>"];
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

#[test]
fn a_click_on_a_hint_does_what_its_key_does() {
    for keys in ["", "v", "<space>", "s", "?", "gp", "/", "g", "<space>?", "yv"] {
        let open = || {
            let mut s = Session::sample().keys(keys);
            if keys == "g" {
                s = s.wait();
            }
            s.app.message = None;
            s.draw();
            s
        };
        let offered = areas(&mut open(), |target| matches!(target, Target::Command { .. }));
        assert!(!offered.is_empty(), "{keys}");
        for (area, target) in offered {
            let Target::Command { when, name } = target else { continue };
            let mut clicked = open();
            clicked.click_with(MouseButton::Left, 1, (area.x, area.y));
            let mut run = open();
            run.app.pending.clear();
            run.app.hints_shown = false;
            let command = leadsheet::app::command(when, name).expect("a command");
            (command.run)(&mut run.app, None);
            assert_eq!(clicked.screen(), run.screen(), "{keys}: {name}");
        }
    }
}

#[test]
fn answers_to_a_question_can_be_clicked() {
    let mut s = Session::sample().keys("x<esc>").at(3, "Currency").keys("xq");
    assert!(matches!(s.app.mode, Mode::Ask(_)), "{}", s.screen());
    let answers = covered(&mut s, |target| matches!(target, Target::Command { .. }));
    assert!(answers.iter().any(|text| text.ends_with("go back to the grid")), "{answers:?}");
    let s = s.click("Ready: 0").click("go back to the grid");
    assert!(matches!(s.app.mode, Mode::Grid));
}

#[test]
fn a_click_moves_the_cursor_and_a_double_click_edits() {
    let mut s = Session::sample().at(1, "Currency");
    let (x, _) = s.find("Currency");
    s.click_with(MouseButton::Left, 1, (x, 6));
    assert_eq!(cursor(&s), (5, "Currency".to_owned()));
    let (border, _) = s.find("│");
    s.click_with(MouseButton::Left, 1, (border, 3));
    assert_eq!(cursor(&s), (2, "Lead Name".to_owned()), "no cell is without a place");
    s.click_with(MouseButton::Left, 2, (x, 8));
    assert_eq!(cursor(&s), (7, "Currency".to_owned()));
    assert!(matches!(s.app.mode, Mode::Picker(_)), "{}", s.screen());
    // A click elsewhere closes the list.
    s.click_with(MouseButton::Left, 1, (2, 2));
    assert!(matches!(s.app.mode, Mode::Grid));
    assert_eq!(s.app.cell().row.number(), 1);
}

#[test]
fn a_click_elsewhere_accepts_what_was_typed_and_what_is_refused_stays() {
    let mut s = Session::sample().at(3, "CRM ID").keys("ccA-1");
    let at = s.find("Lead Name");
    s.click_with(MouseButton::Left, 1, (at.0 + 1, 2));
    assert_eq!(s.cell(3, "CRM ID"), "A-1");
    assert_eq!((cursor(&s).0, matches!(s.app.mode, Mode::Grid)), (1, true));
    // A file that can't be changed refuses whatever is typed.
    let mut s = Session::sample().at(3, "CRM ID").keys("ccA-1");
    s.app.sheet.set_read_only();
    s.click_with(MouseButton::Left, 1, (at.0 + 1, 2));
    assert!(matches!(s.app.mode, Mode::Editor(_)), "{}", s.screen());
    assert_eq!(cursor(&s).0, 3, "{}", s.message());
}

#[test]
fn a_click_into_the_text_places_the_caret_and_a_drag_selects() {
    let mut s = Session::sample().at(3, "CRM ID").keys("ccABCDEF");
    let (x, y) = s.find("ABCDEF");
    s.click_with(MouseButton::Left, 1, (x + 2, y));
    s = s.keys("-");
    assert!(s.screen().contains("AB-CDEF"), "{}", s.screen());
    s = s.drag(&[(x + 1, y), (x + 3, y), (x + 5, y)]).keys("_");
    assert!(s.screen().contains("A_EF"), "{}", s.screen());
    s.click_with(MouseButton::Left, 1, (x + 20, y));
    s = s.keys("!");
    assert!(s.screen().contains("A_EF!"), "behind the end: {}", s.screen());
    s.click_with(MouseButton::Left, 2, (x, y));
    s = s.keys("word");
    assert!(s.screen().contains("word!"), "{}", s.screen());
}

#[test]
fn a_click_goes_to_a_field_of_a_form_and_to_a_line_of_notes() {
    let mut s = Session::sample().at(3, "Team member 1").keys("<enter>");
    let (x, y) = s.find("E-mail");
    s.click_with(MouseButton::Left, 1, (x + 12, y));
    s = s.keys("<home>zz");
    let line = s.screen().lines().nth(y.into()).expect("a line").to_owned();
    assert!(line.contains("zz"), "{}", s.screen());
    let mut s = Session::sample().at(3, "Notes").keys("ccone<ctrl-j>zwei<ctrl-j>three");
    let (x, y) = s.find("zwei");
    s.click_with(MouseButton::Left, 1, (x + 1, y));
    s = s.keys("-");
    assert!(s.screen().contains("z-wei"), "{}", s.screen());
}

#[test]
fn a_day_of_the_calendar_can_be_clicked() {
    let mut s = Session::sample().at(3, "Estimated Close Date").keys("<enter>");
    let day = |target| matches!(target, Target::Day(day) if day.to_string().ends_with("-17"));
    click_target(&mut s, day);
    let Mode::Editor(editor) = &s.app.mode else { panic!("{}", s.screen()) };
    assert!(editor.typed().contains("/17/"), "{}", editor.typed());
    // Another month, by the arrows beside its name and by the wheel.
    click_target(&mut s, |target| target == Target::Month(1));
    click_target(&mut s, |target| target == Target::Month(1));
    s = s.wheel(1, 0, (1, 1)).click("<");
    let Mode::Editor(editor) = &s.app.mode else { panic!("{}", s.screen()) };
    assert_eq!(editor.typed(), "04/17/2027");
    let (area, _) = areas(&mut s, day)[0];
    s.click_with(MouseButton::Left, 2, (area.x, area.y));
    assert!(s.cell(3, "Estimated Close Date").contains("/17/"), "{}", s.screen());
}

#[test]
fn a_drag_selects_and_scrolls_at_the_edges() {
    let mut s = Session::sample().at(1, "Currency");
    let (x, _) = s.find("Currency");
    s = s.drag(&[(x, 3), (x, 3), (x, 5)]);
    assert_eq!(s.app.selection_label().as_deref(), Some("1 column × 3 leads"));
    assert!(s.message().contains("Shift"), "said once: {}", s.message());
    // A click ends it, and a later drag doesn't say it again.
    s.click_with(MouseButton::Left, 1, (x, 3));
    assert_eq!(s.app.selection, None);
    s = s.drag(&[(x, 3), (x, 4)]);
    assert_eq!(s.message(), "");
    // Below the grid it goes on by itself as long as the mouse rests there.
    s.mouse(MouseAction::Press(MouseButton::Left, 1), (x, 20));
    s.mouse(MouseAction::Drag, (x, 22));
    assert!(s.app.scrolls_by_itself());
    let before = s.app.cell().row.number();
    for _ in 0..5 {
        s.input(Input::Waited);
    }
    assert_eq!(s.app.cell().row.number(), before + 5);
    s.mouse(MouseAction::Release, (x, 22));
    s.input(Input::Waited);
    assert_eq!((s.app.cell().row.number(), s.app.scrolls_by_itself()), (before + 5, false));
}

#[test]
fn the_numbers_before_the_leads_select_them() {
    let s = Session::sample().keys("zr").drag(&[(0, 4), (1, 6)]);
    assert_eq!(s.app.selection_label().as_deref(), Some("3 leads"));
}

#[test]
fn the_wheel_scrolls_the_window_and_the_next_key_brings_the_cursor_back() {
    let mut s = Session::sample().at(2, "Currency");
    let left = s.app.viewport.left;
    s = s.wheel(4, 0, (20, 10));
    assert_eq!((s.app.viewport.top, cursor(&s).0), (12, 2));
    s = s.wheel(0, 1, (20, 10));
    assert_eq!((s.app.viewport.left, cursor(&s).1.as_str()), (left + 1, "Currency"));
    s = s.wheel(9_999, 0, (20, 10));
    assert!(s.app.viewport.top + 19 >= s.app.order.len(), "it stops at the last lead");
    // A hint that is clicked acts on a cell in sight.
    let s = s.click("export");
    assert!(s.app.viewport.top < 2);
    let s = Session::sample().wheel(4, 0, (20, 10)).keys("j");
    assert_eq!((s.app.viewport.top, cursor(&s).0), (1, 2));
}

#[test]
fn the_wheel_scrolls_what_is_open() {
    let mut s = Session::sample().keys("?");
    s = s.wheel(2, 0, (20, 10));
    let Mode::Panel(panel) = &s.app.mode else { panic!("a list") };
    assert_eq!(panel.list_state().offset, 6);
    let mut s = Session::sample().keys(":").wheel(1, 0, (20, 10));
    let Mode::Picker(picker) = &s.app.mode else { panic!("the palette") };
    assert_eq!(picker.at, 3);
    s = s.keys("<esc><space>");
    let record = |s: &Session| s.app.record.as_ref().expect("the detail view").top;
    s = s.wheel(2, 0, (20, 10));
    assert_eq!(record(&s), 6, "{}", s.screen());
    s = s.wheel(-2, 0, (20, 10));
    assert_eq!(record(&s), 0, "{}", s.screen());
}

#[test]
fn a_click_on_a_column_name_sorts_again_reverses_and_a_third_time_ends_it() {
    let mut s = Session::sample().at(1, "Currency");
    let field = s.field("Currency");
    let sorted = |s: &Session| s.app.sort.filter(|sort| sort.field == field).map(|s| s.descending);
    let (x, y) = s.find("Currency");
    s.click_with(MouseButton::Left, 1, (x, y));
    assert_eq!(sorted(&s), Some(false), "{}", s.screen());
    assert!(s.message().starts_with("Sorted by"), "{}", s.message());
    // The arrow belongs to it, too.
    s.click_with(MouseButton::Left, 1, (x - 1, y));
    assert_eq!(sorted(&s), Some(true));
    s.click_with(MouseButton::Left, 1, (x, y));
    assert_eq!(s.app.sort, None);
    assert!(s.message().ends_with("in file order."), "{}", s.message());
}

#[test]
fn a_border_is_dragged_to_widen_its_column_and_a_double_click_fits_it() {
    let mut s = Session::sample();
    let borders = areas(&mut s, |target| matches!(target, Target::Border { .. }));
    let (area, Target::Border { column }) = borders[1] else { panic!("a border") };
    let wide = s.app.columns.width(column);
    s = s.drag(&[(area.x, area.y), (area.x + 3, area.y), (area.x + 7, 9)]);
    assert_eq!(s.app.columns.width(column), wide + 7);
    let (again, _) = areas(&mut s, |target| target == Target::Border { column })[0];
    assert_eq!(again.x, area.x + 7, "it stays below the mouse");
    let mut fitted = Session::sample();
    fitted.app.viewport.column = column;
    fitted = fitted.keys("zz");
    s.click_with(MouseButton::Left, 2, (again.x, again.y));
    assert_eq!(s.app.columns.width(column), fitted.app.columns.width(column));
}

#[test]
fn the_right_button_opens_what_is_possible_at_the_cell() {
    let mut s = Session::sample().at(3, "Currency");
    let (x, _) = s.find("Currency");
    s.click_with(MouseButton::Right, 1, (x, 4));
    let Mode::Picker(picker) = &s.app.mode else { panic!("{}", s.screen()) };
    assert_eq!(picker.title, "Currency");
    let mut s = Session::sample();
    let at = s.find("Lead Name");
    s.click_with(MouseButton::Right, 1, (at.0, 4));
    let Mode::Picker(picker) = &s.app.mode else { panic!("{}", s.screen()) };
    assert_eq!((picker.title.as_str(), cursor(&s).0), ("Commands for this cell", 3));
    s = s.click("filter value");
    assert_eq!(s.app.filters.len(), 1, "{}", s.screen());
    let mut s = Session::sample();
    s.click_with(MouseButton::Right, 1, (0, 5));
    let Mode::Picker(picker) = &s.app.mode else { panic!("{}", s.screen()) };
    assert_eq!((picker.title.as_str(), cursor(&s).0), ("Commands for this lead", 4));
    let s = Session::sample().right_click("Lead Name").click("sort descending");
    assert!(s.app.sort.is_some_and(|sort| sort.descending));
}

#[test]
fn lines_of_lists_are_selected_by_a_click_and_opened_by_a_double_click() {
    let wrong = || Session::sample().at(3, "Currency").keys("x").at(4, "Currency").keys("x");
    let mut s = wrong().keys("gp<enter>");
    let lines = areas(&mut s, |target| matches!(target, Target::Line(_)));
    let (area, target) = lines[2];
    assert_eq!(target, Target::Line(2));
    s.click_with(MouseButton::Left, 1, (area.x + 5, area.y));
    assert_eq!(s.screen(), wrong().keys("gp<enter>jj").screen());
    s.click_with(MouseButton::Left, 2, (area.x + 5, area.y));
    assert_eq!(s.screen(), wrong().keys("gp<enter>jj<enter>").screen());
    // In the review Enter exports, and a double click never does.
    let mut s = Session::sample().at(3, "CRM ID").keys("ccA-1<enter><ctrl-s>");
    let at = s.find("CRM ID: FAB");
    s.click_with(MouseButton::Left, 2, at);
    assert!(s.effects.iter().all(|effect| !matches!(effect, Effect::Export(_))));
    assert!(matches!(s.app.mode, Mode::Grid), "{}", s.screen());
}

#[test]
fn a_choice_of_a_drop_down_is_taken_by_a_click() {
    let s = Session::sample().at(3, "Currency").keys("<enter>eur").click("EUR");
    assert_eq!(s.cell(3, "Currency"), "EUR");
}

#[test]
fn a_double_click_on_a_choice_takes_it_once_and_touches_nothing_below() {
    let s = Session::sample().at(3, "Currency").keys("<enter>").double_click("TWD");
    assert_eq!(s.cell(3, "Currency"), "TWD");
    assert!(matches!(s.app.mode, Mode::Grid), "nothing below is edited");
    let once = Session::sample().at(3, "Currency").keys("<enter>").click("TWD");
    assert_eq!(cursor(&s), cursor(&once));
    // The list of reasons that follows an outcome is at the same place.
    let mut s = Session::sample().at(3, "Currency").keys("s");
    let at = s.find("Lost");
    s.click_with(MouseButton::Left, 2, at);
    let reason = s.field("Declined/Lost/Error reason");
    assert_eq!(s.app.sheet.text(s.app.cell().row, reason), "");
    assert!(matches!(s.app.mode, Mode::Picker(_)), "{}", s.screen());
}

#[test]
fn values_are_ticked_by_clicks_and_a_hint_takes_them() {
    let mut s = Session::sample().at(3, "Currency").keys("fl");
    let top = s.find("] EUR").1;
    s = s.click("[ ] EUR").click("[ ] USD");
    assert_eq!(s.find("] EUR").1, top, "the lines stay where they are");
    let s = s.click("Enter ");
    let shown: Vec<String> =
        s.app.order.rows().map(|row| s.cell(row.number(), "Currency")).collect();
    assert!(shown.len() > 2 && shown.iter().all(|text| ["EUR", "USD"].contains(&text.as_str())));
    let s = Session::sample().at(3, "Currency").keys("fl").double_click("[ ] EUR");
    assert!(s.app.order.rows().all(|row| s.cell(row.number(), "Currency") == "EUR"));
}

#[test]
fn fields_of_the_detail_view_are_clicked_and_a_double_click_edits() {
    let mut s = Session::sample().at(3, "Lead Name").keys("<space>").click("Sales Stage");
    assert_eq!(cursor(&s).1, "Sales Stage");
    let field = s.field("CRM ID");
    while areas(&mut s, |target| target == Target::Field(field)).is_empty() {
        s = s.wheel(1, 0, (20, 10));
    }
    s = s.double_click("CRM ID");
    assert!(matches!(s.app.mode, Mode::Editor(_)), "{}", s.screen());
}

#[test]
fn nothing_below_what_is_open_can_be_clicked() {
    for keys in ["s", "?", "gp", ":", "zz<space>", "g"] {
        let mut s = Session::sample().keys(keys).wait();
        s.draw();
        let overlays = areas(&mut s, |target| target == Target::Overlay);
        assert!(!overlays.is_empty(), "{keys}");
        for (area, _) in overlays {
            for at in area.positions() {
                let (hit, _) = s.targets.hit(at).expect("the overlay at least");
                let below = matches!(
                    hit,
                    Target::Cell { .. }
                        | Target::Header { .. }
                        | Target::Lead { .. }
                        | Target::Grid
                );
                assert!(!below, "{keys}: {hit:?} at {at}");
            }
        }
    }
}

#[test]
fn the_title_opens_the_menu() {
    let mut s = Session::sample().click("leads.csv");
    assert_eq!(s.screen(), Session::sample().keys("<f10>").screen());
}

/// The name of a kind of target.
fn kind(target: Target) -> String {
    let text = format!("{target:?}");
    text.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default().to_owned()
}

#[test]
fn every_kind_of_target_is_drawn_in_some_screen() {
    let screens = ["", "zr", "s", "?", "gp", "/", "<space>", ":", "xq", "<f10>"];
    let mut drawn: Vec<String> = Vec::new();
    let mut look = |mut s: Session| {
        drawn.extend(areas(&mut s, |_| true).into_iter().map(|(_, target)| kind(target)));
    };
    for keys in screens {
        look(Session::sample().keys(keys));
    }
    look(Session::sample().at(3, "Estimated Close Date").keys("<enter>"));
    drawn.sort();
    drawn.dedup();
    let source = include_str!("../../src/app/mouse/target.rs");
    let body = source.split("pub enum Target {").nth(1).expect("the enum");
    let mut kinds: Vec<String> = body
        .lines()
        .filter_map(|line| line.strip_prefix("    "))
        .filter(|line| line.starts_with(char::is_uppercase))
        .map(|line| line.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default().to_owned())
        .collect();
    kinds.sort();
    assert_eq!(drawn, kinds);
}

#[test]
fn the_mouse_is_turned_off_by_the_user_or_the_terminal_and_the_settings_win() {
    let start = |config: &str, remembered: Option<bool>, terminal: bool| {
        let preferences = Preferences { mouse: remembered, ..Preferences::default() };
        let sample = String::from_utf8_lossy(SAMPLE);
        let of = Session::of(&sample, crate::support::fixtures::today());
        let mut s = Session::start(Start { config: Config::parse(config), preferences, ..of });
        s.app.set_terminal_mouse(terminal);
        s
    };
    let is_on =
        |config, remembered, terminal| start(config, remembered, terminal).app.mouse.is_on();
    assert!(is_on("", None, true) && !is_on("", None, false));
    assert!(!is_on("mouse = \"off\"\n", Some(true), true));
    assert!(is_on("mouse = \"on\"\n", Some(false), false));
    assert!(!is_on("", Some(false), true) && is_on("", Some(true), false));
    let mut s = start("", None, true).keys("zm");
    assert!(!s.app.mouse.is_on() && s.message().contains("zm"), "{}", s.message());
    assert_eq!(s.app.preferences.mouse, Some(false), "for the next run");
    s.click_with(MouseButton::Left, 1, (20, 9));
    assert_eq!(cursor(&s).0, 1, "what still comes means nothing");
    let mut s = start("mouse = \"off\"\n", None, true).keys("zm");
    assert!(s.app.mouse.is_on() && s.message().contains("config.toml"), "{}", s.message());
    assert_eq!(s.app.preferences.mouse, None);
    s.click_with(MouseButton::Left, 1, (20, 9));
    assert_eq!(cursor(&s).0, 8);
    let errors = Config::parse("mouse = true\n").errors;
    assert_eq!(errors, ["line 1: mouse must be \"on\" or \"off\""]);
}

#[test]
fn a_screen_that_is_too_small_takes_no_click() {
    let mut s = Session::sample().sized(30, 8);
    assert_eq!(s.targets.iter().count(), 0);
    s.click_with(MouseButton::Left, 1, (3, 3));
    assert_eq!(cursor(&s).0, 1);
}

#[test]
fn a_click_on_a_command_that_holds_no_more_does_nothing() {
    let mut s = Session::sample();
    let target = Target::Command { when: When::Ask, name: "discard" };
    let press = MouseAction::Press(MouseButton::Left, 1);
    let done = leadsheet::app::MouseInput {
        target: Some(target),
        ..leadsheet::app::MouseInput::new(press, (1, 1))
    };
    s.input(Input::Mouse(done));
    assert!(s.effects.is_empty());
    assert_eq!(after(s, ""), after(Session::sample(), ""));
}
