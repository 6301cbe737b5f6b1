//! Bytes in time, and what they mean.

mod mouse;

use super::*;

/// Gives pieces to a decoder as the loop does: pairs of the millisecond and the bytes that came in it.
fn decode(decoder: &mut KeyDecoder, start: Instant, script: &[(u64, &str)]) -> Vec<String> {
    let mut inputs = Vec::new();
    for (ms, bytes) in script {
        let at = start + Duration::from_millis(*ms);
        while let Some(due) = decoder.due().filter(|due| *due <= at) {
            decoder.expire(due, &mut inputs);
        }
        decoder.bytes(bytes.as_bytes(), at, &mut inputs);
    }
    while let Some(due) = decoder.due() {
        decoder.expire(due, &mut inputs);
    }
    inputs.iter().map(word).collect()
}

fn word(input: &Input) -> String {
    let joined = |keys: &[Chord]| keys.iter().map(ToString::to_string).collect::<String>();
    match input {
        Input::Key(chord) => chord.to_string(),
        Input::Paste(text) => format!("paste {text:?}"),
        Input::Burst(keys) => format!("burst {}", joined(keys)),
        Input::AfterPaste(keys) => format!("after paste {}", joined(keys)),
        other => format!("{other:?}"),
    }
}

/// A decoder that doesn't wait for the terminal's answer any more.
fn unanswered(remote: bool) -> (KeyDecoder, Instant) {
    let asked = Instant::now();
    let mut decoder = KeyDecoder::new(remote, asked);
    decoder.marks_pastes = Some(false);
    (decoder, asked)
}

fn here(script: &[(u64, &str)]) -> Vec<String> {
    let (mut decoder, start) = unanswered(false);
    decode(&mut decoder, start, script)
}

fn remote(script: &[(u64, &str)]) -> Vec<String> {
    let (mut decoder, start) = unanswered(true);
    decode(&mut decoder, start, script)
}

/// What a terminal sends that has answered that it marks pastes.
fn marked(script: &[(u64, &str)]) -> Vec<String> {
    let asked = Instant::now();
    let mut decoder = KeyDecoder::new(false, asked);
    assert!(decode(&mut decoder, asked, &[(0, YES)]).is_empty());
    decode(&mut decoder, asked, script)
}

const YES: &str = "\u{1b}[?2004;1$y";

#[test]
fn a_sequence_in_pieces_is_one_key() {
    for (script, key) in [
        (&[(0, "\u{1b}"), (15, "[D")][..], "←"),
        (&[(0, "\u{1b}"), (15, "["), (90, "D")], "←"),
        (&[(0, "\u{1b}["), (15, "D")], "←"),
        (&[(0, "\u{1b}"), (1, "O"), (2, "A")], "↑"),
        (&[(0, "\u{1b}"), (3, "OP")], "F1"),
        (&[(0, "\u{1b}"), (3, "[1;"), (9, "5C")], "Ctrl+→"),
        (&[(0, "\u{1b}"), (3, "[3"), (9, "~")], "Del"),
        (&[(0, "\u{1b}"), (3, "[24~")], "F12"),
        (&[(0, "\u{1b}"), (3, "[[B")], "F2"),
        (&[(0, "\u{1b}"), (3, "[Z")], "Shift+Tab"),
        (&[(0, "\u{1b}[5\u{1b}[Z")], "Shift+Tab"),
        (&[(0, "\u{1b}"), (3, "[13;3u")], "Alt+Enter"),
    ] {
        assert_eq!(here(script), [key], "{script:?}");
        assert_eq!(marked(script), [key], "{script:?}");
    }
}

#[test]
fn an_unknown_or_cut_sequence_runs_nothing() {
    for script in [
        &[(0, "\u{1b}"), (15, "[<35;10;10M")][..],
        &[(0, "\u{1b}"), (15, "[99~")],
        &[(0, "\u{1b}"), (15, "Oq")],
        &[(0, "\u{1b}"), (15, "[")],
        &[(0, "\u{1b}"), (15, "[1;")],
        &[(0, "\u{1b}[201~")],
    ] {
        assert!(here(script).is_empty(), "{script:?}: {:?}", here(script));
    }
}

