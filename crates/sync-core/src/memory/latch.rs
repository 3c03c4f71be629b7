use async_trait::async_trait;
use careweave_types::Result;
use chrono::{DateTime, Utc};

use super::{MemoryStore, locked};
use crate::EffectId;
use crate::latch::{Armed, Latch, LatchState, Latches, Proven, machine};
use crate::rules::check_list_limit;

/// Latches in the order of arming.
pub(super) type Held = Vec<Latch>;

fn of<'a>(held: &'a [Latch], kind: &str, subject: &str) -> Option<(usize, &'a Latch)> {
    held.iter()
        .enumerate()
        .find(|(_, latch)| latch.kind == kind && latch.subject == subject)
}

impl MemoryStore {
    fn step_latch(
        &self,
        at: &'static str,
        kind: &str,
        subject: &str,
        step: impl FnOnce(&Latch) -> Result<Latch>,
    ) -> Result<Latch> {
        machine::check(at, kind, subject)?;
        let mut held = locked(&self.latches);
        let (place, latch) = of(&held, kind, subject).ok_or_else(|| machine::not_armed(at, kind, subject))?;
        let after = step(latch)?;
        held[place] = after.clone();
        Ok(after)
    }
}

#[async_trait]
impl Latches for MemoryStore {
    async fn arm(&self, proven: &Proven, now: DateTime<Utc>) -> Result<Armed> {
        let evidence = proven.evidence();
        let mut held = locked(&self.latches);
        let of_document = held.iter().find(|latch| {
            latch.evidence.source == evidence.source && latch.evidence.document == evidence.document
        });
        let before = of(&held, proven.kind(), &evidence.subject).map(|(_, latch)| latch);
        let armed = machine::arm(before, of_document, proven, now)?;
        if let Armed::New(latch) = &armed {
            held.push(latch.clone());
        }
        Ok(armed)
    }

    async fn fire(&self, kind: &str, subject: &str, effect: EffectId, now: DateTime<Utc>) -> Result<Latch> {
        self.step_latch("latch.fire", kind, subject, |held| {
            machine::fire(held, effect, now)
        })
    }

    async fn fired(
        &self,
        kind: &str,
        subject: &str,
        effect: EffectId,
        remote_id: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<Latch> {
        self.step_latch("latch.fired", kind, subject, |held| {
            machine::fired(held, effect, remote_id, now)
        })
    }

    async fn misfired(
        &self,
        kind: &str,
        subject: &str,
        effect: EffectId,
        now: DateTime<Utc>,
    ) -> Result<Latch> {
        self.step_latch("latch.misfired", kind, subject, |held| {
            machine::misfired(held, effect, now)
        })
    }

    async fn latch(&self, kind: &str, subject: &str) -> Result<Option<Latch>> {
        machine::check("latch.latch", kind, subject)?;
        Ok(of(&locked(&self.latches), kind, subject).map(|(_, latch)| latch.clone()))
    }

    async fn unfired(&self, limit: u32) -> Result<Vec<Latch>> {
        check_list_limit("latch.unfired", limit)?;
        Ok(locked(&self.latches)
            .iter()
            .filter(|latch| latch.state != LatchState::Fired)
            .take(usize::try_from(limit).unwrap_or(usize::MAX))
            .cloned()
            .collect())
    }
}
