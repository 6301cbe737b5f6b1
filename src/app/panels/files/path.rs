//! A path as people type, paste and drop it, and its completion.

/// A path that is typed: its folder and the beginning of a name, without quotes and escapes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypedPath {
    /// The folder with the `/` at its end; empty if only a name is typed.
    pub folder: String,
    /// What is behind the last `/`.
    pub name: String,
    /// How spaces are kept together.
    quoting: Quoting,
}

/// How a path with spaces is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Quoting {
    Plain,
    /// In quotes, as shells and file managers write it.
    Quoted(char),
    /// With a backslash before each space.
    Escaped,
}

/// What a completion comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// The text that takes the place of what was typed.
    pub text: String,
    /// How many names begin so.
    pub matches: usize,
}

impl TypedPath {
    /// Reads what is typed: `leads.csv`, `~/My Files/le`, `'/tmp/my files/le'`, `/tmp/my\ files/le`.
    pub fn parse(typed: &str) -> Self {
        Self::parse_by(typed, std::path::MAIN_SEPARATOR)
    }

    /// Reads what is typed where this stands between folders; `/` always does. Where that is a backslash, it is no
    /// escape.
    fn parse_by(typed: &str, separator: char) -> Self {
        let typed = typed.trim_start();
        let (path, quoting) = match typed.chars().next() {
            Some(quote @ ('\'' | '"')) => {
                let inner = &typed[1..];
                let inner = inner.trim_end().strip_suffix(quote).unwrap_or(inner);
                (inner.to_owned(), Quoting::Quoted(quote))
            }
            _ if separator != '\\' && has_escape(typed) => (unescaped(typed), Quoting::Escaped),
            _ => (typed.to_owned(), Quoting::Plain),
        };
        let path = if path == "~" { "~/".to_owned() } else { path };
        let end = path.rfind(['/', separator]).map_or(0, |at| at + 1);
        let (folder, name) = path.split_at(end);
        Self { folder: folder.to_owned(), name: name.to_owned(), quoting }
    }

    /// The path without quotes and escapes.
    pub fn unquoted(&self) -> String {
        format!("{}{}", self.folder, self.name)
    }

    /// Whether a name begins with what is typed, in any case; hidden ones only if the dot is typed.
    pub(crate) fn begins(&self, name: &str) -> bool {
        let is_hidden = name.starts_with('.') && !self.name.starts_with('.');
        !is_hidden && rest_of(name, &self.name).is_some()
    }

    /// Completes the name as far as the names in the folder agree; folders have a `/` at their end.
    pub fn complete(&self, names: &[String]) -> Completion {
        let fitting: Vec<&String> = names.iter().filter(|name| self.begins(name)).collect();
        // What is typed in the case of a name doesn't mean another one.
        let exact: Vec<&String> =
            fitting.iter().copied().filter(|name| name.starts_with(&self.name)).collect();
        let fitting = if exact.is_empty() { fitting } else { exact };
        let Some((first, others)) = fitting.split_first() else {
            return Completion { text: self.write(&self.name), matches: 0 };
        };
        let common = others.iter().fold(first.as_str(), |common, name| common_start(common, name));
        let is_longer = common.len() >= self.name.len();
        let name = if is_longer { common } else { &self.name };
        Completion { text: self.write(name), matches: fitting.len() }
    }

    /// The text of a path in the same folder with another name.
    fn write(&self, name: &str) -> String {
        let path = format!("{}{name}", self.folder);
        match self.quoting {
            Quoting::Plain => path,
            Quoting::Quoted(quote) => format!("{quote}{path}"),
            Quoting::Escaped => path.replace('\\', "\\\\").replace(' ', "\\ "),
        }
    }
}

/// Whether a text has a backslash before a character that shells give a meaning.
fn has_escape(text: &str) -> bool {
    let mut rest = text.split('\\').skip(1);
    rest.any(|after| after.starts_with([' ', '(', ')', '\'', '"', '&', '[', ']']))
}

fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        out.push(if c == '\\' { chars.next().unwrap_or(c) } else { c });
    }
    out
}

/// What is behind the beginning of a name, if it is that in any case.
fn rest_of<'n>(name: &'n str, start: &str) -> Option<&'n str> {
    let mut rest = name.chars();
    let same = |c: char, d: char| c == d || c.to_lowercase().eq(d.to_lowercase());
    start.chars().all(|c| rest.next().is_some_and(|d| same(c, d))).then_some(rest.as_str())
}

/// What two names begin with, in any case, as the first one writes it.
fn common_start<'a>(one: &'a str, other: &str) -> &'a str {
    let same = |(c, d): &(char, char)| c == d || c.to_lowercase().eq(d.to_lowercase());
    let length = one.chars().zip(other.chars()).take_while(same).map(|(c, _)| c.len_utf8()).sum();
    &one[..length]
}

/// The folder above one, as it is typed: of `./` it is `../`. A root has none and stays what it is.
pub(crate) fn folder_above(folder: &str) -> String {
    folder_above_by(folder, std::path::MAIN_SEPARATOR)
}

