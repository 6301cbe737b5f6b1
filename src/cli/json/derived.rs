//! The schemas as they are derived from the types that are written; the committed ones are compared with them.

use crate::app::When;
use crate::cli::diff::DiffReport;
use crate::cli::export::ExportReport;
use crate::cli::fill::FillReport;
use crate::cli::json::check::CheckReport;
use crate::cli::json::{SCHEMAS, Schema};
use crate::cli::merge::MergeJson;
use crate::cli::plan::PlanReport;
use crate::cli::rebase::RebaseReport;
use crate::cli::set::SetReport;
use crate::cli::status::{DueReport, StatusReport};
use crate::cli::tables::{ColumnEntry, KeyEntry, RuleEntry, access_label, severity_label};
use crate::leads::{COLUMNS, Level, Severity, rules};
use crate::sheet::{DueReason, LeftOutKind, RowState, UploadStage};
use crate::store::journal::JournalState;
use crate::sync::fill::{FillCellGroup, LeadGroup};
use crate::sync::{DamageKind, MergeKind, MergeOutcomeKind, Side};
use crate::upload::{HoldReason, KindVerdict};
use schemars::generate::SchemaSettings;
use schemars::transform::{RecursiveTransform, Transform as _};
use schemars::{JsonSchema, Schema as Derived};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// The form of a rule's ID.
pub(in crate::cli) const RULE: &str = "^([A-Z]-[0-9]{2}|X:[a-z0-9-]+)$";

type Labels = Vec<&'static str>;

pub(in crate::cli) fn levels() -> Labels {
    Level::ALL.map(Level::label).to_vec()
}

pub(in crate::cli) fn severities() -> Labels {
    Severity::ALL.map(severity_label).to_vec()
}

pub(in crate::cli) fn damage_kinds() -> Labels {
    DamageKind::ALL.map(DamageKind::description).to_vec()
}

pub(in crate::cli) fn row_states() -> Labels {
    RowState::ALL.map(RowState::label).to_vec()
}

/// The groups of rows that don't belong to a lead.
const UNJOINED: [MergeKind; 2] = [MergeKind::Unknown, MergeKind::Repeated];

pub(in crate::cli) fn lead_groups() -> Labels {
    let of_leads = MergeKind::ALL.into_iter().filter(|kind| !UNJOINED.contains(kind));
    of_leads.map(MergeKind::as_str).collect()
}

pub(in crate::cli) fn row_groups() -> Labels {
    UNJOINED.map(MergeKind::as_str).to_vec()
}

pub(in crate::cli) fn rebase_groups() -> Labels {
    MergeOutcomeKind::ALL.map(MergeOutcomeKind::as_str).to_vec()
}

pub(in crate::cli) fn fill_cell_groups() -> Labels {
    FillCellGroup::ALL.map(FillCellGroup::as_str).to_vec()
}

pub(in crate::cli) fn fill_lead_groups() -> Labels {
    LeadGroup::all().map(LeadGroup::as_str).collect()
}

pub(in crate::cli) fn sides_or_null() -> Vec<Value> {
    Side::ALL.map(|side| json!(side.as_str())).into_iter().chain([Value::Null]).collect()
}

/// The kinds of what a policy wants and isn't done.
pub(in crate::cli) fn plan_left_out_kinds() -> Labels {
    let elsewhere = [LeftOutKind::Ambiguous, LeftOutKind::NoLead, LeftOutKind::Conflict];
    let kinds = LeftOutKind::ALL.into_iter().filter(|kind| !elsewhere.contains(kind));
    kinds.map(LeftOutKind::as_str).collect()
}

pub(in crate::cli) fn journal_states() -> Labels {
    JournalState::ALL.map(JournalState::label).to_vec()
}

pub(in crate::cli) fn left_out_kinds() -> Labels {
    let kinds = LeftOutKind::ALL.into_iter().filter(|kind| *kind != LeftOutKind::Unchanged);
    kinds.map(LeftOutKind::as_str).collect()
}

pub(in crate::cli) fn due_reasons() -> Labels {
    DueReason::ALL.map(DueReason::name).to_vec()
}

pub(in crate::cli) fn upload_stages() -> Labels {
    UploadStage::ALL.map(UploadStage::as_str).to_vec()
}

pub(in crate::cli) fn kind_verdicts() -> Labels {
    KindVerdict::ALL.map(KindVerdict::as_str).to_vec()
}

pub(in crate::cli) fn hold_reasons() -> Labels {
    HoldReason::ALL.map(HoldReason::as_str).to_vec()
}

pub(in crate::cli) fn upload_stages_or_null() -> Vec<Value> {
    upload_stages().into_iter().map(Value::from).chain([Value::Null]).collect()
}

pub(in crate::cli) fn accesses() -> Labels {
    let labels: BTreeSet<_> = COLUMNS.iter().map(|column| access_label(column.access)).collect();
    labels.into_iter().collect()
}

pub(in crate::cli) fn modes() -> Value {
    json!({"type": "string", "enum": When::ALL.map(When::section)})
}

/// The schema of a type's JSON.
fn of<T: JsonSchema>() -> Derived {
    SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<T>()
}

