//! `rules.toml`: the house rules.

use crate::declared::{Mistakes, Section, read};
use crate::leads::FileContext;
use crate::leads::condition::Condition;
use crate::leads::house::{FILE_RULE, HouseRule, HouseRuleSpec, HouseRules};
use std::collections::HashMap;

/// The key of a rule's section.
const SECTION: &str = "rule";

/// Reads house rules. `path` names the file for people.
///
/// Dates such as `today` are those of the day of the context, and outcomes those of its lists.
///
/// # Errors
///
/// Fails with every mistake in the file.
pub fn house_rules(text: &str, path: &str, context: &FileContext) -> Result<HouseRules, Mistakes> {
    read(text, |top| {
        let mut lines = HashMap::new();
        let rules = top.sections(SECTION, |section| {
            let spec = spec(section, context, &mut lines)?;
            // Its conditions were read for the same columns.
            HouseRule::new(spec, path, context).ok()
        });
        HouseRules::new(path, rules.into_iter().flatten().collect())
    })
}

/// Reads what stands in the section of a rule. `lines` has the line of each name before it.
fn spec(
    section: &mut Section,
    context: &FileContext,
    lines: &mut HashMap<String, usize>,
) -> Option<HouseRuleSpec> {
    let condition = |text: &str| {
        let condition = Condition::parse(text)?;
        condition.on_columns(context).map(|_| condition)
    };
    let line = section.line();
    let name = section.parsed("name", |text| {
        let name = name(text)?;
        match lines.insert(name.clone(), line) {
            Some(other) => Err(format!(
                "\"{name}\" is the name of the rule in line {other}, too; expected another one"
            )),
            None => Ok(name),
        }
    });
    let when = section.parsed_list("when", condition);
    let require = section.parsed("require", condition);
    let is_warning = section.one_of("level", &[("error", false), ("warning", true)]);
    let text = section.required_text("text").map(str::to_owned);
    let help = section.text("help").unwrap_or_default().to_owned();
    Some(HouseRuleSpec {
        name: name?,
        when,
        require: require?,
        is_warning: is_warning?,
        text: text?,
        help,
        line,
    })
}

fn name(text: &str) -> Result<String, String> {
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if !text.chars().all(is_plain) {
        return Err(format!(
            "\"{text}\" isn't a name; expected small letters, digits and hyphens only"
        ));
    }
    if text.len() > MAX_NAME_LENGTH {
        return Err(format!(
            "\"{text}\" is too long; expected at most {MAX_NAME_LENGTH} characters"
        ));
    }
    if text == FILE_RULE {
        return Err(format!("\"{text}\" is the program's own name for mistakes in this file"));
    }
    Ok(text.to_owned())
}

/// The most characters of a name: it is shown before each finding.
const MAX_NAME_LENGTH: usize = 40;
