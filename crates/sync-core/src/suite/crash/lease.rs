use std::time::Duration;

use careweave_types::ErrorKind;
use chrono::{DateTime, Utc};

use super::{Killed, Script, Trial};
use crate::suite::block_on;
use crate::{Fence, LeaseState};

/// A worker: acquire, renew, release. The fence it was told of is on disk, no fence is granted twice, and whoever comes after gets
/// the lease when its time is over.
pub const LEASE: Script = Script {
    points: &[
        "acquiring",
        "acquired",
        "renewing",
        "renewed",
        "releasing",
        "released",
    ],
    run,
    check,
};

const TTL: Duration = Duration::from_secs(60);
const NAME: &str = "poll";

/// Each trial has its own stretch of time, after the leases of those before have ended.
fn t(trial: &Trial<'_>, seconds: i64) -> DateTime<Utc> {
    let start = 1_800_000_000 + 1_000 * i64::try_from(trial.number).unwrap();
    DateTime::from_timestamp(start + seconds, 0).unwrap()
}

fn run(trial: &Trial<'_>, report: &dyn Fn(&str)) {
    let store = trial.store;
    report("acquiring");
    let lease = block_on(store.acquire(NAME, "worker-1", TTL, t(trial, 0))).unwrap();
    report("acquired");
    report("renewing");
    block_on(store.renew(NAME, lease.fence, TTL, t(trial, 20))).unwrap();
    report("renewed");
    report("releasing");
    block_on(store.release(NAME, lease.fence, t(trial, 30))).unwrap();
    report("released");
}

fn check(trial: &Trial<'_>, killed: Killed) {
    let Killed { reached, held } = killed;
    let store = trial.store;
    let found = block_on(store.lease(NAME)).unwrap();
    let fence = found.as_ref().map_or(0, |lease| lease.fence.get());
    let place = format!("{trial:?}, {killed:?}, found {found:?}");
    let granted = found
        .as_ref()
        .is_some_and(|lease| lease.granted_at >= t(trial, 0));
    // The fence before it is the one that was granted last in the trial before: none was skipped, none granted again.
    let before = fence - u64::from(granted);
    let known = trial.other.count(&format!("fence-{before}")) == 1;
    assert!(known || (before == 0 && trial.number == 0), "{place}");
    // What was reported is on disk; a worker that stood still did nothing more.
    assert!(granted || reached == 0, "{place}");
    assert!(!(granted && reached == 0 && held), "{place}");
    if let Some(lease) = found.filter(|_| granted) {
        let released = lease.state == LeaseState::Released;
        let renewed = lease.expires_at == t(trial, 80);
        assert!(renewed || lease.expires_at == t(trial, 60), "{place}");
        assert!(renewed || reached < 3, "{place}");
        assert!(!(renewed && reached < 3 && held), "{place}");
        assert!(released || reached < 5, "{place}");
        assert!(!(released && reached < 5 && held), "{place}");
        let early = block_on(store.acquire(NAME, "worker-2", TTL, t(trial, 40)));
        assert_eq!(early.is_ok(), released, "{place}");
    }
    let next = block_on(store.acquire(NAME, "worker-2", TTL, t(trial, 500))).unwrap();
    assert!(next.fence > Fence::new(fence), "{place}");
    trial.other.accept(&format!("fence-{}", next.fence.get()));
    let late = block_on(store.renew(NAME, Fence::new(fence), TTL, t(trial, 501)));
    assert!(
        late.is_err_and(|error| error.kind() != ErrorKind::Storage),
        "{place}"
    );
}
