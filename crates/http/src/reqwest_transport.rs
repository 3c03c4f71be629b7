use std::error::Error as StdError;
use std::fmt;
use std::io;
use std::sync::OnceLock;
use std::time::Duration;

use async_trait::async_trait;
use bytes::{Bytes, BytesMut};
use careweave_types::{Delivery, Error, ErrorKind, Result};

use crate::{Operation, Timeouts, Transport};

/// The largest answer read unless told otherwise: 16 MiB.
pub const LARGEST_RESPONSE: usize = 16 * 1024 * 1024;

/// How much is read of an answer that is no success: 64 KiB. The rest of it is not waited for.
pub const LARGEST_ERROR_BODY: usize = crate::error_body::BODY_READ;

/// How a [`ReqwestTransport`] is built.
#[derive(Clone, Debug)]
pub struct ReqwestConfig {
    /// Time limits; `connect` and `read` are fixed with the transport, the limit of an attempt comes with each request.
    pub timeouts: Timeouts,
    /// The largest answer read, in bytes. Of an answer that is no success, [`LARGEST_ERROR_BODY`] at most is read, and
    /// the rest left.
    pub largest_response: usize,
    /// The `User-Agent` header.
    pub user_agent: String,
}

impl Default for ReqwestConfig {
    fn default() -> Self {
        Self {
            timeouts: Timeouts::default(),
            largest_response: LARGEST_RESPONSE,
            user_agent: concat!("careweave/", env!("CARGO_PKG_VERSION")).to_owned(),
        }
    }
}

/// The transport over reqwest: HTTP/1.1 and HTTP/2, TLS by rustls, proxies from the environment except for loopback
/// hosts, no redirects.
///
/// A transport belongs to the process and the runtime that use it. After a fork, and in each new runtime, build another:
/// nothing is shared between two transports, and no connection is made before the first request.
pub struct ReqwestTransport {
    config: ReqwestConfig,
    outward: reqwest::Client,
    loopback: OnceLock<reqwest::Client>,
}

impl fmt::Debug for ReqwestTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReqwestTransport")
            .field("config", &self.config)
            .finish_non_exhaustive()
    }
}

impl ReqwestTransport {
    /// Builds a transport; nothing is connected yet.
    ///
    /// # Errors
    /// `InvalidInput` for a zero time limit, `Config` when TLS cannot be set up (no trust store on the machine).
    pub fn new(config: ReqwestConfig) -> Result<Self> {
        config.timeouts.validate()?;
        let outward = client(&config, false)?;
        Ok(Self {
            config,
            outward,
            loopback: OnceLock::new(),
        })
    }

    /// The client for a host: a proxy from the environment cannot reach this machine's own loopback.
    fn client_for(&self, host: &str) -> Result<&reqwest::Client> {
        if !is_loopback(host) {
            return Ok(&self.outward);
        }
        if let Some(client) = self.loopback.get() {
            return Ok(client);
        }
        let built = client(&self.config, true)?;
        Ok(self.loopback.get_or_init(|| built))
    }

    async fn exchange(
        &self,
        request: http::Request<Bytes>,
        within: Duration,
    ) -> Result<http::Response<Bytes>, Failure> {
        let client = self.client_for(request.uri().host().unwrap_or_default())?;
        let mut request = reqwest::Request::try_from(request)?;
        *request.timeout_mut() = limited(within);
        let mut response = client.execute(request).await?;
        let body = if response.status().is_success() {
            self.whole_body(&mut response).await?
        } else {
            self.error_body(&mut response).await?
        };
        let mut answer = http::Response::new(body);
        *answer.status_mut() = response.status();
        *answer.headers_mut() = std::mem::take(response.headers_mut());
        Ok(answer)
    }

    /// The body of a success, which must not be cut.
    async fn whole_body(&self, response: &mut reqwest::Response) -> Result<Bytes, Failure> {
        let limit = self.config.largest_response;
        let declared = response.content_length().unwrap_or(0);
        if declared > limit as u64 {
            return Err(Failure::TooLarge(limit));
        }
        let Some(first) = response.chunk().await? else {
            return Ok(Bytes::new());
        };
        if first.len() > limit {
            return Err(Failure::TooLarge(limit));
        }
        let Some(mut piece) = response.chunk().await? else {
            // In one piece, as most are: nothing is copied.
            return Ok(first);
        };
        let mut body = BytesMut::with_capacity((declared as usize).max(first.len() + piece.len()));
        body.extend_from_slice(&first);
        loop {
            if body.len() + piece.len() > limit {
                return Err(Failure::TooLarge(limit));
            }
            body.extend_from_slice(&piece);
            piece = match response.chunk().await? {
                Some(piece) => piece,
                None => return Ok(body.freeze()),
            };
        }
    }

    /// As much of any other body as is looked at. What is too long is left unread with its connection: the status is
    /// the answer, and must not be lost over the text that comes with it.
    async fn error_body(&self, response: &mut reqwest::Response) -> Result<Bytes, Failure> {
        let limit = self.config.largest_response.min(LARGEST_ERROR_BODY);
        let mut body = BytesMut::new();
        while body.len() < limit {
            let Some(piece) = response.chunk().await? else {
                break;
            };
            body.extend_from_slice(&piece[..piece.len().min(limit - body.len())]);
        }
        Ok(body.freeze())
    }
}

