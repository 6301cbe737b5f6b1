//! The line that asks where the report of an upload is written, for the person who approves it.

use crate::app::app::App;
use crate::app::command::When;
use crate::app::effect::{Effect, ReportOutcome, ReportRequest};
use crate::app::mode::Mode;
use crate::app::panels::panel::Panel;
use crate::app::panels::prompt::state::{Prompt, PromptKind};
use crate::app::panels::review::state::ReviewPanel;
use crate::leads::plural;
use crate::upload::{PlanOptions, ReportFormat};
use std::path::Path;

/// What a report is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReportPlace {
    /// What the export is asked for that it reports.
    options: PlanOptions,
    /// How many leads would be uploaded.
    leads: usize,
    /// The path of an earlier report, which is replaced if it is accepted once more.
    earlier: Option<String>,
}

/// Asks for the path of a report of all that is ready.
pub(crate) fn ask(app: &mut App) {
    let plan = app.sheet.plan_with(false);
    let is_empty = plan.is_empty() && plan.doubtful.is_empty();
    if is_empty && plan.held_back.is_empty() && plan.blocked.is_empty() {
        return app.set_status("Nothing to report: an upload would change no lead.");
    }
    let place = ReportPlace { leads: plan.ready().count(), ..ReportPlace::default() };
    open(app, place, None);
}

/// Asks for the path of a report of what the review shows, and goes back to it afterwards.
pub(crate) fn ask_from_review(app: &mut App) {
    let Some(review) = app.mode.take_panel::<ReviewPanel>() else { return };
    let (options, leads) = (review.plan.options(), review.plan.ready().count());
    open(app, ReportPlace { options, leads, earlier: None }, Some(review));
}

fn open(app: &mut App, place: ReportPlace, panel: Option<Box<dyn Panel>>) {
    let mut prompt = Prompt::open(PromptKind::Report(place));
    prompt.input.insert(&proposed(app));
    prompt.panel = panel;
    app.mode = Mode::Prompt(prompt);
    app.answer_prompt();
}

/// The name that is proposed: that of the download, of the first one where there are several.
fn proposed(app: &App) -> String {
    let first = app.sheet.table().sources().and_then(|union| union.files().first());
    let name = first.map_or(&*app.name, |file| &*file.name);
    let stem = Path::new(name).file_stem().unwrap_or_default().to_string_lossy();
    format!("{}.report.html", stem.trim())
}

/// What comes of a path that is typed.
pub(super) fn answer(app: &App, place: &ReportPlace, typed: &str) -> Result<String, String> {
    let what = match format_of(typed) {
        None => return Err(ENDINGS.to_owned()),
        Some(ReportFormat::Html) => "A page to read, mail or print",
        Some(ReportFormat::Markdown) => "Markdown for wikis and chats",
        Some(ReportFormat::Csv) => "A table with a line for each changed cell",
    };
    if place.earlier.as_deref() == Some(typed.trim()) {
        let accept = app.keymap.hint(When::Prompt, "accept");
        return Err(format!("An earlier report has this name; {accept} again replaces it."));
    }
    let leads = plural(place.leads, "lead");
    Ok(format!("{what}: {leads}; beside the upload files."))
}

const ENDINGS: &str = "The name must end in .html, .md or .csv, which is the format.";

fn format_of(typed: &str) -> Option<ReportFormat> {
    ReportFormat::of_path(Path::new(typed.trim().trim_end_matches(['"', '\''])))
}

/// Writes the report; the line stays until it is written.
pub(super) fn accept(app: &mut App, place: &ReportPlace, typed: &str) {
    let Some(format) = format_of(typed) else { return app.set_error(ENDINGS) };
    let path = typed.trim().to_owned();
    let replaces = place.earlier.as_ref() == Some(&path);
    let options = place.options;
    app.effects.push(Effect::Report(ReportRequest { path, format, options, replaces }));
}

/// Goes back to where the report was asked for.
pub(super) fn close(app: &mut App) {
    let Mode::Prompt(prompt) = std::mem::replace(&mut app.mode, Mode::Grid) else { return };
    if let Some(panel) = prompt.panel {
        app.mode = Mode::Panel(panel);
    }
}

/// Says what became of a report.
pub(crate) fn reported(app: &mut App, outcome: ReportOutcome) {
    match outcome {
        ReportOutcome::Written { path, headline } => {
            if matches!(&app.mode, Mode::Prompt(prompt) if prompt.asks_for_report()) {
                close(app);
            }
            app.set_status(format!("Report written: {path}. {headline}"));
        }
        ReportOutcome::Exists => {
            if let Mode::Prompt(Prompt { kind: PromptKind::Report(place), input, .. }) =
                &mut app.mode
            {
                place.earlier = Some(input.value().trim().to_owned());
            }
            app.answer_prompt();
        }
        ReportOutcome::Failed(error) => app.set_error(error.to_string()),
    }
}
