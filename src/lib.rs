//! leadsheet: a spreadsheet editor in the terminal for one kind of file, the *Leads* CSV that
//! partners download from Microsoft Partner Center.
//!
//! A downloaded file is an immutable table of raw bytes; the user's work is an overlay of edits,
//! applied through one door; findings, row states, choices and the upload plan are derived from the
//! two; drawing and files stand outside.
//!
//! # Use it without a screen
//!
//! The program is the feature `tui`, which is on by default; without it, the library opens, checks, edits
//! and exports files and needs neither a terminal nor an argument parser:
//!
//! ```toml
//! leadsheet = { version = "0.1", default-features = false }
//! ```
//!
//! Open a download, change one lead, look at the plan, and write the upload files:
//!
//! ```
//! use leadsheet::{NaiveDate, store};
//! use std::path::Path;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let temporary = tempfile::tempdir()?;
//! # let folder = temporary.path();
//! let download = Path::new("assets/sample-leads.csv");
//! let today = NaiveDate::from_ymd_opt(2026, 11, 22).ok_or("a date")?;
//! let mut sheet = store::open(download)?.into_sheet(today);
//!
//! let lead = sheet.lead("c1acc990-6424-450a-a36b-f9b3ddcb369d").ok_or("no such lead")?;
//! sheet.set(lead, "Notes", "Phase 2 is ordered.")?;
//! assert!(sheet.set(lead, "Referral ID", "1").is_err(), "Partner Center owns this column");
//! // Every update needs an intent: until then an error blocks the lead.
//! assert!(sheet.findings().holds_back(lead) && sheet.plan().is_empty());
//! sheet.set(lead, "Marketplace Purchase Intent", "Yes")?;
//!
//! let plan = sheet.plan();
//! assert_eq!(plan.ready().collect::<Vec<_>>(), [lead]);
//! let exported = store::export(&sheet, &plan, download, Some(folder))?;
//! assert_eq!(exported.parts[0].path, folder.join("sample-leads.upload-001.csv"));
//! assert_eq!((exported.rows, exported.changed), (1, 2));
//! # Ok(())
//! # }
//! ```
//!
//! Validate a file with value lists of your own: a file in a folder replaces the compiled-in list of its name.
//!
//! ```
//! use leadsheet::leads::{Level, Origin, RuleContext};
//! use leadsheet::sheet::Sheet;
//! use leadsheet::{NaiveDate, store};
//! use std::sync::Arc;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let temporary = tempfile::tempdir()?;
//! # let folder = temporary.path();
//! let currencies = "code,name,decimals,group,successor\nUSD,US dollar,2,ordinary,\n";
//! std::fs::write(folder.join("currencies.csv"), currencies)?;
//! let lists = store::own_lists(folder)?.ok_or("no lists")?;
//! let today = NaiveDate::from_ymd_opt(2026, 11, 22).ok_or("a date")?;
//! let rules = RuleContext::new(today, Arc::new(lists));
//!
//! let file = "Referral ID,Lead Name,Currency,Notes,Sales Stage\n1,Tablets,EUR,,\n2,Laptops,USD,,\n";
//! let opened = store::open_bytes("leads.csv", file.into())?;
//! // As an upload: every row is judged as one that Partner Center gets.
//! let sheet = Sheet::new(opened.table, Origin::Upload, rules);
//! let lead = sheet.lead("1").ok_or("no such lead")?;
//! let finding = sheet.findings().row(lead).find(|finding| finding.rule.code() == "C-02");
//! assert_eq!(finding.map(|finding| finding.level), Some(Level::Error));
//! # Ok(())
//! # }
//! ```
//!
//! # Map
//!
//! An arrow only points down; `cli` reads the tables of commands and keys from `app` and nothing
//! else. `tests/it/layers.rs` holds the code against this table.
//!
//! ```text
//! main.rs                           arguments → run → exit code
//! shell/                            the terminal: raw mode, input and signal threads, effects
//! view/    what it looks like       cli/    the same answers without a screen
//! app/     what the program does    store/  files: the only std::fs
//! declared/  what users declare in TOML files
//! upload/  what leaves: plan, text,  sync/   other files: results, a fresh download,
//!          proof, revert files               an edited copy
//! sheet/   the document: table + overlay + history + log + derived state
//! table/   the file as bytes: text, spans, rows of two files by Referral ID
//! leads/   what a lead is: columns, values, outcomes, rules; pure
//! ```
//!
//! | module | what to look for there |
//! |---|---|
//! | [`leads`] | [`leads::COLUMNS`], one whole entry a column; [`leads::rules`], one whole entry a rule; [`leads::outcome`] and [`leads::values`] over the [`leads::lists`] of `assets/leads`, or a user's own |
//! | [`table`] | [`table::Table`] (bytes and spans), [`table::Join`] (rows of two files by Referral ID) |
//! | [`sheet`] | [`sheet::Sheet`] (the door), [`sheet::History`], [`sheet::Findings`], [`sheet::LogEntry`] (the log and its replay) |
//! | [`upload`] | [`upload::Plan`] (the upload plan), [`upload::verify()`] (the proof), [`upload::Revert`] (the file with the old values) |
//! | [`sync`] | results ([`sync::MergeReport`]), a fresh download ([`sync::Rebase`]), an edited copy ([`sync::ImportReport`]) |
//! | [`store`] | opening (encodings, delimiters; what is refused, and with which sentence), writing whole files or none; reading a user's own lists; [`store::journal`]: the work that outlives the program, and the lock |
//! | [`declared`] | [`declared::read`]: every mistake in a TOML file of the user, each with its line; [`declared::read_policy`]: the sentences of a [`sheet::Policy`] |
//! | [`app`] | [`app::App::update`], [`app::COMMANDS`], the key map of `assets/keymap.toml`, [`app::Editor`]: what a cell is edited with, by the kind of its column; [`app::Target`]: what on the screen can be clicked |
//! | [`view`] | [`view::draw`], one file a panel; [`view::cell`], the only way by which text reaches the screen |
//! | [`walk`] | [`walk::Walk`], the line mode: a typed line in, text and effects out |
//! | [`cli`] | arguments, `check`, `export`, `diff`, `merge`, `rebase`, and the tables: `columns`, `rules`, `keys` |
//! | [`shell`] | the loop: take a burst of input, update, draw once |
//!
//! # How one key travels
//!
//! ```text
//! terminal ─▶ shell: Input ─▶ App::update ─▶ command ─▶ sheet::Edit ─▶ Sheet::apply ─▶ overlay,
//!                                  │                                   history, findings of the rows
//!                                  └─▶ effects ─▶ shell runs them (journal, export, quit) ─▶ outcome is an Input
//! shell: app.set_view_size(view::areas(size, &app).fit()); view::line_keys: which lines may look otherwise;
//!        view::draw_lines draws those; the screen writes what differs
//! ```
//!
//! What can be clicked is registered by what draws it, so that nothing works out a second time where something is. The
//! shell looks a click up in [`view::targets`] of the program as it is; what a click does is what the key for it does.
//!
//! # Invariants
//!
//! 1. Only [`Sheet::apply`](sheet::Sheet::apply), [`undo`](sheet::Sheet::undo) and
//!    [`redo`](sheet::Sheet::redo) change a cell. Typing, picking and pasting all go through them.
//!    What they do is noted as [`sheet::LogEntry`]s, which one place hands to the journal after each
//!    update; [`Sheet::replay`](sheet::Sheet::replay) does them again, through the same door.
//! 2. The table as loaded never changes, in memory or on disk. *Changed* means that the overlay
//!    differs from the loaded cell; setting a cell back to its loaded text removes the change.
//! 3. An untouched field, record and header leaves the program with the bytes it came with, in the
//!    file's encoding. Only of a file without commas the delimiters change, and a field gets quotes
//!    where a comma in it needs them.
//! 4. Findings, row states, choices, counts and the plan are derived, never stored or journaled.
//! 5. What a drop-down offers and what the rules accept is asked of the same functions.
//! 6. Drawing takes `&App`; the room is fitted before drawing; every view draws in any area, also 0×0.
//! 7. [`App::update`](app::App::update) does no I/O and never waits. The library never prints and
//!    never exits; only a program that was asked to end by a signal, and whose terminal takes nothing
//!    any more, is ended by the [`shell`].
//! 8. Text reaches the screen only through [`view::cell`], and every other output only through
//!    [`leads::visible`], which make control, bidirectional and zero-width characters visible.
//! 9. The screen's counts and the command line's come from the same functions.
//!
//! # Three answers kept apart
//!
//! | | when | what happens | lives in |
//! |---|---|---|---|
//! | refusal | before an edit | nothing changes, the status line says why | [`leads::Access`] of the column, [`leads::check_editable`] |
//! | consequence | with an edit | further cells change in the same edit and undo | the outcome's choice |
//! | finding | after an edit | is shown at the cell and listed; an error holds the row back | [`leads::rules`] |
//!
//! # Decisions
//!
//! The scanner of [`table`] is our own and not `csv-core`: it keeps blank lines and line ends out of
//! the fields' spans, finds an unclosed quote where it begins and text behind a closing one. Property
//! tests hold it against the `csv` crate. Text that is typed has a model of our own, [`app::Text`], for
//! one line and for many: a cell's line ends and hidden characters must survive editing, the caret goes
//! by what is seen as one sign, and lines are broken by the widths that [`view::cell`] draws; the
//! widgets that are to be had drop carriage returns and draw by themselves. The shell draws with its own double buffer instead of
//! ratatui's `Terminal`, so that a frame is one write.

#[cfg(feature = "tui")]
pub mod app;
#[cfg(feature = "tui")]
pub mod cli;
#[cfg(feature = "tui")]
pub mod declared;
pub mod leads;
pub mod sheet;
#[cfg(feature = "tui")]
pub mod shell;
pub mod store;
pub mod sync;
pub mod table;
pub mod upload;
#[cfg(feature = "tui")]
pub mod view;
#[cfg(feature = "tui")]
pub mod walk;

#[doc(no_inline)]
pub use chrono::NaiveDate;
