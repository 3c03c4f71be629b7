//! A sender is killed (SIGKILL) at each step of plan, begin, send, confirm. Whoever comes after finds the store whole,
//! loses nothing, and sends nothing twice.

use careweave_sync_core::suite::block_on;
use careweave_sync_core::{AttemptOutcome, EffectLedger, EffectState, Intent};

use crate::support::fresh::Fresh;
use crate::support::remote::{OtherSide, Remote, recover};
use crate::support::sender::{Myself, Sender};
use crate::support::{claim, t};

/// What the sender reports, in this order.
const POINTS: [&str; 7] = [
    "planning",
    "planned",
    "beginning",
    "begun",
    "sent",
    "confirming",
    "confirmed",
];
const ROUNDS: usize = 4;

fn intent(trial: usize) -> Intent {
    claim(&format!("shift-{trial}"), "caregiver-1")
}

#[test]
#[ignore = "the child process of the test below, which kills it"]
fn sender() {
    let myself = Myself::of_environment();
    let intent = intent(myself.name.parse().unwrap());
    let (store, remote) = (myself.store(), Remote::of(&myself.folder));
    myself.report("planning");
    let effect = block_on(store.plan(&intent, t(0))).unwrap().into_effect();
    myself.report("planned");
    myself.report("beginning");
    block_on(store.begin(effect.id, 0, t(30), t(0))).unwrap();
    myself.report("begun");
    remote.accept(&intent.subject);
    myself.report("sent");
    myself.report("confirming");
    block_on(store.confirm(effect.id, 1, None, t(0))).unwrap();
    myself.report("confirmed");
}

/// Kills the sender when it reports `point`: while it stands there, or while it runs on.
fn kill_at(fresh: &Fresh, folder: &std::path::Path, trial: usize, point: &str, held: bool) {
    let hold_at = if held { point } else { "" };
    let mut sender = Sender::start("crash::sender", fresh, folder, &trial.to_string(), hold_at);
    sender.wait_for(point);
    sender.kill();
}

#[test]
fn a_sender_killed_at_any_step_loses_nothing_and_doubles_nothing() {
    let fresh = Fresh::new();
    let store = block_on(fresh.store());
    let folder = tempfile::tempdir().unwrap();
    let remote = Remote::of(folder.path());
    let mut trials = 0;
    for round in 0..ROUNDS {
        for point in POINTS {
            for held in [true, false] {
                let trial = trials;
                trials += 1;
                let intent = intent(trial);
                kill_at(&fresh, folder.path(), trial, point, held);

                let found = block_on(store.current(&intent.key)).unwrap();
                let state = found.as_ref().map(|effect| effect.state);
                let there = remote.count(&intent.subject);
                let place = format!("round {round}, killed at {point}, held: {held}, found {state:?}");
                // What was reported is on disk; a sender that stood still did nothing more either.
                match point {
                    "planning" if held => assert_eq!(state, None, "{place}"),
                    "planning" => {}
                    "planned" | "beginning" if held => {
                        assert_eq!(state, Some(EffectState::Planned), "{place}");
                    }
                    "planned" | "beginning" => assert!(state.is_some(), "{place}"),
                    "begun" | "sent" | "confirming" if held => {
                        assert_eq!(state, Some(EffectState::Sending), "{place}");
                        assert_eq!(there, usize::from(point != "begun"), "{place}");
                    }
                    "begun" | "sent" | "confirming" => assert!(
                        matches!(state, Some(EffectState::Sending | EffectState::Confirmed)),
                        "{place}"
                    ),
                    _ => assert_eq!(state, Some(EffectState::Confirmed), "{place}"),
                }
                // Nothing left before its attempt was on disk. (A begin that was under way may be committed by the
                // server after its sender died, so this looks at what was accepted, not at what comes later.)
                let may_be_sent = matches!(state, Some(EffectState::Sending | EffectState::Confirmed));
                assert!(there == 0 || may_be_sent, "{place}");
                settle(&fresh);

                let sent = recover(&store, &remote, &intent);
                assert_eq!(there + sent, 1, "{place}");
                assert_eq!(remote.count(&intent.subject), 1, "{place}");
                let done = block_on(store.current(&intent.key)).unwrap().unwrap();
                assert_eq!((done.state, done.version), (EffectState::Confirmed, 1), "{place}");
                let outcomes: Vec<_> = block_on(store.attempts(done.id))
                    .unwrap()
                    .iter()
                    .map(|attempt| attempt.outcome)
                    .collect();
                assert_eq!(outcomes.last(), Some(&AttemptOutcome::Confirmed), "{place}");
                assert!(outcomes.len() <= 2, "{place}");
            }
        }
    }
    assert_eq!(trials, 56);
}

/// Waits for a statement that the server still runs for the killed sender: both tables are locked once, alone.
fn settle(fresh: &Fresh) {
    let schema = &fresh.schema;
    crate::support::fresh::sql(&format!(
        "BEGIN; LOCK TABLE {schema}.effect, {schema}.effect_attempt IN ACCESS EXCLUSIVE MODE; COMMIT"
    ));
}
