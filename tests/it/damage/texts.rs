//! Texts of the kinds that spreadsheet programs harm, and ordinary ones.

use super::model::region::REGIONS;
use crate::support::rng::Rng;

/// A text that may stand in a cell; half of them look like something else than text.
pub fn text(rng: &mut Rng) -> String {
    let kinds: [fn(&mut Rng) -> String; 22] = [
        zeros,
        phone,
        code,
        code,
        number,
        number,
        money,
        exponent,
        percent,
        date,
        date,
        named_date,
        time,
        truth,
        formula,
        sign,
        long_digits,
        blanks,
        lines,
        quotes,
        letters,
        ordinary,
    ];
    let text = kinds[rng.below(kinds.len())](rng);
    if rng.percent(3) { long(rng, &text) } else { text }
}

fn digits(rng: &mut Rng, count: usize) -> String {
    (0..count).map(|_| char::from(b'0' + rng.below(10) as u8)).collect()
}

fn between(rng: &mut Rng, least: usize, most: usize) -> usize {
    least + rng.below(most - least + 1)
}

fn zeros(rng: &mut Rng) -> String {
    let zeros = "0".repeat(between(rng, 1, 4));
    let count = between(rng, 0, 9);
    zeros + &digits(rng, count)
}

fn phone(rng: &mut Rng) -> String {
    let separator = rng.one_of(&["", " ", "-", "/", "."]);
    let start = rng.one_of(&["+1", "+49", "+44", "0049", "030", "(425) 555", "555", "0800", "06"]);
    let mut text = start.to_owned();
    for _ in 0..between(rng, 1, 4) {
        let count = between(rng, 2, 4);
        text = text + separator + &digits(rng, count);
    }
    text
}

/// Numbers of a CRM or a campaign.
fn code(rng: &mut Rng) -> String {
    let (a, b) = (between(rng, 1, 4), between(rng, 1, 2));
    let (a, b, c) = (digits(rng, a), digits(rng, b), digits(rng, 4));
    match rng.below(10) {
        0 => format!("{a}-{b}"),
        1 => format!("{b}-{a}"),
        2 => format!("{b}/{b}"),
        3 => format!("{b}.{a}"),
        4 => format!("CRM-{c}"),
        5 => format!("{a}E{b}"),
        6 => format!("{b}-{b}-{c}"),
        7 => format!("{a}A"),
        8 => format!("Q{} {c}", rng.below(4) + 1),
        _ => format!("{c}/{b}"),
    }
}

fn number(rng: &mut Rng) -> String {
    let (whole, decimals) = (between(rng, 1, 7), between(rng, 0, 4));
    let mut whole = digits(rng, whole);
    let group = rng.one_of(&["", "", "", ",", ".", " ", "'", "\u{a0}"]);
    if whole.len() > 3 {
        whole.insert_str(whole.len() - 3, group);
    }
    let sign = rng.one_of(&["", "", "", "", "-", "+", "- "]);
    let point = rng.one_of(&[".", ","]);
    match decimals {
        0 => sign.to_owned() + &whole,
        _ => format!("{sign}{whole}{point}{}", digits(rng, decimals)),
    }
}

fn money(rng: &mut Rng) -> String {
    let amount = number(rng);
    let sign = rng.one_of(&["$", "€", "£", "¥", "R$", "kr", "zł", "CHF"]);
    match rng.below(5) {
        0 => format!("{sign}{amount}"),
        1 => format!("{sign} {amount}"),
        2 => format!("{amount} {sign}"),
        3 => format!("({sign}{amount})"),
        _ => format!("({amount})"),
    }
}

fn exponent(rng: &mut Rng) -> String {
    let count = between(rng, 1, 3);
    let mantissa = digits(rng, count);
    let mantissa =
        if rng.percent(30) { format!("{mantissa}.{}", digits(rng, 1)) } else { mantissa };
    let sign = rng.one_of(&["", "", "+", "-"]);
    format!("{mantissa}{}{sign}{}", rng.one_of(&['e', 'E']), rng.below(30))
}

fn percent(rng: &mut Rng) -> String {
    let blank = rng.one_of(&["", "", " "]);
    format!("{}{blank}%", number(rng))
}

