//! The check of a whole sheet behind the screen.

mod background;
mod job;
#[cfg(test)]
mod judged;

pub(crate) use background::BackgroundCheck;
pub use background::CheckProgress;
pub use job::{CheckJob, CheckedSheet};
