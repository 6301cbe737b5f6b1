//! The pilot part of an upload: the fewest leads that try each kind of change, and what its results tell.
//!
//! Partner Center has rules that aren't documented. Those that depend on one changed cell, by itself or together
//! with the outcome of its lead, show in the results of a few leads before hundreds are uploaded. What depends
//! on two other cells together, on an unchanged cell or on the single lead (such as a number that is in use
//! already) doesn't.

pub(crate) mod cover;
pub(crate) mod hold;
pub(crate) mod kind;
pub(crate) mod lessons;
pub(crate) mod needs;
pub(crate) mod part;
pub(crate) mod text;

pub use hold::{DoubtfulLead, HoldReason, describe_reasons};
pub use kind::{ChangeKind, ValueKind};
pub use lessons::{KindResult, KindVerdict, Lessons};
pub use part::{EarlierPilot, MAX_PILOT_LEADS, MIN_PILOT_OFFER, PilotPart};
