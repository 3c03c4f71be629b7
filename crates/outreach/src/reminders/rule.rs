use std::fmt;

use careweave_types::{Error, Result, TimeOfDay};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::subject::SubjectKind;
use crate::{Channel, MessageClass};

pub(super) const OPERATION: &str = "reminders.rules";

/// The farthest a rule reaches from its anchor: two years.
const FARTHEST_MINUTES: i64 = 2 * 366 * 1_440;

/// The name of a rule: 1 to 64 lower-case letters, digits and underscores.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RuleId(Box<str>);

impl RuleId {
    /// Checks a name.
    ///
    /// # Errors
    /// `InvalidInput` for any other text.
    pub fn new(text: &str) -> Result<Self> {
        let fits = (1..=64).contains(&text.len())
            && text
                .bytes()
                .all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'_'));
        if fits {
            return Ok(Self(text.into()));
        }
        Err(Error::invalid(
            OPERATION,
            "id",
            "must be 1 to 64 lower-case letters, digits and underscores",
        ))
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl Serialize for RuleId {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for RuleId {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        Self::new(&text).map_err(|e| serde::de::Error::custom(e.message()))
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for RuleId {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "RuleId".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"type": "string", "pattern": "^[a-z0-9_]{1,64}$"})
    }
}

/// The instant of a subject that a rule is measured from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Anchor {
    /// When it starts.
    Start,
    /// When it ends.
    End,
    /// When somebody was hired.
    HireDate,
    /// When a credential runs out.
    Expiry,
}

/// How far from the anchor; before it when negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "measured_in", rename_all = "snake_case", deny_unknown_fields)]
pub enum Offset {
    /// In elapsed minutes: a day before is 24 hours before, also in the night clocks change.
    Elapsed {
        /// So many minutes.
        minutes: i32,
    },
    /// In days of the subject's calendar, at a time of its wall clock.
    Calendar {
        /// So many days.
        days: i32,
        /// At this time.
        at: TimeOfDay,
    },
}

/// What has to be true for a reminder to be of use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "when", rename_all = "snake_case", deny_unknown_fields)]
pub enum Condition {
    /// Somebody is assigned.
    Assigned,
    /// Nobody has confirmed.
    NotConfirmed,
    /// Nobody has clocked in.
    NotClockedIn,
    /// Nobody has clocked out.
    NotClockedOut,
    /// The risk of a no-show is known and at least this much.
    RiskAtLeast {
        /// In thousandths, 1 to 1000.
        per_mille: u16,
    },
}

/// Whom a reminder goes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// The caregiver.
    Caregiver,
    /// The client, or who speaks for them.
    Client,
    /// The coordinator of the client.
    Coordinator,
    /// Whoever is on call.
    OnCall,
}

/// One rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ReminderRule {
    /// Its name, unique among the rules.
    pub id: RuleId,
    /// What it is about.
    pub subject: SubjectKind,
    /// Subjects of this integration only; of every one when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub integration: Option<String>,
    /// What it is measured from.
    pub anchor: Anchor,
    /// How far.
    pub offset: Offset,
    /// What has to be true; all of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conditions: Vec<Condition>,
    /// Whom it goes to.
    pub audience: Audience,
    /// How, the first way that is possible.
    pub channels: Vec<Channel>,
    /// What kind of message it is.
    pub class: MessageClass,
    /// The template.
    pub template: String,
    /// Minutes after its time for which it is worth sending, at least 1.
    pub expires_after_minutes: u32,
}

impl ReminderRule {
    pub(super) fn check(&self) -> Result<()> {
        let refuse = |field: &'static str, rule: &str| {
            Err(Error::invalid(OPERATION, field, rule).with("rule", self.id.as_str()))
        };
        if self.channels.is_empty() {
            return refuse("channels", "must name at least one");
        }
        if (1..self.channels.len()).any(|at| self.channels[..at].contains(&self.channels[at])) {
            return refuse("channels", "must not name one twice");
        }
        if self.expires_after_minutes == 0 {
            return refuse("expires_after_minutes", "must be at least 1");
        }
        if self.template.is_empty() {
            return refuse("template", "must not be empty");
        }
        let minutes = match self.offset {
            Offset::Elapsed { minutes } => i64::from(minutes),
            Offset::Calendar { days, .. } => i64::from(days) * 1_440,
        };
        if minutes.abs() > FARTHEST_MINUTES {
            return refuse("offset", "must be within two years of the anchor");
        }
        let risk_in_range = |condition: &Condition| match condition {
            Condition::RiskAtLeast { per_mille } => (1..=1_000).contains(per_mille),
            _ => true,
        };
        if !self.conditions.iter().all(risk_in_range) {
            return refuse("conditions", "a risk is 1 to 1000 thousandths");
        }
        if !self.subject.has(self.anchor) {
            return refuse("anchor", "the subject has no such instant");
        }
        Ok(())
    }
}
