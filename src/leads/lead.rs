//! A lead as the rules see it: the loaded and the current text of each cell.

use super::house::HouseRules;
use super::kind::date::CreatedForm;
use super::lists::Lists;
use super::{Col, Encoding, Layout};
use crate::leads::index::{BrokenRow, Field, Row};
use chrono::NaiveDate;
use std::borrow::Cow;
use std::sync::Arc;

/// What the rules need besides a file: the current day, the value lists and the house rules.
///
/// A day alone converts into it, with the compiled-in lists.
#[derive(Clone, Debug)]
pub struct RuleContext {
    /// The current day in UTC. Handed in: nothing here asks the clock.
    pub today: NaiveDate,
    /// The lists of what Microsoft and ISO decide, among them a user's own.
    pub lists: Arc<Lists>,
    /// The user's house rules.
    pub house: Arc<HouseRules>,
}

impl From<NaiveDate> for RuleContext {
    fn from(today: NaiveDate) -> Self {
        Self::new(today, Arc::clone(Lists::compiled_in()))
    }
}

impl RuleContext {
    /// The context of a day with value lists, without house rules.
    pub fn new(today: NaiveDate, lists: Arc<Lists>) -> Self {
        Self { today, lists, house: Arc::clone(HouseRules::none()) }
    }
}

/// What the rules know about the file of a row.
#[derive(Clone, Debug)]
pub struct FileContext {
    /// The current day in UTC. Handed in: nothing here asks the clock.
    pub today: NaiveDate,
    /// The lists of what Microsoft and ISO decide, among them a user's own.
    pub lists: Arc<Lists>,
    /// The user's house rules.
    pub house: Arc<HouseRules>,
    /// How this file spells the intent *not decided* (Microsoft's page has two spellings).
    pub not_decided: String,
    /// Whether the file as loaded shows that spelling; else it's the documented one.
    pub not_decided_seen: bool,
    /// How its characters are written, and so which ones it can hold.
    pub encoding: Encoding,
    /// The byte between two of its fields.
    pub delimiter: u8,
    /// How its *Lead Created Date* is read.
    pub created: CreatedForm,
    /// Whether some of its rows have *Errors* of the last upload, as in a results file.
    pub has_rejected_rows: bool,
    /// Whether the user has unlocked offers and solutions, which the page lists as read-only and, in
    /// another place, as columns to add.
    pub offers_unlocked: bool,
    /// The fields that the file itself lacks, where several files are one table.
    pub lacking: Vec<Field>,
}

impl FileContext {
    /// The context of a file in UTF-8 with commas that shows no spelling of its own.
    pub fn new(rules: impl Into<RuleContext>) -> Self {
        let RuleContext { today, lists, house } = rules.into();
        let not_decided = lists.undecided().next().unwrap_or_default().to_owned();
        Self {
            today,
            lists,
            house,
            not_decided,
            not_decided_seen: false,
            encoding: Encoding::Utf8,
            delimiter: b',',
            created: CreatedForm::default(),
            has_rejected_rows: false,
            offers_unlocked: false,
            lacking: Vec::new(),
        }
    }

    /// What another file needs to be judged by the same rules.
    pub fn rules(&self) -> RuleContext {
        let (lists, house) = (Arc::clone(&self.lists), Arc::clone(&self.house));
        RuleContext { today: self.today, lists, house }
    }
}

/// The kind of file that the loaded text of a row comes from, which decides what it says about Partner Center.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A download: the loaded text is what Partner Center holds.
    Download,
    /// A results file: the loaded text is what was uploaded. Partner Center holds it where it accepted the row;
    /// what it holds of a rejected row isn't known.
    Results,
    /// A file that will be uploaded unchanged: what Partner Center holds isn't known.
    Upload,
    /// A file that will be uploaded unchanged, compared with its download: the loaded text is the download's.
    Compared,
    /// A row of such a file whose lead isn't in the download.
    Added,
}

impl Origin {
    /// Whether the loaded text is what Partner Center holds.
    pub fn is_known(self) -> bool {
        matches!(self, Self::Download | Self::Compared)
    }
}

