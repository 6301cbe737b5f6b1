//! The mouse: what on the screen can be clicked, and what a click does.

pub(crate) mod target;
