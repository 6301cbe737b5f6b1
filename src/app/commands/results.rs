//! What became of an upload: taking its results in, and sending leads again.

use crate::app::app::App;
use crate::app::command::{Command, When};
use crate::app::define::grid;
use crate::app::effect::PathFor;
use crate::leads::{Origin, Row, UploadResult, plural};
use crate::sheet::RowState;

pub(in crate::app) static COMMANDS: [Command; 6] = [
    Command {
        name: "merge",
        aliases: &["results"],
        doc: "Import the processed file of an upload: leads without Errors are done, the others \
        failed.",
        when: When::Grid,
        run: |app, _| app.ask_file(PathFor::Results),
    },
    grid("retry", "Mark failed leads to resubmit them unchanged, or remove the mark.", |app, _| {
        retry(app);
    }),
    grid(
        "export_again",
        "Include exported leads in the next export again, unchanged.",
        |app, _| {
            resubmit(app);
        },
    ),
    grid(
        "pilot_results",
        "List the kinds of change that pilot parts tried: accepted, rejected or in doubt.",
        |app, _| app.show_pilot_results(),
    ),
    grid(
        "reopen_as_results",
        "Treat the file as a results file: leads without Errors are done and locked.",
        |app, _| take_as(app, Origin::Results),
    ),
    grid(
        "reopen_as_download",
        "Treat the file as a download: leads without Errors are open.",
        |app, _| take_as(app, Origin::Download),
    ),
];

fn retry(app: &mut App) {
    let refused = |row: &Row| app.sheet.last_upload(*row).is_rejected();
    let rows: Vec<Row> = app.target_rows().into_iter().filter(refused).collect();
    if rows.is_empty() {
        return app
            .set_status("Only a lead that the last upload rejected can be resubmitted unchanged.");
    }
    // Of leads of which some are marked, all get the mark.
    let open = |row: &&Row| !app.sheet.is_closed(**row);
    let unmarked = |row: &Row| app.sheet.last_upload(*row) == UploadResult::Rejected;
    let again = rows.iter().filter(open).any(unmarked);
    let report = match app.sheet.resubmit(&rows, again) {
        Ok(report) => report,
        Err(refusal) => return app.report_refusal(&refusal.into()),
    };
    app.clear_selection();
    let key = app.keymap.hint(When::Grid, "retry");
    app.set_status(if again {
        format!(
            "{} marked to resubmit unchanged{}; {key} removes the mark.",
            plural(report.rows, "lead"),
            skipped(report.left_out)
        )
    } else if report.rows == 0 {
        "The lead is already Closed in the download and can't be resubmitted (R-05).".to_owned()
    } else {
        format!("{} no longer marked to resubmit.", plural(report.rows, "lead"))
    });
}

/// Says how many leads were left out because they are locked.
fn skipped(locked: usize) -> String {
    match locked {
        0 => String::new(),
        locked => format!(", {} skipped (R-05)", plural(locked, "closed lead")),
    }
}

fn resubmit(app: &mut App) {
    let exported = |row: &Row| app.sheet.state(*row) == RowState::Exported;
    let rows: Vec<Row> = app.target_rows().into_iter().filter(exported).collect();
    if rows.is_empty() {
        let lead = app.target_rows().first().copied();
        return app.set_status(match lead.map(|row| app.sheet.state(row)) {
            Some(RowState::Done) => {
                "Partner Center already accepted the lead; it isn't exported again."
            }
            Some(RowState::Closed) => "The lead was already Closed in the download (R-05).",
            Some(RowState::Ready | RowState::HeldBack) => {
                "The lead has changed since its export; the next export includes it anyway."
            }
            _ => "The lead isn't exported.",
        });
    }
    let marked = match app.sheet.resubmit(&rows, true) {
        Ok(report) => report.rows,
        Err(refusal) => return app.report_refusal(&refusal.into()),
    };
    app.clear_selection();
    let them = if marked == 1 { "it" } else { "them" };
    app.set_status(format!(
        "{} ready again; the next export includes {them} unchanged.",
        plural(marked, "lead")
    ));
}

fn take_as(app: &mut App, origin: Origin) {
    if app.is_refused_for_several("This") {
        return;
    }
    if app.sheet.origin() == origin {
        let what = if origin == Origin::Results { "results file" } else { "download" };
        return app.set_status(format!("The file is already treated as a {what}."));
    }
    match app.sheet.open_as(origin) {
        Ok(()) => {
            app.renew_search(true);
            let counts = app.sheet.counts();
            app.set_status(match origin {
                Origin::Results => format!(
                    "A results file: {} failed, {} done and locked.",
                    plural(counts.failed, "lead"),
                    counts.done
                ),
                _ => "A download: leads without Errors are open.".to_owned(),
            });
        }
        Err(changed) => app.set_error(format!(
            "Restore the changes of {} first: leads without Errors are done and can't be changed.",
            plural(changed, "lead")
        )),
    }
}
