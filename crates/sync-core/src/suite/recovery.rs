//! What a worker does that finds the effect of one who was killed, for crash tests of stores.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use super::block_on;
use crate::{EffectKey, EffectLedger, EffectState, Fingerprint, Intent, Reconcile};

/// The other side of a crash test: it outlives the senders.
pub trait OtherSide {
    /// Does what is asked.
    fn accept(&self, subject: &str);

    /// How often it was done.
    fn count(&self, subject: &str) -> usize;
}

/// So many seconds after the tests' beginning of time.
pub fn t(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000 + seconds, 0).unwrap()
}

/// The intent to give `shift` to `caregiver`; absence counts a minute after the deadline.
pub fn claim(shift: &str, caregiver: &str) -> Intent {
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

/// Finishes an effect as any worker would, with the clock moved on as the ledger asks. Returns how often it had to send.
pub fn recover(ledger: &dyn EffectLedger, other: &dyn OtherSide, intent: &Intent) -> usize {
    let mut now = t(1);
    let mut sent = 0;
    let mut effect = block_on(ledger.plan(intent, now)).unwrap().into_effect();
    loop {
        let (id, n) = (effect.id, effect.attempt);
        effect = match effect.state {
            EffectState::Planned => {
                let deadline = now + TimeDelta::seconds(30);
                let begun = block_on(ledger.begin(id, n, deadline, now)).unwrap();
                other.accept(&intent.subject);
                sent += 1;
                block_on(ledger.confirm(id, begun.attempt, None, now)).unwrap()
            }
            EffectState::Sending => {
                now = now.max(effect.deadline_at.unwrap());
                block_on(ledger.expire(id, n, now)).unwrap()
            }
            EffectState::InDoubt if other.count(&intent.subject) > 0 => {
                block_on(ledger.confirm(id, n, None, now)).unwrap()
            }
            EffectState::InDoubt => {
                now = now.max(effect.not_before.unwrap());
                block_on(ledger.absent(id, n, now)).unwrap()
            }
            EffectState::Confirmed => return sent,
            other => panic!("a killed sender cannot leave {other}"),
        };
    }
}
