//! Several worker processes on one database: one that loses is told so, one that is killed or stopped holds up nobody.

use std::collections::BTreeSet;

use careweave_sync_core::suite::block_on;
use careweave_sync_core::{EffectLedger, EffectState, Intent};
use careweave_types::ErrorKind;

use crate::support::fresh::Fresh;
use crate::support::remote::{OtherSide, Remote, recover};
use crate::support::sender::{Myself, Sender};
use crate::support::{claim, t};

const SHIFTS: usize = 200;
const WORKERS: [&str; 4] = ["caregiver-1", "caregiver-2", "caregiver-3", "caregiver-4"];

fn intent(shift: usize, caregiver: &str) -> Intent {
    claim(&format!("shift-{shift}"), caregiver)
}

/// Plans every shift for its own caregiver, and sends what it won.
#[test]
#[ignore = "the child process of the tests below"]
fn worker() {
    let myself = Myself::of_environment();
    let (store, remote) = (myself.store(), Remote::of(&myself.folder));
    myself.report("ready");
    myself.wait();
    for shift in 0..SHIFTS {
        match block_on(store.plan(&intent(shift, &myself.name), t(0))) {
            Ok(planned) => {
                assert!(planned.is_new());
                let effect = planned.into_effect();
                block_on(store.begin(effect.id, 0, t(30), t(1))).unwrap();
                remote.accept(&effect.subject);
                block_on(store.confirm(effect.id, 1, None, t(2))).unwrap();
                myself.report(&format!("won {shift}"));
            }
            Err(error) => assert_eq!(error.kind(), ErrorKind::KeyReuse, "{error:#}"),
        }
    }
    myself.report("done");
}

/// All workers, ready and waiting.
fn start(fresh: &Fresh, folder: &std::path::Path) -> Vec<Sender> {
    let mut workers: Vec<Sender> = WORKERS
        .iter()
        .map(|name| Sender::start("race::worker", fresh, folder, name, ""))
        .collect();
    for worker in &mut workers {
        worker.wait_for("ready");
    }
    workers
}

/// Reads a worker to its end; the shifts it won.
fn won(worker: Sender) -> Vec<usize> {
    let (lines, status) = worker.finish();
    assert!(
        status.success() && lines.iter().any(|line| line == "done"),
        "{lines:?}"
    );
    let shifts = lines.iter().filter_map(|line| line.strip_prefix("won "));
    shifts.map(|shift| shift.parse().unwrap()).collect()
}

#[test]
fn of_four_processes_one_wins_each_of_two_hundred_keys_and_sends_it_once() {
    let fresh = Fresh::new();
    let store = block_on(fresh.store());
    let folder = tempfile::tempdir().unwrap();
    let mut workers = start(&fresh, folder.path());
    for worker in &mut workers {
        worker.go_on();
    }
    let mut claimed = Vec::new();
    for (worker, name) in workers.into_iter().zip(WORKERS) {
        claimed.extend(won(worker).into_iter().map(|shift| (shift, name)));
    }
    claimed.sort_unstable();
    let shifts: Vec<usize> = claimed.iter().map(|(shift, _)| *shift).collect();
    assert_eq!(shifts, (0..SHIFTS).collect::<Vec<_>>());
    let counts = Remote::of(folder.path()).counts();
    assert_eq!(counts.len(), SHIFTS);
    for (shift, name) in claimed {
        let history = block_on(store.history(&intent(shift, name).key)).unwrap();
        assert_eq!(history.len(), 1);
        let held = &history[0];
        assert_eq!((held.detail.as_str(), held.attempt), (name, 1));
        assert_eq!(held.state, EffectState::Confirmed);
        assert_eq!(counts[&held.subject], 1);
    }
}

#[test]
fn what_a_killed_worker_leaves_among_three_others_is_found_and_finished_once() {
    let fresh = Fresh::new();
    let store = block_on(fresh.store());
    let folder = tempfile::tempdir().unwrap();
    let remote = Remote::of(folder.path());
    let mut workers = start(&fresh, folder.path());
    let mut victim = workers.remove(0);
    victim.go_on();
    victim.wait_for("won 4");
    for worker in &mut workers {
        worker.go_on();
    }
    assert!(
        victim.next_line().starts_with("won "),
        "it is in the middle of its work"
    );
    victim.kill();
    for worker in workers {
        won(worker);
    }
    for shift in 0..SHIFTS {
        let key = intent(shift, WORKERS[0]).key;
        let held = block_on(store.current(&key))
            .unwrap()
            .expect("every key is claimed");
        if held.state != EffectState::Confirmed {
            assert_eq!(held.detail, WORKERS[0], "only the killed one leaves work");
            recover(&store, &remote, &intent(shift, WORKERS[0]));
        }
        assert_eq!(remote.count(&held.subject), 1, "{}", held.subject);
        let done = block_on(store.get(held.id)).unwrap();
        assert_eq!(done.state, EffectState::Confirmed);
    }
    assert_eq!(block_on(store.unresolved(t(1_000_000), 1_000)).unwrap(), []);
}

