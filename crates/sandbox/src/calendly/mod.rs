//! Calendly's API, and the OAuth server beside it.

mod asked;
mod availability;
mod booking;
mod events;
mod hooks;
mod limits;
mod model;
mod no_shows;
mod oauth;
mod person;
mod refused;
mod seed;
pub(crate) mod switches;
mod tokens;
mod wire;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use crate::answer::{Answer, Refusal};
use crate::config::SandboxConfig;
use crate::credentials::Credentials;
use crate::ready::Ready;
use crate::switches::{CalendlyCreateAnswer, CalendlyLimitBody, CalendlyPlan};
use crate::vendor::Arrival;
use crate::world::World;
use asked::Asked;
use booking::Shape;
use hooks::Hooks;
use limits::{Left, Limits};
use model::Book;
use refused::Refused;
use tokens::{Grant, Tokens};
use wire::Wire;

const SURFACE: &str = "calendly";

/// All that the account is at the moment.
pub(crate) struct Account {
    book: Book,
    tokens: Tokens,
    limits: Limits,
    hooks: Hooks,
}

impl Account {
    pub(crate) fn seeded(config: &SandboxConfig) -> Self {
        let keys = Credentials::for_seed(config.seed).calendly;
        Self {
            book: Book::seeded(config),
            tokens: Tokens::new(config.seed, keys.token),
            limits: Limits::default(),
            hooks: Hooks::default(),
        }
    }

    /// Hands what happened to the deliveries.
    fn tell(world: &mut World, base: &str) {
        let now = world.now();
        let account = &mut world.calendly;
        let mut notices = Vec::new();
        for (what, invitee, at) in std::mem::take(&mut account.book.happened) {
            let wire = Wire {
                book: &account.book,
                base,
                now,
            };
            notices.extend(account.hooks.notices(&wire, what, invitee, at));
        }
        for notice in &notices {
            world.notify(notice);
        }
    }
}

/// Refuses the token of a request from now on.
pub(crate) fn expire(world: &mut World, arrival: &Arrival) -> Answer {
    if let Some(token) = bearer(arrival) {
        world.calendly.tokens.expire(token);
    }
    Refused::unauthenticated().into()
}

fn bearer(arrival: &Arrival) -> Option<&str> {
    arrival.header("authorization")?.strip_prefix("Bearer ")
}

/// Carries a request out.
pub(crate) fn answer(ready: &Ready, world: &mut World, arrival: &Arrival) -> Answer {
    let (now, instant) = (world.now(), world.instant());
    let given_up = world.deliveries.take_given_up(SURFACE);
    world.calendly.hooks.disable(&given_up, now);
    if let Some(path) = arrival.path.strip_prefix("/oauth/") {
        let desk = oauth::Desk {
            keys: &ready.credentials.calendly,
            base: &ready.calendly,
            instant,
            now,
        };
        return match (path, arrival.method.as_str()) {
            ("authorize", "GET") => world.calendly.authorize(&desk, arrival),
            ("token", "POST") => world.calendly.exchange(&desk, arrival),
            ("introspect", "POST") => world.calendly.introspect(&desk, arrival),
            ("revoke", "POST") => world.calendly.revoke(&desk, arrival),
            _ => Refused::not_found().into(),
        };
    }
    let grant = bearer(arrival).and_then(|token| world.calendly.tokens.accept(token, instant));
    let Some(grant) = grant else {
        return Refused::unauthenticated().into();
    };
    let plan = world.switches.calendly.plan;
    let left = world.calendly.limits.call(grant.user, plan, instant);
    if left.exceeded {
        return limited(world, left);
    }
    let (answer, left) = respond(ready, world, arrival, &grant, left);
    if answer.committed {
        world.tick();
        Account::tell(world, &ready.calendly);
    }
    with_limits(answer, left, plan)
}

fn with_limits(answer: Answer, left: Left, plan: CalendlyPlan) -> Answer {
    let tier = match plan {
        CalendlyPlan::Free => "free",
        CalendlyPlan::Trial => "trial",
        CalendlyPlan::Paid => "paid",
        CalendlyPlan::Enterprise => "enterprise",
    };
    answer
        .with_header("x-ratelimit-limit", left.limit.to_string())
        .with_header("x-ratelimit-remaining", left.remaining.to_string())
        .with_header("x-ratelimit-reset", left.reset.to_string())
        .with_header("x-ratelimit-tier", tier)
        // The vendor's holds a part made from the token, so nobody may print it.
        .with_header("x-ratelimit-key", "sandbox-derived-from-the-token")
}

