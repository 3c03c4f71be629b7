use std::time::Duration;

use super::{Killed, Script, Trial};
use crate::suite::block_on;
use crate::suite::recovery::{claim, t};
use crate::{Dispatch, Intent, OutboxState, RetrySchedule};

/// A worker: enqueue, claim, complete. Effect and item are there together or not at all; what was claimed comes back to another
/// worker when the claim ends, and nothing is lost.
pub const OUTBOX: Script = Script {
    points: &[
        "queueing",
        "queued",
        "claiming",
        "claimed",
        "completing",
        "completed",
    ],
    run,
    check,
};

const TTL: Duration = Duration::from_secs(60);

fn intent(trial: &Trial<'_>) -> Intent {
    claim(&format!("shift-{}", trial.number), "caregiver-1")
}

fn dispatch() -> Dispatch {
    Dispatch {
        lane: "client-1".to_owned(),
        due_at: t(0),
        priority: 0,
    }
}

fn run(trial: &Trial<'_>, report: &dyn Fn(&str)) {
    let (store, schedule) = (trial.store, RetrySchedule::default());
    report("queueing");
    block_on(store.enqueue(&intent(trial), &dispatch(), t(0))).unwrap();
    report("queued");
    report("claiming");
    let items = block_on(store.claim("worker-1", TTL, &schedule, 1, t(0))).unwrap();
    report("claimed");
    report("completing");
    block_on(store.complete(items[0].number, items[0].fence, t(1))).unwrap();
    report("completed");
}

fn check(trial: &Trial<'_>, killed: Killed) {
    let Killed { reached, held } = killed;
    let (store, schedule) = (trial.store, RetrySchedule::default());
    let effect = block_on(store.current(&intent(trial).key)).unwrap();
    let item = effect.map(|effect| block_on(store.item_of(effect.id)).unwrap().unwrap());
    let place = format!("{trial:?}, {killed:?}, found {item:?}");
    let step = match item.as_ref().map(|item| item.state) {
        None => 0,
        Some(OutboxState::Waiting) => 1,
        Some(OutboxState::Claimed) => 3,
        Some(_) => 5,
    };
    // What was reported is on disk; a worker that stood still did nothing more.
    let told = [0, 1, 1, 3, 3, 5][reached];
    assert!(step >= told, "{place}");
    assert!(step == told || !held, "{place}");

    let queued = block_on(store.enqueue(&intent(trial), &dispatch(), t(2))).unwrap();
    assert_eq!(queued.planned.is_new(), step == 0, "{place}");
    let number = queued.item.number;
    if step < 5 {
        let now = queued.item.claimed_until.unwrap_or(t(2));
        let claimed = block_on(store.claim("worker-2", TTL, &schedule, 9, now)).unwrap();
        assert_eq!(claimed.len(), 1, "{place}");
        assert_eq!(claimed[0].number, number, "{place}");
        assert!(claimed[0].fence > queued.item.fence, "{place}");
        block_on(store.complete(number, claimed[0].fence, now)).unwrap();
    }
    let counts = block_on(store.outbox_counts()).unwrap();
    assert!(counts.add_up(), "{place}: {counts:?}");
    let all = trial.number as u64 + 1;
    assert_eq!((counts.enqueued, counts.done), (all, all), "{place}");
}
