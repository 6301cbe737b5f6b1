//! Whether everything on the screen can be read, in every theme and in the palettes that terminals have.

use crate::support::palette::{Palette, palettes};
use crate::support::session::{LETTERS, Session};
use leadsheet::view::{ColorDepth, Role, Theme};
use ratatui::buffer::Cell;
use ratatui::style::Color;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use unicode_width::UnicodeWidthStr as _;

/// The least contrast of text, and that of borders: levels AA of WCAG 2, 1.4.3 and 1.4.11.
const TEXT: f64 = 4.5;
const BORDER: f64 = 3.0;
/// The least contrast of text in the theme for those who need more: level AAA, 1.4.6.
const HIGH_TEXT: f64 = 7.0;

/// A character as it is drawn, with its role: only what decides on its colours.
type Pair = (Role, bool, Cell);

/// Screens that show every role in every place where it is drawn.
fn screens() -> Vec<Session> {
    let sample = || Session::sample();
    let said = "Currency isn't supported";
    let results = crate::support::fixtures::processed(
        &String::from_utf8_lossy(crate::support::files::SAMPLE),
        &[(2, said)],
    );
    let edited = || {
        let s = sample().keys("sacc<enter>").at(3, "Estimated Close Date").keys("ccsoon<enter>");
        s.at(2, "Lead Name").keys("ccOne<enter>")
    };
    vec![
        sample(),
        edited(),
        edited().keys("zr"),
        edited().keys(":qqqqq<enter>"),
        edited().keys("gp"),
        edited().keys("gpjj<enter>a"),
        edited().keys("<ctrl-s>"),
        edited().keys("<ctrl-s>jj"),
        edited().keys("gu"),
        edited().keys("q"),
        edited().keys("?"),
        edited().keys("?/problem<enter>"),
        edited().keys("??jjjj<enter>"),
        edited().keys(":un"),
        edited().at(4, "Referral Program").keys("x"),
        edited().at(3, "Estimated Close Date").keys("vjjl"),
        edited().at(1, "Lead Name").keys("/on<enter>vjj"),
        edited().at(2, "Lead Name").keys("gVj"),
        edited().at(3, "Estimated Close Date").keys("<space>"),
        edited().at(3, "Estimated Close Date").keys("<space>jji"),
        sample().keys("s"),
        sample().keys("sx"),
        sample().at(1, "Partner Referral Substatus").keys("fl"),
        sample().at(1, "Partner Referral Substatus").keys("ft<ctrl-t>[a"),
        sample().at(1, "Notes").keys("g/the<enter>a<enter>"),
        sample().at(1, "Notes").keys("<ctrl-u><enter><home><ctrl-j>Call \t Ann<shift-left>"),
        sample().at(3, "Estimated Close Date").keys("cc3/1/27<down><down>"),
        sample().at(3, "Team member 1").keys("<enter><down><down><ctrl-u>12a<down>x"),
        sample().at(3, "Currency").keys("<enter>dol"),
        sample().keys("f").wait(),
        Session::results(&results),
        Session::results(&results).keys("ff"),
    ]
}

/// The pairs that a theme draws, without those that differ in nothing that is seen.
fn pairs(screens: &mut [Session], theme: &Theme) -> Vec<Pair> {
    let mut pairs: Vec<Pair> = Vec::new();
    for screen in screens {
        let (roles, _) = screen.draw();
        let (drawn, _) = screen.draw_with(theme);
        for (at, cell) in drawn.content.iter().enumerate() {
            let Color::Indexed(letter) = roles.content[at].fg else { continue };
            let is_border = cell.symbol().starts_with(|c| ('─'..='╿').contains(&c));
            if cell.symbol() == " " || cell.symbol().width() == 0 {
                continue;
            }
            let mut looks = cell.clone();
            looks.set_symbol("x");
            let pair = (LETTERS[usize::from(letter)].0, is_border, looks);
            if !pairs.contains(&pair) {
                pairs.push(pair);
            }
        }
    }
    pairs
}

/// Whether a theme is meant for a terminal with these colours.
fn is_for(theme: &str, palette: &Palette) -> bool {
    match theme {
        "dark" => !palette.is_light(),
        "light" => palette.is_light(),
        _ => true,
    }
}

/// The contrast that a pair must have.
fn required(theme: &str, is_border: bool) -> f64 {
    match (theme, is_border) {
        (_, true) => BORDER,
        ("high-contrast", false) => HIGH_TEXT,
        _ => TEXT,
    }
}

#[test]
fn everything_can_be_read_in_every_theme_and_palette() {
    let (mut screens, palettes) = (screens(), palettes());
    let mut bad = String::new();
    for name in Theme::names() {
        let theme = Theme::named(name).expect("compiled in");
        for depth in [ColorDepth::Numbered, ColorDepth::Named] {
            let drawn = pairs(&mut screens, &theme.in_colors(depth));
            for (palette_name, palette) in &palettes {
                let is_named = depth == ColorDepth::Named;
                if !is_for(name, palette) || is_named != palette.has_named_colours_only() {
                    continue;
                }
                for (role, is_border, cell) in &drawn {
                    let contrast = palette.contrast(cell);
                    if contrast < required(name, *is_border) && !palette.is_own(cell) {
                        let (fg, bg) = (cell.fg, cell.bg);
                        let _ = writeln!(
                            bad,
                            "{name} on {palette_name}: {role:?} {contrast:.2} ({fg:?} on {bg:?})"
                        );
                    }
                }
            }
        }
    }
    assert!(bad.is_empty(), "too little contrast:\n{bad}");
}

#[test]
fn the_screens_show_every_role() {
    let theme = Theme::named("dark").expect("compiled in");
    let drawn = pairs(&mut screens(), &theme);
    for role in Role::ALL {
        assert!(drawn.iter().any(|(drawn, ..)| *drawn == role), "{role:?} isn't drawn");
    }
}

#[test]
fn the_table_of_the_least_contrast_is_up_to_date() {
    let (mut screens, palettes) = (screens(), palettes());
    let mut table = String::new();
    for name in Theme::names() {
        let theme = Theme::named(name).expect("compiled in");
        for (palette_name, palette) in palettes.iter().filter(|(_, p)| is_for(name, p)) {
            let is_named = palette.has_named_colours_only();
            let depth = if is_named { ColorDepth::Named } else { ColorDepth::Numbered };
            let mut worst: BTreeMap<bool, (f64, Role)> = BTreeMap::new();
            for (role, is_border, cell) in pairs(&mut screens, &theme.in_colors(depth)) {
                let contrast = palette.contrast(&cell);
                let least = worst.entry(is_border).or_insert((contrast, role));
                if (contrast, role) < *least {
                    *least = (contrast, role);
                }
            }
            let show = |is_border| {
                let (contrast, role) = worst[&is_border];
                format!("{contrast:>5.1} {role:<10?}")
            };
            let (text, border) = (show(false), show(true));
            let _ = writeln!(table, "{name:<14}{palette_name:<16}text {text} border {border}");
        }
    }
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("contrast", table);
    });
}
