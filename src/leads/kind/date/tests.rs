//! Dates in the forms of all regions, from two tables in `tests/fixtures/dates`.

use super::*;
use chrono::Months;
use std::collections::BTreeSet;

const CLDR: &str = include_str!("../../../../tests/fixtures/dates/forms.tsv");
const PROGRAMS: &str = include_str!("../../../../tests/fixtures/dates/programs.tsv");

/// One short date: its form, the names of the months in it, and where it is written.
struct Form {
    pattern: &'static str,
    names: Vec<&'static str>,
    regions: &'static str,
}

impl Form {
    fn render(&self, day: NaiveDate) -> String {
        let name = self.names.get(day.month0() as usize).copied().unwrap_or_default();
        self.pattern
            .replace("{name}", name)
            .replace("{yyyy}", &day.format("%Y").to_string())
            .replace("{yy}", &day.format("%y").to_string())
            .replace("{mm}", &day.format("%m").to_string())
            .replace("{m}", &day.format("%-m").to_string())
            .replace("{dd}", &day.format("%d").to_string())
            .replace("{d}", &day.format("%-d").to_string())
    }

    /// Whether its texts say which number is which only together with other dates.
    fn is_ambiguous(&self) -> bool {
        let has_short_year = self.pattern.contains("{yy}");
        let is_year_last = self.pattern.find("{y") > self.pattern.find("{d");
        let has_strokes = self.pattern.contains(['/', '-']) && !self.pattern.contains("Thg");
        let is_korean_or_croatian = has_short_year && self.pattern.contains(". {m}. ");
        (has_strokes && (is_year_last || has_short_year)) || is_korean_or_croatian
    }
}

fn forms() -> Vec<Form> {
    let lines = CLDR.lines().chain(PROGRAMS.lines()).filter(|line| !line.starts_with('#'));
    let form = |line: &'static str| {
        let [pattern, names, regions] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("three columns: {line}")
        };
        let names = names.split('|').filter(|name| !name.is_empty()).collect();
        Form { pattern, names, regions }
    };
    lines.map(form).collect()
}

fn days() -> impl Iterator<Item = NaiveDate> {
    let first = NaiveDate::from_ymd_opt(2028, 1, 1).expect("a day");
    first.iter_days().take(366)
}

/// The days that are near a day, or have its number in another month or year.
fn others(day: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    let near = [1, 7].into_iter().filter_map(move |n| day.checked_add_days(Days::new(n)));
    near.chain([1, 12].into_iter().filter_map(move |n| day.checked_add_months(Months::new(n))))
}

#[test]
fn a_day_in_the_numbers_of_any_region_is_the_same_day_and_another_is_another() {
    let forms: Vec<Form> = forms().into_iter().filter(|form| form.names.is_empty()).collect();
    assert!(forms.len() > 70, "{}", forms.len());
    for form in &forms {
        for day in days() {
            let (old, text) = (write(day), form.render(day));
            let turned = [
                NaiveDate::from_ymd_opt(day.year(), day.day(), day.month()),
                NaiveDate::from_ymd_opt(
                    2000 + day.day() as i32,
                    day.month(),
                    day.year() as u32 % 100,
                ),
            ];
            let is_told = form.is_ambiguous() && is_rewritten(&old, &text);
            assert!(is_same_day(&old, &text) || is_told, "{old} {text:?} in {}", form.regions);
            if day.day() % 4 != 0 {
                continue;
            }
            for other in others(day).filter(|other| !turned.contains(&Some(*other))) {
                let old = write(other);
                assert!(!is_same_day(&old, &text), "{old} {text:?} in {}", form.regions);
            }
        }
    }
}

