//! One shift from the opening to the fill, and what can come in between.

use std::sync::Arc;
use std::time::Duration;

use careweave_outreach::campaign::{Action, Input, Mode, NextAction, Policy, TemplateName};
use careweave_outreach::replies::Route;
use careweave_sync_core::{MemoryStore, Outbox};
use careweave_sync_sqlite::SqliteStore;
use careweave_types::ErrorKind;
use careweave_workflows::campaigns::{AssignReply, HostOptions};

use crate::world::{
    World, caregiver, drive, facts, filled_by, finish, host, host_with, is_elsewhere, notices, open, opening,
    policy, settle, shift,
};

#[tokio::test]
async fn a_yes_fills_the_shift_and_the_losers_who_said_yes_are_told() {
    let world = Arc::new(World::new(&["1", "2", "3"]));
    let store = Arc::new(SqliteStore::in_memory().await.unwrap());
    let host = host(&world, Arc::<SqliteStore>::clone(&store), "w-1");
    open(&host, "41").await.unwrap();
    settle(&host).await.unwrap();
    assert_eq!(world.count(TemplateName::ShiftOffer), 3);
    let said = |id: &'static str, text: &'static str| {
        let host = host.clone();
        async move {
            host.hear(&caregiver(id), &format!("m-{id}"), text, opening())
                .await
                .unwrap()
        }
    };
    assert_eq!(said("3", "no").await.told, [shift("41")]);
    said("2", "yes").await;
    said("1", "Yes!").await;
    assert_eq!(host.waitlist(&shift("41")).await.unwrap().len(), 1);
    // Nobody is told before the agency system has it.
    assert_eq!(world.count(TemplateName::ShiftConfirmed), 0);
    let coverage = finish(&world, &host, "41").await.unwrap();
    assert_eq!(filled_by(&coverage), Some("2"));
    assert_eq!(world.holder("41"), Some(caregiver("2")));
    assert_eq!(world.count(TemplateName::ShiftConfirmed), 1);
    assert_eq!(world.count(TemplateName::ShiftFilled), 1);
    assert_eq!(*world.assigns.lock().unwrap(), 1);
    world.assert_nothing_twice();
    let status = host.status(&shift("41")).await.unwrap().unwrap();
    assert_eq!(status.next_action, NextAction::Nothing);
    // Late answers are heard until the shift starts; then nothing waits any more.
    let start = facts("41").window.start();
    assert_eq!(host.next_deadline().await.unwrap(), Some(start));
    world.clock.set_wall(start);
    settle(&host).await.unwrap();
    assert_eq!(host.next_deadline().await.unwrap(), None);
    let counts = store.outbox_counts().await.unwrap();
    assert_eq!(
        (counts.waiting, counts.claimed, counts.dead),
        (0, 0, 0),
        "{counts:?}"
    );
    let timeline = host.timeline(&shift("41"), &caregiver("1")).await.unwrap();
    assert!(
        timeline
            .iter()
            .all(|line| line.event.caregiver() == Some(&caregiver("1")))
    );
    assert!(timeline.len() >= 4, "offered, answered, waiting, told");
}

#[tokio::test]
async fn another_host_goes_on_where_the_first_stopped() {
    let world = Arc::new(World::new(&["1", "2"]));
    let store = Arc::new(MemoryStore::new());
    let first = host(&world, Arc::<MemoryStore>::clone(&store), "w-1");
    open(&first, "41").await.unwrap();
    settle(&first).await.unwrap();
    drop(first);
    let second = host(&world, store, "w-2");
    second
        .hear(&caregiver("1"), "m-1", "ok", opening())
        .await
        .unwrap();
    let coverage = drive(&world, &second, "41").await.unwrap();
    assert_eq!(filled_by(&coverage), Some("1"));
    world.assert_nothing_twice();
}

#[tokio::test]
async fn silence_brings_waves_and_the_office_and_a_late_yes_still_wins() {
    let ids: Vec<String> = (1..=8).map(|n| n.to_string()).collect();
    let world = Arc::new(World::new(&ids.iter().map(String::as_str).collect::<Vec<_>>()));
    let host = host(&world, Arc::new(MemoryStore::new()), "w-1");
    open(&host, "41").await.unwrap();
    let forecast = host.forecast(&shift("41")).await.unwrap();
    assert!(forecast.complete && !forecast.steps.is_empty());
    for minutes in 0..=17 {
        settle(&host).await.unwrap();
        if minutes == 0 {
            assert_eq!(world.count(TemplateName::ShiftOffer), 5);
        }
        world.clock.advance(Duration::from_secs(60));
    }
    assert_eq!(world.count(TemplateName::ShiftOffer), 8);
    assert!(notices(&world) >= 1, "the office was told");
    host.hear(&caregiver("7"), "m-7", "si", opening()).await.unwrap();
    let coverage = drive(&world, &host, "41").await.unwrap();
    assert_eq!(filled_by(&coverage), Some("7"));
}

