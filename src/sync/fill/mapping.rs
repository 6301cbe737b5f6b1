//! What each column of the file fills, and what its values mean.

use crate::leads::kind::conventions::Conventions;
use crate::leads::{Access, Choice, Col, Field, Kind, Layout, Row, nearest, normalise};
use crate::sheet::Sheet;
use crate::sync::fill::key::{KeyMatch, LEAD_KEYS};
use crate::sync::fill::outcome::NamedOutcome;
use crate::sync::fill::reading::{self, Reading};
use crate::sync::fill::source::{SourceCell, SourceTable};
use std::collections::{BTreeMap, HashMap};

/// The name of the target that sets all cells of an outcome.
pub const OUTCOME: &str = "Outcome";

/// What a column of the file fills.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FillTarget {
    /// A column of the leads.
    Field(Field),
    /// All cells of the outcome: status, substatus, stage and reason.
    Outcome,
}

impl FillTarget {
    /// Its name: that of the column, or *Outcome*.
    pub fn name(self, layout: &Layout) -> &str {
        match self {
            Self::Field(field) => layout.name(field),
            Self::Outcome => OUTCOME,
        }
    }

    /// All targets of a file, the outcome first: the columns that can be edited.
    pub fn all(layout: &Layout) -> Vec<Self> {
        let outcome = layout.status().map(|_| Self::Outcome);
        let is_open = |field: &Field| layout.col(*field).is_some_and(can_fill);
        outcome.into_iter().chain(layout.fields().filter(is_open).map(Self::Field)).collect()
    }

    /// The columns of a file that can be a key, the surest first.
    pub fn key_fields(layout: &Layout) -> Vec<Field> {
        LEAD_KEYS.iter().filter_map(|col| layout.field(*col)).collect()
    }

    /// Whether a text is the name of a column, in any of its spellings.
    pub fn is_named(name: &str, field: Field, layout: &Layout) -> bool {
        let header = Layout::new(vec![name.to_owned()]);
        let col = layout.col(field);
        normalise(name) == normalise(layout.name(field))
            || col.is_some() && header.known().next().map(|(_, col)| col) == col
            || col.is_some_and(|col| normalise(&col.short()) == normalise(name))
    }

    /// The texts that a column takes, each with what it means, if it takes only certain ones.
    pub fn texts(self, sheet: &Sheet) -> Vec<(String, String)> {
        let Self::Field(field) = self else { return Vec::new() };
        let choices = listed_choices(sheet, self).unwrap_or_default();
        let text = |choice: Choice| {
            let col = sheet.layout().col(field)?;
            let (_, text) = choice.sets.into_iter().find(|(own, _)| *own == col)?;
            let is_label = choice.label == text;
            Some((text, if is_label { choice.detail } else { choice.label }))
        };
        choices.into_iter().filter_map(text).collect()
    }

    /// The target with this name: a column in any of its spellings, or the outcome by any of its columns.
    pub fn named(name: &str, layout: &Layout) -> Option<Self> {
        if normalise(name) == normalise(OUTCOME) {
            return layout.status().map(|_| Self::Outcome);
        }
        let header = Layout::new(vec![name.to_owned()]);
        let col = header.known().next().map(|(_, col)| col);
        let short = || {
            layout.known().map(|(_, col)| col).find(|c| normalise(&c.short()) == normalise(name))
        };
        let col = col.or_else(short)?;
        if col.is_outcome() {
            return layout.status().map(|_| Self::Outcome);
        }
        layout.field(col).filter(|_| can_fill(col)).map(Self::Field)
    }
}

/// Whether the cells of a column can be filled by themselves.
fn can_fill(col: Col) -> bool {
    let is_open = matches!(col.column().access, Access::Open | Access::When(_));
    is_open && !col.is_outcome() && col.number() <= col.limit()
}

/// What a value of the file means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MappedValue {
    /// A text, read as if it was typed.
    Text(String),
    /// An outcome.
    Outcome(NamedOutcome),
    /// Nothing: it is known and fills no cell.
    Nothing,
}