fn limited(world: &World, left: Left) -> Answer {
    let body = match world.switches.calendly.limit_body {
        CalendlyLimitBody::Said => {
            json!({"title": "Too Many Requests", "message": "The rate limit was exceeded."})
        }
        CalendlyLimitBody::Empty => json!({}),
    };
    let refused = Left { remaining: 0, ..left };
    with_limits(Answer::json(429, &body), refused, world.switches.calendly.plan)
}

/// The answer, and the limit that its headers speak of.
fn respond(ready: &Ready, world: &mut World, arrival: &Arrival, grant: &Grant, left: Left) -> (Answer, Left) {
    let plan = world.switches.calendly.plan;
    let path: Vec<&str> = arrival.path.trim_start_matches('/').split('/').collect();
    let books = path == ["invitees"] && arrival.method == "POST" && grant.allows("scheduled_events:write");
    if books && plan != CalendlyPlan::Free {
        let instant = world.instant();
        let left = world.calendly.limits.booking(grant.user, plan, instant);
        if left.exceeded {
            return (limited(world, left), left);
        }
        return (
            carry_out(ready, world, arrival, grant, &path).unwrap_or_else(Answer::from),
            left,
        );
    }
    (
        carry_out(ready, world, arrival, grant, &path).unwrap_or_else(Answer::from),
        left,
    )
}

/// The scope that a path takes, by its first part and whether it is only read.
fn scope_of(path: &[&str], method: &str) -> Option<&'static str> {
    let reads = method == "GET";
    let either = |read, write| if reads { read } else { write };
    Some(match *path.first()? {
        "users" => "users:read",
        "organization_memberships" => "organizations:read",
        "event_types" | "event_type_available_times" => "event_types:read",
        "user_busy_times" | "user_availability_schedules" => "availability:read",
        "scheduled_events" | "invitee_no_shows" => either("scheduled_events:read", "scheduled_events:write"),
        "invitees" => "scheduled_events:write",
        "webhook_subscriptions" => either("webhooks:read", "webhooks:write"),
        "sample_webhook_data" => "webhooks:read",
        _ => return None,
    })
}

fn carry_out(
    ready: &Ready,
    world: &mut World,
    arrival: &Arrival,
    grant: &Grant,
    path: &[&str],
) -> Result<Answer, Refused> {
    let method = arrival.method.as_str();
    let scope = scope_of(path, method).ok_or_else(Refused::not_found)?;
    if !grant.allows(scope) {
        return Err(Refused::scope(scope));
    }
    match method {
        "GET" => read(ready, world, arrival, grant, path),
        "POST" | "DELETE" => write(ready, world, arrival, grant, path),
        _ => Err(Refused::method()),
    }
}

fn read(
    ready: &Ready,
    world: &World,
    arrival: &Arrival,
    grant: &Grant,
    path: &[&str],
) -> Result<Answer, Refused> {
    let account = &world.calendly;
    let book = &account.book;
    let asked = Asked::read(arrival, &ready.calendly)?;
    let wire = Wire {
        book,
        base: &ready.calendly,
        now: world.now(),
    };
    let resource = |value: Value| Ok(Answer::json(200, &json!({ "resource": value })));
    let failing = |uuid: &str| world.deliveries.failing_since(SURFACE, &uuid.into());
    match *path {
        ["users", "me"] => resource(wire.user(grant.user)),
        ["users", uuid] => resource(wire.user(book.user(uuid).ok_or_else(Refused::not_found)?)),
        ["organization_memberships"] => memberships(&wire, &asked, grant),
        ["event_types"] => event_types(&wire, &asked),
        ["event_types", uuid] => resource(wire.kind(book.kind(uuid).ok_or_else(Refused::not_found)?)),
        ["event_type_available_times"] => availability::available_times(&wire, &asked),
        ["user_busy_times"] => availability::busy_times(&wire, &asked),
        ["user_availability_schedules"] => availability::schedules(&wire, &asked),
        ["user_availability_schedules", uuid] => {
            let mut users = book.users.iter();
            let user = users
                .position(|user| user.schedule == uuid)
                .ok_or_else(Refused::not_found)?;
            resource(wire.schedule(user))
        }
        ["scheduled_events"] => events::list(&wire, &asked, grant),
        ["scheduled_events", uuid] => resource(wire.event(events::found(book, grant, uuid)?)),
        ["scheduled_events", uuid, "invitees"] => {
            events::invitees(&wire, &asked, events::found(book, grant, uuid)?)
        }
        ["scheduled_events", uuid, "invitees", invitee] => {
            let event = events::found(book, grant, uuid)?;
            let number = book
                .invitee(invitee)
                .filter(|number| book.invitees[*number].event == event);
            resource(wire.invitee(number.ok_or_else(Refused::not_found)?))
        }
        ["invitee_no_shows", uuid] => {
            resource(wire.no_show(no_shows::found(book, uuid)?).unwrap_or_default())
        }
        ["webhook_subscriptions"] => account.hooks.list(&wire, &asked, grant, &failing),
        ["webhook_subscriptions", uuid] => account.hooks.get(&wire, uuid, &failing),
        ["sample_webhook_data"] => hooks::sample(&wire, &asked),
        _ => Err(Refused::not_found()),
    }
}

