//! What every store of streams must do. Each function is one behaviour and wants a fresh store.

// A behaviour that is not met ends the test it runs in.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fmt::Debug;
use std::sync::Barrier;
use std::time::Duration;

use careweave_types::{Error, ErrorKind, Pii, Result, Status};
use chrono::{DateTime, TimeDelta, Utc};

use super::block_on;
use super::dice::Dice;
use crate::MemoryStore;
use crate::lease::Fence;
use crate::ledger::{EffectKey, EffectState, Fingerprint, Intent, Reconcile};
use crate::outbox::{Dispatch, Outbox, OutboxState, RetrySchedule};
use crate::stream::{NewCommand, StreamAppend, StreamHead, Streams};

/// Expands to one `#[test]` per behaviour, for the store that the expression gives with its guard.
#[macro_export]
macro_rules! stream_suite {
    ($fresh:expr) => {
        $crate::behaviours! { stream, $fresh =>
            events_commands_and_deadline_are_kept_together
            of_two_that_decided_at_one_version_one_appends
            a_refused_append_leaves_no_trace
            a_command_whose_effect_is_queued_already_is_not_queued_again
            what_is_due_is_claimed_once_until_the_claim_ends
            an_append_ends_the_claim_and_a_worker_that_slept_is_fenced_off
            only_streams_of_the_prefix_are_claimed_and_listed
            waiting_streams_are_listed_in_order_page_by_page
            streams_that_are_over_are_listed_among_all_of_them
            bodies_come_back_exactly
            bad_stream_input_is_refused
            of_many_writers_each_version_has_one
            of_many_workers_each_due_stream_is_claimed_once
            a_long_random_life_of_streams_equals_that_of_the_model
        }
    };
}

const TTL: Duration = Duration::from_secs(60);

fn t(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000 + seconds, 0).unwrap()
}

#[track_caller]
fn refused<T: Debug>(result: Result<T>, kind: ErrorKind) -> Error {
    let error = result.expect_err("this had to be refused");
    assert_eq!(error.kind(), kind, "{error}");
    error
}

fn bytes(text: &str) -> Pii<Vec<u8>> {
    Pii::new(text.as_bytes().to_vec())
}

fn command(key: &str, what: &str) -> NewCommand {
    NewCommand {
        intent: Intent {
            key: EffectKey::new(key).unwrap(),
            operation: "campaign.send".to_owned(),
            subject: "shift-41".to_owned(),
            detail: String::new(),
            fingerprint: Fingerprint::of(&[what]),
            strategy: Reconcile::Manual,
        },
        dispatch: Dispatch {
            lane: format!("lane/{key}"),
            due_at: t(0),
            priority: 0,
        },
        body: bytes(what),
    }
}

fn append(stream: &str, expected: u64, events: &[&str]) -> StreamAppend {
    StreamAppend {
        stream: stream.to_owned(),
        expected,
        events: events.iter().map(|event| bytes(event)).collect(),
        commands: Vec::new(),
        deadline: None,
        under: None,
    }
}

fn waiting(stream: &str, deadline: i64) -> StreamAppend {
    StreamAppend {
        deadline: Some(t(deadline)),
        ..append(stream, 0, &["opened"])
    }
}

