//! Two yeses at once, two workers at once: one winner.

use std::sync::Arc;

use careweave_outreach::campaign::{Answer, Event, Input, TemplateName};
use careweave_sync_core::{MemoryStore, Streams};
use careweave_sync_sqlite::SqliteStore;

use crate::world::{World, caregiver, drive, finish, host, host_with, open, opening, policy, settle, shift};

/// Campaigns of which each hears two yeses at once through two workers.
const CAMPAIGNS: usize = 24;

async fn two_yeses_at_once(stores: [Arc<dyn Streams>; 2], place: &str) {
    let world = Arc::new(World::new(&["1", "2", "3"]));
    // The same people are asked about every shift.
    let mut policy = policy();
    policy.sending.fatigue.clear();
    let workers = [
        host_with(&world, Arc::clone(&stores[0]), "w-0", policy.clone()),
        host_with(&world, Arc::clone(&stores[1]), "w-1", policy),
    ];
    let (mut winners, mut assigned, mut waited) = (0, 0, 0);
    for n in 0..CAMPAIGNS {
        let id = format!("s-{n}");
        open(&workers[0], &id).await.unwrap();
        settle(&workers[0]).await.unwrap();
        let start = Arc::new(tokio::sync::Barrier::new(2));
        let says_yes = |worker: usize, who: &'static str| {
            let (host, shift, start) = (workers[worker].clone(), shift(&id), Arc::clone(&start));
            let reply = Input::ReplyReceived {
                caregiver_id: caregiver(who),
                message_id: format!("m-{who}"),
                received_at: opening(),
                answer: Answer::Accept,
                language: None,
                group: None,
            };
            tokio::spawn(async move {
                start.wait().await;
                host.submit(&shift, &reply).await.unwrap();
            })
        };
        let (one, two) = (says_yes(0, "1"), says_yes(1, "2"));
        one.await.unwrap();
        two.await.unwrap();
        // Both workers carry out what there is, at the same time.
        let both = workers
            .clone()
            .map(|host| tokio::spawn(async move { while !host.dispatch(10).await.unwrap().is_idle() {} }));
        for worker in both {
            worker.await.unwrap();
        }
        let coverage = drive(&world, &workers[0], &id).await.unwrap();
        assert!(crate::world::filled_by(&coverage).is_some());
        let log = workers[1].log(&shift(&id)).await.unwrap();
        let count = |of: fn(&Event) -> bool| log.iter().filter(|line| of(&line.event)).count();
        winners += count(|event| matches!(event, Event::Claimed { .. }));
        waited += count(|event| matches!(event, Event::Waitlisted { .. }));
        assigned += count(|event| matches!(event, Event::AssignmentRequested { .. }));
        assert!(log.iter().map(|line| line.version).eq(1..=log.len() as u64));
    }
    println!(
        "{place}: {CAMPAIGNS} campaigns with two yeses at once: {winners} claims, {waited} in line, {assigned} assignments"
    );
    assert_eq!((winners, assigned), (CAMPAIGNS, CAMPAIGNS));
    assert_eq!(waited, 2 * CAMPAIGNS, "both stood in line, one was called up");
    assert_eq!(world.count(TemplateName::ShiftConfirmed), CAMPAIGNS);
    world.assert_nothing_twice();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_yeses_at_once_one_wins_in_memory() {
    let store: Arc<dyn Streams> = Arc::new(MemoryStore::new());
    two_yeses_at_once([Arc::clone(&store), store], "memory").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_yeses_at_once_one_wins_in_a_file_two_workers_share() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("careweave.db");
    let one = SqliteStore::open(&path).await.unwrap();
    let two = SqliteStore::open(&path).await.unwrap();
    two_yeses_at_once([Arc::new(one), Arc::new(two)], "sqlite").await;
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_yeses_at_once_one_wins_in_a_database_two_workers_share() {
    let fresh = crate::postgres::fresh::Fresh::new();
    let (one, two) = (fresh.store().await, fresh.store().await);
    two_yeses_at_once([Arc::new(one), Arc::new(two)], "postgres").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_workers_on_the_same_deadlines_send_each_wave_once() {
    let ids: Vec<String> = (1..=12).map(|n| n.to_string()).collect();
    let world = Arc::new(World::new(&ids.iter().map(String::as_str).collect::<Vec<_>>()));
    let store: Arc<dyn Streams> = Arc::new(MemoryStore::new());
    let workers = [
        host(&world, Arc::clone(&store), "w-0"),
        host(&world, store, "w-1"),
    ];
    open(&workers[0], "41").await.unwrap();
    for _ in 0..20 {
        let at_once = workers
            .clone()
            .map(|host| tokio::spawn(async move { settle(&host).await.unwrap() }));
        for worker in at_once {
            worker.await.unwrap();
        }
        world.clock.advance(std::time::Duration::from_secs(60));
    }
    assert_eq!(world.count(TemplateName::ShiftOffer), 12);
    world.assert_nothing_twice();
    workers[1]
        .hear(&caregiver("12"), "m", "yes", opening())
        .await
        .unwrap();
    finish(&world, &workers[1], "41").await.unwrap();
    world.assert_nothing_twice();
}
