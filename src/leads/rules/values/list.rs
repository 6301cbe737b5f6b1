//! Purchase intent, offers and solutions, account match (M, O, K).

use super::super::kinds::RowKinds;
use super::super::words::{is_blank, is_digits, quoted};
use crate::leads::index::Row;
use crate::leads::kind::{amount, member, parts::OFFER};
use crate::leads::{Check, Col, Lead, Level, Report, RowScope, Rows, Rule, Severity};

pub(in super::super) static INTENTS: [Rule; 4] = [
    Rule {
        code: "M-01",
        severity: Severity::ErrorIfUploaded,
        check: Check::Row(RowScope::OPEN.unless(is_intent), intent),
        text: "The purchase intent isn't one of the three answers.",
        help: "Choose one of them from the list, or write it as the file does: Yes, No, and HaveNotDecided or Have not decided.",
        source: "Leads bulk page, Marketplace Purchase Intent: 'Yes,' 'No' or 'HaveNotDecided'",
    },
    Rule {
        code: "M-02",
        severity: Severity::Error,
        check: Check::Row(RowScope::OPEN.unless(is_intent), no_intent),
        text: "The purchase intent is empty.",
        help: "It is required for every update; choose one of the three answers from the list.",
        source: "Leads bulk page, Marketplace Purchase Intent (Required: Yes)",
    },
    Rule {
        code: "M-03",
        severity: Severity::Warning,
        check: Check::Kinds(Some(Col::PurchaseIntent), spelling, two_spellings),
        text: "The spelling of \"not decided\" is uncertain.",
        help: "Microsoft's page has two spellings, HaveNotDecided and Have not decided. leadsheet \
        writes the one that the file uses; if the upload rejects it, use the other.",
        source: "Leads bulk page, introduction (Have not decided) and column table (HaveNotDecided)",
    },
    Rule {
        code: "M-04",
        severity: Severity::ErrorIfUploaded,
        check: Check::Row(RowScope::OPEN.unless(is_intent), intent_spelling),
        text: "The purchase intent is spelled differently than documented.",
        help: "Whether Partner Center ignores case and spaces is unknown; write it exactly.",
        source: "Our interpretation: only the exact spelling is documented",
    },
];

pub(in super::super) static OFFERS: [Rule; 3] = [
    Rule {
        code: "O-01",
        severity: Severity::Error,
        check: Check::Row(RowScope::CHANGED, offer_changed),
        text: "An offer or a solution was changed.",
        help: "Both are read-only; restore the downloaded value.",
        source: "Leads bulk page, list of read-only fields",
    },
    Rule {
        code: "O-02",
        severity: Severity::Error,
        check: Check::Row(RowScope::CHANGED, offer_form),
        text: "A changed offer or solution isn't in the documented format.",
        help: "Write ID, currency, price, quantity; only the ID is needed.",
        source: "Leads bulk page, column table: Offer, Solution",
    },
    Rule {
        code: "O-03",
        severity: Severity::Warning,
        check: Check::Row(RowScope::OPEN, too_many),
        text: "A lead has more than fifty offers and solutions together.",
        help: "The page allows up to fifty and doesn't say whether each or both together; the upload may reject the row.",
        source: "Our interpretation of: up to 50 Offers and Solutions",
    },
];

pub(in super::super) static MATCHES: [Rule; 1] = [Rule {
    code: "K-01",
    severity: Severity::ErrorIfUploaded,
    check: Check::Row(RowScope::OPEN, account),
    text: "The account match isn't in the accepted format.",
    help: "The only accepted format is MicrosoftID: 6-ABCDEFG23XB. A DUNSID suggestion only causes \
    a warning, because Partner Center writes that format itself.",
    source: "Leads bulk page, Special Notes: the only acceptable format for the Microsoft ID",
}];

/// What the text of an intent is.
enum IntentCheck<'a> {
    /// One of the accepted texts, or blank.
    Valid,
    /// One of them but for case and spaces; the right text.
    CaseVariant(&'a str),
    /// None of them; the right text, if it is clear.
    Other(Option<&'a str>),
}

fn check_intent<'a>(row: &Lead<'a>) -> IntentCheck<'a> {
    let text = row.text(Col::PurchaseIntent);
    if is_blank(text) || row.lists().intents().iter().any(|i| i.text == text) {
        return IntentCheck::Valid;
    }
    let letters = squeezed(text);
    let undecided = Some(row.context.not_decided.as_str()).filter(|text| !text.is_empty());
    match row.lists().intents().iter().find(|i| squeezed(&i.text) == letters) {
        Some(i) if row.lists().undecided().any(|u| u == i.text) => {
            IntentCheck::CaseVariant(&row.context.not_decided)
        }
        Some(i) => IntentCheck::CaseVariant(&i.text),
        None if matches!(letters.as_str(), "notdecided" | "undecided" | "notyetdecided") => {
            IntentCheck::Other(undecided)
        }
        None => IntentCheck::Other(None),
    }
}

