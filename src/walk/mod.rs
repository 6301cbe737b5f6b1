//! The line mode: the same work as in the grid, as questions and answers in plain lines.
//!
//! [`Walk`] holds the program and where the conversation is. It takes a typed line, changes the sheet through
//! the program as the grid does, and writes the next question. It has no terminal and no files: the shell
//! reads and writes the lines and carries out the [`Effect`](crate::app::Effect)s. Its text has no control
//! character but the line feed.

mod answer;
mod cell;
mod conversation;
mod export;
mod help;
mod lead;
mod output;
mod route;
mod start;
mod visit;

pub use conversation::{Walk, WalkEnd};

/// What is said of a number of things that there are none of.
fn count(number: usize, noun: &str) -> String {
    match number {
        0 => format!("no {noun}s"),
        number => crate::leads::plural(number, noun),
    }
}
