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

/// The slots of a service that are free here as well: nothing busy, from whatever service, stands in the way with the buffers
/// around it, and there is enough notice. In the order they came.
pub fn bookable(
    slots: impl IntoIterator<Item = Slot>,
    busy: impl IntoIterator<Item = TimeWindow>,
    rules: OfferRules,
    now: DateTime<Utc>,
) -> Vec<Slot> {
    let claims = busy.into_iter().map(|window| Claim {
        who: (),
        id: (),
        window,
        buffers: Buffers::default(),
    });
    let index = ConflictIndex::new(claims);
    let notice = TimeDelta::minutes(i64::from(rules.notice_minutes));
    slots
        .into_iter()
        .filter(|slot| slot.window.start() - now >= notice)
        .filter(|slot| index.in_the_way(&(), slot.window, rules.buffers).is_empty())
        .collect()
}
