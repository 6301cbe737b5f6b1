//! Which file is open, and whether the work on it is saved.

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
