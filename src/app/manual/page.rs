//! Formats a page of the manual for a terminal or a text file.
//!
//! The manual uses a small part of Markdown: headings, paragraphs, lists, tables, code blocks, and in a
//! line code, emphasis and links. Comments are left out.

use crate::leads::sort::sort_by_key;
use textwrap::WordSplitter;
use textwrap::core::display_width;

/// The width if the output isn't a terminal, and the largest one on a terminal.
const DEFAULT_WIDTH: usize = 80;
const MAX_WIDTH: usize = 100;
/// The smallest width that text is wrapped to.
const MIN_WIDTH: usize = 24;

/// The spaces between two columns of a table.
const COLUMN_GAP: usize = 2;

const RESET: &str = "\x1b[0m";
const BOLD: &str = "\x1b[1m";
const UNDERLINE: &str = "\x1b[4m";

/// A part of a page.
enum PageBlock<'p> {
    Heading {
        level: usize,
        text: &'p str,
    },
    Paragraph(String),
    /// An item of a list, with its bullet or number.
    Item {
        marker: &'p str,
        text: String,
    },
    Code(Vec<&'p str>),
    /// The rows of a table, its header first.
    Table(Vec<Vec<String>>),
}

/// Formats a page, with `colour` in bold and underlined text, else in plain text.
pub(crate) fn format(page: &str, width: Option<usize>, colour: bool) -> String {
    let width = width.unwrap_or(DEFAULT_WIDTH).clamp(MIN_WIDTH, MAX_WIDTH);
    let writer = PageWriter { width, colour };
    let mut text = String::new();
    let mut was_item = false;
    for block in blocks(page) {
        let is_item = matches!(block, PageBlock::Item { .. });
        let is_list = is_item && was_item;
        if !text.is_empty() && !is_list {
            text.push('\n');
        }
        was_item = is_item;
        for line in writer.block(&block) {
            text.push_str(line.trim_end());
            text.push('\n');
        }
    }
    text
}

/// The headings of a page below its title, each with the text from it to the next one.
pub(crate) fn sections(page: &str) -> impl Iterator<Item = (&str, &str)> {
    let starts: Vec<usize> = page.match_indices("\n## ").map(|(at, _)| at + 1).collect();
    let ends = starts.iter().skip(1).copied().chain([page.len()]).collect::<Vec<_>>();
    starts.into_iter().zip(ends).map(|(start, end)| {
        let text = &page[start..end];
        let heading = text.lines().next().unwrap_or_default();
        (heading.trim_start_matches(['#', ' ']), text)
    })
}

/// The part of a page under a heading.
pub(crate) fn section<'p>(page: &'p str, heading: &str) -> Option<&'p str> {
    sections(page).find(|(found, _)| *found == heading).map(|(_, text)| text)
}

/// The rows of the tables in a text, headers included.
pub(crate) fn table_rows(text: &str) -> Vec<Vec<String>> {
    text.lines().filter(|line| line.starts_with('|')).filter_map(table_row).collect()
}

/// Splits a page into its blocks.
fn blocks(page: &str) -> Vec<PageBlock<'_>> {
    let mut blocks = Vec::new();
    let mut lines = page.lines().filter(|line| !line.starts_with("<!--"));
    // Whether the next line may continue the last block.
    let mut is_open = false;
    while let Some(line) = lines.next() {
        let continues = std::mem::replace(&mut is_open, true);
        match blocks.last_mut() {
            Some(PageBlock::Paragraph(text) | PageBlock::Item { text, .. })
                if continues && !line.is_empty() && starts_no_block(line) =>
            {
                text.push(' ');
                text.push_str(line.trim_start());
                continue;
            }
            Some(PageBlock::Table(rows)) if continues && line.starts_with('|') => {
                rows.extend(table_row(line));
                continue;
            }
            _ => {}
        }
        if line.is_empty() {
            is_open = false;
        } else if line.starts_with("```") {
            blocks
                .push(PageBlock::Code(lines.by_ref().take_while(|line| *line != "```").collect()));
        } else if let Some((marker, text)) = list_item(line) {
            blocks.push(PageBlock::Item { marker, text: text.to_owned() });
        } else if line.starts_with('|') {
            blocks.push(PageBlock::Table(table_row(line).into_iter().collect()));
        } else if line.starts_with('#') {
            let text = line.trim_start_matches('#');
            blocks.push(PageBlock::Heading {
                level: line.len() - text.len(),
                text: text.trim_start(),
            });
        } else {
            blocks.push(PageBlock::Paragraph(line.to_owned()));
        }
    }
    blocks
}

fn starts_no_block(line: &str) -> bool {
    list_item(line).is_none() && !line.starts_with(['|', '#']) && !line.starts_with("```")
}

