//! A team member, an offer or a solution in four fields.

use crate::app::text::Text;
use crate::leads::kind::parts::{MEMBER, Parts};
use crate::leads::{Finding, rules};

/// The four parts of a cell, each in a field of its own.
#[derive(Clone, Debug)]
pub struct PartsForm {
    /// What the parts are.
    pub parts: &'static Parts,
    /// The fields, in the order of the parts.
    pub fields: [Text; 4],
    /// Which field has the caret.
    pub at: usize,
    opened_with: [String; 4],
    /// The fields that each step changed, for undo.
    past: Vec<Vec<usize>>,
    future: Vec<Vec<usize>>,
}

impl PartsForm {
    /// The form of a text, or nothing if it can't be split into such parts.
    pub(crate) fn new(kind: &'static Parts, text: &str) -> Option<Self> {
        let parts = if text.trim().is_empty() { [""; 4] } else { kind.split(text)? };
        Some(Self {
            parts: kind,
            fields: parts.map(Text::new),
            at: 0,
            opened_with: parts.map(str::to_owned),
            past: Vec::new(),
            future: Vec::new(),
        })
    }

    pub(crate) fn text(&self) -> &Text {
        &self.fields[self.at]
    }

    pub(crate) fn edit<R>(&mut self, with: impl FnOnce(&mut Text) -> R) -> R {
        let before = self.text().steps();
        let done = with(&mut self.fields[self.at]);
        if self.text().steps() > before {
            self.past.push(vec![self.at]);
            self.future.clear();
        }
        done
    }

    /// Goes some fields further or back. Returns false at the ends, where nothing happens.
    pub(in crate::app) fn step(&mut self, by: isize) -> bool {
        let to = self.at.checked_add_signed(by).filter(|at| *at < self.fields.len());
        if let Some(to) = to {
            self.enter(to);
        }
        to.is_some()
    }

    /// Goes to a field, caret at the end of its text.
    pub(in crate::app) fn enter(&mut self, to: usize) {
        if let Some(field) = self.fields.get_mut(to) {
            self.at = to;
            field.clear_selection();
            field.go_to(field.value().len(), false);
        }
    }

    /// Fills all fields, as one step.
    pub(in crate::app) fn fill(&mut self, parts: [&str; 4]) {
        let mut parts = parts.into_iter();
        self.change_all(|field| field.set(parts.next().unwrap_or_default()));
    }

    /// Empties all fields; what is typed next belongs to the same step.
    pub(crate) fn empty(&mut self) {
        self.change_all(Text::empty);
    }

    fn change_all(&mut self, mut change: impl FnMut(&mut Text)) {
        let mut changed = Vec::new();
        for (at, field) in self.fields.iter_mut().enumerate() {
            let before = field.steps();
            change(field);
            if field.steps() > before {
                changed.push(at);
            }
        }
        if !changed.is_empty() {
            self.past.push(changed);
            self.future.clear();
        }
    }

    /// Fills an empty form with a pasted text of such parts. Returns false if it is neither.
    pub(crate) fn paste(&mut self, pasted: &str) -> bool {
        let is_empty = self.fields.iter().all(|field| field.value().is_empty());
        match self.parts.split(pasted) {
            Some(parts) if is_empty && pasted.contains(',') => {
                self.fill(parts);
                true
            }
            _ => false,
        }
    }

    pub(crate) fn undo(&mut self, again: bool) -> bool {
        let (from, to) = if again {
            (&mut self.future, &mut self.past)
        } else {
            (&mut self.past, &mut self.future)
        };
        let Some(step) = from.pop() else { return false };
        for at in &step {
            let _was_there = if again { self.fields[*at].redo() } else { self.fields[*at].undo() };
        }
        self.at = step.first().copied().unwrap_or(self.at);
        to.push(step);
        true
    }

    pub(crate) fn is_changed(&self) -> bool {
        self.fields.iter().zip(&self.opened_with).any(|(field, old)| field.value() != old)
    }

    pub(crate) fn typed(&self) -> String {
        self.parts.join(self.fields.each_ref().map(Text::value))
    }

    /// Whether a part that is needed is empty beside others that aren't.
    pub fn is_missing(&self, part: usize) -> bool {
        let is_empty = |field: &Text| field.value().trim().is_empty();
        part < self.parts.needed
            && is_empty(&self.fields[part])
            && !self.fields.iter().all(is_empty)
    }

    /// The gravest of some findings that is about one of the parts.
    pub fn finding_of<'f>(&self, part: usize, findings: &'f [Finding]) -> Option<&'f Finding> {
        let of_part = |f: &&Finding| rules::member_part(f.rule.code()) == Some(part);
        findings.iter().find(|f| self.parts == &MEMBER && of_part(f))
    }
}
