use super::{Killed, Script, Trial};
use crate::suite::block_on;
use crate::suite::recovery::{claim, recover, t};
use crate::{AttemptOutcome, EffectState, Intent};

/// A sender: plan, begin, send, confirm. Whoever comes after loses nothing, and sends nothing twice.
pub const LEDGER: Script = Script {
    points: &[
        "planning",
        "planned",
        "beginning",
        "begun",
        "sent",
        "confirming",
        "confirmed",
    ],
    run,
    check,
};

fn intent(trial: &Trial<'_>) -> Intent {
    claim(&format!("shift-{}", trial.number), "caregiver-1")
}

fn run(trial: &Trial<'_>, report: &dyn Fn(&str)) {
    let intent = intent(trial);
    report("planning");
    let effect = block_on(trial.store.plan(&intent, t(0))).unwrap().into_effect();
    report("planned");
    report("beginning");
    block_on(trial.store.begin(effect.id, 0, t(30), t(0))).unwrap();
    report("begun");
    trial.other.accept(&intent.subject);
    report("sent");
    report("confirming");
    block_on(trial.store.confirm(effect.id, 1, None, t(0))).unwrap();
    report("confirmed");
}

fn check(trial: &Trial<'_>, killed: Killed) {
    let Killed { reached, held } = killed;
    let (store, intent) = (trial.store, intent(trial));
    let found = block_on(store.current(&intent.key)).unwrap();
    let state = found.as_ref().map(|effect| effect.state);
    let there = trial.other.count(&intent.subject);
    let place = format!("{trial:?}, {killed:?}, found {state:?}");
    // What was reported is on disk; a sender that stood still did nothing more either.
    match LEDGER.points[reached] {
        "planning" if held => assert_eq!(state, None, "{place}"),
        "planning" => {}
        "planned" | "beginning" if held => assert_eq!(state, Some(EffectState::Planned), "{place}"),
        "planned" | "beginning" => assert!(state.is_some(), "{place}"),
        point @ ("begun" | "sent" | "confirming") if held => {
            assert_eq!(state, Some(EffectState::Sending), "{place}");
            assert_eq!(there, usize::from(point != "begun"), "{place}");
        }
        "begun" | "sent" | "confirming" => assert!(
            matches!(state, Some(EffectState::Sending | EffectState::Confirmed)),
            "{place}"
        ),
        _ => assert_eq!(state, Some(EffectState::Confirmed), "{place}"),
    }
    // Nothing left before its attempt was on disk.
    let may_be_sent = matches!(state, Some(EffectState::Sending | EffectState::Confirmed));
    assert!(there == 0 || may_be_sent, "{place}");

    let sent = recover(store.ledger(), trial.other, &intent);
    assert_eq!(there + sent, 1, "{place}");
    assert_eq!(trial.other.count(&intent.subject), 1, "{place}");
    let done = block_on(store.current(&intent.key)).unwrap().unwrap();
    assert_eq!((done.state, done.version), (EffectState::Confirmed, 1), "{place}");
    let attempts = block_on(store.attempts(done.id)).unwrap();
    let last = attempts.last().map(|attempt| attempt.outcome);
    assert_eq!(last, Some(AttemptOutcome::Confirmed), "{place}");
    assert!(attempts.len() <= 2, "{place}");
}
