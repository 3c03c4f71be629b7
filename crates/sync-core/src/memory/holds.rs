use std::sync::MutexGuard;

use async_trait::async_trait;
use careweave_types::Result;
use chrono::{DateTime, Utc};

use super::{MemoryStore, locked};
use crate::inbox::Message;
use crate::mirror::{ExternalRef, LocalId};
use crate::retention::{Erasure, Hold, LegalHold, LegalHolds, machine};

/// The holds that stand, and the number that was given last.
#[derive(Clone, Debug, Default)]
pub(super) struct Standing {
    holds: Vec<LegalHold>,
    last: u64,
}

impl Standing {
    pub(super) fn cover_message(&self, message: &Message) -> bool {
        let held = |held: &LegalHold| held.hold.covers_message(&message.source, &message.subject);
        self.holds.iter().any(held)
    }

    pub(super) fn cover_record(&self, external: &ExternalRef, local: Option<LocalId>) -> bool {
        self.holds
            .iter()
            .any(|held| held.hold.covers_record(external, local))
    }

    pub(super) fn cover_entries(&self, chain: &str, token: &str) -> bool {
        self.holds
            .iter()
            .any(|held| held.hold.covers_entries(chain, token))
    }

    /// Refuses an erasure of something that is held; `records` are those it is about, with their ids here.
    pub(super) fn check(&self, erasure: &Erasure, records: &[(ExternalRef, Option<LocalId>)]) -> Result<()> {
        let covers = |hold: &Hold| {
            hold.covers_entries(&erasure.chain, &erasure.token)
                || (erasure.local.is_some() && hold.local == erasure.local)
                || records
                    .iter()
                    .any(|(external, local)| hold.covers_record(external, *local))
                || erasure
                    .announced
                    .iter()
                    .any(|(source, subject)| hold.covers_message(source, subject))
        };
        match self.holds.iter().find(|held| covers(&held.hold)) {
            Some(held) => Err(machine::kept_for(&held.hold.matter)),
            None => Ok(()),
        }
    }

    fn place_of(&self, chain: &str, token: &str, matter: &str) -> Option<usize> {
        self.holds
            .iter()
            .position(|held| held.hold.covers_entries(chain, token) && held.hold.matter == matter)
    }
}

impl MemoryStore {
    /// Always locked first.
    pub(super) fn standing(&self) -> MutexGuard<'_, Standing> {
        locked(&self.holds)
    }
}

#[async_trait]
impl LegalHolds for MemoryStore {
    async fn place_hold(&self, hold: &Hold, now: DateTime<Utc>) -> Result<LegalHold> {
        hold.validate()?;
        let mut standing = self.standing();
        let place = standing.place_of(&hold.chain, &hold.token, &hold.matter);
        let held = place.map(|place| &standing.holds[place]);
        let placing = machine::place(held, hold, standing.last + 1, now)?;
        if let Some(entry) = placing.entry {
            self.append(&hold.chain, &[entry], now)?;
        }
        match place {
            Some(place) => standing.holds[place] = placing.after.clone(),
            None => {
                standing.last += 1;
                standing.holds.push(placing.after.clone());
            }
        }
        Ok(placing.after)
    }

    async fn lift_hold(
        &self,
        chain: &str,
        token: &str,
        matter: &str,
        actor: &str,
        now: DateTime<Utc>,
    ) -> Result<bool> {
        machine::check_lift(chain, token, matter, actor)?;
        let mut standing = self.standing();
        let Some(place) = standing.place_of(chain, token, matter) else {
            return Ok(false);
        };
        let entry = machine::lifted(&standing.holds[place], actor);
        self.append(chain, &[entry], now)?;
        standing.holds.remove(place);
        Ok(true)
    }

    async fn holds(&self, chain: &str, after: u64, limit: u32) -> Result<Vec<LegalHold>> {
        machine::check_holds(chain, limit)?;
        let standing = self.standing();
        let wanted = |held: &&LegalHold| held.hold.chain == chain && held.number > after;
        Ok(standing
            .holds
            .iter()
            .filter(wanted)
            .take(usize::try_from(limit).unwrap_or(usize::MAX))
            .cloned()
            .collect())
    }
}