/// The first letters of a text in lower case, without spaces.
fn squeezed(text: &str) -> String {
    let letters = text.chars().filter(|c| !c.is_whitespace()).take(40);
    letters.map(|c| c.to_ascii_lowercase()).collect()
}

/// Whether the intent is one of the accepted texts.
pub(in super::super) fn is_intent(row: &Lead) -> bool {
    let text = row.text(Col::PurchaseIntent);
    !is_blank(text) && row.lists().intents().iter().any(|intent| intent.text == text)
}

/// What can be chosen, as this file spells it.
fn intent_texts(row: &Lead) -> String {
    row.lists().intent_texts(&row.context.not_decided)
}

fn intent(row: &Lead, report: &mut Report) {
    if let IntentCheck::Other(meant) = check_intent(row) {
        let text = quoted(row.text(Col::PurchaseIntent));
        let message = format!("Choose {}; {text} isn't one of them.", intent_texts(row));
        let finding = report.field_cell(Col::PurchaseIntent, message);
        if let Some(meant) = meant {
            finding.fix(meant);
        }
    }
}

fn intent_spelling(row: &Lead, report: &mut Report) {
    if let IntentCheck::CaseVariant(meant) = check_intent(row) {
        let text = quoted(row.text(Col::PurchaseIntent));
        let message = format!("Write \"{meant}\" exactly, not {text}.");
        report.field_cell(Col::PurchaseIntent, message).fix(meant);
    }
}

fn no_intent(row: &Lead, report: &mut Report) {
    let col = Col::PurchaseIntent;
    if row.is_candidate() && row.has(col) && is_blank(row.text(col)) {
        report.field_cell(
            col,
            format!(
                "Marketplace Purchase Intent is required for every update; choose {}.",
                intent_texts(row)
            ),
        );
    }
}

/// The spellings of "not decided" with the kinds of the leads that have them.
fn spellings(rows: &dyn Rows) -> impl Iterator<Item = (u8, &str)> {
    (1..=u8::MAX).zip(rows.context().lists.undecided())
}

fn spelling(rows: &dyn Rows, row: Row) -> u8 {
    let Some(field) = rows.layout().field(Col::PurchaseIntent) else { return 0 };
    let text = rows.text(row, field);
    spellings(rows).find(|(_, spelling)| text == *spelling).map_or(0, |(kind, _)| kind)
}

fn two_spellings(rows: &dyn Rows, kinds: &RowKinds, report: &mut Report) {
    let Some(field) = rows.layout().field(Col::PurchaseIntent) else { return };
    let context = rows.context();
    let used = spellings(rows).filter(|(kind, _)| kinds.count(*kind) > 0);
    let used: Vec<&str> = used.map(|(_, spelling)| spelling).collect();
    match used.as_slice() {
        [] => {}
        [one] if context.not_decided_seen || *one != context.not_decided => {}
        [one] => {
            let Some(other) = context.lists.undecided().find(|text| text != one) else { return };
            report.at_field(
                field,
                format!(
                    "The download shows no spelling of \"not decided\"; \"{one}\" is used here, the documentation also has \"{other}\"."
                ),
            );
        }
        _ => {
            report.at_field(
                field,
                format!(
                    "Two spellings exist for \"not decided\"; this file has both, new ones are \
                    written as \"{}\".",
                    context.not_decided
                ),
            );
        }
    }
}

fn offer_changed(row: &Lead, report: &mut Report) {
    if row.context.offers_unlocked {
        return;
    }
    for &field in row.changed {
        if let Some(col) = row.layout.col(field).filter(|col| col.is_offer()) {
            let old = row.loaded(col);
            let message = format!(
                "Offers and solutions are read-only; the downloaded text is {}.",
                quoted(old)
            );
            report.at_field(field, message).fix(old);
        }
    }
}

fn offer_form(row: &Lead, report: &mut Report) {
    if !row.context.offers_unlocked {
        return;
    }
    for &field in row.changed {
        let Some(col) = row.layout.col(field) else { continue };
        let text = row.text(col);
        if !col.is_offer() || is_blank(text) {
            continue;
        }
        let parts = member::parts(text);
        let part = |n: usize| parts.get(n).copied().unwrap_or_default();
        let name = row.layout.name(field);
        let message = if parts.len() > OFFER.names.len() {
            format!("{name} has {} parts; write ID, currency, price, quantity.", parts.len())
        } else if part(0).is_empty() {
            format!("{name} lacks its ID; write ID, currency, price, quantity.")
        } else if !part(1).is_empty() && row.lists().currency(part(1)).is_none() {
            format!("{name}: {} isn't a currency code such as USD.", quoted(part(1)))
        } else if let Some(wrong) = [2, 3].into_iter().map(part).find(|p| !is_number(p)) {
            format!("{name}: {} isn't a number; write digits and a decimal point.", quoted(wrong))
        } else {
            continue;
        };
        report.at_field(field, message);
    }
}

