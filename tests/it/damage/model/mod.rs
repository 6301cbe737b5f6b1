//! Models of programs: the text that a cell has after a program opened and saved the file.
//!
//! They know nothing of the program under test. That of LibreOffice is held against the files that
//! LibreOffice saved; that of Excel follows Microsoft's documentation of number formats and regions.

pub mod calc;
pub mod charset;
pub mod excel;
mod formula;
mod number;
mod read;
pub mod region;
pub mod text;

use region::REGIONS;

/// A program, with its settings.
pub struct Model {
    pub name: String,
    save: Box<dyn Fn(&str) -> String>,
}

impl Model {
    pub fn new(name: impl Into<String>, save: impl Fn(&str) -> String + 'static) -> Self {
        Self { name: name.into(), save: Box::new(save) }
    }

    /// The text that the cell has afterwards.
    pub fn saved(&self, text: &str) -> String {
        (self.save)(text)
    }
}

/// All programs.
pub fn models() -> Vec<Model> {
    let mut models = Vec::new();
    for region in &REGIONS {
        let name = region.name;
        models.push(Model::new(format!("Excel {name}"), |text| excel::saved(region, text)));
        models.push(Model::new(format!("LibreOffice {name}"), |text| calc::saved(region, text)));
        let plain = |text: &str| calc::saved_by_default(region, text);
        models.push(Model::new(format!("LibreOffice {name}, default"), plain));
        // Only these have letters in the names of months or as the currency that aren't ASCII.
        if ["de-DE", "fr-FR", "pl-PL", "ja-JP"].contains(&name) {
            let page = charset::of_region(name);
            let ansi = |text: &str| charset::saved_as(page, &excel::saved(region, text));
            models.push(Model::new(format!("Excel {name}, as {}", page.name()), ansi));
        }
    }
    models.push(Model::new("Excel, columns too narrow", |text| excel::narrow(&REGIONS[0], text)));
    models.push(Model::new("Excel, format 0", excel::whole));
    models.push(Model::new("by .xlsx in LibreOffice", |text| calc::by_xlsx(&REGIONS[0], text)));
    models.extend(charset::models());
    models.extend(text::models());
    models
}