#[tokio::test]
async fn when_the_answer_to_an_assignment_is_lost_the_shift_is_read_and_not_assigned_again() {
    let world = Arc::new(World::new(&["1", "2"]));
    *world.answers.lock().unwrap() = vec![AssignReply::Unknown];
    let host = host(&world, Arc::new(MemoryStore::new()), "w-1");
    open(&host, "41").await.unwrap();
    settle(&host).await.unwrap();
    host.hear(&caregiver("1"), "m-1", "yes", opening()).await.unwrap();
    let coverage = finish(&world, &host, "41").await.unwrap();
    assert_eq!(filled_by(&coverage), Some("1"));
    assert_eq!(*world.assigns.lock().unwrap(), 1);
    assert_eq!(world.count(TemplateName::ShiftConfirmed), 1);
}

#[tokio::test]
async fn somebody_who_has_the_shift_in_the_agency_system_wins_and_nobody_is_confirmed() {
    let world = Arc::new(World::new(&["1", "2"]));
    world.book.lock().unwrap().insert(shift("41"), caregiver("9"));
    let host = host(&world, Arc::new(MemoryStore::new()), "w-1");
    open(&host, "41").await.unwrap();
    settle(&host).await.unwrap();
    host.hear(&caregiver("1"), "m-1", "yes", opening()).await.unwrap();
    let coverage = finish(&world, &host, "41").await.unwrap();
    assert!(is_elsewhere(&coverage));
    assert_eq!(world.count(TemplateName::ShiftConfirmed), 0);
    assert_eq!(world.count(TemplateName::ShiftFilled), 1);
    assert_eq!(world.holder("41"), Some(caregiver("9")));
}

#[tokio::test]
async fn a_refused_assignment_goes_to_the_next_in_line() {
    let world = Arc::new(World::new(&["1", "2"]));
    let refused = AssignReply::Refused {
        retryable: false,
        reason: "credential".to_owned(),
    };
    *world.answers.lock().unwrap() = vec![refused];
    let host = host(&world, Arc::new(MemoryStore::new()), "w-1");
    open(&host, "41").await.unwrap();
    settle(&host).await.unwrap();
    host.hear(&caregiver("1"), "m-1", "yes", opening()).await.unwrap();
    host.hear(&caregiver("2"), "m-2", "yes", opening()).await.unwrap();
    let coverage = finish(&world, &host, "41").await.unwrap();
    assert_eq!(filled_by(&coverage), Some("2"));
    assert_eq!(world.count(TemplateName::ShiftNotPossible), 1);
}

#[tokio::test]
async fn a_yes_with_two_offers_open_acts_on_neither_and_a_stop_ends_both() {
    let world = Arc::new(World::new(&["1"]));
    let host = host(&world, Arc::new(MemoryStore::new()), "w-1");
    open(&host, "41").await.unwrap();
    settle(&host).await.unwrap();
    world.clock.advance(Duration::from_secs(3_600));
    open(&host, "42").await.unwrap();
    settle(&host).await.unwrap();
    assert_eq!(world.count(TemplateName::ShiftOffer), 2);
    let now = host.now();
    let heard = host.hear(&caregiver("1"), "m-1", "yes", now).await.unwrap();
    assert!(matches!(heard.route, Route::Ask { .. }), "{:?}", heard.route);
    assert!(heard.told.is_empty());
    let heard = host.hear(&caregiver("1"), "m-2", "STOP", now).await.unwrap();
    assert_eq!(heard.told, [shift("41"), shift("42")]);
    settle(&host).await.unwrap();
    assert_eq!(
        world.count(TemplateName::OptOutConfirmed),
        1,
        "one confirmation for a person"
    );
}

