//! What Calendly's refusals mean.

use careweave_types::{Delivery, Error, ErrorKind};

use super::answers::Said;
use crate::problem::Problem;

/// `fresh` with the circumstances of `error`.
pub(super) fn like(error: &Error, fresh: Error) -> Error {
    let mut fresh = fresh.with_delivery(error.delivery());
    if let Some(status) = error.http_status() {
        fresh = fresh.with_http_status(status);
    }
    if let Some(id) = error.request_id() {
        fresh = fresh.with_request_id(id);
    }
    if let Some(wait) = error.retry_after() {
        fresh = fresh.with_retry_after(wait);
    }
    fresh
}

/// The error a call ended with, with the problem that its answer stands for.
pub(super) fn explain(error: Error, said: &Said, operation: &'static str) -> Error {
    let problem = |problem: Problem, message: &str| like(&error, problem.error(operation, message));
    match error.http_status() {
        // What was heard belongs to the last attempt; an error without a status is not about it.
        None => error,
        Some(401) => problem(
            Problem::ReauthRequired,
            "the token was refused: issue a new one, or connect the account again",
        ),
        Some(403) if said.upgrade => problem(Problem::PlanGated, "the account's plan does not include this"),
        Some(403) if said.scope.is_some() => {
            let scope = said.scope.clone().unwrap_or_default();
            problem(Problem::MissingScope, "the token lacks a scope").with("scope", scope)
        }
        Some(403) if said.already_cancelled => {
            problem(Problem::NotAllowed, "the meeting is cancelled already")
        }
        Some(424) => problem(
            Problem::UpstreamCalendar,
            "the host's calendar could not be reached",
        ),
        Some(400) if said.code.as_deref() == Some("already_filled") => {
            problem(Problem::SlotTaken, "the time is not available any more")
        }
        Some(400..=422) if error.kind() == ErrorKind::Rejected && error.get("field").is_none() => {
            match said.parameters.first() {
                Some(parameter) => error.with("field", parameter.clone()),
                None => error,
            }
        }
        Some(_) => error,
    }
}

/// An answer that breaks the contract, at `field`.
pub(super) fn contract(operation: &'static str, field: impl Into<String>, rule: &str) -> Error {
    Problem::Contract
        .error(operation, rule)
        .with("field", field)
        .with_delivery(Delivery::Answered)
}
