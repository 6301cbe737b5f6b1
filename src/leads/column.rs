//! The shape of a column: its name, who may change it, what it holds.

use super::kind::parts::{OFFER, Parts};
use super::{Choices, Lead, Wanted};

/// A column of Leads files, independent of its position and spelling in a particular file.
///
/// Families carry their number, counted from 1: `TeamMember(1)` is *Team member 1*.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each name is the column's own; `COLUMNS` tells what it holds")]
pub enum Col {
    EngagementId,
    ReferralId,
    LeadName,
    CustomerName,
    AddressLine1,
    AddressLine2,
    City,
    State,
    PostalCode,
    Country,
    Duns,
    ContactFirstName,
    ContactLastName,
    ContactPhone,
    PhoneValidity,
    ContactEmail,
    EmailValidity,
    ContactJobTitle,
    Status,
    Substatus,
    Reason,
    Stage,
    DealValue,
    Currency,
    CloseDate,
    ReferralProgram,
    LeadSource,
    CallToAction,
    LeadQuality,
    LeadType,
    CrmId,
    CampaignId,
    Notes,
    MpnId,
    CreatedDate,
    Errors,
    PurchaseIntent,
    FinalAccountMatch,
    Offer(u8),
    Solution(u8),
    TeamMember(u8),
}

impl Col {
    /// The highest number that a member of a numbered family can have and still be recognised.
    pub const FAMILY_MAX: u8 = 99;
    const SINGLES: usize = 38;
    /// The number of different columns that there can be: the size of a table indexed by [`Col::slot`].
    pub(super) const SLOTS: usize = Self::SINGLES + 3 * Self::FAMILY_MAX as usize;

    /// A dense number for the column, below [`Col::SLOTS`].
    #[inline]
    pub(super) fn slot(self) -> usize {
        let member = |family: usize, n: u8| {
            let n = usize::from(n.clamp(1, Self::FAMILY_MAX)) - 1;
            Self::SINGLES + family * usize::from(Self::FAMILY_MAX) + n
        };
        match self {
            Self::Offer(n) => member(0, n),
            Self::Solution(n) => member(1, n),
            Self::TeamMember(n) => member(2, n),
            single => single.entry(),
        }
    }

