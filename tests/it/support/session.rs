//! The program without a terminal: a sheet, keys in, screen and texts out.

use super::files::{SAMPLE, slashes};
use super::fixtures::today;
use leadsheet::app::{
    App, Chord, Effect, Input, MouseAction, MouseButton, MouseInput, Persistence, Recovery, Start,
    WrittenUpload,
};
use leadsheet::leads::Origin;
use leadsheet::leads::{Field, Row};
use leadsheet::sheet::Sheet;
use leadsheet::table::{FileKind, Table};
use leadsheet::view::{self, Drawn, LeadKeys, LineKey, Role, Targets, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Color, Style};

/// A session on a screen of a certain size.
pub struct Session {
    pub app: App,
    pub effects: Vec<Effect>,
    /// What can be clicked on the screen that was drawn last.
    pub targets: Targets,
    /// What was remembered last for the next run.
    pub remembered: Option<String>,
    size: (u16, u16),
    /// The screen of which only lines are drawn again that may look otherwise, and the keys of its lines.
    kept: (Buffer, Vec<LineKey>),
    lead_keys: LeadKeys,
    /// The lines that were drawn last because they may look otherwise.
    pub drawn_lines: Vec<usize>,
}

/// The letter of each role in snapshots.
pub const LETTERS: [(Role, char); 24] = [
    (Role::Title, 'T'),
    (Role::TitleWarn, 'X'),
    (Role::Header, 'H'),
    (Role::HeaderLock, 'h'),
    (Role::Text, '.'),
    (Role::Locked, 'L'),
    (Role::Changed, 'c'),
    (Role::Warning, 'W'),
    (Role::Error, 'E'),
    (Role::Minor, 'm'),
    (Role::Cursor, 'C'),
    (Role::Marked, 'M'),
    (Role::Found, 'F'),
    (Role::Frame, '|'),
    (Role::State, 's'),
    (Role::Column, 'N'),
    (Role::Good, 'G'),
    (Role::Note, 'n'),
    (Role::Heading, 'D'),
    (Role::Status, 'S'),
    (Role::Alert, 'A'),
    (Role::Key, 'K'),
    (Role::Selected, '>'),
    (Role::Editor, 'e'),
];

fn table(csv: &str) -> Table {
    Table::parse(csv.to_owned(), b',').expect("the test's CSV is well-formed")
}

impl Session {
    /// Opens a CSV text on a screen of 80×24, on 22 November 2026.
    pub fn open(csv: &str) -> Self {
        Self::open_with(csv, Persistence::Off, None)
    }

    /// Opens a CSV text as the program opens a processed file that its name shows.
    pub fn results(csv: &str) -> Self {
        let table = table(csv).with_kind(FileKind::Named);
        Self::start(Self::with(Sheet::new(table, Origin::Results, today())))
    }

    fn open_with(csv: &str, keeping: Persistence, earlier: Option<Recovery>) -> Self {
        Self::start(Start { persistence: keeping, recovery: earlier, ..Self::of(csv, today()) })
    }

    /// What the program is started with for a CSV text on a day.
    pub fn of(csv: &str, today: chrono::NaiveDate) -> Start {
        Self::with(Sheet::new(table(csv), Origin::Download, today))
    }

    /// What the program is started with for a sheet.
    pub fn with(sheet: Sheet) -> Start {
        Start {
            name: "leads.csv".to_owned(),
            folder: "/leads".to_owned(),
            preferences: leadsheet::app::Preferences {
                welcomes: u32::MAX,
                ..leadsheet::app::Preferences::default()
            },
            ..Start::of(sheet)
        }
    }

    /// Gives the program an input. What it remembers is no effect that a test of keys looks for.
    fn update(&mut self, input: Input) {
        for effect in self.app.update(input) {
            match effect {
                Effect::Remember(text) => self.remembered = Some(text),
                effect => self.effects.push(effect),
            }
        }
    }

