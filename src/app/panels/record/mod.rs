//! One lead over the whole screen.

pub(crate) mod keys;
pub(crate) mod state;
