use std::future::Future;

use careweave_types::{Delivery, Error, ErrorKind, Result};

use crate::caller::nothing_written;
use crate::pager::Row;

/// What an upsert did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Upserted<T> {
    /// There was none: this one was created.
    Created(T),
    /// There was one: this is how it stands now.
    Found(T),
}

impl<T> Upserted<T> {
    /// The record.
    pub fn record(&self) -> &T {
        match self {
            Self::Created(record) | Self::Found(record) => record,
        }
    }

    /// True when it was created.
    pub fn is_new(&self) -> bool {
        matches!(self, Self::Created(_))
    }
}

/// Changes the record that `list` gives, or creates one where it gives none, and lists again what came of it: the vendor
/// does not keep an `external_id` unique. `is_final` tells of a record that is left as it is.
pub(super) async fn upsert<T: Row, L, C>(
    operation: &'static str,
    list: impl Fn() -> L,
    is_final: impl FnOnce(&T) -> bool,
    change: impl FnOnce(T) -> C,
    create: impl Future<Output = Result<T>>,
) -> Result<Upserted<T>>
where
    L: Future<Output = Result<Vec<T>>>,
    C: Future<Output = Result<T>>,
{
    let before = list().await.and_then(|found| only_one(operation, found));
    if let Some(found) = before.map_err(nothing_written)? {
        if is_final(&found) {
            return Ok(Upserted::Found(found));
        }
        return change(found).await.map(Upserted::Found);
    }
    let created = create.await;
    if let Err(error) = &created
        && error.delivery() != Delivery::MaybeSent
    {
        return created.map(Upserted::Created);
    }
    // Also where the answer was lost: what is there now says what happened.
    let after = list().await.and_then(|found| only_one(operation, found));
    match (
        after.map_err(|error| error.with_delivery(Delivery::MaybeSent))?,
        created,
    ) {
        (Some(found), _) => Ok(Upserted::Created(found)),
        (None, Err(error)) => Err(error),
        (None, Ok(_)) => Err(Error::new(
            ErrorKind::InDoubt,
            operation,
            "the record was created, but the list does not show it: look again before writing again",
        )
        .with_delivery(Delivery::MaybeSent)),
    }
}

fn only_one<T: Row>(operation: &'static str, mut found: Vec<T>) -> Result<Option<T>> {
    if found.len() > 1 {
        let ids: Vec<_> = found.iter().map(Row::key).collect();
        return Err(Error::new(
            ErrorKind::Conflict,
            operation,
            "several records have this external_id: keep one of them",
        )
        .with("ids", ids.join(", "))
        .with_delivery(Delivery::Answered));
    }
    Ok(found.pop())
}