/// Given a first append, its events are read back in order, its command can be claimed with its body, and its deadline is set.
pub async fn events_commands_and_deadline_are_kept_together(store: &dyn Streams) {
    assert_eq!(store.stream("a/shift/41").await.unwrap(), None);
    let first = StreamAppend {
        commands: vec![command("key-1", "offer to 7")],
        deadline: Some(t(900)),
        ..append("a/shift/41", 0, &["opened", "wave 1"])
    };
    let head = store.append(&first, t(0)).await.unwrap();
    assert_eq!(
        head,
        StreamHead {
            stream: "a/shift/41".to_owned(),
            version: 2,
            deadline: Some(t(900)),
            fence: Fence::new(0),
            holder: None,
            claimed_until: None,
            created_at: t(0),
            updated_at: t(0),
        }
    );
    assert_eq!(store.stream("a/shift/41").await.unwrap(), Some(head));
    let events = store.stream_events("a/shift/41", 0, 1_000).await.unwrap();
    let read: Vec<_> = events
        .iter()
        .map(|e| (e.version, e.body.expose().as_slice()))
        .collect();
    assert_eq!(read, [(1, b"opened".as_slice()), (2, b"wave 1")]);
    let after = store.stream_events("a/shift/41", 1, 1_000).await.unwrap();
    assert_eq!(after, events[1..]);
    let schedule = RetrySchedule::default();
    let claimed = store.claim("worker-1", TTL, &schedule, 10, t(0)).await.unwrap();
    assert_eq!(claimed.len(), 1);
    let body = store.command_body(claimed[0].number).await.unwrap().unwrap();
    assert_eq!(body, bytes("offer to 7"));
    let effect = store.get(claimed[0].effect).await.unwrap();
    assert_eq!(effect.state, EffectState::Planned);
    let second = store
        .append(&append("a/shift/41", 2, &["filled"]), t(60))
        .await
        .unwrap();
    assert_eq!((second.version, second.deadline), (3, None));
    assert_eq!((second.created_at, second.updated_at), (t(0), t(60)));
}

/// Given two that decided at the same version, the second is told the version the stream is at, and nothing of its is kept.
pub async fn of_two_that_decided_at_one_version_one_appends(store: &dyn Streams) {
    store
        .append(&append("a/shift/41", 0, &["opened"]), t(0))
        .await
        .unwrap();
    store
        .append(&append("a/shift/41", 1, &["yes of 7"]), t(1))
        .await
        .unwrap();
    let late = StreamAppend {
        commands: vec![command("key-2", "assign to 8")],
        deadline: Some(t(5)),
        ..append("a/shift/41", 1, &["yes of 8"])
    };
    let error = refused(store.append(&late, t(2)).await, ErrorKind::Conflict);
    assert_eq!(error.status(), Status::Temporary);
    assert_eq!(
        (error.get("stream"), error.get("expected"), error.get("version")),
        (Some("a/shift/41"), Some("1"), Some("2"))
    );
    refused(
        store
            .append(&append("a/shift/41", 0, &["opened again"]), t(2))
            .await,
        ErrorKind::Conflict,
    );
    refused(
        store.append(&append("a/shift/42", 1, &["x"]), t(2)).await,
        ErrorKind::Conflict,
    );
    assert_eq!(store.outbox_counts().await.unwrap().enqueued, 0);
    let head = store.stream("a/shift/41").await.unwrap().unwrap();
    assert_eq!((head.version, head.deadline, head.updated_at), (2, None, t(1)));
}

/// Given an append of which one command is refused, neither its events nor its other commands are kept.
pub async fn a_refused_append_leaves_no_trace(store: &dyn Streams) {
    let first = StreamAppend {
        commands: vec![command("key-1", "one thing")],
        ..append("a/shift/41", 0, &["opened"])
    };
    store.append(&first, t(0)).await.unwrap();
    let second = StreamAppend {
        commands: vec![command("key-2", "new"), command("key-1", "another thing")],
        ..append("a/shift/41", 1, &["wave"])
    };
    refused(store.append(&second, t(1)).await, ErrorKind::KeyReuse);
    assert_eq!(store.stream("a/shift/41").await.unwrap().unwrap().version, 1);
    assert_eq!(store.stream_events("a/shift/41", 0, 10).await.unwrap().len(), 1);
    assert_eq!(store.outbox_counts().await.unwrap().enqueued, 1);
    assert!(
        store
            .current(&EffectKey::new("key-2").unwrap())
            .await
            .unwrap()
            .is_none()
    );
}

