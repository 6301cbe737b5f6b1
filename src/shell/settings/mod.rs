//! Reads the user's settings.

pub(crate) mod themes;

use crate::app::{Config, EffectError, EffectKind, Input, Preferences};
use crate::leads::visible;
use crate::shell::run::Shell;
use crate::store;
use std::path::Path;

/// Returns the user's settings, from a file that was asked for or from the one in the folder of the
/// configuration. What is wrong with them is told in them, and doesn't stop anything.
pub fn settings(asked: Option<&Path>) -> Config {
    let own = store::config_file();
    let Some(path) = asked.or(own.as_deref()) else { return Config::default() };
    let read = store::read_config(path).and_then(|text| match (text, asked) {
        (None, Some(path)) => {
            Err(format!("{}: there is no such file", visible(&path.to_string_lossy())))
        }
        (text, _) => Ok(text.unwrap_or_default()),
    });
    match read {
        Ok(text) => Config::parse(&text),
        Err(why) => Config { errors: vec![why], ..Config::default() },
    }
}

/// Reads what is remembered of the user from earlier runs.
pub(crate) fn remembered() -> Preferences {
    store::read_remembered(Preferences::FILE)
        .map_or_else(Preferences::default, |t| Preferences::parse(&t))
}

impl Shell<'_> {
    /// Writes what is remembered for the next run. That it can't be written is told once: no work is lost by it.
    pub(super) fn remember(&mut self, text: &str) -> Option<Input> {
        let error = store::write_remembered(Preferences::FILE, text).err()?;
        let is_first = !std::mem::replace(&mut self.has_forgotten, true);
        is_first.then(|| Input::NotRemembered(EffectError::new(EffectKind::Remember, error)))
    }
}
