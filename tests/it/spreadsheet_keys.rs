//! The keys of spreadsheet programs: typing edits the cell, and commands are reached by chord or palette.

use crate::support::session::Session;
use leadsheet::app::{
    Action, COMMANDS, Config, EditorBody, Input, Keymap, Mode, PaletteEntry, PickerKind, Preset,
    When,
};
use leadsheet::leads::Row;
use std::collections::BTreeSet;

fn spreadsheet() -> Session {
    let sample =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/sample-leads.csv"));
    let start = Session::of(&sample.expect("the sample"), crate::support::fixtures::today());
    let config = Config::parse("[keys]\npreset = \"spreadsheet\"\n");
    assert!(config.errors.is_empty(), "{:?}", config.errors);
    Session::start(leadsheet::app::Start { config, ..start })
}

fn at(s: &Session) -> (usize, &str) {
    let cell = s.app.cell();
    (cell.row.number(), s.app.sheet.layout().name(cell.field))
}

#[test]
fn typing_replaces_the_text_and_backspace_empties_it() {
    for (column, keys, text) in [
        ("Lead Name", "Contoso Ltd<enter>", "Contoso Ltd"),
        ("Estimated Deal Value", "125000<enter>", "125000"),
        ("Estimated Close Date", "12/15/2027<enter>", "12/15/2027"),
        ("Lead Name", "=1<enter>", "=1"),
        ("Lead Name", "<backspace>new<enter>", "new"),
        ("Notes", "call<enter>", "call"),
        ("Lead Name", "<f2><end> 2<enter>", "UK spring promotion 2"),
    ] {
        let before = spreadsheet();
        let s = spreadsheet().at(1, column).keys(keys);
        let text = if keys.starts_with("<f2>") {
            format!("{} 2", before.cell(1, column))
        } else {
            text.to_owned()
        };
        assert_eq!(s.cell(1, column), text, "{keys}");
        assert_eq!(at(&s).0, 2, "{keys}: one lead down");
        assert_eq!(s.app.sheet.history().len().0, 1, "{keys}: one step");
    }
}

#[test]
fn a_drop_down_opens_narrowed_by_what_is_typed() {
    let s = spreadsheet().at(4, "Partner Referral Status").keys("Acc");
    let Mode::Picker(picker) = &s.app.mode else { panic!("{}", s.app.mode.label()) };
    assert_eq!((picker.filter.value(), picker.shown.len()), ("Acc", 1));
    let s = s.keys("<enter>yes<enter>");
    assert_eq!((s.cell(4, "Partner Referral Status").as_str(), at(&s).0), ("Active", 5));
    let s = s.at(4, "Marketplace Purchase Intent").keys("yes<tab>");
    assert_eq!(s.cell(4, "Marketplace Purchase Intent"), "Yes");
}

#[test]
fn a_locked_cell_says_why_and_nothing_changes() {
    let s = spreadsheet().at(1, "Customer Name").keys("Contoso");
    assert!(s.message().contains("R-04"), "{}", s.message());
    assert_eq!(s.app.sheet.changed_rows().count(), 0);
    assert!(matches!(s.app.mode, Mode::Grid));
}

#[test]
fn typing_with_a_selection_edits_one_cell_and_a_plain_arrow_ends_it() {
    let s = spreadsheet().at(1, "Lead Name").keys("<shift-down><shift-down>x<enter>");
    assert_eq!(s.app.sheet.changed_rows().collect::<Vec<_>>(), [Row::at(2)]);
    let s = spreadsheet().keys("<shift-down><down>");
    assert!(s.app.selection.is_none());
    assert!(spreadsheet().keys("<shift-down>").app.selection.is_some());
}

#[test]
fn arrows_accept_what_is_typed_and_f2_gives_them_the_caret() {
    let s = spreadsheet().at(4, "Lead Name").keys("new<down>");
    assert_eq!((s.cell(4, "Lead Name").as_str(), at(&s)), ("new", (5, "Lead Name")));
    let s = spreadsheet().at(4, "Lead Name").keys("new<left><right>");
    assert_eq!((s.cell(4, "Lead Name").as_str(), at(&s).0), ("new", 4));
    let s = spreadsheet().at(4, "Lead Name").keys("nw<f2><left>e<enter>");
    assert_eq!(s.cell(4, "Lead Name"), "new");
    let s = spreadsheet().at(4, "Estimated Close Date").keys("<f2><down>");
    let Mode::Editor(editor) = &s.app.mode else { panic!("{}", s.app.mode.label()) };
    assert!(matches!(&editor.body, EditorBody::Date(date) if date.in_calendar));
    let s = spreadsheet().at(4, "Estimated Close Date").keys("1/31/2027<down>");
    assert_eq!((s.cell(4, "Estimated Close Date").as_str(), at(&s).0), ("01/31/2027", 5));
}

