//! The header (H).

use super::words::{is_blank, quoted};
use crate::leads::index::{Field, Row};
use crate::leads::{
    Access, COLUMNS, Check, Col, FAMILIES, Header, Layout, Level, Need, Report, Rows, Rule,
    Severity, normalise,
};
use std::collections::HashMap;

pub(super) static RULES: [Rule; 12] = [
    Rule {
        code: "H-01",
        severity: Severity::Error,
        check: Check::Open,
        text: "The Referral ID column is missing.",
        help: "Without it no row can be matched with a lead. Download the file again.",
        source: "Leads bulk page, mandatory list",
    },
    Rule {
        code: "H-02",
        severity: Severity::Error,
        check: Check::Header(required),
        text: "A required column is missing.",
        help: "Every uploaded row must have this column, so nothing can be exported without it. Download the file or template again.",
        source: "Leads bulk page, mandatory list and column table (Required: Yes)",
    },
    Rule {
        code: "H-03",
        severity: Severity::Error,
        check: Check::Header(duplicates),
        text: "Two columns have the same name.",
        help: "Partner Center might read either of them. Download the file again, or remove one of the two columns.",
        source: "Our interpretation: a column is identified by its name only",
    },
    Rule {
        code: "H-04",
        severity: Severity::Warning,
        check: Check::Header(unknown),
        text: "A column is unknown.",
        help: "It is kept byte for byte and can't be edited. If you added it yourself, remove it before you upload. A column with another name of a documented one, as Status beside Partner Referral Status, is unknown as well.",
        source: "Our interpretation: the column table of the Leads bulk page doesn't list it",
    },
    Rule {
        code: "H-05",
        severity: Severity::Note,
        check: Check::Header(spelling),
        text: "A column is spelled differently than in the documentation.",
        help: "Case, spaces, asterisks and known variants don't matter. The header is written back \
        as downloaded.",
        source: "Our interpretation: Microsoft's pages and templates spell the same columns in \
        different ways",
    },
    Rule {
        code: "H-06",
        severity: Severity::Error,
        check: Check::Rows(team_members),
        text: "There are more than five Team member columns.",
        help: "A lead can have five team members. Empty extra columns only cause a warning; move \
        the members of filled ones to the columns 1 to 5.",
        source: "Leads bulk page, Team member: You can add up to 5 team members",
    },
    Rule {
        code: "H-07",
        severity: Severity::Error,
        check: Check::Rows(offers),
        text: "There are more than fifty Offer or Solution columns.",
        help: "At most fifty of each are allowed. Empty extra columns only cause a warning. \
        Download the file again.",
        source: "Leads bulk page, Offer and Solution: up to 50",
    },
    Rule {
        code: "H-08",
        severity: Severity::Warning,
        check: Check::Header(gaps),
        text: "A number is missing in a family of columns.",
        help: "Offer, Solution and Team member columns are numbered without gaps. Download the file again if you didn't remove the column on purpose.",
        source: "Our interpretation: the column table numbers each family without gaps",
    },
    Rule {
        code: "H-09",
        severity: Severity::Warning,
        check: Check::Header(read_only),
        text: "Documented read-only columns are missing.",
        help: "Partner Center fills these columns in each download. Whether it accepts a file \
        without them isn't documented; download it again to be sure.",
        source: "Leads bulk page, column table and list of read-only fields",
    },
    Rule {
        code: "H-10",
        severity: Severity::Warning,
        check: Check::Rows(nameless),
        text: "A column with values has no name.",
        help: "It is kept byte for byte and can't be edited. Download the file again if the name was lost.",
        source: "Our interpretation: a column is identified by its name only",
    },
    Rule {
        code: "H-11",
        severity: Severity::Error,
        check: Check::Rows(not_original),
        text: "The header isn't the download's.",
        help: "Partner Center matches columns by the header that it wrote. Give the file the \
        download's first row, or make upload files from it with leadsheet export.",
        source: "Our interpretation: the co-sell bulk page says that old templates don't work with \
        the upload",
    },
    Rule {
        code: "H-12",
        severity: Severity::Warning,
        check: Check::Header(reason),
        text: "The column for the reason for closing is missing.",
        help: "Leads can't be closed as Declined, Lost or Error with this file, because these need \
        a reason. Download the file again.",
        source: "Leads bulk page, Declined/Lost/Error reason",
    },
];

