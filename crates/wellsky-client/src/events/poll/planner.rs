use std::collections::BTreeMap;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use super::{PollPolicy, Sweep, Timing};

/// A sweep whose time has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// What is to be read.
    pub sweep: Sweep,
    /// How much of it.
    pub reach: Reach,
}

/// How much a sweep reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Everything there is, for shifts in the window of the policy: shows what is gone as well.
    Whole,
    /// What changed at this instant or later: never shows what is gone.
    Since(DateTime<Utc>),
}

/// The sweeps that are due at `now`, in the order of [`Sweep::ALL`]; one that was never made is due at once. Of each, what
/// it reads: shifts are always read whole, because the vendor cannot tell which of them changed.
pub fn polls_due(policy: &PollPolicy, now: DateTime<Utc>, last: &BTreeMap<Sweep, Timing>) -> Vec<Due> {
    Sweep::ALL
        .iter()
        .filter_map(|sweep| {
            let timing = last.get(sweep).copied().unwrap_or_default();
            (due_at(policy, &timing).is_none_or(|at| at <= now) || in_the_future(&timing, now)).then(|| Due {
                sweep: *sweep,
                reach: reach(policy, now, *sweep, &timing),
            })
        })
        .collect()
}

/// Every sweep, due or not, in the order of [`Sweep::ALL`], with what each reads at `now`.
pub fn every_poll(policy: &PollPolicy, now: DateTime<Utc>, last: &BTreeMap<Sweep, Timing>) -> Vec<Due> {
    Sweep::ALL
        .iter()
        .map(|sweep| Due {
            sweep: *sweep,
            reach: reach(policy, now, *sweep, &last.get(sweep).copied().unwrap_or_default()),
        })
        .collect()
}

/// When the next sweep is due, at the earliest `now`.
pub fn next_poll_at(
    policy: &PollPolicy,
    now: DateTime<Utc>,
    last: &BTreeMap<Sweep, Timing>,
) -> DateTime<Utc> {
    Sweep::ALL
        .iter()
        .map(|sweep| {
            let timing = last.get(sweep).copied().unwrap_or_default();
            match due_at(policy, &timing) {
                Some(at) if !in_the_future(&timing, now) => at.max(now),
                _ => now,
            }
        })
        .min()
        .unwrap_or(now)
}

/// When a sweep is due; nothing when it was never made.
fn due_at(policy: &PollPolicy, timing: &Timing) -> Option<DateTime<Utc>> {
    let attempted = timing.attempted_at?;
    let complete = timing.complete_at.is_some_and(|at| at >= attempted);
    let wait = if complete {
        policy.every
    } else {
        policy.retry_after
    };
    Some(attempted + span(wait))
}

/// A clock that was set back must not stop the polling until it has caught up.
fn in_the_future(timing: &Timing, now: DateTime<Utc>) -> bool {
    timing.attempted_at.is_some_and(|at| at > now)
}

fn reach(policy: &PollPolicy, now: DateTime<Utc>, sweep: Sweep, timing: &Timing) -> Reach {
    let (Some(whole), Some(complete)) = (timing.whole_at, timing.complete_at) else {
        return Reach::Whole;
    };
    if sweep == Sweep::Shifts || whole > now || now >= whole + span(policy.whole_every) {
        return Reach::Whole;
    }
    Reach::Since(complete.min(now) - span(policy.overlap))
}

fn span(duration: Duration) -> TimeDelta {
    TimeDelta::from_std(duration).unwrap_or(TimeDelta::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minute: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::minutes(29_000_000 + minute)
    }

    fn all(timing: Timing) -> BTreeMap<Sweep, Timing> {
        Sweep::ALL.iter().map(|sweep| (*sweep, timing)).collect()
    }

    fn complete(minute: i64) -> Timing {
        Timing {
            attempted_at: Some(at(minute)),
            complete_at: Some(at(minute)),
            whole_at: Some(at(minute)),
        }
    }

    #[test]
    fn at_first_everything_is_due_and_whole() {
        let policy = PollPolicy::default();
        let due = polls_due(&policy, at(0), &BTreeMap::new());
        assert_eq!(due.iter().map(|d| d.sweep).collect::<Vec<_>>(), Sweep::ALL);
        assert!(due.iter().all(|d| d.reach == Reach::Whole));
        assert_eq!(next_poll_at(&policy, at(0), &BTreeMap::new()), at(0));
    }

    #[test]
    fn after_fifteen_minutes_people_are_read_by_what_changed_and_shifts_whole() {
        let policy = PollPolicy::default();
        let last = all(complete(0));
        assert_eq!(polls_due(&policy, at(14), &last), []);
        assert_eq!(next_poll_at(&policy, at(14), &last), at(15));
        for due in polls_due(&policy, at(15), &last) {
            let expected = match due.sweep {
                Sweep::Shifts => Reach::Whole,
                _ => Reach::Since(at(-10)),
            };
            assert_eq!(due.reach, expected, "{:?}", due.sweep);
        }
    }

    #[test]
    fn a_reading_with_holes_is_made_again_after_a_minute_and_moves_no_watermark() {
        let policy = PollPolicy::default();
        let holes = Timing {
            attempted_at: Some(at(15)),
            ..complete(0)
        };
        let last = all(holes);
        assert_eq!(polls_due(&policy, at(15), &last), []);
        let due = polls_due(&policy, at(16), &last);
        assert_eq!(due.len(), Sweep::ALL.len());
        assert_eq!(
            due[0].reach,
            Reach::Since(at(-10)),
            "as from the last complete one"
        );
    }

    #[test]
    fn asked_for_at_once_every_sweep_reads_what_it_would_read_when_due() {
        let policy = PollPolicy::default();
        let last = all(complete(0));
        assert_eq!(polls_due(&policy, at(1), &last), []);
        let now = every_poll(&policy, at(1), &last);
        assert_eq!(now.iter().map(|due| due.sweep).collect::<Vec<_>>(), Sweep::ALL);
        assert_eq!(now[0].reach, Reach::Since(at(-10)));
        assert_eq!(
            every_poll(&policy, at(15), &last),
            polls_due(&policy, at(15), &last)
        );
    }

    #[test]
    fn after_a_day_people_are_read_whole_again() {
        let policy = PollPolicy::default();
        let minutes = 24 * 60;
        let timing = Timing {
            attempted_at: Some(at(minutes - 15)),
            complete_at: Some(at(minutes - 15)),
            whole_at: Some(at(0)),
        };
        let due = polls_due(&policy, at(minutes), &all(timing));
        assert!(
            !due.is_empty() && due.iter().all(|d| d.reach == Reach::Whole),
            "{due:?}"
        );
    }

    #[test]
    fn a_clock_set_back_does_not_stop_the_polling() {
        let policy = PollPolicy::default();
        let last = all(complete(1_000));
        assert_eq!(polls_due(&policy, at(0), &last).len(), Sweep::ALL.len());
        assert_eq!(next_poll_at(&policy, at(0), &last), at(0));
    }
}
