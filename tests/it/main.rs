//! Integration tests: one binary, one `mod` line per topic.

#![allow(clippy::expect_used, reason = "the helpers of tests fail as tests do")]

mod check;
mod export;
mod layers;
mod load;
mod support;
