//! The keys of the list of views, besides those of every drop-down.

use crate::app::command::Command;
use crate::app::define::views;
use crate::app::panels::picker::views::{remove, rename};

pub(in crate::app) static COMMANDS: [Command; 2] = [
    views("rename", "Give the selected view another name.", |app, _| rename(app)),
    views("remove", "Remove the selected view.", |app, _| remove(app)),
];
