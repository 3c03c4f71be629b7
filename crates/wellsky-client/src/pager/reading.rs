//! A list by offsets, read until it is proved complete.

use std::collections::HashSet;
use std::future::{Future as _, poll_fn};
use std::pin::Pin;
use std::sync::Arc;
use std::task::Poll;

use careweave_types::{Delivery, Error, ErrorKind, Result};
use futures_core::future::BoxFuture;
use futures_util::future::{FutureExt as _, MaybeDone, maybe_done};

use super::rows::{Gathered, Row};
use super::{Fetch, Page, Part};
use crate::rest::{Envelope, Span};

/// How often a list is read from its start before it is given up.
const PASSES: u32 = 2;

/// The most requests of one pass, whatever the vendor says the list has: ten million rows.
const MOST_REQUESTS: u64 = 100_000;

/// The state of a list that is being read.
pub(super) struct Reading<T> {
    operation: &'static str,
    page_size: u32,
    fetch: Fetch<T>,
    pass: u32,
    requests: u64,
    walk: Walk,
    /// The keys of this pass, where its rows are handed on page by page.
    seen: HashSet<Box<str>>,
    /// Whether the next page is asked for while one is awaited.
    reads_ahead: bool,
    ahead: Option<Ahead<T>>,
}

type Answer<T> = BoxFuture<'static, Result<Envelope<T>>>;

/// A page that was asked for while the one before it was awaited.
struct Ahead<T> {
    span: Span,
    answer: Pin<Box<MaybeDone<Answer<T>>>>,
}

impl<T> Ahead<T> {
    async fn answer(mut self, operation: &'static str) -> Result<Envelope<T>> {
        self.answer.as_mut().await;
        let answer = self.answer.as_mut().take_output();
        answer.unwrap_or_else(|| {
            Err(Error::new(
                ErrorKind::Internal,
                operation,
                "a page was taken twice",
            ))
        })
    }
}

/// The state of one pass.
#[derive(Default)]
struct Walk {
    total: Option<u64>,
    offset: u64,
    /// Rows so far, counted once each.
    unique: u64,
    requests: u64,
    /// Pages in a row that had rows, none of them new.
    stale: u32,
    /// How many rows a page has.
    size: u64,
    /// True once a page had another number of rows than it ought to: where the next one begins is not known before it is there.
    uneven: bool,
}

/// An answer without its rows.
#[derive(Clone, Copy)]
struct Head {
    total: u64,
    limit: Option<u32>,
    rows: u64,
}

impl<T> Envelope<T> {
    fn head(&self) -> Head {
        Head {
            total: self.total,
            limit: self.limit,
            rows: self.items.len() as u64,
        }
    }
}

/// Why a pass did not prove the list complete.
enum Flaw {
    TotalMoved,
    Repeats,
    CountDiffers,
    TooManyPages,
}

impl Flaw {
    fn sentence(&self) -> &'static str {
        match self {
            Self::TotalMoved => "the list kept changing while it was read",
            Self::Repeats => "the same page came again and again",
            Self::CountDiffers => "the rows are not as many as the list was said to have",
            Self::TooManyPages => "the list did not end within the expected number of pages",
        }
    }
}

impl<T: Row> Reading<T> {
    pub(super) fn start(operation: &'static str, page_size: u32, fetch: Fetch<T>) -> Self {
        Self {
            operation,
            page_size,
            fetch,
            pass: 1,
            requests: 0,
            walk: Walk::default(),
            seen: HashSet::new(),
            reads_ahead: false,
            ahead: None,
        }
    }

    /// The same, with the next page asked for while one is awaited: for whoever wants all of the list.
    pub(super) fn reading_ahead(mut self) -> Self {
        self.reads_ahead = true;
        self
    }

    /// The next part of the list, nothing at the proven end, or the reason why there is no such end.
    pub(super) async fn part(&mut self) -> Result<Option<Part<T>>> {
        let (pass, before) = (self.pass, self.walk.unique);
        let Some(page) = self.page().await? else {
            return Ok(None);
        };
        let afresh = page.pass != pass;
        let fresh = self.walk.unique - if afresh { 0 } else { before };
        if fresh == page.items.len() as u64 {
            return Ok(Some(Part {
                rows: page.items,
                afresh,
            }));
        }
        // A row that was handed on already has come again, and the later one counts: what was handed on is void.
        let whole = Self::start(self.operation, self.page_size, Arc::clone(&self.fetch));
        let rows = whole.all().await?;
        self.walk.end_with(rows.len() as u64);
        self.ahead = None;
        Ok(Some(Part { rows, afresh: true }))
    }

