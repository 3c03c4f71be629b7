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
use crate::wellsky;
use crate::world::Shared;

/// The largest body that is read, in bytes.
const BODY_LIMIT: usize = 1 << 20;
/// The largest body that may hold a document: 10 MB in base64, and what is around it.
const DOCUMENT_LIMIT: usize = 16 << 20;
/// How much of a body that is too large is read and thrown away, so that the refusal reaches a peer still sending.
const DRAIN_LIMIT: usize = 32 << 20;
/// The longest body that is kept in the journal; of a longer one only the length is.
const JOURNAL_LIMIT: usize = 64 << 10;

/// Which of the vendor's surfaces a port serves.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Surface {
    Rest,
    Connect,
}

impl Surface {
    fn name(self) -> &'static str {
        match self {
            Self::Rest => "wellsky",
            Self::Connect => "wellsky.connect",
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
        })
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
    let (seq, met) = {
        let mut world = shared.world();
        let mut entry = entry(&shared, surface, &arrival, world.agency.now());
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
                if let Some(token) = wellsky::bearer(&arrival) {
                    shared.world().tokens.expire(token);
                }
                return instead(Refusal::InvalidToken.into());
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
        let answer = match surface {
            Surface::Rest => wellsky::answer(&shared.ready, &mut world, &arrival),
            Surface::Connect => wellsky::connect::answer(&shared.ready, &mut world, &arrival),
        };
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
    let first = |pair: &&str| !pair.starts_with("_page=") && !pair.starts_with("offset=");
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
    let secret = &shared.ready.credentials.wellsky.api_secret;
    let secretive = |text: &str| text.contains("client_secret") || text.contains(secret);
    let body = arrival
        .body
        .as_ref()
        .filter(|body| !body.is_empty() && !wellsky::is_token_path(&arrival.path))
        .and_then(|body| {
            if body.len() > JOURNAL_LIMIT {
                return Some(json!({"omitted_bytes": body.len()}));
            }
            let text = String::from_utf8_lossy(body);
            if secretive(&text) {
                return None;
            }
            let mut body = serde_json::from_str(&text).unwrap_or_else(|_| Value::String(text.into_owned()));
            // The header that a subscriber registers is a secret of the subscriber.
            if let Some(lines) = body.pointer_mut("/channel/header") {
                *lines = "***".into();
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