    /// The column's entry in [`COLUMNS`](super::COLUMNS).
    pub fn column(self) -> &'static Column {
        &super::COLUMNS[self.entry()]
    }

    /// The index of the column's entry in [`COLUMNS`](super::COLUMNS).
    const fn entry(self) -> usize {
        match self {
            Self::EngagementId => 0,
            Self::ReferralId => 1,
            Self::LeadName => 2,
            Self::CustomerName => 3,
            Self::AddressLine1 => 4,
            Self::AddressLine2 => 5,
            Self::City => 6,
            Self::State => 7,
            Self::PostalCode => 8,
            Self::Country => 9,
            Self::Duns => 10,
            Self::ContactFirstName => 11,
            Self::ContactLastName => 12,
            Self::ContactPhone => 13,
            Self::PhoneValidity => 14,
            Self::ContactEmail => 15,
            Self::EmailValidity => 16,
            Self::ContactJobTitle => 17,
            Self::Status => 18,
            Self::Substatus => 19,
            Self::Reason => 20,
            Self::Stage => 21,
            Self::DealValue => 22,
            Self::Currency => 23,
            Self::CloseDate => 24,
            Self::ReferralProgram => 25,
            Self::LeadSource => 26,
            Self::CallToAction => 27,
            Self::LeadQuality => 28,
            Self::LeadType => 29,
            Self::CrmId => 30,
            Self::CampaignId => 31,
            Self::Notes => 32,
            Self::MpnId => 33,
            Self::CreatedDate => 34,
            Self::Errors => 35,
            Self::PurchaseIntent => 36,
            Self::FinalAccountMatch => 37,
            Self::Offer(_) => 38,
            Self::Solution(_) => 39,
            Self::TeamMember(_) => 40,
        }
    }

    /// The documented name: `Currency`, `Team member 2`.
    pub fn name(self) -> String {
        match (self.column().header, self.number()) {
            (Header::Numbered { family, .. }, Some(n)) => format!("{family} {n}"),
            (Header::One(name, _) | Header::Numbered { family: name, .. }, _) => name.to_owned(),
        }
    }

    /// The short name: `Deal value`, `Member 2`.
    pub fn short(self) -> String {
        match (self.column().short, self.number()) {
            (short, Some(n)) => format!("{short} {n}"),
            ("", None) => self.name(),
            (short, None) => short.to_owned(),
        }
    }

    /// The number of a member of a family, counted from 1.
    pub fn number(self) -> Option<u8> {
        match self {
            Self::Offer(n) | Self::Solution(n) | Self::TeamMember(n) => Some(n),
            _ => None,
        }
    }

    /// The member of the same family with another number.
    #[must_use]
    pub fn member(self, number: u8) -> Self {
        match self {
            Self::Offer(_) => Self::Offer(number),
            Self::Solution(_) => Self::Solution(number),
            Self::TeamMember(_) => Self::TeamMember(number),
            single => single,
        }
    }

    /// Whether it's an offer or a solution.
    pub fn is_offer(self) -> bool {
        matches!(self, Self::Offer(_) | Self::Solution(_))
    }

    /// The highest number of its family that Partner Center accepts.
    pub fn limit(self) -> Option<u8> {
        match self.column().header {
            Header::Numbered { limit, .. } => Some(limit),
            Header::One(..) => None,
        }
    }

    /// Whether the outcome picker sets this column.
    pub fn is_outcome(self) -> bool {
        matches!(self, Self::Status | Self::Substatus | Self::Stage)
    }

    /// Whether the column is part of an outcome, the reason of a closed lead included.
    pub fn is_in_outcome(self) -> bool {
        self.is_outcome() || self.is_reason()
    }

    /// Whether this is the column with the reason of a closed lead.
    pub fn is_reason(self) -> bool {
        self == Self::Reason
    }

    /// Whether this is *Estimated Deal Value*.
    pub fn is_deal_value(self) -> bool {
        self == Self::DealValue
    }

    /// Whether this is *Estimated Close Date*.
    pub fn is_close_date(self) -> bool {
        self == Self::CloseDate
    }

    /// Whether a reader knows the lead by this column, so that it is shown among the editable ones.
    pub fn identifies_lead(self) -> bool {
        matches!(self, Self::ReferralId | Self::CustomerName)
    }
}

/// One column of the Leads file: everything the program knows about it.
#[derive(Debug)]
pub struct Column {
    /// The column; for a family, its first member.
    pub col: Col,
    /// The group that it belongs to in the record view.
    pub group: FieldGroup,
    /// A short name for the grid, where the file's own doesn't fit; the number of a family follows.
    /// Nothing where the documented name is short itself.
    pub short: &'static str,
    /// How the header spells it.
    pub header: Header,
    /// Who may change its cells.
    pub access: Access,
    /// Whether a row without it can be uploaded.
    pub need: Need,
    /// What its cells hold.
    pub kind: Kind,
    /// The widest the column is drawn unless the user widens it, in terminal columns.
    pub width: u16,
    /// What the column means, in a sentence or two, for the person who edits it.
    pub help: &'static str,
    /// The place in Microsoft's page *Bulk operations for Leads* that documents it.
    pub source: &'static str,
}

impl Column {
    /// The defaults of an entry: most columns are text that only Partner Center sets.
    pub(super) const USUAL: Self = Self {
        col: Col::EngagementId,
        group: FieldGroup::Other,
        short: "",
        header: Header::One("", &[]),
        access: Access::Locked("R-04"),
        need: Need::Optional,
        kind: Kind::Text,
        width: 14,
        help: "",
        source: "Leads bulk page, fields that are always read-only",
    };
    /// The defaults in a group whose columns can be edited.
    pub(super) const LEAD: Self =
        Self { group: FieldGroup::Lead, access: Access::Open, ..Self::USUAL };
    pub(super) const OUTCOME: Self = Self { group: FieldGroup::Outcome, ..Self::LEAD };
    pub(super) const DEAL: Self = Self { group: FieldGroup::Deal, ..Self::LEAD };
    /// Offers and solutions.
    pub(super) const OFFER: Self = Self {
        group: FieldGroup::Offers,
        access: Access::Unlockable("O-01"),
        kind: Kind::Parts(&OFFER),
        width: 20,
        ..Self::USUAL
    };
    /// The defaults in a group that only Partner Center sets.
    pub(super) const CUSTOMER: Self = Self { group: FieldGroup::Customer, ..Self::USUAL };
    pub(super) const CONTACT: Self = Self { group: FieldGroup::Contact, ..Self::USUAL };
    pub(super) const PORTAL: Self = Self { group: FieldGroup::Portal, ..Self::USUAL };
}