/// What the texts are that the changes of a row are measured against.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reference {
    /// Those of the file.
    #[default]
    File,
    /// Those of an upload that Partner Center accepted: it holds them.
    Accepted,
    /// Those of an export without results: Partner Center will hold them if it accepts the upload.
    Exported,
}

/// How the last upload of a row went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum UploadResult {
    /// No upload is known.
    #[default]
    Unknown,
    /// Partner Center rejected the row.
    Rejected,
    /// Partner Center rejected the row, and the user wants to upload it again unchanged.
    Resubmit,
    /// Partner Center accepted the row.
    Accepted,
}

impl UploadResult {
    /// Whether Partner Center rejected the row.
    pub fn is_rejected(self) -> bool {
        matches!(self, Self::Rejected | Self::Resubmit)
    }
}

/// One row: both texts of every cell, and what the rules need to know about it.
///
/// Texts are unescaped. A column that the file lacks reads as the empty text.
#[derive(Clone, Copy)]
pub struct Lead<'a> {
    /// The columns of the fields.
    pub layout: &'a Layout,
    /// The texts that changes are measured against, in file order; fewer than the header has if the row is
    /// short. They are those of the file, or of a later upload: see [`Lead::reference`].
    pub loaded: &'a [&'a str],
    /// The current texts, in file order; as few as were loaded, unless a missing one is set.
    pub current: &'a [&'a str],
    /// The kind of the file.
    pub origin: Origin,
    /// What the loaded texts are.
    pub reference: Reference,
    /// The fields whose current text isn't simple, see [`is_simple_ascii`](super::is_simple_ascii), in file order. Rules look for line
    /// breaks and for hidden or damaged characters only in these.
    pub to_scan: &'a [Field],
    /// The fields whose current text isn't the loaded one, in file order. A missing cell is empty.
    pub changed: &'a [Field],
    /// The pieces of the row that a line end inside a cell broke, if this is one of them.
    pub broken: Option<BrokenRow>,
    /// How the last upload of the row went.
    pub upload_result: UploadResult,
    /// The errors that Partner Center reported for the row after the last upload, word for word; else empty.
    pub portal_errors: &'a str,
    /// The fields whose current text isn't the one of the rejected upload, in file order.
    pub corrected: &'a [Field],
    /// What the rules know about the file.
    pub context: &'a FileContext,
}

