//! The reason for a closing, and the sales stage (D, G).

use super::words::{is_blank, is_digits, quoted};
use crate::leads::outcome::ReasonList;
use crate::leads::{Check, Col, Lead, Report, RowScope, Rule, Severity};

pub(super) static REASONS: [Rule; 7] = [
    Rule {
        code: "D-01",
        severity: Severity::Error,
        check: Check::Row(RowScope::OPEN.unless(is_none_due), missing_closing_reason),
        text: "A lead is declined or lost without a reason.",
        help: "Partner Center then requires a reason from 1 to 8; choose it in the reason cell.",
        source: "Leads bulk page, Declined/Lost/Error reason: required when the substatus changes to Declined, Lost or Error",
    },
    Rule {
        code: "D-02",
        severity: Severity::Error,
        check: Check::Row(RowScope::OPEN.unless(is_none_due), missing_error_reason),
        text: "A lead is closed as Error without a reason.",
        help: "Partner Center then requires a reason from 1 to 9; choose it in the reason cell.",
        source: "Leads bulk page, Declined/Lost/Error reason: required when the substatus changes to Declined, Lost or Error",
    },
    Rule {
        code: "D-03",
        severity: Severity::ErrorIfUploaded,
        check: Check::Row(RowScope::OPEN.unless(is_none_due), reason_number),
        text: "The reason isn't a number from the list.",
        help: "Declined and Lost have the reasons 1 to 8, Error has 1 to 9, written as a bare number.",
        source: "Leads bulk page, Declined/Lost/Error reason, both lists",
    },
    Rule {
        code: "D-04",
        severity: Severity::Error,
        check: Check::Row(RowScope::CHANGED.unless(is_none_due), superfluous_reason),
        text: "A reason was set for a lead that isn't declined, lost or in error.",
        help: "The reason applies only to these three; restore the downloaded value.",
        source: "Leads bulk page, Declined/Lost/Error reason",
    },
    Rule {
        code: "D-05",
        severity: Severity::Warning,
        check: Check::Row(RowScope::OPEN.unless(is_none_due), ineffective_reason),
        text: "A downloaded reason has a substatus without reasons.",
        help: "It has no effect and is kept as downloaded.",
        source: "Leads bulk page, Declined/Lost/Error reason",
    },
    Rule {
        code: "D-06",
        severity: Severity::Error,
        check: Check::Row(RowScope::CHANGED.unless(is_none_due), reason_from_other_list),
        text: "The lead's reason now belongs to a list where its number means something else.",
        help: "Declined and Lost share one list of reasons, Error has another. Choose the reason again.",
        source: "Leads bulk page, Declined/Lost/Error reason, both lists",
    },
    Rule {
        code: "D-07",
        severity: Severity::Warning,
        check: Check::Row(RowScope::OPEN.unless(is_none_due), missing_explanation),
        text: "A reason asks for an explanation and Notes is empty.",
        help: "Error reasons 6 and 9 ask for an explanation in Notes.",
        source: "Leads bulk page, Declined/Lost/Error reason: explain in notes",
    },
];

pub(super) static STAGES: [Rule; 5] = [
    Rule {
        code: "G-01",
        severity: Severity::ErrorIfUploaded,
        check: Check::Row(RowScope::OPEN.unless(is_documented), whole_number),
        text: "The sales stage isn't a whole number.",
        help: "Write 0, 80 or 100 without a percent sign or decimals; choosing an outcome sets it.",
        source: "Leads bulk page, Sales Stage and status table",
    },
    Rule {
        code: "G-02",
        severity: Severity::ErrorIfUploaded,
        check: Check::Row(RowScope::OPEN.unless(is_documented), stage_of_pair),
        text: "The sales stage doesn't match status and substatus.",
        help: "New/Pending has 0, Active/Accepted 80 and Closed/Won 100; choosing an outcome sets all three.",
        source: "Leads bulk page, status table",
    },
    Rule {
        code: "G-03",
        severity: Severity::Warning,
        check: Check::Row(RowScope::OPEN.unless(is_documented), no_stage),
        text: "The sales stage is empty.",
        help: "It isn't required, but status, substatus and stage should be a documented \
        combination.",
        source: "Leads bulk page, status table; Sales Stage (Required: No)",
    },
    Rule {
        code: "G-04",
        severity: Severity::Note,
        check: Check::Row(RowScope::OPEN.unless(is_documented), undocumented),
        text: "No sales stage is documented for this outcome.",
        help: "The status table ends with Won. For Lost, Declined and Error the stage is left as it was downloaded; you don't have to do anything.",
        source: "Our interpretation: the status table lists New/Pending, Active/Accepted and \
        Closed/Won only",
    },
    Rule {
        code: "G-05",
        severity: Severity::ErrorIfUploaded,
        check: Check::Row(RowScope::OPEN.unless(is_documented), hundred_without_win),
        text: "The sales stage is 100 and the lead isn't won.",
        help: "100 belongs to Closed/Won; choose that outcome.",
        source: "Leads bulk page, status table",
    },
];

