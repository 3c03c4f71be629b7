//! Lists that are complete or say that they are not.

mod reading;
mod rows;

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use careweave_types::{Error, Result};
use futures_core::Stream;
use futures_core::future::BoxFuture;
use futures_util::StreamExt as _;

use self::reading::Reading;
use self::rows::Gathered;
pub use self::rows::Row;
pub(crate) use self::rows::rows_by_id;
use crate::rest::{Envelope, Span};

/// The largest page the vendor gives.
pub const LARGEST_PAGE: u32 = 100;

/// One page of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Page<T> {
    /// The rows of the page. A row that came on an earlier page of the same pass may come again: it may have changed, and
    /// the later one counts.
    pub items: Vec<T>,
    /// How many rows the list has.
    pub total: u64,
    /// Where in the list the page starts.
    pub offset: u64,
    /// 1, or 2 when the list changed while it was read and is read again from its start: what came in pass 1 is void.
    pub pass: u32,
}

/// Some rows of a list on its way to somebody who wants all of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Part<T> {
    /// The rows, in the list's order.
    pub rows: Vec<T>,
    /// True when what came before is void: the list changed while it was read, and begins again here.
    pub afresh: bool,
}

type Fetch<T> = Arc<dyn Fn(Span) -> BoxFuture<'static, Result<Envelope<T>>> + Send + Sync>;
pub(crate) type Pages<T> = Pin<Box<dyn Stream<Item = Result<Page<T>>> + Send>>;
type Open<T> = Box<dyn FnOnce(u32) -> Pages<T> + Send>;

/// Where the pages come from.
enum Source<T> {
    /// A list that is asked for by offset.
    Offsets(Fetch<T>),
    /// Pages that prove their own completeness, once they are opened with a page size.
    Pages(Option<Open<T>>),
}

/// Reads a list page by page, as a stream of [`Page`]s or [all at once](Pager::all).
///
/// The stream ends without an error only when the rows seen, counted once each, are as many as the vendor said there
/// are. An empty page in the middle is not the end. When the count moves, rows repeat or rows are missing, the list is
/// read once more from its start (`pass` 2); after that the stream ends with `Incomplete`, whose context says how many
/// rows were `expected` and how many were `got`. The number of requests is bounded by the count.
#[must_use = "a pager reads nothing until it is polled"]
pub struct Pager<T> {
    operation: &'static str,
    page_size: u32,
    source: Source<T>,
    pages: Option<Pages<T>>,
}

impl<T> fmt::Debug for Pager<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pager")
            .field("operation", &self.operation)
            .field("page_size", &self.page_size)
            .finish_non_exhaustive()
    }
}

impl<T: Row> Pager<T> {
    pub(crate) fn new(operation: &'static str, fetch: Fetch<T>) -> Self {
        Self {
            operation,
            page_size: LARGEST_PAGE,
            source: Source::Offsets(fetch),
            pages: None,
        }
    }

    /// A list whose pages come out of `open`, which takes the page size.
    pub(crate) fn streamed(
        operation: &'static str,
        open: impl FnOnce(u32) -> Pages<T> + Send + 'static,
    ) -> Self {
        Self {
            operation,
            page_size: LARGEST_PAGE,
            source: Source::Pages(Some(Box::new(open))),
            pages: None,
        }
    }

    /// A list that has to be read whole before its first row is known: `read` takes the page size, proves the list
    /// complete and gives all of it.
    pub(crate) fn whole(
        operation: &'static str,
        read: impl FnOnce(u32) -> BoxFuture<'static, Result<Vec<T>>> + Send + 'static,
    ) -> Self {
        Self::streamed(operation, move |size| {
            Box::pin(
                futures_util::stream::once(read(size))
                    .flat_map(move |outcome| futures_util::stream::iter(chunks(outcome, size))),
            )
        })
    }

    /// A list that cannot be read, for a reason known before anything is sent.
    pub(crate) fn failed(operation: &'static str, error: Error) -> Self {
        Self::streamed(operation, |_| {
            Box::pin(futures_util::stream::iter(std::iter::once(Err(error))))
        })
    }

    /// The same list with each row changed by `change`, which must leave the row's key alone.
    pub(crate) fn map_rows(mut self, change: impl Fn(T) -> T + Send + Sync + 'static) -> Self {
        let operation = self.operation;
        let page_size = self.page_size;
        if let Source::Offsets(fetch) = self.source {
            let change = Arc::new(change);
            let changed: Fetch<T> = Arc::new(move |span| {
                let (answer, change) = (fetch(span), Arc::clone(&change));
                Box::pin(async move {
                    let mut answer = answer.await?;
                    answer.items = answer.items.into_iter().map(&*change).collect();
                    Ok(answer)
                })
            });
            return Self {
                source: Source::Offsets(changed),
                ..self
            };
        }
        let mapped = Self::streamed(operation, move |size| {
            self.page_size = size;
            Box::pin(self.map(move |page| {
                page.map(|mut page| {
                    page.items = page.items.into_iter().map(&change).collect();
                    page
                })
            }))
        });
        Self { page_size, ..mapped }
    }

