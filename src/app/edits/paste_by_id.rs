//! Pasting a block by the Referral IDs in it: each row goes to its lead, wherever that is shown.

use crate::app::edits::block::Block;
use crate::leads::rules::id_key;
use crate::leads::{Access, Field, Layout, Row, difference, plural, quoted};
use crate::sheet::Sheet;
use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

/// How many IDs or columns a line names.
const MAX_NAMED: usize = 20;
/// The widest that a text is shown in a message.
const MAX_TEXT_WIDTH: usize = 30;
/// An ID of this length isn't in a block by chance.
const MIN_CERTAIN_ID: usize = 8;

/// Where the rows and columns of a block with Referral IDs belong.
#[derive(Debug)]
pub(crate) struct LeadBlock {
    /// The rows of the block with the leads that they belong to.
    pub(crate) leads: Vec<(usize, Row)>,
    /// The field of each column of the block, but for that of the IDs and those that are left out.
    pub(crate) fields: Vec<Option<Field>>,
    /// What of the block belongs nowhere, line by line.
    pub(crate) left_out: Vec<String>,
}

/// The leads of a file by their Referral IDs; nothing for an ID that several rows have.
type Leads<'s> = HashMap<Cow<'s, str>, Option<Row>>;

/// Finds the leads and columns that a block belongs to, if it has a column of Referral IDs besides others.
///
/// Columns are found by the block's first row if that names *Referral ID*; else by their order, which is one
/// of `orders` or that of the file, whichever fits the locked cells better.
///
/// # Errors
///
/// Says why nothing can be pasted: the locked cells of the block are those of other leads or columns.
pub(crate) fn find(
    sheet: &Sheet,
    orders: &[Vec<Field>],
    block: &Block,
) -> Option<Result<LeadBlock, String>> {
    let layout = sheet.layout();
    let id_field = layout.referral_id()?;
    if block.size().1 < 2 {
        return None;
    }
    let leads = leads_by_id(sheet, id_field);
    let mut found = LeadBlock { leads: Vec::new(), fields: Vec::new(), left_out: Vec::new() };
    let header = Layout::new(block.rows.first()?.clone());
    let (id_column, first_row) = match header.referral_id() {
        Some(named) if block.rows.len() > 1 => (named.index(), 1),
        _ => (id_column(&leads, block)?, 0),
    };
    found.match_leads(&leads, block, id_column, first_row);
    if first_row == 1 {
        found.fields = layout.matching(&header);
        let unknown = header.fields().filter(|f| found.fields[f.index()].is_none());
        let names: Vec<&str> = unknown.map(|f| header.name(f)).collect();
        found.leave_out("columns that the file doesn't have", &names);
    } else {
        found.fields = order(sheet, orders, block, (id_field, id_column), &found.leads);
        let cut = found.fields.iter().filter(|field| field.is_none()).count();
        if cut > 0 {
            let columns = plural(cut, "column");
            found.left_out.push(format!("cut off: {columns} that the file doesn't have there"));
        }
    }
    if let Some(field) = found.fields.get_mut(id_column) {
        *field = None;
    }
    let refusal = found.contradiction(sheet, block, first_row == 1);
    Some(refusal.map_or(Ok(found), Err))
}

impl LeadBlock {
    /// Finds the lead of each row, and names the rows that have none of their own.
    fn match_leads(&mut self, leads: &Leads, block: &Block, id_column: usize, first_row: usize) {
        let (mut missing, mut nameless) = (Vec::new(), Vec::new());
        let (mut repeated, mut ambiguous) = (Vec::new(), Vec::new());
        let mut rows: HashMap<Row, usize> = HashMap::new();
        for (at, texts) in block.rows.iter().enumerate().skip(first_row) {
            let id = texts.get(id_column).map_or("", |id| id.trim());
            match leads.get(&*id_key(Cow::Borrowed(id))) {
                _ if texts.iter().all(|text| text.trim().is_empty()) => {}
                _ if id.is_empty() => nameless.push(format!("row {} of the block", at + 1)),
                None => missing.push(id),
                Some(None) => ambiguous.push(id),
                Some(Some(row)) => match rows.get(row) {
                    None => {
                        rows.insert(*row, at);
                        self.leads.push((at, *row));
                    }
                    Some(&other) if block.rows[other] == *texts => {}
                    Some(_) => repeated.push((id, *row)),
                },
            }
        }
        let several: HashSet<Row> = repeated.iter().map(|(_, row)| *row).collect();
        self.leads.retain(|(_, row)| !several.contains(row));
        let mut repeated: Vec<&str> = repeated.iter().map(|(id, _)| *id).collect();
        repeated.dedup();
        self.leave_out("not found", &missing);
        self.leave_out("several times in the block, with different texts", &repeated);
        self.leave_out("several times in the file", &ambiguous);
        self.leave_out("without a Referral ID", &nameless);
    }

