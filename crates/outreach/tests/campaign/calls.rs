//! Calls to those who do not answer (acceptance tests 26 and 28).

use careweave_outreach::campaign::*;
use careweave_types::TimeWindow;
use chrono::{DateTime, Utc};

use crate::world::*;

fn busy(id: &str, from: i64, until: i64) -> Candidate {
    Candidate {
        working: vec![TimeWindow::new(minutes(from), minutes(until)).unwrap()],
        ..candidate(id)
    }
}

fn calls(commands: &[Command]) -> Vec<Option<DateTime<Utc>>> {
    let placed = commands
        .iter()
        .filter(|command| matches!(command.action, Action::PlaceCall { .. }));
    placed.map(|command| command.not_before).collect()
}

fn withdrawn(commands: &[Command]) -> usize {
    commands
        .iter()
        .filter(|command| matches!(command.action, Action::CancelScheduled { .. }))
        .count()
}

#[test]
fn t26_on_shift_the_text_goes_now_and_the_call_after_the_shift_moves_with_it_and_falls_with_the_fill() {
    let people = vec![busy("1", -60, 60), candidate("2")];
    let mut world = World::opened(Policy::named("with calls"), shift_in(420), people);
    assert_eq!(offered(&world.commands), ["1", "2"]);
    let called = world.until(5);
    assert_eq!(
        calls(&called),
        [Some(minutes(70)), None],
        "ten minutes after the shift; and at once"
    );
    let moved = world.give(Input::WorkChanged {
        caregiver_id: caregiver("1"),
        working: vec![TimeWindow::new(minutes(-60), minutes(90)).unwrap()],
    });
    assert_eq!(withdrawn(&moved.commands), 1);
    assert_eq!(calls(&moved.commands), [Some(minutes(100))]);
    world.accept("2");
    let filled = world.confirm();
    assert_eq!(withdrawn(&filled.commands), 1);
    let last = world
        .commands
        .iter()
        .rev()
        .find(|c| matches!(c.action, Action::PlaceCall { .. }))
        .unwrap();
    let cancelled = |command: &Command| matches!(&command.action, Action::CancelScheduled { command } if *command == last.key);
    assert!(
        filled.commands.iter().any(cancelled),
        "the call that lies ahead, not the one that was moved"
    );
}

#[test]
fn who_has_answered_is_not_called() {
    let mut world = World::opened(
        Policy::named("with calls"),
        shift_in(420),
        vec![busy("1", -60, 60), candidate("2")],
    );
    world.answer("2", Answer::Question);
    assert_eq!(calls(&world.until(6)), [Some(minutes(70))]);
    assert_eq!(withdrawn(&world.answer("1", Answer::Decline).commands), 1);
}

#[test]
fn t28_without_voice_consent_the_call_is_refused_with_its_rule_and_the_text_is_not() {
    let mut silent = candidate("1");
    silent.recipient.consent.grants.clear();
    let mut world = World::opened(Policy::named("with calls"), shift_in(420), vec![silent]);
    assert_eq!(offered(&world.commands), ["1"]);
    assert!(calls(&world.until(30)).is_empty());
    let refused = world.log.iter().find_map(|recorded| match &recorded.event {
        Event::CallRefused { rule, .. } => Some(rule.as_str()),
        _ => None,
    });
    assert_eq!(refused, Some("no_voice_consent"));
}

#[test]
fn consent_taken_back_takes_the_call_back() {
    let mut world = World::opened(
        Policy::named("with calls"),
        shift_in(420),
        vec![busy("1", -60, 60)],
    );
    assert_eq!(calls(&world.until(5)).len(), 1);
    let mut recipient = candidate("1").recipient;
    recipient.consent.grants.clear();
    let changed = world.give(Input::ConsentChanged {
        caregiver_id: caregiver("1"),
        recipient,
    });
    assert_eq!(withdrawn(&changed.commands), 1);
    assert!(calls(&changed.commands).is_empty());
}

#[test]
fn a_yes_on_the_telephone_claims_and_a_request_to_stop_is_obeyed() {
    let mut world = World::open(Policy::named("with calls"), 3);
    world.until(5);
    let key = |world: &World, at: usize| {
        let placed = world
            .commands
            .iter()
            .filter(|c| matches!(c.action, Action::PlaceCall { .. }));
        placed.map(|command| command.key.clone()).nth(at).unwrap()
    };
    let ended = |command, outcome| Input::CallEnded { command, outcome };
    world.give(ended(key(&world, 0), CallOutcome::Voicemail));
    let again = world.give(ended(key(&world, 0), CallOutcome::Accepted));
    assert_eq!(rejections(&again), [Rejection::Duplicate]);
    let stop = world.give(ended(key(&world, 1), CallOutcome::OptOut));
    assert!(
        stop.commands
            .iter()
            .any(|c| matches!(c.action, Action::RecordSuppression { .. }))
    );
    world.give(ended(key(&world, 2), CallOutcome::Accepted));
    world.confirm();
    assert_eq!(world.filled_by(), Some("3"));
}
