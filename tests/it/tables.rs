//! `leadsheet columns`, `rules` and `keys`, as programs and people read them.

use crate::support::fixtures::today;
use crate::support::json::answer;
use leadsheet::cli::{Env, TableFormat, Topic, run_table};
use leadsheet::leads::{COLUMNS, rules};
use unicode_width::UnicodeWidthStr as _;

fn table(topic: Topic, format: TableFormat, width: Option<usize>) -> String {
    let around = Env {
        today: today(),
        width,
        colour: false,
        keeps_errors: false,
        open_days: 90,
        own_lists: None,
        house: std::sync::Arc::default(),
    };
    let mut out = Vec::new();
    run_table(topic, format, &around, &mut out).expect("written");
    String::from_utf8(out).expect("UTF-8")
}

#[test]
fn each_table_is_a_json_list_with_one_object_an_entry() {
    for (command, topic, least, fields) in [
        (
            "columns",
            Topic::Columns,
            COLUMNS.len(),
            &["name", "variants", "access", "required", "kind"][..],
        ),
        (
            "rules",
            Topic::Rules,
            rules::all().count(),
            &["code", "severity", "text", "help", "documented"],
        ),
        (
            "keys",
            Topic::Keys(leadsheet::app::Preset::Default),
            50,
            &["name", "doc", "keys", "modes"],
        ),
    ] {
        let json = answer(command, table(topic, TableFormat::Json, None));
        let list = json.as_array().expect("a list");
        assert!(list.len() >= least, "{topic:?}: {}", list.len());
        for entry in list {
            assert!(fields.iter().all(|field| entry.get(field).is_some()), "{entry}");
        }
    }
}

#[test]
fn a_text_table_fits_the_width_of_the_terminal() {
    for topic in [Topic::Columns, Topic::Rules] {
        let text = table(topic, TableFormat::Text, Some(60));
        assert!(text.lines().all(|line| line.width() <= 60), "{topic:?}");
    }
}
