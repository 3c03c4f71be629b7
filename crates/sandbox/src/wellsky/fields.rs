//! The rules of each body, as tables.

use super::vocabulary as words;

/// One field of a model.
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) rule: Rule,
    pub(crate) presence: Presence,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Presence {
    /// Must be there on create and cannot be cleared.
    Required,
    /// May be absent; null clears it.
    Optional,
    /// The server's own: a body may repeat it and not set it.
    ReadOnly,
}

/// What a value must be.
pub(crate) enum Rule {
    Text,
    /// Ten digits, first not 0 or 1, optional `x` and 1–6 digits.
    Phone,
    Email,
    /// Two letters.
    State,
    /// 5 digits, or 5+4.
    Zip,
    /// BCP 47, by its shape.
    Language,
    Word(&'static [&'static str]),
    Date,
    /// `HH:MM`, 00:00 to 23:59.
    StartTime,
    /// `HH:MM`, 00:00 to 24:00.
    EndTime,
    /// A whole number in a range, both ends included.
    Integer(i64, i64),
    Number(f64, f64),
    Object(&'static [Field]),
    List(&'static Rule),
}

const fn required(name: &'static str, rule: Rule) -> Field {
    Field {
        name,
        rule,
        presence: Presence::Required,
    }
}

/// A field on its own, for a rule that another surface uses too.
pub(crate) const fn plain(name: &'static str, rule: Rule) -> Field {
    optional(name, rule)
}

const fn optional(name: &'static str, rule: Rule) -> Field {
    Field {
        name,
        rule,
        presence: Presence::Optional,
    }
}

const fn read_only(name: &'static str) -> Field {
    Field {
        name,
        rule: Rule::Text,
        presence: Presence::ReadOnly,
    }
}

/// A week has 168 hours.
const HOURS_OF_WEEK: i64 = 168;

static ADDRESS: [Field; 5] = [
    required("line1", Rule::Text),
    optional("line2", Rule::Text),
    required("city", Rule::Text),
    required("state", Rule::State),
    required("zip_code", Rule::Zip),
];

static EMERGENCY_CONTACT: [Field; 3] = [
    required("name", Rule::Text),
    optional("relationship", Rule::Text),
    required("phone", Rule::Phone),
];

static WINDOW: [Field; 3] = [
    required("day", Rule::Word(words::DAY)),
    required("start", Rule::StartTime),
    required("end", Rule::EndTime),
];

static TEXT: Rule = Rule::Text;
static LANGUAGE: Rule = Rule::Language;
static CERTIFICATION: Rule = Rule::Word(words::CERTIFICATION);
static WINDOW_RULE: Rule = Rule::Object(&WINDOW);
static EMERGENCY_CONTACT_RULE: Rule = Rule::Object(&EMERGENCY_CONTACT);

pub(crate) static CLIENT: [Field; 18] = [
    read_only("id"),
    required("first_name", Rule::Text),
    required("last_name", Rule::Text),
    optional("email", Rule::Email),
    required("phone", Rule::Phone),
    required("address", Rule::Object(&ADDRESS)),
    optional("status", Rule::Word(words::CLIENT_STATUS)),
    optional("emergency_contacts", Rule::List(&EMERGENCY_CONTACT_RULE)),
    optional("payer_source", Rule::Word(words::PAYER)),
    optional("authorized_hours_per_week", Rule::Integer(0, HOURS_OF_WEEK)),
    optional("start_date", Rule::Date),
    optional("discharge_date", Rule::Date),
    optional("referral_source", Rule::Text),
    optional("care_coordinator", Rule::Text),
    optional("preferred_language", Rule::Language),
    optional("gender_preference", Rule::Word(words::GENDER)),
    optional("external_id", Rule::Text),
    read_only("updated_at"),
];

pub(crate) static CAREGIVER: [Field; 17] = [
    read_only("id"),
    required("first_name", Rule::Text),
    required("last_name", Rule::Text),
    optional("email", Rule::Email),
    required("phone", Rule::Phone),
    optional("status", Rule::Word(words::CAREGIVER_STATUS)),
    optional("certifications", Rule::List(&CERTIFICATION)),
    optional("availability", Rule::List(&WINDOW_RULE)),
    optional("service_area", Rule::Zip),
    optional("performance_rating", Rule::Number(0.0, 5.0)),
    optional("hire_date", Rule::Date),
    optional("background_check_status", Rule::Word(words::BACKGROUND_CHECK)),
    optional("skills", Rule::List(&TEXT)),
    optional("languages", Rule::List(&LANGUAGE)),
    optional("gender", Rule::Word(words::GENDER)),
    optional("external_id", Rule::Text),
    read_only("updated_at"),
];

pub(crate) static PROSPECT: [Field; 13] = [
    read_only("id"),
    required("first_name", Rule::Text),
    required("last_name", Rule::Text),
    optional("email", Rule::Email),
    required("phone", Rule::Phone),
    optional("address", Rule::Object(&ADDRESS)),
    optional("status", Rule::Word(words::PROSPECT_STATUS)),
    optional("referral_source", Rule::Text),
    optional("estimated_hours_per_week", Rule::Number(0.0, 168.0)),
    optional("notes", Rule::Text),
    optional("external_id", Rule::Text),
    read_only("converted_client_id"),
    read_only("updated_at"),
];

pub(crate) static APPLICANT: [Field; 14] = [
    read_only("id"),
    required("first_name", Rule::Text),
    required("last_name", Rule::Text),
    optional("email", Rule::Email),
    required("phone", Rule::Phone),
    optional("address", Rule::Object(&ADDRESS)),
    optional("status", Rule::Word(words::APPLICANT_STATUS)),
    optional("certifications", Rule::List(&CERTIFICATION)),
    optional("source", Rule::Text),
    optional("position", Rule::Text),
    optional("background_check_status", Rule::Word(words::BACKGROUND_CHECK)),
    optional("external_id", Rule::Text),
    read_only("converted_caregiver_id"),
    read_only("updated_at"),
];

pub(crate) static AVAILABILITY: [Field; 1] = [required("availability", Rule::List(&WINDOW_RULE))];
pub(crate) static ASSIGNMENT: [Field; 2] = [
    required("caregiver_id", Rule::Text),
    optional("notes", Rule::Text),
];
pub(crate) static CLIENT_CONVERSION: [Field; 1] = [optional("start_date", Rule::Date)];
pub(crate) static CAREGIVER_CONVERSION: [Field; 1] = [optional("hire_date", Rule::Date)];
