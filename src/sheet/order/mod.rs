//! Which rows are shown, and in which order.

pub(crate) mod filter;
#[expect(clippy::module_inception, reason = "the type that the folder is about")]
pub(crate) mod order;