#[test]
fn enter_after_tabs_goes_back_to_the_first_column() {
    let s = spreadsheet().at(4, "Lead Name").keys("a<tab><tab>b");
    assert_eq!(at(&s).0, 4);
    let s = spreadsheet().at(5, "Estimated Deal Value").keys("100<tab>usd<tab>1/31/2027<enter>");
    assert_eq!(at(&s).0, 6);
    assert!(at(&s).1.starts_with("Estimated Deal Value"), "{:?}", at(&s));
    let s = s.keys("<tab><right><enter>");
    assert!(!at(&s).1.starts_with("Estimated Deal Value"), "an arrow ends the run: {:?}", at(&s));
    let s = spreadsheet().at(4, "Lead Name").keys("<enter><enter><shift-enter>");
    assert_eq!(at(&s), (5, "Lead Name"));
}

#[test]
fn ctrl_arrows_go_to_the_edges_of_what_is_filled() {
    let csv = "Lead Name,B,C,D,E\na,1,2,,5\nb,,,,\nc,1,,,\n";
    let open = || {
        let start = Session::of(csv, crate::support::fixtures::today());
        let config = Config::parse("[keys]\npreset = \"spreadsheet\"\n");
        Session::start(leadsheet::app::Start { config, ..start })
            .keys("<ctrl-k>za")
            .at(1, "Lead Name")
    };
    for (keys, place) in [
        ("<ctrl-right>", (1, "C")),
        ("<ctrl-right><ctrl-right>", (1, "E")),
        ("<ctrl-right><ctrl-right><ctrl-left>", (1, "C")),
        ("<right><ctrl-down>", (3, "B")),
        ("<right><right><ctrl-down>", (3, "C")),
        ("<ctrl-down>", (3, "Lead Name")),
        ("<ctrl-end>", (3, "E")),
        ("<ctrl-end><ctrl-home>", (1, "Lead Name")),
        ("<end>", (1, "E")),
        ("<end><home>", (1, "Lead Name")),
    ] {
        assert_eq!(at(&open().keys(keys)), place, "{keys}");
    }
    let s = open().keys("<ctrl-shift-right>");
    assert_eq!(s.app.selection_label().as_deref(), Some("3 columns × 1 lead"));
    let s = open().keys("<down><shift-space>");
    assert_eq!(s.app.selection_label().as_deref(), Some("5 columns × 1 lead"));
    let s = open().keys("<ctrl-space>");
    assert_eq!(s.app.selection_label().as_deref(), Some("3 leads"));
    let s = open().keys("<ctrl-a>");
    assert_eq!(s.app.selection_label().as_deref(), Some("5 columns × 3 leads"));
}

#[test]
fn cells_are_cut_filled_dated_and_repeated() {
    let mut s = spreadsheet().at(4, "Lead Name");
    let text = s.cell(4, "Lead Name");
    s = s.keys("<ctrl-x>");
    assert_eq!(s.cell(4, "Lead Name"), "");
    assert!(s.message().contains("1 cell copied."), "{}", s.message());
    s = s.keys("<down><ctrl-v>");
    assert_eq!(s.cell(5, "Lead Name"), text);
    s = s.keys("<ctrl-z><ctrl-z>");
    assert_eq!(s.app.sheet.changed_rows().count(), 0);

    let s = spreadsheet().at(4, "Estimated Close Date").keys("<ctrl-;><enter>");
    assert_eq!(s.cell(4, "Estimated Close Date"), "11/22/2026");
    let s = s.keys("<ctrl-d>");
    assert_eq!(s.cell(5, "Estimated Close Date"), "11/22/2026");
    let s = s.at(7, "Estimated Close Date").keys("<f4>");
    assert_eq!(s.cell(7, "Estimated Close Date"), "11/22/2026");
    let s = spreadsheet().at(4, "Lead Name").keys("<ctrl-;>");
    assert!(s.message().contains("date"), "{}", s.message());
    assert!(matches!(s.app.mode, Mode::Grid));
    let csv = "Lead Name,Notes\na,1\nb,2\n";
    let start = Session::of(csv, crate::support::fixtures::today());
    let config = Config::parse("[keys]\npreset = \"spreadsheet\"\n");
    let s = Session::start(leadsheet::app::Start { config, ..start });
    let s = s.at(2, "Notes").keys("<ctrl-r>");
    assert_eq!(s.cell(2, "Notes"), "b");
}