    /// The next page, nothing at the proven end, or the reason why there is no such end.
    pub(super) async fn page(&mut self) -> Result<Option<Page<T>>> {
        loop {
            let pass = self.pass;
            let Some(answer) = self.answer().await? else {
                return Ok(None);
            };
            if self.pass != pass {
                self.seen.clear();
            }
            let before = self.seen.len();
            for row in &answer.items {
                let key = row.key();
                if !self.seen.contains(&*key) {
                    self.seen.insert(key.into());
                }
            }
            let (total, offset) = (answer.total, self.walk.offset);
            let fresh = (self.seen.len() - before) as u64;
            if self.counts(answer.head(), fresh)? {
                return Ok(Some(Page {
                    items: answer.items,
                    total,
                    offset,
                    pass: self.pass,
                }));
            }
            self.seen.clear();
        }
    }

    /// All of the list.
    pub(super) async fn all(mut self) -> Result<Vec<T>> {
        let mut gathered = Gathered::new();
        let mut pass = self.pass;
        while let Some(answer) = self.answer().await? {
            if self.pass != pass {
                gathered.clear();
            }
            gathered.expect(answer.total);
            let head = answer.head();
            let fresh = gathered.take(answer.items);
            // Where this begins another pass, what came so far goes when the next answer is there.
            pass = self.pass;
            self.counts(head, fresh)?;
        }
        Ok(gathered.into_rows())
    }

    /// The next answer, or nothing at the proven end. It may be the first of another pass.
    async fn answer(&mut self) -> Result<Option<Envelope<T>>> {
        if self.walk.is_done() {
            match self.walk.flaw_at_end() {
                None => return Ok(None),
                Some(flaw) => self.again_or_give_up(&flaw)?,
            }
        }
        let span = Span {
            limit: self.page_size,
            offset: self.walk.offset,
        };
        self.requests += 1;
        let ahead = self.ahead.take().filter(|ahead| ahead.span == span);
        let (asked, mut answer) = match ahead {
            Some(ahead) => (true, ahead.answer(self.operation).boxed()),
            None => (false, (self.fetch)(span)),
        };
        let Some(after) = self.walk.after(span).filter(|_| self.reads_ahead) else {
            return Ok(Some(answer.await?));
        };
        // What comes first is asked for first.
        let begun = poll_fn(|cx| Poll::Ready((!asked).then(|| answer.as_mut().poll(cx))));
        if let Some(Poll::Ready(answer)) = begun.await {
            return Ok(Some(answer?));
        }
        Ok(Some(self.with_the_next(answer, after).await?))
    }

    /// Awaits an answer that was asked for, while the page after it is on its way.
    async fn with_the_next(&mut self, mut answer: Answer<T>, span: Span) -> Result<Envelope<T>> {
        let mut next = Box::pin(maybe_done((self.fetch)(span)));
        let answer = poll_fn(|cx| {
            // First, so that the request leaves before this answer is decoded; it is read when its turn comes.
            let _ = next.as_mut().poll(cx);
            answer.as_mut().poll(cx)
        });
        let answer = answer.await?;
        self.ahead = Some(Ahead { span, answer: next });
        Ok(answer)
    }

    /// Whether an answer with so many new rows fits what came before; otherwise another pass begins.
    fn counts(&mut self, head: Head, fresh: u64) -> Result<bool> {
        match self.walk.take(head, fresh, self.page_size) {
            Ok(()) => Ok(true),
            Err(flaw) => self.again_or_give_up(&flaw).map(|()| false),
        }
    }

    fn again_or_give_up(&mut self, flaw: &Flaw) -> Result<()> {
        if self.pass < PASSES {
            tracing::debug!(
                operation = self.operation,
                why = flaw.sentence(),
                "the list is read again from its start"
            );
            self.pass += 1;
            self.walk = Walk::default();
            return Ok(());
        }
        Err(Error::new(
            ErrorKind::Incomplete,
            self.operation,
            format!("the list could not be read whole: {}", flaw.sentence()),
        )
        .with("expected", self.walk.total.unwrap_or(0).to_string())
        .with("got", self.walk.unique.to_string())
        .with("requests", self.requests.to_string())
        .with_delivery(Delivery::Answered))
    }
}

