//! The rules of fields that their types do not hold.

use careweave_types::{Error, Result};
use chrono::{DateTime, Datelike, Utc};

use super::{Body, Event};

pub(super) fn check(event: &Event) -> Result<()> {
    within("at", event.at)?;
    if let Some(recorded_at) = event.recorded_at {
        within("recorded_at", recorded_at)?;
    }
    let rule = |holds: bool, field: &'static str, rule: &'static str| {
        if holds {
            Ok(())
        } else {
            Err(refuse(event, field, rule))
        }
    };
    let not_negative =
        "must not be negative; a wrong amount is corrected by the same id with a later recorded_at";
    match &event.body {
        Body::ClientBilled(bill) => rule(bill.revenue_minor >= 0, "revenue_minor", not_negative)?,
        Body::Spent(spent) => rule(spent.amount_minor >= 0, "amount_minor", not_negative)?,
        Body::CallCharged(charge) => rule(charge.amount_minor >= 0, "amount_minor", not_negative)?,
        Body::CaregiverRated(rated) => rule(
            (100..=500).contains(&rated.hundredths),
            "hundredths",
            "must be between 100 and 500, one to five stars",
        )?,
        Body::AppointmentBooked(booked) => {
            within("scheduled_at", booked.scheduled_at)?;
            rule(
                booked.price_minor.is_none_or(|price| price >= 0),
                "price_minor",
                not_negative,
            )?;
            rule(
                booked.price_minor.is_none() || booked.currency.is_some(),
                "currency",
                "must be given with a price",
            )?;
        }
        Body::AppointmentMoved(moved) => within("scheduled_at", moved.scheduled_at)?,
        Body::ShiftOpened(opened) => within("starts_at", opened.starts_at)?,
        _ => {}
    }
    Ok(())
}

fn refuse(event: &Event, field: &'static str, rule: &'static str) -> Error {
    Error::invalid("event.check", field, rule)
        .with("event", event.id.as_str())
        .with("kind", event.body.kind())
}

/// Within these years the arithmetic of reports cannot leave its range.
fn within(field: &'static str, instant: DateTime<Utc>) -> Result<()> {
    if (1900..2200).contains(&instant.year()) {
        return Ok(());
    }
    Err(Error::invalid(
        "event.check",
        field,
        "must lie in the years 1900 to 2199",
    ))
}
