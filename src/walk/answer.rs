//! What a typed line means.

/// A line that was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TypedAnswer<'l> {
    /// Nothing: what is there stays.
    Keep,
    /// A command of one letter.
    LineCommand(LineCommand),
    /// The command that asks for a column.
    Column(&'l str),
    /// A text that is written as it is.
    Literal(&'l str),
    /// Anything else: a number or a text.
    Text(&'l str),
}

/// A command of one letter, which any question takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LineCommand {
    /// Say what can be typed.
    Help,
    /// Go back to the question before.
    Back,
    /// Leave this lead.
    Skip,
    /// Undo the last change.
    Undo,
    /// Say all columns of the lead.
    Lead,
    /// Say the next page of the list.
    More,
    /// Ask the question again.
    Repeat,
    /// Review what is ready, and export it.
    Export,
    /// Choose other leads.
    Menu,
    /// End.
    Quit,
}

impl LineCommand {
    /// Each command with its letter and what it does.
    pub(super) const ALL: [(&'static str, Self, &'static str); 10] = [
        ("?", Self::Help, "help with this question"),
        ("b", Self::Back, "back to the question before"),
        ("s", Self::Skip, "skip this lead"),
        ("u", Self::Undo, "undo the last change"),
        ("l", Self::Lead, "read all columns of this lead"),
        ("m", Self::More, "more of a list that was cut"),
        ("r", Self::Repeat, "repeat the question"),
        ("w", Self::Menu, "choose what to walk through"),
        ("e", Self::Export, "review what is ready, and export it"),
        ("q", Self::Quit, "end; the work is saved"),
    ];
}

impl<'l> TypedAnswer<'l> {
    /// Reads a line.
    pub(super) fn read(line: &'l str) -> Self {
        let line = line.trim();
        if line.is_empty() {
            return Self::Keep;
        }
        if let Some(text) = line.strip_prefix('=') {
            return Self::Literal(text.trim());
        }
        let command =
            LineCommand::ALL.iter().find(|(letter, ..)| letter.eq_ignore_ascii_case(line));
        if let Some((_, command, _)) = command {
            return Self::LineCommand(*command);
        }
        match line.strip_prefix(['c', 'C']) {
            Some(column) if column.is_empty() || column.starts_with(' ') => {
                Self::Column(column.trim())
            }
            _ => Self::Text(line),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_command_only_if_it_is_one_letter() {
        for (line, answer) in [
            ("  ", TypedAnswer::Keep),
            ("q", TypedAnswer::LineCommand(LineCommand::Quit)),
            (" Q ", TypedAnswer::LineCommand(LineCommand::Quit)),
            ("quite", TypedAnswer::Text("quite")),
            ("=q", TypedAnswer::Literal("q")),
            ("=", TypedAnswer::Literal("")),
            ("c", TypedAnswer::Column("")),
            ("c close date", TypedAnswer::Column("close date")),
            ("called", TypedAnswer::Text("called")),
            ("12", TypedAnswer::Text("12")),
        ] {
            assert_eq!(TypedAnswer::read(line), answer, "{line:?}");
        }
    }
}
