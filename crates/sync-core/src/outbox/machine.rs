//! The rules of the outbox as pure, total functions: every store calls them inside its transaction.

use std::collections::BTreeMap;
use std::time::Duration;

use careweave_types::{Error, ErrorKind, Result};
use chrono::{DateTime, TimeDelta, Utc};

use super::{Deferral, Dispatch, OutboxItem, OutboxState, RetrySchedule};
use crate::lease::Fence;
use crate::ledger::EffectId;
use crate::rules;

/// The longest claim: 24 hours.
pub const MAX_CLAIM: Duration = Duration::from_secs(86_400);

/// The reason of an item whose workers never said what became of it.
pub const LAPSED: &str = "claims_lapsed";

/// What a worker reports of an item it claimed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Report {
    /// It works on.
    Extend {
        /// For so long from now.
        ttl: Duration,
    },
    /// It was sent.
    Complete,
    /// The attempt failed.
    Fail {
        /// Why: a reason code.
        reason: String,
        /// When it is tried again.
        schedule: RetrySchedule,
        /// The random number.
        draw: u64,
    },
    /// It was not tried.
    Defer(Deferral),
    /// It is given up.
    Bury {
        /// Why: a reason code.
        reason: String,
    },
}

impl Report {
    /// The name of the operation in errors: `"outbox.complete"`.
    pub const fn operation(&self) -> &'static str {
        match self {
            Self::Extend { .. } => "outbox.extend",
            Self::Complete => "outbox.complete",
            Self::Fail { .. } => "outbox.fail",
            Self::Defer(_) => "outbox.defer",
            Self::Bury { .. } => "outbox.bury",
        }
    }
}

/// A new item.
///
/// # Errors
/// `InvalidInput` that names the field and the rule.
pub fn enqueue(number: u64, effect: EffectId, dispatch: &Dispatch, now: DateTime<Utc>) -> Result<OutboxItem> {
    const AT: &str = "outbox.enqueue";
    dispatch.validate()?;
    let now = rules::instant(AT, "now", now)?;
    Ok(OutboxItem {
        number,
        effect,
        lane: dispatch.lane.clone(),
        priority: dispatch.priority,
        state: OutboxState::Waiting,
        due_at: rules::limit(AT, "due_at", dispatch.due_at)?,
        attempts: 0,
        deferrals: 0,
        fence: Fence::new(0),
        holder: None,
        claimed_until: None,
        began_at: None,
        reason: None,
        enqueued_at: now,
        updated_at: now,
    })
}

/// Checks what a worker asks for, and gives `now` in whole microseconds.
///
/// # Errors
/// `InvalidInput` that names the field and the rule.
pub fn check_claim(holder: &str, ttl: Duration, limit: u32, now: DateTime<Utc>) -> Result<DateTime<Utc>> {
    const AT: &str = "outbox.claim";
    rules::reference(AT, "holder", holder)?;
    rules::ttl(AT, "ttl", ttl, MAX_CLAIM)?;
    rules::check_list_limit(AT, limit)?;
    rules::instant(AT, "now", now)
}

/// Whether the time of an item has come. It is its turn when no other item of its lane is claimed and, unless
/// it is itself claimed, none before it waits; that is for the store to see.
pub fn is_due(item: &OutboxItem, now: DateTime<Utc>) -> bool {
    match item.state {
        OutboxState::Waiting => item.due_at <= now,
        OutboxState::Claimed => item.claimed_until.is_none_or(|until| until <= now),
        OutboxState::Done | OutboxState::Dead => false,
    }
}

/// The item after it is claimed; or dead, when its last claim ended without a word and nothing is left.
///
/// # Errors
/// `Conflict` when its time has not come. `InvalidInput` that names the field and the rule.
pub fn claim(
    item: &OutboxItem,
    holder: &str,
    ttl: Duration,
    schedule: &RetrySchedule,
    now: DateTime<Utc>,
) -> Result<OutboxItem> {
    const AT: &str = "outbox.claim";
    let now = check_claim(holder, ttl, 1, now)?;
    if !is_due(item, now) {
        return Err(refused(AT, item));
    }
    let now = now.max(item.updated_at);
    if item.state == OutboxState::Claimed && is_spent(item, schedule, now)? {
        return Ok(ended(item, OutboxState::Dead, Some(LAPSED.to_owned()), now));
    }
    Ok(OutboxItem {
        state: OutboxState::Claimed,
        attempts: item.attempts.saturating_add(1),
        fence: item.fence.next().ok_or_else(|| refused(AT, item))?,
        holder: Some(holder.to_owned()),
        claimed_until: Some(now + rules::ttl(AT, "ttl", ttl, MAX_CLAIM)?),
        began_at: item.began_at.or(Some(now)),
        updated_at: now,
        ..item.clone()
    })
}

