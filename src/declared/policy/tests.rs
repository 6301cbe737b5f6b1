use super::*;
use crate::leads::kind::date::portal;
use crate::leads::{Origin, Row};
use crate::sheet::{PolicyRun, Sheet};
use crate::table::Table;

fn sheet() -> Sheet {
    let text = "Referral ID,Lead Name,Partner Referral Status,Partner Referral Substatus,\
        Declined/Lost/Error reason,Sales Stage,Estimated Deal Value,Estimated Close Date,Notes,\
        Lead Created Date,Email Validity\n\
        1,a,Active,Accepted,,80,1000,11/20/2026,,01/31/2026,Valid\n";
    let table = Table::parse(text.to_owned(), b',').expect("well-formed");
    Sheet::new(table, Origin::Download, portal("11/22/2026").expect("a day"))
}

fn read(text: &str) -> Result<Policy, Mistakes> {
    let sheet = sheet();
    read_policy("end", text, sheet.layout(), sheet.context())
}

fn names(text: &str) -> Vec<String> {
    read(text).expect("right").sentences.into_iter().map(|sentence| sentence.name).collect()
}

const LATE: &str = "\
# What happens at the end of the quarter
[[sentence]]
name = \"Spam leads are declined\"
when = [\"Status = New\", \"Lead Created Date < today-10d\", \"Email validity = Spam\"]
set = [\"Outcome = Declined\", \"Reason = 7\"]

[[sentence]]
when = [\"Status = Active\", \"Estimated Close Date < today\"]
set = [\"Estimated Close Date += 1q\"]
";

#[test]
fn a_policy_is_read_and_judges_leads() {
    let late = "Status = Active, Estimated Close Date < today";
    assert_eq!(names(LATE), ["Spam leads are declined", late]);
    assert_eq!(names(&LATE.replace('\n', "\r\n")).len(), 2);
    assert_eq!(names(&format!("\u{feff}{LATE}")).len(), 2);
    let sheet = sheet();
    let set = PolicyRun::new(&sheet, &read(LATE).expect("right")).change_set(&sheet, &[]);
    let cell = set.cells.first().expect("one");
    assert_eq!((cell.at.row, cell.after.as_str()), (Row::at(0), "02/20/2027"));
    assert_eq!(cell.reason.as_deref(), Some(late));
}

#[test]
fn sentences_without_a_name_get_different_ones() {
    let one = "[[sentence]]\nwhen = [\"Status = New\"]\nset = [\"Notes append x\"]\n";
    let named = one.replace("when", "name = \"Status = New (2)\"\nwhen");
    let all = format!("{one}{named}{one}{one}");
    assert_eq!(
        names(&all),
        ["Status = New", "Status = New (2)", "Status = New (3)", "Status = New (4)"]
    );
}

#[test]
fn every_mistake_is_found_at_once_with_its_line() {
    let text = "\
[[sentence]]
name = \"late\"
when = [
  \"Status => New\",
  \"Close datte < today\",
]
set = [\"Close date *= 2\", \"Refferal ID = x\", \"Referral ID = x\"]

[[sentence]]
name = \"late\"
whem = [\"Status = New\"]
set = []

[[sentence]]
name = \"\"
when = \"Close date < soon\"
set = [\"Outcome = Winning\", 7]

[sentences]
";
    let found = read(text).expect_err("wrong").to_string();
    let expected = "\
line 4: when: in \"Status => New\": \"=>\" isn't an operator; did you mean >=?
line 5: when: in \"Close datte < today\": no column is named \"Close datte\"; did you mean \"Close date\"?
line 7: set: in \"Close date *= 2\": Close date: \"*=2\" isn't for Close date; expected ";
    assert!(found.starts_with(expected), "{found}");
    let rest: Vec<&str> = found.lines().skip(3).collect();
    assert_eq!(
        rest,
        [
            "line 7: set: in \"Refferal ID = x\": the file has no column \"Refferal ID\"; did you mean \
             \"Referral ID\"?",
            "line 7: set: in \"Referral ID = x\": Referral ID: read-only, Partner Center sets it",
            "line 9: when is missing; expected a list of conditions: [\"Status = Active\", \"Close date < \
             today\"]",
            "line 10: name: \"late\" is the name of the sentence in line 1, too; expected another",
            "line 11: \"whem\" isn't a key here; did you mean \"when\"?",
            "line 12: set: the list is empty; expected a list of what is set: [\"Close date += 1q\"]",
            "line 15: name: it is empty; expected a text, or no name at all",
            "line 16: when: in \"Close date < soon\": \"soon\" isn't a date; expected one such as today, \
             today-10d, +1m, this quarter or 12/31/2026",
            "line 17: set: in \"Outcome = Winning\": \"Winning\" isn't an outcome that you can set; expected \
             Accepted, Won, Lost, Declined, Error",
            "line 17: set is an integer; expected a list of texts: [\"…\", \"…\"]",
            "line 19: \"sentences\" isn't a key here; did you mean \"sentence\"?",
        ]
    );
}

#[test]
fn a_file_without_sentences_is_no_policy() {
    for text in ["", "# nothing\n", "[[other]]\n"] {
        assert!(read(text).is_err(), "{text}");
    }
    let empty = read("").expect_err("empty").to_string();
    assert_eq!(
        empty,
        "line 1: there is no sentence; expected at least one [[sentence]] with when and set"
    );
}
