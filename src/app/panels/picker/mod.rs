//! Drop-downs and the palette.

pub(crate) mod choose;
pub(crate) mod keys;
pub(crate) mod open;
pub(crate) mod outcomes;
pub(crate) mod palette;
pub(crate) mod state;
pub(crate) mod synonyms;
pub(crate) mod take;
pub(crate) mod themes;
pub(crate) mod values;
pub(crate) mod values_keys;
pub(crate) mod views;
pub(crate) mod views_keys;
