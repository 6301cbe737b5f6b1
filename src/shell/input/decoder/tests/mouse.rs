//! Reports of the mouse, whole and in pieces, among keys and pastes.

use super::*;
use proptest::prelude::*;

/// A report of the mouse in one of the forms in which terminals send it.
fn report(form: u8, code: u8, at: (u8, u8)) -> Vec<u8> {
    let (x, y) = (at.0 % 90 + 1, at.1 % 90 + 1);
    match form % 4 {
        0 => format!("\x1b[<{code};{x};{y}M").into(),
        1 => format!("\x1b[<{code};{x};{y}m").into(),
        2 => format!("\x1b[{};{x};{y}M", u16::from(code) + 32).into(),
        _ => vec![b'\x1b', b'[', b'M', code % 90 + 32, x + 32, y + 32],
    }
}

/// What is typed, clicked or pasted.
#[derive(Clone, Debug)]
enum Done {
    Key(char),
    Report(Vec<u8>),
    Paste(String),
}

fn done() -> impl Strategy<Value = Done> {
    let report = (0..4_u8, 0..68_u8, (0..90_u8, 0..90_u8));
    prop_oneof![
        "[a-zA-Z0-9 é]".prop_map(|text| Done::Key(text.chars().next().expect("one"))),
        report.prop_map(|(form, code, at)| Done::Report(self::report(form, code, at))),
        "[a-z\n<;M]{0,9}".prop_map(Done::Paste),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 512, ..ProptestConfig::default() })]
    #[test]
    fn bytes_of_the_mouse_never_run_as_keys(
        all in prop::collection::vec((done(), 0..40_u64), 0..20),
        cuts in prop::collection::vec((0..12_usize, 0..4_000_u64), 1..40),
        marks in any::<bool>(),
        remote in any::<bool>(),
    ) {
        let start = Instant::now();
        let mut decoder = KeyDecoder::new(remote, start);
        decoder.marks_pastes = Some(marks);
        let (mut inputs, mut at) = (Vec::new(), start);
        let mut give = |piece: &[u8], after: u64| {
            at += Duration::from_millis(after);
            while let Some(due) = decoder.due().filter(|due| *due <= at) {
                decoder.expire(due, &mut inputs);
            }
            decoder.bytes(piece, at, &mut inputs);
        };
        let mut cuts = cuts.iter().cycle();
        let (mut keys, mut torn_at_escape) = (Vec::new(), 0);
        for (done, after) in &all {
            match done {
                Done::Key(c) => {
                    keys.push(Chord::plain(Key::Char(*c)).to_string());
                    // Nobody types so fast that it could be a paste.
                    give(c.to_string().as_bytes(), after + 25);
                }
                Done::Report(bytes) => {
                    let (mut rest, mut pause) = (&bytes[..], after + 25);
                    while let Some((cut, next)) = cuts.next().filter(|_| !rest.is_empty()) {
                        let (piece, behind) = rest.split_at((*cut).clamp(1, rest.len()));
                        give(piece, pause);
                        // From here on nothing but a report can follow, however late it comes.
                        let is_certain = bytes.len() - behind.len() > 2 && bytes[2] == b'<';
                        (rest, pause) = (behind, if is_certain { *next } else { next % 1_000 });
                        // Only Esc alone can be meant as a key. No other byte of a report is one.
                        torn_at_escape += usize::from(piece == b"\x1b");
                    }
                }
                Done::Paste(text) => {
                    give(format!("\x1b[200~{text}\x1b[201~").as_bytes(), after + 25);
                }
            }
        }
        while let Some(due) = decoder.due() {
            decoder.expire(due, &mut inputs);
        }
        let run: Vec<String> = inputs
            .iter()
            .filter(|input| !matches!(input, Input::Mouse(_) | Input::Paste(_)))
            .map(word)
            .collect();
        let (escapes, run): (Vec<_>, Vec<_>) = run.into_iter().partition(|key| key == "Esc");
        prop_assert_eq!(run, keys);
        prop_assert!(escapes.len() <= torn_at_escape);
        let pasted = all.iter().filter(|(done, _)| matches!(done, Done::Paste(_))).count();
        prop_assert_eq!(inputs.iter().filter(|i| matches!(i, Input::Paste(_))).count(), pasted);
    }
}

#[test]
fn clicks_at_one_place_are_counted_while_they_follow_shortly() {
    let press = |x: u8| format!("\x1b[<0;{x};5M\x1b[<0;{x};5m");
    let (one, other) = (press(10), press(11));
    let clicks = |script: &[(u64, &str)]| -> Vec<u8> {
        let asked = Instant::now();
        let mut decoder = KeyDecoder::new(false, asked);
        let mut inputs = Vec::new();
        for (ms, bytes) in script {
            decoder.bytes(bytes.as_bytes(), asked + Duration::from_millis(*ms), &mut inputs);
        }
        let pressed = inputs.iter().filter_map(|input| match input {
            Input::Mouse(MouseInput { action: MouseAction::Press(_, clicks), .. }) => Some(*clicks),
            _ => None,
        });
        pressed.collect()
    };
    assert_eq!(clicks(&[(0, &one), (200, &one), (390, &one)]), [1, 2, 3]);
    assert_eq!(clicks(&[(0, &one), (401, &one), (500, &other), (600, &one)]), [1, 1, 1, 1]);
}

#[test]
fn an_escape_in_one_piece_with_a_report_is_no_key() {
    let flood = [(0, "\u{1b}[<32;3;4M\u{1b}"), (900, "[<32;3;5M\u{1b}"), (1_800, "[<0;3;5m")];
    let inputs = marked(&flood);
    assert!(
        inputs.len() == 3 && inputs.iter().all(|input| input.starts_with("Mouse")),
        "{inputs:?}"
    );
    assert_eq!(marked(&[(0, "\u{1b}[<32;3;4M"), (1, "\u{1b}"), (200, "j")])[1..], ["Esc", "j"]);
}

#[test]
fn a_click_comes_after_the_keys_before_it_and_none_amid_a_burst() {
    assert_eq!(here(&[(0, "j\u{1b}[<0;3;4Mk")]).len(), 3);
    let burst = here(&[(0, "abcdefgh\u{1b}[<0;3;4Mijklmnopqrst")]);
    assert_eq!(burst, ["burst abcdefghijklmnopqrst"]);
    let after_paste = marked(&[(0, "\u{1b}[200~x\u{1b}[201~\u{1b}[<0;3"), (900, ";4Mj")]);
    assert_eq!((after_paste[0].as_str(), after_paste[2].as_str()), ("paste \"x\"", "j"));
}
