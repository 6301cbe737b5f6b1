//! Status and substatus, and the transition from the downloaded ones (S, T).

use super::words::{is_blank, quoted};
use crate::leads::{Check, Col, Lead, Report, RowScope, Rule, Severity};

pub(super) static STATUS: [Rule; 5] = [
    Rule {
        code: "S-01",
        severity: Severity::ErrorIfUploaded,
        check: Check::Row(RowScope::OPEN.unless(is_ordinary), status),
        text: "The status isn't one that Partner Center knows.",
        help: "It must be New, Active or Closed, in exactly this spelling; choose an outcome.",
        source: "Partner Center referral resources, ReferralStatus; Leads bulk page, status table",
    },
    Rule {
        code: "S-02",
        severity: Severity::ErrorIfUploaded,
        check: Check::Row(RowScope::OPEN.unless(is_ordinary), substatus),
        text: "The substatus isn't one that Partner Center knows.",
        help: "Each status has its own substatuses, in exactly this spelling; choose an outcome.",
        source: "Partner Center referral resources, ReferralSubstatus; Leads bulk page, status table",
    },
    Rule {
        code: "S-03",
        severity: Severity::Warning,
        check: Check::Row(RowScope::OPEN.unless(is_ordinary), undocumented),
        text: "The downloaded substatus isn't documented.",
        help: "It is kept as downloaded, because Partner Center may use values that its \
        documentation doesn't list.",
        source: "Our interpretation: substatuses such as Engaged are reported but not documented",
    },
    Rule {
        code: "S-04",
        severity: Severity::ErrorIfUploaded,
        check: Check::Row(RowScope::OPEN.unless(is_ordinary), pair),
        text: "Status and substatus don't match.",
        help: "Each substatus belongs to one status; choose an outcome.",
        source: "Leads bulk page, status table; referral resources, status transitions",
    },
    Rule {
        code: "S-05",
        severity: Severity::Error,
        check: Check::Row(RowScope::OPEN.unless(is_ordinary), portal_only),
        text: "The substatus is one that Partner Center sets by itself.",
        help: "Leads are received and expire without the partner. Choose an outcome, or restore \
        the downloaded value.",
        source: "Manage leads: a lead without an answer expires after 14 days",
    },
];

pub(super) static TRANSITIONS: [Rule; 5] = [
    Rule {
        code: "T-01",
        severity: Severity::Error,
        check: Check::Row(RowScope::CHANGED, back_to_new),
        text: "An accepted lead would become new again.",
        help: "Active leads stay Active or become Closed. Undo the change.",
        source: "Referral resources, status transitions: Active may become Active or Closed",
    },
    Rule {
        code: "T-03",
        severity: Severity::Warning,
        check: Check::Row(RowScope::CHANGED, closes_new),
        text: "A lead that was never accepted is won or lost.",
        help: "The transition table allows it, but the portal marks only accepted leads as won or lost. The usual way is to accept the lead in one upload and close it in the next.",
        source: "Manage leads: Won and Lost are marked on accepted leads",
    },
    Rule {
        code: "T-04",
        severity: Severity::Warning,
        check: Check::Row(RowScope::CHANGED, declines_active),
        text: "An accepted lead is declined.",
        help: "The transition table allows it, but the portal declines only leads that weren't \
        accepted. Accepted leads are lost instead.",
        source: "Manage leads: Decline is an action on received leads",
    },
    Rule {
        code: "T-05",
        severity: Severity::Note,
        check: Check::Row(RowScope::OPEN, closes),
        text: "The upload closes the lead.",
        help: "Nothing can be changed on a Closed lead, so this can't be undone once it is uploaded. The review counts these rows.",
        source: "Leads bulk page: No actions are permitted after any Lead reaches a referral status as Closed",
    },
    Rule {
        code: "T-06",
        severity: Severity::Warning,
        check: Check::Row(RowScope::CHANGED, received),
        text: "The substatus changes between Received and Pending.",
        help: "Partner Center sets both by itself. Undo the change unless Partner Center asked for \
        it.",
        source: "Our interpretation: the portal shows both as leads waiting for an answer",
    },
];

