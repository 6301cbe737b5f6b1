//! Offers and solutions: ID, currency, price, quantity.

pub use super::member::{parts, tidy};

/// The names of the four parts of an offer or solution, in order. Only the first one is needed.
pub const PARTS: [&str; 4] = ["ID", "Currency", "Price", "Quantity"];
