//! Which themes there are, and which one fits the terminal and what the user asked for.

use crate::app::{Preferences, THEMES, ThemeChoice, ThemeName};
use crate::leads::{did_you_mean, visible};
use crate::store;
use crate::view::{ColorDepth, Theme};
use std::sync::OnceLock;

/// The themes that can be drawn in, in the colors that the terminal has.
#[derive(Debug)]
pub struct Themes {
    /// One that is compiled in is read when it is first drawn in: nobody uses all of them.
    all: Vec<(ThemeName, OnceLock<Theme>)>,
    dark: OnceLock<Theme>,
    depth: ColorDepth,
}

/// What a user asked for, from the strongest wish to the weakest.
pub(crate) struct Wishes<'w> {
    /// On the command line.
    pub(crate) argument: Option<String>,
    /// In the settings.
    pub(crate) setting: Option<String>,
    /// In an earlier run.
    pub(crate) remembered: &'w Preferences,
}

/// The variables of the environment that tell about a terminal.
pub(crate) type Variables<'v> = &'v dyn Fn(&str) -> Option<String>;

/// Reads a variable of the process; one that is empty is as none.
pub(crate) fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// What is wrong with the user's own themes, each with its file.
pub fn theme_mistakes() -> Vec<String> {
    let mut mistakes = Vec::new();
    Themes::load(&variable, &mut mistakes);
    mistakes
}

impl Themes {
    /// Reads the user's own themes. What is wrong with them is added to `errors`.
    pub(crate) fn load(var: Variables, errors: &mut Vec<String>) -> Self {
        let depth = depth(var);
        let what = |name: &str, what: &str| ThemeName { name: name.into(), what: what.into() };
        let mut all: Vec<_> = THEMES
            .iter()
            .map(|(name, description)| (what(name, description), OnceLock::new()))
            .collect();
        for (name, text) in store::own_themes() {
            let file = format!("themes/{name}.toml");
            let theme = text.map_err(|error| vec![error]).and_then(|text| Theme::parse(&text));
            match theme {
                Ok(theme) => {
                    all.retain(|(other, _)| other.name != name);
                    all.push((what(&name, &file), OnceLock::from(theme.in_colors(depth))));
                }
                Err(wrong) => {
                    let file = visible(&file).into_owned();
                    errors.extend(wrong.into_iter().map(|error| format!("{file}: {error}")));
                }
            }
        }
        Self { all, dark: OnceLock::new(), depth }
    }

    /// The theme of a name, or the one for dark backgrounds.
    pub(crate) fn get(&self, name: &str) -> &Theme {
        let (theme, name) = self.find(name).map_or((&self.dark, "dark"), |theme| (theme, name));
        theme.get_or_init(|| Theme::named(name).unwrap_or_default().in_colors(self.depth))
    }

    fn find(&self, name: &str) -> Option<&OnceLock<Theme>> {
        self.all.iter().find(|(theme, _)| theme.name == name).map(|(_, theme)| theme)
    }

    /// The end of a sentence about a name that is no theme's: the one that was probably meant, and all names.
    pub(crate) fn choices(&self, name: &str) -> String {
        let names: Vec<_> = self.all.iter().map(|(theme, _)| visible(&theme.name)).collect();
        let (meant, names) =
            (did_you_mean(name, names.iter().map(|name| &**name)), names.join(", "));
        if meant.is_empty() {
            format!("; choose one of {names}")
        } else {
            format!("{meant} Choose one of {names}")
        }
    }

    /// Decides on the theme to begin with. A setting that names none is added to `errors`.
    ///
    /// # Errors
    ///
    /// Fails with the name on the command line if there is no theme of that name.
    pub(crate) fn choose(
        &self,
        wishes: Wishes,
        var: Variables,
        errors: &mut Vec<String>,
    ) -> Result<ThemeChoice, String> {
        let Wishes { argument, mut setting, remembered } = wishes;
        if let Some(name) = argument.as_ref().filter(|name| self.find(name).is_none()) {
            return Err(visible(name).into_owned());
        }
        if let Some(name) = setting.take_if(|name| self.find(name).is_none()) {
            let name = visible(&name).into_owned();
            errors.push(format!("there is no theme \"{name}\"{}", self.choices(&name)));
        }
        let set = argument.or(setting);
        let is_set = set.is_some();
        let remembered = remembered.theme.clone().filter(|name| self.find(name).is_some());
        let fitting = fitting(var);
        Ok(ThemeChoice {
            all: self.all.iter().map(|(theme, _)| theme.clone()).collect(),
            chosen: set.or(remembered),
            asks_background: fitting.is_none() && answers(var),
            fitting: fitting.unwrap_or("dark").to_owned(),
            is_set,
        })
    }
}

/// The theme that fits the terminal by what the environment tells, if it tells anything.
fn fitting(var: Variables) -> Option<&'static str> {
    if var("NO_COLOR").is_some() || is_monochrome(&term(var)) {
        return Some("plain");
    }
    // Text and background as numbers, with something else between them or not: `15;0`, `0;default;15`.
    let background = var("COLORFGBG")?.rsplit(';').next()?.parse::<u8>().ok()?;
    match background {
        0..=6 | 8 => Some("dark"),
        7 | 9..=15 => Some("light"),
        _ => None,
    }
}

