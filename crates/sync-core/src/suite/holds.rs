//! What every store that keeps legal holds must do. Each function is one behaviour and wants a fresh store.

// A behaviour that is not met ends the test it runs in.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::sync::Barrier;

use careweave_types::{Error, ErrorKind, Pii};

use super::block_on;
use super::ledger::t;
use super::retention::{
    CHAIN, DAY, PurgedStore, SOURCE, as_log, client, counted, erasure, fill, incoming, rules,
};
use crate::audit::verify_log;
use crate::conflicts::ConflictDecision;
use crate::inbox::{Retention, Settlement};
use crate::mirror::ExternalRef;
use crate::retention::{Erasure, Hold, machine};

/// Expands to one `#[test]` per behaviour, for the store that the expression gives with its guard.
#[macro_export]
macro_rules! holds_suite {
    ($fresh:expr) => {
        $crate::behaviours! { holds, $fresh =>
            a_person_under_a_hold_is_erased_only_after_it_was_lifted
            whatever_names_something_that_is_held_is_refused_whole
            what_is_held_does_not_go_by_age_until_the_hold_is_lifted
            holds_of_two_matters_stand_by_themselves
            a_hold_that_is_placed_again_is_widened_and_never_narrowed
            of_a_hold_placed_beside_an_erasure_one_comes_first
            bad_holds_are_refused_and_change_nothing
        }
    };
}

fn hold(matter: &str) -> Hold {
    Hold {
        token: "token-1".to_owned(),
        chain: CHAIN.to_owned(),
        matter: matter.to_owned(),
        actor: "counsel-1".to_owned(),
        ..Hold::default()
    }
}

/// What was written down of a chain after its first three entries.
async fn told(store: &dyn PurgedStore) -> Vec<(String, String)> {
    let entries = store.audit_entries(CHAIN, 3, 1_000).await.unwrap();
    let written = entries.into_iter().map(|entry| entry.written);
    written.map(|entry| (entry.actor, entry.action)).collect()
}

#[track_caller]
fn refused(error: &Error, matter: &str) {
    assert_eq!(error.kind(), ErrorKind::Forbidden, "{error:#}");
    assert_eq!(
        (error.get("reason"), error.get("matter")),
        (Some(machine::LEGAL_HOLD), Some(matter))
    );
}

/// Given a hold on somebody, an erasure is refused, removes nothing and writes nothing down; lifted, it goes through. Who placed and
/// lifted it is in the chain.
pub async fn a_person_under_a_hold_is_erased_only_after_it_was_lifted(store: &dyn PurgedStore) {
    fill(store).await;
    let local = store.reference(&client("c-1")).await.unwrap().unwrap().local;
    let placed = store.place_hold(&hold("case-17"), t(5)).await.unwrap();
    assert_eq!((placed.number, placed.placed_at), (1, t(5)));
    let error = store.erase(&erasure(Some(local)), t(10)).await.unwrap_err();
    refused(&error, "case-17");
    assert!(store.body(&client("c-1")).await.unwrap().is_some());
    assert_eq!(store.received(SOURCE, None, 10).await.unwrap().len(), 1);
    let entries = store.audit_entries(CHAIN, 0, 10).await.unwrap();
    assert!(!entries[0].written.sealed.is_empty());

    let lift = async |actor| {
        store
            .lift_hold(CHAIN, "token-1", "case-17", actor, t(20))
            .await
            .unwrap()
    };
    assert!(lift("counsel-2").await);
    assert!(!lift("counsel-3").await, "it is lifted already");
    assert_eq!(store.holds(CHAIN, 0, 10).await.unwrap(), []);
    let report = store.erase(&erasure(Some(local)), t(30)).await.unwrap();
    assert_eq!((report.bodies, report.messages, report.audit_entries), (1, 1, 1));
    let expected = [
        ("counsel-1", "hold.placed"),
        ("counsel-2", "hold.lifted"),
        ("user-7", "subject.erased"),
    ];
    assert_eq!(
        told(store).await,
        expected.map(|(actor, action)| (actor.to_owned(), action.to_owned()))
    );
    verify_log(as_log(store), CHAIN, None, &[]).await.unwrap();
}