/// The substatuses that a partner never sets, documented or not.
const PORTAL_ONLY: [&str; 4] = ["Received", "Expired", "None", "Engaged"];

/// Whether status and substatus are a documented pair in which no rule of [`STATUS`] finds anything.
pub(super) fn is_ordinary(row: &Lead) -> bool {
    let sub = row.text(Col::Substatus);
    row.lists().outcome(row.text(Col::Status), sub).is_some() && !PORTAL_ONLY.contains(&sub)
}

fn status(row: &Lead, report: &mut Report) {
    let text = row.text(Col::Status);
    if is_blank(text) || row.lists().is_status(text) {
        return;
    }
    let similar =
        row.lists().outcomes().iter().map(|o| o.status.as_str()).find(|s| is_case_variant(s, text));
    let mut message = format!("Status must be New, Active or Closed, not {}.", quoted(text));
    if let Some(similar) = similar {
        message.push_str(" Did you mean ");
        message.push_str(similar);
        message.push('?');
    }
    let finding = report.field_cell(Col::Status, message);
    if let Some(similar) = similar {
        finding.fix(similar);
    }
}

/// Whether a text differs from a word only by case and spaces around it.
fn is_case_variant(word: &str, text: &str) -> bool {
    text.trim().eq_ignore_ascii_case(word)
}

fn similar_substatus<'a>(row: &Lead<'a>, text: &str) -> Option<&'a str> {
    row.lists().outcomes().iter().map(|o| o.substatus.as_str()).find(|s| is_case_variant(s, text))
}

/// What is wrong with a substatus by itself.
#[derive(Clone, Copy, PartialEq, Eq)]
enum SubstatusError {
    /// The text is unknown (S-02).
    Unknown,
    /// The text is unknown, but the download has it (S-03).
    Undocumented,
    /// The user set it, and only Partner Center can (S-05).
    PortalOnly,
}

/// What is wrong with the row's substatus by itself, so that only one rule reports it.
fn substatus_error(row: &Lead) -> Option<SubstatusError> {
    let text = row.text(Col::Substatus);
    if is_blank(text) {
        return None;
    }
    let known = row.lists().is_substatus(text);
    let portal_only = PORTAL_ONLY.contains(&text);
    match row.is_known() {
        // A lead may well be Received or Engaged already; one that is Expired takes no upload.
        false if text == "Expired" => Some(SubstatusError::PortalOnly),
        false if portal_only && !known => Some(SubstatusError::Undocumented),
        true if portal_only && row.changed(Col::Substatus) => Some(SubstatusError::PortalOnly),
        _ if known => None,
        true if !row.changed(Col::Substatus) && similar_substatus(row, text).is_none() => {
            Some(SubstatusError::Undocumented)
        }
        _ => Some(SubstatusError::Unknown),
    }
}

fn substatus(row: &Lead, report: &mut Report) {
    if substatus_error(row) != Some(SubstatusError::Unknown) {
        return;
    }
    let text = row.text(Col::Substatus);
    match similar_substatus(row, text) {
        Some(similar) => report
            .field_cell(
                Col::Substatus,
                format!("{} isn't a known substatus. Did you mean {similar}?", quoted(text)),
            )
            .fix(similar),
        None => {
            report.field_cell(
                Col::Substatus,
                format!("{} isn't a known substatus; choose an outcome.", quoted(text)),
            );
        }
    }
}

fn undocumented(row: &Lead, report: &mut Report) {
    if substatus_error(row) == Some(SubstatusError::Undocumented) {
        report.field_cell(
            Col::Substatus,
            format!(
                "Substatus {} isn't documented; it is kept as downloaded.",
                quoted(row.text(Col::Substatus))
            ),
        );
    }
}

fn pair(row: &Lead, report: &mut Report) {
    let (status, sub) = (row.text(Col::Status), row.text(Col::Substatus));
    if !row.lists().is_status(status)
        || !row.lists().is_substatus(sub)
        || row.lists().outcome(status, sub).is_some()
        || substatus_error(row).is_some()
        || goes_back(row)
    {
        return;
    }
    let list: Vec<_> = row.lists().substatuses(status).collect();
    report.field_cell(
        Col::Substatus,
        format!("{sub} doesn't match status {status}; use {}.", list.join(" or ")),
    );
}

