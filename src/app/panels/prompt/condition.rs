//! The line that asks which condition leads must meet.

use crate::app::app::App;
use crate::leads::condition::{ComparedAs, Condition, ConditionError, Truth, field_named};
use crate::leads::index::index;
use crate::leads::{Col, Field, plural, thousands};
use crate::sheet::{Filter, Order, Sheet};

/// The filter of a condition; without the name of a column it is on the given one.
pub(crate) fn typed_condition(
    sheet: &Sheet,
    field: Field,
    typed: &str,
) -> Result<Filter, ConditionError> {
    Filter::condition(Condition::parse_on(&name(sheet, field), typed)?, sheet)
}

/// The shortest name that means a field.
fn name(sheet: &Sheet, field: Field) -> String {
    let layout = sheet.layout();
    let short = layout.col(field).map(Col::short);
    let short = short.filter(|short| field_named(layout, short) == Ok(field));
    short.unwrap_or_else(|| layout.name(field).to_owned())
}

impl App {
    /// How many of the shown leads fit a condition; what can be typed, as long as nothing is.
    pub(crate) fn count_holding(&self, field: Field, typed: &str) -> Result<String, String> {
        if typed.trim().is_empty() {
            return Ok(self.condition_hint(field));
        }
        let filter = typed_condition(&self.sheet, field, typed)
            .map_err(|error| format!("Not yet: {error}."))?;
        let unreadable = match &filter {
            Filter::Condition { bound, .. } => {
                let truths = self.order.rows().map(|row| self.sheet.truth(row, bound));
                truths.filter(|truth| *truth == Truth::Unreadable).count()
            }
            _ => 0,
        };
        let mut filters = self.filters.clone();
        filters.push(filter);
        let shown = Order::new(&self.sheet, &filters, None).len();
        let all = plural(index(self.order.len()), "lead");
        let mut answer = format!("{} of {all} match", thousands(index(shown)));
        if unreadable > 0 {
            answer.extend(["; ", &*plural(unreadable, "cell"), " can't be read for it"]);
        }
        Ok(answer)
    }

    /// What can be typed for a column.
    fn condition_hint(&self, field: Field) -> String {
        let name = self.short_name(field);
        let examples = match ComparedAs::of(self.sheet.layout().col(field)) {
            ComparedAs::Date => "< today  = this quarter  > +1m  is empty",
            ComparedAs::Number => "> 0  <= 500  = 80|100  is empty",
            ComparedAs::Text | ComparedAs::Any => "= A|B  != A  contains A  matches ^A  is empty",
        };
        format!("{examples}: on {name}; or Outcome = Won")
    }
}