    /// Starts the program, on a screen of 80×24.
    pub fn start(start: Start) -> Self {
        let mut session = Self {
            app: App::new(start),
            effects: Vec::new(),
            targets: Targets::default(),
            remembered: None,
            size: (80, 24),
            kept: (Buffer::default(), Vec::new()),
            lead_keys: LeadKeys::default(),
            drawn_lines: Vec::new(),
        };
        session.draw();
        session
    }

    /// Opens a CSV text whose work is saved, with its unfinished work.
    pub fn open_with_work(csv: &str, earlier: Recovery) -> Self {
        Self::open_with(csv, Persistence::On, Some(earlier))
    }

    /// Opens the embedded sample.
    pub fn sample() -> Self {
        Self::sample_with(Persistence::Off, None)
    }

    /// Opens the embedded sample, with what there is about it from before.
    pub fn sample_with(keeping: Persistence, earlier: Option<Recovery>) -> Self {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/sample-leads.csv");
        let text = std::fs::read_to_string(path).expect("the sample is there");
        Self::open_with(&text, keeping, earlier)
    }

    /// Opens the sample as a download whose last upload rejected row 37.
    pub fn rejected() -> Self {
        let sample = String::from_utf8_lossy(SAMPLE);
        let before = "\"Ivy, Marlowe, +1 425 555 0112, ivy.marlowe@contoso.com\",,,,,";
        let (others, rest) = sample.split_at(sample.find("RETRY-26").expect("row 37"));
        let errors =
            "Required field Marketplace Purchase Intent missing; Required field Solution 1 missing";
        let rejected = rest.replacen(before, &format!("{before}{errors}"), 1);
        assert_ne!(rejected, rest);
        Self::open(&format!("{others}{rejected}"))
    }

    /// Saves the work from now on.
    pub fn keeping(mut self) -> Self {
        self.app.keeping = Persistence::On;
        self.app.sheet.start_logging();
        self
    }

    /// Resizes the screen.
    pub fn sized(mut self, columns: u16, lines: u16) -> Self {
        self.resize(columns, lines);
        self
    }

    /// Resizes the screen.
    pub fn resize(&mut self, columns: u16, lines: u16) {
        self.size = (columns, lines);
        self.draw();
    }

    /// Presses keys, in the notation of the key map between `<` and `>`: `s<down><enter>`, `<ctrl-s>`.
    pub fn keys(mut self, keys: &str) -> Self {
        for chord in chords(keys) {
            self.input(Input::Key(chord));
        }
        self
    }

    /// Presses keys in one burst: the screen is drawn after the last one only.
    pub fn press(&mut self, keys: &str) {
        for chord in chords(keys) {
            self.update(Input::Key(chord));
            self.fit();
        }
    }

    /// Pastes text in brackets.
    pub fn paste(mut self, text: &str) -> Self {
        self.input(Input::Paste(text.to_owned()));
        self
    }

    /// Lets time pass, as much as shows the keys that can follow.
    pub fn wait(mut self) -> Self {
        self.input(Input::Waited);
        self
    }

    /// Does something with the mouse at a place of the screen that was drawn last.
    pub fn mouse(&mut self, action: MouseAction, at: (u16, u16)) {
        let hit = self.targets.hit(Position::new(at.0, at.1));
        let target = hit.map(|(target, _)| target);
        let offset = hit.map_or((0, 0), |(_, offset)| offset);
        let done = MouseInput { target, offset, ..MouseInput::new(action, at) };
        self.input(Input::Mouse(done));
    }

    /// Clicks with a button at a place of the screen, once or several times.
    pub fn click_with(&mut self, button: MouseButton, times: u8, at: (u16, u16)) {
        for time in 1..=times {
            self.mouse(MouseAction::Press(button, time), at);
            self.mouse(MouseAction::Release, at);
        }
    }

    /// Clicks on the first place of the screen that shows a text.
    pub fn click(mut self, text: &str) -> Self {
        let at = self.find(text);
        self.click_with(MouseButton::Left, 1, at);
        self
    }

    /// Clicks twice on the first place of the screen that shows a text.
    pub fn double_click(mut self, text: &str) -> Self {
        let at = self.find(text);
        self.click_with(MouseButton::Left, 2, at);
        self
    }