/// Given a command with the key and meaning of one that was queued, the events are kept and the item stays as it was.
pub async fn a_command_whose_effect_is_queued_already_is_not_queued_again(store: &dyn Streams) {
    let of = |expected| StreamAppend {
        commands: vec![command("key-1", "one thing")],
        ..append("a/shift/41", expected, &["event"])
    };
    store.append(&of(0), t(0)).await.unwrap();
    let claimed = store
        .claim("w", TTL, &RetrySchedule::default(), 1, t(0))
        .await
        .unwrap();
    store
        .complete(claimed[0].number, claimed[0].fence, t(0))
        .await
        .unwrap();
    assert_eq!(store.append(&of(1), t(1)).await.unwrap().version, 2);
    let counts = store.outbox_counts().await.unwrap();
    assert_eq!((counts.enqueued, counts.done), (1, 1));
    assert_eq!(
        store.item(claimed[0].number).await.unwrap().state,
        OutboxState::Done
    );
}

/// Given streams whose time has come, each is claimed once, the longest due first; at the end of the claim again, under a
/// higher fence.
pub async fn what_is_due_is_claimed_once_until_the_claim_ends(store: &dyn Streams) {
    for (stream, deadline) in [("a/1", 30), ("a/2", 10), ("a/3", 99)] {
        store.append(&waiting(stream, deadline), t(0)).await.unwrap();
    }
    store.append(&append("a/4", 0, &["done"]), t(0)).await.unwrap();
    assert!(
        store
            .claim_due("", "w-1", TTL, 10, t(9))
            .await
            .unwrap()
            .is_empty()
    );
    let names = |heads: &[StreamHead]| heads.iter().map(|head| head.stream.clone()).collect::<Vec<_>>();
    let claimed = store.claim_due("", "w-1", TTL, 10, t(30)).await.unwrap();
    assert_eq!(names(&claimed), ["a/2", "a/1"]);
    assert_eq!(claimed[0].fence, Fence::FIRST);
    assert_eq!(claimed[0].holder.as_deref(), Some("w-1"));
    assert_eq!(claimed[0].claimed_until, Some(t(90)));
    assert_eq!(store.stream("a/2").await.unwrap().as_ref(), Some(&claimed[0]));
    assert!(
        store
            .claim_due("", "w-2", TTL, 10, t(89))
            .await
            .unwrap()
            .is_empty()
    );
    let again = store.claim_due("", "w-2", TTL, 1, t(90)).await.unwrap();
    assert_eq!(
        (names(&again), again[0].fence),
        (vec!["a/2".to_owned()], Fence::new(2))
    );
}

/// Given a claim, whoever appends ends it; a worker that comes back under the fence of an ended claim is refused, even at the
/// right version.
pub async fn an_append_ends_the_claim_and_a_worker_that_slept_is_fenced_off(store: &dyn Streams) {
    store.append(&waiting("a/1", 10), t(0)).await.unwrap();
    let first = store.claim_due("", "w-1", TTL, 1, t(10)).await.unwrap().remove(0);
    let second = store.claim_due("", "w-2", TTL, 1, t(70)).await.unwrap().remove(0);
    let under = |fence, deadline| StreamAppend {
        under: Some(fence),
        deadline: Some(t(deadline)),
        ..append("a/1", 1, &["ticked"])
    };
    let error = refused(
        store.append(&under(first.fence, 500), t(71)).await,
        ErrorKind::Conflict,
    );
    assert_eq!(
        (error.get("fence"), error.get("given_fence")),
        (Some("2"), Some("1"))
    );
    refused(
        store.append(&under(second.fence, 500), t(130)).await,
        ErrorKind::Conflict,
    );
    let third = store
        .claim_due("", "w-1", TTL, 1, t(140))
        .await
        .unwrap()
        .remove(0);
    let head = store.append(&under(third.fence, 150), t(141)).await.unwrap();
    assert_eq!((head.version, head.holder, head.claimed_until), (2, None, None));
    // The claim has ended with the append, so what is due is claimed at once.
    let fourth = store
        .claim_due("", "w-2", TTL, 1, t(150))
        .await
        .unwrap()
        .remove(0);
    assert_eq!(fourth.fence, Fence::new(4));
    // An answer that came in from elsewhere ends it too.
    store.append(&append("a/1", 2, &["yes"]), t(151)).await.unwrap();
    let late = StreamAppend {
        under: Some(fourth.fence),
        ..append("a/1", 3, &["ticked"])
    };
    refused(store.append(&late, t(152)).await, ErrorKind::Conflict);
}

