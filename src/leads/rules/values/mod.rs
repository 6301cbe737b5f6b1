//! The values of single columns, by kind.

pub(super) mod amount_currency;
pub(super) mod date;
pub(super) mod list;
pub(super) mod locked;
pub(super) mod member;
pub(super) mod text;