    /// Clicks with the right button on the first place of the screen that shows a text.
    pub fn right_click(mut self, text: &str) -> Self {
        let at = self.find(text);
        self.click_with(MouseButton::Right, 1, at);
        self
    }

    /// Presses the left button at a place, moves to others, and releases it at the last.
    pub fn drag(mut self, places: &[(u16, u16)]) -> Self {
        self.mouse(MouseAction::Press(MouseButton::Left, 1), places[0]);
        for at in &places[1..] {
            self.mouse(MouseAction::Drag, *at);
        }
        self.mouse(MouseAction::Release, places[places.len() - 1]);
        self
    }

    /// Turns the wheel by notches, down and to the right, at a place of the screen.
    pub fn wheel(mut self, down: i16, right: i16, at: (u16, u16)) -> Self {
        self.mouse(MouseAction::Wheel(down, right), at);
        self
    }

    /// The first place of the screen that shows a text: column and line.
    pub fn find(&mut self, text: &str) -> (u16, u16) {
        let screen = self.screen();
        let (line, at) = screen
            .lines()
            .enumerate()
            .find_map(|(n, line)| Some((n, leadsheet::app::text_width(&line[..line.find(text)?]))))
            .unwrap_or_else(|| panic!("{text:?} isn't on the screen:\n{screen}"));
        (at as u16, line as u16)
    }

    /// Takes the one file of the export that was asked for as written, in the folder of the leads.
    pub fn written(&mut self, rows: Vec<Row>, changed: usize) {
        let part = WrittenUpload {
            path: "/leads/leads.upload-001.csv".to_owned(),
            rows,
            changed,
            sha256: String::new(),
            revert_sha256: None,
            revert: Some("/leads/leads.upload-001.revert.csv".to_owned()),
            revert_summary: self.app.sheet.plan().reverts.remove(0),
            is_pilot: false,
        };
        self.input(Input::Written(Box::new(part)));
        self.input(Input::Exported(Ok(())));
    }

    /// Passes an input to the program, and draws.
    pub fn input(&mut self, input: Input) {
        self.update(input);
        loop {
            // Nothing comes until a search is done.
            while self.app.is_searching() {
                self.update(Input::SearchOn(u32::MAX));
            }
            let Some(held) = self.app.take_held() else { break };
            self.update(held);
        }
        self.draw();
    }

    /// Draws in a theme with a different colour for each role.
    pub fn draw(&mut self) -> (Buffer, Option<Position>) {
        let theme = Theme::of_roles(|role| {
            let index =
                LETTERS.iter().position(|(r, _)| *r == role).expect("a letter for each role");
            Style::new().fg(Color::Indexed(index as u8))
        });
        self.draw_with(&theme)
    }

    /// Draws as the shell does: areas, fit, draw.
    pub fn draw_with(&mut self, theme: &Theme) -> (Buffer, Option<Position>) {
        let area = self.fit();
        // The shell draws again once these are known, or an event says that the check behind the screen is done.
        if !self.app.sheet.lacks_check() {
            self.app.sheet.look_closer();
        }
        let mut buffer = Buffer::empty(area);
        let Drawn { cursor, targets } = view::draw(&self.app, theme, &mut buffer);
        self.draw_kept(theme, &buffer);
        let of_click = view::targets(&self.app, theme, area);
        assert!(of_click.iter().eq(targets.iter()), "a click finds something else than is drawn");
        self.targets = targets;
        (buffer, cursor)
    }

    /// Draws only the lines whose keys are others than those of the lines that are shown, and checks that the screen
    /// shows a full drawing then.
    fn draw_kept(&mut self, theme: &Theme, full: &Buffer) {
        let keys = view::line_keys(&self.app, theme, full.area, &mut self.lead_keys);
        let (screen, shown) = &mut self.kept;
        if screen.area != full.area {
            *screen = Buffer::empty(full.area);
            shown.clear();
        }
        shown.resize(keys.len(), LineKey::default());
        let wanted: Vec<bool> = keys.iter().zip(&*shown).map(|(a, b)| !a.is_same(*b)).collect();
        let width = usize::from(full.area.width).max(1);
        for (key, line) in keys.iter().zip(full.content.chunks(width)) {
            // A line may have moved.
            for (_, old) in
                shown.iter().zip(screen.content.chunks(width)).filter(|(k, _)| k.is_same(*key))
            {
                assert!(old == line, "a line looks otherwise though its key is the same");
            }
        }
        view::draw_lines(&self.app, theme, &wanted, screen);
        self.drawn_lines = (0..wanted.len()).filter(|y| wanted[*y]).collect();
        *shown = keys;
        assert!(*screen == *full, "the lines that were drawn aren't all that look otherwise");
    }