/// Given streams of two agencies, a worker of one sees only its own; signs that search patterns give a meaning have none.
pub async fn only_streams_of_the_prefix_are_claimed_and_listed(store: &dyn Streams) {
    for stream in ["a/1", "a_/1", "a%/1", "A/1", "ab/1", "\u{10ffff}/1"] {
        store.append(&waiting(stream, 0), t(0)).await.unwrap();
    }
    for (prefix, found) in [
        ("a/", "a/1"),
        ("a_", "a_/1"),
        ("a%", "a%/1"),
        ("A", "A/1"),
        ("\u{10ffff}", "\u{10ffff}/1"),
    ] {
        let listed = store.waiting_streams(prefix, None, 10).await.unwrap();
        assert_eq!(listed.len(), 1, "{prefix}");
        assert_eq!(listed[0].stream, found);
        let claimed = store.claim_due(prefix, "w", TTL, 10, t(0)).await.unwrap();
        assert_eq!(claimed.len(), 1, "{prefix}");
        assert_eq!(claimed[0].stream, found);
    }
    assert_eq!(store.waiting_streams("", None, 10).await.unwrap().len(), 6);
}

/// Given streams that wait and some that do not, pages give those that wait, in the order of their names, byte by byte.
pub async fn waiting_streams_are_listed_in_order_page_by_page(store: &dyn Streams) {
    for stream in ["s/b", "s/C", "s/a", "s/é"] {
        store.append(&waiting(stream, 5), t(0)).await.unwrap();
    }
    store.append(&append("s/aa", 0, &["over"]), t(0)).await.unwrap();
    let mut seen: Vec<String> = Vec::new();
    loop {
        let after = seen.last().map(String::as_str);
        let page = store.waiting_streams("s/", after, 1).await.unwrap();
        let Some(head) = page.into_iter().next() else {
            break;
        };
        seen.push(head.stream);
    }
    assert_eq!(seen, ["s/C", "s/a", "s/b", "s/é"]);
}

/// Given streams that wait and one that is over, a listing of all has both, page by page in the order of their names.
pub async fn streams_that_are_over_are_listed_among_all_of_them(store: &dyn Streams) {
    for stream in ["s/b", "s/C", "t/a"] {
        store.append(&waiting(stream, 5), t(0)).await.unwrap();
    }
    store.append(&append("s/a", 0, &["over"]), t(0)).await.unwrap();
    let first = store.all_streams("s/", None, 2).await.unwrap();
    let rest = store.all_streams("s/", Some("s/a"), 2).await.unwrap();
    let names: Vec<&str> = first
        .iter()
        .chain(&rest)
        .map(|head| head.stream.as_str())
        .collect();
    assert_eq!(names, ["s/C", "s/a", "s/b"]);
    assert_eq!((first[1].version, first[1].deadline), (1, None));
    refused(store.all_streams("a\0", None, 1).await, ErrorKind::InvalidInput);
    refused(store.all_streams("s/", None, 0).await, ErrorKind::InvalidInput);
}

/// Given bodies of any bytes and sizes, they come back as they were.
pub async fn bodies_come_back_exactly(store: &dyn Streams) {
    let bodies = [
        Vec::new(),
        vec![0, 255, 10, 39],
        vec![7; 1 << 20],
        "Zo\u{eb} \u{1f600}".into(),
    ];
    let given = StreamAppend {
        events: bodies.iter().cloned().map(Pii::new).collect(),
        commands: vec![NewCommand {
            body: Pii::new(vec![0, 255]),
            ..command("key-1", "x")
        }],
        ..append("a/1", 0, &[])
    };
    store.append(&given, t(0)).await.unwrap();
    let read = store.stream_events("a/1", 0, 10).await.unwrap();
    assert!(read.iter().map(|event| event.body.expose()).eq(&bodies));
    let item = store
        .claim("w", TTL, &RetrySchedule::default(), 1, t(0))
        .await
        .unwrap();
    let body = store.command_body(item[0].number).await.unwrap().unwrap();
    assert_eq!(body.expose(), &[0, 255]);
    assert_eq!(store.command_body(item[0].number + 1).await.unwrap(), None);
}

