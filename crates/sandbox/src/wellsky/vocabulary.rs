//! The enumerations of the wire contract. The server takes no other word.

pub(crate) const CLIENT_STATUS: &[&str] = &["prospect", "pending", "active", "on_hold", "discharged"];
pub(crate) const CAREGIVER_STATUS: &[&str] = &["applicant", "pending", "active", "inactive", "terminated"];
pub(crate) const SHIFT_STATUS: &[&str] = &[
    "scheduled",
    "in_progress",
    "completed",
    "missed",
    "cancelled",
    "open",
];
pub(crate) const PROSPECT_STATUS: &[&str] = &[
    "new",
    "contacted",
    "assessment_scheduled",
    "assessment_completed",
    "proposal_sent",
    "negotiating",
    "won",
    "lost",
    "on_hold",
];
pub(crate) const APPLICANT_STATUS: &[&str] = &[
    "new",
    "screening",
    "phone_interview",
    "in_person_interview",
    "background_check",
    "offer_extended",
    "hired",
    "rejected",
    "withdrawn",
];
pub(crate) const VISIT_TYPE: &[&str] = &["Personal Care", "Homemaker", "Companionship"];
pub(crate) const CERTIFICATION: &[&str] = &["CNA", "HHA", "PCA"];
pub(crate) const PAYER: &[&str] = &["Medicaid", "VA", "Private Pay"];
pub(crate) const GENDER: &[&str] = &["female", "male", "other"];
pub(crate) const BACKGROUND_CHECK: &[&str] = &["pending", "cleared", "failed", "expired"];
pub(crate) const DAY: &[&str] = &[
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];
