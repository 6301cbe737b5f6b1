//! Texts that attack a terminal or a reader, a Leads file full of them, and the proof that none got through.

use super::fixtures::fixture;
use leadsheet::leads::is_hidden;

/// More marks than any language puts on a letter.
const HEAP: usize = 10_000;

/// How many marks on one letter may reach a terminal.
const MARKS: usize = 4;

/// How many characters the longest text has.
const LONG: usize = 1_000_000;

/// The hostile texts, each with what it tries.
///
/// The program itself never writes these parameters of `CSI … m`, so that a leak differs from its own
/// colours.
pub fn texts() -> Vec<(&'static str, String)> {
    let mut texts: Vec<(&str, String)> = [
        ("writes the clipboard", "\u{1b}]52;c;ZXZpbA==\u{7}clip"),
        ("reads the clipboard", "\u{1b}]52;c;?\u{7}read"),
        ("sets the title", "\u{1b}]0;owned\u{7}\u{1b}]2;owned\u{1b}\\title"),
        ("links elsewhere", "\u{1b}]8;;http://evil.example\u{7}link\u{1b}]8;;\u{7}"),
        (
            "device control",
            "\u{1b}P+q544e\u{1b}\\\u{1b}_Gi=1\u{1b}\\\u{1b}^x\u{1b}\\\u{1b}Xy\u{1b}\\",
        ),
        ("colours", "\u{1b}[9;53mred\u{1b}[4242m"),
        ("clears, asks and resets", "\u{1b}[3J\u{1b}[6n\u{1b}[c\u{1b}#8\u{1b}c\u{1b}[?1000h"),
        ("C1 colours", "\u{9b}31mred"),
        ("C1 strings", "\u{9d}52;c;eA==\u{9c}\u{90}q\u{9c}\u{9e}\u{9f}\u{98}\u{85}\u{80}"),
        ("bell, backspace, delete", "bell\u{7}\u{8}\u{8}\u{8}\u{7f}\u{7f}gone"),
        ("carriage return", "Paid\rOwed"),
        ("other controls", "a\0b\u{b}c\u{c}d\u{e}e\u{f}f\u{5}\t."),
        ("turns the direction", "\u{202e}gnp.exe\u{202c}\u{202a}\u{202b}\u{202d}"),
        ("isolates", "\u{2066}a\u{2067}b\u{2068}c\u{2069}\u{61c}\u{200e}\u{200f}"),
        ("zero width", "Act\u{200b}ive\u{200c}x\u{200d}y\u{2060}z\u{feff}\u{ad}\u{34f}"),
        ("tags", "tag\u{e0001}\u{e0041}\u{e0042}\u{e007f}"),
        ("variation selectors", "a\u{fe0f}b\u{fe0e}c\u{fe00}d\u{e0100}\u{e01ef}✂\u{fe0f}\u{180b}"),
        ("line separators", "one\u{2028}two\u{2029}three"),
        ("fillers", "\u{115f}\u{1160}\u{3164}\u{ffa0}\u{2800}\u{17b4}\u{180e}"),
        ("nothing assigned", "\u{e000}\u{f8ff}\u{fdd0}\u{fffe}\u{ffff}\u{1fffe}\u{10ffff}"),
        ("joined emoji", "👩\u{200d}👩\u{200d}👧\u{200d}👦 👍🏽 🇩🇪 1\u{fe0f}\u{20e3}"),
        ("ambiguous width", "§±×÷αβγЯдж─│█①②…“”°"),
        ("wide", "日本語 한국어 ＡＢＣ 漢字"),
        ("right to left", "שלום עולם مرحبا"),
        ("escapes of half characters", "\\ud800\\udfff \\x1b[31m %1b"),
        ("begins with a mark", "\u{301}\u{302}x"),
    ]
    .map(|(what, text)| (what, text.to_owned()))
    .into();
    texts.push(("a heap of marks", format!("e{}!", "\u{301}".repeat(HEAP))));
    texts.push(("heaps on blanks", format!(" {}", "\u{20dd}\u{489} ".repeat(HEAP / 2))));
    texts.push(("too long", format!("{}\u{1b}]0;end\u{7}", "long text ".repeat(LONG / 10))));
    texts
}

