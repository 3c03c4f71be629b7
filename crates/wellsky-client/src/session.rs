use std::sync::Arc;

use bytes::Bytes;
use careweave_http::{Authorized, Operation};
use careweave_types::{Delivery, Error, ErrorKind, Result};
use futures_util::FutureExt as _;
use http::{HeaderValue, Request};

use crate::pager::{Pager, Row};
use crate::request_ids::RequestIds;
use crate::rest::{self, Requests, Span};

/// What all resources of one client share.
#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) requests: Requests,
    sender: Authorized,
    request_ids: RequestIds,
}

impl Session {
    pub(crate) fn new(requests: Requests, sender: Authorized) -> Self {
        Self {
            requests,
            sender,
            request_ids: RequestIds::default(),
        }
    }

    /// Makes sure that there is a token.
    pub(crate) async fn authenticate(&self) -> Result<()> {
        self.sender.tokens().token().await.map(drop)
    }

    /// Sends a read and decodes the answer.
    pub(crate) async fn read<T: serde::de::DeserializeOwned>(
        &self,
        request: Result<Request<Bytes>>,
    ) -> Result<T> {
        let request = request?;
        let operation = Operation::of(&request);
        let (body, answered) = self.send(request).await?;
        rest::decode(operation, &body).map_err(|error| answered.add_to(error))
    }

    /// As [`Session::read`], with nothing for what does not exist.
    pub(crate) async fn find<T: serde::de::DeserializeOwned>(
        &self,
        request: Result<Request<Bytes>>,
    ) -> Result<Option<T>> {
        match self.read(request).await {
            Ok(found) => Ok(Some(found)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Sends a write and decodes the answer. When the answer cannot be read, the write has most likely happened: the
    /// error says that it may have been sent, so that it is looked up before it is tried again.
    pub(crate) async fn write<T>(
        &self,
        request: Result<Request<Bytes>>,
        decode: impl FnOnce(&'static str, &[u8]) -> Result<T>,
    ) -> Result<T> {
        let request = request?;
        let operation = Operation::of(&request);
        let (body, answered) = self.send(request).await?;
        decode(operation, &body).map_err(|error| answered.add_to(error).with_delivery(Delivery::MaybeSent))
    }

    /// How many rows the list has that `request` asks for a part of.
    pub(crate) async fn count(
        &self,
        collection: &'static str,
        request: Result<Request<Bytes>>,
    ) -> Result<u64> {
        let request = request?;
        let operation = Operation::of(&request);
        let (body, answered) = self.send(request).await?;
        rest::envelope::<serde::de::IgnoredAny>(operation, collection, &body)
            .map(|page| page.total)
            .map_err(|error| answered.add_to(error))
    }

    /// Reads a list whose rows stand under `collection`; `build` makes the request for a part of it.
    pub(crate) fn list<T, F>(
        self: &Arc<Self>,
        operation: &'static str,
        collection: &'static str,
        build: F,
    ) -> Pager<T>
    where
        T: Row + serde::de::DeserializeOwned,
        F: Fn(&Requests, Span) -> Result<Request<Bytes>> + Send + Sync + 'static,
    {
        let session = Arc::clone(self);
        Pager::new(
            operation,
            Arc::new(move |span| {
                let session = Arc::clone(&session);
                let request = build(&session.requests, span);
                async move {
                    let (body, answered) = session.send(request?).await?;
                    rest::envelope(operation, collection, &body).map_err(|error| answered.add_to(error))
                }
                .boxed()
            }),
        )
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
