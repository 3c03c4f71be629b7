//! A portal's table of deals, as a host puts it behind our trait.

use std::fmt;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;
use careweave_types::{Error, ErrorKind, IdempotencyKey, Result};
use careweave_workflows::sales::{Deal, DealChange, DealPage, SalesCrm};
use rusqlite::{Connection, params};

use crate::failure::Failure;
use crate::workflows::deals::{COLUMNS, read, unreadable};

/// Deals of a page.
const PAGE: usize = 500;

/// One share of the deals, of several that are carried over side by side.
#[derive(Clone, Copy, Debug)]
pub(super) struct Share {
    pub(super) place: i64,
    pub(super) of: i64,
}

impl Share {
    pub(super) const ALL: Self = Self { place: 0, of: 1 };
}

pub(super) struct Table {
    file: Mutex<Connection>,
    share: Share,
}

impl fmt::Debug for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Table")
            .field("share", &self.share)
            .finish_non_exhaustive()
    }
}

impl Table {
    pub(super) fn open(path: &Path, share: Share) -> std::result::Result<Self, Failure> {
        Ok(Self {
            file: Mutex::new(Connection::open(path)?),
            share,
        })
    }

    fn deals(&self, condition: &str, values: impl rusqlite::Params) -> Result<Vec<(i64, Deal)>> {
        let file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let mut statement = file
            .prepare_cached(&format!("SELECT {COLUMNS} FROM deal WHERE {condition}"))
            .map_err(unreadable)?;
        let mut rows = statement.query(values).map_err(unreadable)?;
        let mut deals = Vec::with_capacity(PAGE);
        while let Some(row) = rows.next().map_err(unreadable)? {
            deals.push(read(row)?);
        }
        Ok(deals)
    }
}

#[async_trait]
impl SalesCrm for Table {
    async fn changed_deals(&self, after: Option<&str>) -> Result<DealPage> {
        let from: i64 = match after {
            Some(token) => token
                .parse()
                .map_err(|_| Error::invalid("portal.deals", "after", "must be the token of a page"))?,
            None => 0,
        };
        let page = self.deals(
            "number > ?1 AND number % ?2 = ?3 ORDER BY number LIMIT ?4",
            params![from, self.share.of, self.share.place, PAGE as i64],
        )?;
        let last = page.last().map(|(number, _)| number.to_string());
        let next = (page.len() == PAGE).then(|| last.clone()).flatten();
        Ok(DealPage {
            deals: page.into_iter().map(|(_, deal)| deal).collect(),
            next,
            resume: last.or_else(|| after.map(str::to_owned)),
        })
    }

    async fn deal(&self, id: &str) -> Result<Option<Deal>> {
        Ok(self.deals("id = ?1", [id])?.pop().map(|(_, deal)| deal))
    }

    /// Nothing is edited at the vendor while it is measured, so that a change is a defect.
    async fn apply(&self, change: &DealChange, _key: &IdempotencyKey) -> Result<()> {
        Err(Error::new(
            ErrorKind::Unsupported,
            "portal.apply",
            "nothing changed at the vendor, and nothing is to be taken over",
        )
        .with("deal", change.deal.clone()))
    }

    async fn has_applied(&self, _key: &IdempotencyKey) -> Result<bool> {
        Ok(false)
    }
}