/// The item after its worker's report. Repeating the report that ended it changes nothing.
///
/// # Errors
/// `Conflict` when it is not claimed under this fence, or, to extend it, the claim has ended: context `item`,
/// `state`, `fence`. `InvalidInput` that names the field and the rule.
pub fn report(item: &OutboxItem, fence: Fence, report: &Report, now: DateTime<Utc>) -> Result<OutboxItem> {
    let at = report.operation();
    if let Report::Fail { reason, .. } | Report::Bury { reason } = report {
        rules::code(at, "reason", reason)?;
    }
    let now = rules::instant(at, "now", now)?.max(item.updated_at);
    let ends_as = match report {
        Report::Complete => Some((OutboxState::Done, None)),
        Report::Bury { reason } => Some((OutboxState::Dead, Some(reason))),
        _ => None,
    };
    if item.fence == fence && ends_as == Some((item.state, item.reason.as_ref())) {
        return Ok(item.clone());
    }
    if item.state != OutboxState::Claimed || item.fence != fence {
        return Err(refused(at, item).with("given_fence", fence.to_string()));
    }
    match report {
        Report::Extend { ttl } => {
            let until = now + rules::ttl(at, "ttl", *ttl, MAX_CLAIM)?;
            if is_due(item, now) {
                return Err(refused(at, item));
            }
            Ok(OutboxItem {
                claimed_until: item.claimed_until.max(Some(until)),
                updated_at: now,
                ..item.clone()
            })
        }
        Report::Complete => Ok(ended(item, OutboxState::Done, None, now)),
        Report::Bury { reason } => Ok(ended(item, OutboxState::Dead, Some(reason.clone()), now)),
        Report::Fail {
            reason,
            schedule,
            draw,
        } => {
            let due_at = now + delta(schedule.wait(item.attempts, *draw))?;
            let to = if is_spent(item, schedule, due_at)? {
                OutboxState::Dead
            } else {
                OutboxState::Waiting
            };
            Ok(OutboxItem {
                due_at,
                ..ended(item, to, Some(reason.clone()), now)
            })
        }
        Report::Defer(deferral) => {
            let attempts = item.attempts.saturating_sub(1);
            Ok(OutboxItem {
                due_at: now + delta(deferral.wait())?,
                attempts,
                deferrals: item.deferrals.saturating_add(1),
                began_at: item.began_at.filter(|_| attempts > 0),
                ..ended(item, OutboxState::Waiting, Some(deferral.code().to_owned()), now)
            })
        }
    }
}

/// Several items after their worker's report that they were sent.
#[derive(Debug)]
pub struct Completed {
    /// What became of each, in the order of the report.
    pub answers: Vec<Result<OutboxItem>>,
    /// What is to be written: each item once.
    pub changed: Vec<OutboxItem>,
}

/// Checks a report of several items.
///
/// # Errors
/// `InvalidInput` when there are more than 1000, or for an instant that is none.
pub fn check_sent(sent: &[(u64, Fence)], now: DateTime<Utc>) -> Result<()> {
    let at = Report::Complete.operation();
    if sent.len() > rules::MAX_LIST as usize {
        return Err(Error::invalid(at, "sent", "must be at most 1000 at once"));
    }
    rules::instant(at, "now", now).map(drop)
}

/// Completes several items, each for itself; `held` are those of them that are known.
pub fn complete_all(held: Vec<OutboxItem>, sent: &[(u64, Fence)], now: DateTime<Utc>) -> Completed {
    let at = Report::Complete.operation();
    let mut known: BTreeMap<u64, (OutboxItem, bool)> = held
        .into_iter()
        .map(|item| (item.number, (item, false)))
        .collect();
    let answers = sent
        .iter()
        .map(|(number, fence)| {
            let (item, changed) = known.get_mut(number).ok_or_else(|| unknown(at, *number))?;
            let after = report(item, *fence, &Report::Complete, now)?;
            *changed |= after != *item;
            *item = after.clone();
            Ok(after)
        })
        .collect();
    let changed = known.into_values().filter(|(_, changed)| *changed);
    Completed {
        answers,
        changed: changed.map(|(item, _)| item).collect(),
    }
}