/// The list that the row's reason is chosen from, if one is due.
fn reason_list(row: &Lead) -> Option<ReasonList> {
    row.lists().reason_list(row.text(Col::Substatus))
}

/// Whether a reason is neither due nor given.
pub(super) fn is_none_due(row: &Lead) -> bool {
    is_blank(row.text(Col::Reason)) && !row.changed(Col::Reason) && reason_list(row).is_none()
}

fn missing(row: &Lead, list: ReasonList, report: &mut Report) {
    if reason_list(row) != Some(list) || !row.substatus_is_new() {
        return;
    }
    let (sub, numbers) = (row.text(Col::Substatus), row.lists().reason_numbers(list));
    if !row.has(Col::Reason) {
        let message = format!("{sub} needs a reason, and this file has no column for it.");
        report.field_cell(Col::Substatus, message);
    } else if is_blank(row.text(Col::Reason)) {
        let message = format!("A reason from {numbers} is required for {sub}; choose one.");
        report.field_cell(Col::Reason, message);
    }
}

fn missing_closing_reason(row: &Lead, report: &mut Report) {
    missing(row, ReasonList::DeclinedLost, report);
}

fn missing_error_reason(row: &Lead, report: &mut Report) {
    missing(row, ReasonList::Error, report);
}

fn reason_number(row: &Lead, report: &mut Report) {
    let Some(list) = reason_list(row) else { return };
    let text = row.text(Col::Reason);
    if is_blank(text) || row.lists().reason(list, text).is_some() {
        return;
    }
    let sub = row.text(Col::Substatus);
    let message = format!(
        "Reason must be a number from {} for {sub}, not {}.",
        row.lists().reason_numbers(list),
        quoted(text)
    );
    let finding = report.field_cell(Col::Reason, message);
    let meant = text.trim();
    let meant = meant.strip_suffix(".0").unwrap_or(meant).trim_start_matches('0');
    if row.lists().reason(list, meant).is_some() {
        finding.fix(meant);
    }
}

/// Whether the row has a reason, and a known substatus that takes none.
fn takes_no_reason(row: &Lead) -> bool {
    row.lists().is_substatus(row.text(Col::Substatus)) && reason_list(row).is_none()
}

fn superfluous_reason(row: &Lead, report: &mut Report) {
    if row.changed(Col::Reason) && takes_no_reason(row) {
        report
            .field_cell(
                Col::Reason,
                format!(
                    "The reason applies only to Declined, Lost or Error, not to {}; undo it.",
                    row.text(Col::Substatus)
                ),
            )
            .fix(row.loaded(Col::Reason));
    }
}

fn ineffective_reason(row: &Lead, report: &mut Report) {
    let text = row.text(Col::Reason);
    if !is_blank(text) && !row.changed(Col::Reason) && takes_no_reason(row) {
        report.field_cell(
            Col::Reason,
            format!("Reason {} has no effect for {}.", quoted(text), row.text(Col::Substatus)),
        );
    }
}

fn reason_from_other_list(row: &Lead, report: &mut Report) {
    let (Some(old), Some(new)) =
        (row.lists().reason_list(row.loaded(Col::Substatus)), reason_list(row))
    else {
        return;
    };
    let text = row.text(Col::Reason);
    if old == new || row.changed(Col::Reason) {
        return;
    }
    let (Some(was), Some(is)) = (row.lists().reason(old, text), row.lists().reason(new, text))
    else {
        return;
    };
    report.field_cell(
        Col::Reason,
        format!(
            "Reason {text} means \"{}\" for {} but \"{}\" for {}; choose again.",
            was.text,
            row.loaded(Col::Substatus),
            is.text,
            row.text(Col::Substatus)
        ),
    );
}

fn missing_explanation(row: &Lead, report: &mut Report) {
    if !row.has(Col::Notes) || !is_blank(row.text(Col::Notes)) {
        return;
    }
    let reason = reason_list(row).and_then(|list| row.lists().reason(list, row.text(Col::Reason)));
    if let Some(reason) = reason
        && reason.explain
    {
        report.field_cell(
            Col::Notes,
            format!("Reason {} asks for an explanation in Notes; write one.", reason.code),
        );
    }
}

/// The stage that belongs to the row's status and substatus, if one is documented.
fn documented(row: &Lead) -> Option<u8> {
    row.lists().outcome(row.text(Col::Status), row.text(Col::Substatus))?.stage
}

/// Whether the stage is the documented one for status and substatus.
pub(super) fn is_documented(row: &Lead) -> bool {
    row.lists().outcome(row.text(Col::Status), row.text(Col::Substatus)).is_some_and(|outcome| {
        let stage = outcome.stage.filter(|_| outcome.reasons.is_none());
        stage.is_some() && stage == self::stage(row.text(Col::Stage))
    })
}

