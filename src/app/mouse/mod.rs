//! The mouse: what on the screen can be clicked, and what a click does.
//!
//! The view registers a [`Target`](target::Target) for each place that it draws. The shell looks up what is at the
//! place of a report and gives both to the program, which does what the key for it does. So there is one
//! place that knows where something is, and one that knows what it does.

pub(crate) mod click;
pub(crate) mod context_menu;
pub(crate) mod drag;
pub(crate) mod input;
pub(crate) mod state;
pub(crate) mod target;
pub(crate) mod wheel;
