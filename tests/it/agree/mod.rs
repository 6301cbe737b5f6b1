//! Exit code, JSON and text of the same run agree, and with what the files hold.
//!
//! The exit code is a function of the facts in the JSON; each module states it as the documentation does.

mod check;
mod diff;
mod export;
mod merge;
mod rebase;
mod status;

use crate::support::json::answer;
use crate::support::workspace::Workspace;
use leadsheet::leads::thousands;
use serde_json::Value;
use std::process::Output;

/// What a command answers: the same question asked twice, once for people and once for programs.
struct Answer {
    code: i32,
    text: String,
    json: Value,
}

impl Answer {
    /// A number of the summary.
    fn count(&self, key: &str) -> usize {
        number(&self.json["summary"][key])
    }

    /// How many entries a list has.
    fn len(&self, key: &str) -> usize {
        list(&self.json[key]).len()
    }

    /// Checks that the text has a line.
    fn has_line(&self, line: &str) {
        assert!(self.text.lines().any(|found| found == line), "{line}\n---\n{}", self.text);
    }

    /// How many lines of the text begin like this.
    fn lines(&self, begin: &str) -> usize {
        self.text.lines().filter(|line| line.starts_with(begin)).count()
    }

    /// Checks that the notices and the message are in the text as they are in the JSON.
    fn has_sentences(&self) {
        let message = self.json["message"].as_str().into_iter();
        let notices = list(&self.json["notices"]).iter().filter_map(Value::as_str);
        message.chain(notices).for_each(|sentence| self.has_line(sentence));
    }
}

fn number(value: &Value) -> usize {
    let number = value.as_u64().unwrap_or_else(|| panic!("a number, not {value}"));
    usize::try_from(number).expect("small")
}

/// A list; nothing in place of null.
fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// Lines as the text of a file.
fn file_of(lines: impl Iterator<Item = impl AsRef<str>>) -> String {
    let mut text = String::new();
    for line in lines {
        text.push_str(line.as_ref());
        text.push('\n');
    }
    text
}

/// A number with what it counts, as texts have it.
fn counted(n: usize, what: &str) -> String {
    format!("{} {what}{}", thousands(n), if n == 1 { "" } else { "s" })
}

/// Asks a command in a place that is made anew for each form, since an answer may change it.
///
/// Where there is no answer, both forms give the same reason on the error output, and nothing else.
fn ask(place: impl Fn() -> Workspace, args: &[&str]) -> Option<Answer> {
    let run = |format: &str| {
        let place = place();
        let done = place.run(&[args, &["--format", format]].concat());
        let folder = place.dir.path().to_string_lossy().into_owned();
        // As it is in texts, and as it is in JSON.
        let folders = [folder.replace('\\', "\\\\"), folder];
        let shown = |bytes: &[u8]| {
            let text = String::from_utf8_lossy(bytes).into_owned();
            folders.iter().fold(text, |text, folder| text.replace(folder, "/here"))
        };
        let (out, error) = (shown(&done.stdout), shown(&done.stderr));
        (done, out, error)
    };
    let (text, json) = (run("text"), run("json"));
    let code = |done: &Output| done.status.code().expect("it ended");
    assert_eq!(code(&text.0), code(&json.0), "{args:?}\n{}{}", text.1, text.2);
    assert_eq!(text.2, json.2, "{args:?}: the error output");
    if matches!(code(&text.0), 2 | 3) {
        assert_eq!((&*text.1, &*json.1), ("", ""), "{args:?}: no answer");
        assert!(text.2.starts_with("leadsheet: "), "{args:?}: {}", text.2);
        return None;
    }
    let value = answer(args[0], &json.1);
    Some(Answer { code: code(&text.0), text: text.1, json: value })
}
