use std::collections::{HashMap, HashSet};
use std::ops::Deref;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use careweave_http::Clock;
use careweave_types::ids::ProfileTagId;
use careweave_types::{Delivery, Error, ErrorKind, Result};
use chrono::{DateTime, Utc};
use futures_util::FutureExt as _;
use http::Request;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::bundle::Bundle;
use super::page_walk::{PageWalk, Step};
use super::requests::{Ask, Part, Requests};
use crate::caller::Caller;
use crate::capabilities::{Capabilities, Feature};
use crate::decode::decode;
use crate::pager::{LARGEST_PAGE, Page, Pager, Row};
use crate::{Api, IdempotencyKey};

/// How often a list is read from its start before it is given up.
const PASSES: u32 = 2;

/// What all resources of one client share when it speaks the Connect dialect.
#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) requests: Requests,
    caller: Caller,
    clock: Arc<dyn Clock>,
    /// The searches that were seen to count their pages from 1.
    from_one: Mutex<HashSet<&'static str>>,
    appointment_writes: AtomicU8,
    /// The names of profile tags, which cannot be listed.
    pub(crate) tag_names: Mutex<HashMap<ProfileTagId, String>>,
}

/// A search: where, by which filters, in which order.
#[derive(Clone, Debug)]
pub(crate) struct Search {
    pub(crate) operation: &'static str,
    pub(crate) path: &'static str,
    pub(crate) filters: Value,
    pub(crate) sort: Option<&'static str>,
}

impl Deref for Session {
    type Target = Caller;

    fn deref(&self) -> &Caller {
        &self.caller
    }
}

const UNKNOWN: u8 = 0;
const OFFERED: u8 = 1;
const NOT_OFFERED: u8 = 2;

