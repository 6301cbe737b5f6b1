//! The line that asks which condition leads must meet.

use crate::app::app::App;
use crate::app::mode::Mode;
use crate::app::text::Text;
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

/// The condition on the status combination, which is on no column.
const OUTCOME_FORM: &str = "Outcome = Won";

const DATES: &[ConditionForm] = &[
    ConditionForm { text: "< today", meaning: "before today" },
    ConditionForm { text: "= this quarter", meaning: "in it; also week, month, year, last, next" },
    ConditionForm { text: "> +1m", meaning: "later than a month from today; d, w, q, y" },
    ConditionForm { text: "is empty", meaning: "without a date" },
];

const NUMBERS: &[ConditionForm] = &[
    ConditionForm { text: "> 0", meaning: "above 0" },
    ConditionForm { text: "<= 500", meaning: "500 or less" },
    ConditionForm { text: "= 80|100", meaning: "one of several numbers" },
    ConditionForm { text: "is empty", meaning: "without a number" },
];

const TEXTS: &[ConditionForm] = &[
    ConditionForm { text: "= A|B", meaning: "one of several texts, in any case" },
    ConditionForm { text: "!= A", meaning: "another text" },
    ConditionForm { text: "contains A", meaning: "with this text in it" },
    ConditionForm { text: "matches ^A", meaning: "by a regular expression" },
    ConditionForm { text: "is empty", meaning: "without a text" },
];

/// A form in which a condition is typed.
#[derive(Clone, Copy, Debug)]
struct ConditionForm {
    /// An example that can be typed as it is.
    text: &'static str,
    /// Which leads it shows.
    meaning: &'static str,
}

/// The forms for a column.
fn forms(app: &App, field: Field) -> &'static [ConditionForm] {
    match ComparedAs::of(app.sheet.layout().col(field)) {
        ComparedAs::Date => DATES,
        ComparedAs::Number => NUMBERS,
        ComparedAs::Text | ComparedAs::Any => TEXTS,
    }
}

/// The form after the shown one or before it, round and round; the first or the last if none is shown.
pub(super) fn next_form(shown: Option<usize>, count: usize, is_next: bool) -> Option<usize> {
    let last = count.checked_sub(1)?;
    Some(match (shown, is_next) {
        (None, true) => 0,
        (None | Some(0), false) => last,
        (Some(at), true) if at >= last => 0,
        (Some(at), true) => at + 1,
        (Some(at), false) => at - 1,
    })
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
        if let Some(form) = forms(self, field).iter().find(|form| form.text == typed.trim()) {
            answer.extend([": ", form.meaning]);
        }
        if unreadable > 0 {
            answer.extend(["; ", &*plural(unreadable, "cell"), " can't be read for it"]);
        }
        Ok(answer)
    }

    /// What can be typed for a column.
    fn condition_hint(&self, field: Field) -> String {
        let name = self.short_name(field);
        let examples: Vec<&str> = forms(self, field).iter().map(|form| form.text).collect();
        format!("{}: on {name}; or {OUTCOME_FORM}", examples.join("  "))
    }

    /// Puts the next form of a condition into the line, or the one before it, as an example to be changed.
    pub(crate) fn show_condition_form(&mut self, field: Field, is_next: bool) {
        let Mode::Prompt(prompt) = &self.mode else { return };
        let forms = forms(self, field);
        let shown = forms.iter().position(|form| form.text == prompt.input.value());
        let Some(form) = next_form(shown, forms.len(), is_next).and_then(|at| forms.get(at)) else {
            return;
        };
        if let Mode::Prompt(prompt) = &mut self.mode {
            prompt.input = Text::new(form.text);
        }
        self.answer_prompt();
    }
}
