//! Which file is open, whether the work on it is saved, and which files there are.

use crate::sync::{FileListing, FileSummary};
use std::path::PathBuf;

/// Whether what is done outlives the program.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Persistence {
    /// It is written into a journal.
    On,
    /// It isn't, as was asked for.
    #[default]
    Off,
    /// It can't be; why.
    Failed(String),
}

/// Which file takes the place of the one that was open.
#[derive(Clone, Debug)]
pub(crate) struct FileIdentity {
    pub(crate) name: String,
    pub(crate) folder: String,
    pub(crate) keeping: Persistence,
}

/// A request for the files of a folder, or of those where files of leads may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilesRequest {
    /// Its number: what is told of an earlier request is out of date.
    pub number: u64,
    /// The folder, as it was typed; nothing for the working folder, the downloads and the folders of saved work.
    pub folder: Option<String>,
}

/// What the shell tells of the files that were asked for.
#[derive(Clone, Debug)]
pub struct FilesReport {
    /// The number of the request.
    pub number: u64,
    /// What it tells.
    pub update: FilesUpdate,
}

/// One thing that is known of files.
#[derive(Clone, Debug)]
pub enum FilesUpdate {
    /// Which files there are.
    Listed(FileListing),
    /// What one of them is.
    Summary(PathBuf, FileSummary),
}
