//! One program, three schedulers: books an appointment, moves it and calls it off at each.
//!
//! Start `careweave sandbox`, set `CAREWEAVE_SANDBOX_CONTROL` to the address of its control port, and run it.

use std::sync::Arc;

use careweave::http::{Clock as _, ReqwestConfig, ReqwestTransport, SystemClock, TokioSleep};
use careweave::providers::model::{CancelledBy, Client, ProviderKind, Slot};
use careweave::providers::registry::{Effects, ProviderConfig};
use careweave::providers::request::{Cancellation, Consent, NewAppointment, NewTime, SlotQuery};
use careweave::providers::{Effect, Provider};
use careweave::types::ids::IntegrationId;
use careweave::types::{AgencyZone, IdempotencyKey, TimeWindow};
use chrono::TimeDelta;
use serde_json::Value;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

#[tokio::main]
async fn main() -> Outcome<()> {
    let control = std::env::var("CAREWEAVE_SANDBOX_CONTROL")?;
    let ready: Value = reqwest::get(format!("{control}/_sandbox/ready"))
        .await?
        .json()
        .await?;
    let effects = Effects::new(
        Arc::new(ReqwestTransport::new(ReqwestConfig::default())?),
        Arc::new(SystemClock::new()),
        Arc::new(TokioSleep),
    );
    for service in ["acuity", "calendly", "ninsaude"] {
        let provider = Provider::from_config(&settings(&ready, service)?, &effects)?;
        let account = provider.verify().await?;
        println!(
            "{service}: account {}, times in {}",
            account.account_id, account.default_zone
        );
        book_move_and_cancel(&provider, &account.default_zone, &ready).await?;
    }
    Ok(())
}

/// What a host would keep per connected account: here, what the sandbox says.
fn settings(ready: &Value, service: &str) -> Outcome<ProviderConfig> {
    let mut config = ProviderConfig::new(ProviderKind::from(service), IntegrationId::new("example")?)
        .with("base_url", text(&ready[service]));
    let keys: &[&str] = match service {
        "acuity" => &["user_id", "api_key"],
        "calendly" => &["token"],
        _ => &["account", "username", "password", "account_unit"],
    };
    for key in keys {
        config = config.with(*key, text(&ready["credentials"][service][*key]));
    }
    if service == "ninsaude" {
        // Nothing on this service's wire says a zone.
        let zones = format!(
            "1=America/Sao_Paulo,2=America/Rio_Branco,3={}",
            text(&ready["zone"])
        );
        config = config.with("units", zones);
    }
    Ok(config)
}

async fn book_move_and_cancel(provider: &Provider, zone: &AgencyZone, ready: &Value) -> Outcome<()> {
    let now = SystemClock::new().now();
    let week = TimeWindow::new(now + TimeDelta::days(5), now + TimeDelta::days(12))?;
    let (first, second) = two_slots(provider, zone, week).await?;
    let client = Client::of_parts("Alpha", "Testclient")
        .with_email("alpha@example.invalid")
        .with_phone("3035550100");
    let new = NewAppointment::in_slot(&first, zone.clone(), client).with_consent(Consent {
        given_at: now,
        terms: "terms of the example".to_owned(),
    });
    // The keys are the host's names for its decisions: sent again, nothing is done twice.
    let name = |what: &str| IdempotencyKey::new(&format!("example/{}/{what}", text(&ready["seed"])));
    let booked = provider.create(&new, &name("book")?).await?.appointment;
    println!(
        "  booked    {}  {}",
        zone.display_window(&booked.window),
        booked.status()
    );

    let to = NewTime::at(second.window.start());
    let moved = provider.reschedule(booked.id(), &to, &name("move")?).await?;
    let how = match moved.effect {
        Effect::Replaced { .. } => "a new record",
        _ => "the same record",
    };
    println!(
        "  moved     {}  {how}",
        zone.display_window(&moved.appointment.window)
    );

    let cancellation = Cancellation::by(CancelledBy::Host);
    let left = provider
        .cancel(moved.appointment.id(), &cancellation, &name("cancel")?)
        .await?;
    println!("  cancelled {}", left.appointment.status());
    Ok(())
}

/// The first and the last free time of that week, of the first type that has two: far enough apart for any buffer.
async fn two_slots(provider: &Provider, zone: &AgencyZone, week: TimeWindow) -> Outcome<(Slot, Slot)> {
    for kind in provider.appointment_types().await? {
        if !kind.active {
            continue;
        }
        let query = SlotQuery::new(kind.id, week, zone.clone());
        let slots = provider.slots(&query).await?;
        let Some(first) = slots.first() else {
            continue;
        };
        let later = slots.iter().rev().find(|slot| {
            !slot.window.overlaps(&first.window)
                && (&slot.calendar, &slot.unit) == (&first.calendar, &first.unit)
        });
        if let Some(later) = later {
            return Ok((first.clone(), later.clone()));
        }
    }
    Err("no type has two free times in that week".into())
}

/// A JSON string, or another value as it is written.
fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
