//! The panel that shows what a bulk change would do, lead by lead, before it is done.

pub(crate) mod keys;
pub(crate) mod lines;
pub(crate) mod open;
pub(crate) mod state;
