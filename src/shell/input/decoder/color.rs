//! The terminal's answer to the question for its background (OSC 11).

use super::sequence::Sequence;

/// How the answer begins.
const BACKGROUND: &[u8] = b"\x1b]11;rgb";

/// The longest answer that is waited for, in bytes.
const MAX_ANSWER: usize = 48;

/// Whether bytes are an answer or the beginning of one.
pub(super) fn can_be_color(bytes: &[u8]) -> bool {
    read(bytes) != Sequence::Ignored
}

/// Reads bytes that begin with `ESC ]`.
///
/// The answer ends with BEL, or with `ESC \`, whose Esc is a part of it.
pub(super) fn read(bytes: &[u8]) -> Sequence {
    let known = bytes.len().min(BACKGROUND.len());
    if bytes[..known] != BACKGROUND[..known] || bytes.len() > MAX_ANSWER {
        return Sequence::Ignored;
    }
    let (parts, is_over) = match &bytes[known..] {
        [parts @ .., b'\x07'] | [parts @ .., b'\x1b', b'\\'] => (parts, true),
        parts => (parts.strip_suffix(b"\x1b").unwrap_or(parts), false),
    };
    let is_part = |byte: &u8| byte.is_ascii_hexdigit() || b"a:/".contains(byte);
    match (parts.iter().all(is_part), is_over) {
        (false, _) => Sequence::Ignored,
        (true, false) => Sequence::Incomplete,
        (true, true) => is_light(parts).map_or(Sequence::Ignored, Sequence::Background),
    }
}

/// Whether a color such as `:ffff/ffff/dddd` is light: nearer to white than to black as the eye sees it.
fn is_light(parts: &[u8]) -> Option<bool> {
    let text = std::str::from_utf8(parts).ok()?;
    let (_, parts) = text.split_once(':')?;
    let mut shares = parts.split('/').map(|part| {
        let most = 16_u32.checked_pow(u32::try_from(part.len()).ok()?)?.checked_sub(1)?;
        let share = u32::from_str_radix(part, 16).ok()?;
        (most > 0).then(|| f64::from(share) / f64::from(most))
    });
    let mut next = || shares.next().flatten();
    let (red, green, blue) = (next()?, next()?, next()?);
    Some(0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.5)
}

#[cfg(test)]
mod tests {
    use super::super::sequence::read;
    use super::*;

    #[test]
    fn an_answer_about_the_background_is_read_and_is_no_key() {
        for (color, want) in [
            ("rgb:ffff/ffff/dddd", Sequence::Background(true)),
            ("rgb:0000/2b2b/3636", Sequence::Background(false)),
            ("rgb:fd/f6/e3", Sequence::Background(true)),
            ("rgba:0c0c/0c0c/0c0c/ffff", Sequence::Background(false)),
            ("rgb:ffff/ffff", Sequence::Ignored),
            ("rgb:fffff/fffffffff/0", Sequence::Ignored),
        ] {
            for end in ["\x07", "\x1b\\"] {
                let answer = format!("\x1b]11;{color}{end}").into_bytes();
                assert_eq!(read(&answer), want, "{color}");
                for cut in 1..answer.len() {
                    assert_eq!(read(&answer[..cut]), Sequence::Incomplete, "{color} {cut}");
                }
            }
        }
        for other in ["\x1b]1j", "\x1b]11;rgb:ff/j", "\x1b]0;title", "\x1b\\"] {
            assert_eq!(read(other.as_bytes()), Sequence::Ignored, "{other:?}");
        }
        let long = format!("\x1b]11;rgb:{}", "f".repeat(99));
        assert_eq!(read(long.as_bytes()), Sequence::Ignored);
    }
}