#[test]
fn a_character_in_pieces_is_one_character() {
    let (mut decoder, start) = unanswered(false);
    let mut inputs = Vec::new();
    for (ms, byte) in (0..).zip("漢".bytes()) {
        decoder.bytes(&[byte], start + Duration::from_millis(ms * 20), &mut inputs);
    }
    decoder.give_keys(&mut inputs);
    assert_eq!(inputs.iter().map(word).collect::<Vec<_>>(), ["漢"]);
}

#[test]
fn escape_alone_is_escape_after_a_while_and_at_once_when_another_key_follows() {
    assert_eq!(here(&[(0, "\u{1b}")]), ["Esc"]);
    assert_eq!(here(&[(0, "\u{1b}"), (1, "f")]), ["Esc", "f"]);
    assert_eq!(here(&[(0, "\u{1b}f")]), ["Alt+f"]);
    assert_eq!(here(&[(0, "\u{1b}"), (1, "\u{1b}"), (2, "\u{1b}[B")]), ["Esc", "Esc", "↓"]);
    assert_eq!(here(&[(0, "\u{1b}"), (26, "[e")]), ["Esc", "[", "e"]);
    assert_eq!(remote(&[(0, "\u{1b}"), (26, "[A")]), ["↑"]);
    assert_eq!(remote(&[(0, "\u{1b}"), (101, "[A")]), ["Esc", "[", "A"]);
    let (mut decoder, now) = unanswered(false);
    decoder.bytes(b"\x1b", now, &mut Vec::new());
    assert_eq!(decoder.due(), Some(now + ESCAPE));
}

#[test]
fn keys_faster_than_typing_are_a_burst() {
    assert_eq!(here(&[(0, "dd:q!\rabcdefg")]), ["burst dd:q!Enterabcdefg"]);
    assert_eq!(here(&[(0, "xgRgRdd:q!\rz")]).len(), 12);
    assert!(here(&[(0, "hello w"), (19, "orld, xyz")])[0].starts_with("burst "));
    // What isn't typed doesn't divide a piece into small ones.
    let script = [(0, "\u{13}abcde\u{1b}[Bfghij\u{1b}klmno")];
    assert_eq!(here(&script), ["burst Ctrl+Sabcde↓fghijAlt+klmno"]);
}

#[test]
fn a_burst_lasts_until_a_pause() {
    let script = [(0, "abcdefghijklmn"), (90, "\u{13}q"), (180, "\u{1b}:q!\r"), (300, "j")];
    assert_eq!(here(&script), ["burst abcdefghijklmnCtrl+SqAlt+:q!Enter", "j"]);
}

#[test]
fn repeated_keys_that_arrive_at_once_are_keys() {
    for keys in ["j".repeat(1_000), "j".repeat(20) + &"k".repeat(20), "\r".repeat(30)] {
        assert_eq!(here(&[(0, &keys)]).len(), keys.len());
    }
    assert_eq!(here(&[(0, "jjjjj"), (1, "\u{1b}[B\u{1b}[B"), (2, "jjjjjxu")]).len(), 14);
}

#[test]
fn fast_typing_gets_each_key_at_once() {
    let at = |n: u64| (n * 5, &"gg0wwiabc\rdd:q!\r"[n as usize..][..1]);
    let script: Vec<(u64, &str)> = (0..16).map(at).collect();
    assert_eq!(here(&script).len(), 16);
    let (mut decoder, now) = unanswered(false);
    decoder.bytes(b"j", now, &mut Vec::new());
    assert_eq!(decoder.due(), Some(now + Duration::from_millis(3)));
    let mut inputs = Vec::new();
    decoder.bytes(b"\x1b[B", now, &mut inputs);
    assert_eq!(inputs.iter().map(word).collect::<Vec<_>>(), ["j", "↓"]);
    assert_eq!(decoder.due(), None);
}

#[test]
fn a_key_that_is_pressed_or_held_down_does_not_wait_when_nothing_more_is_there() {
    let typed = |keys: &str| {
        let (mut decoder, now) = unanswered(false);
        decoder.bytes(keys.as_bytes(), now, &mut Vec::new());
        decoder.is_typed()
    };
    assert!(typed("j") && typed("gg") && typed("jjjjjkkkkk"));
    assert!(!typed("dd:q") && !typed("") && !typed("\u{1b}"));
}