/// What a column of the file fills, and what is said about its values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceColumn {
    /// What it fills, if anything.
    pub target: Option<FillTarget>,
    /// The values with a meaning of their own: by the text without case, the text and its meaning.
    values: BTreeMap<String, (String, MappedValue)>,
}

impl SourceColumn {
    /// The meaning that was given to a value; case doesn't count.
    pub fn value(&self, text: &str) -> Option<&MappedValue> {
        self.values.get(&text.trim().to_lowercase()).map(|(_, value)| value)
    }

    /// Gives a value a meaning, or takes it back.
    pub fn set_value(&mut self, text: &str, value: Option<MappedValue>) {
        let key = text.trim().to_lowercase();
        match value {
            Some(value) => self.values.insert(key, (text.trim().to_owned(), value)),
            None => self.values.remove(&key),
        };
    }

    /// The values with a meaning of their own, sorted.
    pub fn values(&self) -> impl Iterator<Item = (&str, &MappedValue)> {
        self.values.values().map(|(text, value)| (text.as_str(), value))
    }
}

/// A value of a column of the file, with how often it stands there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnValue {
    /// The value.
    pub text: String,
    /// The number of rows that have it.
    pub rows: usize,
    /// What it means; nothing if that isn't known, so that it fills nothing.
    pub meaning: Option<MappedValue>,
}

/// Which column of the file is the key, and what the others fill.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FillMapping {
    /// The column of the leads and the column of the file that hold the same keys.
    pub key: Option<(Field, usize)>,
    /// What each column of the file fills.
    pub columns: Vec<SourceColumn>,
}

impl FillMapping {
    /// Maps the columns that have the name of a column that can be filled, in any of its spellings, and takes the
    /// key that matches most leads.
    ///
    /// A column *Substatus* tells more about the outcome than one *Status*.
    pub fn from_names(source: &SourceTable, sheet: &Sheet) -> Self {
        let key = KeyMatch::find_all(source, sheet).first().map(|key| (key.field, key.source));
        let names = Layout::new(source.headers.clone());
        let mut mapping =
            Self { key, columns: vec![SourceColumn::default(); source.headers.len()] };
        let substatus = names.substatus();
        for (at, field) in names.fields().enumerate() {
            let Some(col) = names.col(field).filter(|_| key.is_none_or(|key| key.1 != at)) else {
                continue;
            };
            if col.is_outcome() && Some(field) != substatus.or(names.status()) {
                continue;
            }
            let target = FillTarget::named(&col.name(), sheet.layout());
            if target.is_some_and(|target| mapping.source_of(target).is_none()) {
                mapping.columns[at].target = target;
            }
        }
        mapping
    }

    /// The column of the file that fills a target.
    pub fn source_of(&self, target: FillTarget) -> Option<usize> {
        self.columns.iter().position(|column| column.target == Some(target))
    }

    /// Lets a column of the file fill a target, in the place of the column that does.
    pub fn set_target(&mut self, column: usize, target: Option<FillTarget>) {
        if let Some(other) = target.and_then(|target| self.source_of(target)) {
            self.columns[other].target = None;
        }
        if let Some(column) = self.columns.get_mut(column) {
            if column.target != target {
                column.values.clear();
            }
            column.target = target;
        }
    }

    /// The columns of the file that fill something, with what they fill; the key isn't one.
    pub fn filling(&self) -> impl Iterator<Item = (usize, FillTarget)> {
        let key = self.key.map(|(_, column)| column);
        let columns = self.columns.iter().enumerate().filter(move |(at, _)| Some(*at) != key);
        columns.filter_map(|(at, column)| Some((at, column.target?)))
    }

    /// What a column of the file probably fills: what CRMs call so, or the column with the nearest name.
    pub fn suggestion(&self, header: &str, layout: &Layout) -> Option<FillTarget> {
        let key = normalise(header);
        let known = CRM_NAMES.iter().find(|(name, _)| *name == key).map(|(_, target)| *target);
        let free = |target: &FillTarget| self.source_of(*target).is_none();
        if let Some(known) = known {
            return FillTarget::named(known, layout).filter(free);
        }
        let targets = FillTarget::all(layout);
        let names = targets.iter().map(|target| target.name(layout));
        let name = nearest(header, names)?;
        targets.iter().copied().find(|target| target.name(layout) == name).filter(free)
    }