/// Given a hold that names a record, a subject and an id here, an erasure of somebody else that touches one of them is refused; one
/// that touches none goes through, as does one of the same token in another chain.
pub async fn whatever_names_something_that_is_held_is_refused_whole(store: &dyn PurgedStore) {
    fill(store).await;
    let tied = store.reference(&client("c-1")).await.unwrap().unwrap().local;
    let invitee = ExternalRef::new("calendly/agency-1", "invitee", "i-1");
    let held = Hold {
        local: Some(tied),
        references: vec![invitee.clone()],
        announced: vec![(SOURCE.to_owned(), "client-1".to_owned())],
        ..hold("case-17")
    };
    store.place_hold(&held, t(5)).await.unwrap();
    let other = || Erasure {
        token: "token-2".to_owned(),
        chain: CHAIN.to_owned(),
        actor: "user-7".to_owned(),
        ..Erasure::default()
    };
    let touching = [
        Erasure {
            local: Some(tied),
            ..other()
        },
        // Known, and tied to the id that is held.
        Erasure {
            references: vec![client("c-2"), client("c-1")],
            ..other()
        },
        // Held, and never seen.
        Erasure {
            references: vec![invitee],
            ..other()
        },
        Erasure {
            announced: vec![(SOURCE.to_owned(), "client-1".to_owned())],
            ..other()
        },
    ];
    for erasure in touching {
        let error = store.erase(&erasure, t(10)).await.unwrap_err();
        refused(&error, "case-17");
    }
    assert!(
        store.body(&client("c-2")).await.unwrap().is_some(),
        "all or nothing"
    );
    let beside = Erasure {
        references: vec![client("c-2")],
        announced: vec![(SOURCE.to_owned(), "client-2".to_owned())],
        ..other()
    };
    assert_eq!(store.erase(&beside, t(10)).await.unwrap().bodies, 1);
    let elsewhere = Erasure {
        token: "token-1".to_owned(),
        chain: "agency-2".to_owned(),
        ..other()
    };
    assert_eq!(store.erase(&elsewhere, t(10)).await.unwrap().references, 0);
}

/// Given old things of which a hold covers one of each, the others go and those stay; after it was lifted they go too.
pub async fn what_is_held_does_not_go_by_age_until_the_hold_is_lifted(store: &dyn PurgedStore) {
    fill(store).await;
    let gone = store.reference(&client("c-2")).await.unwrap().unwrap().local;
    // A closed conflict about a record that is only named, beside one that is tied to the id.
    let mut about = store
        .record_conflicts(
            &client("c-9"),
            &[super::retention::phone("3035550108")],
            None,
            t(0),
        )
        .await
        .unwrap();
    let number = about.conflicts.remove(0).number;
    let third = ConflictDecision::Value(Pii::from("\"3035550109\""));
    store
        .resolve_conflict(number, &third, "user-7", "called", t(0))
        .await
        .unwrap();
    store.accept(&incoming("m-9", "client-9"), t(0)).await.unwrap();
    let waiting = store.received(SOURCE, None, 10).await.unwrap();
    store
        .settle(waiting[1].number, &Settlement::Applied, None, t(0))
        .await
        .unwrap();
    let held = Hold {
        local: Some(gone),
        references: vec![client("c-9")],
        announced: vec![(SOURCE.to_owned(), "client-1".to_owned())],
        ..hold("case-17")
    };
    store.place_hold(&held, t(1)).await.unwrap();

    let now = t(366 * DAY);
    // Two messages about client-1, the tombstone, both conflicts and the entry about token-1 are held.
    let free = [1, 0, 0, 1, 1];
    assert_eq!(counted(&store.purge_preview(&rules(), now).await.unwrap()), free);
    assert_eq!(counted(&store.purge(&rules(), 1_000, now).await.unwrap()), free);
    assert_eq!(store.purge(&rules(), 1_000, now).await.unwrap().total(), 0);
    let retention = Retention::default();
    assert_eq!(store.forget(SOURCE, retention, now, 1_000).await.unwrap(), 0);
    assert!(store.body(&client("c-2")).await.unwrap().is_some());
    let kept = store.conflict(number).await.unwrap().resolution.unwrap();
    assert!(kept.value.is_some());
    let entries = store.audit_entries(CHAIN, 0, 3).await.unwrap();
    assert!(!entries[0].written.sealed.is_empty() && entries[2].written.sealed.is_empty());

    assert!(
        store
            .lift_hold(CHAIN, "token-1", "case-17", "counsel-1", now)
            .await
            .unwrap()
    );
    let rest = store.purge(&rules(), 1_000, now).await.unwrap();
    assert_eq!(counted(&rest), [2, 1, 2, 0, 1]);
}