/// Given input that breaks a rule, the field is named and nothing is kept.
pub async fn bad_stream_input_is_refused(store: &dyn Streams) {
    let good = append("a/1", 0, &["x"]);
    let twice = vec![command("key-1", "x"), command("key-1", "x")];
    let operation = |text: &str| {
        let mut command = command("key-1", "x");
        command.intent.operation = text.to_owned();
        vec![command]
    };
    for (bad, field) in [
        (append("", 0, &["x"]), "stream"),
        (append("a\n", 0, &["x"]), "stream"),
        (append(&"x".repeat(513), 0, &["x"]), "stream"),
        (append("a/1", 0, &["x"; 1_001]), "events"),
        (
            StreamAppend {
                events: vec![Pii::new(vec![0; (1 << 20) + 1])],
                ..good.clone()
            },
            "events",
        ),
        (
            StreamAppend {
                commands: twice,
                ..good.clone()
            },
            "commands",
        ),
        (
            StreamAppend {
                commands: operation("not a code"),
                ..good.clone()
            },
            "operation",
        ),
        (
            StreamAppend {
                deadline: Some(DateTime::<Utc>::MAX_UTC),
                ..good.clone()
            },
            "deadline",
        ),
    ] {
        let error = refused(store.append(&bad, t(0)).await, ErrorKind::InvalidInput);
        assert_eq!(error.get("field"), Some(field));
    }
    let error = refused(
        store.append(&good, DateTime::<Utc>::MIN_UTC).await,
        ErrorKind::InvalidInput,
    );
    assert_eq!(error.get("field"), Some("now"));
    assert!(store.waiting_streams("", None, 10).await.unwrap().is_empty());
    assert_eq!(store.stream("a/1").await.unwrap(), None);
    refused(store.stream("").await, ErrorKind::InvalidInput);
    refused(store.stream_events("a/1", 0, 0).await, ErrorKind::InvalidInput);
    refused(
        store.waiting_streams("a\0", None, 1).await,
        ErrorKind::InvalidInput,
    );
    refused(
        store.claim_due("", "", TTL, 1, t(0)).await,
        ErrorKind::InvalidInput,
    );
    refused(
        store.claim_due("", "w", Duration::ZERO, 1, t(0)).await,
        ErrorKind::InvalidInput,
    );
    refused(
        store.claim_due("", "w", TTL, 1_001, t(0)).await,
        ErrorKind::InvalidInput,
    );
}

/// Given four writers that each append twelve events, deciding anew whenever they were outrun: forty-eight events, none lost,
/// none at two places.
pub async fn of_many_writers_each_version_has_one(store: &dyn Streams) {
    let start = Barrier::new(4);
    std::thread::scope(|scope| {
        for n in 0..4 {
            let start = &start;
            scope.spawn(move || {
                start.wait();
                for k in 0..12 {
                    let event = format!("{n}/{k}");
                    loop {
                        let head = block_on(store.stream("a/1")).unwrap();
                        let version = head.map_or(0, |head| head.version);
                        let given = StreamAppend {
                            commands: vec![command(&event, &event)],
                            ..append("a/1", version, &[&event])
                        };
                        match block_on(store.append(&given, t(0))) {
                            Ok(head) => break assert_eq!(head.version, version + 1),
                            Err(error) => assert_eq!(error.kind(), ErrorKind::Conflict, "{error}"),
                        }
                    }
                }
            });
        }
    });
    let events = store.stream_events("a/1", 0, 1_000).await.unwrap();
    let mut texts: Vec<_> = events.iter().map(|event| event.body.expose().clone()).collect();
    assert!(events.iter().map(|event| event.version).eq(1..=48));
    texts.sort();
    texts.dedup();
    assert_eq!(texts.len(), 48);
    assert_eq!(store.outbox_counts().await.unwrap().enqueued, 48);
}

