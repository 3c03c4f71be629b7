//! A worker is killed at every one of its calls to the store, before it is made and after, with the answer unseen. Whoever
//! comes after finishes the campaign: one winner, nothing sent twice, nobody forgotten.

use std::sync::Arc;

use careweave_outreach::campaign::TemplateName;
use careweave_sync_core::{MemoryStore, Streams};
use careweave_sync_sqlite::SqliteStore;
use careweave_types::Result;
use careweave_workflows::campaigns::CampaignHost;

use crate::dying::{Dying, Last};
use crate::world::{World, caregiver, drive, filled_by, finish, host, open, opening, settle};

/// Those who are asked; the first two say yes.
pub(crate) const ASKED: [&str; 3] = ["1", "2", "3"];

/// What is told to a worker; each may be told again after a crash, as whoever tells it does.
pub(crate) async fn scenario(host: &CampaignHost, world: &World) -> Result<()> {
    open(host, "41").await?;
    // People answer what they were asked: a worker that was killed may hold what it claimed for a while.
    for _ in 0..60 {
        settle(host).await?;
        if world.count(TemplateName::ShiftOffer) == 3 {
            break;
        }
        world.clock.advance(std::time::Duration::from_secs(5));
    }
    for who in ["2", "1"] {
        host.hear(&caregiver(who), &format!("m-{who}"), "yes", opening())
            .await?;
    }
    settle(host).await?;
    drive(world, host, "41").await?;
    settle(host).await
}

/// Runs the scenario with a worker that is killed at call `calls`; true when it was killed before the end.
async fn killed_at(store: Arc<dyn Streams>, calls: i64, last: Last) -> bool {
    let world = Arc::new(World::new(&ASKED));
    let place = format!("killed at call {calls}, {last:?}");
    let dying = Arc::new(Dying::new(Arc::clone(&store), calls, last));
    let first = host(&world, Arc::<Dying>::clone(&dying), "w-1");
    let ended = scenario(&first, &world).await;
    assert_eq!(ended.is_err(), dying.is_dead(), "{place}");
    drop(first);
    let killed = dying.is_dead();

    let second = host(&world, Arc::clone(&store), "w-2");
    finishes(&world, &second, &*store, &place).await;
    killed
}

/// Whoever comes after is told the same, and finds one winner, nothing twice and nothing forgotten.
pub(crate) async fn finishes(world: &World, second: &CampaignHost, store: &dyn Streams, place: &str) {
    scenario(second, world).await.unwrap();
    let coverage = finish(world, second, "41").await.unwrap();
    let log = second.log(&crate::world::shift("41")).await.unwrap();
    let winner = filled_by(&coverage)
        .unwrap_or_else(|| panic!("{place}: {}", serde_json::to_string_pretty(&log).unwrap()))
        .to_owned();
    assert_eq!(world.holder("41"), Some(caregiver(&winner)), "{place}");
    world.assert_nothing_twice();
    assert_eq!(world.count(TemplateName::ShiftOffer), 3, "{place}");
    assert_eq!(world.count(TemplateName::ShiftConfirmed), 1, "{place}");
    assert_eq!(
        world.count(TemplateName::ShiftFilled),
        1,
        "{place}: the other one who said yes is told"
    );
    let counts = store.outbox_counts().await.unwrap();
    assert_eq!(
        (counts.waiting, counts.claimed, counts.dead),
        (0, 0, 0),
        "{place}: {counts:?}"
    );
}

#[tokio::test]
async fn a_worker_killed_at_any_call_leaves_one_winner_and_no_second_message() {
    let mut points = 0;
    for last in [Last::NotMade, Last::Made] {
        for calls in 0.. {
            if !killed_at(Arc::new(MemoryStore::new()), calls, last).await {
                break;
            }
            points += 1;
        }
    }
    println!("memory: killed at {points} points: one winner each, no message twice");
    assert!(points > 100, "{points}");
}

#[tokio::test]
async fn a_worker_killed_at_any_call_on_sqlite_leaves_one_winner_and_no_second_message() {
    let mut points = 0;
    for last in [Last::NotMade, Last::Made] {
        for calls in 0.. {
            let store = SqliteStore::in_memory().await.unwrap();
            if !killed_at(Arc::new(store), calls, last).await {
                break;
            }
            points += 1;
        }
    }
    println!("sqlite: killed at {points} points: one winner each, no message twice");
    assert!(points > 100, "{points}");
}

/// Every seventh call: the calls are those of the stores above, and a server takes longer to set up.
#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_worker_killed_on_postgres_leaves_one_winner_and_no_second_message() {
    let mut points = 0;
    for (last, from) in [(Last::NotMade, 0), (Last::Made, 3)] {
        for calls in (from..).step_by(7) {
            let fresh = crate::postgres::fresh::Fresh::new();
            if !killed_at(Arc::new(fresh.store().await), calls, last).await {
                break;
            }
            points += 1;
        }
    }
    println!("postgres: killed at {points} points: one winner each, no message twice");
    assert!(points > 10, "{points}");
}
