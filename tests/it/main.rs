//! Integration tests: one binary, one `mod` line per topic.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a helper of a test fails the test by panicking, as the test itself does"
)]

mod check;
mod commands;
mod edit;
mod editors;
mod elsewhere;
mod export;
mod family;
mod fault_table;
mod faults;
mod filter;
mod fuzz;
mod history;
mod hostile;
mod kept;
mod layers;
mod lists;
mod load;
mod merge;
mod outside;
mod own_lists;
mod paste;
mod portal;
mod problems;
mod properties;
mod readme;
mod rebase;
mod record;
mod results;
mod returns;
mod revert;
mod review;
mod rules;
mod sample;
mod screens;
mod select;
mod settings;
mod story;
mod support;
mod survive;
mod tables;
mod terminal;
mod uploads;
mod walk;
mod weeks;