fn portal_only(row: &Lead, report: &mut Report) {
    if substatus_error(row) == Some(SubstatusError::PortalOnly) {
        let text = row.text(Col::Substatus);
        let finding = report.field_cell(
            Col::Substatus,
            format!("{text} is set by Partner Center only; choose another outcome."),
        );
        if row.is_known() {
            finding.fix(row.loaded(Col::Substatus));
        }
    }
}

fn goes_back(row: &Lead) -> bool {
    row.loaded(Col::Status) == "Active" && row.text(Col::Status) == "New"
}

fn back_to_new(row: &Lead, report: &mut Report) {
    if goes_back(row) {
        report
            .field_cell(
                Col::Status,
                "A lead can't go from Active back to New; keep it Active or close it.",
            )
            .fix(row.loaded(Col::Status));
    }
}

/// Reports a transition that the portal doesn't make, for leads that had this status in the download.
fn unusual(row: &Lead, from: &str, report: &mut Report) {
    if row.loaded(Col::Status) != from {
        return;
    }
    let lists = row.lists();
    let to = lists.outcome(row.text(Col::Status), row.text(Col::Substatus));
    if let Some(transition) = to.and_then(|to| lists.transition(from, to))
        && transition.is_unusual()
    {
        report.field_cell(Col::Substatus, transition.reason.clone());
    }
}

fn closes_new(row: &Lead, report: &mut Report) {
    unusual(row, "New", report);
}

fn declines_active(row: &Lead, report: &mut Report) {
    unusual(row, "Active", report);
}

fn closes(row: &Lead, report: &mut Report) {
    if row.closes() {
        report.field_cell(Col::Status, "Closing a lead can't be undone after the upload.");
    }
}

fn received(row: &Lead, report: &mut Report) {
    if row.loaded(Col::Substatus) == "Received" && row.text(Col::Substatus) == "Pending" {
        report
            .field_cell(
                Col::Substatus,
                "Partner Center changes Received and Pending by itself; undo the change.",
            )
            .fix(row.loaded(Col::Substatus));
    }
}

#[cfg(test)]
mod tests {
    use super::super::probe::Probe;

    const HEADER: [&str; 3] =
        ["Partner Referral Status", "Partner Referral Substatus", "Sales Stage"];

    fn download(cells: [&'static str; 3]) -> Probe {
        Probe::download(&HEADER, &cells)
    }

    #[test]
    fn an_upload_may_have_leads_as_partner_center_set_them() {
        let upload = |status, sub| Probe::upload(&HEADER, &[status, sub, ""]).codes();
        assert_eq!(upload("New", "Received"), [""; 0]);
        assert_eq!(upload("Active", "Engaged"), ["S-03"]);
        assert_eq!(upload("Closed", "Expired"), ["R-06", "S-05", "T-05"]);
        assert_eq!(upload("Active", "Ready"), ["S-02"]);
    }

    #[test]
    fn each_substatus_has_one_finding() {
        let row = download(["New", "Pending", "0"]);
        for (sub, code) in [
            ("Expired", "S-05"),
            ("Engaged", "S-05"),
            ("Received", "S-05"),
            ("won", "S-02"),
            ("Ready", "S-02"),
            ("Accepted", "S-04"),
            (" ", "R-09"),
        ] {
            let codes = row.clone().with("Partner Referral Substatus", sub).codes();
            assert_eq!(codes, [code], "{sub}");
        }
    }

    #[test]
    fn going_back_to_new_has_one_finding() {
        let back = download(["Active", "Accepted", "80"]).with("Partner Referral Status", "New");
        assert_eq!(back.codes(), ["T-01"]);
    }

    #[test]
    fn a_missing_value_is_suggested() {
        let row = download(["active ", "Accepted", "80"]).with("Sales Stage", "");
        assert_eq!(row.all("S-01")[0].fix.as_deref(), Some("Active"));
    }
}
