//! Small workbooks, written as spreadsheet programs write them.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A cell of a workbook.
#[derive(Clone, Copy)]
pub enum BookCell {
    /// A text, which may look like a number.
    Text(&'static str),
    /// A number.
    Number(f64),
    /// A day, as the number that Excel keeps of it.
    Day(u32),
    /// The error of a formula.
    Error,
    /// Nothing.
    Empty,
}

fn packed<T: AsRef<[u8]>>(files: &[(&str, T)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        zip.start_file(*name, SimpleFileOptions::default()).expect("a file");
        zip.write_all(text.as_ref()).expect("written");
    }
    zip.finish().expect("finished").into_inner()
}

fn column(at: usize) -> char {
    char::from(b'A' + u8::try_from(at).expect("few columns"))
}

/// A workbook of Excel with sheets, each with its name and rows.
pub fn xlsx(sheets: &[(&str, Vec<Vec<BookCell>>)]) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let mut files = Vec::new();
    let (mut names, mut rels) = (String::new(), String::new());
    for (at, (name, rows)) in sheets.iter().enumerate() {
        let id = at + 1;
        write!(names, "<sheet name=\"{name}\" sheetId=\"{id}\" r:id=\"rId{id}\"/>").expect("text");
        write!(
            rels,
            "<Relationship Id=\"rId{id}\" Type=\"{office}/worksheet\" \
             Target=\"worksheets/sheet{id}.xml\"/>"
        )
        .expect("text");
        files.push((format!("xl/worksheets/sheet{id}.xml"), sheet(main, rows)));
    }
    write!(rels, "<Relationship Id=\"rId99\" Type=\"{office}/styles\" Target=\"styles.xml\"/>")
        .expect("text");
    let styles = format!(
        "<styleSheet xmlns=\"{main}\"><cellXfs count=\"2\"><xf numFmtId=\"0\"/>\
         <xf numFmtId=\"14\" applyNumberFormat=\"1\"/></cellXfs></styleSheet>"
    );
    let book = format!(
        "<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets>{names}</sheets></workbook>"
    );
    let root = format!(
        "<Relationships xmlns=\"{package}\"><Relationship Id=\"rId1\" \
         Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
    );
    let rels = format!("<Relationships xmlns=\"{package}\">{rels}</Relationships>");
    let types = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>";
    let mut all: Vec<(&str, String)> = vec![
        ("[Content_Types].xml", types.to_owned()),
        ("_rels/.rels", root),
        ("xl/workbook.xml", book),
        ("xl/_rels/workbook.xml.rels", rels),
        ("xl/styles.xml", styles),
    ];
    all.extend(files.iter().map(|(name, text)| (name.as_str(), text.clone())));
    packed(&all)
}

fn sheet(main: &str, rows: &[Vec<BookCell>]) -> String {
    let mut text = String::new();
    for (at, row) in rows.iter().enumerate() {
        let number = at + 1;
        write!(text, "<row r=\"{number}\">").expect("text");
        for (at, cell) in row.iter().enumerate() {
            let place = format!("{}{number}", column(at));
            match cell {
                BookCell::Text(value) => {
                    write!(text, "<c r=\"{place}\" t=\"inlineStr\"><is><t>{value}</t></is></c>")
                }
                BookCell::Number(value) => write!(text, "<c r=\"{place}\"><v>{value}</v></c>"),
                BookCell::Day(value) => write!(text, "<c r=\"{place}\" s=\"1\"><v>{value}</v></c>"),
                BookCell::Error => write!(text, "<c r=\"{place}\" t=\"e\"><v>#N/A</v></c>"),
                BookCell::Empty => Ok(()),
            }
            .expect("text");
        }
        text.push_str("</row>");
    }
    format!("<worksheet xmlns=\"{main}\"><sheetData>{text}</sheetData></worksheet>")
}

