//! Columns that belong together in the work on leads.

use crate::leads::{Access, Col, Column, Field, Layout};

/// The numbered family of team members, by its first column.
pub const TEAM_MEMBERS: Col = Col::TeamMember(1);
/// The numbered family of offers, by its first column.
pub const OFFERS: Col = Col::Offer(1);
/// The numbered family of solutions, by its first column.
pub const SOLUTIONS: Col = Col::Solution(1);
/// Every numbered family.
pub const FAMILIES: [Col; 3] = [OFFERS, SOLUTIONS, TEAM_MEMBERS];

/// The columns that one works in, the most used ones first: what decides about a lead fits a screen of 80 columns.
pub const WORKING_COLUMNS: [Col; 11] = [
    Col::Status,
    Col::Substatus,
    Col::DealValue,
    Col::Currency,
    Col::CloseDate,
    Col::PurchaseIntent,
    Col::Errors,
    Col::CustomerName,
    Col::Reason,
    Col::Stage,
    Col::Notes,
];

/// What a partner answers about each open lead, in the order in which the answers depend on each other.
pub const ANSWERED_COLUMNS: [Col; 6] =
    [Col::Status, Col::Reason, Col::PurchaseIntent, Col::DealValue, Col::CloseDate, Col::Notes];

impl Column {
    /// Whether its cells can be edited, if not in every lead.
    pub fn is_ever_editable(&self, offers_unlocked: bool) -> bool {
        match self.access {
            Access::Locked(_) => false,
            Access::Unlockable(_) => offers_unlocked,
            Access::Open | Access::When(_) | Access::ClearOnly(_) => true,
        }
    }
}

impl Col {
    /// The member of the same numbered family that comes before this one.
    pub fn member_before(self) -> Option<Self> {
        self.number().filter(|number| *number > 1).map(|number| self.member(number - 1))
    }
}

/// The fields of single columns.
impl Layout {
    /// The field of *Referral ID*.
    pub fn referral_id(&self) -> Option<Field> {
        self.field(Col::ReferralId)
    }

    /// The field of *Lead Name*.
    pub fn lead_name(&self) -> Option<Field> {
        self.field(Col::LeadName)
    }

    /// The field of *Customer Name*.
    pub fn customer_name(&self) -> Option<Field> {
        self.field(Col::CustomerName)
    }

    /// The field of *Customer Country*.
    pub fn country(&self) -> Option<Field> {
        self.field(Col::Country)
    }

    /// The fields of the first and the last name of the customer's contact.
    pub fn contact_names(&self) -> [Option<Field>; 2] {
        [Col::ContactFirstName, Col::ContactLastName].map(|col| self.field(col))
    }

    /// The field of *Customer Contact Job Title*.
    pub fn job_title(&self) -> Option<Field> {
        self.field(Col::ContactJobTitle)
    }

    /// The field of *Partner Referral Status*.
    pub fn status(&self) -> Option<Field> {
        self.field(Col::Status)
    }

    /// The field of *Partner Referral Substatus*.
    pub fn substatus(&self) -> Option<Field> {
        self.field(Col::Substatus)
    }

    /// The field of *Sales Stage*.
    pub fn stage(&self) -> Option<Field> {
        self.field(Col::Stage)
    }

    /// The field of *Declined/Lost/Error reason*.
    pub fn reason(&self) -> Option<Field> {
        self.field(Col::Reason)
    }

    /// The fields of an outcome: status, substatus, stage and reason, as far as the file has them.
    pub fn outcome_fields(&self) -> impl Iterator<Item = Field> + '_ {
        let fields = [self.status(), self.substatus(), self.stage(), self.reason()];
        fields.into_iter().flatten()
    }

    /// The field of *Estimated Deal Value*.
    pub fn deal_value(&self) -> Option<Field> {
        self.field(Col::DealValue)
    }

    /// The field of *Currency*.
    pub fn currency(&self) -> Option<Field> {
        self.field(Col::Currency)
    }

    /// The field of *Estimated Close Date*.
    pub fn close_date(&self) -> Option<Field> {
        self.field(Col::CloseDate)
    }

    /// The field of *Lead Created Date*.
    pub fn created_date(&self) -> Option<Field> {
        self.field(Col::CreatedDate)
    }

    /// The field of *Notes*.
    pub fn notes(&self) -> Option<Field> {
        self.field(Col::Notes)
    }

    /// The field of *Errors*, where a results file has the errors of the upload.
    pub fn errors(&self) -> Option<Field> {
        self.field(Col::Errors)
    }

    /// The field of *Marketplace Purchase Intent*.
    pub fn purchase_intent(&self) -> Option<Field> {
        self.field(Col::PurchaseIntent)
    }
}
