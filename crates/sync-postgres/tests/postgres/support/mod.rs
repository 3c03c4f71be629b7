//! What the tests of the store share: a server, a schema each, other processes, an other side, invented shifts.

pub(crate) mod cluster;
pub(crate) mod fresh;
pub(crate) mod proxy;
pub(crate) mod remote;
pub(crate) mod sender;
pub(crate) mod session;

use std::time::Duration;

use careweave_sync_core::{EffectKey, Fingerprint, Intent, Reconcile};
use chrono::{DateTime, Utc};

/// So many seconds after the tests' beginning of time.
pub(crate) fn t(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000 + seconds, 0).unwrap()
}

/// The intent to give `shift` to `caregiver`; absence counts a minute after the deadline.
pub(crate) fn claim(shift: &str, caregiver: &str) -> Intent {
    Intent {
        key: EffectKey::new(format!("wellsky/assign/agency-1/{shift}")).unwrap(),
        operation: "shifts.assign".to_owned(),
        subject: shift.to_owned(),
        detail: caregiver.to_owned(),
        fingerprint: Fingerprint::of(&[shift, caregiver]),
        strategy: Reconcile::ReadBack {
            quiet: Duration::from_secs(60),
        },
    }
}
