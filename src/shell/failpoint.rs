//! Failing on purpose, so that tests see what a mistake in the program costs.

/// Panics with a text, if it says so and a test asked for a failure in this place.
///
/// The test asks by the variable `LEADSHEET_FAIL`. A program that is built for its users, without debug
/// assertions, can't be asked.
///
/// # Panics
///
/// As its name says.
pub fn failpoint(place: &str, text: &str) {
    let asked = cfg!(debug_assertions)
        && text.starts_with("fail on purpose")
        && std::env::var_os("LEADSHEET_FAIL").is_some_and(|asked| asked == place);
    assert!(!asked, "{text}");
}
