//! Integration tests: one binary, one `mod` line per topic.
//!
//! What is behind `cfg(unix)` or `cfg(target_os = "linux")` needs what no other system has:
//!
//! - signals, and a shell that suspends programs: `crash`, `end_to_end`, `views`;
//! - modes and links of files, pipes with a name: `catalog`, `crash`, `export`, `files`, `load`;
//! - limits, full devices and folders of the system: `check`, `crash`, `cron`, `surroundings`;
//! - scripts in the place of an editor, of tmux or of a shell: `completions`, `external_editor`, `hostile`, `terminal`;
//! - a mouse and pastes that come as bytes: `mouse_reports`, `terminal`.
//!
//! What is ignored on Windows says why. There the editor's tests have it in a console that `tests/systems.sh` provides.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a helper of a test fails the test by panicking, as the test itself does"
)]

mod agree;
mod annotations;
mod background;
mod catalog;
mod change_values;
mod check;
mod commands;
mod completions;
mod config;
#[cfg(windows)]
mod console;
mod contrast;
mod crash;
mod cron;
mod custom_lists;
mod damage;
mod date_forms;
mod diaries;
mod due;
mod edit;
mod edit_messages;
mod editors;
mod encodings;
mod end_to_end;
mod excel;
mod export;
mod external_editor;
mod external_edits;
mod family;
mod file_kind;
mod files;
mod fill;
mod fill_work;
mod filter;
mod fuzz;
mod help;
mod history;
mod hostile;
mod house_rules;
mod inner_layers;
mod install;
mod json_answers;
mod json_fields;
mod json_shapes;
mod keys;
mod layers;
mod load;
mod loading;
mod long_texts;
mod manual;
mod menu;
mod merge;
mod mouse;
mod mouse_reports;
mod older_journal;
mod one_reading;
mod other_names;
mod own_files;
mod palette;
mod panel_search;
mod paste;
mod paste_by_id;
mod pictures;
mod pilot;
mod plan;
mod portal;
mod portal_roundtrip;
mod portal_uploads;
mod problems;
mod properties;
mod quarter;
mod readme;
mod readme_walkthrough;
mod rebase;
mod record;
mod report;
mod results;
mod resume_dialog;
mod revert;
mod review;
mod rules;
mod sample;
mod screens;
mod searching;
mod select;
mod set;
mod settings;
mod several;
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
