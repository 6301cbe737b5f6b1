//! A report as one page for a browser, to be read or printed: no scripts, and nothing from elsewhere.

use crate::leads::{plural, thousands, visible, visible_lines};
use crate::upload::report::group::ReportedGroup;
use crate::upload::report::model::{
    ReportMessage, ReportedChange, ReportedLead, ReportedReason, UploadReport, WithheldLead,
};
use crate::upload::report::section::ReportSection;
use crate::upload::report::shown::ShownChange;
use crate::upload::report::text::{CLOSING, FOOTER, TITLE, grouped};

/// What tells that a page is a report of this program.
pub(super) const MARK: &str = "<meta name=\"generator\" content=\"leadsheet upload report\">";

/// How it looks, on a screen and on paper.
const STYLE: &str = include_str!("../../../assets/report.css");

/// The SHA-256 of the style in base64: a browser uses no other style, and runs nothing.
const STYLE_HASH: &str = "iwAQBiAlc+korn5g1BL6wHgluHk8D1aAOgRWm8FO/o0=";

/// Writes a report.
pub(super) fn write(report: &UploadReport) -> String {
    let mut page = HtmlPage { report, out: String::new() };
    page.begin();
    for section in report.sections() {
        page.section(section);
    }
    page.push(&format!("</main>\n<footer>{}</footer>\n</body>\n</html>", escaped(FOOTER)));
    page.out
}

/// The page while it is written.
struct HtmlPage<'r> {
    report: &'r UploadReport,
    out: String,
}

impl HtmlPage<'_> {
    /// Writes a line.
    fn push(&mut self, line: &str) {
        self.out.extend([line, "\n"]);
    }

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

    fn begin(&mut self) {
        let names: Vec<&str> =
            self.report.context.downloads.iter().map(|source| &*source.name).collect();
        let title = match names.as_slice() {
            [] => TITLE.to_owned(),
            names => format!("{TITLE}: {}", names.join(", ")),
        };
        self.push("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">");
        self.push(MARK);
        self.push(&format!(
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
             style-src 'sha256-{STYLE_HASH}'; base-uri 'none'; form-action 'none'\">"
        ));
        self.push("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        self.push("<meta name=\"color-scheme\" content=\"light dark\">");
        self.push(&format!("<title>{}</title>", escaped(&title)));
        self.push(&format!("<style>{STYLE}</style>\n</head>\n<body>\n<main>"));
    }

    fn head(&mut self) {
        let report = self.report;
        self.push(&format!("<h1>{TITLE}</h1>"));
        self.push(&format!("<p class=\"headline\">{}</p>", escaped(&report.headline())));
        self.push("<dl>");
        for (label, text) in report.facts() {
            self.push(&format!(
                "<dt>{}</dt><dd><bdi>{}</bdi></dd>",
                escaped(label),
                escaped(&text)
            ));
        }
        self.push("</dl>");
        self.list("Errors of the whole file", report.blocked.iter().map(message_line));
        for note in report.not_included() {
            self.push(&format!("<p>{}</p>", escaped(&note)));
        }
    }

    fn totals(&mut self) {
        let report = self.report;
        if report.groups.is_empty() {
            return;
        }
        self.push("<section class=\"totals\">\n<h2>Totals</h2>\n<table>");
        self.header(&[("text", "Outcome"), ("number", "Leads"), ("text", "Deal value afterwards")]);
        self.push("<tbody>");
        for group in &report.groups {
            self.total(&group.title(), group.leads.len(), &group.values.sums());
        }
        self.push("</tbody>\n<tfoot>");
        self.total("All", report.lead_count(), &[]);
        self.push("</tfoot>\n</table>");
        if !report.values.totals.is_empty() {
            self.push("<table>");
            self.header(&[
                ("text", "Currency"),
                ("number", "Leads"),
                ("number", "Deal value before"),
                ("number", "Afterwards"),
            ]);
            self.push("<tbody>");
            for total in &report.values.totals {
                let numbers = [thousands(total.leads), grouped(total.before), grouped(total.after)];
                let cells = numbers.map(|number| format!("<td class=\"number\">{number}</td>"));
                let currency = escaped(total.label());
                self.push(&format!("<tr><th scope=\"row\">{currency}</th>{}</tr>", cells.concat()));
            }
            self.push("</tbody>\n</table>");
        }
        if let Some(note) = report.values.note() {
            self.push(&format!("<p>{}</p>", escaped(&note)));
        }
        self.push("</section>");
    }

    fn total(&mut self, title: &str, leads: usize, sums: &[String]) {
        let sums = sums.iter().map(|sum| format!("<span>{}</span>", escaped(sum)));
        let sums = sums.collect::<Vec<String>>().join(" · ");
        self.push(&format!(
            "<tr><th scope=\"row\">{}</th><td class=\"number\">{}</td><td>{sums}</td></tr>",
            escaped(title),
            thousands(leads),
        ));
    }

    fn parts(&mut self) {
        let report = self.report;
        if !report.lists_parts() || report.parts.is_empty() {
            return;
        }
        self.push("<section>\n<h2>Upload files</h2>\n<ol>");
        for part in &report.parts {
            let source = part.source.as_deref();
            let source = source.map(|name| format!(" from <bdi>{}</bdi>", escaped(name)));
            let text = escaped(&part.describe());
            self.push(&format!("<li>{text}{}</li>", source.unwrap_or_default()));
        }
        self.push("</ol>\n</section>");
    }

    fn group(&mut self, group: &ReportedGroup) {
        let class = if group.change.closes() { " class=\"closing\"" } else { "" };
        self.push(&format!("<section{class}>"));
        self.section_heading(&group.title(), &plural(group.leads.len(), "lead"));
        if group.change.closes() {
            self.push(&format!("<p>{}</p>", escaped(CLOSING)));
        }
        self.push("<table class=\"changes\">");
        self.header(&[("text", "Lead"), ("text", "Column"), ("text", "Old"), ("text", "New")]);
        for lead in &group.leads {
            self.lead(lead);
        }
        self.push("</table>\n</section>");
    }

    fn lead(&mut self, lead: &ReportedLead) {
        let place = self.report.place(lead.number, lead.source.as_deref(), Some(lead.part));
        let names = lead_names([&lead.customer, &lead.name, &lead.referral_id], &place);
        let mut rows: Vec<String> = lead.changes.iter().map(change_cells).collect();
        if rows.is_empty() {
            rows.push("<td colspan=\"3\">sent again, unchanged</td>".to_owned());
        }
        rows.extend(lead.warnings.iter().map(|warning| {
            let text = message_line(warning);
            format!("<td colspan=\"3\" class=\"warning\">Warning {text}</td>")
        }));
        let span = rows.len();
        self.push("<tbody>");
        for (at, cells) in rows.iter().enumerate() {
            let head = match at {
                0 => format!("<th scope=\"rowgroup\" rowspan=\"{span}\">{names}</th>"),
                _ => String::new(),
            };
            self.push(&format!("<tr>{head}{cells}</tr>"));
        }
        self.push("</tbody>");
    }

    fn withheld(&mut self, heading: &str, leads: &[WithheldLead]) {
        if leads.is_empty() {
            return;
        }
        self.push("<section>");
        self.section_heading(heading, &thousands(leads.len()));
        self.push("<table class=\"reasons\">");
        self.header(&[("text", "Lead"), ("text", "Reason")]);
        self.push("<tbody>");
        for lead in leads {
            let place = lead.number.map(|row| self.report.place(row, lead.source.as_deref(), None));
            let names = [&*lead.customer, &*lead.name, &*lead.referral_id];
            let names = lead_names(names, &place.unwrap_or_default());
            let reasons: Vec<String> = lead.reasons.iter().map(message_line).collect();
            let reasons = reasons.join("<br>");
            self.push(&format!("<tr><th scope=\"row\">{names}</th><td>{reasons}</td></tr>"));
        }
        self.push("</tbody>\n</table>\n</section>");
    }

    fn list(&mut self, heading: &str, lines: impl ExactSizeIterator<Item = String>) {
        if lines.len() == 0 {
            return;
        }
        self.push(&format!("<section>\n<h2>{}</h2>\n<ul>", escaped(heading)));
        for line in lines {
            self.push(&format!("<li>{line}</li>"));
        }
        self.push("</ul>\n</section>");
    }

    fn section_heading(&mut self, title: &str, count: &str) {
        let (title, count) = (escaped(title), escaped(count));
        self.push(&format!("<h2>{title} <span class=\"count\">{count}</span></h2>"));
    }

    /// Begins a table; each column has a class and a name.
    fn header(&mut self, columns: &[(&str, &str)]) {
        let cell = |(class, name): &(&str, &str)| {
            format!("<th scope=\"col\" class=\"{class}\">{}</th>", escaped(name))
        };
        let cells: Vec<String> = columns.iter().map(cell).collect();
        self.push(&format!("<thead><tr>{}</tr></thead>", cells.concat()));
    }
}