impl Session {
    pub(crate) fn new(requests: Requests, caller: Caller, clock: Arc<dyn Clock>) -> Self {
        Self {
            requests,
            caller,
            clock,
            from_one: Mutex::default(),
            appointment_writes: AtomicU8::new(UNKNOWN),
            tag_names: Mutex::default(),
        }
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    pub(crate) fn capabilities(&self) -> Capabilities {
        let writes = match self.appointment_writes.load(Ordering::Acquire) {
            OFFERED => Some(true),
            NOT_OFFERED => Some(false),
            _ => None,
        };
        Capabilities::found(Api::Connect, writes)
    }

    pub(crate) fn require(&self, operation: &'static str, feature: Feature) -> Result<()> {
        self.capabilities().require(operation, feature)
    }

    /// Remembers what an answer showed of appointment writes.
    pub(crate) fn learn_appointment_writes(&self, offered: bool) {
        let found = if offered { OFFERED } else { NOT_OFFERED };
        self.appointment_writes.store(found, Ordering::Release);
    }

    /// Sends a write whose answer says nothing that is needed.
    pub(crate) async fn send_write(&self, request: Result<Request<Bytes>>) -> Result<()> {
        self.write(request, |_, _| Ok(())).await
    }

    /// Creates something and gives its id.
    pub(crate) async fn create<I: DeserializeOwned>(
        &self,
        operation: &'static str,
        path: &[Part<'_>],
        body: &Value,
        key: &IdempotencyKey,
    ) -> Result<I> {
        #[derive(serde::Deserialize)]
        struct Created<I> {
            id: I,
        }
        let request = self.requests.post(operation, path, body, key);
        let created: Created<I> = self.write(request, decode).await?;
        Ok(created.id)
    }

    /// Reads a list that knows no pages.
    pub(crate) async fn bundle<T: DeserializeOwned>(
        &self,
        request: Result<Request<Bytes>>,
    ) -> Result<Vec<T>> {
        self.read::<Bundle<T>>(request).await.map(|bundle| bundle.entries)
    }

    /// Reads a list page by page and proves it complete.
    pub(crate) fn search<T: Row + DeserializeOwned>(self: &Arc<Self>, search: Search) -> Pager<T> {
        let session = Arc::clone(self);
        let operation = search.operation;
        Pager::streamed(operation, move |count| {
            let reader = Reader::new(session, search, count);
            futures_util::stream::unfold(Some(reader), |reader| async move {
                let mut reader = reader?;
                match reader.page().await {
                    Ok(Some(page)) => Some((Ok(page), Some(reader))),
                    Ok(None) => None,
                    Err(error) => Some((Err(error), None)),
                }
            })
            .boxed_pages()
        })
    }

    /// Reads a whole list.
    pub(crate) async fn search_all<T: Row + DeserializeOwned>(
        self: &Arc<Self>,
        search: Search,
    ) -> Result<Vec<T>> {
        self.search(search).all().await
    }

    /// How many rows a search has.
    pub(crate) async fn count(&self, search: &Search) -> Result<u64> {
        let request = self.requests.search(
            search.operation,
            search.path,
            &search.filters,
            Ask { count: 1, page: None },
            None,
        );
        let bundle: Bundle<serde::de::IgnoredAny> = self.read(request).await?;
        Ok(bundle.total.unwrap_or(bundle.entries.len() as u64))
    }

    /// Forgets the name of a tag that was changed.
    pub(crate) fn forget_tag(&self, id: &ProfileTagId) {
        let mut names = self.tag_names.lock().unwrap_or_else(PoisonError::into_inner);
        names.remove(id);
    }

    fn remembered(&self, path: &'static str) -> bool {
        self.from_one
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .contains(path)
    }

    fn remember(&self, path: &'static str, counts_from_one: bool) {
        let mut from_one = self.from_one.lock().unwrap_or_else(PoisonError::into_inner);
        if counts_from_one {
            from_one.insert(path);
        } else {
            from_one.remove(path);
        }
    }
}

trait BoxedPages<T> {
    fn boxed_pages(self) -> crate::pager::Pages<T>;
}

impl<T, S> BoxedPages<T> for S
where
    S: futures_core::Stream<Item = Result<Page<T>>> + Send + 'static,
{
    fn boxed_pages(self) -> crate::pager::Pages<T> {
        Box::pin(self)
    }
}

/// A list that is being read.
struct Reader<T> {
    session: Arc<Session>,
    search: Search,
    count: u32,
    walk: PageWalk,
    pass: u32,
    requests: u64,
    rows: u64,
    done: bool,
    row: std::marker::PhantomData<fn() -> T>,
}

impl<T: Row + DeserializeOwned> Reader<T> {
    fn new(session: Arc<Session>, search: Search, count: u32) -> Self {
        let count = count.min(LARGEST_PAGE);
        let walk = PageWalk::new(count, session.remembered(search.path));
        Self {
            session,
            search,
            count,
            walk,
            pass: 1,
            requests: 0,
            rows: 0,
            done: false,
            row: std::marker::PhantomData,
        }
    }

    /// The next page, nothing at the proven end, or the reason why there is no such end.
    async fn page(&mut self) -> Result<Option<Page<T>>> {
        if self.done {
            return Ok(None);
        }
        loop {
            let ask = Ask {
                count: self.count,
                page: self.walk.page(),
            };
            let search = &self.search;
            let request = self.session.requests.search(
                search.operation,
                search.path,
                &search.filters,
                ask,
                search.sort,
            );
            let bundle: Bundle<T> = self.session.read(request).boxed().await?;
            self.requests += 1;
            let keys = bundle.entries.iter().map(|row| row.key().into_owned()).collect();
            match self.walk.take(keys, bundle.total) {
                Ok(step) => {
                    self.done = step == Step::Done;
                    if self.done {
                        self.session.remember(search.path, self.walk.counts_from_one());
                    }
                    let offset = self.rows;
                    self.rows = self.walk.got();
                    return Ok(Some(Page {
                        items: bundle.entries,
                        total: self.walk.expected().unwrap_or(self.rows),
                        offset,
                        pass: self.pass,
                    }));
                }
                Err(flaw) if self.pass < PASSES => {
                    tracing::debug!(
                        operation = self.search.operation,
                        why = flaw.sentence(),
                        "the list is read again from its start"
                    );
                    self.pass += 1;
                    self.rows = 0;
                    self.walk = PageWalk::new(self.count, false);
                }
                Err(flaw) => {
                    let expected = self.walk.expected().unwrap_or_else(|| self.walk.got());
                    return Err(Error::new(
                        ErrorKind::Incomplete,
                        self.search.operation,
                        format!("the list could not be read whole: {}", flaw.sentence()),
                    )
                    .with("expected", expected.to_string())
                    .with("got", self.walk.got().to_string())
                    .with("requests", self.requests.to_string())
                    .with_delivery(Delivery::Answered));
                }
            }
        }
    }
}
