//! Blocks of cells as text, copied and pasted.

/// Rows of cells, as a spreadsheet program puts them on the clipboard. Rows can differ in length.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// The texts, row by row. Never empty.
    pub rows: Vec<Vec<String>>,
    /// Whether it was read as comma-separated text, which is a guess.
    pub is_csv: bool,
}

/// A cell while a text is split.
struct BlockField {
    text: String,
    quoted: bool,
}

impl Block {
    /// The block of these rows.
    pub fn new(rows: Vec<Vec<String>>) -> Self {
        Self { rows, is_csv: false }
    }

    /// Reads pasted text.
    ///
    /// Tabs separate columns and line ends rows, as Excel, LibreOffice and Google Sheets write them: a
    /// cell is in quotes if it holds a tab, a line end or a quote. Quotes that nothing needs are text.
    /// Commas separate columns only where nothing else can be meant, see `comma_separated`. Anything
    /// else is one cell a line. Line ends within cells become `\n`; one at the end of all is none.
    pub fn read(text: &str) -> Self {
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let text = text.strip_suffix('\n').unwrap_or(&text);
        if !text.contains('\t')
            && let Some(rows) = comma_separated(text)
        {
            return Self { rows, is_csv: true };
        }
        Self::new(texts(split(text, '\t')))
    }

    /// The block as tab-separated text, which [`Block::read`] turns back into the same cells.
    pub fn write(&self) -> String {
        let cell = |text: &String| {
            let must_be_quoted = text.contains(['\t', '\n', '\r', '"']);
            if must_be_quoted { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.clone() }
        };
        let row = |row: &Vec<String>| row.iter().map(cell).collect::<Vec<_>>().join("\t");
        let mut text = self.rows.iter().map(row).collect::<Vec<_>>().join("\n");
        if self.rows.len() > 1 && text.ends_with('\n') {
            text.push('\n');
        }
        text
    }

    /// How many rows it has, and how many columns the longest of them.
    pub fn size(&self) -> (usize, usize) {
        (self.rows.len(), self.rows.iter().map(Vec::len).max().unwrap_or_default())
    }

    /// How many cells it has.
    pub fn cells(&self) -> usize {
        self.rows.iter().map(Vec::len).sum()
    }
}

/// Reads comma-separated records, if the text is nothing else.
///
/// A sentence with a comma, an address, a column of numbers like `1,250.00` and of team members stay
/// what they are. So every record has the same number of fields, at least two; no field outside quotes
/// begins or ends with a blank or holds a quote; some comma isn't one within a number; and there are two
/// records, or a field in quotes.
fn comma_separated(text: &str) -> Option<Vec<Vec<String>>> {
    let records = split(text, ',');
    let width = records.first().map_or(0, Vec::len);
    let mut fields = records.iter().flatten();
    let is_clean =
        |f: &BlockField| f.quoted || !(f.text.contains('"') || f.text.trim().len() < f.text.len());
    let is_table = width > 1
        && records.iter().all(|record| record.len() == width)
        && fields.clone().all(is_clean)
        && (records.len() > 1 || fields.any(|field| field.quoted))
        && !records.iter().all(|record| is_number(record));
    is_table.then(|| texts(records))
}

/// Whether every comma of a record stands between two digits.
fn is_number(record: &[BlockField]) -> bool {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let within = |pair: &[BlockField]| {
        digit(pair[0].text.chars().next_back()) && digit(pair[1].text.chars().next())
    };
    record.iter().all(|field| !field.quoted) && record.windows(2).all(within)
}

fn texts(records: Vec<Vec<BlockField>>) -> Vec<Vec<String>> {
    let text = |record: Vec<BlockField>| record.into_iter().map(|field| field.text).collect();
    records.into_iter().map(text).collect()
}

/// Splits a text at line ends and separators outside quotes.
///
/// Not left to a CSV reader, which would drop the quotes of `"Large" order`.
fn split(text: &str, separator: char) -> Vec<Vec<BlockField>> {
    let mut records = vec![Vec::new()];
    let mut rest = text;
    loop {
        let (field, after) = field(rest, separator);
        if let Some(record) = records.last_mut() {
            record.push(field);
        }
        let mut signs = after.chars();
        match signs.next() {
            None => return records,
            Some('\n') => records.push(Vec::new()),
            Some(_) => {}
        }
        rest = signs.as_str();
    }
}