/// The customer, the name and the ID of a lead, and where it is.
fn lead_names([customer, name, id]: [&str; 3], place: &str) -> String {
    let texts = [("strong", customer), ("span", name), ("code", id), ("small", place)];
    let some = texts.into_iter().filter(|(_, text)| !text.is_empty());
    let names = some.map(|(tag, text)| format!("<{tag} dir=\"auto\">{}</{tag}>", escaped(text)));
    names.collect::<Vec<String>>().concat()
}

/// The cells for a changed cell: column, old and new text.
fn change_cells(change: &ReportedChange) -> String {
    let shown = ShownChange::lines(&change.old, &change.new);
    let wholes = [&change.old, &change.new];
    let mut cells = format!("<td>{}</td>", escaped(&change.column));
    for (at, class) in ["old", "new"].into_iter().enumerate() {
        let text = match shown.cut[at] {
            _ if wholes[at].is_empty() => "<i>empty</i>".to_owned(),
            None => escaped_lines(&shown.texts[at]),
            Some(characters) => format!(
                "<details><summary>{} <small>{}</small></summary>{}</details>",
                escaped(&shown.texts[at]),
                plural(characters, "character"),
                escaped_lines(wholes[at])
            ),
        };
        let meaning = change.meaning.as_ref().filter(|_| class == "new");
        let meaning = meaning.map(|meaning| format!(" <small>{}</small>", escaped(meaning)));
        let text = text + &meaning.unwrap_or_default();
        cells.extend(["<td class=\"", class, "\" dir=\"auto\">", &text, "</td>"]);
    }
    cells
}

fn message_line(message: &ReportMessage) -> String {
    reason_line(message.rule, &message.sentence())
}

fn reason_line(rule: &str, text: &str) -> String {
    if rule.is_empty() {
        return escaped(text);
    }
    format!("<b>{}</b> {}", escaped(rule), escaped(text))
}

/// A text in one line as HTML shows it: no markup, every character visible.
fn escaped(text: &str) -> String {
    replaced(&visible(text))
}

/// A text that keeps its lines.
fn escaped_lines(text: &str) -> String {
    replaced(&visible_lines(&text.replace("\r\n", "\n")))
}

/// Replaces the five characters that mean something in HTML.
fn replaced(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}
