//! The examples and exit codes under the help of each command.

pub(crate) const EXAMPLES: &str = "\
Examples:
  leadsheet leads.csv                 open a download in the editor
  leadsheet --read-only leads.csv     look at it without changing anything
  leadsheet demo                      try it on made-up leads
  leadsheet check leads.csv           would Partner Center take this file?
  leadsheet export edited.csv --original leads.csv   upload files from a file edited elsewhere
  leadsheet diff old.csv new.csv      what differs, lead by lead
  leadsheet merge leads.csv --results processed.csv   which leads went through, which failed
  leadsheet rebase old.csv new.csv    go on in a fresh download
  leadsheet status                    what is kept of the work on each file

UTF-16 with a byte-order mark is recognised, and so are files separated by semicolons or tabs; upload
files keep the encoding and have commas. A file that is named like a command is given with its folder:
leadsheet ./check";

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

pub(crate) const EXPORT_EXAMPLES: &str = "\
Examples:
  leadsheet export edited.csv --original leads.csv --dry-run
  leadsheet export edited.csv --original leads.csv --out uploads
  leadsheet export edited.csv --original leads.csv --close 3 --separate-closed
  leadsheet export edited.csv --original leads.csv --encoding windows-1252

Read-only cells are taken from the download byte for byte; what another program did to them is
reported. Upload files stand beside the download unless --out is given.

Exit codes:
  0  every changed lead was exported, or none was changed
  1  something was held back or not taken, or --close is missing or wrong
  2  a file isn't a Leads CSV, or the command line is wrong
  3  reading or writing failed";

pub(crate) const DIFF_EXAMPLES: &str = "\
Examples:
  leadsheet diff monday.csv friday.csv
  leadsheet diff monday.csv friday.csv --format csv > changes.csv

Leads are matched by Referral ID and cells by column, never by position. In CSV each difference is
one line; control characters are shown as signs.

Exit codes:
  0  no difference
  1  differences, or Referral IDs that stand twice
  2  a file isn't a Leads CSV, or the command line is wrong
  3  reading or writing failed";

pub(crate) const MERGE_EXAMPLES: &str = "\
Examples:
  leadsheet merge leads.csv --results processed.csv --dry-run
  leadsheet merge leads.csv --results processed.csv
  leadsheet merge leads.csv --results processed.csv --format json | jq '.failed[].said[].sentence'

Joins the processed file of an upload to the work that is kept for the download, by Referral ID: leads
without Errors are done, the others failed, until they are corrected or marked to be sent again. Where no
work is kept, the uploaded texts are taken over from the processed file. Opening the download goes on
with all of it.

Exit codes:
  0  every lead of the file that is in the download went through
  1  a lead was refused, or what the file says of one can't be so
  2  a file isn't a Leads CSV, isn't the result of these leads or is being edited, or the command line is
     wrong
  3  reading or writing failed";

pub(crate) const REBASE_EXAMPLES: &str = "\
Examples:
  leadsheet rebase monday.csv friday.csv --dry-run
  leadsheet rebase monday.csv friday.csv
  leadsheet rebase leads.csv leads.csv --mine   the file was replaced by a fresh download

Carries the work that is kept for the old file over to the new one, by Referral ID and column. While a
cell that both sides changed isn't answered, nothing is kept for the new file and the work on the old
one stays as it is. What can't go over is listed, and stays in the closed journal of the old file.

Exit codes:
  0  everything went over, or was there already, or nothing is kept
  1  a cell was changed on both sides and nothing is kept, or something was left behind
  2  a file isn't a Leads CSV, is being edited or has work of its own, or the command line is wrong
  3  reading or writing failed";

pub(crate) const STATUS_EXAMPLES: &str = "\
Examples:
  leadsheet status                     what is kept, for every file
  leadsheet status leads.csv           for one
  leadsheet status --recall leads.csv  discarded by mistake: offer it again
  leadsheet status --forget leads.csv  remove it, and what was exported or dropped

Exit codes:
  0  told, removed or recalled, or nothing is kept
  1  the file is being edited, or other work on it is kept
  3  reading or writing failed";
