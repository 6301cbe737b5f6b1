//! Several files that are open as one: opening them, saving the work file by file, and their upload files.

mod export;
mod open;
mod replace;
mod saves;

pub(crate) use export::export;
pub(crate) use open::{SeveralRequest, prepare};
pub(crate) use replace::{NextFile, ReplaceError};
pub(crate) use saves::SeveralSaves;
