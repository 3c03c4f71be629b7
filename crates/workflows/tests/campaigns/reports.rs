//! Reports from what a store keeps of campaigns: the same figures out of SQLite and PostgreSQL.

use std::sync::Arc;
use std::time::Duration;

use careweave_http::Clock as _;
use careweave_insights::reports::{Fairness, FairnessQuery, Filling, FillingQuery};
use careweave_insights::{Period, Scope, report};
use careweave_outreach::ContactId;
use careweave_outreach::campaign::{CoordinatorAction, Input, Mode, Policy};
use careweave_sync_core::Streams;
use careweave_sync_sqlite::SqliteStore;
use careweave_types::AgencyZone;
use careweave_workflows::campaigns::CampaignEvents;
use chrono::TimeDelta;

use crate::world::{World, caregiver, filled_by, finish, host_with, open, policy, settle, shift};

/// Three who are asked about two shifts: the first is filled after five minutes, the second by nobody, since all say no. A third one
/// is rehearsed.
async fn played(store: Arc<dyn Streams>) -> Arc<World> {
    let world = Arc::new(World::new(&["1", "2", "3"]));
    let mut unlimited = policy();
    // Everybody is asked twice within minutes, which the limits over all campaigns would not allow.
    unlimited.sending.fatigue.clear();
    let working = host_with(&world, Arc::clone(&store), "w-1", unlimited);
    open(&working, "41").await.unwrap();
    settle(&working).await.unwrap();
    world.clock.advance(Duration::from_secs(300));
    let heard = world.clock.now();
    for (id, text) in [("3", "no"), ("2", "yes"), ("1", "yes")] {
        working
            .hear(&caregiver(id), &format!("m-{id}"), text, heard)
            .await
            .unwrap();
    }
    let coverage = finish(&world, &working, "41").await.unwrap();
    assert_eq!(filled_by(&coverage), Some("2"));

    open(&working, "42").await.unwrap();
    settle(&working).await.unwrap();
    for id in ["1", "2", "3"] {
        let (message, heard) = (format!("m-42-{id}"), world.clock.now());
        working.hear(&caregiver(id), &message, "no", heard).await.unwrap();
    }
    let cancelled = Input::CoordinatorActed {
        by: ContactId::new("coordinator/1").unwrap(),
        action: CoordinatorAction::Cancel {
            notify: None,
            note: None,
        },
    };
    working.submit(&shift("42"), &cancelled).await.unwrap();
    settle(&working).await.unwrap();

    let shadow = Policy {
        mode: Mode::Shadow,
        ..policy()
    };
    let rehearsing = host_with(&world, store, "w-2", shadow);
    open(&rehearsing, "43").await.unwrap();
    settle(&rehearsing).await.unwrap();
    world
}

async fn figures_are_those_of_what_was_played(store: Arc<dyn Streams>) {
    let world = played(Arc::clone(&store)).await;
    let read = CampaignEvents::of_store(&*store, "agency-1").await.unwrap();
    assert_eq!((read.shifts, read.rehearsals), (3, 1));
    let as_of = world.clock.now() + TimeDelta::seconds(1);
    let zone = AgencyZone::new("America/Denver").unwrap();
    let scope = || Scope::new(Period::between(zone.clone(), None, None).unwrap());

    let filling: Filling = report(&read.events, &FillingQuery::new(scope()), as_of).unwrap();
    assert_eq!((filling.opened, filling.cancelled), (2, 1));
    let before_start = &filling.filled_before_start;
    assert_eq!((before_start.numerator(), before_start.denominator()), (1, 1));
    assert_eq!(filling.surplus_yes, 1);
    assert_eq!(filling.offers_per_fill.value(), Some(6.0));
    assert!(
        filling
            .first_yes_median_seconds
            .is_some_and(|seconds| seconds == 300),
        "{filling:?}"
    );
    // No stream says whether the client knew the caregiver: nothing is claimed of it.
    assert_eq!(
        (filling.continuity.denominator(), filling.continuity.value()),
        (0, None)
    );

    let fairness: Fairness = report(&read.events, &FairnessQuery::new(scope()), as_of).unwrap();
    assert_eq!(fairness.eligible, 3);
    assert_eq!(fairness.gini_offers, Some(0.0));
    let two = fairness
        .caregivers
        .iter()
        .find(|line| line.caregiver == "2")
        .unwrap();
    assert_eq!((two.offered.numerator(), two.assigned.numerator()), (2, 1));

    // Another reading gives the same events with the same ids: nothing is counted twice.
    let again = CampaignEvents::of_store(&*store, "agency-1").await.unwrap();
    assert_eq!(again, read);
    let none = CampaignEvents::of_store(&*store, "agency-2").await.unwrap();
    assert_eq!(none, CampaignEvents::default());
    let error = CampaignEvents::of_store(&*store, "agency/1").await.unwrap_err();
    assert_eq!(error.get("field"), Some("scope"));
}

#[tokio::test]
async fn campaigns_kept_in_sqlite_feed_filling_and_fairness() {
    let store = SqliteStore::in_memory().await.unwrap();
    figures_are_those_of_what_was_played(Arc::new(store)).await;
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn campaigns_kept_in_postgres_feed_filling_and_fairness() {
    let fresh = crate::postgres::fresh::Fresh::new();
    figures_are_those_of_what_was_played(Arc::new(fresh.store().await)).await;
}
