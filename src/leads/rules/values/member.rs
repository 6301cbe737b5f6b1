//! Team members (P).

use super::super::words::{is_blank, is_scientific, quoted, user_set};
use crate::leads::kind::member::{self, Member};
use crate::leads::kind::parts::MEMBER;
use crate::leads::{Check, Col, Finding, Lead, Level, Report, RowScope, Rule, Severity};

pub(in super::super) static RULES: [Rule; 7] = [
    Rule {
        code: "P-01",
        severity: Severity::Error,
        check: Check::Row(RowScope::OPEN, no_member),
        text: "The first team member is missing.",
        help: "Every uploaded lead needs one: first name, last name, phone and e-mail.",
        source: "Leads bulk page, mandatory list and Team member",
    },
    Rule {
        code: "P-02",
        severity: Severity::ErrorIfUploaded,
        check: Check::Members(RowScope::OPEN, four_parts),
        text: "A team member doesn't have four parts.",
        help: "Write first name, last name, phone and e-mail with commas between them. A \
        downloaded cell only causes a warning.",
        source: "Leads bulk page, Team member: first name, last name, mobile number, and email ID",
    },
    Rule {
        code: "P-03",
        severity: Severity::ErrorIfUploaded,
        check: Check::Members(RowScope::OPEN, empty_part),
        text: "A part of a team member is empty.",
        help: "All four parts are mandatory in the portal. Where only the e-mail address is missing, as in an example of Microsoft's page, it is a warning, and so is a downloaded cell.",
        source: "Manage co-sell opportunities: name, phone and e-mail are mandatory; Leads bulk page, Team member: Bob, Partner, 999999,",
    },
    Rule {
        code: "P-04",
        severity: Severity::ErrorIfUploaded,
        check: Check::Members(RowScope::OPEN, e_mail),
        text: "The fourth part of a team member isn't an e-mail address.",
        help: "It looks like name@example.com, without spaces. A downloaded cell only causes a \
        warning.",
        source: "Leads bulk page, Team member: email ID",
    },
    Rule {
        code: "P-05",
        severity: Severity::Warning,
        check: Check::Members(RowScope::OPEN, phone),
        text: "The phone number of a team member looks wrong.",
        help: "It has no digits, contains letters, or was damaged by Excel.",
        source: "Our interpretation: a phone number has digits and punctuation only",
    },
    Rule {
        code: "P-06",
        severity: Severity::Warning,
        check: Check::Members(RowScope::OPEN, twice),
        text: "Two team members of a lead have the same e-mail address.",
        help: "Remove one of them or correct the address.",
        source: "Our interpretation: an address belongs to one person",
    },
    Rule {
        code: "P-07",
        severity: Severity::Warning,
        check: Check::Row(RowScope::OPEN, gap),
        text: "A team member comes after an empty one.",
        help: "Fill the columns in order, starting with the first.",
        source: "Our interpretation: the columns are numbered from 1",
    },
];

/// The part of a team member that a rule is about, counted from 0; nothing if it's about all.
pub fn part_of(code: &str) -> Option<usize> {
    match code {
        "P-05" => Some(2),
        "P-04" | "P-06" => Some(3),
        _ => None,
    }
}

/// The most team members that a lead can have.
const MAX_MEMBERS: u8 = 5;

/// Reads the team members of a row that hold something, once for all rules.
pub(in super::super) fn read<'a>(row: &Lead<'a>) -> Vec<Member<'a>> {
    let cols = (1..=MAX_MEMBERS).map(Col::TeamMember);
    cols.filter_map(|col| Member::read(col, row.text(col))).collect()
}

/// Reports something about a team member; a cell as downloaded only warns.
fn report_at<'r>(row: &Lead, col: Col, report: &'r mut Report, message: String) -> &'r mut Finding {
    let finding = report.field_cell(col, message);
    if !user_set(row, col) {
        finding.level = finding.level.min(Level::Warning);
    }
    finding
}

fn no_member(row: &Lead, report: &mut Report) {
    let col = Col::TeamMember(1);
    if row.is_candidate() && row.has(col) && is_blank(row.text(col)) {
        report.field_cell(col, "Team member 1 is required: First, Last, Phone, Email.");
    }
}

fn four_parts(row: &Lead, members: &[Member], report: &mut Report) {
    for Member { col, text, .. } in members.iter().filter(|member| member.parts.is_none()) {
        let message = format!(
            "A team member needs First, Last, Phone, Email, separated by commas; {} has {}.",
            quoted(text),
            match text.split(',').count() {
                1 => "1 part".to_owned(),
                n => format!("{n} parts"),
            }
        );
        report_at(row, *col, report, message);
    }
}

