//! What was done to the leads of a file: changes, uploads and steps, without the file and the rules.

pub(crate) mod answer;
pub(crate) mod checklist;
pub(crate) mod history;
#[expect(clippy::module_inception, reason = "the type that the folder is about")]
pub(crate) mod ledger;
pub(crate) mod of_file;
pub(crate) mod uploads;
