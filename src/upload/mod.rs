//! What leaves: the plan of an export, the text of upload files, the proof of them, and revert files.

pub(crate) mod plan;
pub(crate) mod render;
pub(crate) mod revert;
pub(crate) mod verify;

pub use plan::{Held, Plan};
pub use render::part_text;
pub use revert::{Revert, Stuck, WayBack};
pub use verify::{Mismatch, Verified, verify};
