//! Status, substatus, stage and reason (S, T, D, G).

use crate::leads::{Check, Col, Report, Row, Rule, Severity, outcome};

pub(super) static RULES: [Rule; 1] = [Rule {
    code: "S-04",
    severity: Severity::ErrorIfTouched,
    check: Check::Row(pair),
    text: "Status and substatus don't go together.",
    help: "Each substatus belongs to one status; choose an outcome with s.",
    source: "Leads bulk page, status table",
}];

fn pair(row: &Row, report: &mut Report) {
    let (status, sub) = (row.text(Col::Status), row.text(Col::Substatus));
    if !outcome::is_status(status)
        || !outcome::is_substatus(sub)
        || outcome::find(status, sub).is_some()
    {
        return;
    }
    let list: Vec<_> = outcome::substatuses(status).collect();
    report.at(
        Col::Substatus,
        format!("{sub} doesn't go with status {status}; use {}.", list.join(" or ")),
    );
}
