//! Flags and private notes: what users note about leads for themselves, and never export.

mod annotate;
pub(crate) mod annotation;

pub use annotation::Annotation;
