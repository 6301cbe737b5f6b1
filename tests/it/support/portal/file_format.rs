//! The format of the portal's files: BOM, line ends, quotes and oddities.

use csv::{QuoteStyle, ReaderBuilder, Terminator, WriterBuilder};

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileFormat {
    /// Whether it begins with a byte-order mark.
    pub bom: bool,
    /// The line end: `\r\n`, `\n` or `\r`.
    pub line_end: &'static str,
    /// Whether every field is quoted; else only those that have to be.
    pub all_quoted: bool,
    /// The oddities of a results file; a download has none of them.
    pub oddities: &'static [Oddity],
}

/// An oddity of a results file that a merge must accept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Oddity {
    /// The columns are in another order than in the upload.
    OtherColumnOrder,
    /// A row appears twice, with the same errors.
    LeadTwice,
    /// A row appears twice: once rejected, once as if it had succeeded.
    LeadContradicted,
    /// There is a row for a lead that was never uploaded.
    UnknownLead,
}

impl FileFormat {
    /// Every twist at once.
    pub const ALL_ODDITIES: &'static [Oddity] = &[
        Oddity::OtherColumnOrder,
        Oddity::LeadTwice,
        Oddity::LeadContradicted,
        Oddity::UnknownLead,
    ];

    /// As spreadsheets write: with a mark, lines ending in `\r\n`, quotes where they are needed.
    pub fn usual() -> Self {
        Self { bom: true, line_end: "\r\n", all_quoted: false, oddities: &[] }
    }

    /// Without a mark, lines ending in `\n`.
    pub fn plain() -> Self {
        Self { bom: false, line_end: "\n", ..Self::usual() }
    }

    pub fn has(&self, oddity: Oddity) -> bool {
        self.oddities.contains(&oddity)
    }

    /// Writes a file.
    pub fn write<'r>(
        &self,
        header: &[String],
        rows: impl IntoIterator<Item = &'r [String]>,
    ) -> Vec<u8> {
        let terminator = match self.line_end {
            "\r\n" => Terminator::CRLF,
            one => Terminator::Any(one.as_bytes()[0]),
        };
        let quotes = if self.all_quoted { QuoteStyle::Always } else { QuoteStyle::Necessary };
        let mark: &[u8] = if self.bom { b"\xef\xbb\xbf" } else { b"" };
        let mut writer = WriterBuilder::new()
            .terminator(terminator)
            .quote_style(quotes)
            .from_writer(mark.to_vec());
        writer.write_record(header).expect("written to memory");
        for row in rows {
            writer.write_record(row).expect("as long as the header");
        }
        writer.into_inner().expect("written to memory")
    }
}

/// A file as the portal reads it.
pub struct Records {
    pub header: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

/// Reads a file, or explains why it can't be processed.
pub fn read(bytes: &[u8]) -> Result<Records, String> {
    let text = std::str::from_utf8(bytes).map_err(|_| "The file isn't UTF-8 text".to_owned())?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader =
        ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut records = reader.records().map(|record| {
        record.expect("text in memory").iter().map(str::to_owned).collect::<Vec<String>>()
    });
    let header = records.next().ok_or("The file is empty")?;
    let rows: Vec<Vec<String>> = records.collect();
    match rows.iter().position(|row| row.len() != header.len()) {
        Some(at) => Err(format!(
            "Record {} has {} fields and the header {}",
            at + 1,
            rows[at].len(),
            header.len()
        )),
        None => Ok(Records { header, rows }),
    }
}