fn term(var: Variables) -> String {
    var("TERM").unwrap_or_default()
}

/// Whether a terminal has no colors by its name.
fn is_monochrome(term: &str) -> bool {
    let is_vt = |rest: &str| rest.starts_with(|c: char| c.is_ascii_digit());
    term == "dumb" || term.ends_with("-m") || term.strip_prefix("vt").is_some_and(is_vt)
}

/// Whether a terminal can be asked for its background: in tmux and screen another terminal than the one that
/// shows it may have answered, and the console of a system takes the question for text.
fn answers(var: Variables) -> bool {
    let term = term(var);
    let is_inside = var("TMUX").is_some() || var("STY").is_some();
    let others = ["screen", "tmux", "linux", "cons", "ansi", "sun", "cygwin", "dumb"];
    !term.is_empty() && !is_inside && !others.iter().any(|name| term.starts_with(name))
}

/// How many colors a terminal has by its name. One that isn't known to have less has 256, as all of today's.
fn depth(var: Variables) -> ColorDepth {
    let term = term(var);
    let few = ["linux", "cons", "ansi", "sun", "cygwin", "mach", "hurd", "eterm", "dtterm"];
    if few.iter().any(|name| term.starts_with(name)) || term.ends_with("-16color") {
        return ColorDepth::Named;
    }
    let is_screen = var("STY").is_some() || term.starts_with("screen");
    match var("COLORTERM").as_deref() {
        Some("truecolor" | "24bit") if !is_screen => ColorDepth::Full,
        _ => ColorDepth::Numbered,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variables(pairs: &'static [(&str, &str)]) -> impl Fn(&str) -> Option<String> {
        |name| pairs.iter().find(|(n, _)| *n == name).map(|(_, value)| (*value).to_owned())
    }

    fn chosen(
        (argument, setting, remembered): (Option<&str>, Option<&str>, Option<&str>),
        pairs: &'static [(&str, &str)],
    ) -> (String, bool) {
        let (var, mut errors) = (variables(pairs), Vec::new());
        let themes = Themes::load(&var, &mut errors);
        let owned = |name: Option<&str>| name.map(str::to_owned);
        let preferences = Preferences { theme: owned(remembered), ..Preferences::default() };
        let wishes =
            Wishes { argument: owned(argument), setting: owned(setting), remembered: &preferences };
        let choice = themes.choose(wishes, &var, &mut errors).expect("there are these themes");
        (choice.chosen.unwrap_or(choice.fitting), choice.asks_background)
    }

    #[test]
    fn the_argument_wins_over_the_setting_then_what_is_remembered_then_the_environment() {
        const LIGHT: &[(&str, &str)] = &[("TERM", "xterm-256color"), ("COLORFGBG", "0;15")];
        const PLAIN: &[(&str, &str)] = &[("NO_COLOR", "1"), ("COLORFGBG", "0;15")];
        for (wishes, pairs, wanted) in [
            ((Some("plain"), Some("light"), Some("high-contrast")), LIGHT, "plain"),
            ((None, Some("light"), Some("high-contrast")), PLAIN, "light"),
            ((None, None, Some("high-contrast")), PLAIN, "high-contrast"),
            ((None, None, Some("gone")), PLAIN, "plain"),
            ((None, None, None), LIGHT, "light"),
            ((None, None, None), &[("TERM", "xterm"), ("COLORFGBG", "15;default;0")], "dark"),
            ((None, None, None), &[("TERM", "vt100")], "plain"),
        ] {
            assert_eq!(chosen(wishes, pairs), (wanted.to_owned(), false), "{wishes:?} {pairs:?}");
        }
    }

    #[test]
    fn a_terminal_is_asked_only_where_nothing_tells_and_its_own_answer_comes() {
        let asks = |pairs| chosen((None, None, None), pairs).1;
        assert!(asks(&[("TERM", "xterm-256color")]));
        assert!(asks(&[("TERM", "alacritty"), ("COLORFGBG", "15;default")]), "it tells nothing");
        assert!(!asks(&[("TERM", "xterm-256color"), ("COLORFGBG", "15;0")]));
        assert!(!asks(&[("TERM", "xterm-256color"), ("TMUX", "/tmp/tmux-1000/default,1,0")]));
        assert!(!asks(&[("TERM", "screen-256color")]) && !asks(&[("TERM", "linux")]) && !asks(&[]));
    }

    #[test]
    fn a_terminal_has_the_colors_that_its_name_promises() {
        for (pairs, wanted) in [
            (&[("TERM", "linux"), ("COLORTERM", "truecolor")] as &'static [_], ColorDepth::Named),
            (&[("TERM", "xterm-16color")], ColorDepth::Named),
            (&[("TERM", "xterm")], ColorDepth::Numbered),
            (&[("TERM", "foot"), ("COLORTERM", "truecolor")], ColorDepth::Full),
            (&[("TERM", "screen"), ("COLORTERM", "truecolor")], ColorDepth::Numbered),
        ] {
            assert_eq!(depth(&variables(pairs)), wanted, "{pairs:?}");
        }
    }
}
