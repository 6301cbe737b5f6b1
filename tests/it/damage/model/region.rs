//! What differs between the regions of a program.

/// Which part of a date comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    MonthDay,
    DayMonth,
    Year,
}

/// A region as Windows and LibreOffice know it.
#[derive(Debug)]
pub struct Region {
    pub name: &'static str,
    pub point: char,
    /// The sign between the thousands, as it is typed and as Excel shows it.
    pub group: char,
    pub order: Order,
    /// The separator of dates that Excel takes besides `/` and `-`.
    pub dot_dates: bool,
    /// How Excel shows a date, a day, a month, and a date that was written with a month's name.
    pub excel: [&'static str; 4],
    /// How LibreOffice shows a date.
    pub calc: &'static str,
    /// The forms of dates that LibreOffice takes.
    pub patterns: &'static [&'static str],
    pub months: [&'static str; 12],
    /// The words for true and false.
    pub truth: [&'static str; 2],
    pub currency: &'static str,
    /// Whether the currency stands before the number where Excel shows it.
    pub is_currency_first: bool,
    /// Excel's error values for an unknown name and for a division by zero.
    pub errors: [&'static str; 2],
    /// Excel's name for the function SUM.
    pub sum: &'static str,
    /// How Excel shows hours and minutes.
    pub hours: &'static str,
}

const ENGLISH: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

const GERMAN: [&str; 12] =
    ["Jan", "Feb", "Mrz", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez"];

/// The United States; the others differ from it.
const US: Region = Region {
    name: "en-US",
    point: '.',
    group: ',',
    order: Order::MonthDay,
    dot_dates: false,
    excel: ["{m}/{d}/{yyyy}", "{d}-{name}", "{name}-{yy}", "{d}-{name}-{yy}"],
    calc: "{mm}/{dd}/{yyyy}",
    patterns: &["M/D/Y", "M/D"],
    months: ENGLISH,
    truth: ["TRUE", "FALSE"],
    currency: "$",
    is_currency_first: true,
    errors: ["#NAME?", "#DIV/0!"],
    sum: "SUM",
    hours: "{h}:{mm}",
};

/// Germany, whose habits others share.
const GERMANY: Region = Region {
    name: "de-DE",
    point: ',',
    group: '.',
    order: Order::DayMonth,
    dot_dates: true,
    excel: ["{dd}.{mm}.{yyyy}", "{dd}. {name}", "{name} {yy}", "{dd}. {name} {yy}"],
    calc: "{dd}.{mm}.{yyyy}",
    patterns: &["D.M.Y", "D.M."],
    months: GERMAN,
    truth: ["WAHR", "FALSCH"],
    currency: "€",
    is_currency_first: false,
    errors: ["#NAME?", "#DIV/0!"],
    sum: "SUMME",
    hours: "{hh}:{mm}",
};

/// France, whose habits others share.
const FRANCE: Region = Region {
    name: "fr-FR",
    point: ',',
    group: '\u{a0}',
    dot_dates: false,
    excel: ["{dd}/{mm}/{yyyy}", "{dd}-{name}", "{name}-{yy}", "{dd}-{name}-{yy}"],
    calc: "{dd}/{mm}/{yyyy}",
    patterns: &["D/M/Y", "D-M-Y", "D.M.Y", "D/M"],
    months: [
        "janv", "févr", "mars", "avr", "mai", "juin", "juil", "août", "sept", "oct", "nov", "déc",
    ],
    truth: ["VRAI", "FAUX"],
    errors: ["#NOM?", "#DIV/0!"],
    sum: "SOMME",
    ..GERMANY
};

/// The regions of the fixtures.
pub static REGIONS: [Region; 12] = [
    US,
    Region {
        name: "en-GB",
        order: Order::DayMonth,
        excel: ["{dd}/{mm}/{yyyy}", "{dd}-{name}", "{name}-{yy}", "{dd}-{name}-{yy}"],
        calc: "{dd}/{mm}/{yyyy}",
        patterns: &["D/M/Y", "D/M", "D-M"],
        currency: "£",
        hours: "{hh}:{mm}",
        ..US
    },
    GERMANY,
    Region { name: "de-CH", point: '.', group: '\'', currency: "CHF", ..GERMANY },
    FRANCE,
    Region {
        name: "it-IT",
        group: '.',
        patterns: &["D/M/Y", "D/M"],
        months: [
            "gen", "feb", "mar", "apr", "mag", "giu", "lug", "ago", "set", "ott", "nov", "dic",
        ],
        truth: ["VERO", "FALSO"],
        errors: ["#NOME?", "#DIV/0!"],
        sum: "SOMMA",
        ..FRANCE
    },
    Region {
        name: "es-ES",
        group: '.',
        patterns: &["D/M/Y", "D/M"],
        months: [
            "ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic",
        ],
        truth: ["VERDADERO", "FALSO"],
        errors: ["#¿NOMBRE?", "#¡DIV/0!"],
        sum: "SUMA",
        ..FRANCE
    },
    Region {
        name: "nl-NL",
        group: '.',
        excel: ["{d}-{m}-{yyyy}", "{d}-{name}", "{name}-{yy}", "{d}-{name}-{yy}"],
        calc: "{dd}-{mm}-{yyyy}",
        patterns: &["D-M-Y", "D-M"],
        months: [
            "jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec",
        ],
        truth: ["WAAR", "ONWAAR"],
        is_currency_first: true,
        errors: ["#NAAM?", "#DEEL/0!"],
        sum: "SOM",
        ..FRANCE
    },
    Region {
        name: "pt-BR",
        group: '.',
        excel: ["{dd}/{mm}/{yyyy}", "{dd}/{name}", "{name}/{yy}", "{dd}/{name}/{yy}"],
        patterns: &["D/M/Y", "D/M"],
        months: [
            "jan", "fev", "mar", "abr", "mai", "jun", "jul", "ago", "set", "out", "nov", "dez",
        ],
        truth: ["VERDADEIRO", "FALSO"],
        currency: "R$",
        is_currency_first: true,
        errors: ["#NOME?", "#DIV/0!"],
        sum: "SOMA",
        ..FRANCE
    },
    Region {
        name: "sv-SE",
        order: Order::Year,
        excel: ["{yyyy}-{mm}-{dd}", "{dd}-{name}", "{name}-{yy}", "{dd}-{name}-{yy}"],
        calc: "{yyyy}-{mm}-{dd}",
        patterns: &["Y-M-D", "D/M"],
        months: [
            "jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec",
        ],
        truth: ["SANT", "FALSKT"],
        currency: "kr",
        errors: ["#NAMN?", "#DIVISION/0!"],
        sum: "SUMMA",
        ..FRANCE
    },
    Region {
        name: "pl-PL",
        group: '\u{a0}',
        excel: ["{dd}.{mm}.{yyyy}", "{dd}.{name}", "{name}.{yy}", "{dd}.{name}.{yy}"],
        calc: "{d}.{mm}.{yyyy}",
        patterns: &["D.M.Y", "D.M"],
        months: [
            "sty", "lut", "mar", "kwi", "maj", "cze", "lip", "sie", "wrz", "paź", "lis", "gru",
        ],
        truth: ["PRAWDA", "FAŁSZ"],
        currency: "zł",
        errors: ["#NAZWA?", "#DZIEL/0!"],
        sum: "SUMA",
        ..GERMANY
    },
    Region {
        name: "ja-JP",
        order: Order::Year,
        excel: ["{yyyy}/{mm}/{dd}", "{d}-{name}", "{name}-{yy}", "{d}-{name}-{yy}"],
        calc: "{yyyy}/{mm}/{dd}",
        patterns: &["Y/M/D", "M/D", "Y.M.D", "M-D", "Y-M-D"],
        currency: "¥",
        ..US
    },
];