/// Begins, says so, waits, and then tries to confirm its attempt.
#[test]
#[ignore = "the child process of the test below, which stops it"]
fn sleeper() {
    let myself = Myself::of_environment();
    let store = myself.store();
    let effect = block_on(store.plan(&intent(0, "caregiver-1"), t(0)))
        .unwrap()
        .into_effect();
    block_on(store.begin(effect.id, 0, t(30), t(0))).unwrap();
    myself.report("begun");
    myself.wait();
    match block_on(store.confirm(effect.id, 1, Some("remote-of-the-first"), t(5))) {
        Ok(_) => myself.report("confirmed"),
        Err(error) => myself.report(error.kind().code()),
    }
}

#[test]
fn a_worker_that_was_stopped_and_taken_over_cannot_confirm() {
    let fresh = Fresh::new();
    let store = block_on(fresh.store());
    let folder = tempfile::tempdir().unwrap();
    let mut sleeper = Sender::start("race::sleeper", &fresh, folder.path(), "sleeper", "");
    sleeper.wait_for("begun");
    sleeper.stop();
    sleeper.go_on();

    let claimed = block_on(store.claim_unresolved(t(30), t(90), 10)).unwrap();
    assert_eq!(claimed.len(), 1);
    let id = claimed[0].id;
    let doubted = block_on(store.expire(id, 1, t(30))).unwrap();
    block_on(store.absent(id, 1, doubted.not_before.unwrap())).unwrap();
    let second = block_on(store.begin(id, 1, t(200), t(100))).unwrap();
    assert_eq!(second.attempt, 2);

    sleeper.resume();
    assert_eq!(sleeper.next_line(), "conflict");
    assert_eq!(block_on(store.get(id)).unwrap(), second);
    let done = block_on(store.confirm(id, 2, Some("remote-of-the-second"), t(101))).unwrap();
    assert_eq!(done.remote_id.as_deref(), Some("remote-of-the-second"));
    drop(sleeper);
}

#[test]
fn claims_divide_what_is_unresolved_and_end_by_themselves() {
    let fresh = Fresh::new();
    let stores = [
        block_on(fresh.store()),
        block_on(fresh.store()),
        block_on(fresh.store()),
    ];
    for shift in 0..60 {
        let effect = block_on(stores[0].plan(&intent(shift, "caregiver-1"), t(0)))
            .unwrap()
            .into_effect();
        block_on(stores[0].begin(effect.id, 0, t(30), t(0))).unwrap();
    }
    assert_eq!(
        block_on(stores[0].claim_unresolved(t(29), t(90), 60)).unwrap(),
        []
    );
    let claimed: Vec<String> = std::thread::scope(|scope| {
        let threads: Vec<_> = stores
            .iter()
            .map(|store| {
                scope.spawn(|| {
                    let mut subjects = Vec::new();
                    loop {
                        let batch = block_on(store.claim_unresolved(t(30), t(90), 7)).unwrap();
                        if batch.is_empty() {
                            return subjects;
                        }
                        subjects.extend(batch.into_iter().map(|effect| effect.subject));
                    }
                })
            })
            .collect();
        threads
            .into_iter()
            .flat_map(|thread| thread.join().unwrap())
            .collect()
    });
    assert_eq!(claimed.len(), 60, "each is given to one worker");
    assert_eq!(claimed.iter().collect::<BTreeSet<_>>().len(), 60);
    // A claim is no step: the effect is as it was, all see it, and its worker may go on.
    assert_eq!(block_on(stores[0].unresolved(t(30), 1_000)).unwrap().len(), 60);
    assert_eq!(
        block_on(stores[1].claim_unresolved(t(89), t(150), 60)).unwrap(),
        []
    );
    let again = block_on(stores[1].claim_unresolved(t(90), t(150), 2)).unwrap();
    let subjects: Vec<_> = again.iter().map(|effect| effect.subject.as_str()).collect();
    assert_eq!(subjects, ["shift-0", "shift-1"], "in the order of planning");
    for (field, until, limit) in [
        ("until", t(90), 1),
        ("until", t(90 + 86_401), 1),
        ("limit", t(91), 0),
    ] {
        let error = block_on(stores[0].claim_unresolved(t(90), until, limit)).unwrap_err();
        assert_eq!(error.get("field"), Some(field));
    }
}
