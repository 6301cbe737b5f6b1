//! What spreadsheet programs do to a file by themselves, and that `export` uploads none of it.

mod edits;
mod judge;
mod libreoffice;
mod model;
mod property;
mod texts;
