//! A view in names instead of numbers, so that it fits another content and another file.

use crate::app::grid::columns::{ColumnSet, Columns};
use crate::leads::Field;
use crate::leads::condition::{Condition, ConditionError};
use crate::sheet::{Filter, Pattern, RowState, Sheet, Sort};
use serde::{Deserialize, Serialize};

/// Which columns and leads are shown, and in which order: columns by their names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ViewSpec {
    /// The name of the set of columns that was shown last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) column_set: Option<String>,
    /// The shown columns besides the frozen ones, from left to right, if they aren't just that set.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) columns: Vec<String>,
    /// What the leads are sorted by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) sort: Option<SortSpec>,
    /// The conditions that the shown leads fit.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) filters: Vec<FilterSpec>,
}

/// The column that leads are sorted by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SortSpec {
    column: String,
    #[serde(default)]
    descending: bool,
}

/// A condition on leads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum FilterSpec {
    /// A cell holds one of these texts, or none of them.
    Values {
        column: String,
        texts: Vec<String>,
        #[serde(default)]
        excluded: bool,
    },
    /// A cell has a text or fits an expression.
    Text {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        column: Option<String>,
        text: String,
        #[serde(default)]
        expression: bool,
    },
    /// A condition holds, in the words in which it was written.
    Condition { condition: String },
    /// The lead has an error or a warning.
    Problems,
    /// The lead has an error.
    Errors,
    /// The lead is changed.
    Changed,
    /// The last upload rejected the lead.
    Failed,
    /// The lead is due within some days.
    Due { days: u32 },
    /// The lead is flagged.
    Flagged,
    /// The lead has a private note.
    PrivateNote,
    /// The lead is in this state.
    State { state: String },
}

/// A view in the fields of one sheet.
#[derive(Debug, Default)]
pub(crate) struct Arrangement {
    /// The filters, without those on columns that the sheet doesn't have.
    pub(crate) filters: Vec<Filter>,
    /// The sort order, if the sheet has its column.
    pub(crate) sort: Option<Sort>,
    /// The names of the columns that the sheet doesn't have.
    pub(crate) missing: Vec<String>,
}

/// The name by which a column is kept: its own, whichever of its names the file has.
fn name_of(sheet: &Sheet, field: Field) -> String {
    let col = sheet.layout().col(field);
    col.map_or_else(|| sheet.layout().name(field).to_owned(), |col| col.name())
}

/// The field of a sheet that is kept by a name.
pub(crate) fn field_of(sheet: &Sheet, name: &str) -> Option<Field> {
    let same = sheet.layout().known().find(|(_, col)| col.name() == name);
    same.map(|(field, _)| field).or_else(|| sheet.column(name))
}

impl ViewSpec {
    /// The columns that one works in, and all leads.
    pub(crate) fn work() -> Self {
        Self { column_set: Some("work".to_owned()), ..Self::default() }
    }

    /// All columns, and all leads.
    pub(crate) fn all() -> Self {
        Self { column_set: Some("all".to_owned()), ..Self::default() }
    }

    /// Only the leads with a text in a column.
    pub(crate) fn with_value(mut self, column: &str, text: &str) -> Self {
        let (column, texts) = (column.to_owned(), vec![text.to_owned()]);
        self.filters.push(FilterSpec::Values { column, texts, excluded: false });
        self
    }

    /// Sorted by a column, smallest first.
    pub(crate) fn by(self, column: &str) -> Self {
        let sort = SortSpec { column: column.to_owned(), descending: false };
        Self { sort: Some(sort), ..self }
    }

    /// Describes what is shown of a sheet.
    pub(crate) fn new(
        sheet: &Sheet,
        columns: &Columns,
        filters: &[Filter],
        sort: Option<Sort>,
    ) -> Self {
        let name = |field| name_of(sheet, field);
        let set = SETS.into_iter().find(|(_, set)| *set == columns.set());
        let shown = (columns.frozen()..columns.len()).map(|at| name(columns.field(at)));
        let is_set = set.is_some() && columns.is_whole_set(sheet);
        Self {
            column_set: set.map(|(name, _)| name.to_owned()),
            columns: if is_set { Vec::new() } else { shown.collect() },
            sort: sort.map(|s| SortSpec { column: name(s.field), descending: s.descending }),
            filters: filters.iter().map(|filter| FilterSpec::new(sheet, filter)).collect(),
        }
    }

