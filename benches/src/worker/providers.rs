//! Ours, as a program in Rust uses it.

use std::collections::BTreeMap;
use std::time::Instant;

use careweave_scheduling_providers::across::{Claim, ConflictIndex};
use careweave_scheduling_providers::acuity::Archive;
use careweave_scheduling_providers::model::Buffers;
use careweave_types::ids::IntegrationId;
use careweave_types::{AgencyZone, TimeWindow};
use careweave_webhooks::{Delivery, Scheme, Secret, verify};
use chrono::{DateTime, Utc};

use super::deliveries::{self, KEY, key_in_base64};
use crate::failure::Failure;
use crate::task::{Answer, Signature, Task, digest};

pub(super) fn carry_out(task: &Task) -> Result<Answer, Failure> {
    match task {
        Task::VerifySignatures {
            scheme,
            deliveries,
            now,
        } => verify_signatures(*scheme, *deliveries, *now),
        Task::DecodeAppointments { rows } => decode_appointments(*rows),
        Task::FindConflicts {
            appointments,
            calendars,
        } => find_conflicts(*appointments, *calendars),
        _ => Err(Failure::new("this lane does not talk to WellSky")),
    }
}

fn verify_signatures(signature: Signature, count: usize, now: i64) -> Result<Answer, Failure> {
    let came = deliveries::deliveries(signature, count, now)?;
    let scheme = match signature {
        Signature::Standard => Scheme::standard([Secret::standard(&key_in_base64())?])?,
        Signature::Acuity => Scheme::acuity([Secret::new(KEY)?])?,
        Signature::Calendly => Scheme::calendly([Secret::new(KEY)?])?,
    };
    let now = instant(now)?;
    let headers: Vec<Vec<(&str, &str)>> = came
        .iter()
        .map(|delivery| {
            delivery
                .headers
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_str()))
                .collect()
        })
        .collect();
    let begun = Instant::now();
    let found: Vec<bool> = came
        .iter()
        .zip(&headers)
        .map(|(delivery, headers)| {
            let delivery = Delivery {
                headers,
                body: &delivery.body,
            };
            verify(&scheme, &delivery, now).is_ok()
        })
        .collect();
    let seconds = begun.elapsed().as_secs_f64();
    answer(seconds, [("genuine", deliveries::genuine(&found))])
}

fn decode_appointments(rows: usize) -> Result<Answer, Failure> {
    let body = deliveries::appointments(rows);
    let zone = AgencyZone::new("America/Denver")?;
    let archive = Archive::new(IntegrationId::new("main")?, zone);
    let now = instant(deliveries::BASE)?;
    let begun = Instant::now();
    let (appointments, failures) = archive.appointments(body.as_bytes(), now)?;
    let seconds = begun.elapsed().as_secs_f64();
    if !failures.is_empty() {
        return Err(Failure::new(format!("{} rows were not read", failures.len())));
    }
    let lines = appointments
        .iter()
        .map(|appointment| {
            let client = appointment.client.as_ref();
            let email = client.and_then(|client| client.email.as_ref());
            format!(
                "{}|{}|{}|{}|{}",
                appointment.id(),
                appointment.start().timestamp(),
                appointment.end().timestamp(),
                appointment
                    .calendars
                    .first()
                    .map_or("-", |calendar| calendar.id.as_str()),
                email.map_or("-", |email| email.expose().as_str())
            )
        })
        .collect();
    answer(
        seconds,
        [
            ("count", appointments.len().to_string()),
            ("appointments", digest(lines)),
        ],
    )
}

fn find_conflicts(count: usize, calendars: usize) -> Result<Answer, Failure> {
    let claims = deliveries::booked(count, calendars)
        .into_iter()
        .enumerate()
        .map(|(id, booked)| {
            Ok(Claim {
                who: booked.calendar,
                id,
                window: TimeWindow::new(instant(booked.start)?, instant(booked.end)?)?,
                buffers: Buffers::default(),
            })
        })
        .collect::<Result<Vec<_>, Failure>>()?;
    let begun = Instant::now();
    let conflicts = ConflictIndex::new(claims).conflicts();
    let seconds = begun.elapsed().as_secs_f64();
    let pairs = conflicts
        .iter()
        .map(|conflict| {
            let (a, b) = (conflict.first, conflict.second);
            format!("{}|{}", a.min(b), a.max(b))
        })
        .collect();
    answer(
        seconds,
        [("count", conflicts.len().to_string()), ("pairs", digest(pairs))],
    )
}

fn instant(seconds: i64) -> Result<DateTime<Utc>, Failure> {
    DateTime::from_timestamp(seconds, 0).ok_or_else(|| Failure::new("not an instant"))
}

fn answer<const N: usize>(seconds: f64, parts: [(&str, String); N]) -> Result<Answer, Failure> {
    Ok(Answer {
        seconds,
        parts: parts
            .into_iter()
            .map(|(name, part)| (name.to_owned(), part))
            .collect(),
        sample: None,
        counted: BTreeMap::new(),
    })
}
