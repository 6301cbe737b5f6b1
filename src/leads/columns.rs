//! The columns of the Leads file, one whole entry each.
//!
//! Where Microsoft's page contradicts itself the entry takes the reading that is safe under both:
//! Offer and Solution are read-only (one list says so, the text about adding more comes from another
//! page), the reason is editable only while it is due, `Errors` may be cleared and nothing else.

mod sets;

pub use sets::{ANSWERED_COLUMNS, FAMILIES, OFFERS, SOLUTIONS, TEAM_MEMBERS, WORKING_COLUMNS};

use super::kind::parts::MEMBER;
use super::{Access, Col, Column, FieldGroup, Header, Kind, Need, outcome, values};

/// Every column that the program knows: 38 single ones, and 3 numbered families, each once for all its members.
pub static COLUMNS: [Column; 41] = [
    Column {
        col: Col::EngagementId,
        short: "Engagement",
        header: Header::One("Engagement ID", &["EngagementID"]),
        width: 9,
        help: "Partner Center's number for the engagement that the lead belongs to.",
        ..Column::PORTAL
    },
    Column {
        col: Col::ReferralId,
        short: "Referral",
        header: Header::One("Referral ID", &["ReferralID"]),
        need: Need::Required,
        width: 9,
        help: "Partner Center's number for the lead. It decides which lead an uploaded row updates.",
        source: "Leads bulk page, fields that are always read-only; mandatory list",
        ..Column::PORTAL
    },
    Column {
        col: Col::LeadName,
        header: Header::One("Lead Name", &["LeadName"]),
        need: Need::Required,
        width: 28,
        help: "Your own name for the lead. One line; required for every update.",
        source: "Leads bulk page, column table: Lead Name; mandatory list",
        ..Column::LEAD
    },
    Column {
        col: Col::CustomerName,
        short: "Customer",
        header: Header::One("Customer Name", &["CustomerName"]),
        need: Need::Echo,
        width: 24,
        help: "The customer's company.",
        source: "Leads bulk page, fields that are always read-only; mandatory list",
        ..Column::CUSTOMER
    },
    Column {
        col: Col::AddressLine1,
        short: "Address 1",
        header: Header::One("Customer Address Line 1", &[]),
        width: 20,
        help: "First line of the customer's address.",
        ..Column::CUSTOMER
    },
    Column {
        col: Col::AddressLine2,
        short: "Address 2",
        header: Header::One("Customer Address Line 2", &[]),
        width: 16,
        help: "Second line of the customer's address.",
        ..Column::CUSTOMER
    },
    Column {
        col: Col::City,
        short: "City",
        header: Header::One("Customer City", &[]),
        help: "The customer's city.",
        ..Column::CUSTOMER
    },
    Column {
        col: Col::State,
        short: "State",
        header: Header::One("Customer State", &[]),
        width: 12,
        help: "The customer's state or region.",
        ..Column::CUSTOMER
    },
    Column {
        col: Col::PostalCode,
        short: "Postcode",
        header: Header::One("Customer Postal code", &[]),
        width: 10,
        help: "The customer's postal code.",
        ..Column::CUSTOMER
    },
    Column {
        col: Col::Country,
        short: "Country",
        header: Header::One("Customer Country", &["Customer Country/Region"]),
        need: Need::Echo,
        width: 8,
        help: "The customer's country as a two-letter ISO 3166 code.",
        source: "Leads bulk page, fields that are always read-only; mandatory list",
        ..Column::CUSTOMER
    },
    Column {
        col: Col::Duns,
        short: "D-U-N-S",
        header: Header::One("Customer D-U-N-S ID", &["Customer DUNS ID"]),
        width: 11,
        help: "The customer's D-U-N-S number: 9 digits.",
        ..Column::CUSTOMER
    },
    Column {
        col: Col::ContactFirstName,
        short: "First name",
        header: Header::One("Customer Contact First Name", &[]),
        help: "First name of the customer's contact.",
        ..Column::CONTACT
    },
    Column {
        col: Col::ContactLastName,
        short: "Last name",
        header: Header::One("Customer Contact Last Name", &[]),
        help: "Last name of the customer's contact.",
        ..Column::CONTACT
    },
    Column {
        col: Col::ContactPhone,
        short: "Phone",
        header: Header::One("Customer Contact Phone number", &[]),
        width: 16,
        help: "Phone number of the customer's contact.",
        ..Column::CONTACT
    },
    Column {
        col: Col::PhoneValidity,
        short: "Phone ok",
        header: Header::One("Phone Validity", &[]),
        width: 8,
        help: "Whether Microsoft could verify the phone number: Valid, Invalid or Unknown.",
        ..Column::CONTACT
    },
    Column {
        col: Col::ContactEmail,
        short: "E-mail",
        header: Header::One("Customer Contact Email Address", &["Customer Contact Email"]),
        width: 26,
        help: "E-mail address of the customer's contact.",
        ..Column::CONTACT
    },
    Column {
        col: Col::EmailValidity,
        short: "Mail ok",
        header: Header::One("Email Validity", &[]),
        width: 8,
        help: "Whether Microsoft could verify the e-mail address: Valid, Invalid, Spam or Unknown.",
        ..Column::CONTACT
    },
    Column {
        col: Col::ContactJobTitle,
        short: "Job title",
        header: Header::One("Customer Contact Job Title", &[]),
        width: 18,
        help: "Job title of the customer's contact.",
        ..Column::CONTACT
    },
    Column {
        col: Col::Status,
        short: "Status",
        header: Header::One("Partner Referral Status", &["Status"]),
        need: Need::Required,
        kind: Kind::Choice(outcome::choices),
        width: 9,
        help: "The lead's status: New, Active or Closed. It is set together with substatus and \
        stage, and Closed can't be undone once uploaded.",
        source: "Leads bulk page, column table: Partner Referral Status; status table",
        ..Column::OUTCOME
    },
    Column {
        col: Col::Substatus,
        short: "Substatus",
        header: Header::One(
            "Partner Referral Substatus",
            &["Partner Referral Sub Status", "Partner Referral Sub-status", "Substatus"],
        ),
        need: Need::Required,
        kind: Kind::Choice(outcome::choices),
        width: 10,
        help: "The exact status: Pending, Accepted, Won, Lost, Declined or Error. Each belongs to one status.",
        source: "Leads bulk page, column table: Partner Referral Substatus; status table",
        ..Column::OUTCOME
    },
    Column {
        col: Col::Reason,
        short: "Reason",
        header: Header::One(
            "Declined/Lost/Error reason",
            &["Decline/Lost/Error reason", "Declined/Lost reason"],
        ),
        access: Access::When(outcome::reason_is_due),
        kind: Kind::Choice(outcome::reason_choices),
        width: 26,
        help: "Why a lead is closed as Declined or Lost (a number from 1 to 8) or as Error (1 to 9). Editable only in rows that you close that way, and required there.",
        source: "Leads bulk page, column table: Declined/Lost/Error reason",
        ..Column::OUTCOME
    },
    Column {
        col: Col::Stage,
        short: "Stage",
        header: Header::One("Sales Stage", &["SalesStage"]),
        kind: Kind::Choice(outcome::choices),
        width: 7,
        help: "0 for New/Pending, 80 for Active/Accepted, 100 for Closed/Won. Set together with the status.",
        source: "Leads bulk page, column table: Sales Stage; status table",
        ..Column::OUTCOME
    },
    Column {
        col: Col::DealValue,
        short: "Deal value",
        header: Header::One("Estimated Deal Value", &["Deal Value"]),
        need: Need::Required,
        kind: Kind::Amount,
        width: 14,
        help: "The expected value of the deal: digits, and a point before decimals.",
        source: "Leads bulk page, column table: Estimated Deal Value; mandatory list",
        ..Column::DEAL
    },
    Column {
        col: Col::Currency,
        short: "Currency",
        header: Header::One("Currency", &[]),
        need: Need::Required,
        kind: Kind::Choice(values::currency_choices),
        width: 8,
        help: "The currency of the deal value as an ISO 4217 code such as USD.",
        source: "Leads bulk page, column table: Currency; mandatory list",
        ..Column::DEAL
    },
    Column {
        col: Col::CloseDate,
        short: "Close date",
        header: Header::One("Estimated Close Date", &["Close Date"]),
        need: Need::Required,
        kind: Kind::Date,
        width: 12,
        help: "The day on which the deal is expected to close, as MM/DD/YYYY in UTC. Partner Center may show the day before or after.",
        source: "Leads bulk page, column table: Estimated Close Date; mandatory list",
        ..Column::DEAL
    },
    Column {
        col: Col::ReferralProgram,
        short: "Program",
        header: Header::One("Referral Program", &[]),
        width: 9,
        help: "The program that the lead came under, such as clm or isv.",
        ..Column::PORTAL
    },
    Column {
        col: Col::LeadSource,
        short: "Source",
        header: Header::One("Lead Source", &[]),
        width: 16,
        help: "The marketplace that the lead came from, such as AppSource.",
        ..Column::PORTAL
    },
    Column {
        col: Col::CallToAction,
        short: "Action",
        header: Header::One("Call To Action", &[]),
        width: 11,
        help: "What the customer clicked, such as ContactMe or FreeTrial.",
        ..Column::PORTAL
    },
    Column {
        col: Col::LeadQuality,
        short: "Quality",
        header: Header::One("Lead Quality", &[]),
        width: 7,
        help: "High: likely to become a subscription. Low: may be spam.",
        ..Column::PORTAL
    },
    Column {
        col: Col::LeadType,
        short: "Type",
        header: Header::One("Lead Type", &[]),
        width: 13,
        help: "Offer leads come from a marketplace offer, Profile leads from a business profile.",
        ..Column::PORTAL
    },
    Column {
        col: Col::CrmId,
        header: Header::One("CRM ID", &["CRMID"]),
        width: 18,
        help: "The lead's number in your own CRM system. Free text on one line.",
        source: "Leads bulk page, column table: CRM ID",
        ..Column::LEAD
    },
    Column {
        col: Col::CampaignId,
        short: "Campaign",
        header: Header::One("Marketing Campaign ID", &["Campaign ID"]),
        width: 18,
        help: "The campaign that brought the lead. Free text on one line.",
        source: "Leads bulk page, column table: Marketing Campaign ID",
        ..Column::LEAD
    },
    Column {
        col: Col::Notes,
        header: Header::One("Notes", &[]),
        kind: Kind::LongText,
        width: 30,
        help: "Your notes about the lead. Error reasons 6 and 9 ask for an explanation here.",
        source: "Leads bulk page, column table: Notes",
        ..Column::LEAD
    },
    Column {
        col: Col::MpnId,
        header: Header::One("MPN ID", &["PartnerID", "Partner ID", "PartnerID (formerly MPN ID)"]),
        width: 9,
        help: "Your partner number: 6 or 7 digits.",
        source: "Leads bulk page, column table: MPN ID, Editable: No",
        ..Column::PORTAL
    },
    Column {
        col: Col::CreatedDate,
        short: "Created",
        header: Header::One("Lead Created Date", &["Created Date"]),
        width: 12,
        help: "The day on which the lead was created. Kept exactly as downloaded.",
        source: "Leads bulk page, column table: Lead Created Date, Editable: No",
        ..Column::PORTAL
    },
    Column {
        col: Col::Errors,
        header: Header::One("Errors", &["Error"]),
        access: Access::ClearOnly("R-12"),
        kind: Kind::LongText,
        width: 30,
        help: "Why the last upload rejected this row, separated by semicolons. Can be cleared, not \
        edited.",
        source: "Leads bulk page, column table: Errors; Fields that are always read-only",
        ..Column::OUTCOME
    },
    Column {
        col: Col::PurchaseIntent,
        group: FieldGroup::Deal,
        short: "Intent",
        header: Header::One("Marketplace Purchase Intent", &["Customer Marketplace Intent"]),
        access: Access::Open,
        need: Need::Required,
        kind: Kind::Choice(values::intent_choices),
        width: 14,
        help: "Whether the customer plans to buy through the Azure marketplace: Yes, No or not \
        decided. Required for every update.",
        source: "Leads bulk page, column table: Marketplace Purchase Intent",
    },
    Column {
        col: Col::FinalAccountMatch,
        short: "Account",
        header: Header::One(
            "Final account match",
            &["Final Matched Customer Account", "Final Account Matched"],
        ),
        access: Access::Open,
        width: 24,
        help: "Microsoft's number for the customer, in the form MicrosoftID: 6-ABCDEFG23XB.",
        source: "Leads bulk page, Special Notes, Microsoft ID",
        ..Column::CUSTOMER
    },
    Column {
        col: Col::Offer(1),
        short: "Offer",
        header: Header::Numbered { family: "Offer", also: &["Offers"], documented: 5, limit: 50 },
        help: "A marketplace offer of the lead: ID, currency, price, quantity.",
        source: "Leads bulk page, fields that are always read-only",
        ..Column::OFFER
    },
    Column {
        col: Col::Solution(1),
        short: "Solution",
        header: Header::Numbered { family: "Solution", also: &[], documented: 5, limit: 50 },
        help: "A solution of the lead: ID, currency, price, quantity.",
        source: "Leads bulk page, fields that are always read-only; newly introduced, auto-populated",
        ..Column::OFFER
    },
    Column {
        col: Col::TeamMember(1),
        group: FieldGroup::Team,
        short: "Member",
        header: Header::Numbered { family: "Team member", also: &[], documented: 5, limit: 5 },
        access: Access::Open,
        need: Need::Required,
        kind: Kind::Parts(&MEMBER),
        width: 30,
        help: "Someone of your team on this lead: first name, last name, phone, e-mail. The first one is required, there can be up to five.",
        source: "Leads bulk page, column table: Team member; mandatory list",
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_is_at_the_position_of_its_column() {
        for column in &COLUMNS {
            assert!(std::ptr::eq(column.col.column(), column), "{:?}", column.col);
            assert!(!column.help.is_empty() && column.help.ends_with('.'), "{:?}", column.col);
            assert!(
                !column.source.is_empty() && column.width >= 7 && column.short.len() <= 10,
                "{:?}",
                column.col
            );
        }
    }

    #[test]
    fn every_group_has_columns_and_those_that_can_be_edited_are_not_among_the_portal_s() {
        for group in FieldGroup::ALL {
            let of_group = || COLUMNS.iter().filter(|column| column.group == group);
            assert_eq!(of_group().next().is_none(), group == FieldGroup::Other, "{group:?}");
            let is_open = |column: &Column| !matches!(column.access, Access::Locked(_));
            assert!(group != FieldGroup::Portal || !of_group().any(is_open));
        }
    }

    #[test]
    fn the_documentation_lists_fifty_two_columns() {
        let documented: u8 = COLUMNS
            .iter()
            .filter(|c| c.col != Col::FinalAccountMatch)
            .map(
                |c| if let Header::Numbered { documented, .. } = c.header { documented } else { 1 },
            )
            .sum();
        assert_eq!(documented, 52);
    }
}
