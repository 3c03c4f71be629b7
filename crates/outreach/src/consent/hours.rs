use careweave_types::{Error, ErrorKind, Result, TimeOfDay, Weekday};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

const OPERATION: &str = "consent.send_hours";

/// How well a rule is established.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Sureness {
    /// Read in the rule itself or in an account of it by name and number.
    Cited,
    /// Taken from a trade summary: have it confirmed before relying on it.
    Secondary,
    /// The agency's own choice.
    Chosen,
}

/// Where a rule comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Citation {
    /// The rule, statute or page.
    pub text: String,
    /// When it was read.
    pub read_on: NaiveDate,
    /// How well it is established.
    pub sureness: Sureness,
}

/// Open hours of some days of the week, on the recipient's wall clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DayHours {
    /// The days.
    pub days: Vec<Weekday>,
    /// The first minute.
    pub from: TimeOfDay,
    /// The minute after the last, on the same day.
    pub until: TimeOfDay,
}

/// Hours in which one place lets people be contacted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SendHoursRule {
    /// A name for it, unique in the table.
    pub id: String,
    /// The place it holds in (ISO 3166-2); everywhere when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jurisdiction: Option<String>,
    /// The open hours; a day that is in none of them is closed.
    pub hours: Vec<DayHours>,
    /// The first local date it holds on; always held when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effective_from: Option<NaiveDate>,
    /// The first local date it no longer holds on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effective_until: Option<NaiveDate>,
    /// Where it comes from.
    pub source: Citation,
}

impl SendHoursRule {
    /// True on the dates the rule holds.
    pub fn holds_on(&self, date: NaiveDate) -> bool {
        self.effective_from.is_none_or(|from| from <= date)
            && self.effective_until.is_none_or(|until| date < until)
    }

    /// True when the rule concerns somebody in `jurisdiction`.
    pub fn concerns(&self, jurisdiction: Option<&str>) -> bool {
        self.jurisdiction.is_none() || self.jurisdiction.as_deref() == jurisdiction
    }
}

/// A table of hours. A recipient has to be inside every rule that concerns them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SendHours {
    /// Which edition this is.
    pub version: String,
    /// The rules.
    pub rules: Vec<SendHoursRule>,
}

impl SendHours {
    /// The hours of telephone solicitation in the United States as read in November 2026: the federal rule and the
    /// stricter states. They are the default for every class of message, though the law speaks of sales calls only.
    /// Holidays are not in it. A lawyer should read it before an agency relies on it.
    ///
    /// # Errors
    /// `Internal` when the embedded table is broken, which a test rules out.
    pub fn united_states() -> Result<Self> {
        Self::from_json(include_str!("data/us_hours.json"))
            .map_err(|e| Error::new(ErrorKind::Internal, OPERATION, e.message()))
    }

    /// Reads a table and checks it.
    ///
    /// # Errors
    /// `InvalidInput` that names the field: for JSON that is not a table, and as [`SendHours::check`].
    pub fn from_json(text: &str) -> Result<Self> {
        let mut reader = serde_json::Deserializer::from_str(text);
        let table: Self = serde_path_to_error::deserialize(&mut reader)
            .map_err(|e| Error::invalid(OPERATION, e.path().to_string(), e.inner().to_string()))?;
        table.check()?;
        Ok(table)
    }

    /// Checks what the types do not.
    ///
    /// # Errors
    /// `InvalidInput` for a repeated id, hours that do not end after they begin, a rule that is never open and one that
    /// ends before it begins.
    pub fn check(&self) -> Result<()> {
        for (at, rule) in self.rules.iter().enumerate() {
            let refuse = |field: &str, text: &str| {
                Err(Error::invalid(OPERATION, format!("rules[{at}].{field}"), text))
            };
            if rule.id.is_empty() || self.rules[..at].iter().any(|other| other.id == rule.id) {
                return refuse("id", "must be unique and not empty");
            }
            if !rule.hours.iter().any(|h| !h.days.is_empty()) {
                return refuse("hours", "must be open on at least one day");
            }
            if rule.hours.iter().any(|h| h.until <= h.from) {
                return refuse("hours", "must end after they begin, on the same day");
            }
            if let (Some(from), Some(until)) = (rule.effective_from, rule.effective_until)
                && until <= from
            {
                return refuse("effective_until", "must be after effective_from");
            }
        }
        Ok(())
    }
}
