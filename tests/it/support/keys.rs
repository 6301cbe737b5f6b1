//! Keys as vim writes them, turned into the bytes that a terminal sends.

/// Turns `jj<Enter><C-s><Esc>:w<Enter>` into bytes.
///
/// Modifiers are `C-`, `M-` (or `A-`) and `S-`; `<lt>` is `<`. `<Esc>` is sent in the form `CSI 27 u`,
/// which is never read as the start of the next key: written at once, a bare 1B
/// and `:` are Alt+`:`. To send the bare byte use [`send`](super::pty::Program::send).
///
/// # Panics
///
/// On a name that isn't a key, so that a misspelled one fails its test.
pub fn bytes(keys: &str) -> Vec<u8> {
    pressed(keys).concat()
}

/// Does the same, key by key.
pub fn pressed(keys: &str) -> Vec<Vec<u8>> {
    let mut out = Vec::new();
    let mut rest = keys;
    while let Some(at) = rest.find('<') {
        out.extend(rest[..at].chars().map(|c| c.to_string().into_bytes()));
        let (name, after) = rest[at + 1..]
            .split_once('>')
            .unwrap_or_else(|| panic!("`<` without `>` in {keys:?}; write <lt> for the character"));
        out.push(named(name).unwrap_or_else(|| panic!("no key is called <{name}>, in {keys:?}")));
        rest = after;
    }
    out.extend(rest.chars().map(|c| c.to_string().into_bytes()));
    out
}

/// The bytes that paste a text in one piece.
pub fn pasted(text: &str) -> Vec<u8> {
    format!("\x1b[200~{text}\x1b[201~").into_bytes()
}

/// How a terminal encodes a key that has no character.
enum Code {
    /// `CSI letter`.
    Letter(char),
    /// `CSI number ~`.
    Tilde(u8),
    /// A control character.
    Byte(u8),
}

/// The modifier keys, as bits of the number that a terminal sends.
#[derive(Clone, Copy, Default)]
struct Held {
    shift: bool,
    alt: bool,
    control: bool,
}

impl Held {
    fn number(self) -> u8 {
        1 + u8::from(self.shift) + 2 * u8::from(self.alt) + 4 * u8::from(self.control)
    }
}

/// The bytes of the name between `<` and `>`.
fn named(name: &str) -> Option<Vec<u8>> {
    let mut held = Held::default();
    let mut name = name;
    while let Some((modifier, rest)) = name.split_once('-').filter(|(_, rest)| !rest.is_empty()) {
        match modifier {
            "C" | "c" => held.control = true,
            "M" | "m" | "A" | "a" => held.alt = true,
            "S" | "s" => held.shift = true,
            _ => return None,
        }
        name = rest;
    }
    let mut chars = name.chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) => character(c, held),
        _ => special(name, held),
    }
}

fn character(c: char, held: Held) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    if held.alt {
        out.push(0x1b);
    }
    if held.control {
        let c = u8::try_from(c.to_ascii_uppercase()).ok()?;
        out.push(if (b'@'..=b'_').contains(&c) { c & 0x1f } else { return None });
    } else {
        let c = if held.shift { c.to_ascii_uppercase() } else { c };
        out.extend(c.to_string().bytes());
    }
    Some(out)
}

fn special(name: &str, held: Held) -> Option<Vec<u8>> {
    let lower = name.to_ascii_lowercase();
    let sign = match lower.as_str() {
        "lt" => '<',
        "bar" => '|',
        "bslash" => '\\',
        "space" if held.control => '@',
        "space" => ' ',
        _ => '\0',
    };
    if sign != '\0' {
        return character(sign, held);
    }
    Some(match (code(&lower)?, held.number()) {
        (Code::Byte(9), 2) => b"\x1b[Z".to_vec(),
        (Code::Byte(0x1b), 1) => b"\x1b[27u".to_vec(),
        (Code::Byte(byte), 1) => vec![byte],
        (Code::Byte(byte), n) => format!("\x1b[{byte};{n}u").into_bytes(),
        (Code::Letter(letter), 1) => format!("\x1b[{letter}").into_bytes(),
        (Code::Letter(letter), n) => format!("\x1b[1;{n}{letter}").into_bytes(),
        (Code::Tilde(number), 1) => format!("\x1b[{number}~").into_bytes(),
        (Code::Tilde(number), n) => format!("\x1b[{number};{n}~").into_bytes(),
    })
}

fn code(lower: &str) -> Option<Code> {
    const FUNCTION: [u8; 12] = [11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 23, 24];
    Some(match lower {
        "enter" | "cr" | "return" => Code::Byte(b'\r'),
        "tab" => Code::Byte(b'\t'),
        "esc" => Code::Byte(0x1b),
        "bs" => Code::Byte(0x7f),
        "up" => Code::Letter('A'),
        "down" => Code::Letter('B'),
        "right" => Code::Letter('C'),
        "left" => Code::Letter('D'),
        "home" => Code::Letter('H'),
        "end" => Code::Letter('F'),
        "insert" => Code::Tilde(2),
        "del" => Code::Tilde(3),
        "pageup" => Code::Tilde(5),
        "pagedown" => Code::Tilde(6),
        _ => {
            let number: usize = lower.strip_prefix('f')?.parse().ok()?;
            Code::Tilde(*FUNCTION.get(number.checked_sub(1)?)?)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_is_sent_as_it_is() {
        assert_eq!(bytes("jj:w é漢"), "jj:w é漢".as_bytes());
        assert_eq!(bytes("a<lt>b>c<Bar><Bslash><Space>"), b"a<b>c|\\ ");
    }

    #[test]
    fn named_keys_are_what_a_terminal_sends() {
        assert_eq!(bytes("x<Enter>y<CR><Tab><BS>"), b"x\ry\r\t\x7f");
        assert_eq!(bytes("<Up><Down><Right><Left>"), b"\x1b[A\x1b[B\x1b[C\x1b[D");
        assert_eq!(bytes("<Home><end><PageUp><PageDown>"), b"\x1b[H\x1b[F\x1b[5~\x1b[6~");
        assert_eq!(bytes("<Del><Insert><F1><F5><F12>"), b"\x1b[3~\x1b[2~\x1b[11~\x1b[15~\x1b[24~");
    }

    #[test]
    fn keys_held_down_change_the_bytes() {
        assert_eq!(bytes("<C-s><C-S><C-Space><C-]><M-x><S-a>"), b"\x13\x13\x00\x1d\x1bxA");
        assert_eq!(bytes("<S-Tab><C-Right><C-S-End>"), b"\x1b[Z\x1b[1;5C\x1b[1;6F");
        assert_eq!(bytes("<C-Del>"), b"\x1b[3;5~");
        assert_eq!(bytes("<M-Enter>"), b"\x1b[13;3u");
    }

    #[test]
    fn escape_is_never_read_as_the_start_of_the_next_key() {
        assert_eq!(bytes("<Esc>:q"), b"\x1b[27u:q");
    }

    #[test]
    fn a_paste_is_bracketed() {
        assert_eq!(pasted("a\tb"), b"\x1b[200~a\tb\x1b[201~");
    }

    #[test]
    #[should_panic(expected = "no key is called <Entre>")]
    fn a_key_that_does_not_exist_is_reported() {
        bytes("x<Entre>");
    }
}
