//! Cells of four parts with commas between them: team members, offers and solutions.

/// The parts of such a cell.
#[derive(Debug, PartialEq, Eq)]
pub struct Parts {
    /// The name of what the cell holds: `team member`.
    pub of: &'static str,
    /// The names of the parts, in order.
    pub names: [&'static str; 4],
    /// The number of parts that are needed; the others may be left out from the end.
    pub needed: usize,
}

/// First name, last name, phone, e-mail: all of them are needed.
pub static MEMBER: Parts =
    Parts { of: "team member", names: ["First name", "Last name", "Phone", "E-mail"], needed: 4 };

/// ID, currency, price, quantity: only the ID is needed.
pub static OFFER: Parts =
    Parts { of: "offer", names: ["ID", "Currency", "Price", "Quantity"], needed: 1 };

impl Parts {
    /// The parts of a text without the spaces around them, those that are left out as empty
    /// ones; nothing if there are too few or too many.
    pub fn split<'t>(&self, text: &'t str) -> Option<[&'t str; 4]> {
        let mut parts = [""; 4];
        let mut found = 0;
        for part in text.split(',') {
            *parts.get_mut(found)? = part.trim();
            found += 1;
        }
        (found >= self.needed).then_some(parts)
    }

    /// Writes parts as the documentation does, with one comma and one space between them; nothing if
    /// all are empty. Optional parts at the end are left out if they are empty.
    pub fn join(&self, parts: [&str; 4]) -> String {
        let parts = parts.map(str::trim);
        let last = parts.iter().rposition(|part| !part.is_empty());
        last.map_or(String::new(), |last| parts[..self.needed.max(last + 1)].join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_team_member_has_four_parts_and_an_offer_one_to_four() {
        assert_eq!(MEMBER.split("A, B ,1,a@b.co"), Some(["A", "B", "1", "a@b.co"]));
        assert_eq!(MEMBER.split("A, B, 1"), None);
        assert_eq!(OFFER.split("SOL-1, USD"), Some(["SOL-1", "USD", "", ""]));
        assert_eq!(OFFER.split("a,b,c,d,e"), None);
    }

    #[test]
    fn parts_are_written_with_one_space_and_without_optional_ones() {
        assert_eq!(MEMBER.join(["A", "", "1", ""]), "A, , 1, ");
        assert_eq!(OFFER.join([" SOL-1", "USD ", "", ""]), "SOL-1, USD");
        assert_eq!(OFFER.join(["SOL-1", "", "", "4"]), "SOL-1, , , 4");
        assert_eq!((MEMBER.join([" "; 4]), OFFER.join([""; 4])), (String::new(), String::new()));
    }
}
