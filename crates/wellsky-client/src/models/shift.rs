use careweave_types::{
    CaregiverId, Certification, ClientId, Gender, Payer, Pii, Result, ShiftId, ShiftStatus, TimeWindow,
    VisitType,
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::rules::Rules;

/// One scheduled piece of work at a client.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Shift {
    /// The vendor's id.
    pub id: ShiftId,
    /// Whose shift it is.
    pub client_id: ClientId,
    /// Who works it; nobody while it is open.
    #[serde(default)]
    pub caregiver_id: Option<CaregiverId>,
    /// When it is to start.
    #[cfg_attr(feature = "schema", schemars(extend("x-shown" = true)))]
    #[serde(deserialize_with = "crate::wire::instant")]
    pub scheduled_start: DateTime<Utc>,
    /// When it is to end.
    #[serde(deserialize_with = "crate::wire::instant")]
    pub scheduled_end: DateTime<Utc>,
    /// When the caregiver clocked in.
    #[serde(default, deserialize_with = "crate::wire::instant_or_none")]
    pub actual_start: Option<DateTime<Utc>>,
    /// When the caregiver clocked out.
    #[serde(default, deserialize_with = "crate::wire::instant_or_none")]
    pub actual_end: Option<DateTime<Utc>>,
    /// What the shift is doing.
    pub status: ShiftStatus,
    /// What kind of care it is.
    pub visit_type: VisitType,
    /// Hours that may be billed.
    #[serde(default)]
    pub billable_hours: Option<f64>,
    /// The ZIP code of the client's address.
    #[serde(default)]
    pub client_zip_code: Option<Pii<String>>,
    /// The caregiver's gender the client prefers.
    #[serde(default)]
    pub client_gender_preference: Option<Gender>,
    /// The language the client prefers, as a BCP 47 tag.
    #[serde(default)]
    pub client_language: Option<String>,
    /// Certifications the caregiver must hold.
    #[serde(default, deserialize_with = "crate::wire::list")]
    pub required_certifications: Vec<Certification>,
    /// The member of staff who coordinates the care.
    #[serde(default)]
    pub care_coordinator: Option<Pii<String>>,
    /// Who pays.
    #[serde(default)]
    pub payer_source: Option<Payer>,
    /// When the record last changed.
    #[serde(deserialize_with = "crate::wire::instant")]
    pub updated_at: DateTime<Utc>,
}

impl Shift {
    /// The scheduled time as a window.
    ///
    /// # Errors
    /// `InvalidInput` when the vendor has an end that is not after the start.
    pub fn window(&self) -> Result<TimeWindow> {
        TimeWindow::new(self.scheduled_start, self.scheduled_end).map_err(|error| {
            error
                .with_operation("shifts.window")
                .with("shift", self.id.as_str())
        })
    }

    /// True when somebody is still wanted for it.
    pub fn is_open(&self) -> bool {
        self.status == ShiftStatus::Open && self.caregiver_id.is_none()
    }
}

/// Which shifts to list. The default is all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ShiftFilter {
    /// Only those that overlap this window.
    pub window: Option<TimeWindow>,
    /// Only this client's.
    pub client_id: Option<ClientId>,
    /// Only this caregiver's.
    pub caregiver_id: Option<CaregiverId>,
    /// Only with this status.
    pub status: Option<ShiftStatus>,
    /// Only open shifts for which this caregiver is free; needs `status` open.
    pub caregiver_match: Option<CaregiverId>,
}

impl ShiftFilter {
    /// All shifts that overlap `window`.
    pub fn in_window(window: TimeWindow) -> Self {
        Self {
            window: Some(window),
            ..Self::default()
        }
    }

    /// Checks that the conditions go together.
    ///
    /// # Errors
    /// `InvalidInput` naming the field and the rule.
    pub fn validate(&self) -> Result<()> {
        const RULES: Rules = Rules::of("shifts.list");
        if let Some(status) = &self.status {
            RULES.word("status", status.is_known(), ShiftStatus::KNOWN)?;
        }
        RULES.check(
            "caregiver_match",
            self.caregiver_match.is_none() || self.status == Some(ShiftStatus::Open),
            "needs status open",
        )
    }
}