fn empty_part(row: &Lead, members: &[Member], report: &mut Report) {
    for member in members {
        let Some(parts) = member.parts.filter(|parts| parts.contains(&"")) else { continue };
        let names = MEMBER.names.iter().zip(parts).filter(|(_, part)| part.is_empty());
        let names: Vec<&str> = names.map(|(name, _)| *name).collect();
        let (name, names) = (member.col.name(), names.join(", "));
        let message = format!("{name} lacks: {names}; write First, Last, Phone, Email.");
        let lacks_only_mail = matches!(parts, [first, last, phone, ""]
            if ![first, last, phone].contains(&""));
        let finding = report_at(row, member.col, report, message);
        if lacks_only_mail {
            finding.level = finding.level.min(Level::Warning);
        }
    }
}

fn e_mail(row: &Lead, members: &[Member], report: &mut Report) {
    for member in members {
        let Some(mail) = member.mail().filter(|mail| !member::is_email(mail)) else { continue };
        let message = format!("{} isn't an e-mail address; write it last.", quoted(mail));
        report_at(row, member.col, report, message);
    }
}

fn phone(_: &Lead, members: &[Member], report: &mut Report) {
    for member in members {
        let Some([_, _, phone, _]) = member.parts else { continue };
        let has_digit = phone.bytes().any(|b| b.is_ascii_digit());
        let looks_wrong = !has_digit || is_scientific(phone) || phone.contains(char::is_alphabetic);
        if !phone.is_empty() && looks_wrong {
            report
                .field_cell(member.col, format!("Phone {} looks wrong; check it.", quoted(phone)));
        }
    }
}

fn twice(_: &Lead, members: &[Member], report: &mut Report) {
    for (at, member) in members.iter().enumerate() {
        let Some(this) = member.mail() else { continue };
        let mut before = members[..at].iter().filter_map(Member::mail);
        if before.any(|mail| mail.eq_ignore_ascii_case(this)) {
            report.field_cell(member.col, format!("{} is listed twice; remove one.", quoted(this)));
        }
    }
}

fn gap(row: &Lead, report: &mut Report) {
    // P-01 reports that the first one is empty.
    for n in 3..=MAX_MEMBERS {
        let (before, col) = (Col::TeamMember(n - 1), Col::TeamMember(n));
        if row.has(before) && is_blank(row.text(before)) && !is_blank(row.text(col)) {
            report.field_cell(col, format!("Team member {} is empty; fill it first.", n - 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::probe::Probe;
    use super::*;

    const HEADER: [&str; 2] = ["Team member 1", "Lead Name"];

    #[test]
    fn each_fault_has_one_finding() {
        for (text, codes) in [
            ("", &["P-01"][..]),
            ("Bob, Partner, 999999", &["P-02"]),
            ("Bob, , 999999, ", &["P-03"]),
            (",,,", &["P-03"]),
            ("Bob, Partner, 999999, bob", &["P-04"]),
            ("Bob, Partner, none, bob@contoso.com", &["P-05"]),
            ("Bob, Partner, 1.4E+10, bob@contoso.com", &["P-05"]),
            ("Bob,Partner,+1 (425) 555-0100,bob@contoso.com", &[]),
        ] {
            assert_eq!(Probe::upload(&HEADER, &[text, "Contoso"]).codes(), codes, "{text}");
        }
    }

    #[test]
    fn a_member_without_an_e_mail_warns_and_one_without_name_or_phone_is_held_back() {
        for (text, level) in [
            ("Bob, Partner, 999999,", Level::Warning),
            ("Bob, Partner, 999999, ", Level::Warning),
            ("Bob, Partner, ,", Level::Error),
            (", Partner, 999999,", Level::Error),
            ("Bob, , 999999, bob@contoso.com", Level::Error),
            ("Bob, Partner, , bob@contoso.com", Level::Error),
        ] {
            let found = Probe::upload(&HEADER, &[text, "Contoso"]).all("P-03");
            assert_eq!(found.iter().map(|f| f.level).collect::<Vec<_>>(), [level], "{text}");
        }
        let row = Probe::download(&HEADER, &["", "Contoso"]);
        let typed = row.with("Team member 1", "Bob, Partner, 999999,").all("P-03");
        assert_eq!(typed[0].level, Level::Warning);
    }

    #[test]
    fn a_downloaded_member_only_warns() {
        let row = Probe::download(&HEADER, &["Bob", "Contoso"]);
        let edited = row.clone().with("Lead Name", "Fabrikam");
        assert_eq!(edited.all("P-02")[0].level, Level::Warning);
        assert_eq!(row.clone().with("Team member 1", "Al").all("P-02")[0].level, Level::Error);
        assert_eq!(row.all("P-02")[0].level, Level::Note);
    }
}
