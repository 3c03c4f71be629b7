//! Workers that share one outbox and are killed: no item is given to two at a time, none is lost, and lanes keep their order.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use careweave_sync_core::suite::block_on;
use careweave_sync_core::{Dispatch, Outbox, OutboxItem, OutboxState, RetrySchedule};
use careweave_sync_postgres::PostgresStore;

use crate::support::fresh::Fresh;
use crate::support::sender::{Myself, Sender};
use crate::support::session::{Session, wait_for_waiters};
use crate::support::{claim, t};

const ITEMS: u64 = 240;
const LANES: u64 = 24;
const ROUNDS: usize = 10;
const TTL: Duration = Duration::from_secs(60);
/// From one round to the next, so that claims of the one have ended in the other.
const ROUND_SECONDS: i64 = 100;

fn schedule() -> RetrySchedule {
    let day = Duration::from_secs(86_400);
    RetrySchedule::new(Duration::from_secs(1), day, day * 300, 1_000).unwrap()
}

/// Claims, sends and completes three batches. Its name says in which round.
#[test]
#[ignore = "the child process of the test below, which kills it"]
fn worker() {
    let myself = Myself::of_environment();
    let store = myself.store();
    let (round, _) = myself.name.split_once('/').unwrap();
    let now = t(ROUND_SECONDS * round.parse::<i64>().unwrap());
    myself.report("ready");
    myself.wait();
    for _ in 0..3 {
        let items = block_on(store.claim(&myself.name, TTL, &schedule(), 3, now)).unwrap();
        for item in &items {
            myself.report(&format!("claimed {} {}", item.number, item.fence));
        }
        for item in &items {
            block_on(store.complete(item.number, item.fence, now)).unwrap();
            myself.report(&format!("completed {} {}", item.number, item.fence));
        }
    }
    myself.report("ended");
}

/// The number and fence of every line that begins with the word.
fn reported(lines: &[String], word: &str) -> Vec<(u64, u64)> {
    let pairs = lines
        .iter()
        .filter_map(|line| line.strip_prefix(word)?.split_once(' '));
    pairs
        .map(|(number, fence)| (number.parse().unwrap(), fence.parse().unwrap()))
        .collect()
}

fn items(store: &PostgresStore) -> Vec<OutboxItem> {
    (1..=ITEMS)
        .map(|number| block_on(store.item(number)).unwrap())
        .collect()
}

#[test]
fn thirty_killed_workers_of_forty_lose_no_item_and_double_none() {
    let fresh = Fresh::new();
    let store = block_on(fresh.store());
    let folder = tempfile::tempdir().unwrap();
    for n in 0..ITEMS {
        let dispatch = Dispatch {
            lane: format!("client-{}", n % LANES),
            due_at: t(0),
            priority: 0,
        };
        block_on(store.enqueue(&claim(&format!("shift-{n}"), "caregiver-1"), &dispatch, t(0))).unwrap();
    }
    let (mut kills, mut claims, mut completed) = (0, BTreeSet::new(), BTreeSet::new());
    for round in 0..ROUNDS {
        let mut workers: Vec<Sender> = (0..4)
            .map(|n| {
                Sender::start(
                    "queue::worker",
                    &fresh,
                    folder.path(),
                    &format!("{round}/{n}"),
                    "",
                )
            })
            .collect();
        for worker in &mut workers {
            worker.wait_for("ready");
        }
        for worker in &mut workers {
            worker.go_on();
        }
        let survivor = workers.pop().unwrap();
        let mut lines = Vec::new();
        for (n, mut worker) in workers.into_iter().enumerate() {
            // Each a little later than the one before, and another in every round.
            for _ in 0..(round + 3 * n) % 9 {
                lines.push(worker.next_line());
            }
            lines.extend(worker.kill_and_read());
            kills += 1;
        }
        let (said, status) = survivor.finish();
        assert!(
            status.success() && said.last().is_some_and(|last| last != "ended"),
            "{said:?}"
        );
        assert!(said.iter().any(|line| line == "ended"), "{said:?}");
        lines.extend(said);

        let claimed = reported(&lines, "claimed ");
        let numbers: BTreeSet<u64> = claimed.iter().map(|(number, _)| *number).collect();
        assert_eq!(numbers.len(), claimed.len(), "an item was given to two at a time");
        for pair in claimed {
            assert!(claims.insert(pair), "a fence was given twice");
        }
        for (number, _) in reported(&lines, "completed ") {
            assert!(completed.insert(number), "an item was completed twice");
        }
        settle(&fresh);
        assert_in_order(&items(&store));
        let counts = block_on(store.outbox_counts()).unwrap();
        assert!(
            counts.add_up() && counts.enqueued == ITEMS && counts.dead == 0,
            "{counts:?}"
        );
    }
    assert_eq!(kills, 30);

    // What is left is done by one worker, past the claims of the killed.
    let later = t(ROUND_SECONDS * i64::try_from(ROUNDS).unwrap());
    loop {
        let left = block_on(store.claim("last", TTL, &schedule(), 100, later)).unwrap();
        if left.is_empty() {
            break;
        }
        for item in left {
            assert!(!completed.contains(&item.number), "what was completed came back");
            block_on(store.complete(item.number, item.fence, later)).unwrap();
        }
    }
    let counts = block_on(store.outbox_counts()).unwrap();
    assert_eq!((counts.enqueued, counts.done), (ITEMS, ITEMS));
    let all = items(&store);
    let came_back = all.iter().filter(|item| item.fence.get() > 1).count();
    assert!(came_back > 0, "no worker was killed while it had an item");
    for item in all {
        let given = claims.iter().filter(|(number, _)| *number == item.number);
        assert!(given.clone().all(|(_, fence)| *fence <= item.fence.get()));
        assert!(given.count() as u64 <= item.fence.get());
    }
}