    /// Asks for pages of `rows` rows, 1 to 100; the default is 100. Takes effect before the first page.
    ///
    /// # Errors
    /// `InvalidInput` for any other size.
    pub fn page_size(mut self, rows: u32) -> Result<Self> {
        if !(1..=LARGEST_PAGE).contains(&rows) {
            return Err(Error::invalid(
                self.operation,
                "limit",
                "must be between 1 and 100",
            ));
        }
        self.page_size = rows;
        Ok(self)
    }

    /// Every row of the list, each once, in the list's order.
    ///
    /// # Errors
    /// What a request failed with, or `Incomplete`. Never a part of the list.
    pub async fn all(mut self) -> Result<Vec<T>> {
        if self.pages.is_none()
            && let Source::Offsets(fetch) = &self.source
        {
            return Reading::start(self.operation, self.page_size, Arc::clone(fetch))
                .reading_ahead()
                .all()
                .await;
        }
        let mut gathered = Gathered::new();
        let mut pass = 1;
        while let Some(page) = self.next().await {
            let page = page?;
            if page.pass != pass {
                pass = page.pass;
                gathered.clear();
            }
            gathered.take(page.items);
        }
        Ok(gathered.into_rows())
    }
}

impl<T: Row> Pager<T> {
    /// As [`all`](Self::all), in parts: for whoever turns rows into something else while the next ones are on their way. Every
    /// row is in one part only, but for parts that are void. Nothing counts before the stream has ended well.
    pub fn parts(self) -> impl Stream<Item = Result<Part<T>>> + Send {
        let fetch = match &self.source {
            Source::Offsets(fetch) if self.pages.is_none() => Some(Arc::clone(fetch)),
            _ => None,
        };
        let reading = match fetch {
            Some(fetch) => {
                Gradual::Parts(Reading::start(self.operation, self.page_size, fetch).reading_ahead())
            }
            None => Gradual::Whole(self),
        };
        futures_util::stream::unfold(Some(reading), |reading| async move {
            match reading? {
                Gradual::Parts(mut reading) => match reading.part().await {
                    Ok(Some(part)) => Some((Ok(part), Some(Gradual::Parts(reading)))),
                    Ok(None) => None,
                    Err(error) => Some((Err(error), None)),
                },
                Gradual::Whole(pager) => {
                    let rows = pager.all().await;
                    Some((rows.map(|rows| Part { rows, afresh: true }), None))
                }
            }
        })
    }
}

/// A list that is handed on in parts.
enum Gradual<T> {
    Parts(Reading<T>),
    /// It has one part.
    Whole(Pager<T>),
}

impl<T: Row> Stream for Pager<T> {
    type Item = Result<Page<T>>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        let pages = this.pages.get_or_insert_with(|| {
            let fetch = match &mut this.source {
                Source::Offsets(fetch) => Arc::clone(fetch),
                Source::Pages(open) => {
                    return match open.take() {
                        Some(open) => open(this.page_size),
                        None => Box::pin(futures_util::stream::empty()),
                    };
                }
            };
            let reading = Reading::start(this.operation, this.page_size, fetch);
            Box::pin(futures_util::stream::unfold(
                Some(reading),
                |reading| async move {
                    let mut reading = reading?;
                    match reading.page().await {
                        Ok(Some(page)) => Some((Ok(page), Some(reading))),
                        Ok(None) => None,
                        Err(error) => Some((Err(error), None)),
                    }
                },
            ))
        });
        pages.as_mut().poll_next(cx)
    }
}

/// A list that was read whole, cut into pages. An empty list is one empty page.
fn chunks<T>(outcome: Result<Vec<T>>, size: u32) -> Vec<Result<Page<T>>> {
    let rows = match outcome {
        Ok(rows) => rows,
        Err(error) => return vec![Err(error)],
    };
    let total = rows.len() as u64;
    let mut pages = Vec::new();
    let mut rows = rows.into_iter().peekable();
    let mut offset = 0;
    loop {
        let items: Vec<T> = rows.by_ref().take(size.max(1) as usize).collect();
        let count = items.len() as u64;
        pages.push(Ok(Page {
            items,
            total,
            offset,
            pass: 1,
        }));
        offset += count;
        if rows.peek().is_none() {
            return pages;
        }
    }
}