#[tokio::test]
async fn a_rehearsal_sends_and_assigns_nothing() {
    let world = Arc::new(World::new(&["1", "2"]));
    let shadow = Policy {
        mode: Mode::Shadow,
        ..policy()
    };
    let store = Arc::new(MemoryStore::new());
    let host = host_with(&world, Arc::<MemoryStore>::clone(&store), "w-1", shadow);
    open(&host, "41").await.unwrap();
    settle(&host).await.unwrap();
    host.hear(&caregiver("2"), "m-2", "yes", opening()).await.unwrap();
    let coverage = finish(&world, &host, "41").await.unwrap();
    assert_eq!(filled_by(&coverage), Some("2"));
    assert_eq!(world.assert_nothing_twice(), 0);
    assert_eq!((*world.assigns.lock().unwrap(), world.holder("41")), (0, None));
    assert!(world.office.lock().unwrap().is_empty());
}

#[tokio::test]
async fn the_same_text_twice_is_one_answer_and_a_call_off_opens_the_claim_again() {
    let world = Arc::new(World::new(&["1", "2"]));
    let host = host(&world, Arc::new(MemoryStore::new()), "w-1");
    open(&host, "41").await.unwrap();
    settle(&host).await.unwrap();
    for _ in 0..3 {
        host.hear(&caregiver("1"), "m-1", "yes", opening()).await.unwrap();
    }
    let log = host.log(&shift("41")).await.unwrap();
    let kinds: Vec<String> = log
        .iter()
        .map(|line| {
            serde_json::to_value(&line.event).unwrap()["kind"]
                .as_str()
                .unwrap()
                .to_owned()
        })
        .collect();
    assert_eq!(kinds.iter().filter(|kind| *kind == "answered").count(), 1);
    let heard = host
        .hear(&caregiver("1"), "m-9", "i have to call off", opening())
        .await
        .unwrap();
    assert_eq!(heard.told, [shift("41")]);
    host.hear(&caregiver("2"), "m-2", "yes", opening()).await.unwrap();
    let coverage = finish(&world, &host, "41").await.unwrap();
    assert_eq!(filled_by(&coverage), Some("2"));
}

#[tokio::test]
async fn options_that_cannot_work_are_refused_by_name() {
    let world = Arc::new(World::new(&[]));
    let digest = Policy {
        digest: careweave_outreach::campaign::Delivery::Digest,
        ..policy()
    };
    for (scope, holder, policy, field) in [
        ("", "w", policy(), "scope"),
        ("agency 1", "w", policy(), "scope"),
        ("a", "", policy(), "holder"),
        ("a", "w", digest, "policy.digest"),
    ] {
        let options = HostOptions::new(scope, holder, policy).unwrap();
        let store = Arc::new(MemoryStore::new());
        let hands = host(&world, Arc::<MemoryStore>::clone(&store), "w")
            .hands()
            .clone();
        let clock = Arc::new(careweave_http::ManualClock::new(opening()));
        let error =
            careweave_workflows::campaigns::CampaignHost::new(store, hands, clock, options).unwrap_err();
        assert_eq!(
            (error.kind(), error.get("field")),
            (ErrorKind::InvalidInput, Some(field))
        );
    }
}

#[tokio::test]
async fn an_input_for_a_shift_nobody_opened_is_recorded_as_rejected() {
    let world = Arc::new(World::new(&[]));
    let host = host(&world, Arc::new(MemoryStore::new()), "w-1");
    let decision = host
        .submit(&shift("77"), &Input::AssignSucceeded { fence: 1 })
        .await
        .unwrap();
    assert!(decision.commands.is_empty());
    assert_eq!(host.log(&shift("77")).await.unwrap().len(), 1);
    assert_eq!(host.status(&shift("77")).await.unwrap(), None);
    assert!(
        !world
            .office
            .lock()
            .unwrap()
            .values()
            .any(|c| matches!(c.action, Action::AddNote { .. }))
    );
}

#[tokio::test]
async fn the_news_of_an_open_shift_twice_opens_it_once_also_after_it_was_filled() {
    let world = Arc::new(World::new(&["1", "2"]));
    let host = host(&world, Arc::new(MemoryStore::new()), "w-1");
    for _ in 0..2 {
        open(&host, "41").await.unwrap();
    }
    settle(&host).await.unwrap();
    host.hear(&caregiver("1"), "m-1", "yes", opening()).await.unwrap();
    finish(&world, &host, "41").await.unwrap();
    open(&host, "41").await.unwrap();
    assert_eq!(host.status(&shift("41")).await.unwrap().unwrap().generation, 1);
    // Where nobody has it any more, it is news.
    world.book.lock().unwrap().clear();
    open(&host, "41").await.unwrap();
    assert_eq!(host.status(&shift("41")).await.unwrap().unwrap().generation, 2);
}
