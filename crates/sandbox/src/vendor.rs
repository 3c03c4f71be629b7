//! The way of a request through a vendor's port: journal, fault, answer, journal again.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, HeaderValue, Request, header, request};
use axum::response::Response;
use futures_util::StreamExt as _;
use serde_json::Value;

use crate::answer::Answer;
use crate::connection::Cut;
use crate::faults::{self, Action, When};
use crate::journal::Entry;
use crate::wellsky;
use crate::world::Shared;

/// The largest body that is read, in bytes.
const BODY_LIMIT: usize = 1 << 20;
/// How much of a body that is too large is read and thrown away, so that the refusal reaches a peer still sending.
const DRAIN_LIMIT: usize = 32 << 20;

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
        let body = read_body(body).await?;
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

async fn read_body(body: Body) -> Option<Option<Bytes>> {
    let mut chunks = body.into_data_stream();
    let (mut kept, mut seen) = (Vec::new(), 0_usize);
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.ok()?;
        seen += chunk.len();
        if seen <= BODY_LIMIT {
            kept.extend_from_slice(&chunk);
        } else if seen > DRAIN_LIMIT {
            break;
        }
    }
    Some((seen <= BODY_LIMIT).then(|| kept.into()))
}

/// Serves one request on WellSky's port.
pub(crate) async fn serve(
    State(shared): State<Arc<Shared>>,
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
        Some(arrival) => tokio::spawn(carry_out(shared, arrival)).await.ok().flatten(),
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
async fn carry_out(shared: Arc<Shared>, arrival: Arrival) -> Option<Answer> {
    let (seq, fault) = {
        let mut world = shared.world();
        let entry = entry(&shared, &arrival, world.agency.now());
        let seq = world.journal.arrived(entry);
        (seq, world.faults.meet(&arrival.method, &arrival.path))
    };
    let (mut hold_answer, mut drop_answer) = (0, false);
    match fault {
        None => {}
        Some(Action::Status {
            status,
            body,
            content_type,
            retry_after,
        }) => {
            shared.world().journal.settled(seq, Some(status), false);
            return Some(faults::answer(status, body, content_type, retry_after));
        }
        Some(Action::Drop {
            when: When::BeforeCommit,
        }) => return None,
        Some(Action::Drop {
            when: When::AfterCommit,
        }) => drop_answer = true,
        Some(Action::Delay {
            before_ms,
            after_commit_ms,
        }) => {
            hold(&shared, before_ms).await?;
            hold_answer = after_commit_ms;
        }
    }
    let answer = {
        let mut world = shared.world();
        let answer = wellsky::answer(&shared.ready, &mut world, &arrival);
        let status = (!drop_answer).then_some(answer.status);
        world.journal.settled(seq, status, answer.committed);
        answer
    };
    hold(&shared, hold_answer).await?;
    (!drop_answer).then_some(answer)
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

fn entry(shared: &Shared, arrival: &Arrival, at: chrono::DateTime<chrono::Utc>) -> Entry {
    let secret = &shared.ready.credentials.wellsky.api_secret;
    let secretive = |text: &str| text.contains("client_secret") || text.contains(secret);
    let body = arrival
        .body
        .as_ref()
        .filter(|body| !body.is_empty() && !wellsky::is_token_path(&arrival.path))
        .map(|body| String::from_utf8_lossy(body))
        .filter(|text| !secretive(text))
        .map(|text| serde_json::from_str(&text).unwrap_or_else(|_| Value::String(text.into_owned())));
    let kept = |name: &str| arrival.header(name).map(str::to_owned);
    Entry {
        seq: 0,
        at,
        surface: "wellsky",
        method: arrival.method.clone(),
        path: arrival.path.clone(),
        query: arrival.query.clone().filter(|text| !secretive(text)),
        status: None,
        idempotency_key: kept("idempotency-key"),
        request_id: kept("x-request-id"),
        body,
        committed: false,
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
