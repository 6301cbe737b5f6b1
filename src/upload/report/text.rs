//! The sentences of a report, the same in each format.

use crate::leads::kind::decimal::Decimal;
use crate::leads::{plural, thousands};
use crate::upload::report::group::{OutcomeChange, ReportedGroup};
use crate::upload::report::model::{ReportMessage, ReportPart, ReportSource, UploadReport};
use crate::upload::report::totals::{CurrencyTotal, DealValues};

/// What a report is called.
pub(super) const TITLE: &str = "Upload report";

/// What stands at the end.
pub(super) const FOOTER: &str = "This report was made by leadsheet before the upload, from the plan \
    that the upload files are written from.";

/// What closing means.
pub(super) const CLOSING: &str = "Closing can't be undone.";

impl UploadReport {
    /// What the upload does, in a sentence or two.
    pub fn headline(&self) -> String {
        let (leads, cells) = (self.lead_count(), self.cell_count());
        if leads == 0 {
            return "Nothing would be uploaded.".to_owned();
        }
        let verb = if leads == 1 { "changes" } else { "change" };
        let pilot = if self.is_pilot { "a pilot part" } else { "" };
        let files = match self.parts.len() {
            1 if self.is_pilot => pilot.to_owned(),
            1 => "one upload file".to_owned(),
            files => format!("{} upload files", thousands(files)),
        };
        let leads = plural(leads, "lead");
        let mut text = format!("{leads} {verb} in {files}: {}.", plural(cells, "cell"));
        match self.closing_count() {
            0 => text.push_str(" No lead is closed."),
            1 => text.push_str(" 1 lead is closed, which can't be undone."),
            closing => {
                let closing = plural(closing, "lead");
                text.extend([" ", &closing, " are closed, which can't be undone."]);
            }
        }
        text
    }

    /// The facts about the report: what each is, and its text.
    pub(super) fn facts(&self) -> Vec<(&'static str, String)> {
        let mut facts = Vec::new();
        let mut file = |label, source: &ReportSource| {
            facts.push((label, source.name.clone()));
            facts.extend(source.sha256.clone().map(|sha256| ("SHA-256", sha256)));
        };
        for download in &self.context.downloads {
            file("Download", download);
        }
        if let Some(edited) = &self.context.edited {
            file("Edited file", edited);
        }
        facts.extend(self.context.author.clone().map(|author| ("Made by", author)));
        let made = self.context.made.map(|at| at.format("%Y-%m-%d %H:%M UTC").to_string());
        facts.extend(made.map(|made| ("Made on", made)));
        facts
    }

    /// What isn't uploaded besides what is listed, a sentence each.
    pub(super) fn not_included(&self) -> Vec<String> {
        let are = |leads: usize| if leads == 1 { "is" } else { "are" };
        let mut notes = Vec::new();
        if self.exported > 0 {
            let leads = plural(self.exported, "lead");
            notes.push(format!("{leads} exported before and not changed since: not included."));
        }
        if self.failed > 0 {
            let leads = plural(self.failed, "rejected lead");
            notes.push(format!("{leads} {} not corrected: not included.", are(self.failed)));
        }
        notes
    }

    /// Whether the upload files are worth a table: there are several, from several downloads or a pilot part.
    pub(super) fn lists_parts(&self) -> bool {
        self.parts.len() > 1 || self.has_sources()
    }

    /// How the places of a lead are told: its row, its download, its upload file.
    pub(super) fn place(&self, row: usize, source: Option<&str>, part: Option<usize>) -> String {
        let mut place = format!("row {}", thousands(row));
        if let Some(source) = source {
            place.extend([" of ", source]);
        }
        if let Some(part) = part.filter(|_| self.parts.len() > 1) {
            place.extend([", upload file ", &thousands(part)]);
        }
        place
    }
}

impl ReportedGroup {
    /// What the leads have in common: *Closed as Won*, *Changed to Accepted*, *Stays Accepted*.
    pub(super) fn title(&self) -> String {
        let verb = match self.change {
            OutcomeChange::Closes => "Closed as",
            OutcomeChange::Changes => "Changed to",
            OutcomeChange::Stays => "Stays",
        };
        format!("{verb} {}", self.outcome)
    }
}

impl ReportPart {
    /// How many leads it has, and how many of them are closed.
    pub(super) fn describe(&self) -> String {
        let leads = plural(self.leads, "lead");
        match self.closing {
            0 => leads,
            closing if closing == self.leads => format!("{leads}, all closed"),
            closing => format!("{leads}, {} closed", thousands(closing)),
        }
    }
}

impl ReportMessage {
    /// The sentence with the column that it is about, where it doesn't name it.
    pub(super) fn sentence(&self) -> String {
        match self.column.as_deref().filter(|_| self.is_unnamed) {
            Some(column) => format!("{column}: {}", self.text),
            None => self.text.clone(),
        }
    }
}

impl DealValues {
    /// The sums after the upload, `EUR 18,900`, and how many values are in none of them.
    pub(super) fn sums(&self) -> Vec<String> {
        let some = self.totals.iter().filter(|total| total.leads > 0);
        let mut sums: Vec<String> = some.map(|total| total.sum(total.after)).collect();
        if self.unread > 0 {
            sums.push(format!("{} without a readable value", plural(self.unread, "lead")));
        }
        sums
    }

    /// What isn't in the sums, if something isn't.
    pub(super) fn note(&self) -> Option<String> {
        let leads = plural(self.unread, "lead");
        let verb = if self.unread == 1 { "has" } else { "have" };
        (self.unread > 0).then(|| {
            format!("{leads} {verb} a deal value that can't be read; it is in none of these sums.")
        })
    }
}

impl CurrencyTotal {
    /// One of its sums with the currency before it.
    fn sum(&self, sum: Decimal) -> String {
        format!("{} {}", self.currency, grouped(sum)).trim_start().to_owned()
    }

    /// The code of the currency, or what stands for none.
    pub(super) fn label(&self) -> &str {
        if self.currency.is_empty() { "no currency" } else { &self.currency }
    }
}

/// A number as people read it: `12,500` or `26,500.50`.
pub(super) fn grouped(number: Decimal) -> String {
    let number = number.trimmed(0);
    let number = if number.scale() == 0 { number } else { number.with_scale(2) };
    let text = number.to_string();
    let (sign, text) = text.strip_prefix('-').map_or(("", &*text), |rest| ("-", rest));
    let (whole, decimals) = text.split_once('.').map_or((text, None), |(w, d)| (w, Some(d)));
    let mut out = sign.to_owned();
    for (at, digit) in whole.char_indices() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(decimals) = decimals {
        out.extend([".", decimals]);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_exactly() {
        for (number, text) in [
            ("0", "0"),
            ("12500", "12,500"),
            ("26500.5", "26,500.50"),
            ("1000000.00", "1,000,000"),
            ("-1234.567", "-1,234.567"),
            ("123456789012345678901234567890", "123,456,789,012,345,678,901,234,567,890"),
        ] {
            assert_eq!(grouped(Decimal::read(number).expect("a number")), text);
        }
    }
}
