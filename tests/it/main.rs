//! Integration tests: one binary, one `mod` line per topic.

mod sample;
mod support;
