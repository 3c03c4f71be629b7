//! A list by offsets, read until it is proved complete.

use std::collections::HashSet;

use careweave_types::{Delivery, Error, ErrorKind, Result};

use super::rows::{Gathered, Row};
use super::{Fetch, Page};
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
        }
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
        let answer = (self.fetch)(span).await?;
        self.requests += 1;
        Ok(Some(answer))
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
        self.offset += if rows == 0 { size } else { rows };
        let most = (total.div_ceil(size).saturating_mul(2).saturating_add(8)).min(MOST_REQUESTS);
        if self.requests >= most && !self.is_done() {
            return Err(Flaw::TooManyPages);
        }
        Ok(())
    }
}
