//! Which house rules a command obeys.

use crate::cli::Invocation;
use crate::declared;
use crate::leads::house::HouseRules;
use crate::leads::{FileContext, RuleContext, visible};
use crate::store;
use clap::{Args as ClapArgs, ValueHint};
use std::path::{Path, PathBuf};

/// The options about house rules.
#[derive(Clone, Debug, Default, PartialEq, Eq, ClapArgs)]
pub struct RulesArgs {
    /// Read the house rules from this file instead of rules.toml in the configuration folder.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with = "no_rules")]
    pub rules: Option<PathBuf>,
    /// Don't apply house rules.
    #[arg(long)]
    pub no_rules: bool,
}

/// Reads the house rules that a command obeys. `context` has the day and the lists that they are read with; it is
/// asked for only if there are house rules.
pub fn house_rules(command: &Invocation, context: impl FnOnce() -> RuleContext) -> HouseRules {
    match command.rules_args() {
        Some(args) if !args.no_rules => read_rules(args.rules.as_deref(), context),
        _ => HouseRules::default(),
    }
}

/// Reads the house rules of a file, or those in the folder of the configuration.
pub(crate) fn read_rules(
    asked: Option<&Path>,
    context: impl FnOnce() -> RuleContext,
) -> HouseRules {
    let own = store::rules_file();
    let Some(path) = asked.or(own.as_deref()) else { return HouseRules::default() };
    let name = visible(&path.to_string_lossy()).into_owned();
    let without_name =
        |why: String| why.strip_prefix(&format!("{name}: ")).map_or(why.clone(), str::to_owned);
    match store::read_config(path) {
        Ok(None) if asked.is_none() => HouseRules::default(),
        Ok(None) => HouseRules::broken(name, vec!["there is no such file".to_owned()]),
        Err(why) => HouseRules::broken(&*name, vec![without_name(why)]),
        Ok(Some(text)) => declared::house_rules(&text, &name, &FileContext::new(context()))
            .unwrap_or_else(|mistakes| HouseRules::broken(&*name, mistakes.lines())),
    }
}

/// Why a command without a screen does nothing: every mistake in the file of the house rules, a line each.
pub fn refusal(rules: &HouseRules) -> Option<String> {
    if rules.mistakes().is_empty() {
        return None;
    }
    let path = rules.path();
    let mut text = "the house rules can't be used; nothing was done:\n".to_owned();
    for mistake in rules.mistakes() {
        text.extend(["  ", path, ": ", mistake, "\n"]);
    }
    text.push_str("correct the file, or move it away");
    Some(text)
}
