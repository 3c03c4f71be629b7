//! How often somebody is written to, over several campaigns and over one telephone of two people.

use std::sync::Arc;
use std::time::Duration;

use careweave_outreach::campaign::{FailureClass, Standing, TemplateName};
use careweave_outreach::consent::LineId;
use careweave_sync_core::{MemoryStore, Outbox, Streams};
use careweave_sync_sqlite::SqliteStore;
use careweave_workflows::campaigns::CampaignHost;

use crate::world::{World, caregiver, host, open, settle, shift};

/// Who was offered a shift, in the order of the offers.
fn offered(world: &World) -> Vec<String> {
    let sent = world.sent.lock().unwrap();
    let offers = sent.iter().filter(|(_, of, _)| *of == TemplateName::ShiftOffer);
    offers.map(|(_, _, who)| who.as_str().to_owned()).collect()
}

async fn standing(host: &CampaignHost, id: &str, who: &str) -> Standing {
    let (state, _) = careweave_outreach::campaign::replay(&host.log(&shift(id)).await.unwrap());
    state
        .run
        .unwrap()
        .contact(&caregiver(who))
        .unwrap()
        .standing
        .clone()
}

#[tokio::test]
async fn somebody_who_was_offered_a_shift_is_offered_another_half_an_hour_later() {
    let world = Arc::new(World::new(&["1", "2"]));
    let store = Arc::new(SqliteStore::in_memory().await.unwrap());
    let host = host(&world, Arc::<SqliteStore>::clone(&store), "w-1");
    open(&host, "41").await.unwrap();
    settle(&host).await.unwrap();
    open(&host, "42").await.unwrap();
    settle(&host).await.unwrap();
    assert_eq!(
        offered(&world),
        ["caregiver/1", "caregiver/2"],
        "each once, for the first shift"
    );
    world.clock.advance(Duration::from_secs(29 * 60));
    settle(&host).await.unwrap();
    assert_eq!(offered(&world).len(), 2);
    world.clock.advance(Duration::from_secs(2 * 60));
    settle(&host).await.unwrap();
    assert_eq!(
        offered(&world).len(),
        4,
        "{:?}",
        host.log(&shift("42")).await.unwrap()
    );
    world.assert_nothing_twice();
    assert_eq!(store.outbox_counts().await.unwrap().dead, 0);
}

#[tokio::test]
async fn of_two_campaigns_that_ask_one_person_at_one_moment_one_does_and_the_other_asks_the_next() {
    let people: Vec<String> = (1..=8).map(|n| n.to_string()).collect();
    let world = Arc::new(World::new(&people.iter().map(String::as_str).collect::<Vec<_>>()));
    let store: Arc<dyn Streams> = Arc::new(MemoryStore::new());
    let workers = [
        host(&world, Arc::clone(&store), "w-0"),
        host(&world, store, "w-1"),
    ];
    // Both have ranked everybody before either has sent anything.
    for (worker, id) in workers.iter().zip(["41", "42"]) {
        open(worker, id).await.unwrap();
    }
    for worker in &workers {
        worker.dispatch(2).await.unwrap();
    }
    for worker in &workers {
        settle(worker).await.unwrap();
    }
    assert_eq!(offered(&world).len(), 5);
    // With the next wave who was found no place for is passed over.
    world.clock.advance(Duration::from_secs(300));
    for worker in &workers {
        settle(worker).await.unwrap();
    }
    let mut once = offered(&world);
    let sent = once.len();
    once.sort();
    once.dedup();
    assert_eq!(once.len(), sent, "nobody was asked about both");
    assert_eq!(sent, 8, "and everybody about one of them");
    world.assert_nothing_twice();
}

#[tokio::test]
async fn two_people_on_one_telephone_are_one_line_to_the_limits() {
    let mut world = World::new(&["1", "2"]);
    for candidate in &mut world.candidates {
        candidate.reach[0].lines.theirs = LineId::new("household/7").unwrap();
    }
    let world = Arc::new(world);
    let host = host(&world, Arc::new(MemoryStore::new()), "w-1");
    open(&host, "41").await.unwrap();
    settle(&host).await.unwrap();
    assert_eq!(offered(&world), ["caregiver/1"]);
    assert!(matches!(
        standing(&host, "41", "2").await,
        Standing::Failed {
            class: FailureClass::Throttled
        }
    ));
}

#[tokio::test]
async fn a_stop_reaches_campaigns_that_have_not_asked_yet() {
    let world = Arc::new(World::new(&["1"]));
    let host = host(&world, Arc::new(MemoryStore::new()), "w-1");
    for id in ["41", "42"] {
        open(&host, id).await.unwrap();
        settle(&host).await.unwrap();
    }
    assert_eq!(offered(&world).len(), 1, "the second waits for its place");
    let heard = host
        .hear(&caregiver("1"), "m-1", "stop", host.now())
        .await
        .unwrap();
    assert_eq!(heard.told, [shift("41"), shift("42")]);
    for _ in 0..60 {
        world.clock.advance(Duration::from_secs(60));
        settle(&host).await.unwrap();
    }
    assert_eq!(offered(&world).len(), 1);
    assert_eq!(world.count(TemplateName::OptOutConfirmed), 1);
}