/// Columns that aren't known, with names as bad as the cells.
pub const COLUMNS: [&str; 4] = [
    "\u{1b}]0;header\u{7}Ours",
    "\u{202e}\u{9b}31mOurs 2",
    "No\u{200b}tes\r\n2",
    "\u{1b}[4242m\u{8}",
];

/// A name that is given to the program.
pub const NAME: &str = "\u{1b}]0;name\u{7}\u{202e}\u{9b}31m\r\nx\u{200b}";

/// The name of a file, or of a folder with more after it; Windows forbids the worst.
pub const FILE_NAME: &str = if cfg!(windows) { "\u{202e}\u{9b}31m\u{7f}x\u{200b}" } else { NAME };

/// Columns that get the texts: open and locked ones, a choice, a date, an amount, a member, Notes.
const CELLS: [&str; 11] = [
    "Lead Name",
    "Customer Name",
    "Partner Referral Status",
    "Declined/Lost/Error reason",
    "Estimated Deal Value",
    "Currency",
    "Estimated Close Date",
    "Campaign",
    "Notes",
    "Team member 1",
    "Errors",
];

/// A Leads file with a lead for each text, which is in many of its cells.
pub fn file() -> String {
    let plain = std::fs::read_to_string(fixture("plain.csv")).expect("the fixture");
    let mut reader = csv::Reader::from_reader(plain.as_bytes());
    let header = reader.headers().expect("a header").clone();
    let row = reader.records().next().expect("a row").expect("well-formed");
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(header.iter().chain(COLUMNS)).expect("written");
    for (n, (_, text)) in texts().iter().enumerate() {
        let cells = header.iter().zip(&row).map(|(name, cell)| match name {
            "Referral ID" => format!("ebacdcdc-0b84-4ac4-b4ea-5b25870{n:05}"),
            // Locks the whole lead unless it's only sometimes.
            "Partner Referral Status" if n % 4 != 0 => cell.to_owned(),
            name if text.len() > HEAP && !["Lead Name", "Notes"].contains(&name) => cell.to_owned(),
            // No upload file may have a NUL, so a lead with one in an open cell can't be edited.
            "Lead Name" => text.replace('\0', ""),
            name if CELLS.iter().any(|column| name.contains(column)) => text.clone(),
            _ => cell.to_owned(),
        });
        let own = COLUMNS.iter().map(|_| text.chars().take(99).collect());
        writer.write_record(cells.chain(own).collect::<Vec<String>>()).expect("written");
    }
    String::from_utf8(writer.into_inner().expect("written")).expect("UTF-8")
}

/// Fails unless a text has only visible symbols and line ends; `colour` allows the reports' own.
pub fn assert_visible(bytes: &[u8], colour: bool, what: &str) {
    let text = std::str::from_utf8(bytes).unwrap_or_else(|e| panic!("{what}: {e}"));
    let mut text = text.to_owned();
    if colour {
        for own in ["\u{1b}[1m", "\u{1b}[1;31m", "\u{1b}[33m", "\u{1b}[0m"] {
            text = text.replace(own, "");
        }
    }
    signs(&text, what, &|c| c == '\n');
}

/// Fails unless the output to a terminal has only visible symbols and the sequences that the editor itself
/// writes.
pub fn assert_own(bytes: &[u8], what: &str) {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        // The rest of a character at the end is under way.
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(error) => panic!("{what}: {error}"),
    };
    let mut pieces = text.split('\u{1b}');
    signs(pieces.next().unwrap_or_default(), what, &|c| "\r\n".contains(c));
    for piece in pieces {
        let mut chars = piece.char_indices().skip(1);
        let last = chars.find(|(_, c)| ('@'..='~').contains(c));
        let end = last.map_or(piece.len(), |(at, _)| at + 1);
        let (sequence, rest) = piece.split_at(end);
        assert!(is_own(sequence), "{what}: ESC {sequence:?} isn't the program's own");
        signs(rest, what, &|c| "\r\n".contains(c));
    }
}

