//! What Acuity's refusals mean.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use careweave_http::Transport;
use careweave_types::{Delivery, Error, ErrorKind, Result};
use serde::Deserialize;

use crate::problem::{PolicyBound, Problem};

/// Codes, the problem they stand for, and a sentence of ours. The vendor's own may be empty or quote what was sent.
/// Source: the vendor's page on errors and the reference of create, reschedule and cancel.
const CODES: &[(&str, Problem, &str)] = &[
    ("not_available", Problem::SlotTaken, "the time is not available"),
    (
        "no_available_calendar",
        Problem::SlotTaken,
        "no calendar has the time",
    ),
    (
        "not_available_min_hours_in_advance",
        Problem::OutsidePolicy(PolicyBound::TooClose),
        "the time is sooner than the account takes bookings",
    ),
    (
        "not_available_max_days_in_advance",
        Problem::OutsidePolicy(PolicyBound::TooFar),
        "the time is later than the account takes bookings",
    ),
    (
        "reschedule_too_close",
        Problem::OutsidePolicy(PolicyBound::TooClose),
        "it is too late to move the appointment",
    ),
    (
        "cancel_too_close",
        Problem::OutsidePolicy(PolicyBound::TooClose),
        "it is too late to call the appointment off",
    ),
    (
        "reschedule_not_allowed",
        Problem::NotAllowed,
        "clients may not move this appointment",
    ),
    (
        "reschedule_series",
        Problem::NotAllowed,
        "an appointment of a series cannot be moved by itself",
    ),
    (
        "reschedule_canceled",
        Problem::NotAllowed,
        "the appointment was called off",
    ),
    (
        "cancel_not_allowed",
        Problem::NotAllowed,
        "clients may not call this appointment off",
    ),
];

/// Codes that complain about one field of a request, and the field.
const FIELDS: &[(&str, &str)] = &[
    ("required_first_name", "client.first"),
    ("required_last_name", "client.last"),
    ("required_email", "client.email"),
    ("invalid_email", "client.email"),
    ("invalid_fields", "answers"),
    ("required_field", "answers"),
    ("required_appointment_type_id", "appointment_type"),
    ("invalid_appointment_type", "appointment_type"),
    ("invalid_calendar", "calendar"),
    ("required_datetime", "start"),
    ("invalid_datetime", "start"),
    ("invalid_timezone", "zone"),
    ("invalid_certificate", "options.certificate"),
    ("expired_certificate", "options.certificate"),
    ("certificate_uses", "options.certificate"),
    ("invalid_certificate_type", "options.certificate"),
];

/// A place for the code of a refusal, carried in the extensions of a request: clones share it.
#[derive(Clone, Debug, Default)]
pub(super) struct Ear(Arc<Mutex<Option<String>>>);

impl Ear {
    pub(super) fn heard(&self) -> Option<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn hear(&self, code: Option<String>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = code;
    }
}

/// A transport that keeps the code of a refusal for whoever asked.
#[derive(Debug)]
pub(super) struct Answers(pub(super) Arc<dyn Transport>);

#[async_trait]
#[deny(clippy::missing_trait_methods)]
impl Transport for Answers {
    async fn send(&self, request: http::Request<Bytes>, within: Duration) -> Result<http::Response<Bytes>> {
        let ear = request.extensions().get::<Ear>().cloned();
        let response = self.0.send(request, within).await?;
        if let Some(ear) = ear {
            let refused = !response.status().is_success();
            ear.hear(refused.then(|| code(response.body())).flatten());
        }
        Ok(response)
    }
}

/// The code in an error body, if it is a word and nothing else.
fn code(body: &[u8]) -> Option<String> {
    #[derive(Deserialize)]
    struct Said {
        error: String,
    }
    let code = serde_json::from_slice::<Said>(body).ok()?.error;
    let is_word = (1..=64).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    is_word.then_some(code)
}

/// The error that the code of a refusal makes of `error`.
pub(super) fn explained(error: Error, code: Option<&str>) -> Error {
    match error.kind() {
        ErrorKind::Forbidden => return Problem::PlanGated.mark(error),
        ErrorKind::Unauthenticated => return Problem::ReauthRequired.mark(error),
        ErrorKind::Rejected => {}
        _ => return error,
    }
    let Some(code) = code else {
        return error;
    };
    if let Some((_, problem, sentence)) = CODES.iter().find(|(known, ..)| *known == code) {
        let mut explained = problem
            .error("acuity.refused", *sentence)
            .with_operation(error.operation().to_owned())
            .with_delivery(Delivery::Answered)
            .with("code", code);
        if let Some(status) = error.http_status() {
            explained = explained.with_http_status(status);
        }
        if let Some(id) = error.request_id() {
            explained = explained.with_request_id(id);
        }
        return explained;
    }
    let error = error.with("code", code);
    match FIELDS.iter().find(|(known, _)| *known == code) {
        Some((_, field)) => error.with("field", *field),
        None => error,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rejected() -> Error {
        Error::new(
            ErrorKind::Rejected,
            "appointments.create",
            "the other side refused the request",
        )
        .with_http_status(400)
    }

    #[test]
    fn every_code_becomes_the_problem_it_stands_for_although_the_status_is_always_400() {
        for (code, problem, _) in CODES {
            let error = explained(rejected(), Some(code));
            assert_eq!(Problem::of(&error), Some(*problem), "{code}");
            assert_eq!(error.http_status(), Some(400));
            assert_eq!(error.operation(), "appointments.create");
            assert!(!error.message().is_empty());
        }
        for (code, field) in FIELDS {
            let error = explained(rejected(), Some(code));
            assert_eq!(
                (error.get("field"), error.kind()),
                (Some(*field), ErrorKind::Rejected)
            );
        }
    }

    #[test]
    fn a_code_is_a_word_or_it_is_not_repeated() {
        assert_eq!(
            code(br#"{"error":"not_available","message":""}"#).as_deref(),
            Some("not_available")
        );
        for body in [
            &br#"{"error":"Alpha Testclient"}"#[..],
            b"{}",
            b"<html>",
            br#"{"error":7}"#,
        ] {
            assert_eq!(code(body), None);
        }
    }
}