fn required(layout: &Layout, report: &mut Report) {
    for column in &COLUMNS {
        let col = column.col;
        if column.need != Need::Optional && col != Col::ReferralId && !layout.has(col) {
            report.row_finding(format!(
                "Required column \"{}\" is missing. Download the file or template again.",
                col.name()
            ));
        }
    }
}

/// Calls a function for each named field that isn't a known column, with the other field of the same name.
fn unmatched(layout: &Layout, mut each: impl FnMut(Field, &str, Option<Field>)) {
    let mut seen: HashMap<String, Field> = HashMap::new();
    for field in layout.fields().filter(|&f| layout.col(f).is_none()) {
        if layout.source() == Some(field) {
            continue;
        }
        let name = layout.name(field);
        let key = normalise(name);
        if key.is_empty() {
            continue;
        }
        let first = layout.duplicate_of(field).or_else(|| seen.get(&key).copied());
        seen.entry(key).or_insert(field);
        each(field, name, first);
    }
}

fn duplicates(layout: &Layout, report: &mut Report) {
    unmatched(layout, |field, name, first| {
        if let Some(first) = first {
            report.at_field(
                field,
                format!(
                    "Columns {} and {} are both {}. Download the file again or remove one.",
                    first.min(field).number(),
                    first.max(field).number(),
                    quoted(name)
                ),
            );
        }
    });
}

fn unknown(layout: &Layout, report: &mut Report) {
    unmatched(layout, |field, name, first| {
        if first.is_none() {
            report.at_field(
                field,
                format!(
                    "Column {} is unknown; it is kept unchanged and can't be edited.",
                    quoted(name)
                ),
            );
        }
    });
}

fn spelling(layout: &Layout, report: &mut Report) {
    for (field, col) in layout.known() {
        let documented = col.name();
        let name = layout.name(field);
        if name != documented {
            report.at_field(
                field,
                format!("The documentation spells {} as \"{documented}\".", quoted(name)),
            );
        }
    }
}

fn team_members(rows: &dyn Rows, report: &mut Report) {
    beyond(rows, Col::TeamMember, "A lead can have at most 5 team members", report);
}

fn offers(rows: &dyn Rows, report: &mut Report) {
    for family in [Col::Offer, Col::Solution] {
        beyond(rows, family, "At most 50 offers and 50 solutions are allowed", report);
    }
}

/// Reports the columns of a family above its limit: an error if they hold something.
fn beyond(rows: &dyn Rows, family: fn(u8) -> Col, message: &str, report: &mut Report) {
    let Header::Numbered { limit, .. } = family(1).column().header else { return };
    for n in limit + 1..=Col::FAMILY_MAX {
        let Some(field) = rows.layout().field(family(n)) else { continue };
        let name = rows.layout().name(field);
        if any_text(rows, field) {
            report.at_field(field, format!("{message}; empty column {}.", quoted(name)));
        } else {
            let message = format!("{message}; column {} must stay empty.", quoted(name));
            report.at_field(field, message).level = Level::Warning;
        }
    }
}

fn any_text(rows: &dyn Rows, field: Field) -> bool {
    Row::first(rows.count()).any(|row| !is_blank(&rows.text(row, field)))
}

