//! The examples and exit codes under the help of each command.

pub(crate) const EXAMPLES: &str = "\
Examples:
  leadsheet                            list your downloads and open one
  leadsheet leads.csv                  open this file in the editor
  leadsheet north.csv south.csv        open several downloads as one sheet
  leadsheet --read-only leads.csv      open it without allowing changes
  leadsheet demo                       try it on sample leads
  leadsheet walk leads.csv             edit it line by line, without a screen
  leadsheet check leads.csv            would Partner Center accept this file?
  leadsheet export edited.csv --original leads.csv
                                       upload files from a file edited in Excel
  leadsheet diff old.csv new.csv       what differs, lead by lead
  leadsheet merge leads.csv --results processed.csv
                                       which leads were accepted, which failed
  leadsheet rebase old.csv new.csv     continue in a fresh download
  leadsheet plan policy.toml leads.csv change all leads as a policy says
  leadsheet set leads.csv 'Close date+=1q'
                                       change many leads at once
  leadsheet status                     the saved work on each file
  leadsheet help                       the manual, and everything else to look up

UTF-16 with a byte-order mark is recognised, and so are files separated by
semicolons or tabs; upload files keep the encoding and have commas. A file that
is named like a command is given with its folder: leadsheet ./check";

pub(crate) const CHECK_EXAMPLES: &str = "\
Examples:
  leadsheet check leads.csv
  leadsheet check --strict leads.csv && echo ready
  leadsheet check --format json leads.csv | jq '.findings[].rule'
  leadsheet check - < leads.csv
  leadsheet check upload.csv --original leads.csv
  leadsheet check --encoding windows-1252 leads.csv

Exit codes:
  0  no errors (warnings pass unless --strict)
  1  errors found
  2  the file isn't a Leads CSV, or the command line is wrong
  3  reading or writing failed";

pub(crate) const EXPORT_USAGE: &str = "\
leadsheet export <EDITED> --original <DOWNLOAD> [OPTIONS]
       leadsheet export --kept <DOWNLOAD>... [OPTIONS]";

pub(crate) const EXPORT_EXAMPLES: &str = "\
Examples:
  leadsheet export edited.csv --original leads.csv --dry-run
  leadsheet export edited.csv --original leads.csv --out uploads
  leadsheet export edited.csv --original leads.csv --close 3 --separate-closed
  leadsheet export edited.csv --original leads.csv --encoding windows-1252
  leadsheet export --kept leads.csv    the work that the editor saved on leads.csv
  leadsheet export --kept leads.csv --pilot    a few leads first, to learn from their results
  leadsheet export --kept leads.csv --dry-run --output leads.report.html
                                       a report for somebody who approves the upload
  leadsheet export --kept north.csv south.csv  several downloads as one, as the editor exports them

Read-only cells are copied from the download byte for byte; what another program changed in them is
reported. Upload files are written next to the download unless --out is given. Leads that an earlier
upload file there has with the same values aren't written again without --again. --format json lists
each lead; --dry-run lists each change. The HTML, Markdown and CSV reports have both, closings first, with
totals by outcome and currency.

Work in Excel: leadsheet help excel

Exit codes:
  0  every changed lead was exported
  1  a lead was held back, left out or not imported, a cell is damaged, or --close is missing or
     wrong
  2  a file isn't a Leads CSV or is being edited, or the command line is wrong
  3  reading or writing failed
  4  nothing to write: no lead was changed, or an upload file has the same leads already";

pub(crate) const DIFF_EXAMPLES: &str = "\
Examples:
  leadsheet diff monday.csv friday.csv
  leadsheet diff monday.csv friday.csv --format csv > changes.csv

Leads are matched by Referral ID and cells by column, never by position. In CSV each difference is
one line; control characters are shown as visible symbols.

Exit codes:
  0  no difference
  1  differences, or Referral IDs that appear twice
  2  a file isn't a Leads CSV, or the command line is wrong
  3  reading or writing failed";

pub(crate) const MERGE_EXAMPLES: &str = "\
Examples:
  leadsheet merge leads.csv --results processed.csv --dry-run
  leadsheet merge leads.csv --results processed.csv
  leadsheet merge leads.csv --results processed.csv --format json | jq '.failed[].said[].sentence'

Imports the processed file of an upload into the saved work on the download, matched by Referral ID:
leads without Errors are done; the others failed, until they are corrected or marked to be resubmitted.
Without saved work, the uploaded values are imported from the processed file. Opening the download resumes
the work.

Exit codes:
  0  every lead of the file that is in the download was accepted
  1  a lead was rejected, or its result contradicts an earlier one, fits several uploads or has the
     values from before the export
  2  a file isn't a Leads CSV, isn't the result of these leads or is being edited, or the command line is
     wrong
  3  reading or writing failed";

pub(crate) const REBASE_EXAMPLES: &str = "\
Examples:
  leadsheet rebase monday.csv friday.csv --dry-run
  leadsheet rebase monday.csv friday.csv
  leadsheet rebase leads.csv leads.csv --mine   the file was replaced by a fresh download

