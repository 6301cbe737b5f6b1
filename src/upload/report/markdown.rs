//! A report in Markdown, for wikis, chats and pull requests.

use crate::leads::{plural, thousands, visible};
use crate::upload::report::group::ReportedGroup;
use crate::upload::report::model::{
    ReportMessage, ReportedLead, ReportedReason, UploadReport, WithheldLead,
};
use crate::upload::report::section::ReportSection;
use crate::upload::report::shown::ShownChange;
use crate::upload::report::text::{CLOSING, FOOTER, TITLE, grouped};

/// The first line, which isn't shown.
pub(super) const MARK: &str = "<!-- Upload report, made by leadsheet -->";

/// Writes a report.
pub(super) fn write(report: &UploadReport) -> String {
    let mut page = MarkdownPage { report, out: format!("{MARK}\n# {TITLE}\n") };
    for section in report.sections() {
        page.section(section);
    }
    page.paragraph(&format!("---\n\n{}", escaped(FOOTER)));
    page.out
}

/// The text while it is written.
struct MarkdownPage<'r> {
    report: &'r UploadReport,
    out: String,
}

impl MarkdownPage<'_> {
    fn section(&mut self, section: ReportSection<'_>) {
        match section {
            ReportSection::Head => self.head(),
            ReportSection::Totals => self.totals(),
            ReportSection::Parts => self.parts(),
            ReportSection::Irreversible(heading, reasons) => {
                let line = |reason: &ReportedReason| reason_line(reason.rule, &reason.text);
                self.list(heading, reasons.iter().map(line));
            }
            ReportSection::Group(group) => self.group(group),
            ReportSection::Withheld(heading, leads) => self.withheld(heading, leads),
        }
    }

    fn paragraph(&mut self, text: &str) {
        self.out.extend(["\n", text, "\n"]);
    }

    fn heading(&mut self, text: &str) {
        self.paragraph(&format!("## {}", escaped(text)));
    }

    fn head(&mut self) {
        let report = self.report;
        self.paragraph(&format!("**{}**", escaped(&report.headline())));
        let facts = report.facts();
        if !facts.is_empty() {
            self.out.push('\n');
        }
        for (label, text) in &facts {
            self.item(&format!("{}: {}", escaped(label), escaped(text)));
        }
        self.list("Errors of the whole file", report.blocked.iter().map(message_line));
        for note in report.not_included() {
            self.paragraph(&escaped(&note));
        }
    }

    fn totals(&mut self) {
        let report = self.report;
        if report.groups.is_empty() {
            return;
        }
        self.heading("Totals");
        self.table(&["Outcome", "Leads", "Deal value afterwards"], "-:-");
        for group in &report.groups {
            let (title, leads) = (group.title(), thousands(group.leads.len()));
            self.row(&[&title, &leads, &group.values.sums().join(" · ")]);
        }
        let leads = thousands(report.lead_count());
        self.row(&["All", &leads, ""]);
        if report.values.totals.is_empty() {
            return;
        }
        self.table(&["Currency", "Leads", "Deal value before", "Afterwards"], "-:::");
        for total in &report.values.totals {
            let (before, after) = (grouped(total.before), grouped(total.after));
            self.row(&[total.label(), &thousands(total.leads), &before, &after]);
        }
        if let Some(note) = report.values.note() {
            self.paragraph(&escaped(&note));
        }
    }

    fn parts(&mut self) {
        let report = self.report;
        if !report.lists_parts() || report.parts.is_empty() {
            return;
        }
        self.heading("Upload files");
        self.out.push('\n');
        for (number, part) in (1..).zip(&report.parts) {
            let source = part.source.as_deref().map(|name| format!(" from {}", escaped(name)));
            let text = escaped(&part.describe());
            let number = thousands(number);
            self.out.extend([&*number, ". ", &text, &source.unwrap_or_default(), "\n"]);
        }
    }

    fn group(&mut self, group: &ReportedGroup) {
        self.heading(&format!("{}: {}", group.title(), plural(group.leads.len(), "lead")));
        if group.change.closes() {
            self.paragraph(CLOSING);
        }
        for lead in &group.leads {
            self.lead(lead);
        }
    }

    fn lead(&mut self, lead: &ReportedLead) {
        let place = self.report.place(lead.number, lead.source.as_deref(), Some(lead.part));
        self.lead_line([&lead.customer, &lead.name, &lead.referral_id], &place);
        for change in &lead.changes {
            let shown = ShownChange::line(&change.old, &change.new);
            let [old, new] = shown.texts.each_ref().map(|text| escaped(text));
            let meaning = change.meaning.as_ref().map(|text| format!(" ({})", escaped(text)));
            let meaning = meaning.unwrap_or_default();
            self.item(&format!("{}: {old} → {new}{meaning}", escaped(&change.column)));
        }
        if lead.changes.is_empty() {
            self.item("sent again, unchanged");
        }
        for warning in &lead.warnings {
            self.item(&format!("Warning {}", message_line(warning)));
        }
    }

    /// Names a lead by its customer, its name and its ID.
    fn lead_line(&mut self, [customer, name, id]: [&str; 3], place: &str) {
        let names: Vec<String> = [customer, name]
            .into_iter()
            .filter(|name| !name.is_empty())
            .map(|name| format!("**{}**", escaped(name)))
            .collect();
        let details: Vec<String> =
            [id, place].into_iter().filter(|text| !text.is_empty()).map(escaped).collect();
        if names.is_empty() && details.is_empty() {
            return self.out.push('\n');
        }
        self.paragraph(&format!("{} ({})\n", names.join(" · "), details.join(", ")));
    }

    fn withheld(&mut self, heading: &str, leads: &[WithheldLead]) {
        if leads.is_empty() {
            return;
        }
        self.heading(&format!("{heading}: {}", thousands(leads.len())));
        for lead in leads {
            let place = lead.number.map(|row| self.report.place(row, lead.source.as_deref(), None));
            let names = [&*lead.customer, &*lead.name, &*lead.referral_id];
            self.lead_line(names, &place.unwrap_or_default());
            for reason in &lead.reasons {
                self.item(&message_line(reason));
            }
        }
    }

    fn list(&mut self, heading: &str, lines: impl ExactSizeIterator<Item = String>) {
        if lines.len() == 0 {
            return;
        }
        self.heading(heading);
        self.out.push('\n');
        for line in lines {
            self.item(&line);
        }
    }

    /// Writes an item of a list; its text is escaped already.
    fn item(&mut self, text: &str) {
        self.out.extend(["- ", text, "\n"]);
    }

    /// Begins a table; the sign for each column is `:` if its texts end below each other.
    fn table(&mut self, names: &[&str], columns: &str) {
        self.out.push('\n');
        self.row(names);
        let rules = columns.chars().map(|sign| if sign == ':' { "---:|" } else { "---|" });
        self.out.extend(std::iter::once("|").chain(rules));
        self.out.push('\n');
    }

    fn row(&mut self, texts: &[&str]) {
        let cells: Vec<String> = texts.iter().map(|text| escaped(text)).collect();
        self.out.extend(["| ", &cells.join(" | "), " |\n"]);
    }
}

