use careweave_types::ids::AppointmentId;
use careweave_types::{CaregiverId, ClientId, EncounterId, Pii, Result, open_enum};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Deserializer, Serialize};

use super::Position;
use crate::rules::Rules;

open_enum! {
    /// How far a visit has come.
    pub enum EncounterStatus {
        /// Clocked in.
        InProgress = "IN_PROGRESS",
        /// Clocked out.
        Complete = "COMPLETE",
    }
}

open_enum! {
    /// How a visit is charged or paid.
    pub enum RateMethod {
        /// By the hour.
        Hourly = "Hourly",
        /// By the visit.
        PerVisit = "perVisit",
        /// Live-in.
        LiveIn = "liveIn",
        /// Not billed.
        NotBillable = "notBillable",
        /// Not paid.
        NotPayable = "notPayable",
    }
}

/// A visit that took place or is under way: the care log.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(!from))]
#[serde(from = "Wire")]
pub struct Encounter {
    /// The vendor's id.
    pub id: EncounterId,
    /// How far it has come.
    pub status: Option<EncounterStatus>,
    /// Who received care.
    pub client_id: Option<ClientId>,
    /// Who gave it.
    pub caregiver_id: Option<CaregiverId>,
    /// The appointment it belongs to. For a recurring one this names the series, and the start tells the occurrence.
    pub appointment_id: Option<AppointmentId>,
    /// When it began.
    pub start: Option<DateTime<Utc>>,
    /// When it ended; nothing while it runs.
    pub end: Option<DateTime<Utc>>,
}

/// The record as it comes: references instead of ids.
#[derive(Deserialize)]
struct Wire {
    id: EncounterId,
    #[serde(default)]
    status: Option<EncounterStatus>,
    #[serde(default)]
    subject: Option<Reference>,
    #[serde(default)]
    participant: Option<Participant>,
    #[serde(default)]
    appointment: Option<Reference>,
    #[serde(default)]
    period: Option<Period>,
    // The names under which this type writes itself.
    #[serde(default)]
    client_id: Option<ClientId>,
    #[serde(default)]
    caregiver_id: Option<CaregiverId>,
    #[serde(default)]
    appointment_id: Option<AppointmentId>,
    #[serde(default, deserialize_with = "crate::wire::instant_or_none")]
    start: Option<DateTime<Utc>>,
    #[serde(default, deserialize_with = "crate::wire::instant_or_none")]
    end: Option<DateTime<Utc>>,
}

/// `Patient/500001`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Reference {
    pub(crate) reference: Option<String>,
}

impl Reference {
    /// The id behind the slash, where the reference is one to `kind`.
    pub(crate) fn id(&self, kind: &str) -> Option<&str> {
        let (found, id) = self.reference.as_deref()?.split_once('/')?;
        (found == kind && !id.is_empty()).then_some(id)
    }
}

/// `{"Individual":[…]}` with a capital I; lower case and a bare list are read too.
#[derive(Deserialize)]
#[serde(untagged)]
enum Participant {
    Object {
        #[serde(default, alias = "individual", rename = "Individual")]
        individual: Vec<Reference>,
    },
    List(Vec<Reference>),
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Period {
    #[serde(deserialize_with = "crate::wire::instant_or_none")]
    start: Option<DateTime<Utc>>,
    #[serde(deserialize_with = "crate::wire::instant_or_none")]
    end: Option<DateTime<Utc>>,
}

impl From<Wire> for Encounter {
    fn from(wire: Wire) -> Self {
        let period = wire.period.unwrap_or_default();
        let individuals = match wire.participant {
            Some(Participant::Object { individual } | Participant::List(individual)) => individual,
            None => Vec::new(),
        };
        Self {
            id: wire.id,
            status: wire.status,
            client_id: wire
                .client_id
                .or_else(|| ClientId::new(wire.subject?.id("Patient")?.to_owned()).ok()),
            caregiver_id: wire.caregiver_id.or_else(|| {
                let id = individuals.iter().find_map(|r| r.id("Practitioner"))?;
                CaregiverId::new(id.to_owned()).ok()
            }),
            appointment_id: wire
                .appointment_id
                .or_else(|| AppointmentId::new(wire.appointment?.id("Appointment")?.to_owned()).ok()),
            start: wire.start.or(period.start),
            end: wire.end.or(period.end),
        }
    }
}

/// Which encounters to read: those of a client, of a caregiver, or of both together, by the UTC days they began on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EncounterFilter {
    /// Only this client's.
    #[serde(default)]
    pub client_id: Option<ClientId>,
    /// Only this caregiver's.
    #[serde(default)]
    pub caregiver_id: Option<CaregiverId>,
    /// The first day.
    pub from: NaiveDate,
    /// The last day, which belongs to it.
    pub to: NaiveDate,
}