    /// The different values of a column whose target takes only certain ones, the most frequent first, each with
    /// what it means; nothing for other targets.
    pub fn values_of(
        &self,
        source: &SourceTable,
        sheet: &Sheet,
        column: usize,
    ) -> Vec<ColumnValue> {
        let Some(mapped) = self.columns.get(column) else { return Vec::new() };
        let Some(target) = mapped.target else { return Vec::new() };
        let choices = listed_choices(sheet, target);
        if target != FillTarget::Outcome && choices.is_none() {
            return Vec::new();
        }
        let mut counts: HashMap<String, (String, usize)> = HashMap::new();
        for cell in source.column(column) {
            let text = cell.trimmed();
            let entry = counts.entry(text.to_lowercase());
            entry.or_insert_with(|| (text.to_owned(), 0)).1 += 1;
        }
        let choices = choices.unwrap_or_default();
        let value = |(text, rows): (String, usize)| ColumnValue {
            meaning: mapped
                .value(&text)
                .cloned()
                .or_else(|| own_meaning(sheet, target, &text, &choices)),
            text,
            rows,
        };
        let mut values: Vec<ColumnValue> = counts.into_values().map(value).collect();
        values.sort_unstable_by(|a, b| b.rows.cmp(&a.rows).then_with(|| a.text.cmp(&b.text)));
        values
    }
}

/// The choices of a target that takes only certain values, the same for every lead; nothing for other targets.
///
/// A reason's number depends on the outcome of the lead: every reason is listed.
pub(crate) fn listed_choices(sheet: &Sheet, target: FillTarget) -> Option<Vec<Choice>> {
    let FillTarget::Field(field) = target else { return None };
    let col = sheet.layout().col(field)?;
    let Kind::Choice(_) = col.column().kind else { return None };
    if col.is_reason() {
        let reason = |reason: &crate::leads::outcome::Reason| Choice {
            label: reason.text.clone(),
            sets: vec![(col, reason.code.to_string())],
            ..Choice::default()
        };
        return Some(sheet.context().lists.reasons().iter().map(reason).collect());
    }
    sheet.choices(Row(0), field).filter(|_| sheet.row_count() > 0).map(|choices| choices.items)
}

/// What a value means by itself: the name of an outcome or the text of a choice.
fn own_meaning(
    sheet: &Sheet,
    target: FillTarget,
    text: &str,
    choices: &[Choice],
) -> Option<MappedValue> {
    let context = sheet.context();
    match target {
        FillTarget::Outcome => {
            NamedOutcome::parse(text, &context.lists).ok().map(MappedValue::Outcome)
        }
        FillTarget::Field(field) => {
            let (cell, col) = (SourceCell::text(text), sheet.layout().col(field)?);
            let by = (context, Conventions::default());
            match reading::read(col, "", &cell, by, choices) {
                Reading::Text(text) => Some(MappedValue::Text(text)),
                Reading::Same | Reading::Rejected(_) | Reading::Unmapped => None,
            }
        }
    }
}

/// What the common CRMs call the columns that leads have, normalised, and the names of these.
///
/// They are suggested, never mapped unasked: a *Stage* means something else in each company.
const CRM_NAMES: [(&str, &str); 20] = [
    ("close", "Estimated Close Date"),
    ("closing date", "Estimated Close Date"),
    ("deal close date", "Estimated Close Date"),
    ("stage", OUTCOME),
    ("deal stage", OUTCOME),
    ("opportunity stage", OUTCOME),
    ("status reason", OUTCOME),
    ("state", OUTCOME),
    ("amount", "Estimated Deal Value"),
    ("value", "Estimated Deal Value"),
    ("est. revenue", "Estimated Deal Value"),
    ("estimated revenue", "Estimated Deal Value"),
    ("est. close date", "Estimated Close Date"),
    ("expected close date", "Estimated Close Date"),
    ("opportunity id", "CRM ID"),
    ("deal id", "CRM ID"),
    ("record id", "CRM ID"),
    ("description", "Notes"),
    ("comments", "Notes"),
    ("next step", "Notes"),
];