#[test]
fn a_paste_is_text_in_however_many_pieces_it_comes() {
    let paste = "\u{1b}[200~dd:q!\ré\u{1b}[201~";
    for at in (1..paste.len()).filter(|at| paste.is_char_boundary(*at)) {
        let (first, second) = paste.split_at(at);
        let script = [(0, first), (20, second), (900, "j")];
        assert_eq!(here(&script), ["paste \"dd:q!\\ré\"", "j"], "{at}");
        assert_eq!(marked(&script), ["paste \"dd:q!\\ré\"", "j"], "{at}");
    }
    // Its pieces may be far apart: nothing of it is a key.
    assert_eq!(here(&[(0, "\u{1b}[200~x"), (5_000, "q\u{1b}[201~")]), ["paste \"xq\""]);
}

#[test]
fn the_mark_of_an_end_within_a_paste_ends_nothing() {
    let script = [(0, "\u{1b}[200~abc\u{1b}[201~xq\u{1b}[201~"), (100, "j")];
    assert_eq!(marked(&script), ["paste \"abc\\u{1b}[201~xq\"", "j"]);
    // The last mark may come later.
    let script = [(0, "\u{1b}[200~abc\u{1b}[201~x"), (5, "q"), (10, "\u{1b}[20"), (50, "1~")];
    assert_eq!(marked(&script), ["paste \"abc\\u{1b}[201~xq\""]);
    // A long text may be cut anywhere, also after the mark in it.
    let long = "a".repeat(4_096);
    let script = [(0, &*format!("\u{1b}[200~{long}\u{1b}[201~")), (5, "xq\u{1b}[201~")];
    assert_eq!(marked(&script), [format!("paste {:?}", format!("{long}\u{1b}[201~xq"))]);
}

#[test]
fn keys_in_one_piece_with_the_end_of_a_paste_are_not_run() {
    let script = [(0, "\u{1b}[200~abc\u{1b}[201~xq\r"), (100, "j")];
    assert_eq!(marked(&script), ["paste \"abc\"", "after paste xqEnter", "j"]);
    assert_eq!(here(&script), ["paste \"abc\"", "after paste xqEnter", "j"]);
    let script = [(0, "\u{1b}[200~a\u{1b}[201~x\u{1b}[200~b\u{1b}[201~"), (100, "j")];
    assert_eq!(marked(&script), ["paste \"a\"", "after paste x", "paste \"b\"", "j"]);
    // What came much later is no part of it, though nothing looked in between.
    let now = Instant::now();
    let (mut decoder, mut inputs) = (KeyDecoder::new(false, now), Vec::new());
    decoder.bytes(script[0].1.as_bytes(), now, &mut inputs);
    decoder.bytes(b"j", now + Duration::from_millis(200), &mut inputs);
    decoder.give_keys(&mut inputs);
    let seen: Vec<String> = inputs.iter().map(word).collect();
    assert_eq!(seen, ["paste \"a\"", "after paste x", "paste \"b\"", "j"]);
    // Those of a later piece are.
    let script = [(0, "\u{1b}[200~abc\u{1b}[201~"), (1, "xq")];
    assert_eq!(marked(&script), ["paste \"abc\"", "x", "q"]);
}

#[test]
fn an_answer_runs_nothing_in_whatever_pieces_and_however_late_it_comes() {
    for answer in [YES, "\u{1b}[?2004;0$y", "\u{1b}[?2004;4$y"] {
        for at in 0..answer.len() {
            for (start, pause) in [(0, 20), (0, 90), (0, 900), (4_000, 90), (60_000, 20)] {
                let (first, second) = answer.split_at(at);
                let script = [(start, first), (start + pause, second), (90_000, "j")];
                let now = Instant::now();
                let seen = decode(&mut KeyDecoder::new(false, now), now, &script);
                // Esc alone for so long is the key.
                let is_escape = at == 1 && pause > 90;
                assert_eq!(seen.len(), 1 + usize::from(is_escape), "{script:?}: {seen:?}");
                assert_eq!(seen.last().map(String::as_str), Some("j"), "{script:?}: {seen:?}");
            }
        }
        let bytes: Vec<String> = answer.chars().map(String::from).collect();
        let script: Vec<(u64, &str)> =
            (0..).map(|n| n * 80).zip(bytes.iter().map(|b| &**b)).collect();
        let now = Instant::now();
        assert!(decode(&mut KeyDecoder::new(false, now), now, &script).is_empty(), "{answer:?}");
    }
}