/// Given two matters about one person, lifting one leaves the other.
pub async fn holds_of_two_matters_stand_by_themselves(store: &dyn PurgedStore) {
    fill(store).await;
    for (second, matter) in [(1, "case-17"), (2, "audit-2026")] {
        store.place_hold(&hold(matter), t(second)).await.unwrap();
    }
    let other = Hold {
        chain: "agency-2".to_owned(),
        ..hold("case-17")
    };
    store.place_hold(&other, t(3)).await.unwrap();
    let standing = async |after, limit| -> Vec<(u64, String)> {
        let holds = store.holds(CHAIN, after, limit).await.unwrap();
        holds
            .into_iter()
            .map(|held| (held.number, held.hold.matter))
            .collect()
    };
    let (first, second) = ((1, "case-17".to_owned()), (2, "audit-2026".to_owned()));
    assert_eq!(standing(0, 10).await, [first.clone(), second.clone()]);
    assert_eq!(standing(0, 1).await, [first]);
    assert_eq!(standing(1, 1).await, std::slice::from_ref(&second));
    let lift = async |matter| {
        store
            .lift_hold(CHAIN, "token-1", matter, "counsel-1", t(9))
            .await
            .unwrap()
    };
    assert!(lift("case-17").await);
    assert_eq!(standing(0, 10).await, [second]);
    refused(
        &store.erase(&erasure(None), t(10)).await.unwrap_err(),
        "audit-2026",
    );
    assert!(lift("audit-2026").await);
    store.erase(&erasure(None), t(11)).await.unwrap();
    // A number is not given again.
    assert_eq!(store.place_hold(&hold("case-17"), t(12)).await.unwrap().number, 4);
}

/// Given a hold, placing it again adds what is new and takes nothing away; nothing new is not written down. Another id here is
/// another person.
pub async fn a_hold_that_is_placed_again_is_widened_and_never_narrowed(store: &dyn PurgedStore) {
    fill(store).await;
    let local = |id: &'static str| async move { store.reference(&client(id)).await.unwrap().unwrap().local };
    let (one, other) = (local("c-1").await, local("c-2").await);
    let first = Hold {
        references: vec![client("c-7"), client("c-3"), client("c-7")],
        ..hold("case-17")
    };
    let placed = store.place_hold(&first, t(1)).await.unwrap();
    assert_eq!(placed.hold.references, [client("c-3"), client("c-7")]);
    assert_eq!(store.place_hold(&first, t(2)).await.unwrap(), placed);
    assert_eq!(store.place_hold(&hold("case-17"), t(2)).await.unwrap(), placed);
    let wider = Hold {
        local: Some(one),
        references: vec![client("c-5")],
        announced: vec![(SOURCE.to_owned(), "client-1".to_owned())],
        actor: "counsel-2".to_owned(),
        ..hold("case-17")
    };
    let widened = store.place_hold(&wider, t(3)).await.unwrap();
    assert_eq!(
        widened.hold.references,
        [client("c-3"), client("c-5"), client("c-7")]
    );
    assert_eq!((widened.hold.local, widened.hold.announced.len()), (Some(one), 1));
    assert_eq!(
        (widened.number, widened.placed_at, widened.hold.actor.as_str()),
        (1, t(1), "counsel-1")
    );
    assert_eq!(store.holds(CHAIN, 0, 10).await.unwrap(), [widened]);
    let another = Hold {
        local: Some(other),
        ..hold("case-17")
    };
    let error = store.place_hold(&another, t(4)).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.get("held")),
        (ErrorKind::Conflict, Some(one.to_string().as_str()))
    );
    let expected = [("counsel-1", "hold.placed"), ("counsel-2", "hold.widened")];
    assert_eq!(
        told(store).await,
        expected.map(|(actor, action)| (actor.to_owned(), action.to_owned()))
    );
}

