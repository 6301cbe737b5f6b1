//! The operators of conditions.

/// How a condition compares a cell with its values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Operator {
    /// The cell is one of the values, or in one of the periods.
    Equal,
    /// The cell is none of the values.
    NotEqual,
    /// The cell is less than the value, or before it.
    Less,
    /// The cell is at most the value.
    AtMost,
    /// The cell is greater than the value, or after it.
    Greater,
    /// The cell is at least the value.
    AtLeast,
    /// The cell has one of the texts in it.
    Contains,
    /// A regular expression is found in the cell.
    Matches,
    /// The cell is blank.
    IsEmpty,
    /// The cell isn't blank.
    IsNotEmpty,
}

impl Operator {
    /// Every operator, in the order in which they are listed.
    pub const ALL: [Self; 10] = [
        Self::Equal,
        Self::NotEqual,
        Self::Less,
        Self::AtMost,
        Self::Greater,
        Self::AtLeast,
        Self::Contains,
        Self::Matches,
        Self::IsEmpty,
        Self::IsNotEmpty,
    ];

    /// How it is written.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::Greater => ">",
            Self::AtLeast => ">=",
            Self::Contains => "contains",
            Self::Matches => "matches",
            Self::IsEmpty => "is empty",
            Self::IsNotEmpty => "is not empty",
        }
    }

    /// Whether a value follows it.
    pub fn takes_value(self) -> bool {
        !matches!(self, Self::IsEmpty | Self::IsNotEmpty)
    }

    /// Whether several values may follow it; one of them is enough.
    pub fn takes_several(self) -> bool {
        matches!(self, Self::Equal | Self::NotEqual | Self::Contains)
    }

    /// Whether it asks which of two values is greater: only dates and numbers have an order.
    pub fn is_order(self) -> bool {
        matches!(self, Self::Less | Self::AtMost | Self::Greater | Self::AtLeast)
    }

    /// The operator that is written with these characters.
    pub(super) fn of_symbol(symbol: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|operator| operator.as_str() == symbol)
    }

    /// The operator that is probably meant by characters that other programs have for it.
    pub(super) fn meant(symbol: &str) -> Option<Self> {
        match symbol {
            "==" => Some(Self::Equal),
            "<>" | "=!" | "!==" => Some(Self::NotEqual),
            "=<" => Some(Self::AtMost),
            "=>" => Some(Self::AtLeast),
            "~" | "=~" => Some(Self::Matches),
            _ => None,
        }
    }

    /// All operators for a sentence.
    pub(super) fn listed() -> String {
        let [names @ .., last] = &Self::ALL.map(Self::as_str);
        format!("{} or {last}", names.join(", "))
    }
}
