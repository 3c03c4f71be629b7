use bytes::Bytes;
use careweave_http::{Authorized, Operation};
use careweave_types::{Delivery, Error, ErrorKind, Result};
use http::{HeaderValue, Request};
use serde::de::DeserializeOwned;

use crate::caches::Caches;
use crate::decode::decode;
use crate::request_ids::RequestIds;

/// Sends requests with a token and a request id, and reads the answers: what both dialects share.
#[derive(Debug)]
pub(crate) struct Caller {
    sender: Authorized,
    request_ids: RequestIds,
    caches: Caches,
}

impl Caller {
    pub(crate) fn new(sender: Authorized, caches: Caches) -> Self {
        Self {
            sender,
            request_ids: RequestIds::default(),
            caches,
        }
    }

    /// What reads brought that asked to be kept.
    pub(crate) fn caches(&self) -> &Caches {
        &self.caches
    }

    /// Makes sure that there is a token.
    pub(crate) async fn authenticate(&self) -> Result<()> {
        self.sender.tokens().token().await.map(drop)
    }

    /// Sends a read and decodes the answer.
    pub(crate) async fn read<T: DeserializeOwned>(&self, request: Result<Request<Bytes>>) -> Result<T> {
        self.read_with(request, decode).await
    }

    /// As [`Caller::read`], with a decoder of its own.
    pub(crate) async fn read_with<T>(
        &self,
        request: Result<Request<Bytes>>,
        decode: impl FnOnce(&'static str, &[u8]) -> Result<T>,
    ) -> Result<T> {
        let request = request?;
        let operation = Operation::of(&request);
        let (body, answered) = self.send(request).await?;
        decode(operation, &body).map_err(|error| answered.add_to(error))
    }

    /// As [`Caller::read`], with nothing for what does not exist.
    pub(crate) async fn find<T: DeserializeOwned>(
        &self,
        request: Result<Request<Bytes>>,
    ) -> Result<Option<T>> {
        absent_is_none(self.read(request).await)
    }

    /// Sends a write and decodes the answer. When the answer cannot be read, the write has most likely happened: the
    /// error says that it may have been sent, so that it is looked up before it is tried again. What it touches among the
    /// values kept is out of date thereafter, also when the caller goes away meanwhile.
    pub(crate) async fn write<T>(
        &self,
        request: Result<Request<Bytes>>,
        decode: impl FnOnce(&'static str, &[u8]) -> Result<T>,
    ) -> Result<T> {
        let request = request?;
        let operation = Operation::of(&request);
        let under_way = self.caches.write(operation);
        let outcome = self.send(request).await;
        under_way.ended(&outcome);
        let (body, answered) = outcome?;
        decode(operation, &body).map_err(|error| answered.add_to(error).with_delivery(Delivery::MaybeSent))
    }

    async fn send(&self, mut request: Request<Bytes>) -> Result<(Bytes, Answered)> {
        let request_id = self.request_ids.next();
        if let Ok(value) = HeaderValue::from_str(&request_id) {
            request.headers_mut().insert("x-request-id", value);
        }
        let response = self.sender.send(request).await?;
        let answered = Answered {
            status: response.status().as_u16(),
            request_id,
        };
        Ok((response.into_body(), answered))
    }
}

/// Nothing in place of `NotFound`.
pub(crate) fn absent_is_none<T>(outcome: Result<T>) -> Result<Option<T>> {
    match outcome {
        Ok(found) => Ok(Some(found)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// The failure of a read that a write begins with: whatever became of the read, nothing was written.
pub(crate) fn nothing_written(error: Error) -> Error {
    match error.delivery() {
        Delivery::MaybeSent => error.with_delivery(Delivery::NotSent),
        Delivery::NotSent | Delivery::Answered => error,
    }
}

/// What an error after a successful answer still has to say of it.
struct Answered {
    status: u16,
    request_id: String,
}

impl Answered {
    fn add_to(self, error: Error) -> Error {
        error
            .with_http_status(self.status)
            .with_request_id(self.request_id)
    }
}
