//! The sandbox's answers to reads, kept and given again from memory.

use std::collections::HashMap;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, Method, Request, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::server::{Ready, Requests};
use crate::failure::Failure;

/// The largest request body that is passed on.
const LARGEST_BODY: usize = 1 << 20;

/// A server before the sandbox. What it has not been asked before it asks the sandbox.
#[derive(Debug)]
pub(crate) struct Playback {
    root: String,
    tape: Arc<Tape>,
    server: JoinHandle<()>,
}

#[derive(Debug)]
struct Tape {
    upstream: String,
    http: reqwest::Client,
    kept: Mutex<HashMap<String, Kept>>,
    requests: Mutex<Requests>,
}

#[derive(Clone, Debug)]
struct Kept {
    status: StatusCode,
    content_type: HeaderValue,
    body: Bytes,
}

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

impl Playback {
    pub(crate) async fn before(sandbox: &Ready) -> Result<Self, Failure> {
        let failed = |source: std::io::Error| Failure::new(format!("no port for the playback: {source}"));
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
            .await
            .map_err(failed)?;
        let root = format!("http://{}", listener.local_addr().map_err(failed)?);
        let tape = Arc::new(Tape {
            upstream: sandbox.wellsky.rest.trim_end_matches("/v1").to_owned(),
            http: reqwest::Client::new(),
            kept: Mutex::default(),
            requests: Mutex::default(),
        });
        let router = Router::new().fallback(answer).with_state(Arc::clone(&tape));
        let server = tokio::spawn(async move {
            use axum::serve::ListenerExt as _;
            // Without it a small answer waits for the peer's delayed acknowledgement; a failure only costs time.
            let listener = listener.tap_io(|stream| {
                let _ = stream.set_nodelay(true);
            });
            // It ends when it is aborted.
            let _ = axum::serve(listener, router).await;
        });
        Ok(Self { root, tape, server })
    }

    pub(crate) fn root(&self) -> &str {
        &self.root
    }

    pub(crate) fn forget(&self) {
        *locked(&self.tape.requests) = Requests::default();
    }

    pub(crate) fn requests(&self) -> Requests {
        locked(&self.tape.requests).clone()
    }
}

impl Drop for Playback {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn answer(State(tape): State<Arc<Tape>>, request: Request<Body>) -> Response {
    let request_id = request.headers().get(REQUEST_ID).cloned();
    let is_read = request.method() == Method::GET;
    let authorized = request.headers().contains_key(header::AUTHORIZATION);
    let target = request
        .uri()
        .path_and_query()
        .map_or_else(String::new, |pair| pair.as_str().to_owned());
    let known = (is_read && authorized)
        .then(|| locked(&tape.kept).get(&target).cloned())
        .flatten();
    let kept = match known {
        Some(kept) => kept,
        None => match tape.ask(request, &target).await {
            Ok(kept) => {
                if is_read && kept.status == StatusCode::OK {
                    locked(&tape.kept).insert(target.clone(), kept.clone());
                }
                kept
            }
            Err(error) => return (StatusCode::BAD_GATEWAY, error.to_string()).into_response(),
        },
    };
    if target.starts_with("/v1") {
        let mut requests = locked(&tape.requests);
        *requests.0.entry(kept.status.as_u16()).or_default() += 1;
    }
    let mut response = (kept.status, kept.body).into_response();
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, kept.content_type);
    if let Some(id) = request_id {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}

impl Tape {
    async fn ask(&self, request: Request<Body>, target: &str) -> Result<Kept, Failure> {
        let (parts, body) = request.into_parts();
        let body = axum::body::to_bytes(body, LARGEST_BODY)
            .await
            .map_err(|e| Failure::new(format!("the request was lost: {e}")))?;
        let mut asked = self
            .http
            .request(parts.method, format!("{}{target}", self.upstream))
            .body(body);
        for name in [header::AUTHORIZATION, header::CONTENT_TYPE, header::ACCEPT] {
            if let Some(value) = parts.headers.get(&name) {
                asked = asked.header(name, value);
            }
        }
        let answered = asked.send().await?;
        let json = HeaderValue::from_static("application/json");
        Ok(Kept {
            status: answered.status(),
            content_type: answered
                .headers()
                .get(header::CONTENT_TYPE)
                .cloned()
                .unwrap_or(json),
            body: answered.bytes().await?,
        })
    }
}

fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
