//! The way of a request through a vendor's port: journal, fault, answer, journal again.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, HeaderValue, Request, header, request};
use axum::response::Response;
use futures_util::StreamExt as _;
use serde_json::{Value, json};

use crate::answer::{Answer, Refusal};
use crate::connection::Cut;
use crate::faults::{self, Action, Damage, Met, When};
use crate::journal::Entry;
use crate::ready::Ready;
use crate::world::{InFlight, Shared, World};
use crate::{acuity, calendly, goformz, ninsaude, wellsky};

/// The largest body that is read, in bytes.
const BODY_LIMIT: usize = 1 << 20;
/// The largest body that may hold a document: 10 MB in base64, and what is around it.
const DOCUMENT_LIMIT: usize = 16 << 20;
/// How much of a body that is too large is read and thrown away, so that the refusal reaches a peer still sending.
const DRAIN_LIMIT: usize = 32 << 20;
/// The longest body that is kept in the journal; of a longer one only the length is.
const JOURNAL_LIMIT: usize = 64 << 10;

/// Which surface a port serves.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Surface {
    Rest,
    Connect,
    Acuity,
    Calendly,
    Ninsaude,
    Goformz,
}

impl Surface {
    fn name(self) -> &'static str {
        match self {
            Self::Rest => "wellsky",
            Self::Connect => "wellsky.connect",
            Self::Acuity => "acuity",
            Self::Calendly => "calendly",
            Self::Ninsaude => "ninsaude",
            Self::Goformz => "goformz",
        }
    }

    fn answer(self, ready: &Ready, world: &mut World, arrival: &Arrival) -> Answer {
        match self {
            Self::Rest => wellsky::answer(ready, world, arrival),
            Self::Connect => wellsky::connect::answer(ready, world, arrival),
            Self::Acuity => acuity::answer(ready, world, arrival),
            Self::Calendly => calendly::answer(ready, world, arrival),
            Self::Ninsaude => ninsaude::answer(ready, world, arrival),
            Self::Goformz => goformz::answer(ready, world, arrival),
        }
    }

    /// The answer to a token that is refused from now on.
    fn expire(self, world: &mut World, arrival: &Arrival) -> Answer {
        match self {
            Self::Rest | Self::Connect => {
                if let Some(token) = wellsky::bearer(arrival) {
                    world.tokens.expire(token);
                }
                Refusal::InvalidToken.into()
            }
            Self::Acuity => acuity::unauthorized(),
            Self::Calendly => calendly::expire(world, arrival),
            Self::Ninsaude => ninsaude::expire(world, arrival),
            Self::Goformz => goformz::expire(world, arrival),
        }
    }
}

/// What a vendor's port serves from.
#[derive(Clone)]
pub(crate) struct VendorPort {
    pub(crate) shared: Arc<Shared>,
    pub(crate) surface: Surface,
}

/// A request as it arrived.
pub(crate) struct Arrival {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) query: Option<String>,
    pub(crate) headers: HeaderMap,
    /// `None` when it is over the limit.
    pub(crate) body: Option<Bytes>,
    /// How many requests of this address the surface was carrying out when this one arrived, itself included.
    pub(crate) in_flight: usize,
}

impl Arrival {
    /// `None` when the peer went away before all of it was there.
    pub(crate) async fn read(parts: request::Parts, body: Body) -> Option<Self> {
        let limit = match wellsky::connect::takes_documents(parts.uri.path()) {
            true => DOCUMENT_LIMIT,
            false => BODY_LIMIT,
        };
        let body = read_body(body, limit).await?;
        Some(Self {
            method: parts.method.as_str().to_owned(),
            path: parts.uri.path().to_owned(),
            query: parts.uri.query().map(str::to_owned),
            headers: parts.headers,
            body,
            in_flight: 1,
        })
    }

    /// Whom the request comes from, for limits by address. Everybody calls from loopback, so the first name of
    /// `X-Forwarded-For` stands for an address of its own; without it all share one.
    pub(crate) fn address(&self) -> &str {
        self.header("x-forwarded-for")
            .and_then(|names| names.split(',').next())
            .map(str::trim)
            .filter(|name| !name.is_empty())
            .unwrap_or("127.0.0.1")
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }
}

async fn read_body(body: Body, limit: usize) -> Option<Option<Bytes>> {
    let mut chunks = body.into_data_stream();
    let (mut kept, mut seen) = (Vec::new(), 0_usize);
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.ok()?;
        seen += chunk.len();
        if seen <= limit {
            kept.extend_from_slice(&chunk);
        } else if seen > DRAIN_LIMIT {
            break;
        }
    }
    Some((seen <= limit).then(|| kept.into()))
}

/// Serves one request on one of WellSky's ports.
pub(crate) async fn serve(
    State(VendorPort { shared, surface }): State<VendorPort>,
    ConnectInfo(cut): ConnectInfo<Cut>,
    request: Request<Body>,
) -> Response {
    let (parts, body) = request.into_parts();
    let request_id = parts.headers.get("x-request-id").cloned();
    let arrival = tokio::select! {
        arrival = Arrival::read(parts, body) => arrival,
        () = shared.halted() => None,
    };
    let answer = match arrival {
        // A task of its own: a server goes on with its work when the peer hangs up.
        Some(arrival) => tokio::spawn(carry_out(shared, surface, arrival))
            .await
            .ok()
            .flatten(),
        None => None,
    };
    answer_or_cut(answer, &cut, request_id.as_ref())
}

