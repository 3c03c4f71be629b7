//! Results as the hosts see them, where Rust has a richer type.

use careweave::types::{AgencyId, EncounterId};
use careweave::wellsky::connect::NoteOutcome;
use careweave::wellsky::{
    Capabilities, Evv, Feature, Reading, Shift, StatusChange, Support, Upserted, Visit,
};
use careweave::workflows::AssignOutcome;
use serde::Serialize;

use crate::ErrorFields;

macro_rules! results {
    ($($(#[$meta:meta])* $name:ident as $host:literal { $($(#[$field_meta:meta])* $field:ident: $type:ty,)* })+) => {$(
        $(#[$meta])*
        #[derive(Debug, serde::Serialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = $host))]
        pub(crate) struct $name {
            $($(#[$field_meta])* pub(crate) $field: $type,)*
        }
    )+};
}

pub(super) use results;

results! {
    /// What :meth:`verify` saw.
    VerifiedAgency as "Verified" {
        /// The agency the credentials work for.
        agency_id: AgencyId,
        /// The installation that answered: sandbox, production.
        environment: &'static str,
        /// How many clients the agency has; over Connect, prospects among them.
        client_total: u64,
    }

    /// What can be done over the API in use.
    KnownCapabilities as "Capabilities" {
        /// The API: rest, connect.
        api: &'static str,
        /// Every feature, and how far it can be done.
        features: Vec<FeatureSupport>,
    }

    /// How far something can be done.
    FeatureSupport as "FeatureSupport" {
        /// The feature: people, availability, clock.
        feature: &'static str,
        /// native: the vendor offers it. derived: it is worked out from what the vendor offers. unproven: nobody has shown
        /// it, a probe finds out. unsupported: a call fails before anything is sent.
        support: &'static str,
    }

    /// A shift with what was clocked.
    ClockedVisit as "Visit" {
        /// The shift.
        shift: Shift,
        /// What was clocked; nothing before the first clock-in.
        evv: Option<Evv>,
    }

    /// What changed between two snapshots of the clients' statuses.
    StatusDifferences as "StatusDifferences" {
        /// Clients that are new or have another status, by id.
        changes: Vec<StatusChange>,
        /// Clients that the later snapshot does not have. Why is not known: this is no change of status.
        gone: Vec<careweave::types::ClientId>,
    }

    /// What became of a note. Only ``attached`` is a success.
    AttachedNote as "NoteOutcome" {
        /// attached: it is in the task log of `encounter_id`. no_encounter: the client has no visit in the window. rejected:
        /// every encounter that was tried refused it. queued: WellSky failed, and the store keeps it under `ticket`.
        outcome: &'static str,
        /// The encounter that has the note.
        encounter_id: Option<EncounterId>,
        /// How many encounters refused it.
        tried: Option<usize>,
        /// What the last of them said, or what WellSky failed with.
        error: Option<HostError>,
        /// What the store calls a note that is queued.
        ticket: Option<String>,
    }
}

impl From<Capabilities> for KnownCapabilities {
    fn from(known: Capabilities) -> Self {
        let features = Feature::ALL.iter().map(|feature| FeatureSupport {
            feature: feature.code(),
            support: match known.support(*feature) {
                Support::Native => "native",
                Support::Derived => "derived",
                Support::Unproven => "unproven",
                Support::Unsupported => "unsupported",
            },
        });
        Self {
            api: known.api().as_str(),
            features: features.collect(),
        }
    }
}

impl From<Visit> for ClockedVisit {
    fn from(visit: Visit) -> Self {
        Self {
            shift: visit.shift,
            evv: visit.evv,
        }
    }
}

impl AttachedNote {
    /// The outcome, or the error of one that would need a store.
    pub(super) fn of(outcome: NoteOutcome) -> careweave::Result<Self> {
        match outcome {
            NoteOutcome::Queued { error, .. } => Err(error),
            other => Ok(Self::of_any(other)),
        }
    }

    /// The outcome, whatever it is.
    pub(super) fn of_any(outcome: NoteOutcome) -> Self {
        let none = Self {
            outcome: "no_encounter",
            encounter_id: None,
            tried: None,
            error: None,
            ticket: None,
        };
        match outcome {
            NoteOutcome::Attached { encounter } => Self {
                outcome: "attached",
                encounter_id: Some(encounter),
                ..none
            },
            NoteOutcome::NoEncounter => none,
            NoteOutcome::Rejected { tried, error } => Self {
                outcome: "rejected",
                tried: Some(tried),
                error: Some(HostError::from(&error)),
                ..none
            },
            NoteOutcome::Queued { ticket, error } => Self {
                outcome: "queued",
                error: Some(HostError::from(&error)),
                ticket: Some(ticket.0),
                ..none
            },
        }
    }
}

/// An error inside a result. The hosts make it an instance of their error class.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub(crate) struct HostError(ErrorFields);

impl From<&careweave::Error> for HostError {
    fn from(error: &careweave::Error) -> Self {
        Self(ErrorFields::from(error))
    }
}

/// A reading that may be incomplete.
#[derive(Debug, Serialize)]
pub(crate) struct HostReading<T> {
    complete: bool,
    found: T,
    failures: Vec<HostFailure>,
}

/// A subject that could not be read.
#[derive(Debug, Serialize)]
struct HostFailure {
    subject: String,
    error: HostError,
}

impl<T> From<Reading<T>> for HostReading<T> {
    fn from(reading: Reading<T>) -> Self {
        let (complete, found, failures) = match reading {
            Reading::Complete(found) => (true, found, Vec::new()),
            Reading::Incomplete { found, failures } => (false, found, failures),
        };
        let failures = failures.into_iter().map(|failure| HostFailure {
            error: HostError::from(&failure.error),
            subject: failure.subject,
        });
        Self {
            complete,
            found,
            failures: failures.collect(),
        }
    }
}

/// A record that was found or made.
#[derive(Debug, Serialize)]
pub(crate) struct HostUpserted<T> {
    is_new: bool,
    record: T,
}

impl<T> From<Upserted<T>> for HostUpserted<T> {
    fn from(upserted: Upserted<T>) -> Self {
        let is_new = upserted.is_new();
        let (Upserted::Created(record) | Upserted::Found(record)) = upserted;
        Self { is_new, record }
    }
}

/// What became of a claim; each host has a class of its own for it, which the fill job shares.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub(crate) struct Claim(pub(super) AssignOutcome);

#[cfg(feature = "schema")]
mod schema {
    use std::borrow::Cow;

    use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

    use super::super::cached::HostCached;
    use super::{Claim, HostError, HostReading, HostUpserted};

    /// A class that the hosts write by hand, over the type of what it holds.
    macro_rules! generic {
        ($($name:ident as $host:literal;)+) => {$(
            impl<T: JsonSchema> JsonSchema for $name<T> {
                fn inline_schema() -> bool {
                    true
                }

                fn schema_name() -> Cow<'static, str> {
                    format!(concat!($host, "_{}"), T::schema_name()).into()
                }

                fn json_schema(generator: &mut SchemaGenerator) -> Schema {
                    json_schema!({"x-generic": $host, "x-of": generator.subschema_for::<T>()})
                }
            }
        )+};
    }

    macro_rules! host_class {
        ($($name:ident as $host:literal;)+) => {$(
            impl JsonSchema for $name {
                fn inline_schema() -> bool {
                    true
                }

                fn schema_name() -> Cow<'static, str> {
                    $host.into()
                }

                fn json_schema(_: &mut SchemaGenerator) -> Schema {
                    json_schema!({"type": "object", "x-host-class": $host})
                }
            }
        )+};
    }

    generic! {
        HostCached as "Cached";
        HostReading as "Reading";
        HostUpserted as "Upserted";
    }

    host_class! {
        Claim as "Assignment";
        HostError as "CareweaveError";
    }
}