impl EncounterFilter {
    /// Checks that somebody is named and the days are in order.
    ///
    /// # Errors
    /// `InvalidInput` naming the field and the rule.
    pub fn validate(&self) -> Result<()> {
        const RULES: Rules = Rules::of("encounters.list");
        RULES.check(
            "client_id",
            self.client_id.is_some() || self.caregiver_id.is_some(),
            "a client or a caregiver must be named: there is no search over the agency",
        )?;
        RULES.check("to", self.from <= self.to, "must not be before from")
    }
}

/// A visit to be recorded afterwards, without clocking in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEncounter {
    /// Who received care.
    pub client_id: ClientId,
    /// Who gave it.
    pub caregiver_id: CaregiverId,
    /// The appointment it belongs to.
    pub appointment_id: Option<AppointmentId>,
    /// How far it has come.
    pub status: EncounterStatus,
    /// When it began.
    pub start: DateTime<Utc>,
    /// When it ended.
    pub end: Option<DateTime<Utc>>,
    /// How it is billed, with the id of the rate.
    pub bill_rate: Option<(RateMethod, String)>,
    /// How it is paid, with the id of the rate.
    pub pay_rate: Option<(RateMethod, String)>,
}

/// What changes in a recorded visit; only what is named is sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EncounterPatch {
    /// How far it has come.
    pub status: Option<EncounterStatus>,
    /// When it began.
    pub start: Option<DateTime<Utc>>,
    /// When it ended.
    pub end: Option<DateTime<Utc>>,
}

/// What the vendor answers to a clock-in. A repeated one gives the same encounter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(!from))]
#[serde(from = "ClockedInWire")]
pub struct ClockedIn {
    /// The encounter, by which to clock out.
    pub encounter_id: EncounterId,
    /// When the visit began.
    pub start: Option<DateTime<Utc>>,
    /// True when the visit was over already.
    pub clocked_out: bool,
}

#[derive(Deserialize)]
struct ClockedInWire {
    #[serde(alias = "encounter_id")]
    id: EncounterId,
    #[serde(
        default,
        rename = "clockedOut",
        alias = "clocked_out",
        deserialize_with = "yes_or_no"
    )]
    clocked_out: bool,
    #[serde(default)]
    period: Option<Period>,
    #[serde(default, deserialize_with = "crate::wire::instant_or_none")]
    start: Option<DateTime<Utc>>,
}

fn yes_or_no<'de, D: Deserializer<'de>>(d: D) -> Result<bool, D::Error> {
    Ok(Option::<bool>::deserialize(d)?.unwrap_or(false))
}

impl From<ClockedInWire> for ClockedIn {
    fn from(wire: ClockedInWire) -> Self {
        Self {
            encounter_id: wire.id,
            start: wire.start.or(wire.period.and_then(|period| period.start)),
            clocked_out: wire.clocked_out,
        }
    }
}

/// The end of a visit. Time and place have no default.
///
/// ```compile_fail
/// use careweave_wellsky_client::connect::ClockOut;
/// let out = ClockOut { comment: None, ..ClockOut::default() };
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct ClockOut {
    /// When the caregiver left.
    pub at: DateTime<Utc>,
    /// Where.
    pub position: Position,
    /// What is to be said of the visit, up to 1000 characters.
    pub comment: Option<Pii<String>>,
    /// Miles driven for the client.
    pub mileage: Option<f64>,
    /// What they were driven for.
    pub mileage_description: Option<Pii<String>>,
}

impl ClockOut {
    /// The end of a visit at a time and place.
    pub fn new(at: DateTime<Utc>, position: Position) -> Self {
        Self {
            at,
            position,
            comment: None,
            mileage: None,
            mileage_description: None,
        }
    }

    /// Checks the texts and the mileage.
    ///
    /// # Errors
    /// `InvalidInput` naming the field and the rule.
    pub fn validate(&self) -> Result<()> {
        const RULES: Rules = Rules::of("encounters.clock_out");
        RULES.optional_text("comment", self.comment.as_ref())?;
        let length = self.comment.as_ref().map_or(0, |c| c.expose().chars().count());
        RULES.check("comment", length <= 1000, "must be at most 1000 characters")?;
        RULES.check(
            "mileage",
            self.mileage.is_none_or(|miles| miles.is_finite() && miles >= 0.0),
            "must be a number, zero or more",
        )?;
        RULES.optional_text("mileage_description", self.mileage_description.as_ref())
    }
}
