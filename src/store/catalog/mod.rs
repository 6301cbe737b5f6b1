//! Finds the files that one may want to open, and says what each of them is.
//!
//! [`known_folders`] tells where to look, [`list()`] what is there, [`SavedWorks::summary`] what one file is. A list
//! is there at once; the summaries take as long as the files are large, and can be made one by one.

mod folders;
mod list;
mod summary;

pub use folders::{download_folder, known_folders};
pub use list::{MAX_ENTRIES, MAX_FILES, list, listed};
pub use summary::SavedWorks;
pub use summary::{NotRestored, count_states, restored};