/// The response, or a connection that is cut: what is then returned never reaches the socket.
pub(crate) fn answer_or_cut(answer: Option<Answer>, cut: &Cut, request_id: Option<&HeaderValue>) -> Response {
    match answer {
        Some(answer) => answer.into_response(request_id),
        None => {
            cut.now();
            Response::new(Body::empty())
        }
    }
}

/// The answer; `None` when the connection is to be dropped without one.
async fn carry_out(shared: Arc<Shared>, surface: Surface, mut arrival: Arrival) -> Option<Answer> {
    let in_flight = InFlight::enter(&shared, surface.name(), arrival.address());
    arrival.in_flight = in_flight.count();
    let (seq, met) = {
        let mut world = shared.world();
        let mut entry = entry(&shared, surface, &arrival, world.now());
        let now = world.instant();
        let met = world
            .faults
            .meet(shared.ready.seed, &arrival.method, &arrival.path, now);
        entry.fault = met.as_ref().map(|met| met.kind);
        (world.journal.arrived(entry), met)
    };
    let instead = |answer: Answer| {
        shared.world().journal.settled(seq, Some(answer.status), false);
        Some(answer)
    };
    let (mut hold_answer, mut drop_answer, mut damage) = (0, false, None);
    if let Some(Met { action, hold_ms, .. }) = met {
        hold(&shared, hold_ms).await?;
        match action {
            Action::Status {
                status,
                body,
                content_type,
                retry_after,
            } => return instead(faults::answer(status, body, content_type, retry_after)),
            Action::RateLimit { retry_after, .. } => {
                return instead(faults::answer(429, None, None, Some(retry_after)));
            }
            Action::Html { status } => return instead(Answer::html(status)),
            Action::HugeBody { status, bytes } => return instead(faults::huge(status, bytes)),
            Action::ExpiredToken => {
                let answer = surface.expire(&mut shared.world(), &arrival);
                return instead(answer);
            }
            Action::Drop {
                when: When::BeforeCommit,
            } => return None,
            Action::Drop {
                when: When::AfterCommit,
            } => drop_answer = true,
            Action::Delay {
                before_ms,
                after_commit_ms,
            } => {
                hold(&shared, before_ms).await?;
                hold_answer = after_commit_ms;
            }
            Action::Latency { .. } => {}
            Action::Truncate { how } => damage = Some(Damage::Cut(how)),
            Action::InvalidUtf8 => damage = Some(Damage::InvalidUtf8),
            Action::RepeatPage => arrival.query = arrival.query.as_deref().map(without_page),
        }
    }
    let answer = {
        let mut world = shared.world();
        let answer = surface.answer(&shared.ready, &mut world, &arrival);
        let status = (!drop_answer).then_some(answer.status);
        world.journal.settled(seq, status, answer.committed);
        world.plan_deliveries();
        answer
    };
    if answer.committed {
        // The clock went on as well, so what was delayed may be due.
        shared.deliveries_changed.notify_one();
    }
    hold(&shared, hold_answer).await?;
    let answer = match damage {
        Some(damage) => damage.apply(answer),
        None => answer,
    };
    (!drop_answer).then_some(answer)
}

/// A query without what asks for a page other than the first.
fn without_page(query: &str) -> String {
    let place = ["_page=", "offset=", "page_token="];
    let first = |pair: &&str| !place.iter().any(|name| pair.starts_with(name));
    query.split('&').filter(first).collect::<Vec<_>>().join("&")
}

/// Waits; `None` when the sandbox halts meanwhile.
async fn hold(shared: &Shared, milliseconds: u64) -> Option<()> {
    if milliseconds == 0 {
        return Some(());
    }
    tokio::select! {
        () = tokio::time::sleep(Duration::from_millis(milliseconds)) => Some(()),
        () = shared.halted() => None,
    }
}

fn entry(shared: &Shared, surface: Surface, arrival: &Arrival, at: chrono::DateTime<chrono::Utc>) -> Entry {
    let secrets = shared.ready.credentials.secrets();
    let telling = ["client_secret", "refresh_token", "code_verifier", "password"];
    let secretive = |text: &str| telling.iter().chain(&secrets).any(|secret| text.contains(secret));
    let body = arrival
        .body
        .as_ref()
        .filter(|body| {
            !body.is_empty() && !arrival.path.contains("/oauth") && arrival.path != "/connect/token"
        })
        .and_then(|body| {
            if body.len() > JOURNAL_LIMIT {
                return Some(json!({"omitted_bytes": body.len()}));
            }
            let text = String::from_utf8_lossy(body);
            if secretive(&text) {
                return None;
            }
            let mut body = serde_json::from_str(&text).unwrap_or_else(|_| Value::String(text.into_owned()));
            // What a subscriber registers to know the sender by is a secret of the subscriber.
            for secret in ["/channel/header", "/signing_key"] {
                if let Some(secret) = body.pointer_mut(secret) {
                    *secret = "***".into();
                }
            }
            Some(body)
        });
    let kept = |name: &str| arrival.header(name).map(str::to_owned);
    Entry {
        seq: 0,
        at,
        surface: surface.name(),
        method: arrival.method.clone(),
        path: arrival.path.clone(),
        query: arrival.query.clone().filter(|text| !secretive(text)),
        status: None,
        idempotency_key: kept("idempotency-key"),
        request_id: kept("x-request-id"),
        body,
        committed: false,
        fault: None,
    }
}

/// The type a body says it has, without parameters, in lower case.
pub(crate) fn media_type(arrival: &Arrival) -> String {
    arrival
        .header(header::CONTENT_TYPE.as_str())
        .and_then(|text| text.split(';').next())
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase()
}
