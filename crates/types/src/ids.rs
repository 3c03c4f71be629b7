//! Identifiers. Each is its own type; all are opaque text.
//!
//! WellSky sends some ids as JSON numbers and others as strings; both decode to the same id
//! (`500001` equals `"500001"`). An id is never trimmed, folded or repaired: what cannot be an id (empty,
//! over 512 bytes, control characters) is refused.

use std::borrow::Cow;
use std::fmt;

use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{Error, Result};

/// The longest id accepted, in bytes.
pub const MAX_ID_BYTES: usize = 512;

fn check(kind: &'static str, text: &str) -> Result<()> {
    let rule = if text.is_empty() {
        "an id must not be empty"
    } else if text.len() > MAX_ID_BYTES {
        "an id must not be longer than 512 bytes"
    } else if text.chars().any(char::is_control) {
        "an id must not hold control characters"
    } else {
        return Ok(());
    };
    Err(Error::invalid("id.parse", kind.replace(' ', "_"), rule))
}

struct IdVisitor(&'static str);

impl Visitor<'_> for IdVisitor {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a {} as a string or a whole number", self.0)
    }

    fn visit_str<E: de::Error>(self, v: &str) -> Result<String, E> {
        check(self.0, v).map_err(|e| E::custom(e.message()))?;
        Ok(v.to_owned())
    }

    fn visit_u64<E: de::Error>(self, v: u64) -> Result<String, E> {
        Ok(v.to_string())
    }

    fn visit_i64<E: de::Error>(self, v: i64) -> Result<String, E> {
        Ok(v.to_string())
    }
}

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident = $kind:literal;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Box<str>);

        impl $name {
            /// Takes the id as the vendor wrote it.
            ///
            /// # Errors
            /// `InvalidInput` when it is empty, longer than 512 bytes or holds control characters.
            pub fn new<'a>(text: impl Into<Cow<'a, str>>) -> Result<Self> {
                let text = text.into();
                check($kind, &text)?;
                Ok(Self(text.into()))
            }

            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({:?})"), &*self.0)
            }
        }

        impl std::str::FromStr for $name {
            type Err = Error;
            fn from_str(text: &str) -> Result<Self> {
                Self::new(text)
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                d.deserialize_any(IdVisitor($kind)).map(|text| Self(text.into()))
            }
        }

        #[cfg(feature = "schema")]
        impl schemars::JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({"type": "string", "x-id": true})
            }
        }
    )+};
}

id! {
    /// An agency (tenant) at the vendor.
    AgencyId = "agency id";
    /// A client: the person who receives care.
    ClientId = "client id";
    /// A caregiver: the person who gives care.
    CaregiverId = "caregiver id";
    /// A shift: one scheduled piece of work.
    ShiftId = "shift id";
    /// A prospect: a client to be.
    ProspectId = "prospect id";
    /// An applicant: a caregiver to be.
    ApplicantId = "applicant id";
    /// An encounter: one visit that happened, with its clock-in and clock-out.
    EncounterId = "encounter id";
    /// An appointment: a scheduled visit, or the series of a recurring one; an occurrence needs its start as well.
    AppointmentId = "appointment id";
    /// A task of an appointment.
    TaskId = "task id";
    /// An entry in the task log of an encounter.
    TaskLogId = "task log id";
    /// A task for the agency's office.
    AdminTaskId = "admin task id";
    /// A person related to a client.
    RelatedPersonId = "related person id";
    /// A document.
    DocumentId = "document id";
    /// A subscription to the vendor's events.
    SubscriptionId = "subscription id";
    /// A profile tag: a certification or a skill.
    ProfileTagId = "profile tag id";
    /// A line of billing or pay.
    ChargeItemId = "charge item id";
    /// A location of the agency.
    LocationId = "location id";
    /// An organization.
    OrganizationId = "organization id";
    /// A member of the agency's office.
    AdminId = "admin id";
    /// A referral source.
    ReferralSourceId = "referral source id";
    /// An activity of a care plan.
    ActivityId = "activity id";
    /// One connected account of a scheduling service, as the host names it.
    IntegrationId = "integration id";
    /// A record at a scheduling service: an appointment, or the group several belong to.
    ExternalId = "external id";
    /// A kind of appointment that can be booked at a scheduling service.
    AppointmentTypeId = "appointment type id";
    /// A calendar at a scheduling service: a person, a room, a unit.
    CalendarId = "calendar id";
    /// A slot that is held for somebody until it is booked.
    HoldId = "hold id";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_and_a_string_are_the_same_id() {
        let a: ClientId = serde_json::from_str("500001").unwrap();
        let b: ClientId = serde_json::from_str("\"500001\"").unwrap();
        assert_eq!(a, b);
        assert_eq!(serde_json::to_string(&a).unwrap(), "\"500001\"");
    }

    #[test]
    fn what_cannot_be_an_id_is_refused_and_not_repaired() {
        assert!(ShiftId::new("").is_err());
        assert!(ShiftId::new("a\0b").is_err());
        assert!(ShiftId::new("x".repeat(513)).is_err());
        assert!(serde_json::from_str::<ShiftId>("1.5").is_err());
        assert!(serde_json::from_str::<ShiftId>("\"\"").is_err());
        assert_eq!(ShiftId::new(" 7 ").unwrap().as_str(), " 7 ");
    }
}
