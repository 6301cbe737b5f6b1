//! Integration tests: one binary, one `mod` line per topic.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a helper of a test fails the test by panicking, as the test itself does"
)]

mod catalog;
mod check;
mod commands;
mod completions;
mod contrast;
mod crash;
mod custom_lists;
mod damage;
mod date_forms;
mod diaries;
mod edit;
mod edit_messages;
mod editors;
mod encodings;
mod end_to_end;
mod export;
mod external_editor;
mod external_edits;
mod family;
mod file_kind;
mod files;
mod filter;
mod fuzz;
mod help;
mod history;
mod hostile;
mod inner_layers;
mod install;
mod json_shapes;
mod keys;
mod layers;
mod load;
mod long_texts;
mod manual;
mod menu;
mod merge;
mod mouse;
mod mouse_reports;
mod older_journal;
mod other_names;
mod palette;
mod panel_search;
mod paste;
mod paste_by_id;
mod pictures;
mod portal;
mod portal_roundtrip;
mod portal_uploads;
mod problems;
mod properties;
mod readme;
mod readme_walkthrough;
mod rebase;
mod record;
mod results;
mod resume_dialog;
mod revert;
mod review;
mod rules;
mod sample;
mod screens;
mod select;
mod settings;
mod simulation;
mod spreadsheet_keys;
mod structure;
mod support;
mod surroundings;
mod tables;
mod terminal;
mod terminals;
mod texts;
mod themes;
mod tour;
mod uploads;
mod value_lists;
mod views;
mod walk;
mod ways_in;
mod weeks;