/// The first field of a text, and what follows it: a separator, a line end or nothing.
fn field(text: &str, separator: char) -> (BlockField, &str) {
    let ends = |c: char| c == separator || c == '\n';
    if let Some((inner, after)) = quoted(text)
        && after.chars().next().is_none_or(ends)
        && (separator == ',' || inner.contains(['\t', '\n', '"']))
    {
        return (BlockField { text: inner.replace("\"\"", "\""), quoted: true }, after);
    }
    let (text, after) = text.split_at(text.find(ends).unwrap_or(text.len()));
    (BlockField { text: text.to_owned(), quoted: false }, after)
}

/// What stands between the quotes that a text begins with, doubled quotes in it as they are, and
/// what follows them.
fn quoted(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_prefix('"')?;
    let mut from = 0;
    loop {
        let at = from + inner[from..].find('"')?;
        if !inner[at + 1..].starts_with('"') {
            return Some((&inner[..at], &inner[at + 1..]));
        }
        from = at + 2;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<Vec<String>> {
        Block::read(text).rows
    }

    #[test]
    fn tabs_and_line_ends_of_any_system_make_a_block() {
        for text in ["a\tb\nc\td", "a\tb\r\nc\td\r\n", "a\tb\rc\td\r"] {
            assert_eq!(rows(text), [["a", "b"], ["c", "d"]], "{text:?}");
        }
        assert_eq!(rows("a\n\nb"), [["a"], [""], ["b"]]);
        assert_eq!(rows("a\tb\nc"), [vec!["a", "b"], vec!["c"]]);
        assert_eq!(rows(""), [[""]]);
        assert_eq!(rows("\t"), [["", ""]]);
    }

    #[test]
    fn quotes_that_a_spreadsheet_wrote_are_read_and_all_others_are_text() {
        assert_eq!(rows("\"a\tb\r\nc\"\td"), [["a\tb\nc", "d"]]);
        assert_eq!(rows("\"a \"\"b\"\"\"\tc"), [["a \"b\"", "c"]]);
        for text in ["\"Large\" order", "5\" pipe", "\"all of it\"", "\"never closed", "\""] {
            assert_eq!(rows(text), [[text]]);
        }
        assert_eq!(rows("\"open\tb"), [["\"open", "b"]]);
    }

    #[test]
    fn commas_separate_columns_only_if_unambiguous() {
        assert_eq!(rows("Contoso,USD\nFabrikam,EUR\n"), [["Contoso", "USD"], ["Fabrikam", "EUR"]]);
        assert_eq!(rows("\"Contoso, Ltd\",5,USD"), [["Contoso, Ltd", "5", "USD"]]);
        for text in [
            "Well, that is a sentence",
            "Contoso,Ltd",
            "Dear Ann,\nthank you, and goodbye",
            "1,250.00\n12,300.50",
            "12,50\n13,75",
            "€1,250\n€2,300",
            "Samir, Haddad, 1, a@b\nAda, Lee, 2, c@d",
            "a,b\nc",
            "a,\"b\" c\nd,e",
        ] {
            let lines: Vec<Vec<&str>> = text.lines().map(|line| vec![line]).collect();
            assert_eq!(rows(text), lines, "{text:?}");
        }
        assert!(Block::read("a,b\nc,d").is_csv && !Block::read("a,b\tc").is_csv);
    }

    #[test]
    fn written_cells_are_read_back_the_same() {
        let texts = ["", "a", "a\tb", "a\nb", "\"", "\"a\"", "a \"b\"", " a ", "=1+1", "a; b"];
        for first in texts {
            for second in texts {
                for rows in [vec![vec![first, second]], vec![vec![first], vec![second]]] {
                    let own = |row: Vec<&str>| row.into_iter().map(str::to_owned).collect();
                    let block = Block::new(rows.into_iter().map(own).collect());
                    assert_eq!(Block::read(&block.write()), block);
                }
            }
        }
    }
}