fn write(
    ready: &Ready,
    world: &mut World,
    arrival: &Arrival,
    grant: &Grant,
    path: &[&str],
) -> Result<Answer, Refused> {
    let (now, base, switches) = (world.now(), ready.calendly.as_str(), &world.switches.calendly);
    let account = &mut world.calendly;
    match (arrival.method.as_str(), path) {
        ("POST", ["invitees"]) => {
            if switches.plan == CalendlyPlan::Free {
                return Err(Refused::plan());
            }
            let shape = match switches.create_answer {
                CalendlyCreateAnswer::Resource => Shape::Resource,
                CalendlyCreateAnswer::Beside => Shape::Beside,
            };
            booking::create(&mut account.book, base, arrival, shape, now)
        }
        ("POST", ["scheduled_events", uuid, "cancellation"]) => {
            let event = events::found(&account.book, grant, uuid)?;
            events::cancel(&mut account.book, base, grant, event, arrival, now)
        }
        ("POST", ["invitee_no_shows"]) => no_shows::create(&mut account.book, base, grant, arrival, now),
        ("DELETE", ["invitee_no_shows", uuid]) => no_shows::delete(&mut account.book, uuid, now),
        ("POST", ["webhook_subscriptions"]) => {
            if switches.plan == CalendlyPlan::Free {
                return Err(Refused::plan());
            }
            let book = &account.book;
            account.hooks.create(&Wire { book, base, now }, grant, arrival)
        }
        ("DELETE", ["webhook_subscriptions", uuid]) => account.hooks.delete(uuid),
        _ => Err(Refused::method()),
    }
}

fn memberships(wire: &Wire<'_>, asked: &Asked, grant: &Grant) -> Result<Answer, Refused> {
    let user = asked.uuid("user", "users")?;
    let organization = asked.uuid("organization", "organizations")?;
    if user.is_none() && organization.is_none() {
        return Err(Refused::invalid("organization", "or user must be present"));
    }
    if organization.is_some_and(|uuid| uuid != wire.book.organization) {
        return Err(Refused::not_found());
    }
    let seen = |number: &usize| {
        let member = &wire.book.users[*number];
        user.as_ref().is_none_or(|uuid| member.uuid == *uuid)
            && asked.text("email").is_none_or(|email| member.email == email)
            && events::sees(wire.book, grant, *number)
    };
    let rows: Vec<usize> = (0..wire.book.users.len()).filter(seen).collect();
    asked.page(&rows, |number| wire.membership(*number))
}

fn event_types(wire: &Wire<'_>, asked: &Asked) -> Result<Answer, Refused> {
    let user = asked.uuid("user", "users")?;
    let organization = asked.uuid("organization", "organizations")?;
    if user.is_none() && organization.is_none() {
        return Err(Refused::invalid("user", "or organization must be present"));
    }
    let active = asked
        .word("active", &["true", "false"])?
        .map(|word| word == "true");
    let wanted = |number: &usize| {
        let kind = &wire.book.kinds[*number];
        active.is_none_or(|active| kind.active == active)
            && user
                .as_ref()
                .is_none_or(|uuid| wire.book.users[kind.owner].uuid == *uuid)
    };
    let rows: Vec<usize> = (0..wire.book.kinds.len()).filter(wanted).collect();
    asked.page(&rows, |number| wire.kind(*number))
}

/// Carries out a command of the control port: its method, its path below the vendor's name, and its body.
pub(crate) fn control(
    ready: &Ready,
    world: &mut World,
    method: &str,
    command: &str,
    body: Value,
) -> Result<Answer, Refusal> {
    if method != "POST" {
        return Err(Refusal::MethodNotAllowed);
    }
    let now: DateTime<Utc> = world.now();
    let answer = match command {
        "tokens/expire" => Answer::json(200, &json!({"expired": world.calendly.tokens.expire_all()})),
        _ => world.calendly.command(command, body, &ready.calendly, now)?,
    };
    Account::tell(world, &ready.calendly);
    Ok(answer)
}
