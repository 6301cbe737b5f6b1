//! Asking for the fresh download of a rebase.

use crate::app::app::App;
use crate::app::effect::PathFor;
use crate::app::file::Persistence;
use crate::app::panels::files::open::may_leave;
use crate::leads::Origin;

/// Reads a file, if that is what was typed in the palette: `rebase PATH`, `merge PATH`, `plan PATH`, `open PATH`.
pub(crate) fn is_asked(app: &mut App, typed: &str) -> bool {
    let Some((name, path)) = typed.split_once(' ') else { return false };
    let wanted = match name {
        "rebase" if may_ask(app) => PathFor::Fresh,
        "merge" => PathFor::Results,
        "plan" => PathFor::Policy,
        "fill" | "fill_from_file" => PathFor::Fill,
        "open" | "e" => {
            if may_leave(app) {
                app.effects.push(PathFor::Open.read(path.trim().to_owned()));
            }
            return true;
        }
        name => return name == "rebase",
    };
    app.effects.push(wanted.read(path.trim().to_owned()));
    true
}

/// Whether there is something to carry over, and says why if not.
pub(crate) fn may_ask(app: &mut App) -> bool {
    let is_several = app.sheet.table().sources().is_some();
    if let Err(refusal) = app.sheet.check_writable() {
        app.report_refusal(&refusal.into());
    } else if app.sheet.origin() == Origin::Results {
        app.set_status(
            "A results file can't be rebased; open the fresh download with --results and this \
            file.",
        );
    } else if is_several && app.keeping != Persistence::On {
        app.set_error(
            "Work that isn't saved can't move to a fresh download of one of several files; quit and \
            open that file alone.",
        );
    } else if !is_several && !app.sheet.has_work() {
        app.set_status("There are no changes to move: no lead is changed. Just open the new file.");
    } else {
        return true;
    }
    false
}