Moves the saved changes from the old file to the new one, matched by Referral ID and column. If both
sides changed a cell and neither --mine nor --theirs is given, nothing is saved for the new file and the
work on the old file is unchanged. Changes that can't be applied are listed and stay in the closed journal
of the old file.

Exit codes:
  0  everything was applied or already up to date, or there is no saved work
  1  a cell was changed on both sides and nothing was saved, or something was not applied
  2  a file isn't a Leads CSV, is being edited or has other saved work, or the command line is wrong
  3  reading or writing failed";

pub(crate) const PLAN_EXAMPLES: &str = "\
Examples:
  leadsheet plan quarter-end.toml leads.csv --dry-run
  leadsheet plan quarter-end.toml leads.csv && leadsheet export --kept leads.csv
  leadsheet plan quarter-end.toml leads.csv --format json | jq '.cells[].sentence'

A policy is a TOML file. Each sentence says what is set in which leads:

  [[sentence]]
  name = \"Close dates that are past move by a quarter\"
  when = [\"Status = Active\", \"Estimated Close Date < today\"]
  set = [\"Estimated Close Date += 1q\"]

All sentences are judged on the leads as they are. Cells that were edited by hand stay. Where sentences want
different values for a cell, nothing is saved and all such cells are listed, unless --conflicts says which
is followed. The changes go into the saved work, as one step that the editor can undo; a second run changes
nothing.

The form of a policy: leadsheet help \"a plan for all leads\"

Exit codes:
  0  every change was made
  1  sentences are in conflict, a changed lead is held back, or a lead can't be read or changed
  2  the policy has mistakes, the file isn't a Leads CSV or is being edited, or the command line is wrong
  3  reading or writing failed
  4  nothing to change";

pub(crate) const SET_EXAMPLES: &str = "\
Examples:
  leadsheet set leads.csv --where 'Status=Active' --where 'Close date<today' 'Close date+=1q'
  leadsheet set leads.csv --where 'Currency=EUR' 'Deal value*=1.1' 'Deal value round 100' --dry-run
  leadsheet set leads.csv --where 'Customer contains Contoso' 'Notes append Called 11/26'
  leadsheet set leads.csv --where 'Outcome=Accepted' 'Outcome=Lost' Reason=3

Changes the saved work on the file, as one step that the editor can undo; opening the file shows it. Each
value changes from its own:
  dates    +=1q -=2w +=30 (days) +=1m +=1y, end of month, start of quarter, next working day
  amounts  +=500 -=500 *=1.1 /=2 +=10% round 100, rounded to the decimals of the currency
  texts    append TEXT, prepend TEXT, upper, lower, title, trim
  all      =VALUE; Outcome=Won sets status, substatus, stage and reason together
Assignments are made in their order. Locked cells, and values that can't be read, are left out and listed.

Exit codes:
  0  everything was changed, or would be
  1  a changed lead will be held back, or something was left out
  2  a condition or an assignment is wrong, the file isn't a Leads CSV or is being edited
  3  reading or writing failed
  4  nothing to change";

pub(crate) const SCHEMA_EXAMPLES: &str = "\
Examples:
  leadsheet schema                     the commands that have a schema
  leadsheet schema check               the JSON schema of leadsheet check --format json
  leadsheet schema check | jq '.properties | keys'

leadsheet help json says which fields scripts can rely on.";

pub(crate) const STATUS_EXAMPLES: &str = "\
Examples:
  leadsheet status                     saved work on every file
  leadsheet status leads.csv           saved work on one file
  leadsheet status --due               leads that fall due within 7 days, in all saved work
  leadsheet status --due --within 2 leads.csv
                                       in one file, saved or not, within 2 days
  leadsheet status --recall leads.csv  offer discarded or archived work again
  leadsheet status --forget leads.csv  remove all saved work on a file

--due lists New leads that expire, open leads whose close date comes or is past, that have no purchase
intent or are open for long (due.open_days in the settings), and exported leads without results. That a
New lead expires after 14 days is Microsoft's documentation of 2021. A lead whose created date can mean
two days is named and not counted. JSON schema: leadsheet schema status-due

Exit codes:
  0  shown, removed or recalled, or there is no saved work; with --due: nothing is due
  1  the file is being edited, or there is other saved work on it; with --due: a lead is due
  2  with --due: the file isn't a Leads CSV, or the command line is wrong
  3  reading or writing failed; with --due also: a file with saved work can't be read";

pub(crate) const CONFIG_EXAMPLES: &str = "\
Examples:
  leadsheet config                     where the settings are and what holds
  leadsheet config --default           a file with all settings and their defaults
  leadsheet config --check             every mistake in your settings and themes
  leadsheet config --check other.toml  every mistake in another file
  leadsheet config --schema            for editors that complete TOML files
  leadsheet config --schema=theme      the same for a theme of your own

Exit codes:
  0  no mistakes, or nothing was checked
  1  --check found mistakes
  2  the file isn't there or can't be read, or the command line is wrong
  3  the output can't be written";
