//! The keys of the list of a column's values, besides those of every drop-down.

use crate::app::command::Command;
use crate::app::define::values;
use crate::app::panels::picker::values::{all_but, tick, tick_all};

pub(in crate::app) static COMMANDS: [Command; 3] = [
    values("tick", "Tick the selected value, or remove its tick.", |app, _| tick(app)),
    values("tick_all", "Tick all listed values, or none of them.", |app, _| tick_all(app)),
    values(
        "all_but",
        "Hide the leads with the ticked values instead of showing them.",
        |app, _| {
            all_but(app);
        },
    ),
];