/// Whether the editor has this sequence, as its wire writes it.
fn is_own(sequence: &str) -> bool {
    // The question for the terminal's background, and its end.
    if ["]11;?", "\\"].contains(&sequence) {
        return true;
    }
    let Some(body) = sequence.strip_prefix('[') else { return false };
    let Some((last, params)) = body.chars().last().map(|c| (c, &body[..body.len() - c.len_utf8()]))
    else {
        return false;
    };
    let numbers: Option<Vec<u16>> = params
        .split(';')
        .filter(|n| !n.is_empty())
        .map(|n| n.parse::<u16>().ok().filter(|n| *n < 1_000))
        .collect();
    match (last, numbers.as_deref()) {
        ('h' | 'l', _) => ["?1049", "?2004", "?25", "?1000", "?1002", "?1006"].contains(&params),
        // The question whether the terminal marks pastes.
        ('p', _) => params == "?2004$",
        ('J', _) => params == "2",
        ('K', _) => params.is_empty(),
        ('H' | 'r', Some(numbers)) => numbers.len() < 3,
        ('@' | 'A' | 'B' | 'C' | 'D' | 'G' | 'L' | 'M' | 'P', Some(numbers)) => numbers.len() < 2,
        ('m', Some(numbers)) => is_look(numbers),
        _ => false,
    }
}

/// Whether the parameters are those of a look that a theme can ask for.
fn is_look(numbers: &[u16]) -> bool {
    match numbers {
        [] => true,
        [38 | 48, 5, n, rest @ ..] => *n < 256 && is_look(rest),
        [38 | 48, 2, r, g, b, rest @ ..] => [r, g, b].iter().all(|n| **n < 256) && is_look(rest),
        [look, rest @ ..] => {
            let looks = [0, 1, 2, 3, 4, 7, 22, 23, 24, 27];
            let colours = matches!(look, 30..=37 | 39..=47 | 49 | 90..=97 | 100..=107);
            (looks.contains(look) || colours) && is_look(rest)
        }
    }
}

/// Fails on a character that acts or is hidden, and on a pile of combining marks.
fn signs(text: &str, what: &str, allowed: &dyn Fn(char) -> bool) {
    let mut marks = 0;
    for (at, c) in text.char_indices() {
        let near = || text[at..].chars().take(20).collect::<String>();
        assert!(!is_hidden(c) || allowed(c), "{what}: U+{:04X} in {:?}", u32::from(c), near());
        let is_mark = unicode_width::UnicodeWidthChar::width(c) == Some(0);
        marks = if is_mark { marks + 1 } else { 0 };
        assert!(marks <= MARKS, "{what}: a heap of marks before {:?}", near());
    }
}

#[test]
fn the_check_finds_each_hostile_text() {
    use std::panic::catch_unwind;
    let harmless = [
        "ambiguous width",
        "wide",
        "right to left",
        "escapes of half characters",
        "begins with a mark",
        "heaps on blanks",
    ];
    for (what, text) in texts() {
        if !harmless.contains(&what) {
            // The editor itself goes to the beginning of a line; where that leads is seen on the screen.
            let raw = catch_unwind(|| assert_own(text.as_bytes(), what));
            assert!(raw.is_err() || what == "carriage return", "{what} isn't found on a terminal");
            let raw = catch_unwind(|| assert_visible(text.as_bytes(), true, what));
            assert!(raw.is_err(), "{what} isn't found in a report");
        }
    }
    assert_own(b"\x1b[?1049h\x1b[2;3H\x1b[1;38;5;200mx\x1b[m\x1b[K\r\n", "own");
}
