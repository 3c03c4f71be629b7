//! The definitions of each report, on small logs that can be counted by hand.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod appointments;
mod churn;
mod evv;
mod fairness;
mod filling;
mod funnel;
mod messaging;
mod recruiting;
mod referral;
#[path = "../support/mod.rs"]
mod support;
mod telephony;

/// What the tests of every report are written with.
mod given {
    pub(crate) use careweave_insights::event::words::*;
    pub(crate) use careweave_insights::event::*;
    pub(crate) use careweave_insights::measure::WhyNull;
    pub(crate) use careweave_insights::reports::churn::{ChurnReason, RetentionTask};
    pub(crate) use careweave_insights::reports::*;
    pub(crate) use careweave_insights::{Fold, report};
    pub(crate) use careweave_types::{ClientStatus, Currency, Payer};
    pub(crate) use chrono::{DateTime, Duration, Utc};

    pub(crate) use crate::support::{Log, all, at, denver, key};

    pub(crate) fn day(n: i64) -> DateTime<Utc> {
        at("2026-01-05T18:00:00Z") + Duration::days(n)
    }
}