#[async_trait]
impl Transport for ReqwestTransport {
    async fn send(&self, request: http::Request<Bytes>, within: Duration) -> Result<http::Response<Bytes>> {
        let place = Place::of(&request);
        self.exchange(request, within)
            .await
            .map_err(|failure| match failure {
                Failure::Setup(error) => error,
                Failure::TooLarge(limit) => Error::new(
                    ErrorKind::Decode,
                    place.operation,
                    format!("the answer is larger than {limit} bytes"),
                )
                .with_delivery(Delivery::MaybeSent),
                Failure::Http(error) => place.explain(error, within),
            })
    }
}

enum Failure {
    Setup(Error),
    TooLarge(usize),
    Http(reqwest::Error),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Setup(error)
    }
}

impl From<reqwest::Error> for Failure {
    fn from(error: reqwest::Error) -> Self {
        Self::Http(error)
    }
}

fn client(config: &ReqwestConfig, loopback: bool) -> Result<reqwest::Client> {
    let Timeouts {
        connect,
        read,
        attempt,
        ..
    } = config.timeouts;
    // A connect limit that ends together with the attempt would hide which of the two passed.
    let connect = match limited(attempt) {
        Some(attempt) => connect.min(attempt.mul_f64(0.95)),
        None => connect,
    };
    let mut builder = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .user_agent(&config.user_agent);
    if let Some(connect) = limited(connect) {
        builder = builder.connect_timeout(connect);
    }
    // One that cannot pass before the attempt's would be a timer for nothing.
    if let Some(read) = limited(read).filter(|read| *read < attempt) {
        builder = builder.read_timeout(read);
    }
    if loopback {
        builder = builder.no_proxy();
    }
    builder.build().map_err(|source| {
        Error::new(
            ErrorKind::Config,
            "http.new",
            "the HTTP client could not be set up; check that the machine has a certificate store",
        )
        .with_source(source)
    })
}

/// A limit, unless it is so far off that it is none (and would overflow a clock): 30 years.
fn limited(limit: Duration) -> Option<Duration> {
    (limit < Duration::from_secs(30 * 365 * 86_400)).then_some(limit)
}

fn is_loopback(host: &str) -> bool {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost")
        || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// Where a request went, without its query: what an error may say.
struct Place {
    operation: &'static str,
    uri: http::Uri,
}

impl Place {
    fn of(request: &http::Request<Bytes>) -> Self {
        Self {
            operation: Operation::of(request),
            uri: request.uri().clone(),
        }
    }

    fn origin(&self) -> String {
        match (self.uri.scheme_str(), self.uri.host(), self.uri.port_u16()) {
            (Some(scheme), Some(host), Some(port)) => format!("{scheme}://{host}:{port}"),
            (Some(scheme), Some(host), None) => format!("{scheme}://{host}"),
            _ => "an address without host".to_owned(),
        }
    }

    fn explain(self, error: reqwest::Error, within: Duration) -> Error {
        let origin = self.origin();
        let error = error.without_url();
        let (kind, delivery, message) = if error.is_builder() {
            (
                ErrorKind::InvalidInput,
                Delivery::NotSent,
                format!("no request can be sent to {origin}; check the base URL"),
            )
        } else if error.is_connect() {
            let (kind, why) = match connect_cause(&error) {
                _ if error.is_timeout() => (ErrorKind::Timeout, "no connection within the time limit"),
                cause => (ErrorKind::Unreachable, cause),
            };
            (
                kind,
                Delivery::NotSent,
                format!("could not connect to {origin}: {why}; check the base URL"),
            )
        } else if error.is_timeout() || io_kind(&error) == Some(io::ErrorKind::TimedOut) {
            (
                ErrorKind::Timeout,
                Delivery::MaybeSent,
                format!("no complete answer from {origin} within {within:?}"),
            )
        } else {
            (
                ErrorKind::Unreachable,
                Delivery::MaybeSent,
                format!("the connection to {origin} broke before the answer was complete"),
            )
        };
        Error::new(kind, self.operation, message)
            .with("path", self.uri.path())
            .with_delivery(delivery)
            .with_source(error)
    }
}

fn sources(error: &reqwest::Error) -> impl Iterator<Item = &(dyn StdError + 'static)> {
    let mut next = StdError::source(error);
    std::iter::from_fn(move || {
        let cause = next?;
        next = cause.source();
        Some(cause)
    })
}

/// The kind of the innermost I/O error. One may hold another without naming it as its source.
fn io_kind(error: &reqwest::Error) -> Option<io::ErrorKind> {
    let outermost = sources(error)
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .last()?;
    let mut innermost = outermost;
    while let Some(inner) = innermost
        .get_ref()
        .and_then(|inner| inner.downcast_ref::<io::Error>())
    {
        innermost = inner;
    }
    Some(innermost.kind())
}

fn connect_cause(error: &reqwest::Error) -> &'static str {
    if sources(error).any(|cause| cause.to_string().starts_with("dns error")) {
        return "the host name could not be resolved";
    }
    match io_kind(error) {
        Some(io::ErrorKind::ConnectionRefused) => "connection refused",
        Some(io::ErrorKind::ConnectionReset | io::ErrorKind::ConnectionAborted) => "connection reset",
        Some(io::ErrorKind::NetworkUnreachable | io::ErrorKind::HostUnreachable) => "no route to the host",
        Some(io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidInput) => {
            "the TLS handshake failed"
        }
        _ => "no connection could be made",
    }
}
