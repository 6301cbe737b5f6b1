//! A value that tells whether it may have changed.

use std::ops::{Deref, DerefMut};
use std::sync::atomic::{AtomicU64, Ordering};

/// The version that comes next, of any value: the program opens another file by beginning anew, and what is on the
/// screen is still of the file before.
static NEXT: AtomicU64 = AtomicU64::new(0);

/// A value with a version, which is another one after each access that may have changed the value. No two values in
/// one process have the same.
///
/// So no change can be forgotten. What a value works out when it is first asked for is no change.
#[derive(Debug)]
pub struct Versioned<T> {
    value: T,
    version: u64,
    version_of_rest: u64,
}

fn next() -> u64 {
    NEXT.fetch_add(1, Ordering::Relaxed)
}

impl<T> Versioned<T> {
    /// The first version of a value.
    pub(crate) fn new(value: T) -> Self {
        let version = next();
        Self { value, version, version_of_rest: version }
    }

    /// The version: the value is the same as when it had this version before.
    pub fn version(this: &Self) -> u64 {
        this.version
    }

    /// The version of what stays the same while only parts are changed: of a sheet, cells.
    pub fn version_of_rest(this: &Self) -> u64 {
        this.version_of_rest
    }

    /// Access to change parts of the value of which each tells how it is: of a sheet, cells and what follows from them.
    pub(crate) fn change_parts(this: &mut Self) -> &mut T {
        this.version = next();
        &mut this.value
    }
}

impl<T> Deref for Versioned<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> DerefMut for Versioned<T> {
    fn deref_mut(&mut self) -> &mut T {
        self.version = next();
        self.version_of_rest = self.version;
        &mut self.value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_that_is_only_read_keeps_its_version() {
        let mut list = Versioned::new(vec![1]);
        let before = Versioned::version(&list);
        assert_eq!(list.len(), 1);
        assert_eq!(Versioned::version(&list), before);
        list.push(2);
        assert_ne!(Versioned::version(&list), before);
        let before = Versioned::version(&list);
        *list = Vec::new();
        assert_ne!(Versioned::version(&list), before);
    }

    #[test]
    fn a_change_of_parts_leaves_the_version_of_the_rest() {
        let mut list = Versioned::new(vec![1]);
        let (whole, rest) = (Versioned::version(&list), Versioned::version_of_rest(&list));
        Versioned::change_parts(&mut list)[0] = 2;
        assert_ne!(Versioned::version(&list), whole);
        assert_eq!(Versioned::version_of_rest(&list), rest);
        list.push(3);
        assert_ne!(Versioned::version_of_rest(&list), rest);
    }

    #[test]
    fn another_value_never_has_the_same_version() {
        let (one, other) = (Versioned::new(1), Versioned::new(1));
        assert_ne!(Versioned::version(&one), Versioned::version(&other));
    }
}
