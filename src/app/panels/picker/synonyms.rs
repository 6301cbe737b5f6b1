//! Words for commands that their names don't have: what users of other programs type.

use crate::app::command::Command;

/// The words by command of the grid, in lower case.
const SYNONYMS: [(&str, &[&str]); 53] = [
    ("quit", &["close", "leave", "end", "bye", "stop program"]),
    ("left", &["west", "back"]),
    ("right", &["east", "forward"]),
    ("first_row", &["top", "beginning", "start", "home", "line"]),
    ("last_row", &["bottom", "end"]),
    ("next_editable", &["tab"]),
    (
        "edit",
        &[
            "change",
            "type",
            "write",
            "modify",
            "enter",
            "date",
            "calendar",
            "dropdown",
            "drop-down",
        ],
    ),
    ("replace_cell", &["overwrite", "rewrite"]),
    ("flag", &["mark", "star", "bookmark", "pin", "todo"]),
    ("private_note", &["comment", "remark", "annotate", "memo", "reminder", "own note"]),
    ("filter_flagged", &["marked", "starred", "bookmarks"]),
    ("filter_noted", &["comments", "remarks", "annotated", "memos"]),
    ("outcome", &["status", "substatus", "stage", "reason", "closing", "state of lead"]),
    ("apply_suggestion", &["fix", "correct", "repair", "autofix", "quick fix", "autocorrect"]),
    ("clear", &["delete", "remove", "erase", "empty", "blank", "del", "rm"]),
    ("restore", &["revert", "reset", "original", "discard change"]),
    ("restore_row", &["revert lead", "revert row", "reset row", "reset lead"]),
    ("undo", &["back out", "take back", "oops"]),
    ("history", &["changes", "log", "steps", "timeline", "versions"]),
    ("repeat", &["again", "same"]),
    ("copy", &["yank", "clipboard"]),
    ("copy_leads", &["copy row", "copy rows"]),
    ("paste", &["insert"]),
    ("fill_down", &["autofill", "fill", "ditto"]),
    ("replace", &["substitute", "regex", "find and replace", "uppercase", "lowercase"]),
    (
        "select_cells",
        &["mark", "visual", "range", "block", "sum", "count", "total", "average", "tally"],
    ),
    ("select_leads", &["select rows", "select row", "visual line", "rows"]),
    ("select_alike", &["same value", "similar"]),
    ("select_shown", &["select all", "all", "everything"]),
    ("search", &["find", "look", "grep", "locate"]),
    ("search_value", &["find this", "same text"]),
    ("next_problem", &["next error", "next warning"]),
    ("problems", &["errors", "issues", "warnings", "validate", "check", "mistakes", "validation"]),
    ("filter_value", &["only this", "like this", "equals"]),
    (
        "filter_values",
        &["facet", "pivot", "distinct", "unique", "group", "statistics", "histogram", "blanks"],
    ),
    ("filter_text", &["contains", "filter column"]),
    ("filter_where", &["condition", "query", "before", "after", "greater", "less"]),
    ("filter_anywhere", &["filter all", "grep all"]),
    ("due", &["to do", "expiring leads", "deadlines", "agenda", "overdue"]),
    ("filter_failed", &["rejected leads", "failures", "unsuccessful"]),
    ("filter_off", &["show all", "unfilter", "clear filter", "remove filter", "no filter"]),
    ("sort_ascending", &["order", "order by", "a-z", "smallest", "oldest", "arrange"]),
    ("sort_descending", &["z-a", "largest", "newest", "reverse"]),
    ("record", &["form", "details", "detail", "card", "whole lead", "view lead"]),
    ("go_to_column", &["goto", "jump", "columns", "find column"]),
    ("columns_all", &["unhide", "show columns", "ids", "unhide columns"]),
    ("fit_columns", &["autofit", "auto width", "reset widths"]),
    ("row_numbers", &["numbers", "line numbers"]),
    ("add_team_member", &["new member", "colleague", "insert column", "team"]),
    ("export", &["save as", "upload", "submit", "review", "publish", "send", "output", "generate"]),
    ("report", &["approve", "manager", "print", "html", "summary", "share"]),
    ("merge", &["import", "processed", "feedback", "response", "answers"]),
    ("help", &["manual", "keys", "shortcuts", "tutorial", "legend", "explain", "f1", "docs"]),
];

/// The other words for a command of the grid.
pub(crate) fn synonyms(command: &Command) -> &'static [&'static str] {
    SYNONYMS.iter().find(|(name, _)| *name == command.name).map_or(&[], |(_, words)| words)
}