/// The schema of what a command prints.
fn derived(command: &str) -> Derived {
    match command {
        "check" => of::<CheckReport>(),
        "export" => of::<ExportReport>(),
        "diff" => of::<DiffReport>(),
        "merge" => of::<MergeJson>(),
        "fill" => of::<FillReport>(),
        "rebase" => of::<RebaseReport>(),
        "plan" => of::<PlanReport>(),
        "set" => of::<SetReport>(),
        "status" => of::<StatusReport>(),
        "status-due" => of::<DueReport>(),
        "columns" => of::<Vec<ColumnEntry>>(),
        "rules" => of::<Vec<RuleEntry>>(),
        "keys" => of::<Vec<KeyEntry>>(),
        _ => panic!("no type for the schema of {command}"),
    }
}

/// Makes the schema of one object exact: no other fields, no formats but JSON's own, texts in one line.
fn make_exact(schema: &mut Derived) {
    let Some(schema) = schema.as_object_mut() else { return };
    if schema.contains_key("properties") {
        schema.insert("additionalProperties".to_owned(), Value::Bool(false));
    }
    schema.retain(|key, value| key != "format" || value != "uint");
    if let Some(Value::String(text)) = schema.get_mut("description") {
        *text = text.replace('\n', " ");
    }
}

/// The text of a schema as it is committed.
fn text(schema: &Schema) -> String {
    let mut derived = derived(schema.command);
    RecursiveTransform(make_exact).transform(&mut derived);
    derived.insert("$id".to_owned(), json!(format!("urn:leadsheet:schema:{}", schema.command)));
    derived.insert("title".to_owned(), json!(schema.title));
    let mut text = String::new();
    write(&derived.to_value(), 0, &mut text);
    text + "\n"
}

/// The order in which the keys of a schema are read best; others follow.
const ORDER: [&str; 9] =
    ["$schema", "$id", "title", "description", "$ref", "type", "items", "properties", "required"];

/// Writes JSON with the keys of a schema in an order for people, and fields in the order of the output.
fn write(value: &Value, indent: usize, out: &mut String) {
    let inner = indent + 2;
    match value {
        Value::Object(map) if map.len() > 1 || map.values().any(Value::is_object) => {
            let keys = ordered(map);
            write_all(
                ("{", "}"),
                indent,
                out,
                keys.into_iter().map(|key| {
                    let mut entry = format!("{}: ", Value::from(key.as_str()));
                    let properties = map.get("required").filter(|_| key == "properties");
                    match (properties, &map[key]) {
                        (Some(Value::Array(names)), Value::Object(fields)) => {
                            let fields = names.iter().filter_map(|name| {
                                let field = fields.get(name.as_str()?)?;
                                let mut entry = format!("{name}: ");
                                write(field, inner + 2, &mut entry);
                                Some(entry)
                            });
                            write_all(("{", "}"), inner, &mut entry, fields);
                        }
                        (_, value) => write(value, inner, &mut entry),
                    }
                    entry
                }),
            );
        }
        Value::Array(list) if list.iter().any(Value::is_object) => {
            write_all(
                ("[", "]"),
                indent,
                out,
                list.iter().map(|value| {
                    let mut entry = String::new();
                    write(value, inner, &mut entry);
                    entry
                }),
            );
        }
        Value::Array(list) => {
            let entries: Vec<_> = list.iter().map(Value::to_string).collect();
            out.extend(["[", &entries.join(", "), "]"]);
        }
        value => out.push_str(&value.to_string()),
    }
}

fn write_all(
    (open, close): (&str, &str),
    indent: usize,
    out: &mut String,
    entries: impl Iterator<Item = String>,
) {
    let entries: Vec<_> = entries.map(|entry| format!("{:1$}{entry}", "", indent + 2)).collect();
    let entries = entries.join(",\n");
    out.extend([open, "\n", &entries, "\n", &" ".repeat(indent), close]);
}

fn ordered(map: &Map<String, Value>) -> Vec<&String> {
    let mut keys: Vec<_> = map.keys().collect();
    let rank = |key: &str| match key {
        "$defs" => usize::MAX,
        key => ORDER.iter().position(|known| *known == key).unwrap_or(ORDER.len()),
    };
    keys.sort_by_key(|key| rank(key));
    keys
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::path::PathBuf;

    #[test]
    fn the_committed_schemas_are_those_of_the_types() {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("assets/schemas");
        for schema in &SCHEMAS {
            let text = text(schema);
            if std::env::var_os("LEADSHEET_UPDATE").is_some() {
                fs::write(folder.join(schema.command).with_extension("json"), &text)
                    .expect("written");
                continue;
            }
            assert!(
                text == schema.text,
                "the JSON of `leadsheet {}` has changed; LEADSHEET_UPDATE=1 cargo test --lib schemas \
                 writes its schema anew",
                schema.command
            );
        }
    }

    #[test]
    fn each_rule_has_an_id_of_the_form_in_the_schemas() {
        for rule in rules::all() {
            let is_id =
                matches!(rule.code.as_bytes(), [b'A'..=b'Z', b'-', b'0'..=b'9', b'0'..=b'9']);
            assert!(is_id, "{} isn't of the form {RULE}", rule.code);
        }
    }
}