/// The stage as a number, if it is written as one from 0 to 100.
fn stage(text: &str) -> Option<u8> {
    let plain = is_digits(text) && (text.len() == 1 || !text.starts_with('0'));
    text.parse().ok().filter(|&stage| plain && stage <= 100)
}

fn whole_number(row: &Lead, report: &mut Report) {
    let text = row.text(Col::Stage);
    if is_blank(text) || stage(text).is_some() {
        return;
    }
    let finding = report.field_cell(
        Col::Stage,
        format!("Sales Stage must be a whole number such as 0, 80 or 100, not {}.", quoted(text)),
    );
    if let Some(stage) = documented(row) {
        finding.fix(stage.to_string());
    }
}

fn stage_of_pair(row: &Lead, report: &mut Report) {
    let (Some(is), Some(wanted)) = (stage(row.text(Col::Stage)), documented(row)) else { return };
    if is != wanted && is != 100 {
        let (status, sub) = (row.text(Col::Status), row.text(Col::Substatus));
        report
            .field_cell(
                Col::Stage,
                format!("Sales Stage for {status}/{sub} is {wanted}, not {is}."),
            )
            .fix(wanted.to_string());
    }
}

fn no_stage(row: &Lead, report: &mut Report) {
    if !row.is_candidate() || !row.has(Col::Stage) || !is_blank(row.text(Col::Stage)) {
        return;
    }
    if let Some(wanted) = documented(row) {
        let (status, sub) = (row.text(Col::Status), row.text(Col::Substatus));
        report
            .field_cell(
                Col::Stage,
                format!("Sales Stage is empty; {wanted} belongs to {status}/{sub}."),
            )
            .fix(wanted.to_string());
    }
}

fn undocumented(row: &Lead, report: &mut Report) {
    let text = row.text(Col::Stage);
    let is_left = is_blank(text) || stage(text).is_some_and(|stage| stage != 100);
    if !row.has(Col::Stage) || !is_left {
        return;
    }
    let sub = row.text(Col::Substatus);
    let closing =
        row.lists().outcome(row.text(Col::Status), sub).is_some_and(|o| o.reasons.is_some());
    if closing {
        let left = if is_blank(text) { "empty".to_owned() } else { format!("at {text}") };
        report.field_cell(
            Col::Stage,
            format!("No Sales Stage is documented for {sub}; it is left {left}."),
        );
    }
}

fn hundred_without_win(row: &Lead, report: &mut Report) {
    if row.text(Col::Stage) != "100" {
        return;
    }
    let (status, sub) = (row.text(Col::Status), row.text(Col::Substatus));
    let Some(outcome) = row.lists().outcome(status, sub) else { return };
    if outcome.stage == Some(100) {
        return;
    }
    let finding =
        report.field_cell(Col::Stage, format!("Sales Stage 100 means Won, not {status}/{sub}."));
    match (outcome.stage, row.is_known()) {
        (Some(stage), _) => finding.fix(stage.to_string()),
        (None, true) if row.changed(Col::Stage) => finding.fix(row.loaded(Col::Stage)),
        (None, _) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::super::probe::Probe;
    use super::*;

    const HEADER: [&str; 4] = [
        "Partner Referral Status",
        "Partner Referral Substatus",
        "Declined/Lost/Error reason",
        "Sales Stage",
    ];

    #[test]
    fn each_stage_has_one_finding() {
        for (status, sub, stage, code) in [
            ("Active", "Accepted", "80%", "G-01"),
            ("Active", "Accepted", "080", "G-01"),
            ("Active", "Accepted", "101", "G-01"),
            ("Active", "Accepted", "40", "G-02"),
            ("Active", "Accepted", "100", "G-05"),
            ("New", "Received", "100", "G-05"),
            ("Active", "Accepted", "", "G-03"),
        ] {
            let row = Probe::upload(&HEADER, &[status, sub, "", stage]);
            assert_eq!(row.codes(), [code], "{stage}");
        }
    }

    #[test]
    fn a_newly_won_lead_has_only_notes_in_an_upload() {
        let row = Probe::upload(&HEADER, &["Closed", "Won", "", "100"]);
        assert_eq!(row.problems(), [""; 0]);
        let row = Probe::upload(&HEADER, &["Closed", "Lost", "3", "80"]);
        assert_eq!((row.problems(), row.all("G-04").len()), (vec![], 1));
    }

    #[test]
    fn a_reason_that_excel_rewrote_is_fixed() {
        for (text, fix) in [("6.0", Some("6")), ("06", Some("6")), ("10", None), ("6.5", None)] {
            let row = Probe::upload(&HEADER, &["Closed", "Error", text, "80"]);
            let found = row.all("D-03");
            assert_eq!(found[0].fix.as_deref(), fix, "{text}");
        }
        assert_eq!(stage("0"), Some(0));
    }
}
