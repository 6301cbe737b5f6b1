//! Names that no file of Windows has: those with certain characters, and those of devices.

/// Characters that mean something in a path. One of them even makes a file: behind `:` stands a part of a file that no
/// folder shows.
const MEANINGFUL: &str = "<>:\"/\\|?*";

/// Why no file can have a name, as a part of a sentence; nothing if one can.
pub(super) fn why_forbidden(name: &str) -> Option<String> {
    let is_forbidden = |c: &char| c.is_ascii_control() && *c != '\u{7f}' || MEANINGFUL.contains(*c);
    if let Some(c) = name.chars().find(is_forbidden) {
        return Some(format!("Windows allows no {c} in the name of a file"));
    }
    if name.ends_with(['.', ' ']) {
        return Some("Windows allows no dot or space at the end of the name of a file".to_owned());
    }
    names_device(name).then(|| "Windows has a device of this name".to_owned())
}

/// Devices whose names have no number.
const DEVICES: [&str; 6] = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"];

/// Devices whose names have one.
const NUMBERED: [&str; 2] = ["COM", "LPT"];

/// What counts as their numbers.
const NUMBERS: &str = "0123456789\u{b9}\u{b2}\u{b3}";

/// Whether a name of a file means a device: `NUL`, `con.csv`, `Com1 .txt`.
pub(super) fn names_device(name: &str) -> bool {
    let stem = name.split(['.', ':']).next().unwrap_or_default().trim_end();
    let is = |device: &&str| stem.eq_ignore_ascii_case(device);
    let is_numbered = |device: &&str| {
        let Some((begin, number)) = stem.split_at_checked(device.len()) else { return false };
        let mut numbers = number.chars();
        let is_number = numbers.next().is_some_and(|c| NUMBERS.contains(c));
        begin.eq_ignore_ascii_case(device) && is_number && numbers.next().is_none()
    };
    DEVICES.iter().any(is) || NUMBERED.iter().any(is_numbered)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_no_file_can_have_is_told_with_what_is_wrong_with_it() {
        for (name, why) in [
            ("a:b.csv", "Windows allows no : in the name of a file"),
            ("was? \"q4\".html", "Windows allows no ? in the name of a file"),
            ("a\u{1b}.csv", "Windows allows no \u{1b} in the name of a file"),
            ("a.html.", "Windows allows no dot or space at the end of the name of a file"),
            ("a ", "Windows allows no dot or space at the end of the name of a file"),
            ("aux.csv", "Windows has a device of this name"),
        ] {
            assert_eq!(why_forbidden(name).as_deref(), Some(why), "{name:?}");
        }
        for name in ["leads.csv", ".hidden", "a b (1)'s [x] {y} & #%+,;=@^`~$.csv", "grün.csv"] {
            assert_eq!(why_forbidden(name), None, "{name:?}");
        }
    }

    #[test]
    fn a_device_is_known_by_its_name_whatever_follows_it() {
        for name in [
            "CON",
            "con",
            "Nul.csv",
            "aux .txt",
            "prn.a.b",
            "COM1",
            "lpt9.csv",
            "CONIN$",
            "NUL:",
            "com\u{b2}",
        ] {
            assert!(names_device(name), "{name}");
        }
        for name in
            ["", "leads.csv", "console.csv", "CON1", "COM", "COM10", "xcon", ".con", "com\u{e4}"]
        {
            assert!(!names_device(name), "{name}");
        }
    }
}
