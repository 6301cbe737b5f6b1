//! Every mistake of a file, with its line.

use super::*;

/// What the tests declare.
#[derive(Debug, PartialEq)]
struct Pet {
    name: Option<String>,
    legs: Vec<u32>,
    size: Option<char>,
    age: Option<u32>,
    is_tame: bool,
    line: usize,
}

fn pets(text: &str) -> Result<Vec<Pet>, Mistakes> {
    read(text, |top| {
        top.sections("pet", |pet| Pet {
            line: pet.line(),
            name: pet.parsed("name", |name| match name {
                "cat" => Err("cats have no names"),
                name => Ok(name.to_owned()),
            }),
            legs: pet.parsed_list("legs", str::parse),
            size: pet.one_of("size", &[("small", 's'), ("large", 'l')]),
            age: pet.number("age", 0..=99),
            is_tame: pet.flag("tame"),
        })
    })
}

fn mistakes(text: &str) -> String {
    pets(text).expect_err("a mistake").to_string()
}

#[test]
fn a_right_file_is_read() {
    let text = "# Pets\n\n[[pet]]\nname = \"Tom\"\nlegs = [\"4\", \"2\"]\nsize = \"large\"\n\
                age = 1_0\ntame = true\n\n  [[pet]]\nname = 'Rex'\nlegs = \"4\"\n";
    let pet = |name: &str, legs: &[u32], size, age, is_tame, line| Pet {
        name: Some(name.to_owned()),
        legs: legs.to_vec(),
        size: Some(size),
        age,
        is_tame,
        line,
    };
    let expected =
        [pet("Tom", &[4, 2], 'l', Some(10), true, 3), pet("Rex", &[4], 's', None, false, 10)];
    assert_eq!(pets(text).expect("right"), expected);
    assert_eq!(pets("").expect("right"), []);
}

#[test]
fn every_mistake_is_found_with_its_line() {
    let text = "food = 1\n[[pet]]\nname = \"cat\"\nlegs = [\n  \"4\",\n  \"x\",\n  5,\n]\n\
                size = \"big\"\nage = 100\ntame = \"yes\"\nname_of = \"x\"\n[[pet]]\nlegs = 4\n\
                size = 1\nage = -1\nxyzzy = 1\n[[pet]]\nname = \" \"\n[[pet]]\nname = 1.5\n";
    assert_eq!(
        mistakes(text),
        "line 1: \"food\" isn't a key here; expected pet\n\
         line 3: name: cats have no names\n\
         line 6: legs: invalid digit found in string\n\
         line 7: legs is an integer; expected a list of texts: [\"…\", \"…\"]\n\
         line 9: size is \"big\"; expected \"small\" or \"large\"\n\
         line 10: age must be a whole number from 0 to 99\n\
         line 11: tame is a string; expected true or false\n\
         line 12: \"name_of\" isn't a key here; did you mean \"name\"?\n\
         line 13: name is missing; expected a text in quotation marks\n\
         line 14: legs is an integer; expected a list of texts: [\"…\", \"…\"]\n\
         line 15: size is an integer; expected \"small\" or \"large\"\n\
         line 16: age must be a whole number from 0 to 99\n\
         line 17: \"xyzzy\" isn't a key here; expected name, legs, size, age, tame\n\
         line 19: name is empty; expected a text in quotation marks\n\
         line 21: name is a float; expected a text in quotation marks"
    );
}

#[test]
fn a_file_that_is_not_toml_says_where() {
    let found = mistakes("[[pet]]\nname = Tom\n\nlegs = [\"4\"\nsize = \"x\n");
    assert!(found.lines().count() >= 2 && found.starts_with("line 2: "), "{found}");
    assert!(mistakes("[pet]\nname = \"x\"\n").starts_with("line 1: pet must be sections with two"));
    assert!(mistakes("pet = [1]\n").starts_with("line 1: pet must be sections with two brackets"));
}

#[test]
fn control_characters_are_shown_and_many_mistakes_are_counted() {
    assert!(mistakes("\"a\\u001b\" = 1\n").contains('␛'));
    let many: String = (100..203).fold(String::new(), |text, n| text + &format!("key_{n} = 1\n"));
    let found = mistakes(&many);
    assert_eq!(found.lines().count(), 101);
    assert!(found.ends_with("… and 3 more"), "{found}");
}

#[test]
fn a_section_of_free_keys_is_read_in_its_order() {
    let text = "[columns]\n\"Deal value\" = \"Amount\"\nnotes = 'Text'\n";
    let read = |text| {
        read(text, |top| {
            let columns = top.section("columns", |columns| {
                let texts = columns.texts().into_iter();
                texts.map(|(name, text, line)| format!("{line} {name}={text}")).collect::<Vec<_>>()
            });
            columns.unwrap_or_default()
        })
    };
    assert_eq!(read(text).expect("right"), ["2 Deal value=Amount", "3 notes=Text"]);
    let wrong = "[columns]\nnotes = 1\n";
    let said = read(wrong).expect_err("a mistake").to_string();
    assert_eq!(said, "line 2: notes is an integer; expected a text in quotation marks");
    let said = read("columns = 1\n").expect_err("a mistake").to_string();
    assert_eq!(said, "line 1: columns must be a section: [columns]");
}