/// The bullet or number of a list's item, and its text.
fn list_item(line: &str) -> Option<(&str, &str)> {
    let (marker, text) = line.split_once(' ')?;
    let number = marker.strip_suffix('.').unwrap_or_default();
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    (marker == "-" || is_number).then_some((marker, text))
}

/// The cells of a table's row; nothing for the line below the header.
fn table_row(line: &str) -> Option<Vec<String>> {
    if line.starts_with("|--") {
        return None;
    }
    let line = line.trim_matches('|').replace("\\|", "\u{1}");
    Some(line.split('|').map(|cell| cell.trim().replace('\u{1}', "|")).collect())
}

struct PageWriter {
    width: usize,
    colour: bool,
}

impl PageWriter {
    fn block(&self, block: &PageBlock) -> Vec<String> {
        match block {
            PageBlock::Heading { level, text } => self.heading(*level, text),
            PageBlock::Paragraph(text) => self.wrapped(text, self.width),
            PageBlock::Item { marker, text } => self.item(marker, text),
            PageBlock::Code(lines) => self.code(lines),
            PageBlock::Table(rows) => self.table(rows),
        }
    }

    fn heading(&self, level: usize, text: &str) -> Vec<String> {
        if self.colour {
            let underline = if level == 1 { UNDERLINE } else { "" };
            return vec![format!("{BOLD}{underline}{text}{RESET}")];
        }
        let rule = if level == 1 { "=" } else { "-" };
        vec![text.to_owned(), rule.repeat(display_width(text))]
    }

    fn item(&self, marker: &str, text: &str) -> Vec<String> {
        let indent = marker.len() + 1;
        let mut lines = self.wrapped(text, self.width - indent);
        for (at, line) in lines.iter_mut().enumerate() {
            let marker = if at == 0 { marker } else { "" };
            *line = format!("{marker:<indent$}{line}");
        }
        lines
    }

    /// Indents a code block, if it fits then; never wraps it.
    fn code(&self, lines: &[&str]) -> Vec<String> {
        let longest = lines.iter().map(|line| display_width(line)).max().unwrap_or_default();
        let indent = if longest + 2 <= self.width { "  " } else { "" };
        lines.iter().map(|line| format!("{indent}{line}")).collect()
    }

    fn table(&self, rows: &[Vec<String>]) -> Vec<String> {
        let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
        let cell = |row: &Vec<String>, column: usize| {
            self.inline(row.get(column).map_or("", String::as_str))
        };
        let natural = |column: usize| {
            rows.iter().map(|row| display_width(&cell(row, column))).max().unwrap_or_default()
        };
        let room = self.width.saturating_sub(COLUMN_GAP * columns.saturating_sub(1));
        let widths = column_widths(&(0..columns).map(natural).collect::<Vec<_>>(), room);
        let mut lines = Vec::new();
        for (at, row) in rows.iter().enumerate() {
            let cells: Vec<Vec<String>> = (0..columns)
                .map(|column| {
                    let text = row.get(column).map_or("", String::as_str);
                    let bold = at == 0 && self.colour && !text.is_empty();
                    let text = if bold { format!("**{text}**") } else { text.to_owned() };
                    self.wrapped(&text, widths[column])
                })
                .collect();
            lines.extend(side_by_side(&cells, &widths));
            if at == 0 {
                let rules: Vec<String> = widths.iter().map(|width| "-".repeat(*width)).collect();
                lines.push(rules.join(&" ".repeat(COLUMN_GAP)));
            }
        }
        lines
    }

    /// Formats a text and breaks it between words.
    fn wrapped(&self, text: &str, width: usize) -> Vec<String> {
        let options =
            textwrap::Options::new(width.max(1)).word_splitter(WordSplitter::NoHyphenation);
        let text = self.inline(text);
        let mut lines = Vec::new();
        let mut style = String::new();
        for line in textwrap::wrap(&text, options) {
            // A style that goes on in the next line ends here, for the columns to the right.
            let mut line = format!("{style}{line}");
            open_style(&line).clone_into(&mut style);
            if !style.is_empty() {
                line.push_str(RESET);
            }
            lines.push(line);
        }
        lines
    }

    /// Formats the code, emphasis and links in a text.
    fn inline(&self, text: &str) -> String {
        let mut out = String::new();
        let mut rest = text;
        while let Some(at) = rest.find(['`', '*', '[']) {
            let (before, from) = rest.split_at(at);
            out.push_str(before);
            rest = if let Some((code, after)) = between(from, "`", "`") {
                self.span(BOLD, code, "`", &mut out);
                after
            } else if let Some((strong, after)) = between(from, "**", "**") {
                out.push_str(&self.strong(strong));
                after
            } else if let Some((emphasized, after)) = between(from, "*", "*") {
                self.span(UNDERLINE, emphasized, "", &mut out);
                after
            } else if let Some((link, after)) = link(from) {
                out.push_str(&link);
                after
            } else {
                let (symbol, after) = from.split_at(1);
                out.push_str(symbol);
                after
            };
        }
        out + rest
    }

