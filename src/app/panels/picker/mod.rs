//! Drop-downs and the palette.

pub(crate) mod keys;
pub(crate) mod state;
