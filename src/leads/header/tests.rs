use super::*;

fn col(name: &str) -> Option<Col> {
    Layout::new(vec![name.to_owned()]).col(Field(0))
}

#[test]
fn the_longest_column_name_in_a_sentence_is_found() {
    let names = ["Offer 1", "Notes", "Currency", "Solution 1", "Solution 10", "Errors", "Our own*"];
    let layout = Layout::new(names.map(str::to_owned).into());
    let field_in = |sentence| layout.named_in(sentence).map(|field| names[field.index()]);
    assert_eq!(field_in("Required field Solution 1 missing"), Some("Solution 1"));
    assert_eq!(field_in("Mandatory field  SOLUTION 10 missing."), Some("Solution 10"));
    assert_eq!(field_in("\"Notes\" too long, see Currency"), Some("Currency"));
    assert_eq!(field_in("OUR OWN isn't known"), Some("Our own*"));
    assert_eq!(field_in("Currencyless: errors, Footnotes, Offer 12"), None);
    let variant = Layout::new(vec!["Decline/Lost/Error reason".to_owned()]);
    assert_eq!(variant.named_in("Declined/Lost/Error reason is required"), Some(Field(0)));
}

#[test]
fn spellings_of_documentation_and_template_are_the_same_column() {
    for name in ["Declined/Lost/Error reason", "Decline/Lost/Error reason", "Declined/Lost reason"]
    {
        assert_eq!(col(name), Some(Col::Reason), "{name}");
    }
    assert_eq!(col("\u{feff} customer  POSTAL code * "), Some(Col::PostalCode));
    assert_eq!(col("Lead Source *"), Some(Col::LeadSource));
    assert_eq!(col("MPN Id"), Some(Col::MpnId));
}

#[test]
fn numbered_families_are_recognised_beyond_the_documented_five() {
    assert_eq!(col("Offers 5*"), Some(Col::Offer(5)));
    assert_eq!(col("Solution 50"), Some(Col::Solution(50)));
    assert_eq!(col("team MEMBER 6"), Some(Col::TeamMember(6)));
    assert_eq!(col("Team member"), None);
    assert_eq!(col("Offer 0"), None);
    assert_eq!(col("Offer 100"), None);
}

#[test]
fn a_repeated_header_is_known_in_each_spelling_and_an_id_is_none() {
    for name in ["Referral ID", "ReferralID", "referral id *"] {
        let layout = Layout::new(vec!["Notes".to_owned(), name.to_owned()]);
        assert!(layout.is_repeated(name) && layout.is_repeated(&name.to_uppercase()), "{name}");
        assert!(
            !layout.is_repeated("Notes") && !layout.is_repeated("") && !layout.is_repeated("a-1")
        );
    }
    assert!(!Layout::new(vec!["Notes".to_owned()]).is_repeated("Notes"));
}

#[test]
fn the_second_of_two_equal_headers_is_unknown() {
    let layout = Layout::new(vec!["Currency".into(), "currency *".into()]);
    assert_eq!(layout.col(Field(0)), Some(Col::Currency));
    assert_eq!(layout.col(Field(1)), None);
    assert_eq!(layout.field(Col::Currency), Some(Field(0)));
}

#[test]
fn a_row_may_lack_only_optional_cells_at_its_end() {
    let names = ["Referral ID", "Team member 1", "Team member 2", "Our own", "Errors"];
    let names = names.iter().chain(&["Marketplace Purchase Intent"]);
    let layout = Layout::new(names.map(|&name| name.to_owned()).collect());
    let taken: Vec<usize> = (0..9).filter(|&fields| layout.accepts(fields)).collect();
    assert_eq!(taken, [2, 3, 4, 5, 6]);
    let unknown = Layout::new(vec!["a".to_owned(), "Lead Name".to_owned(), "b".to_owned()]);
    assert_eq!([1, 2, 3, 4].map(|fields| unknown.accepts(fields)), [false, true, true, false]);
}

#[test]
fn deal_name_belongs_to_another_kind_of_file() {
    assert_eq!(col("Deal Name"), None);
}

#[test]
fn a_documented_name_wins_over_another_name_of_the_column() {
    let layout = |names: &[&str]| Layout::new(names.iter().map(|&name| name.to_owned()).collect());
    for names in [["Status", "Partner Referral Status"], ["status *", "partner  referral STATUS*"]]
    {
        let layout = layout(&names);
        assert_eq!((layout.col(Field(0)), layout.col(Field(1))), (None, Some(Col::Status)));
        assert_eq!((layout.status(), layout.duplicate_of(Field(0))), (Some(Field(1)), None));
        assert_eq!(layout.named_in("Required field Partner Referral Status"), Some(Field(1)));
        assert_eq!(layout.named_in("Required field Status"), None, "which one isn't known");
    }
    let layout = layout(&["currency *", "Currency", "Offers 5", "Offer 5", "Substatus"]);
    let cols = [Field(0), Field(1), Field(2), Field(3), Field(4)].map(|field| layout.col(field));
    let known = [None, Some(Col::Currency), None, Some(Col::Offer(5)), Some(Col::Substatus)];
    assert_eq!(cols, known);
    let duplicates = layout.fields().filter_map(|field| layout.duplicate_of(field));
    assert_eq!(duplicates.collect::<Vec<_>>(), [Field(1)], "only the currency is there twice");
}

#[test]
fn two_other_names_of_one_column_are_that_column_twice() {
    let names = ["Substatus", "Partner Referral Sub-status"].map(str::to_owned);
    let layout = Layout::new(names.into());
    assert_eq!(
        (layout.substatus(), layout.duplicate_of(Field(1))),
        (Some(Field(0)), Some(Field(0)))
    );
}