    fn leave_out(&mut self, reason: &str, names: &[impl AsRef<str>]) {
        if names.is_empty() {
            return;
        }
        let first: Vec<&str> = names.iter().take(MAX_NAMED).map(AsRef::as_ref).collect();
        let more = match names.len() - first.len() {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        self.left_out.push(format!("{reason}: {}{more}", first.join(", ")));
    }

    /// Says which locked cells of the block aren't those of its lead, if they show that rows or columns are mixed up.
    fn contradiction(&self, sheet: &Sheet, block: &Block, is_named: bool) -> Option<String> {
        let layout = sheet.layout();
        for (at, row) in &self.leads {
            let mut own = Agreement::default();
            own.add(sheet, (*row, &self.fields), &block.rows[*at]);
            let Some((field, text)) = own.first.filter(|_| own.differ > own.agree) else {
                continue;
            };
            let (name, has) = (layout.name(field), sheet.text(*row, field));
            let shown = difference(&has, &text, MAX_TEXT_WIDTH);
            let ([has, text], row) = (quoted([&*has, &*text], shown), sheet.row_place(*row));
            return Some(if is_named {
                format!(
                    "Nothing was pasted: the block has another {name} for row {row}: {text}, not {has}."
                )
            } else {
                format!(
                    "Nothing was pasted: its columns don't fit, {name} of row {row} is {has}, not {text}; \
                    copy the column names too."
                )
            });
        }
        None
    }
}

/// How often the locked cells of a block are those of its leads.
#[derive(Debug, Default)]
struct Agreement {
    agree: usize,
    differ: usize,
    /// The first one that isn't: its field, and the text in the block.
    first: Option<(Field, String)>,
}

impl Agreement {
    /// Compares a row of the block, in these fields, with its lead.
    fn add(&mut self, sheet: &Sheet, (row, fields): (Row, &[Option<Field>]), texts: &[String]) {
        for (field, text) in fields.iter().zip(texts) {
            let Some(field) = field.filter(|field| is_always_locked(sheet.layout(), *field)) else {
                continue;
            };
            let own = sheet.text(row, field);
            match is_same(text, &own) {
                Some(true) if !text.trim().is_empty() => self.agree += 1,
                Some(false) => {
                    self.differ += 1;
                    self.first.get_or_insert_with(|| (field, text.clone()));
                }
                Some(true) | None => {}
            }
        }
    }
}

fn leads_by_id(sheet: &Sheet, id_field: Field) -> Leads<'_> {
    let mut leads = HashMap::with_capacity(sheet.row_count());
    for row in sheet.rows() {
        let id = id_key(sheet.table().cell(row, id_field));
        if !id.is_empty() {
            leads.entry(id).and_modify(|first| *first = None).or_insert(Some(row));
        }
    }
    leads
}

/// The column of a block that holds Referral IDs of the file.
fn id_column(leads: &Leads, block: &Block) -> Option<usize> {
    let ids = |column: usize| {
        let texts = block.rows.iter().filter_map(move |texts| texts.get(column));
        texts.map(|text| id_key(Cow::Borrowed(text))).filter(|id| !id.is_empty())
    };
    let known = |column| ids(column).filter(|id| leads.contains_key(&**id));
    let best = (0..block.size().1).max_by_key(|&at| (known(at).count(), Reverse(at)))?;
    let is_certain = known(best).any(|id| id.len() >= MIN_CERTAIN_ID);
    let are_all = known(best).count() > 0 && known(best).count() == ids(best).count();
    (is_certain || are_all).then_some(best)
}