/// An earlier item of the lane is queued again and claimed while a claim of the next one is under way.
#[test]
fn a_claim_that_finds_its_lane_taken_looks_again() {
    let fresh = Fresh::new();
    let store = block_on(fresh.store());
    let dispatch = Dispatch {
        lane: "client-1".to_owned(),
        due_at: t(0),
        priority: 0,
    };
    for shift in ["shift-1", "shift-2"] {
        block_on(store.enqueue(&claim(shift, "caregiver-1"), &dispatch, t(0))).unwrap();
    }
    let first = &block_on(store.claim("worker-1", TTL, &schedule(), 1, t(0))).unwrap()[0];
    block_on(store.bury(first.number, first.fence, "refused", t(0))).unwrap();
    let rival = Session::open();
    rival.run(&format!(
        "BEGIN; UPDATE {}.outbox SET state = 'claimed', fence = 2, holder = 'rival', claimed_until = {} WHERE seq = 1",
        fresh.schema,
        t(60).timestamp_micros(),
    ));
    std::thread::scope(|scope| {
        let claimed = scope.spawn(|| block_on(store.claim("worker-2", TTL, &schedule(), 1, t(1))));
        wait_for_waiters(&fresh.schema, 1);
        rival.run("COMMIT");
        assert_eq!(claimed.join().unwrap().unwrap(), []);
    });
    // When the claim of the rival has ended it is that item's turn, and not the next one's.
    let next = block_on(store.claim("worker-2", TTL, &schedule(), 2, t(60))).unwrap();
    assert_eq!(next.iter().map(|item| item.number).collect::<Vec<_>>(), [1]);
}

/// In every lane: what is done, then at most one that is claimed, then what waits.
fn assert_in_order(items: &[OutboxItem]) {
    let mut lanes: BTreeMap<&str, Vec<OutboxState>> = BTreeMap::new();
    for item in items {
        lanes.entry(&item.lane).or_default().push(item.state);
    }
    for (lane, states) in lanes {
        let mut after = states.iter().skip_while(|state| **state == OutboxState::Done);
        let next = after.next();
        assert!(
            matches!(next, None | Some(OutboxState::Claimed | OutboxState::Waiting)),
            "{lane}: {states:?}"
        );
        assert!(
            after.all(|state| *state == OutboxState::Waiting),
            "{lane}: {states:?}"
        );
    }
}

/// Waits for statements that the server still runs for the killed: the table is locked once, alone.
fn settle(fresh: &Fresh) {
    crate::support::fresh::sql(&format!(
        "BEGIN; LOCK TABLE {}.outbox IN ACCESS EXCLUSIVE MODE; COMMIT",
        fresh.schema
    ));
}