#[test]
fn a_day_with_the_name_of_its_month_is_the_same_day_and_another_is_another() {
    let forms: Vec<Form> = forms().into_iter().filter(|form| !form.names.is_empty()).collect();
    assert!(forms.len() > 200, "{}", forms.len());
    let mut shared = BTreeSet::new();
    for form in &forms {
        for day in days().filter(|day| [1, 9, 15, 28, 31].contains(&day.day())) {
            let (old, text) = (write(day), form.render(day));
            let name = form.names[day.month0() as usize];
            if !is_same_day(&old, &text) {
                assert!(is_rewritten(&old, &text), "{old} {text:?} in {}", form.regions);
                shared.insert(name);
            }
            for other in others(day) {
                let old = write(other);
                assert!(!is_same_day(&old, &text), "{old} {text:?} in {}", form.regions);
            }
        }
    }
    // The name of one month in one language and of the next in another.
    let shared: Vec<&str> = shared.into_iter().collect();
    assert_eq!(shared, ["lip", "lis", "listopada", "srp"]);
}

#[test]
fn digits_of_other_scripts_and_years_of_the_buddhist_era_are_read() {
    for text in [
        "٣١/٣/٢٠٢٧",
        "۲۰۲۷/۳/۳۱",
        "३१/३/२०२७",
        "31/3/2570",
        "２０２７/０３/３１",
        "\u{200f}31/\u{200f}3/2027",
    ] {
        assert!(is_same_day("03/31/2027", text), "{text}");
    }
}

#[test]
fn a_text_that_is_no_date_is_no_day() {
    for text in [
        "31-Foo-27",
        "31. 3.",
        "31-Mrz",
        "3 of 31 in 2027",
        "31/3/2027/1",
        "31/3/027",
        "2027-3",
        "31_3_2027",
        "99/99/99",
        "2027年",
        "Mrz 2027",
    ] {
        assert!(!is_same_day("03/31/2027", text) && suggest(text).is_none(), "{text}");
    }
}

#[test]
fn a_text_that_can_mean_two_days_is_neither_the_same_nor_suggested() {
    for (old, text) in [
        ("03/01/2027", "01/03/2027"),
        ("03/01/2027", "1/3/27"),
        ("03/31/2027", "27/03/31"),
        ("10/15/2027", "15-lis-27"),
    ] {
        assert!(!is_same_day(old, text) && is_rewritten(old, text), "{text}");
    }
    for text in ["1/3/27", "27/03/31", "15-lis-27"] {
        assert_eq!(suggest(text), None, "{text}");
    }
}

#[test]
fn a_day_that_does_not_exist_differs_from_a_wrong_format() {
    assert_eq!(portal("02/30/2027"), Err(DateError::NoSuchDay));
    assert_eq!(portal("02/29/2028").map(write).as_deref(), Ok("02/29/2028"));
    assert_eq!(portal("2027-02-01"), Err(DateError::Form));
    assert!(is_day_first("13/02/2027") && !is_day_first("02/13/2027"));
}

#[test]
fn a_date_in_another_format_is_the_same_day_unless_it_is_ambiguous() {
    for text in [
        "3/1/2027",
        "2027-03-01",
        "03/01/27",
        "1.3.2027",
        "1 Mar 2027",
        "03-01-2027",
        "2027-03-01T00:00:00Z",
        "46447",
    ] {
        assert!(is_same_day("03/01/2027", text), "{text}");
    }
    for text in ["01/03/2027", "01/03/27", "03/02/2027", "", "soon"] {
        assert!(!is_same_day("03/01/2027", text), "{text}");
    }
    assert!(is_same_day("02/13/2027", "13/02/2027"), "there is no other such day");
    assert!(!is_same_day("2027-03-01", "03/01/2027"), "the user corrected it");
    assert!(is_same_day("2027-03-01", "1.3.2027"));
    assert!(is_rewritten("03/01/2027", "01/03/2027"));
}

#[test]
fn suggestions_cover_the_date_formats_of_excel() {
    let suggested = |text| suggest(text).map(write);
    assert_eq!(suggested("45687").as_deref(), Some("01/30/2025"));
    assert_eq!(suggested("03-01-2027").as_deref(), Some("03/01/2027"));
    assert_eq!(suggested("1.3.2027").as_deref(), Some("03/01/2027"));
    assert_eq!(suggested("2027-03-01T00:00:00Z").as_deref(), Some("03/01/2027"));
    assert_eq!(suggested("########"), None);
}