/// A dead item after it is queued again.
///
/// # Errors
/// `Conflict` when it is not dead.
pub fn redrive(item: &OutboxItem, now: DateTime<Utc>) -> Result<OutboxItem> {
    const AT: &str = "outbox.redrive";
    let now = rules::instant(AT, "now", now)?;
    if item.state != OutboxState::Dead {
        return Err(refused(AT, item));
    }
    Ok(OutboxItem {
        state: OutboxState::Waiting,
        due_at: now,
        attempts: 0,
        began_at: None,
        reason: None,
        updated_at: now.max(item.updated_at),
        ..item.clone()
    })
}

/// The error for a number that was never given.
pub fn unknown(at: &'static str, number: u64) -> Error {
    Error::new(ErrorKind::NotFound, at, "no item with this number was queued")
        .with("item", number.to_string())
}

fn ended(item: &OutboxItem, to: OutboxState, reason: Option<String>, now: DateTime<Utc>) -> OutboxItem {
    OutboxItem {
        state: to,
        holder: None,
        claimed_until: None,
        reason,
        updated_at: now,
        ..item.clone()
    }
}

/// Whether an attempt at `next` would be one too many, or too late.
fn is_spent(item: &OutboxItem, schedule: &RetrySchedule, next: DateTime<Utc>) -> Result<bool> {
    let horizon = delta(schedule.horizon())?;
    Ok(item.attempts >= schedule.max_attempts() || item.began_at.is_some_and(|began| next > began + horizon))
}

fn delta(span: Duration) -> Result<TimeDelta> {
    rules::delta("outbox.wait", "wait", span)
}

fn refused(at: &'static str, item: &OutboxItem) -> Error {
    Error::new(
        ErrorKind::Conflict,
        at,
        "the item is not yours (any more): stop, another worker may have it",
    )
    .with("item", item.number.to_string())
    .with("state", item.state.as_str())
    .with("fence", item.fence.to_string())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::ledger::EffectKey;

    fn t(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000 + seconds, 0).unwrap()
    }

    proptest! {
        /// Given an item that always fails, dies with its worker or is deferred, with any draws: it is dead after
        /// at most its attempts, its last attempt began within the horizon, and deferrals used up none.
        #[test]
        fn retries_end(draws in proptest::collection::vec((0_u8..4, any::<u64>()), 200)) {
            let s = Duration::from_secs;
            let schedule = RetrySchedule::new(s(2), s(600), s(3_600), 12).unwrap();
            let dispatch = Dispatch { lane: "client-1".to_owned(), due_at: t(0), priority: 0 };
            let effect = EffectId::of(&EffectKey::new("key").unwrap(), 1);
            let mut item = enqueue(1, effect, &dispatch, t(0)).unwrap();
            let (mut now, mut spent) = (t(0), 0);
            for (what, draw) in draws {
                if item.state == OutboxState::Dead {
                    break;
                }
                now = now.max(item.claimed_until.unwrap_or(item.due_at));
                let fence = item.fence;
                item = claim(&item, "worker-1", s(60), &schedule, now).unwrap();
                if item.state == OutboxState::Dead {
                    break;
                }
                spent += 1;
                prop_assert!(item.fence > fence);
                prop_assert_eq!(item.attempts, spent);
                let told = match what {
                    0 => continue,
                    1 => {
                        spent -= 1;
                        Report::Defer(Deferral::RateLimited { retry_after: None })
                    }
                    _ => Report::Fail { reason: "timeout".to_owned(), schedule, draw },
                };
                item = report(&item, item.fence, &told, now).unwrap();
                prop_assert_eq!(item.attempts, spent);
                if item.state == OutboxState::Waiting && spent > 0 && what > 1 {
                    let began = item.began_at.unwrap();
                    prop_assert!(item.due_at <= began + TimeDelta::seconds(3_600));
                    prop_assert!(item.due_at - now <= TimeDelta::seconds(600));
                }
            }
            prop_assert!(spent <= 12);
        }
    }
}
