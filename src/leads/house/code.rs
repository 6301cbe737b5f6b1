//! The codes of house rules, which live as long as those of the built-in rules.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

/// What the codes of house rules begin with.
pub const CODE_PREFIX: &str = "X:";

/// The code of the house rule with a name: `X:won-needs-value`.
///
/// Reports count and compare rules by `&'static str`. Each different name is kept once until the program ends, so
/// that reading the same file again keeps nothing new.
pub(super) fn code(name: &str) -> &'static str {
    static CODES: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
    let wanted = format!("{CODE_PREFIX}{name}");
    let mut codes = CODES.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(code) = codes.get(&*wanted) {
        return code;
    }
    let code: &'static str = wanted.leak();
    codes.insert(code);
    code
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_kept_once() {
        let (one, other) = (code("kept-once"), code("kept-once"));
        assert_eq!(one, "X:kept-once");
        assert!(std::ptr::eq(one, other));
    }
}
