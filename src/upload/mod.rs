//! What leaves: the plan of an export, the text of upload files, the proof of them, and revert files.

pub(crate) mod plan;
pub(crate) mod render;
pub(crate) mod revert;
pub(crate) mod verify;

pub use plan::{HeldBack, Plan};
pub use render::upload_text;
pub use revert::{Irreversible, Revert, RevertSummary};
pub use verify::{Mismatch, Verified, verify};
