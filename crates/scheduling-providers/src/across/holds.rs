use std::collections::BTreeMap;

use careweave_types::ids::{CalendarId, HoldId};
use careweave_types::{IdempotencyKey, Result, TimeWindow};
use chrono::{DateTime, Utc};

use crate::Identity;
use crate::model::{Hold, Slot, SlotCheck};
use crate::problem::Problem;
use crate::write::marker;

/// Slots kept for somebody in this process, for the services that keep none: two who are offered slots at the same time are not
/// offered the same one. It binds nobody else: the service may still give the slot to another.
#[derive(Clone, Debug, Default)]
pub struct LocalHolds {
    held: BTreeMap<HoldId, Held>,
}

#[derive(Clone, Debug)]
struct Held {
    identity: Identity,
    calendar: Option<CalendarId>,
    window: TimeWindow,
    expires_at: DateTime<Utc>,
}

impl Held {
    fn keeps(&self, identity: &Identity, slot: &Slot, now: DateTime<Utc>) -> bool {
        // A slot with anyone may be a slot with this one.
        let same_calendar = match (&self.calendar, &slot.calendar) {
            (Some(held), Some(wanted)) => held == wanted,
            _ => true,
        };
        self.expires_at > now
            && self.identity == *identity
            && same_calendar
            && self.window.overlaps(&slot.window)
    }
}

impl LocalHolds {
    /// Keeps a slot until an instant. The same key gives the same hold, with its new end.
    ///
    /// # Errors
    /// `SlotTaken` when somebody else holds time of it.
    pub fn hold(
        &mut self,
        identity: &Identity,
        slot: &Slot,
        key: &IdempotencyKey,
        now: DateTime<Utc>,
        expires_at: DateTime<Utc>,
    ) -> Result<Hold> {
        self.forget_lapsed(now);
        let id = HoldId::new(marker(key))?;
        if self
            .held
            .iter()
            .any(|(other, held)| *other != id && held.keeps(identity, slot, now))
        {
            return Err(Problem::SlotTaken.error("slots.hold", "somebody else holds the slot"));
        }
        self.held.insert(
            id.clone(),
            Held {
                identity: identity.clone(),
                calendar: slot.calendar.clone(),
                window: slot.window,
                expires_at,
            },
        );
        Ok(Hold { id, expires_at })
    }

    /// Gives a slot back. One that has lapsed is given back already.
    pub fn release(&mut self, id: &HoldId) {
        self.held.remove(id);
    }

    /// Whether a slot is kept for somebody else than the holder of `own`.
    pub fn check(
        &self,
        identity: &Identity,
        slot: &Slot,
        own: Option<&HoldId>,
        now: DateTime<Utc>,
    ) -> SlotCheck {
        let kept = self
            .held
            .iter()
            .any(|(id, held)| Some(id) != own && held.keeps(identity, slot, now));
        if kept { SlotCheck::Taken } else { SlotCheck::Free }
    }

    /// The slots nobody holds.
    pub fn not_held(&self, identity: &Identity, slots: Vec<Slot>, now: DateTime<Utc>) -> Vec<Slot> {
        let free = |slot: &Slot| self.check(identity, slot, None, now) == SlotCheck::Free;
        slots.into_iter().filter(free).collect()
    }

    /// How many slots are held.
    pub fn len(&self) -> usize {
        self.held.len()
    }

    /// True when none is.
    pub fn is_empty(&self) -> bool {
        self.held.is_empty()
    }

    fn forget_lapsed(&mut self, now: DateTime<Utc>) {
        self.held.retain(|_, held| held.expires_at > now);
    }
}