/// Whether a price or a quantity is a number, or left out.
fn is_number(part: &str) -> bool {
    part.is_empty() || amount::is_plain(part)
}

/// The most offers and solutions together.
const MAX_OFFERS: usize = 50;

/// The fewest fields of a file that could hold too many of them: these and the required columns.
const MIN_FIELDS: usize = MAX_OFFERS + 10;

fn too_many(row: &Lead, report: &mut Report) {
    if row.layout.len() < MIN_FIELDS {
        return;
    }
    let filled = row.layout.known().map(|(_, col)| col).filter(|col| col.is_offer());
    let filled = filled.filter(|col| !is_blank(row.text(*col))).count();
    if filled > MAX_OFFERS {
        report.row_finding(format!(
            "The lead has {filled} offers and solutions; at most 50 are allowed."
        ));
    }
}

/// Whether a text is a Microsoft ID, with or without an account name after it.
fn is_microsoft_id(text: &str) -> bool {
    let Some(id) = text.strip_prefix("MicrosoftID:") else { return false };
    let id = id.strip_prefix(' ').unwrap_or(id);
    let (id, rest) = id.split_once(',').unwrap_or((id, " AccountName:"));
    let named = rest.strip_prefix(' ').unwrap_or(rest).starts_with("AccountName:");
    id.split_once('-').is_some_and(|(number, name)| {
        is_digits(number)
            && !name.is_empty()
            && name.bytes().all(|b| b.is_ascii_alphanumeric())
            && named
    })
}

fn account(row: &Lead, report: &mut Report) {
    let text = row.text(Col::FinalAccountMatch);
    if is_blank(text) || is_microsoft_id(text) {
        return;
    }
    let message = format!(
        "The only accepted format is \"MicrosoftID: 6-ABCDEFG23XB\", not {}.",
        quoted(text)
    );
    let finding = report.field_cell(Col::FinalAccountMatch, message);
    if text.starts_with("DUNSID:") {
        finding.level = finding.level.min(Level::Warning);
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::probe::Probe;
    use super::*;

    #[test]
    fn the_formats_of_an_account_match_are_the_documented_ones() {
        for text in [
            "MicrosoftID: 6-ABCDEFG23XB",
            "MicrosoftID:11-1FG2G",
            "MicrosoftID: 11-1FG2G, AccountName: Contoso, AccountAddress: PO BOX 1",
        ] {
            assert!(is_microsoft_id(text), "{text}");
        }
        for text in ["6-ABCDEFG23XB", "MicrosoftID: A-B", "MicrosoftID: 6-", "MicrosoftID: 6-A, x"]
        {
            assert!(!is_microsoft_id(text), "{text}");
        }
        let row = Probe::upload(&["Final account match"], &["DUNSID: 659410848"]);
        assert_eq!(row.all("K-01")[0].level, Level::Warning);
    }

    #[test]
    fn each_intent_has_one_finding_and_the_right_suggestion() {
        for (text, code, fix) in [
            ("yes", "M-04", Some("Yes")),
            (" NO ", "M-04", Some("No")),
            ("havenotdecided", "M-04", Some("HaveNotDecided")),
            ("Not decided", "M-01", Some("HaveNotDecided")),
            ("Maybe", "M-01", None),
            (" ", "M-02", None),
        ] {
            let row =
                Probe::upload(&["Marketplace Purchase Intent", "Lead Name"], &[text, "Contoso"]);
            assert_eq!(row.codes(), [code], "{text}");
            assert_eq!(row.all(code)[0].fix.as_deref(), fix, "{text}");
        }
    }

    #[test]
    fn the_answers_are_named_as_the_file_spells_them() {
        for (text, message) in [
            ("Maybe", "Choose Yes, No or HaveNotDecided; \"Maybe\" isn't one of them."),
            (
                "",
                "Marketplace Purchase Intent is required for every update; choose Yes, No or \
                 HaveNotDecided.",
            ),
        ] {
            let row = Probe::upload(&["Marketplace Purchase Intent", "Notes"], &[text, "x"]);
            let found = [row.all("M-01"), row.all("M-02")].concat();
            assert_eq!(found[0].message, message);
        }
        let rules = chrono::NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day");
        let lists = crate::leads::FileContext::new(rules).lists;
        assert_eq!(lists.intent_texts("Have not decided"), "Yes, No or Have not decided");
    }

    #[test]
    fn a_changed_offer_is_restored() {
        let row = Probe::download(&["Offer 1", "Solution 2"], &["a, USD", ""]);
        let found = row.with("Offer 1", "b").with("Solution 2", "c").all("O-01");
        assert_eq!(found[0].fix.as_deref(), Some("a, USD"));
        assert_eq!(found.len(), 2);
    }
}
