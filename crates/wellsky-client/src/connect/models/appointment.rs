use careweave_types::ids::{AppointmentId, TaskId};
use careweave_types::{CaregiverId, ClientId, Error, Pii, Result, TimeWindow, open_enum};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Deserializer, Serialize};

use super::{Occurrence, Position, TaskStatus};
use crate::connect::days::{AppointmentDays, Month, Week};

open_enum! {
    /// What an appointment says of itself. Whether it ran, was completed or missed is in its encounter.
    pub enum AppointmentStatus {
        /// Planned.
        Scheduled = "SCHEDULED",
        /// Took place.
        Completed = "COMPLETED",
        /// Will not take place.
        Cancelled = "CANCELLED",
    }
}

/// A scheduled visit, or one occurrence of a recurring one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Appointment {
    /// The vendor's id, which all occurrences of a series share.
    pub id: AppointmentId,
    /// Whose visit it is.
    #[serde(rename = "client", with = "subject")]
    #[cfg_attr(
        feature = "schema",
        schemars(with = "ClientId", extend("x-name" = "client_id", "x-at" = "id"))
    )]
    pub client_id: ClientId,
    /// Who comes; nobody while it is open. Absent, `null`, `{}` and an empty id all mean nobody.
    #[serde(
        default,
        rename = "caregiver",
        deserialize_with = "caregiver",
        serialize_with = "caregiver_out"
    )]
    #[cfg_attr(
        feature = "schema",
        schemars(extend("x-name" = "caregiver_id", "x-at" = "id"))
    )]
    pub caregiver_id: Option<CaregiverId>,
    /// When it is to start.
    #[serde(deserialize_with = "crate::wire::instant")]
    pub start: DateTime<Utc>,
    /// When it is to end.
    #[serde(deserialize_with = "crate::wire::instant")]
    pub end: DateTime<Utc>,
    /// Where.
    #[serde(default)]
    pub position: Option<Position>,
    /// What the visit is for.
    #[serde(default, deserialize_with = "crate::wire::list")]
    pub scheduled_items: Vec<ScheduledItem>,
    /// What is to be done.
    #[serde(default, deserialize_with = "crate::wire::list")]
    pub tasks: Vec<Task>,
    /// What the appointment says of itself.
    #[serde(default)]
    pub status: Option<AppointmentStatus>,
}

impl Appointment {
    /// Which occurrence this is.
    pub fn occurrence(&self) -> Occurrence {
        Occurrence {
            series: self.id.clone(),
            start: self.start,
        }
    }

    /// Its time.
    ///
    /// # Errors
    /// `InvalidInput` when the vendor has an end that is not after the start.
    pub fn window(&self) -> Result<TimeWindow> {
        TimeWindow::new(self.start, self.end).map_err(|error| {
            error
                .with_operation("appointments.window")
                .with("appointment", self.id.as_str())
        })
    }

    /// True when it was called off.
    pub fn is_cancelled(&self) -> bool {
        self.status == Some(AppointmentStatus::Cancelled)
    }

    /// True when somebody is still wanted for it.
    pub fn is_open(&self) -> bool {
        self.caregiver_id.is_none() && !self.is_cancelled()
    }
}

/// What a visit is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ScheduledItem {
    /// The vendor's id.
    #[serde(default, deserialize_with = "optional_id")]
    pub id: Option<String>,
    /// In words: `Personal Care`.
    #[serde(default)]
    pub name: Option<String>,
}

/// Something to be done on a visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Task {
    /// The vendor's id.
    pub id: TaskId,
    /// What.
    #[serde(default)]
    pub description: Option<Pii<String>>,
    /// Whether it was done.
    #[serde(default)]
    pub status: Option<TaskStatus>,
    /// What was said of it.
    #[serde(default)]
    pub comment: Option<Pii<String>>,
}

/// Which appointments to read. The vendor takes a client or a caregiver or both, and exactly one of days, week and month.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AppointmentFilter {
    /// Only this client's.
    pub client_id: Option<ClientId>,
    /// Only this caregiver's.
    pub caregiver_id: Option<CaregiverId>,
    /// Those that start on one to seven UTC days.
    pub days: Option<AppointmentDays>,
    /// Those that start in a week. Sources do not say where the vendor's weeks begin: days are safer.
    pub week: Option<Week>,
    /// Those that start in a UTC month.
    pub month: Option<Month>,
}

impl AppointmentFilter {
    /// Checks that the conditions are as many as the vendor takes.
    ///
    /// # Errors
    /// `InvalidInput` naming the field and the rule.
    pub fn validate(&self) -> Result<()> {
        const OPERATION: &str = "appointments.list";
        if self.client_id.is_none() && self.caregiver_id.is_none() {
            return Err(Error::invalid(
                OPERATION,
                "client_id",
                "a client or a caregiver must be named: there is no search over the agency",
            ));
        }
        let spans = [self.days.is_some(), self.week.is_some(), self.month.is_some()];
        if spans.into_iter().filter(|given| *given).count() != 1 {
            return Err(Error::invalid(
                OPERATION,
                "days",
                "exactly one of days, week and month must be given",
            ));
        }
        Ok(())
    }
}

fn caregiver<'de, D: Deserializer<'de>>(d: D) -> Result<Option<CaregiverId>, D::Error> {
    #[derive(Deserialize)]
    struct Raw {
        #[serde(default, deserialize_with = "optional_id")]
        id: Option<String>,
    }
    let id = Option::<Raw>::deserialize(d)?.and_then(|raw| raw.id);
    id.map(|id| CaregiverId::new(id).map_err(|e| serde::de::Error::custom(e.message())))
        .transpose()
}

fn caregiver_out<S: serde::Serializer>(id: &Option<CaregiverId>, s: S) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct Raw<'a> {
        id: &'a CaregiverId,
    }
    id.as_ref().map(|id| Raw { id }).serialize(s)
}

mod subject {
    use careweave_types::ClientId;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[derive(Serialize, Deserialize)]
    struct Raw {
        id: ClientId,
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<ClientId, D::Error> {
        Ok(Raw::deserialize(d)?.id)
    }

    pub(super) fn serialize<S: Serializer>(id: &ClientId, s: S) -> Result<S::Ok, S::Error> {
        Raw { id: id.clone() }.serialize(s)
    }
}

/// An id that may be missing, `null` or empty.
pub(crate) fn optional_id<'de, D: Deserializer<'de>>(d: D) -> Result<Option<String>, D::Error> {
    #[derive(Deserialize)]
    struct Id(#[serde(deserialize_with = "crate::wire::text_or_number")] String);
    let id = Option::<Id>::deserialize(d)?.map(|id| id.0);
    Ok(id.filter(|id| !id.trim().is_empty()))
}