    /// Formats strong text, in which there may be code.
    fn strong(&self, text: &str) -> String {
        if self.colour {
            format!("{BOLD}{}{RESET}", text.replace('`', ""))
        } else {
            self.inline(text)
        }
    }

    fn span(&self, style: &str, text: &str, plain_quote: &str, out: &mut String) {
        let (begin, end) = if self.colour { (style, RESET) } else { (plain_quote, plain_quote) };
        out.extend([begin, text, end]);
    }
}

/// The text between two marks that a text begins with, and what follows.
fn between<'t>(text: &'t str, begin: &str, end: &str) -> Option<(&'t str, &'t str)> {
    let inner = text.strip_prefix(begin)?;
    inner.split_once(end).filter(|(inner, _)| !inner.is_empty() && !inner.starts_with(' '))
}

/// A link that a text begins with, as its text and its address outside of the manual, and what follows.
fn link(text: &str) -> Option<(String, &str)> {
    let (label, rest) = text.strip_prefix('[')?.split_once("](")?;
    let (target, after) = rest.split_once(')')?;
    let is_external = target.starts_with("https://");
    Some((if is_external { format!("{label} ({target})") } else { label.to_owned() }, after))
}

/// The style that is still on at the end of a line.
fn open_style(line: &str) -> &str {
    let Some(at) = line.rfind("\x1b[") else { return "" };
    let style = line[at..].split_inclusive('m').next().unwrap_or_default();
    if style == RESET { "" } else { style }
}

/// Shares the width of a table among its columns: narrow ones get what they need, wide ones an equal part of
/// the rest.
fn column_widths(natural: &[usize], room: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..natural.len()).collect();
    sort_by_key(&mut order, |column| natural[*column]);
    let mut widths = natural.to_vec();
    let mut left = room;
    for (at, column) in order.iter().enumerate() {
        let share = left / (natural.len() - at);
        widths[*column] = natural[*column].min(share).max(1);
        left = left.saturating_sub(widths[*column]);
    }
    widths
}

/// Joins the lines of cells into the lines of a row.
fn side_by_side(cells: &[Vec<String>], widths: &[usize]) -> Vec<String> {
    let height = cells.iter().map(Vec::len).max().unwrap_or_default();
    let line = |at: usize| {
        let mut line = String::new();
        for (cell, width) in cells.iter().zip(widths) {
            let text = cell.get(at).map_or("", String::as_str);
            let fill = width.saturating_sub(display_width(text)) + COLUMN_GAP;
            line.push_str(text);
            line.extend(std::iter::repeat_n(' ', fill));
        }
        line
    };
    (0..height).map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "\
# Title

A paragraph with `code`,
**strong** and *soft* text, and [a link](guide.md).

<!-- part: begin -->
- one item that is long
  enough to continue
- another
<!-- part: end -->

| key | what it does |
|---|---|
| `a` | one or `\\|` another |
| `Ctrl+S` | something longer that wraps |

```text
 a screen   stays
```
";

    #[test]
    fn a_page_is_plain_text_outside_of_a_terminal() {
        let want = "\
Title
=====

A paragraph with `code`, strong
and soft text, and a link.

- one item that is long enough
  to continue
- another

key       what it does
--------  ----------------------
`a`       one or `|` another
`Ctrl+S`  something longer that
          wraps

   a screen   stays
";
        assert_eq!(format(PAGE, Some(32), false), want);
    }

    #[test]
    fn a_terminal_shows_styles_that_end_in_their_line_and_column() {
        let text = format(PAGE, Some(32), true);
        assert!(text.contains("\x1b[1m\x1b[4mTitle\x1b[0m\n"), "{text:?}");
        assert!(text.contains("with \x1b[1mcode\x1b[0m, \x1b[1mstrong\x1b[0m"), "{text:?}");
        for line in text.lines() {
            assert_eq!(open_style(line), "", "{line:?}");
            assert!(display_width(line) <= 32, "{line:?}");
        }
        let cells = PageWriter { width: 20, colour: true }.wrapped("**two words**", 5);
        assert_eq!(cells, ["\x1b[1mtwo\x1b[0m", "\x1b[1mwords\x1b[0m"]);
    }

    #[test]
    fn narrow_columns_keep_their_width_and_wide_ones_share_the_rest() {
        assert_eq!(column_widths(&[5, 10], 40), [5, 10]);
        assert_eq!(column_widths(&[5, 100, 60], 45), [5, 20, 20]);
        assert_eq!(column_widths(&[50], 20), [20]);
        assert_eq!(column_widths(&[], 20), [0; 0]);
    }
}