fn date(rng: &mut Rng) -> String {
    let (y, m, d) = (between(rng, 1990, 2035), between(rng, 1, 12), between(rng, 1, 31));
    let separator = rng.one_of(&["/", "-", "."]);
    let s = separator;
    let is_padded = rng.percent(50);
    let two = |number: usize| if is_padded { format!("{number:02}") } else { number.to_string() };
    let (m, d, short) = (two(m), two(d), format!("{:02}", y % 100));
    let day = match rng.below(8) {
        0 => format!("{m}{s}{d}{s}{y}"),
        1 => format!("{d}{s}{m}{s}{y}"),
        2 => format!("{y}{s}{m}{s}{d}"),
        3 => format!("{d}{s}{m}{s}{short}"),
        4 => format!("{m}{s}{d}"),
        5 => format!("{d}.{m}."),
        6 => format!("{m}{s}{y}"),
        _ => format!("{m}{s}{d}{s}{short}"),
    };
    if rng.percent(10) { format!("{day} {}", time(rng)) } else { day }
}

fn named_date(rng: &mut Rng) -> String {
    const LONG: [&str; 9] =
        ["March", "May", "September", "März", "Oktober", "MARCH", "SEPT", "DEC", "juin"];
    let months = REGIONS[rng.below(REGIONS.len())].months;
    let month = if rng.percent(70) { rng.one_of(&months) } else { rng.one_of(&LONG) };
    let (y, d) = (between(rng, 1990, 2035), between(rng, 1, 31));
    match rng.below(9) {
        0 => format!("{month} {d}"),
        1 => format!("{d} {month}"),
        2 => format!("{d}-{month}"),
        3 => format!("{month} {y}"),
        4 => format!("{month}-{:02}", y % 100),
        5 => format!("{month} {d}, {y}"),
        6 => format!("{d}. {month} {y}"),
        7 => format!("{month}{d}"),
        _ => format!("{d}-{month}-{:02}", y % 100),
    }
}

fn time(rng: &mut Rng) -> String {
    let (h, m, s) = (rng.below(30), rng.below(60), rng.below(60));
    match rng.below(6) {
        0 => format!("{h}:{m:02}"),
        1 => format!("{h:02}:{m:02}"),
        2 => format!("{h}:{m:02}:{s:02}"),
        3 => format!("{}:{m:02} {}", h % 12 + 1, rng.one_of(&["AM", "PM", "am"])),
        4 => format!("{} {}", h % 12 + 1, rng.one_of(&["AM", "PM", "pm"])),
        _ => format!("{}:{}", h, s % 10),
    }
}

fn truth(rng: &mut Rng) -> String {
    let region = &REGIONS[rng.below(REGIONS.len())];
    let word = rng.one_of(&region.truth);
    match rng.below(3) {
        0 => word.to_owned(),
        1 => word.to_lowercase(),
        _ => word[..1].to_owned() + &word[1..].to_lowercase(),
    }
}

fn formula(rng: &mut Rng) -> String {
    let (a, b) = (rng.below(5000), rng.below(90) + 1);
    match rng.below(12) {
        0 => format!("={a}+{b}"),
        1 => format!("=SUM({a},{b})"),
        2 => format!("=SUM({a};{b})"),
        3 => format!("={}", word(rng)),
        4 => format!("={a}/{}", rng.below(2)),
        5 => format!("=\"{a:05}\""),
        6 => format!("={}({a})", word(rng)),
        7 => format!("=\"a\"&{a}"),
        8 => format!("=({a}+{b})*2"),
        9 => format!("={a}={b}"),
        10 => format!("=SUM({a},{b}) is right"),
        _ => format!("=Z{a}"),
    }
}

/// Texts that begin with a sign, which Excel takes for formulas if it can.
fn sign(rng: &mut Rng) -> String {
    let (a, b) = (rng.below(900), rng.below(90) + 1);
    let sign = rng.one_of(&['-', '+', '@']);
    match rng.below(6) {
        0 => format!("{sign}{a}+{b}"),
        1 => format!("{sign}{}", word(rng)),
        2 => format!("{sign} {} {}", word(rng), word(rng)),
        3 => format!("{sign}{a}-{b}"),
        4 => format!("{sign}SUM({a},{b})"),
        _ => format!("{sign} {}", sentence(rng)),
    }
}