/// The fields of a block without column names: one of some orders or that of the file, with the IDs in their column.
fn order(
    sheet: &Sheet,
    orders: &[Vec<Field>],
    block: &Block,
    (id_field, id_column): (Field, usize),
    leads: &[(usize, Row)],
) -> Vec<Option<Field>> {
    let width = block.size().1;
    let file: Vec<Field> = sheet.layout().fields().collect();
    let in_order = |order: &[Field]| {
        let at = order.iter().position(|field| *field == id_field)?;
        let field = |column: usize| order.get((at + column).checked_sub(id_column)?).copied();
        Some((0..width).map(field).collect::<Vec<_>>())
    };
    // Only the file's own order may leave columns of the block over.
    let is_whole = |order: &Vec<Option<Field>>| order.iter().all(Option::is_some);
    let mut orders: Vec<Vec<Option<Field>>> =
        orders.iter().filter_map(|order| in_order(order)).filter(is_whole).collect();
    orders.extend(in_order(&file));
    let fit = |fields: &Vec<Option<Field>>| {
        let mut evidence = Agreement::default();
        for (at, row) in leads {
            evidence.add(sheet, (*row, fields), &block.rows[*at]);
        }
        evidence.agree.cast_signed() - evidence.differ.cast_signed()
    };
    // Of two that fit alike the last one is taken, that of the file.
    let best = (0..orders.len()).max_by_key(|&at| fit(&orders[at]));
    best.map(|at| orders.swap_remove(at)).unwrap_or_default()
}

/// Whether a cell is locked for every lead, so that its text tells whose it is.
pub(crate) fn is_always_locked(layout: &Layout, field: Field) -> bool {
    layout.col(field).is_some_and(|col| matches!(col.column().access, Access::Locked(_)))
}

/// Whether a text of a block is that of a locked cell, as far as it can be told: a spreadsheet
/// program drops zeros and signs of numbers and writes dates and large numbers in its own ways.
pub(crate) fn is_same(text: &str, own: &str) -> Option<bool> {
    let (text, own) = (text.trim(), own.trim());
    let plain = |text: &str| {
        let kept = text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase);
        kept.collect::<String>().trim_start_matches('0').to_owned()
    };
    let is_number = |text: &str| {
        let others = |c: char| !c.is_ascii_digit() && !" +-.,:/()E".contains(c);
        text.contains(|c: char| c.is_ascii_digit()) && !text.contains(others)
    };
    if text == own || plain(text) == plain(own) && !plain(text).is_empty() {
        return Some(true);
    }
    let is_unclear = text.is_empty() || is_number(text) && is_number(own);
    (!is_unclear).then_some(false)
}

/// Finds a cell whose text is another lead's: says so, with the number of rows of the block like it.
///
/// Only locked cells tell, and only texts that one lead of the file has.
pub(crate) fn of_other_leads<'c>(
    sheet: &Sheet,
    cells: impl Iterator<Item = (Row, Field, &'c str)>,
) -> Option<String> {
    let mut owners: HashMap<Field, HashMap<Cow<str>, Option<Row>>> = HashMap::new();
    let mut first = None;
    let mut rows = HashSet::new();
    for (row, field, text) in cells {
        if !is_always_locked(sheet.layout(), field)
            || is_same(text, &sheet.text(row, field)) != Some(false)
        {
            continue;
        }
        let owners = owners.entry(field).or_insert_with(|| {
            let mut owners = HashMap::with_capacity(sheet.row_count());
            for row in sheet.rows() {
                let owner = owners.entry(sheet.text(row, field)).or_insert(Some(row));
                *owner = owner.filter(|owner| *owner == row);
            }
            owners
        });
        if let Some(Some(owner)) = owners.get(text.trim()) {
            first.get_or_insert((row, field, *owner));
            rows.insert(row);
        }
    }
    let (row, field, owner) = first?;
    let name = sheet.layout().name(field);
    let (row, owner) = (sheet.row_place(row), sheet.row_place(owner));
    let more = match rows.len() - 1 {
        0 => String::new(),
        more => format!("; {} more like it", plural(more, "row")),
    };
    Some(format!("row {row}: {name} is that of ANOTHER lead, row {owner}{more}"))
}