    /// Shows its columns; nothing changes if the sheet has none of them. Returns the names of those that it
    /// doesn't have.
    pub(crate) fn show_columns(&self, sheet: &Sheet, columns: &mut Columns) -> Vec<String> {
        let set = SETS.into_iter().find(|(name, _)| Some(*name) == self.column_set.as_deref());
        if let Some((_, set)) = set {
            columns.show(sheet, set);
        }
        let (mut fields, mut missing) = (Vec::new(), Vec::new());
        for name in &self.columns {
            match field_of(sheet, name) {
                Some(field) => fields.push(field),
                None => missing.push(name.clone()),
            }
        }
        columns.show_fields(&fields);
        missing
    }

    /// Its filters and sort order for a sheet.
    pub(crate) fn arrangement(&self, sheet: &Sheet) -> Arrangement {
        let mut found = Arrangement::default();
        let mut field = |name: &str| {
            let field = field_of(sheet, name);
            if field.is_none() {
                found.missing.push(name.to_owned());
            }
            field
        };
        found.filters =
            self.filters.iter().filter_map(|filter| filter.filter(sheet, &mut field)).collect();
        found.sort = self.sort.as_ref().and_then(|sort| {
            Some(Sort { field: field(&sort.column)?, descending: sort.descending })
        });
        found
    }
}

/// The names by which sets of columns are kept.
const SETS: [(&str, ColumnSet); 4] = [
    ("all", ColumnSet::All),
    ("work", ColumnSet::Work),
    ("editable", ColumnSet::Editable),
    ("problems", ColumnSet::Problems),
];

impl FilterSpec {
    fn new(sheet: &Sheet, filter: &Filter) -> Self {
        let name = |field: Field| name_of(sheet, field);
        match filter {
            Filter::Values { field, texts, is_excluded } => Self::Values {
                column: name(*field),
                texts: texts.iter().cloned().collect(),
                excluded: *is_excluded,
            },
            Filter::Has { field, pattern } => Self::Text {
                column: field.map(name),
                text: pattern.typed().to_owned(),
                expression: pattern.is_regex(),
            },
            Filter::Condition { condition, .. } => {
                Self::Condition { condition: condition.to_string() }
            }
            Filter::Problems => Self::Problems,
            Filter::Errors => Self::Errors,
            Filter::Changed => Self::Changed,
            Filter::Failed => Self::Failed,
            Filter::Due { days } => Self::Due { days: *days },
            Filter::Flagged => Self::Flagged,
            Filter::PrivateNote => Self::PrivateNote,
            Filter::State(state) => Self::State { state: state.label().to_owned() },
        }
    }

    /// The filter in the fields of a sheet; nothing if it can't be told there.
    fn filter(
        &self,
        sheet: &Sheet,
        mut field: impl FnMut(&str) -> Option<Field>,
    ) -> Option<Filter> {
        Some(match self {
            Self::Values { column, texts, excluded } => Filter::Values {
                field: field(column)?,
                texts: texts.iter().cloned().collect(),
                is_excluded: *excluded,
            },
            Self::Text { column, text, expression } => {
                let field = match column {
                    Some(column) => Some(field(column)?),
                    None => None,
                };
                let pattern = if *expression { Pattern::regex(text) } else { Pattern::text(text) };
                Filter::Has { field, pattern: pattern.ok()? }
            }
            Self::Condition { condition } => {
                let condition = Condition::parse(condition).ok()?;
                match Filter::condition(condition, sheet) {
                    Ok(filter) => filter,
                    Err(
                        ConditionError::UnknownColumn { name, .. }
                        | ConditionError::MissingColumn { name },
                    ) => {
                        // Counts it as a column that the sheet doesn't have.
                        field(&name)?;
                        return None;
                    }
                    Err(_) => return None,
                }
            }
            Self::Problems => Filter::Problems,
            Self::Errors => Filter::Errors,
            Self::Changed => Filter::Changed,
            Self::Failed => Filter::Failed,
            Self::Due { days } => Filter::Due { days: *days },
            Self::Flagged => Filter::Flagged,
            Self::PrivateNote => Filter::PrivateNote,
            Self::State { state } => {
                Filter::State(RowState::ALL.into_iter().find(|known| known.label() == state)?)
            }
        })
    }
}
