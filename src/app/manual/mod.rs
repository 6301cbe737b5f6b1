//! The manual, compiled in: its topics and their pages.

pub(crate) mod page;

/// A page of the manual.
#[derive(Debug)]
pub struct ManualPage {
    /// The name of the page.
    pub topic: &'static str,
    /// What the page is about, in one line.
    pub summary: &'static str,
    /// The page in Markdown.
    pub text: &'static str,
}

macro_rules! page {
    ($topic:literal, $summary:literal) => {
        ManualPage {
            topic: $topic,
            summary: $summary,
            text: include_str!(concat!("../../../assets/manual/", $topic, ".md")),
        }
    };
}

/// All pages of the manual, in the order in which they are listed.
pub static MANUAL: [ManualPage; 9] = [
    page!("guide", "the job in detail: edit, review, export, results, revert file, fresh download"),
    page!("two-weeks", "a walk-through of the whole job, screen by screen"),
    page!("excel", "edit leads in Excel, and make the upload file with one command"),
    page!("keys", "all commands and their keys"),
    page!("command-line", "commands, options, encodings, exit codes"),
    page!("json", "the shape of each `--format json` output, and what scripts can rely on"),
    page!("settings", "settings, your own keys, your own lists"),
    page!("house-rules", "rules of your own that hold leads back, and the conditions of filters"),
    page!("safety", "what is promised, the limits, and how it is tested"),
];
