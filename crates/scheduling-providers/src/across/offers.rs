use careweave_types::TimeWindow;
use chrono::{DateTime, TimeDelta, Utc};

use super::conflicts::{Claim, ConflictIndex};
use crate::model::{Buffers, Slot};

/// What a slot has to satisfy besides being free at its service.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OfferRules {
    /// What has to stay free around the appointment, such as the way there.
    pub buffers: Buffers,
    /// The shortest notice, in minutes.
    pub notice_minutes: u32,
}

/// Time that is taken, from whatever service, and what an offer has to keep away from it.
#[derive(Clone, Debug)]
pub struct Offers {
    taken: ConflictIndex<(), ()>,
    rules: OfferRules,
}

impl Offers {
    /// Sorts what is busy: n log n.
    pub fn new(busy: impl IntoIterator<Item = TimeWindow>, rules: OfferRules) -> Self {
        let claims = busy.into_iter().map(|window| Claim {
            who: (),
            id: (),
            window,
            buffers: Buffers::default(),
        });
        Self {
            taken: ConflictIndex::new(claims),
            rules,
        }
    }

    /// Whether a window can be offered: nothing busy stands in the way with the buffers around it, and there is enough notice.
    pub fn admit(&self, window: TimeWindow, now: DateTime<Utc>) -> bool {
        let notice = TimeDelta::minutes(i64::from(self.rules.notice_minutes));
        window.start() - now >= notice && self.taken.in_the_way(&(), window, self.rules.buffers).is_empty()
    }
}

/// The slots of a service that are free here as well; see [`Offers::admit`]. In the order they came.
pub fn bookable(
    slots: impl IntoIterator<Item = Slot>,
    busy: impl IntoIterator<Item = TimeWindow>,
    rules: OfferRules,
    now: DateTime<Utc>,
) -> Vec<Slot> {
    let offers = Offers::new(busy, rules);
    slots
        .into_iter()
        .filter(|slot| offers.admit(slot.window, now))
        .collect()
}
