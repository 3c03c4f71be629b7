//! What the lanes of appointment schedulers work on, the same in every language: see `providers_material.py` and `.mjs`.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::json;
use sha2::Sha256;

use crate::failure::Failure;
use crate::task::{Signature, digest};

/// What the senders sign with.
pub(crate) const KEY: &str = "an-invented-key-of-some-length-0";

/// A Thursday at 14:00 UTC; what is made lies after it.
pub(crate) const BASE: i64 = 1_900_000_800;

/// A webhook as it came.
pub(crate) struct Delivery {
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

pub(crate) fn key_in_base64() -> String {
    STANDARD.encode(KEY)
}

fn sign(parts: &[&[u8]]) -> Result<[u8; 32], Failure> {
    let mut mac = Hmac::<Sha256>::new_from_slice(KEY.as_bytes())
        .map_err(|error| Failure::new(format!("no key: {error}")))?;
    for part in parts {
        mac.update(part);
    }
    Ok(mac.finalize().into_bytes().into())
}

pub(crate) fn deliveries(scheme: Signature, count: usize, now: i64) -> Result<Vec<Delivery>, Failure> {
    (0..count).map(|n| delivery(scheme, n, now)).collect()
}

fn delivery(scheme: Signature, n: usize, now: i64) -> Result<Delivery, Failure> {
    let mut signed = format!(r#"{{"event":"invitee.created","n":"{n:08}","filler":""#).into_bytes();
    signed.resize(1022, b'x');
    signed.extend(br#""}"#);
    let stamp = now.to_string();
    let headers = match scheme {
        Signature::Standard => {
            let id = format!("msg_{n}");
            let mac = sign(&[id.as_bytes(), b".", stamp.as_bytes(), b".", &signed])?;
            vec![
                ("webhook-id", id),
                ("webhook-timestamp", stamp),
                ("webhook-signature", format!("v1,{}", STANDARD.encode(mac))),
            ]
        }
        Signature::Acuity => vec![("X-Acuity-Signature", STANDARD.encode(sign(&[&signed])?))],
        Signature::Calendly => {
            let mac = sign(&[stamp.as_bytes(), b".", &signed])?;
            let hex = mac.iter().fold(String::new(), |mut hex, byte| {
                let _ = write!(hex, "{byte:02x}");
                hex
            });
            vec![("Calendly-Webhook-Signature", format!("t={stamp},v1={hex}"))]
        }
    };
    let body = match n % 10 {
        0 => String::from_utf8_lossy(&signed)
            .replace("created", "deleted")
            .into_bytes(),
        _ => signed,
    };
    Ok(Delivery {
        headers: headers
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect(),
        body,
    })
}

/// Which deliveries were found genuine, as it is compared.
pub(crate) fn genuine(found: &[bool]) -> String {
    digest(
        found
            .iter()
            .enumerate()
            .map(|(n, genuine)| format!("{n}:{genuine}"))
            .collect(),
    )
}

/// An answer of Acuity.
pub(crate) fn appointments(rows: usize) -> String {
    let rows: Vec<_> = (0..rows)
        .map(|n| {
            let at = chrono::DateTime::from_timestamp(BASE + n as i64 * 1_800, 0).unwrap_or_default();
            let minutes = 30 + 15 * (n % 5);
            json!({
                "id": 1_000_000 + n,
                "firstName": "Alpha",
                "lastName": format!("Testclient {n}"),
                "phone": format!("30355501{:02}", n % 100),
                "email": format!("client{n}@example.invalid"),
                "date": at.format("%B %-d, %Y").to_string(),
                "time": at.format("%-I:%M%P").to_string(),
                "datetimeCreated": "2030-01-01T08:00:00-0700",
                "datetime": at.format("%Y-%m-%dT%H:%M:%S+0000").to_string(),
                "price": "80.00",
                "paid": "no",
                "amountPaid": "0.00",
                "type": "Home visit",
                "appointmentTypeID": 51_000_001 + n % 4,
                "classID": null,
                "category": "",
                "duration": minutes.to_string(),
                "calendar": format!("Calendar {}", n % 20),
                "calendarID": 7_100_001 + n % 20,
                "location": "",
                "notes": "Rings twice.",
                "timezone": "America/Denver",
                "calendarTimezone": "America/Denver",
                "canceled": false,
                "canClientCancel": true,
                "canClientReschedule": true,
                "labels": null,
                "forms": [{"id": 1, "name": "Intake", "values": [
                    {"value": "yes", "name": "Stairs?", "fieldID": 11, "id": n},
                    {"value": "", "name": "Pets", "fieldID": 12, "id": n + 1}
                ]}],
                "formsText": "Intake"
            })
        })
        .collect();
    serde_json::Value::from(rows).to_string()
}

/// An appointment in a calendar.
pub(crate) struct Booked {
    pub(crate) calendar: u32,
    /// Seconds since 1970.
    pub(crate) start: i64,
    pub(crate) end: i64,
}

pub(crate) fn booked(count: usize, calendars: usize) -> Vec<Booked> {
    // In slots of five minutes; as many appointments to a slot however many there are.
    let span = (count * 17_280 / 100_000).max(288);
    (0..count)
        .map(|n| {
            let slot = (n * 7_919 + n / calendars * 104_729) % span;
            let start = BASE + slot as i64 * 300;
            Booked {
                calendar: u32::try_from(n % calendars).unwrap_or(u32::MAX),
                start,
                end: start + 60 * (30 + 15 * (n % 5) as i64),
            }
        })
        .collect()
}