#[test]
fn the_other_keys_of_spreadsheet_programs_do_what_they_do_there() {
    for (keys, sign) in [
        ("<ctrl-f>", "TEXT"),
        ("<ctrl-h>", "TEXT"),
        ("<f1>", "LIST"),
        ("<ctrl-p>", "PICK"),
        ("<ctrl-g>", "PICK"),
        ("<ctrl-o>", "PICK"),
        ("<alt-down>", "EDIT"),
        ("<f6>", "PROBLEMS"),
        ("<ctrl-k>gp", "PROBLEMS"),
    ] {
        assert_eq!(spreadsheet().keys(keys).app.mode.label(), sign, "{keys}");
    }
    let s = spreadsheet().keys("<ctrl-f>contoso<enter>");
    let first = s.app.cell();
    let s = s.keys("<f3>");
    assert_ne!(s.app.cell(), first);
    assert_eq!(s.keys("<shift-f3>").app.cell(), first);
    assert!(spreadsheet().keys("<ctrl-e>").app.record.is_some());
    let s = spreadsheet().keys("<ctrl-e>").keys("New name<enter>");
    assert_eq!(s.app.sheet.changed_rows().count(), 1, "typing edits in the detail view, too");
}

#[test]
fn every_command_is_in_the_palette_of_both_presets() {
    for s in [spreadsheet().keys("<ctrl-p>"), Session::sample().keys(":")] {
        let Mode::Picker(picker) = &s.app.mode else { panic!("{}", s.app.mode.label()) };
        let PickerKind::Commands(offered) = &picker.offers else { panic!("the palette") };
        let name = |entry: &PaletteEntry| match &entry.action {
            Action::Command(command) => Some(command.name),
            Action::Outcome(_) => None,
        };
        let offered: BTreeSet<&str> = offered.iter().filter_map(name).collect();
        let all = COMMANDS.iter().flat_map(|family| family.iter());
        let all: BTreeSet<&str> =
            all.filter(|c| c.when == When::Grid).map(|command| command.name).collect();
        assert_eq!(offered, all);
    }
}

/// What the program hints at in its texts must have a key, or the text has a hole.
#[test]
fn every_key_that_a_text_asks_for_is_there_in_every_preset() {
    let map = Keymap::of(Preset::Spreadsheet);
    let default = Keymap::default();
    for command in COMMANDS.iter().flat_map(|family| family.iter()) {
        let (before, here) =
            [&default, &map].map(|map| map.hint(command.when, command.name)).into();
        let is_replaced = command.name.starts_with("half_page");
        assert!(
            is_replaced || before.is_empty() || !here.is_empty(),
            "{} has lost its key",
            command.name
        );
    }
}

#[test]
fn the_preset_is_changed_at_run_time_and_remembered() {
    let s = Session::sample().keys(":keys spreadsheet<enter>");
    assert_eq!(
        s.message(),
        "Keys: typing edits the cell. Ctrl+P finds commands, F1 lists the keys."
    );
    let preferences = s.app.preferences.clone();
    assert_eq!(preferences.keys.as_deref(), Some("spreadsheet"));
    let s = s.at(4, "Lead Name").keys("typed<enter>");
    assert_eq!(s.cell(4, "Lead Name"), "typed");

    let start = |config: &str| {
        let start = Session::of("Lead Name\na\n", crate::support::fixtures::today());
        let config = Config::parse(config);
        let preferences = preferences.clone();
        Session::start(leadsheet::app::Start { config, preferences, ..start })
    };
    assert_eq!(start("").keys("x<enter>").cell(1, "Lead Name"), "x", "the next start");
    let s = start("[keys]\npreset = \"default\"\n").keys("x<enter>");
    assert_eq!(s.app.keymap.preset(), Preset::Default, "config.toml wins");
    let s = s.keys("<esc><esc>:keys spreadsheet<enter>");
    assert!(s.message().contains("config.toml: default from the next start on"), "{}", s.message());
    let s = s.keys("<ctrl-p>keys default<enter>");
    assert_eq!(s.message(), "Keys: letters are commands. : finds commands, ? lists the keys.");
}