/// The groups of columns in the record view, those with most to edit first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FieldGroup {
    /// The lead's name and your own notes about it.
    Lead,
    /// The state of the lead, and the errors of the last upload.
    Outcome,
    /// What the customer buys, and when.
    Deal,
    /// Who works on it.
    Team,
    /// The customer's company.
    Customer,
    /// The person there.
    Contact,
    /// The marketplace offers and solutions.
    Offers,
    /// The data that Partner Center sets about the lead.
    Portal,
    /// Columns that the program doesn't know.
    Other,
}

impl FieldGroup {
    /// Every group, in the order of the record view.
    pub const ALL: [Self; 9] = [
        Self::Lead,
        Self::Outcome,
        Self::Deal,
        Self::Team,
        Self::Customer,
        Self::Contact,
        Self::Offers,
        Self::Portal,
        Self::Other,
    ];

    /// Its heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::Lead => "Lead",
            Self::Outcome => "Outcome",
            Self::Deal => "Deal",
            Self::Team => "Team",
            Self::Customer => "Customer",
            Self::Contact => "Contact",
            Self::Offers => "Offers & solutions",
            Self::Portal => "Portal",
            Self::Other => "Other",
        }
    }
}

/// How the header of a column is spelled.
#[derive(Clone, Copy, Debug)]
pub enum Header {
    /// One column: the documented name and the other spellings that are accepted.
    ///
    /// Case, spaces and trailing asterisks never matter, see [`normalise`](super::normalise).
    One(&'static str, &'static [&'static str]),
    /// A family of columns with a running number: `Offer 1`, `Offer 2` …
    Numbered {
        /// The documented family name without the number.
        family: &'static str,
        /// Other spellings of the family name.
        also: &'static [&'static str],
        /// The number of columns of the family that the documentation lists.
        documented: u8,
        /// The highest number that Partner Center accepts.
        limit: u8,
    },
}

/// Who may change the cells of a column. Rows that were already Closed in the download are always locked.
#[derive(Clone, Copy, Debug)]
pub enum Access {
    /// Partner Center sets it; the text is the rule that locks it.
    Locked(&'static str),
    /// Partner Center sets it, unless the user has unlocked offers and solutions; the text is the rule
    /// that locks it.
    Unlockable(&'static str),
    /// It can be emptied and nothing else; the text is the rule that locks it.
    ClearOnly(&'static str),
    /// It can be edited.
    Open,
    /// It can be edited in the rows where the function returns `Ok`; an error has the reason.
    When(fn(&Lead) -> Result<(), super::LockReason>),
}

/// Whether a column must be in the file, and filled in a row that is uploaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// It may be missing.
    Optional,
    /// The user must fill it: without the column the file is rejected, without the text the row.
    Required,
    /// Mandatory by the page's list, but only Partner Center can fill it.
    Echo,
}

/// The kind of values in a column, which decides the editor that opens on its cells.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// One line of free text.
    Text,
    /// Free text of any length, with line breaks.
    LongText,
    /// A calendar day, written `MM/DD/YYYY`.
    Date,
    /// A plain decimal number.
    Amount,
    /// Four parts, separated by commas: a team member, an offer or a solution.
    Parts(&'static Parts),
    /// One of a list that depends on the row. Only the choices that are wanted are built.
    Choice(fn(&Lead, Wanted) -> Choices),
}
