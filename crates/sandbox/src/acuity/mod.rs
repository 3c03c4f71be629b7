//! Acuity Scheduling's API: bare arrays, short error codes, and its ways with time.

mod account;
mod availability;
mod blocks;
mod booking;
mod clients;
mod control;
mod deliveries;
mod details;
mod directory;
mod hooks;
mod list;
mod model;
mod oauth;
mod params;
mod refused;
mod seed;
mod slots;
pub(crate) mod switches;
mod times;
mod wire;

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Utc};

pub(crate) use account::Account;
pub(crate) use control::control;

use crate::answer::Answer;
use crate::credentials::AcuityCredentials;
use crate::ready::Ready;
use crate::switches::{AcuityPlan, AcuityRateLimit, AcuityRetryAfter, AcuitySwitches};
use crate::vendor::Arrival;
use crate::world::World;
use params::Params;
use refused::Refused;

/// Requests per second, and at once, from one address.
const PER_SECOND: usize = 10;
const AT_ONCE: usize = 20;

/// What a request is carried out with.
struct Desk<'a> {
    account: &'a mut Account,
    switches: &'a AcuitySwitches,
    credentials: &'a AcuityCredentials,
    now: DateTime<Utc>,
    /// Action and appointment of what subscribers are told of.
    happened: Vec<(&'static str, u64)>,
}

/// The answer to credentials that are not good.
pub(crate) fn unauthorized() -> Answer {
    Refused::unauthorized().into()
}

/// Carries a request out.
pub(crate) fn answer(ready: &Ready, world: &mut World, arrival: &Arrival) -> Answer {
    let (now, instant) = (world.now(), world.instant());
    let switches = world.switches.acuity.clone();
    hooks::disable_given_up(world);
    let mut desk = Desk {
        account: &mut world.acuity,
        switches: &switches,
        credentials: &ready.credentials.acuity,
        now,
        happened: Vec::new(),
    };
    let answer = match desk.admit(arrival, instant) {
        Ok(()) => respond(&mut desk, arrival).unwrap_or_else(Answer::from),
        Err(busy) => busy,
    };
    let happened = std::mem::take(&mut desk.happened);
    if answer.committed {
        world.tick();
    }
    deliveries::tell(ready, world, &happened);
    answer
}

impl Desk<'_> {
    /// Lets a request in, or says how busy its address is.
    fn admit(&mut self, arrival: &Arrival, instant: std::time::Instant) -> Result<(), Answer> {
        if self.switches.rate_limit == AcuityRateLimit::Off {
            return Ok(());
        }
        let window = self
            .account
            .rates
            .entry(arrival.address().to_owned())
            .or_default();
        if arrival.in_flight <= AT_ONCE && window.admit(instant, PER_SECOND, Duration::from_secs(1)) {
            return Ok(());
        }
        let mut busy = Answer::from(Refused {
            status: 429,
            code: "too_many_requests",
            message: "Too many requests".to_owned(),
        });
        busy.retry_after = (self.switches.retry_after == AcuityRetryAfter::Sent).then_some(1);
        Err(busy)
    }

    fn check_caller(&self, arrival: &Arrival) -> Result<(), Refused> {
        let header = arrival.header("authorization").unwrap_or_default();
        let good = match header.split_once(' ') {
            Some(("Basic", encoded)) => STANDARD.decode(encoded).is_ok_and(|plain| {
                plain == format!("{}:{}", self.credentials.user_id, self.credentials.api_key).into_bytes()
            }),
            Some(("Bearer", token)) => self.account.grants.accepts(token),
            _ => false,
        };
        if !good {
            return Err(Refused::unauthorized());
        }
        if self.switches.plan == AcuityPlan::Gated {
            return Err(Refused {
                status: 403,
                code: "forbidden",
                message: "API access is only available on Powerhouse plans.".to_owned(),
            });
        }
        Ok(())
    }
}

fn respond(desk: &mut Desk<'_>, arrival: &Arrival) -> Result<Answer, Refused> {
    let path = arrival.path.as_str();
    if let Some(step) = path.strip_prefix("/oauth2/") {
        return oauth::answer(desk, arrival, step);
    }
    let unknown = || Refused::not_found(&format!("The path {path}"));
    let below = path.strip_prefix("/api/v1/").ok_or_else(unknown)?;
    let params = Params::read(arrival)?;
    if below == "meta" {
        return Ok(directory::meta());
    }
    desk.check_caller(arrival)?;
    let parts: Vec<&str> = below.split('/').collect();
    match (arrival.method.as_str(), parts.as_slice()) {
        ("GET", ["appointments"]) => list::list(desk, &params),
        ("POST", ["appointments"]) => booking::create(desk, &params, arrival),
        ("GET", ["appointments", id]) => list::get(desk, id),
        ("PUT", ["appointments", id]) => details::update(desk, &params, id, arrival),
        ("PUT", ["appointments", id, "reschedule"]) => booking::reschedule(desk, &params, id, arrival),
        ("PUT", ["appointments", id, "cancel"]) => booking::cancel(desk, &params, id, arrival),
        ("GET", ["appointments", id, "payments"]) => list::payments(desk, id),
        ("GET", ["availability", "dates"]) => slots::dates(desk, &params),
        ("GET", ["availability", "times"]) => slots::times(desk, &params),
        ("GET", ["availability", "classes"]) => slots::classes(desk, &params),
        ("POST", ["availability", "check-times"]) => slots::check(desk, arrival),
        ("GET", ["blocks"]) => blocks::list(desk, &params),
        ("POST", ["blocks"]) => blocks::create(desk, arrival),
        ("GET", ["blocks", id]) => blocks::get(desk, id),
        ("DELETE", ["blocks", id]) => blocks::delete(desk, id),
        ("GET", ["clients"]) => Ok(clients::list(desk, &params)),
        ("POST", ["clients"]) => clients::create(desk, arrival),
        ("PUT", ["clients"]) => clients::update(desk, &params, arrival),
        ("DELETE", ["clients"]) => clients::delete(desk, &params),
        ("GET", ["webhooks"]) => Ok(hooks::list(desk)),
        ("POST", ["webhooks"]) => hooks::create(desk, arrival),
        ("DELETE", ["webhooks", id]) => hooks::delete(desk, id),
        ("GET", ["certificates"]) => Ok(directory::certificates(desk)),
        ("GET", ["certificates", "check"]) => directory::check_certificate(desk, &params),
        ("GET", [one]) => directory::answer(desk, one, &params).unwrap_or_else(|| Err(unknown())),
        (
            _,
            [
                "appointments" | "availability" | "blocks" | "clients" | "webhooks" | "certificates",
                ..,
            ],
        ) => Err(Refused::method()),
        (_, [one]) if directory::NAMES.contains(one) => Err(Refused::method()),
        _ => Err(unknown()),
    }
}
