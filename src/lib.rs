//! leadsheet: a spreadsheet editor in the terminal for Leads CSV files from Microsoft Partner Center.

pub mod app;
pub mod cli;
pub mod leads;
pub mod sheet;
pub mod shell;
pub mod store;
pub mod view;
