//! What is known of the files in a list, as the shell has told it so far.

use crate::app::app::App;
use crate::app::effect::Effect;
use crate::app::file::{FilesReport, FilesRequest, FilesUpdate};
use crate::sync::{FileListing, FileSummary};
use std::collections::HashMap;
use std::path::PathBuf;

/// What is known of files.
#[derive(Debug, Default)]
pub struct FileCatalog {
    /// Whether no file is open, so that the program begins with the list.
    pub(crate) is_start_screen: bool,
    /// The folder that is listed, as it was typed; nothing for those where files of leads may be.
    pub(crate) folder: Option<String>,
    /// The files; nothing until they are known.
    pub(crate) listing: Option<FileListing>,
    /// What the files are, as far as they were read.
    pub(crate) summaries: HashMap<PathBuf, FileSummary>,
    /// Whether a path is completed as soon as the names in its folder are known.
    pub(crate) completes: bool,
    /// The number of the newest request.
    number: u64,
}

impl App {
    /// Whether no file is open: the program was started without one and lists files.
    pub fn is_start_screen(&self) -> bool {
        self.files.is_start_screen
    }

    /// Asks for the files of a folder, as it was typed, or of all folders where files of leads may be.
    pub(crate) fn request_files(&mut self, folder: Option<String>) {
        let files = &mut self.files;
        files.number += 1;
        files.folder.clone_from(&folder);
        files.listing = None;
        let request = FilesRequest { number: files.number, folder };
        self.effects.push(Effect::ListFiles(request));
    }

    /// Takes what the shell tells of files.
    pub(crate) fn files_reported(&mut self, report: FilesReport) {
        if report.number != self.files.number {
            return;
        }
        match report.update {
            FilesUpdate::Listed(listing) => {
                self.files.listing = Some(listing);
                self.complete_if_waiting();
            }
            FilesUpdate::Summary(path, summary) => {
                self.files.summaries.insert(path, summary);
            }
        }
    }
}