/// Reports how the header differs from the download's, if the file is compared with one.
fn not_original(rows: &dyn Rows, report: &mut Report) {
    let Some(original) = rows.original() else { return };
    let layout = rows.layout();
    let names = |l: &Layout| l.fields().map(|f| l.name(f).to_owned()).collect::<Vec<_>>();
    let (ours, theirs) = (names(layout), names(original));
    if ours == theirs {
        return;
    }
    let without = |names: &[String], found: &[Option<Field>]| {
        let alone = names.iter().zip(found).filter(|(_, found)| found.is_none());
        alone.map(|(name, _)| quoted(name)).collect::<Vec<_>>()
    };
    let added = without(&ours, &original.matching(layout));
    let missing = without(&theirs, &layout.matching(original));
    for (columns, what) in [(&missing, "missing here"), (&added, "not in the download")] {
        if !columns.is_empty() {
            let list = list_names(columns);
            report.row_finding(format!(
                "The header isn't the download's: {list} {} {what}; keep its first row.",
                if columns.len() == 1 { "is" } else { "are" }
            ));
        }
    }
    if added.is_empty() && missing.is_empty() {
        let field = Field::first(ours.len().max(theirs.len()))
            .find(|field| ours.get(field.index()) != theirs.get(field.index()))
            .unwrap_or_default();
        report.row_finding(format!(
            "The header isn't the download's: column {} is {}, not {}; keep its first row.",
            field.number(),
            quoted(layout.name(field)),
            quoted(original.name(field))
        ));
    }
}

/// Lists the first of some names, and the number of the others.
fn list_names(names: &[String]) -> String {
    const MAX_LISTED: usize = 8;
    let shown = names[..names.len().min(MAX_LISTED)].join(", ");
    match names.len().saturating_sub(MAX_LISTED) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

fn gaps(layout: &Layout, report: &mut Report) {
    for family in FAMILIES {
        let mut last: Option<u8> = None;
        for n in 1..=Col::FAMILY_MAX {
            let Some(field) = layout.field(family.member(n)) else { continue };
            if let Some(before) = last
                && before + 1 < n
            {
                report.at_field(
                    field,
                    format!(
                        "Column \"{}\" is missing between {} and {}.",
                        family.member(before + 1).name(),
                        quoted(&family.member(before).name()),
                        quoted(&family.member(n).name())
                    ),
                );
            }
            last = Some(n);
        }
    }
}

fn read_only(layout: &Layout, report: &mut Report) {
    let mut missing = Vec::new();
    for column in COLUMNS.iter().filter(|c| c.need == Need::Optional) {
        match (column.access, column.header, column.col) {
            (Access::Open | Access::When(_), ..) => {}
            (_, Header::One(..), col) if !layout.has(col) => missing.push(col.name()),
            (_, Header::Numbered { documented, .. }, family) => {
                missing_members(layout, family, documented, &mut missing);
            }
            _ => {}
        }
    }
    match missing.as_slice() {
        [] => return,
        [one] => report.row_finding(format!("Column \"{one}\" isn't in this file.")),
        many => report.row_finding(format!(
            "{} documented columns aren't in this file: {}.",
            many.len(),
            many.join(", ")
        )),
    };
}

/// Adds the documented members of a family that the file lacks, except for gaps, which H-08 reports.
fn missing_members(layout: &Layout, family: Col, upto: u8, missing: &mut Vec<String>) {
    let has = |n: &u8| layout.has(family.member(*n));
    let first = (1..=Col::FAMILY_MAX).find(has).unwrap_or(Col::FAMILY_MAX);
    let last = (1..=Col::FAMILY_MAX).rev().find(has).unwrap_or(0);
    let outside = (1..=upto).filter(|&n| n < first || n > last);
    missing.extend(outside.map(|n| family.member(n).name()));
}

fn nameless(rows: &dyn Rows, report: &mut Report) {
    let layout = rows.layout();
    for field in layout.fields() {
        if layout.col(field).is_none()
            && normalise(layout.name(field)).is_empty()
            && any_text(rows, field)
        {
            report.at_field(
                field,
                format!("Column {} has values but no name; it is kept unchanged.", field.number()),
            );
        }
    }
}

fn reason(layout: &Layout, report: &mut Report) {
    if !layout.has(Col::Reason) {
        report.row_finding(format!(
            "Column \"{}\" is missing: leads can't be closed as Declined, Lost or Error with this file.",
            Col::Reason.name()
        ));
    }
}