impl Walk {
    fn is_done(&self) -> bool {
        self.total.is_some_and(|total| self.offset >= total)
    }

    /// Where the page after this one begins, as far as can be said before this one is there.
    fn after(&self, span: Span) -> Option<Span> {
        let offset = span.offset + self.size;
        let known = self.total.is_some_and(|total| offset < total) && !self.uneven;
        known.then_some(Span { offset, ..span })
    }

    /// What came is a list of so many rows, proved complete by another reading.
    fn end_with(&mut self, rows: u64) {
        (self.total, self.unique, self.offset) = (Some(rows), rows, rows);
    }

    fn flaw_at_end(&self) -> Option<Flaw> {
        (self.total != Some(self.unique)).then_some(Flaw::CountDiffers)
    }

    fn take(&mut self, answer: Head, fresh: u64, asked: u32) -> Result<(), Flaw> {
        let total = *self.total.get_or_insert(answer.total);
        if total != answer.total {
            // The later count is the better one to report.
            self.total = Some(answer.total);
            return Err(Flaw::TotalMoved);
        }
        self.unique += fresh;
        self.requests += 1;
        let rows = answer.rows;
        self.stale = if rows > 0 && fresh == 0 { self.stale + 1 } else { 0 };
        if self.stale >= 2 {
            return Err(Flaw::Repeats);
        }
        // The page may be shorter than asked for: rows beyond it must not be skipped. An empty one is stepped over.
        let size = u64::from(answer.limit.unwrap_or(asked).clamp(1, asked));
        self.size = size;
        self.uneven |= rows != size.min(total.saturating_sub(self.offset));
        self.offset += if rows == 0 { size } else { rows };
        let most = (total.div_ceil(size).saturating_mul(2).saturating_add(8)).min(MOST_REQUESTS);
        if self.requests >= most && !self.is_done() {
            return Err(Flaw::TooManyPages);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;
    use std::time::Duration;

    use futures_util::future;
    use tokio::sync::Notify;

    use super::*;

    #[derive(Debug, PartialEq)]
    struct Numbered(String);

    impl Row for Numbered {
        fn key(&self) -> Cow<'_, str> {
            self.0.as_str().into()
        }
    }

    fn page(span: Span, total: u64) -> Envelope<Numbered> {
        let end = (span.offset + u64::from(span.limit)).min(total);
        Envelope {
            items: (span.offset..end).map(|n| Numbered(n.to_string())).collect(),
            total,
            limit: None,
        }
    }

    #[tokio::test]
    async fn the_next_page_is_asked_for_while_one_is_awaited() {
        // The second page waits until the third is asked for.
        let third = Arc::new(Notify::new());
        let fetch: Fetch<Numbered> = Arc::new(move |span| {
            let third = Arc::clone(&third);
            match span.offset {
                2 => async move {
                    third.notified().await;
                    Ok(page(span, 6))
                }
                .boxed(),
                4 => {
                    third.notify_one();
                    future::ready(Ok(page(span, 6))).boxed()
                }
                _ => future::ready(Ok(page(span, 6))).boxed(),
            }
        });
        let reading = Reading::start("x", 2, fetch).reading_ahead();
        let rows = tokio::time::timeout(Duration::from_secs(10), reading.all()).await;
        let rows = rows.expect("the third page is asked for in time").unwrap();
        assert_eq!(rows.len(), 6);
    }

    #[tokio::test]
    async fn nothing_is_asked_for_beyond_the_end() {
        let asked = Arc::new(std::sync::Mutex::new(Vec::new()));
        let log = Arc::clone(&asked);
        let fetch: Fetch<Numbered> = Arc::new(move |span| {
            log.lock().unwrap().push(span.offset);
            async move {
                tokio::task::yield_now().await;
                Ok(page(span, 5))
            }
            .boxed()
        });
        let rows = Reading::start("x", 2, fetch).reading_ahead().all().await.unwrap();
        assert_eq!(rows.len(), 5);
        assert_eq!(*asked.lock().unwrap(), [0, 2, 4]);
    }
}
