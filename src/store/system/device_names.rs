//! Names that Windows gives to devices, in every folder and with any ending.

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