/// Given a hold and an erasure of one person at the same time, again and again: whichever is in the chain first, nothing is erased
/// after the hold was placed.
pub async fn of_a_hold_placed_beside_an_erasure_one_comes_first(store: &dyn PurgedStore) {
    const ROUNDS: i64 = 25;
    fill(store).await;
    let start = Barrier::new(2);
    let start = &start;
    for round in 0..ROUNDS {
        let person = |token: &str| format!("{token}-{round}");
        let (held, erased) = (
            Hold {
                token: person("person"),
                ..hold("case-17")
            },
            Erasure {
                token: person("person"),
                ..erasure(None)
            },
        );
        let (placed, gone) = std::thread::scope(|scope| {
            let placing = scope.spawn(|| {
                start.wait();
                block_on(store.place_hold(&held, t(round)))
            });
            let erasing = scope.spawn(|| {
                start.wait();
                block_on(store.erase(&erased, t(round)))
            });
            (placing.join().unwrap(), erasing.join().unwrap())
        });
        placed.unwrap();
        if let Err(error) = &gone {
            refused(error, "case-17");
        }
        let entries = store.audit_entries(CHAIN, 0, 1_000).await.unwrap();
        let about: Vec<_> = entries
            .iter()
            .filter(|entry| entry.written.subject == held.token)
            .map(|entry| entry.written.action.as_str())
            .collect();
        match gone {
            Ok(_) => assert_eq!(about, ["subject.erased", "hold.placed"]),
            Err(_) => assert_eq!(about, ["hold.placed"]),
        }
        refused(&store.erase(&erased, t(round)).await.unwrap_err(), "case-17");
    }
}

/// Given a hold, a lifting or a listing that breaks a rule, the field is named and nothing is written.
pub async fn bad_holds_are_refused_and_change_nothing(store: &dyn PurgedStore) {
    fill(store).await;
    let text = |text: &str| text.to_owned();
    let bad = [
        (
            "token",
            Hold {
                token: text(""),
                ..hold("case-17")
            },
        ),
        (
            "chain",
            Hold {
                chain: text("a\nb"),
                ..hold("case-17")
            },
        ),
        ("matter", hold("")),
        ("matter", hold(&"x".repeat(513))),
        (
            "actor",
            Hold {
                actor: text(""),
                ..hold("case-17")
            },
        ),
        (
            "kind",
            Hold {
                references: vec![ExternalRef::new("c", "no code", "1")],
                ..hold("case-17")
            },
        ),
        (
            "references",
            Hold {
                references: vec![client("c-1"); 1_001],
                ..hold("case-17")
            },
        ),
        (
            "source",
            Hold {
                announced: vec![(text("no code"), text("1"))],
                ..hold("case-17")
            },
        ),
        (
            "subject",
            Hold {
                announced: vec![(text(SOURCE), text(""))],
                ..hold("case-17")
            },
        ),
    ];
    for (field, bad) in bad {
        let error = store.place_hold(&bad, t(1)).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.get("field")),
            (ErrorKind::InvalidInput, Some(field))
        );
    }
    let lift = async |token, actor| store.lift_hold(CHAIN, token, "case-17", actor, t(1)).await;
    assert_eq!(
        lift("", "counsel-1").await.unwrap_err().get("field"),
        Some("token")
    );
    assert_eq!(lift("token-1", "").await.unwrap_err().get("field"), Some("actor"));
    for limit in [0, 1_001] {
        let error = store.holds(CHAIN, 0, limit).await.unwrap_err();
        assert_eq!(error.get("field"), Some("limit"));
    }
    assert_eq!(store.holds(CHAIN, u64::MAX, 10).await.unwrap(), []);
    assert_eq!(store.holds(CHAIN, 0, 10).await.unwrap(), []);
    assert_eq!(told(store).await, []);
}