    /// Fits the program to the size of the screen.
    fn fit(&mut self) -> Rect {
        let area = Rect::new(0, 0, self.size.0, self.size.1);
        self.app.set_view_size(view::areas(area, &self.app).fit());
        area
    }

    /// The screen as text.
    pub fn screen(&mut self) -> String {
        let (buffer, _) = self.draw();
        lines(&buffer, |symbol, _| symbol.to_owned())
    }

    /// The screen as text, with paths as on Unix, then the letters of the roles, then the place of the cursor.
    pub fn snapshot(&mut self) -> String {
        let (buffer, cursor) = self.draw();
        let text = lines(&buffer, |symbol, _| symbol.to_owned());
        let roles = lines(&buffer, |symbol, colour| {
            let letter = match colour {
                Color::Indexed(index) => LETTERS[usize::from(index)].1,
                _ => ' ',
            };
            if symbol == " " && letter == '.' { " ".to_owned() } else { letter.to_string() }
        });
        let cursor = cursor.map_or("none".to_owned(), |at| format!("{},{}", at.x, at.y));
        let text = slashes(&text);
        format!("{text}\n{}\n{roles}\ncursor {cursor}\n", "-".repeat(usize::from(self.size.0)))
    }

    /// The text of a cell; rows are counted from 1.
    pub fn cell(&self, number: usize, column: &str) -> String {
        self.app.sheet.text(Row::at(number - 1), self.field(column)).into_owned()
    }

    /// The field of a column by the name in the file.
    pub fn field(&self, column: &str) -> Field {
        let layout = self.app.sheet.layout();
        let field = layout.fields().find(|f| layout.name(*f).starts_with(column));
        field.unwrap_or_else(|| panic!("no column {column}"))
    }

    /// Moves the cursor to a cell; rows are counted from 1, as they are shown.
    pub fn at(mut self, number: usize, column: &str) -> Self {
        self.go(number, column);
        self
    }

    /// Moves the cursor to a cell; rows are counted from 1, as they are shown.
    pub fn go(&mut self, number: usize, column: &str) {
        let field = self.field(column);
        self.app.viewport.row = Row::at(number - 1);
        self.app.viewport.column = self.app.columns.reveal(field).expect("a column");
        self.draw();
    }

    /// The message in the status line.
    pub fn message(&self) -> &str {
        self.app.message.as_ref().map_or("", |m| &m.text)
    }
}

/// Reads keys in the notation of the key map between `<` and `>`.
pub fn chords(keys: &str) -> Vec<Chord> {
    let mut chords = Vec::new();
    let mut rest = keys;
    while let Some(first) = rest.chars().next() {
        let (name, after) = match rest.strip_prefix('<').and_then(|r| r.split_once('>')) {
            Some((name, after)) if name.len() > 1 => (name, after),
            _ => rest.split_at(first.len_utf8()),
        };
        chords.push(name.parse().expect("the test's key is a key"));
        rest = after;
    }
    chords
}

fn lines(buffer: &Buffer, show: impl Fn(&str, Color) -> String) -> String {
    let line = |y: u16| {
        let mut text = String::new();
        let mut x = 0;
        while x < buffer.area.width {
            let cell = &buffer[(x, y)];
            let wide = unicode_width::UnicodeWidthStr::width(cell.symbol()).max(1) as u16;
            text.push_str(&show(cell.symbol(), cell.fg));
            x += wide;
        }
        text.trim_end().to_owned()
    };
    (0..buffer.area.height).map(line).collect::<Vec<_>>().join("\n")
}
