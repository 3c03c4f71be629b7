//! The rules of an integration's state as a pure, total function: every store calls it inside its transaction.

use careweave_types::Result;
use chrono::{DateTime, Utc};

use super::{IntegrationEvent, IntegrationState, IntegrationStatus};
use crate::mirror::Completion;
use crate::rules;

/// The reason of a fetch that came to its end without having read everything.
pub const PARTIAL: &str = "partial";

/// Checks the name of an integration.
///
/// # Errors
/// `InvalidInput` when it is no code.
pub fn check_name(at: &'static str, name: &str) -> Result<()> {
    rules::code(at, "name", name)
}

/// How an integration is after something happened to it.
///
/// # Errors
/// `InvalidInput` for a name or a reason that is no code, and for a bad time.
pub fn observe(
    held: Option<&IntegrationStatus>,
    name: &str,
    event: &IntegrationEvent,
    now: DateTime<Utc>,
) -> Result<IntegrationStatus> {
    const AT: &str = "health.observe";
    check_name(AT, name)?;
    let now = rules::instant(AT, "now", now)?;
    let before = held.cloned().unwrap_or_else(|| IntegrationStatus {
        name: name.to_owned(),
        state: IntegrationState::Inactive,
        since: now,
        failures: 0,
        reason: None,
        last_success_at: None,
        last_failure_at: None,
        updated_at: now,
    });
    let now = now.max(before.updated_at);
    let on = before.state != IntegrationState::Inactive;
    let mut after = IntegrationStatus {
        updated_at: now,
        ..before.clone()
    };
    match event {
        IntegrationEvent::SwitchedOff => after.state = IntegrationState::Inactive,
        // Only a complete fetch makes good what failed, also across being switched off.
        IntegrationEvent::SwitchedOn if !on && before.failures > 0 => after.state = IntegrationState::Error,
        IntegrationEvent::SwitchedOn if !on => after.state = IntegrationState::Active,
        IntegrationEvent::SwitchedOn => {}
        IntegrationEvent::Fetched(Completion::Complete) => {
            after.failures = 0;
            after.reason = None;
            after.last_success_at = Some(now);
            if on {
                after.state = IntegrationState::Active;
            }
        }
        IntegrationEvent::Fetched(Completion::Partial) => failed(&mut after, PARTIAL, on, now),
        IntegrationEvent::Failed { reason } => {
            rules::code(AT, "reason", reason)?;
            failed(&mut after, reason, on, now);
        }
    }
    if after.state != before.state {
        after.since = now;
    }
    Ok(after)
}

fn failed(after: &mut IntegrationStatus, reason: &str, on: bool, now: DateTime<Utc>) {
    after.failures = after.failures.saturating_add(1);
    after.reason = Some(reason.to_owned());
    after.last_failure_at = Some(now);
    if on {
        after.state = IntegrationState::Error;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn t(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000 + seconds, 0).unwrap()
    }

    fn event(roll: u8) -> IntegrationEvent {
        match roll {
            0 => IntegrationEvent::SwitchedOn,
            1 => IntegrationEvent::SwitchedOff,
            2 => IntegrationEvent::Fetched(Completion::Complete),
            3 => IntegrationEvent::Fetched(Completion::Partial),
            _ => IntegrationEvent::Failed {
                reason: "unreachable".to_owned(),
            },
        }
    }

    proptest! {
        /// Given any events, an integration that is active had no failure after its last complete fetch, and one that is
        /// switched off is neither.
        #[test]
        fn nothing_but_a_complete_fetch_makes_good_a_failed_one(rolls in proptest::collection::vec(0_u8..5, 1..60)) {
            let mut status = None;
            let (mut failing, mut on) = (false, false);
            for (n, roll) in rolls.into_iter().enumerate() {
                // A clock that goes back now and then.
                let now = t(i64::try_from(n).unwrap() * 10 - if n % 7 == 0 { 25 } else { 0 });
                let before: Option<IntegrationStatus> = status.clone();
                let after = observe(before.as_ref(), "wellsky.agency-1", &event(roll), now).unwrap();
                match roll {
                    0 => on = true,
                    1 => on = false,
                    2 => failing = false,
                    _ => failing = true,
                }
                let expected = match (on, failing) {
                    (false, _) => IntegrationState::Inactive,
                    (true, true) => IntegrationState::Error,
                    (true, false) => IntegrationState::Active,
                };
                prop_assert_eq!(after.state, expected);
                prop_assert_eq!(after.failures > 0, failing);
                prop_assert!(before.is_none_or(|before| before.updated_at <= after.updated_at && before.since <= after.since));
                status = Some(after);
            }
        }
    }

    #[test]
    fn a_reason_that_is_free_text_is_refused() {
        let event = IntegrationEvent::Failed {
            reason: "Alpha Testclient was not found".to_owned(),
        };
        assert_eq!(
            observe(None, "wellsky", &event, t(0)).unwrap_err().get("field"),
            Some("reason")
        );
        assert!(observe(None, "not a code", &IntegrationEvent::SwitchedOn, t(0)).is_err());
    }
}
