//! What an edited file proves about the program that saved it.

use crate::leads::kind::conventions::{Conventions, DateOrder, Evidence};
use crate::leads::kind::{amount, date};
use crate::leads::{Field, Row};
use crate::sheet::Sheet;
use crate::sync::damage::DamageKind;
use crate::sync::import::{ChangedCell, is_editable};
use crate::sync::judge::is_same_value;
use crate::table::{Join, Table};
use chrono::Datelike;
use std::borrow::Cow;

/// Finds out how the numbers and dates of an edited file are written, from its cells beside the download's.
///
/// A date is proof if it can be read in one order only, or if it is the download's with a day above 12. So are
/// dates with such days that were left alone while others were rewritten: the program didn't take them for dates.
/// Where a program rewrote something and nothing proves the order, dates with slashes are uncertain; in a file
/// that no program rewrote they have the download's own form.
pub(super) fn conventions(
    sheet: &Sheet,
    edited: &Table,
    join: &Join,
    changed: &[ChangedCell],
) -> Conventions {
    // A spreadsheet program rewrites the close date and the date that Partner Center writes.
    let dates = [sheet.layout().close_date(), sheet.layout().created_date()];
    let (mut mark, mut slashed, mut dotted) =
        (Evidence::Nothing, Evidence::Nothing, Evidence::Nothing);
    let mut rewritten: [Option<(Field, Field, bool)>; 2] = [None; 2];
    let mut is_turned = false;
    for cell in changed {
        let (old, new) = cell.texts(sheet, edited);
        if Some(cell.field) == sheet.layout().deal_value() {
            mark.add(amount::proven_mark(&new));
        }
        let Some(at) = dates.iter().position(|date| *date == Some(cell.field)) else { continue };
        let has_slash = new.contains('/');
        let order = if has_slash { &mut slashed } else { &mut dotted };
        order.add(order_of_pair(&old, &new).or_else(|| date::proven_order(&new)));
        if day_above_12(&old) == Some(false)
            && (is_in_own_form(&old, &new) || date::is_rewritten(&slashes(&old), &new))
        {
            rewritten[at] = Some((cell.from, cell.field, has_slash));
            is_turned |= has_slash && is_turned_round(&old, &new);
        }
    }
    for (from, field, has_slash) in rewritten.into_iter().flatten() {
        let order = if has_slash { &mut slashed } else { &mut dotted };
        let is_left_alone = |(row, lead): (Row, Row), is_above_12: bool| {
            let text = sheet.table().cell(lead, field);
            day_above_12(&text) == Some(is_above_12)
                && !has_one_number(&text)
                && edited.cell(row, from) == text
        };
        if is_turned {
            // A program that turns dates round turns all that it reads: it read them in the other order.
            if join.pairs().any(|pair| is_left_alone(pair, false) || is_left_alone(pair, true)) {
                *order = Evidence::Contradictory;
            }
        } else if *order == Evidence::Nothing && join.pairs().any(|pair| is_left_alone(pair, true))
        {
            order.add(Some(DateOrder::DayFirst));
        }
    }
    let slashed = match slashed {
        Evidence::Nothing if !is_rewritten(sheet, edited, changed) => {
            Conventions::default().slashed
        }
        evidence => evidence.proven(),
    };
    Conventions { mark: mark.proven(), slashed, dotted: dotted.proven(), decimals: None }
}

/// Tells whether a program rewrote a cell on its own.
fn is_rewritten(sheet: &Sheet, edited: &Table, changed: &[ChangedCell]) -> bool {
    changed.iter().any(|cell| {
        let (old, new) = cell.texts(sheet, edited);
        let col = sheet.layout().col(cell.field);
        !is_editable(col)
            || is_same_value(col, &old, &new)
            || DamageKind::of_editable(col, &old, &new).is_some()
    })
}

/// A date of the download with slashes between its numbers: *Lead Created Date* has dashes.
fn slashes(text: &str) -> Cow<'_, str> {
    if text.contains('-') { Cow::Owned(text.replace('-', "/")) } else { Cow::Borrowed(text) }
}

/// Whether a date of the download has a day above 12, so that it can't be the month.
fn day_above_12(text: &str) -> Option<bool> {
    date::portal(&slashes(text)).ok().map(|date| date.day() > 12)
}

/// Whether day and month are the same number, so that their order doesn't matter.
fn has_one_number(text: &str) -> bool {
    date::portal(&slashes(text)).is_ok_and(|date| date.day() == date.month())
}

/// Whether a date of the download was written again with the day first.
fn is_turned_round(old: &str, new: &str) -> bool {
    let had = date::portal(&slashes(old)).ok();
    let orders = date::month_and_day_first(new);
    orders.is_some_and(|(month_first, day_first)| day_first == had && month_first != had)
}

/// Whether a text is the download's date in Partner Center's form.
fn is_in_own_form(old: &str, new: &str) -> bool {
    date::portal(new).is_ok_and(|day| date::portal(&slashes(old)) == Ok(day))
}

/// The order in which a date of the download with a day above 12 was written again.
fn order_of_pair(old: &str, new: &str) -> Option<DateOrder> {
    let had = date::portal(&slashes(old)).ok().filter(|date| date.day() > 12)?;
    if date::portal(new) == Ok(had) {
        return Some(DateOrder::MonthFirst);
    }
    let (month_first, day_first) = date::month_and_day_first(new)?;
    if month_first == Some(had) {
        Some(DateOrder::MonthFirst)
    } else if day_first == Some(had) {
        Some(DateOrder::DayFirst)
    } else {
        None
    }
}
