//! The upload file (U). The export raises these itself.

use crate::leads::{Check, Rule, Severity};

pub(super) static RULES: [Rule; 6] = [
    Rule {
        code: "U-01",
        severity: Severity::Error,
        check: Check::Export,
        text: "Rows with errors aren't exported.",
        help: "Fix them and export again; the other rows are exported without them.",
        source: "Our interpretation: Partner Center rejects such rows",
    },
    Rule {
        code: "U-02",
        severity: Severity::Error,
        check: Check::Export,
        text: "There is nothing to upload.",
        help: "No lead is changed, open and without errors.",
        source: "Our interpretation: an upload without changes does nothing",
    },
    Rule {
        code: "U-03",
        severity: Severity::Error,
        check: Check::Export,
        text: "The written file doesn't match the download, so it was removed.",
        help: "Each file is read back and compared with the download. Try again; if it fails again, report it.",
        source: "Our interpretation: an upload can't be undone, so the file must be right",
    },
    Rule {
        code: "U-04",
        severity: Severity::Warning,
        check: Check::Export,
        text: "Rows are left out of the export.",
        help: "Closed, unchanged and held-back rows aren't uploaded; the review lists them.",
        source: "Leads bulk page: Remove all the successful records from the file",
    },
    Rule {
        code: "U-05",
        severity: Severity::Warning,
        check: Check::Export,
        text: "An upload can't be undone.",
        help: "Read the review, above all the leads that become Closed.",
        source: "Leads bulk page: Actions done through bulk upload aren't reversible",
    },
    Rule {
        code: "U-06",
        severity: Severity::Warning,
        check: Check::Export,
        text: "The whole file has more than 1,000 rows and could be uploaded by mistake.",
        help: "Upload the exported files instead.",
        source: "Leads bulk page, upload: a file with more than 1,000 records can't be processed",
    },
];
