//! What became of an upload: taking its results in, and sending leads again.

use crate::app::app::App;
use crate::app::command::{Command, When};
use crate::app::define::grid;
use crate::app::panels::prompt::state::open_prompt;
use crate::app::panels::prompt::state::{PathFor, PromptKind};
use crate::app::words::leads;
use crate::leads::{Origin, UploadResult};
use crate::sheet::RowState;

pub(in crate::app) static COMMANDS: [Command; 5] = [
    Command {
        name: "merge",
        aliases: &["results"],
        doc: "Takes the processed file of an upload in: leads without Errors are done, the others failed.",
        when: When::Grid,
        run: |app, _| open_prompt(app, PromptKind::Path(PathFor::Results)),
    },
    grid(
        "retry",
        "Marks failed leads to be uploaded again as they are, or takes the mark back.",
        |app, _| retry(app),
    ),
    grid(
        "export_again",
        "Lets the next export take exported leads again as they are.",
        |app, _| {
            resubmit(app);
        },
    ),
    grid(
        "as_results",
        "Takes the file for a results file: leads without Errors are done and locked.",
        |app, _| take_as(app, Origin::Results),
    ),
    grid(
        "as_download",
        "Takes the file for a download: leads without Errors are open.",
        |app, _| take_as(app, Origin::Download),
    ),
];

fn retry(app: &mut App) {
    let refused = |row: &u32| app.sheet.last_upload(*row).is_rejected();
    let rows: Vec<u32> = app.target_rows().into_iter().filter(refused).collect();
    if rows.is_empty() {
        return app
            .set_status("Only a lead that the last upload refused can be sent again as it is.");
    }
    // Of leads of which some are marked, all get the mark.
    let again = rows.iter().any(|row| app.sheet.last_upload(*row) == UploadResult::Rejected);
    let marked = match app.sheet.resubmit(&rows, again) {
        Ok(report) => report.rows,
        Err(refusal) => return app.report_refusal(&refusal.into()),
    };
    app.clear_selection();
    let key = app.keymap.hint(When::Grid, "retry");
    app.set_status(if again {
        format!("{} to be uploaded again as it is; {key} takes it back.", leads(marked))
    } else {
        format!("{} not to be uploaded again as it is.", leads(marked))
    });
}

fn resubmit(app: &mut App) {
    let exported = |row: &u32| app.sheet.state(*row) == RowState::Exported;
    let rows: Vec<u32> = app.target_rows().into_iter().filter(exported).collect();
    if rows.is_empty() {
        return app
            .set_status("The lead isn't exported as it stands; the next export takes it anyway.");
    }
    let marked = match app.sheet.resubmit(&rows, true) {
        Ok(report) => report.rows,
        Err(refusal) => return app.report_refusal(&refusal.into()),
    };
    app.clear_selection();
    app.set_status(format!(
        "{} ready again: the next export takes them as they are.",
        leads(marked)
    ));
}

fn take_as(app: &mut App, origin: Origin) {
    if app.sheet.origin() == origin {
        let what = if origin == Origin::Results { "results file" } else { "download" };
        return app.set_status(format!("The file is taken for a {what} already."));
    }
    match app.sheet.open_as(origin) {
        Ok(()) => {
            app.renew_search(true);
            let counts = app.sheet.counts();
            app.set_status(match origin {
                Origin::Results => format!(
                    "A results file: {} failed, {} done and locked.",
                    leads(counts.failed),
                    counts.done
                ),
                _ => "A download: leads without Errors are open.".to_owned(),
            });
        }
        Err(changed) => app.set_error(format!(
            "{} without Errors changed here; a lead that is done can't be. Restore them first.",
            match changed {
                1 => "1 lead is".to_owned(),
                n => format!("{n} leads are"),
            }
        )),
    }
}
