//! The writes: how each is sent, and how one sees whether it happened.

use async_trait::async_trait;
use careweave_sync_core::Fingerprint;
use careweave_types::{Error, ErrorKind, IdempotencyKey, Result};

use super::values::fingerprint;
use super::{Names, Pair, pairs};
use crate::flow::{DigestKey, RemoteChange, Seen};

fn seen(done: bool, id: &str) -> Seen {
    match done {
        true => Seen::Done {
            remote_id: Some(id.to_owned()),
        },
        false => Seen::NotDone,
    }
}

/// The record there of a record here.
pub(super) async fn only<P: Pair>(pair: &P, id: &str) -> Result<Option<P::There>> {
    let mut found = pair.of(id).await?;
    if found.len() > 1 {
        let ids: Vec<&str> = found.iter().map(|one| pair.there_id(one)).collect();
        let Names { here, there, .. } = P::NAMES;
        return Err(Error::new(
            ErrorKind::Conflict,
            P::NAMES.there_kind,
            format!("several {there}s have the id of this {here}: merge them in WellSky"),
        )
        .with("ids", ids.join(",")));
    }
    Ok(found.pop())
}

pub(super) struct Create<'a, P: Pair> {
    pub(super) pair: &'a P,
    pub(super) id: &'a str,
    pub(super) new: &'a P::New,
}

#[async_trait]
impl<P: Pair> RemoteChange for Create<'_, P> {
    async fn look(&self, _outcome: Fingerprint) -> Result<Seen> {
        Ok(match only(self.pair, self.id).await? {
            Some(found) => seen(true, self.pair.there_id(&found)),
            None => Seen::NotDone,
        })
    }

    async fn send(&self, key: &IdempotencyKey) -> Result<()> {
        self.pair.create(self.new, key).await
    }
}

pub(super) struct Update<'a, P: Pair> {
    pub(super) pair: &'a P,
    pub(super) key: &'a DigestKey,
    pub(super) there: &'a str,
    pub(super) patch: &'a P::Patch,
}

#[async_trait]
impl<P: Pair> RemoteChange for Update<'_, P> {
    async fn look(&self, outcome: Fingerprint) -> Result<Seen> {
        let values = self.pair.there_values(&self.pair.get(self.there).await?)?;
        let now = fingerprint(self.key, &self.pair.policy()?, &values)?;
        Ok(seen(now == outcome, self.there))
    }

    async fn send(&self, key: &IdempotencyKey) -> Result<()> {
        self.pair.update(self.there, self.patch, key).await
    }
}

/// Fields of a record here: seen to be there when the record has that content.
pub(super) struct Apply<'a, P: Pair> {
    pub(super) pair: &'a P,
    pub(super) key: &'a DigestKey,
    pub(super) id: &'a str,
    pub(super) fields: &'a P::Fields,
}

#[async_trait]
impl<P: Pair> RemoteChange for Apply<'_, P> {
    async fn look(&self, outcome: Fingerprint) -> Result<Seen> {
        let Some(here) = self.pair.here(self.id).await? else {
            return Err(pairs::gone::<P>(self.id));
        };
        let values = self.pair.here_values(&here)?;
        let now = fingerprint(self.key, &self.pair.policy()?, &values)?;
        Ok(match now == outcome {
            true => Seen::Done { remote_id: None },
            false => Seen::NotDone,
        })
    }

    async fn send(&self, key: &IdempotencyKey) -> Result<()> {
        self.pair
            .tell(self.id, &self.pair.update_of(self.fields), key)
            .await
    }
}

/// An event that a record here is told of once: seen to be there by the key it was told under.
pub(super) struct Tell<'a, P: Pair> {
    pub(super) pair: &'a P,
    pub(super) id: &'a str,
    pub(super) update: &'a P::Update,
    pub(super) key: IdempotencyKey,
}

#[async_trait]
impl<P: Pair> RemoteChange for Tell<'_, P> {
    async fn look(&self, _outcome: Fingerprint) -> Result<Seen> {
        Ok(match self.pair.was_told(&self.key).await? {
            true => Seen::Done { remote_id: None },
            false => Seen::NotDone,
        })
    }

    async fn send(&self, _key: &IdempotencyKey) -> Result<()> {
        self.pair.tell(self.id, self.update, &self.key).await
    }
}
