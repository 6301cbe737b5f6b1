//! What programs do to texts that stay texts: cuts, line ends, typographic signs, blanks.

use super::Model;

/// Programs that only alter texts.
pub fn models() -> Vec<Model> {
    vec![
        Model::new("cut at 255", |text| text.chars().take(255).collect()),
        Model::new("line ends of Windows", |text| {
            text.replace("\r\n", "\n").replace('\r', "\n").replace('\n', "\r\n")
        }),
        Model::new("line ends of Unix", |text| text.replace("\r\n", "\n").replace('\r', "\n")),
        Model::new("line ends of old Macs", |text| text.replace("\r\n", "\r").replace('\n', "\r")),
        Model::new("typographic signs", typographic),
        Model::new("blanks trimmed", |text| {
            let lines = text.split('\n').map(|line| line.trim_matches([' ', '\t', '\u{a0}']));
            lines.collect::<Vec<_>>().join("\n").trim_matches([' ', '\n', '\r']).to_owned()
        }),
    ]
}

/// Straight quotes as a text program turns them, dashes and dots as one sign.
fn typographic(text: &str) -> String {
    let mut out = String::new();
    let mut before = ' ';
    for c in text.chars() {
        let opens = before.is_whitespace() || matches!(before, '(' | '[' | '“');
        out.push(match c {
            '"' if opens => '“',
            '"' => '”',
            '\'' if opens => '‘',
            '\'' => '’',
            other => other,
        });
        before = c;
    }
    out.replace("...", "…").replace(" -- ", " – ")
}
