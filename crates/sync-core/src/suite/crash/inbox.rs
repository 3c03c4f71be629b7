use careweave_types::Pii;

use super::{Killed, Script, Trial};
use crate::suite::block_on;
use crate::suite::recovery::t;
use crate::{Accepted, Incoming, MessageIdentity, MessageState, Settlement, Subject};

/// A receiver: accept, settle, hint, fetched. What it was told is on disk, what the sender repeats is new or a repeat but never
/// lost, and the counts add up.
pub const INBOX: Script = Script {
    points: &[
        "accepting",
        "accepted",
        "settling",
        "settled",
        "hinting",
        "hinted",
        "reporting",
        "reported",
    ],
    run,
    check,
};

const SOURCE: &str = "calendly.agency-1";

fn incoming(trial: &Trial<'_>) -> Incoming {
    Incoming {
        source: SOURCE.to_owned(),
        identity: MessageIdentity::Keyed(format!("evt-{}", trial.number)),
        event: "invitee.created".to_owned(),
        subject: format!("invitee-{}", trial.number),
        sent_at: None,
        body: Pii::new(b"body".to_vec()),
    }
}

fn subject(trial: &Trial<'_>) -> Subject {
    Subject {
        source: SOURCE.to_owned(),
        kind: "Patient".to_owned(),
        id: trial.number.to_string(),
    }
}

fn run(trial: &Trial<'_>, report: &dyn Fn(&str)) {
    let store = trial.store;
    report("accepting");
    let accepted = block_on(store.accept(&incoming(trial), t(0))).unwrap();
    report("accepted");
    report("settling");
    block_on(store.settle(accepted.message().number, &Settlement::Applied, None, t(1))).unwrap();
    report("settled");
    report("hinting");
    let mark = block_on(store.hint(&subject(trial), t(2))).unwrap();
    report("hinted");
    report("reporting");
    block_on(store.fetched(&subject(trial), mark.hints, None, t(3))).unwrap();
    report("reported");
}

fn check(trial: &Trial<'_>, killed: Killed) {
    let Killed { reached, held } = killed;
    let store = trial.store;
    let found = block_on(store.inbox_counts(SOURCE)).unwrap();
    let place = format!("{trial:?}, {killed:?}, found {found:?}");
    assert!(found.add_up(), "{place}");
    // Those of the trials before are all settled and served.
    let before = trial.number as u64;
    let accepted = found.accepted == before + 1;
    let settled = found.applied == before + 1;
    let hinted = found.hints == before + 1;
    let served = found.hints_served == before + 1;
    for (done, step) in [(accepted, 1), (settled, 3), (hinted, 5), (served, 7)] {
        // What was reported is on disk; a receiver that stood still did nothing more.
        assert!(done || reached < step, "{place}");
        assert!(!(done && reached < step && held), "{place}");
    }

    // The sender got no answer and delivers again; a worker takes up what it finds.
    let again = block_on(store.accept(&incoming(trial), t(60))).unwrap();
    assert_eq!(matches!(again, Accepted::New(_)), !accepted, "{place}");
    let message = again.message();
    assert_eq!(message.state == MessageState::Applied, settled, "{place}");
    block_on(store.settle(message.number, &Settlement::Applied, None, t(61))).unwrap();
    if !hinted {
        block_on(store.hint(&subject(trial), t(62))).unwrap();
    }
    block_on(store.fetched(&subject(trial), 1, None, t(63))).unwrap();
    let after = block_on(store.inbox_counts(SOURCE)).unwrap();
    assert!(after.add_up(), "{place}: {after:?}");
    assert_eq!((after.applied, after.received), (before + 1, 0), "{place}");
    assert_eq!(
        (after.hints_served, after.hints_waiting),
        (before + 1, 0),
        "{place}"
    );
}
