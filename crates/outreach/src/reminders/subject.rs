use careweave_types::{AgencyZone, Error, Result, WorkweekAnchor};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::rule::Anchor;
use crate::ContactId;

/// What kind of thing somebody is reminded of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SubjectKind {
    /// A shift at a client's.
    Visit,
    /// An appointment with a lead or a client.
    Appointment,
    /// A caregiver's workweek.
    Week,
    /// A caregiver's certification.
    Credential,
    /// A caregiver's employment.
    Employment,
}

impl SubjectKind {
    pub(super) const fn has(self, anchor: Anchor) -> bool {
        match self {
            Self::Visit | Self::Appointment | Self::Week => matches!(anchor, Anchor::Start | Anchor::End),
            Self::Credential => matches!(anchor, Anchor::Expiry),
            Self::Employment => matches!(anchor, Anchor::HireDate),
        }
    }
}

/// One dated thing, as far as reminders need to know it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Subject {
    /// Which: `shift/900001`.
    pub id: String,
    /// What kind.
    pub kind: SubjectKind,
    /// Whom it concerns: the caregiver of a visit, the lead of an appointment.
    pub contact: ContactId,
    /// The zone its days are counted in.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub zone: AgencyZone,
    /// When it starts; for a credential, when it runs out; for employment, the hire date.
    pub start: DateTime<Utc>,
    /// When it ends, after the start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<DateTime<Utc>>,
    /// When it was booked: a reminder whose time had passed by then is not owed.
    pub booked_at: DateTime<Utc>,
    /// True when somebody is assigned.
    #[serde(default)]
    pub assigned: bool,
    /// When somebody confirmed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed_at: Option<DateTime<Utc>>,
    /// When somebody clocked in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clocked_in_at: Option<DateTime<Utc>>,
    /// When somebody clocked out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clocked_out_at: Option<DateTime<Utc>>,
    /// When it was cancelled: nothing is due from then on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancelled_at: Option<DateTime<Utc>>,
    /// The risk of a no-show in thousandths, where somebody computed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub risk_per_mille: Option<u16>,
    /// The integration it came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub integration: Option<String>,
}

impl Subject {
    /// Checks what the types do not.
    ///
    /// # Errors
    /// `InvalidInput` that names the field.
    pub fn check(&self) -> Result<()> {
        let refuse = |field: &str, rule: &str| Err(Error::invalid("reminders.subject", field, rule));
        if self.id.is_empty() || self.id.len() > 600 || self.id.chars().any(char::is_control) {
            return refuse("id", "must be 1 to 600 bytes without control characters");
        }
        if self.end.is_some_and(|end| end <= self.start) {
            return refuse("end", "must be after the start");
        }
        if self.risk_per_mille.is_some_and(|risk| risk > 1_000) {
            return refuse("risk_per_mille", "must be at most 1000");
        }
        Ok(())
    }

    pub(super) fn anchor(&self, anchor: Anchor) -> Option<DateTime<Utc>> {
        match anchor {
            Anchor::Start | Anchor::HireDate | Anchor::Expiry => Some(self.start),
            Anchor::End => self.end,
        }
    }
}

/// A caregiver's workweek that holds `instant`, as a subject: what the weekly confirmation is about.
///
/// # Errors
/// `InvalidInput` as [`WorkweekAnchor::week_of`].
pub fn week(contact: &ContactId, workweek: &WorkweekAnchor, instant: DateTime<Utc>) -> Result<Subject> {
    let span = workweek.week_of(instant)?;
    let first = workweek.zone.local(span.start()).date;
    Ok(Subject {
        id: format!("week/{contact}/{first}"),
        kind: SubjectKind::Week,
        contact: contact.clone(),
        zone: workweek.zone.clone(),
        start: span.start(),
        end: Some(span.end()),
        // A week is there from the beginning of time: only what makes it worth confirming is booked later.
        booked_at: DateTime::UNIX_EPOCH,
        assigned: true,
        confirmed_at: None,
        clocked_in_at: None,
        clocked_out_at: None,
        cancelled_at: None,
        risk_per_mille: None,
        integration: None,
    })
}