/// A binary workbook of Excel with one sheet, record by record as [MS-XLSB] describes them.
pub fn xlsb(name: &str, rows: &[Vec<BookCell>]) -> Vec<u8> {
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let rels = format!(
        "<Relationships xmlns=\"{package}\"><Relationship Id=\"rId1\" Type=\"{office}/worksheet\" \
         Target=\"worksheets/sheet1.bin\"/></Relationships>"
    );
    let shown = [0, 0, 0, 0, 1, 0, 0, 0];
    let bundle = [&shown[..], &wide("rId1"), &wide(name)].concat();
    let book =
        [record(0x8f, &[]), record(0x9c, &bundle), record(0x90, &[]), record(0x84, &[])].concat();
    let format = |code: u8| record(0x2f, &[0, 0, code, 0, 0, 0, 0, 0]);
    let styles = [record(0x269, &[2, 0, 0, 0]), format(0), format(14)].concat();
    let mut sheet = [record(0x81, &[]), record(0x94, &[0; 16]), record(0x91, &[])].concat();
    for (at, row) in (0_u32..).zip(rows) {
        sheet.extend(record(0, &at.to_le_bytes()));
        for (at, cell) in (0_u32..).zip(row) {
            let (kind, style, value) = match cell {
                BookCell::Text(text) => (6, 0, wide(text)),
                BookCell::Number(number) => (5, 0, number.to_le_bytes().to_vec()),
                BookCell::Day(day) => (5, 1, f64::from(*day).to_le_bytes().to_vec()),
                BookCell::Error => (3, 0, vec![0x2a]),
                BookCell::Empty => (1, 0, Vec::new()),
            };
            let cell = [&at.to_le_bytes()[..], &[style, 0, 0, 0], &value].concat();
            sheet.extend(record(kind, &cell));
        }
    }
    sheet.extend([record(0x92, &[]), record(0x82, &[])].concat());
    packed(&[
        ("xl/_rels/workbook.bin.rels", rels.into_bytes()),
        ("xl/workbook.bin", book),
        ("xl/styles.bin", styles),
        ("xl/worksheets/sheet1.bin", sheet),
    ])
}

/// A record of a binary workbook: its type and its length in pieces of seven bits, then its content.
fn record(kind: u16, content: &[u8]) -> Vec<u8> {
    let [low, high] = [kind & 0x7f, kind >> 7].map(|part| u8::try_from(part).expect("seven bits"));
    let kind = if kind < 0x80 { vec![low] } else { vec![low | 0x80, high] };
    let length = u8::try_from(content.len()).ok().filter(|length| *length < 0x80);
    [&kind[..], &[length.expect("a short record")], content].concat()
}

/// A text as a binary workbook has it: how many characters of two bytes, and these.
fn wide(text: &str) -> Vec<u8> {
    let letters: Vec<u16> = text.encode_utf16().collect();
    let length = u32::try_from(letters.len()).expect("a short text").to_le_bytes();
    let letters = letters.into_iter().flat_map(u16::to_le_bytes);
    length.into_iter().chain(letters).collect()
}

/// A workbook of LibreOffice with one sheet, whose cells are given in XML.
pub fn ods(cells: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
         xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:body>\
         <office:spreadsheet><table:table table:name=\"Deals\">{cells}</table:table>\
         </office:spreadsheet></office:body></office:document-content>"
    );
    let kind = "application/vnd.oasis.opendocument.spreadsheet";
    let manifest = format!(
        "<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\">\
         <manifest:file-entry manifest:full-path=\"/\" manifest:media-type=\"{kind}\"/>\
         </manifest:manifest>"
    );
    packed(&[
        ("mimetype", kind.to_owned()),
        ("META-INF/manifest.xml", manifest),
        ("content.xml", content),
    ])
}

/// An archive with one file, which is mostly one letter: small as it is, and large unpacked.
pub fn bomb(name: &str, unpacked: usize) -> Vec<u8> {
    packed(&[(name, " ".repeat(unpacked))])
}
