//! The records as they stand on the wire, as far as they are read.

use std::fmt;

use careweave_types::Pii;
use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer};

/// A label of an appointment.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct WireLabel {
    pub(super) id: u64,
    pub(super) name: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct WireAppointment {
    pub(super) id: u64,
    #[serde(default)]
    pub(super) first_name: Pii<String>,
    #[serde(default)]
    pub(super) last_name: Pii<String>,
    #[serde(default)]
    pub(super) phone: Option<Pii<String>>,
    #[serde(default)]
    pub(super) email: Option<Pii<String>>,
    pub(super) datetime: String,
    #[serde(default)]
    pub(super) datetime_created: Option<String>,
    #[serde(default)]
    pub(super) price: Option<String>,
    #[serde(default)]
    pub(super) r#type: Option<String>,
    #[serde(rename = "appointmentTypeID")]
    pub(super) appointment_type_id: u64,
    #[serde(rename = "classID", default)]
    pub(super) class_id: Option<u64>,
    #[serde(deserialize_with = "minutes")]
    pub(super) duration: u32,
    #[serde(default)]
    pub(super) calendar: Option<Pii<String>>,
    #[serde(rename = "calendarID")]
    pub(super) calendar_id: u64,
    #[serde(default)]
    pub(super) confirmation_page: Option<String>,
    #[serde(default)]
    pub(super) location: Option<Pii<String>>,
    #[serde(default)]
    pub(super) notes: Option<Pii<String>>,
    #[serde(default)]
    pub(super) timezone: Option<String>,
    #[serde(default)]
    pub(super) calendar_timezone: Option<String>,
    /// Older answers leave it out.
    #[serde(default)]
    pub(super) canceled: Option<bool>,
    /// There only when it is canceled.
    #[serde(default)]
    pub(super) no_show: Option<bool>,
    /// `null` for none.
    #[serde(default)]
    pub(super) labels: Option<Vec<WireLabel>>,
    #[serde(default)]
    pub(super) forms: Option<Vec<WireForm>>,
}

#[derive(Deserialize)]
pub(super) struct WireForm {
    #[serde(default)]
    pub(super) values: Vec<WireAnswer>,
}

#[derive(Deserialize)]
pub(super) struct WireAnswer {
    #[serde(rename = "fieldID")]
    pub(super) field_id: u64,
    #[serde(default)]
    pub(super) name: String,
    #[serde(default)]
    pub(super) value: Option<Pii<String>>,
}

/// What can be read of a record that cannot be read.
#[derive(Deserialize)]
pub(super) struct WireId {
    pub(super) id: u64,
}

#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct WireType {
    pub(super) id: u64,
    pub(super) name: String,
    #[serde(default = "yes")]
    pub(super) active: bool,
    #[serde(deserialize_with = "minutes")]
    pub(super) duration: u32,
    #[serde(default)]
    pub(super) price: Option<String>,
    #[serde(default)]
    pub(super) r#type: Option<String>,
    #[serde(default)]
    pub(super) padding_before: Option<u32>,
    #[serde(default)]
    pub(super) padding_after: Option<u32>,
    #[serde(rename = "calendarIDs", default)]
    pub(super) calendars: Vec<u64>,
    #[serde(rename = "formIDs", default)]
    pub(super) forms: Vec<u64>,
    #[serde(default)]
    pub(super) scheduling_url: Option<String>,
}

fn yes() -> bool {
    true
}

#[derive(Deserialize)]
pub(super) struct WireCalendar {
    pub(super) id: u64,
    pub(super) name: Pii<String>,
    /// Several addresses stand in it with commas between.
    #[serde(default)]
    pub(super) email: Option<Pii<String>>,
    #[serde(default)]
    pub(super) timezone: Option<String>,
}

#[derive(Clone, Deserialize)]
pub(super) struct WireFormRules {
    pub(super) id: u64,
    #[serde(default)]
    pub(super) fields: Vec<WireField>,
}

#[derive(Clone, Deserialize)]
pub(super) struct WireField {
    pub(super) id: u64,
    pub(super) name: String,
    #[serde(default)]
    pub(super) required: bool,
    #[serde(default)]
    pub(super) options: Option<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct WireMe {
    pub(super) id: u64,
    #[serde(default)]
    pub(super) email: Option<Pii<String>>,
    pub(super) timezone: String,
    #[serde(default)]
    pub(super) currency: Option<String>,
    #[serde(default)]
    pub(super) plan: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct WireTime {
    pub(super) time: String,
    #[serde(default)]
    pub(super) slots_available: Option<u32>,
}

#[derive(Deserialize)]
pub(super) struct WireDate {
    pub(super) date: chrono::NaiveDate,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct WireClass {
    #[serde(rename = "appointmentTypeID")]
    pub(super) appointment_type_id: u64,
    #[serde(rename = "calendarID")]
    pub(super) calendar_id: u64,
    pub(super) time: String,
    pub(super) slots_available: u32,
}

#[derive(Deserialize)]
pub(super) struct WireCheck {
    pub(super) valid: bool,
    #[serde(default)]
    pub(super) error: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct WireBlock {
    pub(super) start: String,
    pub(super) end: String,
    #[serde(rename = "calendarID")]
    pub(super) calendar_id: u64,
}

#[derive(Deserialize)]
pub(super) struct WireHook {
    pub(super) id: u64,
    pub(super) event: String,
    pub(super) target: String,
    #[serde(default)]
    pub(super) status: Option<String>,
}

/// Minutes as a number, as types have them, or as text, as appointments do.
fn minutes<'de, D: Deserializer<'de>>(d: D) -> Result<u32, D::Error> {
    struct MinutesVisitor;
    impl Visitor<'_> for MinutesVisitor {
        type Value = u32;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("whole minutes as a number or as text")
        }
        fn visit_u64<E: de::Error>(self, value: u64) -> Result<u32, E> {
            u32::try_from(value).map_err(|_| E::custom("whole minutes"))
        }
        fn visit_str<E: de::Error>(self, value: &str) -> Result<u32, E> {
            value.trim().parse().map_err(|_| E::custom("whole minutes"))
        }
    }
    d.deserialize_any(MinutesVisitor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minutes_are_a_number_or_text() {
        let kind = |duration: &str| {
            let text = format!(r#"{{"id":1,"name":"A","duration":{duration}}}"#);
            serde_json::from_str::<WireType>(&text).map(|kind| kind.duration)
        };
        assert_eq!((kind("50").unwrap(), kind("\"50\"").unwrap()), (50, 50));
        for wrong in ["\"fifty\"", "-5", "null", "5.5"] {
            assert!(kind(wrong).is_err(), "{wrong}");
        }
    }
}