impl<'a> Lead<'a> {
    /// The lists of what Microsoft and ISO decide.
    pub(super) fn lists(&self) -> &'a Lists {
        &self.context.lists
    }

    /// The current text of a cell.
    #[inline]
    pub fn text(&self, col: Col) -> &'a str {
        self.layout
            .field(col)
            .and_then(|f| self.current.get(f.index()))
            .copied()
            .unwrap_or_default()
    }

    /// The text of a cell as it was loaded.
    pub fn loaded(&self, col: Col) -> &'a str {
        self.layout.field(col).and_then(|f| self.loaded.get(f.index())).copied().unwrap_or_default()
    }

    /// Whether the file has this column.
    pub fn has(&self, col: Col) -> bool {
        self.layout.has(col)
    }

    /// Whether a cell differs from the loaded file.
    pub fn changed(&self, col: Col) -> bool {
        self.layout.field(col).is_some_and(|field| self.changed.contains(&field))
    }

    /// Whether any cell differs from the loaded file.
    pub fn is_changed(&self) -> bool {
        !self.changed.is_empty()
    }

    /// Whether Partner Center holds the loaded texts, or will hold them, as far as is known.
    pub fn is_known(&self) -> bool {
        self.reference != Reference::File || self.origin.is_known()
    }

    /// Whether the row is one of a results file that Partner Center accepted: what it holds besides isn't
    /// known, so nothing may change here.
    pub fn is_accepted_result(&self) -> bool {
        self.origin == Origin::Results && self.upload_result == UploadResult::Accepted
    }

    /// Whether the row would be uploaded: it is changed, or was rejected, or the file is an upload
    /// itself.
    pub fn is_candidate(&self) -> bool {
        match (self.upload_result, self.origin) {
            _ if self.is_accepted_result() => false,
            (last, Origin::Download) => {
                // A rejection in the download is old; one in a later results file isn't.
                let is_rejected = last.is_rejected() && self.loaded(Col::Errors).trim().is_empty();
                (self.is_changed() || is_rejected) && !self.was_closed()
            }
            _ => true,
        }
    }

    /// Whether Partner Center holds the lead as Closed, so that nothing may change any more: the download has
    /// it so, or an upload that was accepted.
    pub fn was_closed(&self) -> bool {
        self.reference != Reference::Exported && self.is_known() && self.is_loaded_closed()
    }

    /// Whether the lead was exported as Closed, and what became of that isn't known.
    pub fn awaits_closing(&self) -> bool {
        self.reference == Reference::Exported && self.is_loaded_closed()
    }

    fn is_loaded_closed(&self) -> bool {
        self.loaded(Col::Status).trim() == "Closed"
    }

    /// Whether uploading the row closes the lead, which can't be undone.
    pub fn closes(&self) -> bool {
        self.text(Col::Status) == "Closed" && !self.was_closed()
    }

    /// Whether the upload gives the row a substatus that Partner Center isn't known to have already.
    pub fn substatus_is_new(&self) -> bool {
        !self.is_known() || self.changed(Col::Substatus)
    }

    /// Whether the row's fields can't be matched with the columns: it has more than the header,
    /// lacks one that every lead fills, or is a piece of a broken row. Such a row is locked.
    pub fn is_ragged(&self) -> bool {
        self.broken.is_some() || !self.layout.accepts(self.own().len())
    }

    /// Whether the row is the header once more, so that it is no lead.
    pub fn repeats_header(&self) -> bool {
        self.layout.is_repeated(self.loaded(Col::ReferralId))
    }

    /// The texts of the file's own row: the current ones, where it is compared with a download.
    fn own(&self) -> &'a [&'a str] {
        if self.origin == Origin::Compared { self.current } else { self.loaded }
    }

    /// The number of cells that the row lacks at its end; they read as empty and may be filled.
    pub fn missing(&self) -> usize {
        if self.is_ragged() { 0 } else { self.layout.file_fields() - self.own().len() }
    }

    /// The current text of a cell, if it has to be scanned: if it isn't simple.
    #[inline]
    pub(super) fn text_to_scan(&self, col: Col) -> Option<&'a str> {
        let field = self.layout.field(col).filter(|field| self.to_scan.contains(field))?;
        self.current.get(field.index()).copied()
    }

    /// The cells whose current text isn't simple: field and text.
    pub(super) fn cells_to_scan(&self) -> impl Iterator<Item = (Field, &'a str)> {
        self.to_scan.iter().filter_map(|&field| Some((field, *self.current.get(field.index())?)))
    }

    /// Whether every cell of the row came blank. Such a row is no lead and locked.
    pub fn is_empty_in_file(&self) -> bool {
        self.loaded.iter().all(|text| text.trim().is_empty())
    }

    /// Whether every cell of the row is blank.
    pub fn is_blank(&self) -> bool {
        self.current.iter().all(|t| t.trim().is_empty())
    }
}

/// All rows at once, for the rules that compare them.
pub trait Rows {
    /// The columns of the fields.
    fn layout(&self) -> &Layout;
    /// The number of rows.
    fn count(&self) -> usize;
    /// The current text of a cell; rows and fields are counted from 0.
    fn text(&self, row: Row, field: Field) -> Cow<'_, str>;
    /// The whole file as loaded, byte-order mark included.
    fn source(&self) -> &str;
    /// Whether rows end with different line ends.
    fn has_mixed_line_ends(&self) -> bool;
    /// Whether a row is the rest of one before it, which a line end inside a cell broke.
    fn continues_broken_row(&self, row: Row) -> bool;
    /// What the rules know about the file.
    fn context(&self) -> &FileContext;
    /// The header of the download that the file is compared with, if it is.
    fn original(&self) -> Option<&Layout> {
        None
    }
}

/// The rows of a file that are leads: all but the header where it is repeated, and the rest of broken rows.
pub(super) fn lead_rows(rows: &dyn Rows) -> impl Iterator<Item = Row> {
    let id = rows.layout().referral_id();
    let repeats = move |row| id.is_some_and(|id| rows.layout().is_repeated(&rows.text(row, id)));
    let is_lead = move |row: &Row| !repeats(*row) && !rows.continues_broken_row(*row);
    Row::first(rows.count()).filter(is_lead)
}