#[test]
fn the_presets_are_compared_in_a_list() {
    let mut s = Session::sample().keys(":keys<enter>");
    let screen = s.screen();
    assert!(screen.contains("letters are commands, as in vim (in use)"), "{screen}");
    assert!(screen.contains(":keys spreadsheet"), "{screen}");
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("keys_80x24", s.snapshot());
    });
}

/// A word over a cell, from a user who doesn't know that letters are commands.
fn typed(word: &str) -> Session {
    let mut s = Session::sample().at(4, "Lead Name").keys("ccx<enter>yk");
    s.app.set_now(chrono::DateTime::from_timestamp(1_800_000_000, 0).expect("a time"));
    for letter in word.chars() {
        let keys = if letter == ' ' { "<space>".to_owned() } else { letter.to_string() };
        s = s.keys(&keys);
    }
    s.keys("<enter>")
}

#[test]
fn a_word_typed_over_a_cell_changes_nothing_and_the_other_keys_are_offered() {
    for word in [
        "Contoso",
        "Accepted",
        "12/15/2026",
        "yes",
        "Won",
        "Lost",
        "125000",
        "Active",
        "Fabrikam Inc",
        "Declined",
        "EUR",
        "test",
        "Meeting on Monday",
    ] {
        let s = typed(word);
        assert_eq!(s.app.sheet.history().len(), (1, 0), "{word}: {}", s.message());
        assert!(!matches!(s.app.mode, Mode::Editor(_) | Mode::Picker(_)), "{word}");
    }
    let offer = "Letters are commands; :keys spreadsheet lets you type.";
    for word in ["Contoso", "125000", "Won"] {
        let mut s = Session::sample().at(4, "Lead Name");
        let mut seen = false;
        for letter in word.chars() {
            s = s.keys(&letter.to_string());
            seen |= s.app.message.as_ref().is_some_and(|message| message.text.contains(offer));
        }
        s = s.keys("<enter>");
        seen |= s.app.message.as_ref().is_some_and(|message| message.text.contains(offer));
        assert!(seen, "{word}");
    }
    let s = Session::sample().keys("CCC");
    assert!(s.message().ends_with("? lists the keys."), "it doesn't nag: {}", s.message());
    let mut s = Session::sample();
    s.input(Input::Burst(
        "Contoso Ltd and more".chars().map(|c| c.to_string().parse().expect("a key")).collect(),
    ));
    assert!(s.keys("<esc>").message().contains(offer));
}

#[test]
fn the_offer_stays_as_long_as_a_word_is_typed_and_comes_twice() {
    let mut s = Session::sample().at(4, "Lead Name");
    for run in 0..3 {
        let now = chrono::DateTime::from_timestamp(1_800_000_000 + 10 * run, 0);
        s.app.set_now(now.expect("a time"));
        s = s.keys("Contoso<enter>");
        assert_eq!(s.message().contains("Letters are commands"), run < 2, "{run}: {}", s.message());
        assert!(s.app.pending.is_empty() && s.app.count.is_none());
    }
}

#[test]
fn what_follows_the_leader_fits_the_screen() {
    for (size, keys) in [((80, 24), "<ctrl-k>"), ((200, 60), "<ctrl-k>"), ((60, 16), "<ctrl-k>f")] {
        let mut s = spreadsheet().sized(size.0, size.1).keys(keys).wait();
        let following = s.app.following();
        let screen = s.screen();
        let (key, command) = following.last().expect("commands follow");
        let is_named = screen.contains(&command.name.replace('_', " "));
        let is_grouped = screen
            .contains(&format!("{}…", key.split(' ').next().unwrap_or_default()))
            || screen.contains("z…");
        assert!(is_named || is_grouped, "{screen}");
    }
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("leader_80x24", spreadsheet().keys("<ctrl-k>").wait().snapshot());
    });
}

#[test]
fn keys_that_came_later_run_again() {
    let mut s = Session::sample().at(4, "Lead Name");
    let second = |n: i64| chrono::DateTime::from_timestamp(1_800_000_000 + n, 0).expect("a time");
    s.app.set_now(second(0));
    s = s.keys("ex");
    assert!(s.message().starts_with("x was not run"), "{}", s.message());
    assert_eq!(s.app.sheet.changed_rows().count(), 0);
    s = s.keys("<esc>x<ctrl-z>");
    assert_eq!(s.app.sheet.history().len(), (0, 1), "Esc ends the word");
    s = s.keys("ex");
    assert_eq!(s.app.sheet.changed_rows().count(), 0);
    s.app.set_now(second(1));
    s = s.keys("x");
    assert_eq!(s.app.sheet.changed_rows().count(), 1);
}
