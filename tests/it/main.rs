//! Integration tests: one binary, one `mod` line per topic.

mod check;
mod export;
mod layers;
mod load;
mod support;