/// Given four workers, each due stream goes to one of them.
pub async fn of_many_workers_each_due_stream_is_claimed_once(store: &dyn Streams) {
    for n in 0..24 {
        store.append(&waiting(&format!("a/{n}"), 0), t(0)).await.unwrap();
    }
    let start = Barrier::new(4);
    let mut claimed: Vec<String> = std::thread::scope(|scope| {
        let work = |n: usize| {
            let start = &start;
            move || {
                start.wait();
                let mut mine = Vec::new();
                loop {
                    let due = block_on(store.claim_due("a/", &format!("w-{n}"), TTL, 3, t(1))).unwrap();
                    for head in &due {
                        assert_eq!(head.fence, Fence::FIRST);
                        let given = StreamAppend {
                            under: Some(head.fence),
                            ..append(&head.stream, 1, &["ticked"])
                        };
                        block_on(store.append(&given, t(2))).unwrap();
                        mine.push(head.stream.clone());
                    }
                    if due.is_empty() && block_on(store.waiting_streams("a/", None, 1)).unwrap().is_empty() {
                        return mine;
                    }
                }
            }
        };
        let threads: Vec<_> = (0..4).map(|n| scope.spawn(work(n))).collect();
        threads
            .into_iter()
            .flat_map(|thread| thread.join().unwrap())
            .collect()
    });
    claimed.sort();
    claimed.dedup();
    assert_eq!(claimed.len(), 24);
}

/// Given any appends and claims at any times, the store answers as the memory store does.
pub async fn a_long_random_life_of_streams_equals_that_of_the_model(store: &dyn Streams) {
    let (model, mut dice, mut clock) = (MemoryStore::new(), Dice::new(), 0_i64);
    for step in 0..300 {
        clock += i64::from(dice.roll(40)) - 5;
        let stream = format!("a/{}", dice.roll(4));
        if dice.roll(3) == 0 {
            let limit = dice.roll(3) + 1;
            let ours = store.claim_due("a/", "w", TTL, limit, t(clock)).await.unwrap();
            assert_eq!(
                ours,
                model.claim_due("a/", "w", TTL, limit, t(clock)).await.unwrap()
            );
            continue;
        }
        let held = model.stream(&stream).await.unwrap();
        assert_eq!(store.stream(&stream).await.unwrap(), held);
        let version = held.as_ref().map_or(0, |head| head.version);
        let event = format!("event {step}");
        let given = StreamAppend {
            expected: version.saturating_sub(u64::from(dice.roll(8) == 0)),
            events: vec![bytes(&event); dice.roll(3) as usize],
            commands: (0..dice.roll(3))
                .map(|n| command(&format!("key-{}", dice.roll(60)), &n.to_string()))
                .collect(),
            deadline: (dice.roll(3) > 0).then(|| t(clock) + TimeDelta::seconds(i64::from(dice.roll(60)))),
            under: (dice.roll(3) == 0).then(|| held.map_or(Fence::new(0), |head| head.fence)),
            stream,
        };
        match (
            store.append(&given, t(clock)).await,
            model.append(&given, t(clock)).await,
        ) {
            (Ok(ours), Ok(theirs)) => assert_eq!(ours, theirs),
            (Err(ours), Err(theirs)) => assert_eq!(ours.kind(), theirs.kind(), "{ours} / {theirs}"),
            (ours, theirs) => panic!("{ours:?} / {theirs:?}"),
        }
    }
    for n in 0..4 {
        let stream = format!("a/{n}");
        let events = store.stream_events(&stream, 0, 1_000).await.unwrap();
        assert_eq!(events, model.stream_events(&stream, 0, 1_000).await.unwrap());
    }
    assert_eq!(
        store.outbox_counts().await.unwrap(),
        model.outbox_counts().await.unwrap()
    );
}
