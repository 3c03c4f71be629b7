//! Logs, crashes and clocks (acceptance tests 14 to 17).

use std::collections::BTreeSet;

use careweave_outreach::campaign::*;
use chrono::TimeDelta;

use crate::world::*;

/// A campaign with something of everything.
pub(crate) fn eventful(mode: Mode) -> World {
    let policy = Policy {
        mode,
        ..Policy::named("eventful")
    };
    let mut world = World::open(policy, 12);
    world.until(3);
    world.answer("1", Answer::Decline);
    world.answer("2", Answer::OptOut);
    world.until(6);
    world.act(CoordinatorAction::Pause);
    world.until(9);
    world.act(CoordinatorAction::Resume);
    world.until(20);
    world.accept("7");
    world.accept("3");
    world.revalidate();
    let fence = world.fence();
    world.give(Input::AssignUnknown { fence });
    world.give(Input::AssignmentRead {
        fence,
        assigned_to: None,
    });
    world.give(Input::AssignSucceeded { fence });
    world.until(30);
    world.give(Input::CaregiverCancelled {
        caregiver_id: caregiver("7"),
        reason: "called_off".to_owned(),
    });
    world.until(32);
    world.act(CoordinatorAction::Cancel {
        notify: Some(CancelReason::ClientCancelled),
        note: None,
    });
    world
}

#[test]
fn t14_a_log_that_is_replayed_gives_the_same_state_and_the_same_keys() {
    let world = eventful(Mode::Live);
    let text = serde_json::to_string(&world.log).unwrap();
    let (state, commands) = replay(&read_log(&text).unwrap());
    assert_eq!(state, world.state);
    assert_eq!(commands, world.commands);
    let stored = serde_json::to_string(&world.state).unwrap();
    assert_eq!(serde_json::from_str::<State>(&stored).unwrap(), world.state);
}

const GOLDEN: &str = include_str!("../../../../vectors/outreach/log_schema_1.json");

#[test]
fn t14_a_log_of_an_older_schema_still_folds() {
    let log = read_log(GOLDEN).unwrap();
    assert!(GOLDEN.contains(r#""schema": 1"#) && !GOLDEN.contains("client_told"));
    let (state, commands) = replay(&log);
    let run = state.run.unwrap();
    assert!(matches!(&run.coverage, Coverage::Filled { by, .. } if *by == caregiver("2")));
    assert_eq!(
        told(&commands),
        [
            ("1".to_owned(), TemplateName::ShiftOffer),
            ("2".to_owned(), TemplateName::ShiftOffer),
            ("3".to_owned(), TemplateName::ShiftOffer),
            ("2".to_owned(), TemplateName::ShiftConfirmed)
        ]
    );
}

#[test]
fn a_log_of_a_newer_schema_or_with_a_gap_is_refused_by_name() {
    let newer = GOLDEN.replacen(r#""schema": 1"#, r#""schema": 9"#, 1);
    assert_eq!(read_log(&newer).unwrap_err().get("field"), Some("schema"));
    let gap = GOLDEN.replacen(r#""version": 2"#, r#""version": 3"#, 1);
    let error = read_log(&gap).unwrap_err();
    assert_eq!(
        (error.get("field"), error.get("record")),
        (Some("version"), Some("events[1]"))
    );
}

#[test]
fn t16_after_a_crash_between_append_and_dispatch_every_command_goes_out_and_none_twice() {
    let mut world = World::open(policy(), 10);
    // The outbox of the first process: it crashed after three commands.
    let mut dispatched: BTreeSet<_> = keys(&world.commands).into_iter().take(3).collect();
    let (state, reissued) = replay(&world.log);
    assert_eq!(state, world.state);
    assert!(reissued.len() > 3);
    let mut sent_after = Vec::new();
    for command in reissued {
        if dispatched.insert(command.key.clone()) {
            sent_after.push(command);
        }
    }
    assert_eq!(dispatched.len(), world.commands.len());
    assert_eq!(sent_after.as_slice(), &world.commands[3..]);
    // The next step knows nothing of the crash.
    world.accept("1");
    assert!(
        keys(&world.commands[dispatched.len()..])
            .iter()
            .all(|key| !dispatched.contains(key))
    );
}

#[test]
fn t17_a_clock_that_goes_back_an_hour_neither_panics_nor_repeats_a_deadline() {
    let mut world = World::open(policy(), 20);
    world.until(16);
    let before = (world.commands.len(), next_deadline(&world.state));
    world.now -= TimeDelta::hours(1);
    for _ in 0..3 {
        world.give(Input::Tick);
    }
    assert_eq!((world.commands.len(), next_deadline(&world.state)), before);
    world.accept("3");
    assert!(world.log.windows(2).all(|pair| pair[0].at <= pair[1].at));
    let unique: BTreeSet<_> = keys(&world.commands).into_iter().collect();
    assert_eq!(unique.len(), world.commands.len());
}

#[test]
fn a_rehearsal_is_the_same_campaign_with_every_command_marked() {
    let live = eventful(Mode::Live);
    let shadow = eventful(Mode::Shadow);
    assert!(live.commands.iter().all(|command| !command.dry_run));
    assert!(shadow.commands.iter().all(|command| command.dry_run));
    let unmarked: Vec<_> = shadow
        .commands
        .iter()
        .map(|command| Command {
            dry_run: false,
            ..command.clone()
        })
        .collect();
    assert_eq!(unmarked, live.commands);
}
