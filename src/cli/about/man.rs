//! `leadsheet man`: the man page, from the command line's own descriptions and the tables of the manual.

use crate::app::MANUAL;
use crate::app::manual::page::{section, table_rows};
use crate::cli::Exit;
use crate::cli::about::tree::command_tree;
use clap::Command;
use clap_mangen::Man;
use clap_mangen::roff::{Inline, Roff, bold, italic, roman};
use std::io::{self, Write};

/// The tables of the manual that are sections of the man page: heading there, heading here.
const TABLES: [(&str, &str); 3] =
    [("Exit codes", "EXIT STATUS"), ("Files", "FILES"), ("Environment", "ENVIRONMENT")];

/// Writes the man page in the language of man, roff.
///
/// # Errors
///
/// Fails if it can't be written.
pub fn run_man(out: &mut dyn Write) -> io::Result<Exit> {
    let mut page = Vec::new();
    write_page(&mut page)?;
    out.write_all(tidy(&String::from_utf8_lossy(&page)).as_bytes())?;
    out.flush()?;
    Ok(Exit::Clean)
}

fn write_page(out: &mut dyn Write) -> io::Result<()> {
    let tree = command_tree();
    let examples = tree.get_after_help().map(ToString::to_string);
    let man = Man::new(tree.clone());
    man.render_name_section(out)?;
    man.render_synopsis_section(out)?;
    man.render_description_section(out)?;
    man.render_options_section(out)?;
    let mut roff = Roff::new();
    roff.control("SH", ["COMMANDS"]);
    roff.to_writer(out)?;
    tree.get_subcommands().try_for_each(|command| write_command(command, out))?;
    let mut roff = Roff::new();
    for (heading, title) in TABLES {
        roff.control("SH", [title]);
        table(heading, &mut roff);
    }
    roff.control("SH", ["EXAMPLES"]);
    help_text(examples.as_deref().unwrap_or_default(), &mut roff);
    roff.control("SH", ["SEE ALSO"]);
    roff.text([roman("The manual is compiled in:")]);
    for page in &MANUAL {
        roff.control("TP", []);
        roff.text([bold(format!("leadsheet help {}", page.topic))]);
        roff.text(inline(page.summary));
    }
    roff.to_writer(out)
}

/// Puts the title before the parts of a page, and leaves out what each of them repeats.
///
/// The title is written here since the library leaves out an empty date, so that the version would be the date.
fn tidy(parts: &str) -> String {
    const APOSTROPHE: [&str; 2] = [".ie \\n(.g .ds Aq \\(aq\n", ".el .ds Aq '\n"];
    let body = APOSTROPHE.iter().fold(parts.to_owned(), |body, line| body.replace(line, ""));
    // A line break on either side of a blank line is one too many for checkers.
    let body =
        body.replace("\n.br\n\n.br\n", "\n.sp\n").replace(".SH EXAMPLES\n.PP\n", ".SH EXAMPLES\n");
    let version = env!("CARGO_PKG_VERSION");
    let title = format!(".TH LEADSHEET 1 \"\" \"leadsheet {version}\" \"User Commands\"\n");
    APOSTROPHE.concat() + &title + &body
}

/// Writes what a command does, its options, examples and exit codes.
fn write_command(command: &Command, out: &mut dyn Write) -> io::Result<()> {
    let usage = command.clone().render_usage().to_string();
    let mut roff = Roff::new();
    let mut forms = usage.trim_start_matches("Usage: ").lines().map(str::trim);
    roff.control("SS", [forms.next().unwrap_or_default()]);
    for form in forms {
        roff.text([bold(form)]);
        roff.control("br", []);
    }
    let about = command.get_long_about().or_else(|| command.get_about());
    roff.text([roman(about.map(ToString::to_string).unwrap_or_default())]);
    roff.to_writer(out)?;
    let mut options = Vec::new();
    let arguments = command.clone().mut_args(|arg| {
        let is_help = arg.get_long() == Some("help");
        arg.hide(is_help)
    });
    Man::new(arguments).render_options_section(&mut options)?;
    // The options of a command have no section of their own, which would end that of the commands.
    let options = String::from_utf8_lossy(&options);
    if let Some((_, options)) = options.split_once(".SH OPTIONS\n") {
        out.write_all(options.as_bytes())?;
    }
    let mut roff = Roff::new();
    if let Some(text) = command.get_after_help() {
        help_text(&text.to_string(), &mut roff);
    }
    roff.to_writer(out)
}

/// Adds a text from below the options of `--help`: paragraphs, and lists with a heading that keep their lines.
fn help_text(text: &str, roff: &mut Roff) {
    for block in text.split("\n\n") {
        roff.control("PP", []);
        let (first, rest) = block.split_once('\n').unwrap_or((block, ""));
        if first.ends_with(':') && rest.starts_with("  ") {
            roff.text([italic(first)]);
            roff.control("PP", []);
            roff.control("nf", []);
            rest.lines().for_each(|line| {
                roff.text([roman(line)]);
            });
            roff.control("fi", []);
        } else {
            roff.text([roman(block.replace('\n', " "))]);
        }
    }
}

/// Adds a table of the page about the command line as a list: its first column, and below it the rest.
fn table(heading: &str, roff: &mut Roff) {
    let page = MANUAL.iter().find(|page| page.topic == "command-line");
    let rows = page.and_then(|page| section(page.text, heading)).map(table_rows);
    for row in rows.into_iter().flatten().skip(1) {
        let mut cells = row.iter();
        roff.control("TP", []);
        roff.text(inline(cells.next().map_or("", String::as_str)));
        cells.for_each(|cell| {
            roff.text(inline(cell));
        });
    }
}

/// A text of the manual: code is bold, emphasis italic.
fn inline(text: &str) -> Vec<Inline> {
    let mut parts = Vec::new();
    for (at, part) in text.split('`').enumerate() {
        if at % 2 == 1 {
            parts.push(bold(part));
            continue;
        }
        let emphasized = part.split('*').enumerate();
        parts.extend(emphasized.map(|(at, part)| match at % 2 {
            1 => italic(part),
            _ => roman(part),
        }));
    }
    parts
}