/// The folder above one where this stands between folders; `/` always does.
fn folder_above_by(folder: &str, separator: char) -> String {
    let separators = ['/', separator];
    let whole = folder.trim_end_matches(separators);
    let (above, name) = whole.split_at(whole.rfind(separators).map_or(0, |at| at + 1));
    match name {
        _ if is_root(folder, separator) => folder.to_owned(),
        "" | "." => "../".to_owned(),
        ".." => format!("{folder}../"),
        "~" if above.is_empty() => format!("{folder}../"),
        _ if above.is_empty() => "./".to_owned(),
        _ => above.to_owned(),
    }
}

/// Whether nothing is above a folder: `/`, and where a backslash stands between folders `\`, `C:\` and
/// `\\server\share\`.
fn is_root(folder: &str, separator: char) -> bool {
    let separators = ['/', separator];
    let whole = folder.trim_end_matches(separators);
    let is_share = |whole: &str| {
        let share = whole.strip_prefix("\\\\");
        share.is_some_and(|share| share.matches(separators).count() < 2)
    };
    let is_drive = |whole: &str| whole.len() == 2 && whole.ends_with(':');
    whole.is_empty() && !folder.is_empty()
        || separator == '\\' && (is_drive(whole) || is_share(whole))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_completed_as_it_is_typed() {
        let names = ["Downloads/", "data/", "leads 1.csv", "leads 2.csv", ".hidden/", "Leads.csv"];
        let names = names.map(str::to_owned);
        for (typed, text, matches) in [
            ("", "", 5),
            ("da", "data/", 1),
            ("dow", "Downloads/", 1),
            ("~/da", "~/data/", 1),
            ("/x/y/leads 1", "/x/y/leads 1.csv", 1),
            ("le", "leads ", 2),
            ("LE", "leads", 3),
            ("L", "Leads.csv", 1),
            (".", ".hidden/", 1),
            ("x", "x", 0),
            ("'/my files/leads 1", "'/my files/leads 1.csv", 1),
            ("\"/my files/leads 1\"", "\"/my files/leads 1.csv", 1),
            ("/my\\ files/leads\\ 2", "/my\\ files/leads\\ 2.csv", 1),
            ("C:\\Users", "C:\\Users", 0),
        ] {
            let completion = TypedPath::parse_by(typed, '/').complete(&names);
            assert_eq!((completion.text.as_str(), completion.matches), (text, matches), "{typed}");
        }
    }

    #[test]
    fn quotes_and_escapes_are_taken_off() {
        for (typed, path) in [
            (" 'a b.csv' ", "a b.csv"),
            ("\"/x/it's.csv\"", "/x/it's.csv"),
            ("/x/a\\ b\\(1\\).csv", "/x/a b(1).csv"),
            ("~", "~/"),
            ("C:\\new\\a.csv", "C:\\new\\a.csv"),
            ("it's.csv", "it's.csv"),
        ] {
            assert_eq!(TypedPath::parse_by(typed, '/').unquoted(), path, "{typed}");
        }
    }

    #[test]
    fn on_windows_a_backslash_stands_between_folders_and_is_no_escape() {
        for (typed, folder, name) in [
            (r"C:\Users\Ada\le", r"C:\Users\Ada\", "le"),
            (r#""C:\My Leads\a (1).csv""#, r"C:\My Leads\", "a (1).csv"),
            (r"\\server\share\le", r"\\server\share\", "le"),
            (r"C:/Users\[old]\le", r"C:/Users\[old]\", "le"),
            (r"~\le", r"~\", "le"),
            ("le", "", "le"),
        ] {
            let path = TypedPath::parse_by(typed, '\\');
            assert_eq!((&*path.folder, &*path.name), (folder, name), "{typed}");
        }
        let typed = TypedPath::parse_by(r"C:\My Leads\le", '\\');
        assert_eq!(typed.complete(&["leads.csv".to_owned()]).text, r"C:\My Leads\leads.csv");
    }

    #[test]
    fn the_folder_above_is_named_as_the_folder_is() {
        for (folder, above) in [
            ("./", "../"),
            ("../", "../../"),
            ("a/", "./"),
            ("a/b/", "a/"),
            ("~/a/", "~/"),
            ("~/", "~/../"),
            ("/a/", "/"),
            ("/", "/"),
        ] {
            assert_eq!(folder_above_by(folder, '/'), above, "{folder}");
            assert_eq!(folder_above_by(folder, '\\'), above, "{folder}");
        }
        for (folder, above) in [
            (r"C:\Users\Ada\", r"C:\Users\"),
            (r"C:\Users/Ada/", r"C:\Users/"),
            (r"C:\Users\", r"C:\"),
            (r"C:\", r"C:\"),
            ("C:/", "C:/"),
            (r"\\server\share\a\", r"\\server\share\"),
            (r"\\server\share\", r"\\server\share\"),
            (r"~\a\", r"~\"),
            (r"~\", r"~\../"),
            (r"..\", r"..\../"),
            (r"a\", "./"),
            (r"\", r"\"),
        ] {
            assert_eq!(folder_above_by(folder, '\\'), above, "{folder}");
        }
    }
}
