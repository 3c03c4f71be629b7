//! Messages whose way to a person goes wrong.

use std::sync::Arc;

use careweave_outreach::campaign::{Standing, TemplateName, why_not_contacted};
use careweave_sync_core::{DeadFilter, MemoryStore, Outbox};

use crate::world::{Service, World, caregiver, filled_by, finish, host, open, opening, settle, shift};

/// Opens a shift with two candidates, lets the service do `script`, and hears a yes of the second when all has settled.
async fn run(script: &[Service], can_look_up: bool) -> (Arc<World>, Arc<MemoryStore>) {
    let mut world = World::new(&["1", "2"]);
    world.can_look_up = can_look_up;
    *world.service.lock().unwrap() = script.to_vec();
    let world = Arc::new(world);
    let store = Arc::new(MemoryStore::new());
    let host = host(&world, Arc::<MemoryStore>::clone(&store), "w-1");
    open(&host, "41").await.unwrap();
    for _ in 0..24 {
        settle(&host).await.unwrap();
        world.clock.advance(std::time::Duration::from_secs(5));
    }
    host.hear(&caregiver("2"), "m-2", "yes", opening()).await.unwrap();
    let coverage = finish(&world, &host, "41").await.unwrap();
    assert_eq!(filled_by(&coverage), Some("2"));
    (world, store)
}

#[tokio::test]
async fn a_service_that_was_down_gets_the_message_later_and_once() {
    let (world, _) = run(&[Service::Down, Service::Down, Service::Down], true).await;
    assert_eq!(world.count(TemplateName::ShiftOffer), 2);
    world.assert_nothing_twice();
}

#[tokio::test]
async fn a_message_whose_answer_was_lost_is_found_and_not_sent_again() {
    let (world, store) = run(&[Service::AnswerLost], true).await;
    assert_eq!(world.count(TemplateName::ShiftOffer), 2);
    world.assert_nothing_twice();
    assert_eq!(store.outbox_counts().await.unwrap().dead, 0);
}

#[tokio::test]
async fn a_message_that_the_service_does_not_have_is_sent_again() {
    let (world, _) = run(&[Service::LostOnTheWay], true).await;
    assert_eq!(world.count(TemplateName::ShiftOffer), 2);
    world.assert_nothing_twice();
}

#[tokio::test]
async fn where_nobody_can_tell_a_message_is_not_sent_again_and_a_person_sees_it() {
    for script in [Service::AnswerLost, Service::LostOnTheWay] {
        let (world, store) = run(&[script], false).await;
        let went_out = usize::from(script == Service::AnswerLost);
        assert_eq!(world.count(TemplateName::ShiftOffer), 1 + went_out);
        world.assert_nothing_twice();
        let dead = store.dead(&DeadFilter::default(), 10).await.unwrap();
        assert_eq!(dead.len(), 1);
        assert_eq!(dead[0].reason.as_deref(), Some("unknown_outcome"));
    }
}

#[tokio::test]
async fn a_number_that_does_not_exist_is_noted_with_the_contact() {
    let world = Arc::new(World::new(&["1", "2"]));
    *world.service.lock().unwrap() = vec![Service::NoSuchNumber];
    let host = host(&world, Arc::new(MemoryStore::new()), "w-1");
    open(&host, "41").await.unwrap();
    settle(&host).await.unwrap();
    let log = host.log(&shift("41")).await.unwrap();
    let (state, _) = careweave_outreach::campaign::replay(&log);
    let run = state.run.as_ref().unwrap();
    assert!(matches!(
        run.contact(&caregiver("1")).unwrap().standing,
        Standing::Failed { .. }
    ));
    assert!(matches!(
        run.contact(&caregiver("2")).unwrap().standing,
        Standing::Sent
    ));
    assert!(why_not_contacted(&state).is_empty());
}
