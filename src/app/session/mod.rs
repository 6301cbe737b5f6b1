//! The session around the sheet: kept work, exports, results, a fresh download.

pub(crate) mod elsewhere;
pub(crate) mod encoding;
pub(crate) mod export;
pub(crate) mod fill;
pub(crate) mod fresh_download;
pub(crate) mod kind;
pub(crate) mod persistence;
pub(crate) mod pilot_results;
pub(crate) mod questions;
pub(crate) mod replace_file;
pub(crate) mod results;
pub(crate) mod several;
pub(crate) mod start_keys;
pub(crate) mod welcome;