#[test]
fn keys_after_escape_still_work_while_an_answer_may_come() {
    let now = Instant::now();
    let script = [(0, "\u{1b}"), (200, "["), (300, "e"), (400, "\u{1b}"), (600, "["), (2_000, "j")];
    let seen = decode(&mut KeyDecoder::new(false, now), now, &script);
    assert_eq!(seen, ["Esc", "[", "e", "Esc", "[", "j"]);
}

#[test]
fn keys_of_a_terminal_that_marks_pastes_are_keys_however_many_come_at_once() {
    let keys = "ccx\r/yz\rdd:q!\rsacc\r";
    assert_eq!(marked(&[(0, keys)]).len(), keys.len());
    assert!(marked(&[(0, keys)]).iter().all(|word| !word.starts_with("burst")));
    // Also those that came before the answer, if they still wait.
    let now = Instant::now();
    let together = format!("{keys}{YES}{keys}");
    let seen = decode(&mut KeyDecoder::new(false, now), now, &[(0, &together)]);
    assert_eq!(seen.len(), keys.len() * 2);
    for answer in ["\u{1b}[?2004;0$y", "\u{1b}[?2004;4$y", ""] {
        let seen = decode(&mut KeyDecoder::new(false, now), now, &[(0, answer), (9, keys)]);
        assert!(seen.len() == 1 && seen[0].starts_with("burst "), "{answer:?}: {seen:?}");
    }
}

#[test]
fn an_answer_in_a_pasted_text_lets_nothing_run() {
    let text = format!("{YES}xdd:q!\rxxsacc\r");
    // The terminal has answered otherwise, or didn't answer and nothing is expected any more.
    assert!(here(&[(0, &text)])[0].starts_with("burst "));
    let now = Instant::now();
    let seen = decode(&mut KeyDecoder::new(false, now), now, &[(5_100, &text)]);
    assert!(seen.len() == 1 && seen[0].starts_with("burst "), "{seen:?}");
}

#[test]
fn the_background_is_told_however_late_and_torn_and_never_runs_as_keys() {
    let light = "Background { is_light: true }";
    let answer = "\u{1b}]11;rgb:ffff/ffff/dddd";
    for end in ["\u{7}", "\u{1b}\\"] {
        let whole = format!("{answer}{end}");
        for cut in 1..whole.len() {
            let (first, rest) = whole.split_at(cut);
            for (before, wait) in [("", 0), (YES, 0), ("", 1_500), (YES, 1_500)] {
                let asked = Instant::now();
                let mut decoder = KeyDecoder::new(false, asked);
                let script = [(0, before), (10, first), (11 + wait, rest), (4_900, "j")];
                let got = decode(&mut decoder, asked, &script);
                // An Esc that comes alone counts as a key after a while.
                let keys: &[&str] = if cut == 1 && wait > 0 { &["Esc"] } else { &[] };
                let wanted = [keys, &[light, "j"][..]].concat();
                assert_eq!(got, wanted, "{end:?} {cut} {before:?} {wait}");
            }
        }
    }
}

#[test]
fn an_answer_about_the_background_whose_end_is_lost_takes_no_key_but_the_next() {
    let script = [(0, "\u{1b}]11;rgb:ffff/ff"), (900, "j"), (950, "k"), (990, "\u{1b}[A")];
    assert_eq!(here(&script), ["k", "↑"]);
    let script = [(0, "\u{1b}]11;rgb:ffff/ff"), (900, "\u{1b}[A"), (950, "k")];
    assert_eq!(here(&script), ["↑", "k"]);
}
