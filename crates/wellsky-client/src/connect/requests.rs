use bytes::Bytes;
use careweave_http::{Idempotency, Operation};
use careweave_types::{AgencyId, Error, ErrorKind, Result};
use http::{Method, Request};
use serde::Serialize;
use url::form_urlencoded;

use super::paths;
use crate::IdempotencyKey;

/// The part of a list that one request asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ask {
    /// `_count`, 1 to 100.
    pub(crate) count: u32,
    /// `_page`; the first page is asked for by leaving it out.
    pub(crate) page: Option<u64>,
}

/// Builds the requests of the dialect without sending any.
#[derive(Clone, Debug)]
pub(crate) struct Requests {
    base_url: String,
    agency_id: AgencyId,
    slash_after_ids: bool,
}

/// A path: a spelled head, and ids and spelled words behind it.
#[derive(Clone, Copy)]
pub(crate) enum Part<'a> {
    /// Spelled as it stands, slash included.
    Word(&'static str),
    /// An id: escaped, and followed by a slash.
    Id(&'a str),
}

impl Requests {
    /// For the API at `base_url` (without a final `/`).
    pub(crate) fn new(base_url: String, agency_id: AgencyId, slash_after_ids: bool) -> Self {
        Self {
            base_url,
            agency_id,
            slash_after_ids,
        }
    }

    /// The agency, for the bodies that have to name it.
    pub(crate) fn agency_id(&self) -> &AgencyId {
        &self.agency_id
    }

    pub(crate) fn get(&self, operation: &'static str, path: &[Part<'_>]) -> Result<Request<Bytes>> {
        let url = self.url(operation, path)?;
        self.finish(Request::get(url), operation, Idempotency::Safe, Bytes::new())
    }

    /// A GET with a query.
    pub(crate) fn get_with(
        &self,
        operation: &'static str,
        path: &[Part<'_>],
        pairs: &[(&str, &str)],
    ) -> Result<Request<Bytes>> {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(pairs);
        let url = format!("{}?{}", self.url(operation, path)?, query.finish());
        self.finish(Request::get(url), operation, Idempotency::Safe, Bytes::new())
    }

    /// A search: filters in the body, paging in the query.
    pub(crate) fn search(
        &self,
        operation: &'static str,
        path: &'static str,
        filters: &impl Serialize,
        ask: Ask,
        sort: Option<&str>,
    ) -> Result<Request<Bytes>> {
        if !(1..=100).contains(&ask.count) {
            return Err(Error::invalid(operation, "limit", "must be between 1 and 100"));
        }
        let mut url = format!(
            "{}?_count={}",
            self.url(operation, &[Part::Word(path)])?,
            ask.count
        );
        if let Some(page) = ask.page {
            url.push_str(&format!("&_page={page}"));
        }
        if let Some(sort) = sort {
            url.push_str(&format!("&_sort={sort}"));
        }
        let body = json(operation, filters)?;
        self.with_body(Method::POST, url, operation, Idempotency::Safe, body, None)
    }

    /// A POST that reads: lists by owner.
    pub(crate) fn read_by_post(
        &self,
        operation: &'static str,
        path: &[Part<'_>],
        body: &impl Serialize,
    ) -> Result<Request<Bytes>> {
        let url = self.url(operation, path)?;
        let body = json(operation, body)?;
        self.with_body(Method::POST, url, operation, Idempotency::Safe, body, None)
    }

    /// A POST that acts anew each time it is sent.
    pub(crate) fn post(
        &self,
        operation: &'static str,
        path: &[Part<'_>],
        body: &impl Serialize,
        key: &IdempotencyKey,
    ) -> Result<Request<Bytes>> {
        let url = self.url(operation, path)?;
        let body = json(operation, body)?;
        self.with_body(
            Method::POST,
            url,
            operation,
            Idempotency::NotIdempotent,
            body,
            Some(key),
        )
    }

    /// A POST that the vendor documents to act once however often it is sent.
    pub(crate) fn post_once(
        &self,
        operation: &'static str,
        path: &[Part<'_>],
        body: &impl Serialize,
        key: &IdempotencyKey,
    ) -> Result<Request<Bytes>> {
        let url = self.url(operation, path)?;
        let body = json(operation, body)?;
        self.with_body(
            Method::POST,
            url,
            operation,
            Idempotency::Idempotent,
            body,
            Some(key),
        )
    }

    /// A PUT sets what it names: done twice, it leaves the same.
    pub(crate) fn put(
        &self,
        operation: &'static str,
        path: &[Part<'_>],
        body: &impl Serialize,
        key: &IdempotencyKey,
    ) -> Result<Request<Bytes>> {
        let url = self.url(operation, path)?;
        let body = json(operation, body)?;
        self.with_body(
            Method::PUT,
            url,
            operation,
            Idempotency::Idempotent,
            body,
            Some(key),
        )
    }

    /// A PUT of what was read before, changed: sent again after another's write it would undo that write.
    pub(crate) fn put_over(
        &self,
        operation: &'static str,
        path: &[Part<'_>],
        body: &impl Serialize,
        key: &IdempotencyKey,
    ) -> Result<Request<Bytes>> {
        let url = self.url(operation, path)?;
        let body = json(operation, body)?;
        self.with_body(
            Method::PUT,
            url,
            operation,
            Idempotency::NotIdempotent,
            body,
            Some(key),
        )
    }

    pub(crate) fn delete(
        &self,
        operation: &'static str,
        path: &[Part<'_>],
        key: &IdempotencyKey,
    ) -> Result<Request<Bytes>> {
        let builder = Request::delete(self.url(operation, path)?).header("idempotency-key", key.as_str());
        self.finish(builder, operation, Idempotency::Idempotent, Bytes::new())
    }

    fn with_body(
        &self,
        method: Method,
        url: String,
        operation: &'static str,
        idempotency: Idempotency,
        body: Bytes,
        key: Option<&IdempotencyKey>,
    ) -> Result<Request<Bytes>> {
        let mut builder = Request::builder()
            .method(method)
            .uri(url)
            .header(http::header::CONTENT_TYPE, "application/json");
        if let Some(key) = key {
            builder = builder.header("idempotency-key", key.as_str());
        }
        self.finish(builder, operation, idempotency, body)
    }

    fn finish(
        &self,
        builder: http::request::Builder,
        operation: &'static str,
        idempotency: Idempotency,
        body: Bytes,
    ) -> Result<Request<Bytes>> {
        builder
            .header(http::header::ACCEPT, "application/json")
            .extension(Operation(operation))
            .extension(idempotency)
            .body(body)
            .map_err(|_| unbuildable(operation))
    }

    fn url(&self, operation: &'static str, path: &[Part<'_>]) -> Result<String> {
        let mut url = self.base_url.clone();
        url.push('/');
        for part in path {
            match part {
                Part::Word(word) => url.push_str(word),
                Part::Id("." | "..") => {
                    return Err(Error::invalid(operation, "id", "must not be . or .."));
                }
                Part::Id(id) => {
                    // A space is `+` in a form and `%20` in a path.
                    url.extend(
                        form_urlencoded::byte_serialize(id.as_bytes())
                            .map(|s| if s == "+" { "%20" } else { s }),
                    );
                    url.push('/');
                }
            }
        }
        let names_one = match path {
            [.., Part::Id(_)] => true,
            [.., Part::Word(word)] => matches!(*word, paths::CLOCK_IN | paths::CLOCK_OUT),
            [] => false,
        };
        if names_one && !self.slash_after_ids {
            url.pop();
        }
        Ok(url)
    }
}

fn json(operation: &'static str, body: &impl Serialize) -> Result<Bytes> {
    serde_json::to_vec(body)
        .map(Bytes::from)
        .map_err(|_| unbuildable(operation))
}

fn unbuildable(operation: &'static str) -> Error {
    Error::new(ErrorKind::Internal, operation, "the request could not be built")
}
