//! Integration tests: one binary, one `mod` line per topic.

mod rules;
