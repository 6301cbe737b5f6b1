//! Shortens a journal: leaves out what was taken back and forgotten. No files.

use crate::leads::Row;
use crate::sheet::LogEffect;
use crate::store::journal::line::{Entry, JournalLine};

/// Leaves out lines without which the rest comes to the same sheet with the same history.
///
/// An undo and a redo next to each other cancel out, and so do steps that were undone when a new one was
/// made. Nothing is taken across a line that isn't about a step: an export tells how leads stood then.
pub fn compact(lines: Vec<JournalLine>) -> Vec<JournalLine> {
    let mut kept: Vec<JournalLine> = Vec::with_capacity(lines.len());
    for line in lines {
        let is_run = line.what == Entry::Run && kept.last().is_some_and(|l| l.what == Entry::Run);
        match (effect(&line), kept.last().and_then(effect)) {
            (Some(LogEffect::Redo(redo)), Some(LogEffect::Undo(undo)))
            | (Some(LogEffect::Undo(undo)), Some(LogEffect::Redo(redo)))
                if is_whole(undo) && is_whole(redo) =>
            {
                kept.pop();
                continue;
            }
            (Some(LogEffect::Step(_)), _) => forget(&mut kept),
            _ if is_run => drop(kept.pop()),
            _ => {}
        }
        kept.push(line);
    }
    kept
}

/// What a line means, if it is about the sheet.
fn effect(line: &JournalLine) -> Option<LogEffect<'_>> {
    match &line.what {
        Entry::Done(entry) => Some(entry.effect()),
        _ => None,
    }
}

/// Whether an undo or a redo left nothing as it was.
fn is_whole(kept: Option<&[Row]>) -> bool {
    kept.is_none_or(<[Row]>::is_empty)
}

/// Leaves out the undone steps at the end, which a new step forgets.
fn forget(kept: &mut Vec<JournalLine>) {
    let is_undo =
        |line: &&JournalLine| matches!(effect(line), Some(LogEffect::Undo(kept)) if is_whole(kept));
    let is_edit = |line: &&JournalLine| matches!(effect(line), Some(LogEffect::Step(_)));
    let undone = kept.iter().rev().take_while(is_undo).count();
    let edits = kept.iter().rev().skip(undone).take(undone).take_while(is_edit).count();
    let end = kept.len() - undone;
    kept.drain(end..end + edits);
    kept.drain(end - edits..end);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::leads::Origin;
    use crate::leads::{Field, Row};
    use crate::sheet::{Edit, LogEntry, Sheet};
    use crate::table::Table;
    use chrono::{DateTime, NaiveDate, Utc};
    use proptest::prelude::*;

    fn sheet() -> Sheet {
        let text = "Referral ID,Lead Name,Notes\na,,\nb,,\n";
        let table = Table::parse(text.to_owned(), b',').expect("well-formed");
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day");
        let mut sheet = Sheet::new(table, Origin::Download, today);
        sheet.start_logging();
        sheet
    }

    fn line(action: LogEntry) -> JournalLine {
        JournalLine::new(DateTime::<Utc>::default(), Entry::Done(action))
    }

    /// Makes a journal of random keys: 0 to 3 edit, 4 and 5 undo, 6 redoes, 7 exports, 8 begins a run, 9 and 10
    /// annotate.
    fn worked(keys: &[u8]) -> Vec<JournalLine> {
        let (mut sheet, mut lines) = (sheet(), Vec::new());
        for (n, key) in keys.iter().enumerate() {
            match key {
                0..=3 => {
                    let edit = Edit::cell(
                        "edit",
                        Row(u32::from(key % 2)),
                        Field(1 + u32::from(key / 2)),
                        n.to_string(),
                    );
                    sheet.apply(edit).expect("let through");
                }
                4 | 5 => drop(sheet.undo()),
                6 => drop(sheet.redo()),
                7 => sheet.mark_exported(&[Row(0), Row(1)], &[]),
                9 => drop(sheet.flag(&[Row(0)], !sheet.annotation(Row(0)).is_flagged)),
                10 => drop(sheet.set_private_note(Row(1), &n.to_string())),
                _ => lines.push(JournalLine::new(DateTime::<Utc>::default(), Entry::Run)),
            }
            lines.extend(sheet.take_log().into_iter().map(line));
        }
        lines
    }

    fn restored(lines: &[JournalLine]) -> Sheet {
        let mut sheet = sheet();
        sheet.stop_logging();
        let actions: Vec<&LogEntry> = lines
            .iter()
            .filter_map(|line| match &line.what {
                Entry::Done(action) => Some(action),
                _ => None,
            })
            .collect();
        sheet.replay(actions);
        sheet
    }

    fn state(sheet: &Sheet) -> String {
        let row = |row| {
            let (changes, state) = (sheet.changes_of(row), sheet.state(row));
            format!("{changes:?} {state:?} {:?}; ", sheet.annotation(row))
        };
        format!("{:?} {}", sheet.history().len(), (sheet.rows()).map(row).collect::<String>())
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn a_compacted_journal_gives_the_same_sheet_and_history(
            keys in prop::collection::vec(0..11_u8, 0..30)
        ) {
            let lines = worked(&keys);
            let shorter = compact(lines.clone());
            prop_assert!(shorter.len() <= lines.len());
            let (mut one, mut two) = (restored(&lines), restored(&shorter));
            while { prop_assert_eq!(state(&one), state(&two)); one.redo().is_some() } {
                two.redo();
            }
            while { prop_assert_eq!(state(&one), state(&two)); one.undo().is_some() } {
                two.undo();
            }
        }
    }

    #[test]
    fn undone_and_dropped_steps_are_left_out() {
        // Two edits and their undos are forgotten by the third; undo and redo cancel out.
        assert_eq!(compact(worked(&[0, 1, 4, 4, 2])).len(), 1);
        assert_eq!(compact(worked(&[0, 4, 6, 4, 6])).len(), 1);
        // An export between an edit and its undo tells how the lead stood.
        assert_eq!(compact(worked(&[0, 7, 4, 1])).len(), 4);
    }
}
