use std::ops::Deref;
use std::sync::Arc;

use bytes::Bytes;
use careweave_types::Result;
use futures_util::FutureExt as _;
use http::Request;

use crate::caller::Caller;
use crate::pager::{Pager, Row};
use crate::rest::{self, Requests, Span};

/// What all resources of one client share when it speaks the REST dialect.
#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) requests: Requests,
    caller: Caller,
}

impl Deref for Session {
    type Target = Caller;

    fn deref(&self) -> &Caller {
        &self.caller
    }
}

impl Session {
    pub(crate) fn new(requests: Requests, caller: Caller) -> Self {
        Self { requests, caller }
    }

    /// How many rows the list has that `request` asks for a part of.
    pub(crate) async fn count(
        &self,
        collection: &'static str,
        request: Result<Request<Bytes>>,
    ) -> Result<u64> {
        self.read_with(request, |operation, body| {
            rest::envelope::<serde::de::IgnoredAny>(operation, collection, body).map(|page| page.total)
        })
        .await
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
                    session
                        .read_with(request, |operation, body| {
                            rest::envelope(operation, collection, body)
                        })
                        .await
                }
                .boxed()
            }),
        )
    }
}
