//! The encodings of a command's files: by their names, and what the second file takes from the first.

use crate::leads::{Encoding, nearest};
use crate::store::OpenError;

/// The encoding with this name.
pub(crate) fn encoding(name: &str) -> Result<Encoding, String> {
    Encoding::named(name).ok_or_else(|| {
        let names = Encoding::ALL.map(Encoding::option);
        let nearest = nearest(name, names.into_iter());
        let suggestion = nearest.map(|name| format!("did you mean {name}? "));
        format!("{}expected one of {}", suggestion.unwrap_or_default(), names.join(", "))
    })
}

/// The encoding of a command's second file.
///
/// The one that was named for the first file is meant for both, but a file in Unicode is read as what
/// it is: a download of today beside an older one that Excel saved.
#[derive(Clone, Copy)]
pub(crate) struct SecondEncoding {
    /// The encoding that was named for this file.
    pub named: Option<Encoding>,
    /// The encoding that was named for the first one.
    pub first: Option<Encoding>,
}

impl SecondEncoding {
    /// Opens the file.
    pub(crate) fn open<T>(
        self,
        open: impl Fn(Option<Encoding>) -> Result<T, OpenError>,
    ) -> Result<T, OpenError> {
        let opened = open(self.named);
        match (&opened, self) {
            (Err(error), Self { named: None, first: Some(first) })
                if !error.kind.readable_as().is_empty() =>
            {
                open(Some(first))
            }
            _ => opened,
        }
    }
}
