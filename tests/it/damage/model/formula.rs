//! Formulas: what a program calculates of a text that it takes for one.

use super::number;
use super::region::Region;

/// What a formula gives.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    Number(f64),
    Text(String),
    Truth(bool),
    UnknownName,
    DivisionByZero,
}

/// Calculates a formula, without the sign that makes it one; nothing if it isn't well-formed.
///
/// Cells that it names are empty.
pub fn calculate(text: &str, sum: &str, region: &Region) -> Option<Outcome> {
    let is_german = region.truth[0] == "WAHR";
    let list = if region.point == ',' || is_german { ';' } else { ',' };
    let mut reader = Reader { rest: text, sum, list, region };
    let outcome = reader.comparison()?;
    reader.rest.trim_start_matches(' ').is_empty().then_some(outcome)
}

struct Reader<'t> {
    rest: &'t str,
    sum: &'t str,
    list: char,
    region: &'t Region,
}

impl Reader<'_> {
    /// Takes one of some signs, if it is next.
    fn take(&mut self, signs: &[char]) -> Option<char> {
        let rest = self.rest.trim_start_matches(' ');
        let sign = rest.chars().next().filter(|sign| signs.contains(sign))?;
        self.rest = &rest[sign.len_utf8()..];
        Some(sign)
    }

    fn comparison(&mut self) -> Option<Outcome> {
        let left = self.joined()?;
        if self.take(&['=']).is_none() {
            return Some(left);
        }
        let right = self.joined()?;
        Some(failure(&left, &right).unwrap_or(Outcome::Truth(left == right)))
    }

    fn joined(&mut self) -> Option<Outcome> {
        let mut left = self.sum_of_products()?;
        while self.take(&['&']).is_some() {
            let right = self.sum_of_products()?;
            left = failure(&left, &right)
                .unwrap_or_else(|| Outcome::Text(self.text(&left) + &self.text(&right)));
        }
        Some(left)
    }

    fn sum_of_products(&mut self) -> Option<Outcome> {
        let mut left = self.product()?;
        while let Some(sign) = self.take(&['+', '-']) {
            let right = self.product()?;
            left = both(&left, &right, |a, b| if sign == '+' { a + b } else { a - b });
        }
        Some(left)
    }

    fn product(&mut self) -> Option<Outcome> {
        let mut left = self.factor()?;
        while let Some(sign) = self.take(&['*', '/']) {
            let right = self.factor()?;
            left = match right {
                Outcome::Number(0.0) if sign == '/' => {
                    failure(&left, &right).unwrap_or(Outcome::DivisionByZero)
                }
                _ => both(&left, &right, |a, b| if sign == '*' { a * b } else { a / b }),
            };
        }
        Some(left)
    }

    fn factor(&mut self) -> Option<Outcome> {
        match self.take(&['-', '+', '(', '"']) {
            Some('-') => Some(both(&Outcome::Number(0.0), &self.factor()?, |a, b| a - b)),
            Some('+') => self.factor(),
            Some('(') => {
                let inner = self.comparison()?;
                self.take(&[')']).map(|_| inner)
            }
            Some(_) => {
                let (text, rest) = self.rest.split_once('"')?;
                self.rest = rest;
                Some(Outcome::Text(text.to_owned()))
            }
            None => self.word(),
        }
    }

    /// A number, a name, a cell or a function.
    fn word(&mut self) -> Option<Outcome> {
        let rest = self.rest.trim_start_matches(' ');
        let point = self.region.point;
        let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == point;
        let end = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        let (word, tail) = rest.split_at(end);
        self.rest = tail;
        if word.starts_with(|c: char| c.is_ascii_digit() || c == point) {
            return number::unsigned(word, self.region).map(|n| Outcome::Number(n.value));
        }
        if word.is_empty() {
            return None;
        }
        if self.take(&['(']).is_some() {
            return self.function(word);
        }
        let word = word.to_uppercase();
        let letters = word.trim_end_matches(|c: char| c.is_ascii_digit());
        let is_cell = letters.len() < word.len()
            && letters.len() < 3
            && letters.bytes().all(|b| b.is_ascii_uppercase());
        match word.as_str() {
            // The first columns aren't empty.
            _ if is_cell && letters < "Q" => None,
            _ if is_cell => Some(Outcome::Number(0.0)),
            _ if word == self.region.truth[0] => Some(Outcome::Truth(true)),
            _ if word == self.region.truth[1] => Some(Outcome::Truth(false)),
            _ => {
                // Two names with a blank between are an intersection.
                while self.rest.starts_with(' ')
                    && self.rest.trim_start().starts_with(char::is_alphabetic)
                {
                    self.word()?;
                }
                Some(Outcome::UnknownName)
            }
        }
    }

    fn function(&mut self, name: &str) -> Option<Outcome> {
        let mut values = Vec::new();
        if self.take(&[')']).is_none() {
            loop {
                values.push(self.comparison()?);
                if self.take(&[self.list, ')'])? == ')' {
                    break;
                }
            }
        }
        if ["PI", "HYPERLINK", "TODAY"].contains(&name) {
            return None;
        }
        if !name.eq_ignore_ascii_case(self.sum) {
            return Some(Outcome::UnknownName);
        }
        let zero = Outcome::Number(0.0);
        Some(values.iter().fold(zero, |sum, value| both(&sum, value, |a, b| a + b)))
    }

    fn text(&self, outcome: &Outcome) -> String {
        match outcome {
            Outcome::Number(value) => number::excel_general(*value, self.region.point),
            Outcome::Text(text) => text.clone(),
            Outcome::Truth(is) => self.region.truth[usize::from(!is)].to_owned(),
            Outcome::UnknownName | Outcome::DivisionByZero => String::new(),
        }
    }
}

/// The first of two values that is an error.
fn failure(left: &Outcome, right: &Outcome) -> Option<Outcome> {
    let is_error =
        |value: &&Outcome| matches!(value, Outcome::UnknownName | Outcome::DivisionByZero);
    [left, right].into_iter().find(is_error).cloned()
}

fn both(left: &Outcome, right: &Outcome, calculate: impl Fn(f64, f64) -> f64) -> Outcome {
    let number = |value: &Outcome| match value {
        Outcome::Number(value) => *value,
        Outcome::Truth(true) => 1.0,
        _ => 0.0,
    };
    failure(left, right).unwrap_or_else(|| Outcome::Number(calculate(number(left), number(right))))
}
