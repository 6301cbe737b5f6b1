//! The panel of the upload files: the checklist of what is uploaded and what has its results.

pub(crate) mod keys;
pub(crate) mod state;