fn long_digits(rng: &mut Rng) -> String {
    let count = between(rng, 10, 24);
    let text = digits(rng, count);
    match rng.below(4) {
        0 => {
            let parts: Vec<&str> =
                text.as_bytes().chunks(4).filter_map(|p| str::from_utf8(p).ok()).collect();
            parts.join(" ")
        }
        1 => format!("{}.{}", &text[..1], &text[1..]),
        _ => text,
    }
}

fn blanks(rng: &mut Rng) -> String {
    let blank = [" ", "  ", "\t", "\u{a0}"];
    let (before, after) = (rng.one_of(&blank), rng.one_of(&blank));
    let inner = match rng.below(4) {
        0 => zeros(rng),
        1 => date(rng),
        _ => sentence(rng),
    };
    match rng.below(3) {
        0 => format!("{before}{inner}"),
        1 => format!("{inner}{after}"),
        _ => format!("{before}{inner}{after}"),
    }
}

fn lines(rng: &mut Rng) -> String {
    let end = rng.one_of(&["\n", "\r\n", "\r\n", "\n\n"]);
    let lines: Vec<String> = (0..between(rng, 2, 4)).map(|_| sentence(rng)).collect();
    lines.join(end)
}

fn quotes(rng: &mut Rng) -> String {
    let (a, b) = (word(rng), word(rng));
    match rng.below(8) {
        0 => format!("\"{a}\""),
        1 => format!("say \"{a}\" to {b}"),
        2 => format!("'{}", zeros(rng)),
        3 => format!("it's {a}"),
        4 => format!("„{a}“"),
        5 => format!("‘{a}’ {b}"),
        6 => format!("{a}... {b}"),
        _ => format!("{a} -- {b}"),
    }
}

fn letters(rng: &mut Rng) -> String {
    let foreign = rng.one_of(&[
        "Müller & Söhne",
        "Zürich",
        "Łódź",
        "Ωmega",
        "Привет",
        "日本語",
        "한국어",
        "שלום",
        "😀 ok",
        "👩\u{200d}👧",
        "naïve",
        "5 €",
        "£ 20",
        "25 °C",
        "½",
        "e\u{301}",
        "株式会社ワイド",
        "Café ☕",
        "a\u{ad}b",
        "™ and ©",
        "５０",
        "–5",
        "10–12",
    ]);
    if rng.percent(50) { format!("{foreign} {}", word(rng)) } else { foreign.to_owned() }
}

fn word(rng: &mut Rng) -> String {
    const WORDS: [&str; 24] = [
        "call", "back", "Contoso", "renewal", "spring", "server", "tablets", "phase", "offer",
        "meeting", "budget", "pilot", "Berlin", "license", "quote", "draft", "team", "signed",
        "waits", "legal", "urgent", "Ann", "trial", "expo",
    ];
    rng.one_of(&WORDS).to_owned()
}

fn sentence(rng: &mut Rng) -> String {
    let words: Vec<String> = (0..between(rng, 2, 9)).map(|_| word(rng)).collect();
    words.join(" ") + rng.one_of(&["", ".", "!", ""])
}

fn ordinary(rng: &mut Rng) -> String {
    match rng.below(6) {
        0 => word(rng),
        1 => format!("{} {}", word(rng), between(rng, 2020, 2030)),
        2 => format!("{}-{}", word(rng).to_uppercase(), between(rng, 1, 999)),
        3 => format!("{}@{}.example", word(rng), word(rng)),
        _ => sentence(rng),
    }
}

/// A text that is as long as a limit of a program, or near it.
fn long(rng: &mut Rng, start: &str) -> String {
    let most = if rng.percent(4) { 32_770 } else { 258 };
    let length = most - rng.below(6);
    let mut text = format!("{start} ");
    while text.chars().count() < length {
        text.push_str(&sentence(rng));
        text.push(' ');
    }
    text.chars().take(length).collect()
}