fn message_line(message: &ReportMessage) -> String {
    reason_line(message.rule, &message.sentence())
}

fn reason_line(rule: &str, text: &str) -> String {
    if rule.is_empty() { escaped(text) } else { format!("{rule}: {}", escaped(text)) }
}

/// A text in one line that Markdown shows as it is: no markup, no links, no HTML.
fn escaped(text: &str) -> String {
    let text = visible(text);
    let mut out = String::with_capacity(text.len() + 16);
    for (at, c) in text.char_indices() {
        let begins_link = || {
            let (before, after) = text.split_at(at);
            (c == ':' && after.starts_with("://"))
                || (c == '.' && before.to_ascii_lowercase().ends_with("www"))
        };
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '$' | '#' => out.extend(['\\', c]),
            ':' | '.' if begins_link() => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_is_read_as_markup() {
        for (text, written) in [
            ("a|b", "a\\|b"),
            ("a\r\n# b", "a␍␊\\# b"),
            ("`x` *y* _z_ ~w~ $1$", "\\`x\\` \\*y\\* \\_z\\_ \\~w\\~ \\$1\\$"),
            ("[a](http://example.com)", "\\[a\\](http\\://example.com)"),
            ("www.example.com", "www\\.example.com"),
            ("<b>&amp;", "&lt;b&gt;&amp;amp;"),
            ("\\|", "\\\\\\|"),
            ("12:30, 1.5", "12:30, 1.5"),
        ] {
            assert_eq!(escaped(text), written);
        }
    }
}
