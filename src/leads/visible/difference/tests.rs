use super::*;
use proptest::prelude::*;
use unicode_width::UnicodeWidthStr as _;

/// What stands at the beginning and at the end of a long text.
const LONG: &str = "Customer asked for a rollout across fourteen shops with a pilot in spring. ";

/// What is special, the old and the new text, and how both are shown.
type Case<'a> = (&'a str, String, String, [&'a str; 2]);

fn assert_cut(table: &[Case]) {
    for (what, old, new, expected) in table {
        assert_eq!(&difference(old, new, 28), expected, "{what}");
    }
}

#[test]
fn long_texts_are_cut_around_what_differs() {
    let long = |end: &str| format!("{LONG}{end}");
    let both = |middle: &str| format!("{LONG}{middle}{LONG}");
    let table: [Case; 10] = [
        (
            "a word at the end",
            long("Budget: NO."),
            long("Budget: YES."),
            ["… in spring. Budget: [NO].", "… in spring. Budget: [YES]."],
        ),
        (
            "a part of a word",
            long("Budget: 1000 EUR"),
            long("Budget: 1500 EUR"),
            ["…spring. Budget: [1000] EUR", "…spring. Budget: [1500] EUR"],
        ),
        (
            "the beginning",
            format!("New. {LONG}"),
            format!("Old. {LONG}"),
            ["[New]. Customer asked for …", "[Old]. Customer asked for …"],
        ),
        (
            "an insertion",
            both(""),
            both("Not now. "),
            ["…n spring. []Custo…", "…n spring. [Not now. ]Custo…"],
        ),
        (
            "a deletion",
            both("x "),
            both(""),
            ["…lot in spring. [x ]Custome…", "…lot in spring. []Custome…"],
        ),
        (
            "added at the end",
            LONG.into(),
            long("Yes"),
            ["…h a pilot in spring. []", "…h a pilot in spring. [Yes]"],
        ),
        ("nothing before", String::new(), LONG.into(), ["(empty)", "Customer asked for… spring. "]),
        ("nothing alike", "no".into(), LONG.into(), ["no", "Customer asked for… spring. "]),
        (
            "more than fits",
            both(&format!("{} ", "a".repeat(99))),
            both(&format!("{} ", "b".repeat(99))),
            ["…ng. [aaaaaaaaaaaa…aaaaa] C…", "…ng. [bbbbbbbbbbbb…bbbbb] C…"],
        ),
        (
            "both ends of what differs",
            format!("{LONG}first {LONG}last"),
            format!("{LONG}1st {LONG}end"),
            ["…ring. [first Custom… last]", "…ring. [1st Customer…. end]"],
        ),
    ];
    assert_cut(&table);
}

#[test]
fn texts_that_share_only_a_full_stop_are_not_cut_around_it() {
    let (old, new) = ("Wants to talk.", "Is going to call back in the next quarter.");
    assert_eq!(difference(old, new, 28), [old, "Is going to call b… quarter."]);
}

#[test]
fn signs_of_several_characters_are_never_torn() {
    let long = |end: &str| format!("{LONG}{end}");
    let wide = "東京都".repeat(20);
    let table: [Case; 4] = [
        (
            "characters of two columns",
            format!("{wide}北"),
            format!("{wide}西"),
            ["…京都東京都東京都東京都[北]", "…京都東京都東京都東京都[西]"],
        ),
        (
            "accents stay on their letter",
            format!("{LONG}- e\u{301} -"),
            format!("{LONG}- e\u{300} -"),
            ["…a pilot in spring. - [e\u{301}] -", "…a pilot in spring. - [e\u{300}] -"],
        ),
        (
            "line breaks",
            long("a\nb"),
            long("a\r\nb"),
            ["… a pilot in spring. a[␊]b", "… a pilot in spring. a[␍␊]b"],
        ),
        ("the same", LONG.into(), LONG.into(), ["Customer asked for… spring. "; 2]),
    ];
    assert_cut(&table);
}

#[test]
fn texts_that_fit_stay_whole_and_unmarked() {
    for (old, new, expected) in [
        ("NO", "YES", ["NO", "YES"]),
        ("", "80", ["(empty)", "80"]),
        ("", "", ["(empty)", "(empty)"]),
        ("a\nb", "a\tb", ["a␊b", "a␉b"]),
        (
            "12345678901234567890",
            "1234567890123456789x",
            ["12345678901234567890", "1234567890123456789x"],
        ),
        ("東京東京東京東京東京", "東", ["東京東京東京東京東京", "東"]),
    ] {
        assert_eq!(difference(old, new, 20), expected, "{old} {new}");
    }
    for (old, new, expected) in [
        ("", "123456789012", ["(empty)", "123456789012"]),
        ("Budget: NO.", "Budget: NEVER.", ["…: [NO].", "…: [NEVER]."]),
    ] {
        assert_eq!(difference(old, new, 0), expected, "no less than the least width");
    }
}

#[test]
fn texts_that_look_alike_show_the_number_of_the_character() {
    assert_eq!(difference("a\nb", "a␊b", 80), ["a[<U+000A>…]", "a[<U+240A>…]"]);
    assert_eq!(difference("(empty)", "", 80), ["[<U+0028>…]", "(empty)"]);
    let heap = format!("e{}", "\u{301}".repeat(9));
    let [old, new] = difference(&heap, &format!("{heap}\u{302}"), 80);
    assert!(old.ends_with("[]") && new.ends_with("[<U+0302>]"), "{old} {new}");
}

#[test]
fn a_conflict_shows_all_three_texts_at_the_same_place_if_one_place_is_enough() {
    let long = |end: &str| format!("{LONG}Budget: {end}.");
    let shown = conflict(&long("NO"), &long("YES"), &long("LATER"), 28);
    assert_eq!(
        shown,
        ["…n spring. Budget: [NO].", "…n spring. Budget: [YES].", "…n spring. Budget: [LATER]."]
    );
    let shown = conflict("NO", "YES", "LATER", 28);
    assert_eq!(shown, ["NO", "YES", "LATER"]);
    // Mine and theirs begin alike, and otherwise than the old text.
    let old = format!("A {LONG}{LONG}z");
    let [mine, theirs] = ["y1", "y2"].map(|end| format!("B {LONG}{end}{LONG}z"));
    let [_, mine, theirs] = conflict(&old, &mine, &theirs, 28);
    assert_ne!(mine, theirs);
    assert!(mine.contains("y1]") && theirs.contains("y2]"), "{mine} {theirs}");
}

#[test]
fn a_text_of_megabytes_is_cut_too() {
    let long = LONG.repeat(30_000);
    let [old, new] = difference(&format!("{long}NO."), &format!("{long}YES."), 40);
    assert!(old.ends_with("[NO].") && new.ends_with("[YES]."), "{old} {new}");
}

/// Texts of pieces that are wide, joined, hidden or look like something else.
fn text() -> impl Strategy<Value = String> {
    const PIECES: &[&str] = &[
        "a",
        "b",
        " ",
        "word",
        "Budget approved. ",
        "\n",
        "\r",
        "␊",
        "é",
        "e\u{301}",
        "\u{301}",
        "東",
        "👩\u{200d}💻",
        "🇩🇪",
        "🇩",
        "\u{200b}",
        "<U+200B>",
        "(empty)",
        "[",
        "]",
        "…",
        "\u{e0041}",
        "لا",
        "각",
        "\u{1112}",
        "\u{1161}",
    ];
    prop::collection::vec(prop::sample::select(PIECES), 0..40).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..Default::default() })]

    #[test]
    fn different_texts_are_never_shown_the_same_nor_wider_than_the_room(
        (before, after) in (text(), text()),
        (old, mine, theirs) in (text(), text(), text()),
        times in 1_usize..5,
        width in 0_usize..120,
    ) {
        let (before, after) = (before.repeat(times), after.repeat(times));
        let [old, mine, theirs] = [old, mine, theirs].map(|text| format!("{before}{text}{after}"));
        let two = difference(&old, &mine, width);
        let three = conflict(&old, &mine, &theirs, width);
        prop_assert_eq!(old == mine, two[0] == two[1], "{:?}", two);
        prop_assert_eq!(mine == theirs, three[1] == three[2], "{:?}", three);
        for shown in two.iter().chain(&three) {
            let room = width.max(MIN_DIFFERENCE_WIDTH);
            prop_assert!(shown.width() <= room && columns(shown) <= room, "{} {}", room, shown);
            prop_assert!(!shown.is_empty());
            prop_assert_eq!(&*visible(shown), &**shown);
        }
        let same = difference(&old, &old, width);
        prop_assert_eq!(&same[0], &same[1]);
    }
}
