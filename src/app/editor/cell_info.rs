//! The lines about a cell while it is edited.

use crate::app::app::App;
use crate::app::cell_info::{CellInfo, Tone};
use crate::app::editor::{Editor, EditorBody};
use crate::leads::kind::amount;
use crate::leads::{Kind, Level};

impl App {
    /// What would be written, and what is wrong with it or how it was understood.
    pub(in crate::app) fn about_editor(&self, editor: &Editor) -> CellInfo {
        if editor.is_private_note {
            return CellInfo {
                column: "Private note".to_owned(),
                explanation:
                    "Only for you: it is saved with your work on the file and never exported."
                        .to_owned(),
                ..CellInfo::default()
            };
        }
        let column = self.sheet.layout().name(editor.field).to_owned();
        let understood = editor.understood(&self.sheet);
        let findings = editor.findings(&self.sheet);
        // In a form the part with the caret comes first: beside it there is room for little.
        let here = match &editor.body {
            EditorBody::Parts(form) => form.finding_of(form.at, &findings),
            _ => None,
        };
        let worst = here.or(findings.first());
        let level = worst.map(|finding| finding.level);
        let (say, tone) = match worst {
            _ if !understood.doubt.is_empty() => {
                (understood.doubt, level.unwrap_or(Level::Warning).max(Level::Warning).into())
            }
            Some(finding) => {
                let (level, code) = (finding.level.label(), finding.rule.code());
                (format!("{level} {code}: {}", finding.message), finding.level.into())
            }
            None if understood.text != editor.typed() => (self.how_written(editor), Tone::Good),
            None => (self.how_to(editor), Tone::Plain),
        };
        CellInfo {
            column,
            text: understood.text,
            detail: understood.detail,
            explanation: say,
            tone,
        }
    }

    /// The explanation of a text that is written in another form.
    fn how_written(&self, editor: &Editor) -> String {
        let currency = self.sheet.layout().currency();
        let col = self.sheet.layout().col(editor.field);
        match (col, currency) {
            // The sign goes, so it must not be taken for a change of the currency.
            (Some(col), Some(field))
                if col.is_deal_value() && amount::has_currency_symbol(&editor.typed()) =>
            {
                let code = self.sheet.text(editor.row, field);
                format!("Only the number is written; the lead's currency is {code}.")
            }
            _ => "Written in this format when you accept it.".to_owned(),
        }
    }

    /// How a cell is typed.
    pub(crate) fn how_to(&self, editor: &Editor) -> String {
        let Some(col) = self.sheet.layout().col(editor.field) else {
            return String::new();
        };
        match (&editor.body, col.column().kind) {
            (EditorBody::Date(_), _) => {
                "Type it as 3/1/27, 1 mar, 2027-03-01, +30, +2w, eom, eoq, fri or today.".to_owned()
            }
            (EditorBody::Line(_), Kind::Parts(parts)) => {
                let names = parts.names.join(", ");
                format!("This text can't be split into fields, so it is one line. Type: {names}.")
            }
            (EditorBody::Line(_), Kind::Amount) => {
                "Type it as 1250, 1250.50, 1,250.00, 1.250,00, 1 250 or 1.2k.".to_owned()
            }
            _ => col.column().help.to_owned(),
        }
    }
}
