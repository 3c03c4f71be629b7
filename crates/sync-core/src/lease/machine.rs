//! The rules of leases as pure, total functions: every store calls them inside its transaction.
//!
//! What they guarantee, and what the property tests here prove:
//!
//! * the fence grows with every grant of a name and never otherwise;
//! * while a lease is live no other holder is granted it;
//! * only the fence of the last grant renews, releases or passes the check;
//! * neither `updated_at` nor the end of a live grant is ever moved back.

use std::time::Duration;

use careweave_types::{Error, ErrorKind, Result, Status};
use chrono::{DateTime, Utc};

use super::{Fence, Lease, LeaseState};
use crate::rules::{self, text};

/// The longest time to live: 24 hours.
pub const MAX_LEASE: Duration = Duration::from_secs(86_400);

/// Checks the name of a lease.
///
/// # Errors
/// `InvalidInput` when it is empty, longer than 512 bytes or holds control characters.
pub fn check_name(at: &'static str, name: &str) -> Result<()> {
    rules::reference(at, "lease", name)
}

/// The lease after it is granted to `holder`; `held` is the last grant under the name.
///
/// # Errors
/// As [`Leases::acquire`](super::Leases::acquire).
pub fn acquire(
    held: Option<&Lease>,
    name: &str,
    holder: &str,
    ttl: Duration,
    now: DateTime<Utc>,
) -> Result<Lease> {
    const AT: &str = "lease.acquire";
    check_name(AT, name)?;
    rules::reference(AT, "holder", holder)?;
    let ttl = rules::ttl(AT, "ttl", ttl, MAX_LEASE)?;
    let now = rules::instant(AT, "now", now)?;
    let (fence, now) = match held {
        None => (Fence::FIRST, now),
        Some(held) => {
            let now = now.max(held.updated_at);
            if held.is_live(now) && held.holder != holder {
                let wait = (held.expires_at - now).to_std().unwrap_or_default();
                return Err(refused(
                    AT,
                    held,
                    "another worker holds the lease: try again when it has ended",
                )
                .with("expires_at", text(held.expires_at))
                .with_status(Status::Temporary)
                .with_retry_after(wait));
            }
            let next = held.fence.next().ok_or_else(|| {
                refused(
                    AT,
                    held,
                    "the fences of this lease are used up: take another name",
                )
            })?;
            (next, now)
        }
    };
    Ok(Lease {
        name: name.to_owned(),
        holder: holder.to_owned(),
        fence,
        state: LeaseState::Held,
        granted_at: now,
        expires_at: now + ttl,
        updated_at: now,
    })
}

/// Whether a grant shows that the holder before lost the lease: it ended without being renewed or given back.
pub fn is_loss(before: Option<&Lease>, after: &Lease) -> bool {
    before.is_some_and(|before| {
        before.state == LeaseState::Held
            && after.fence > before.fence
            && before.expires_at <= after.granted_at
    })
}

/// The lease after its end is moved to `ttl` from now.
///
/// # Errors
/// As [`Leases::renew`](super::Leases::renew).
pub fn renew(
    held: Option<&Lease>,
    name: &str,
    fence: Fence,
    ttl: Duration,
    now: DateTime<Utc>,
) -> Result<Lease> {
    const AT: &str = "lease.renew";
    let ttl = rules::ttl(AT, "ttl", ttl, MAX_LEASE)?;
    let (held, now) = live(AT, held, name, fence, now)?;
    Ok(Lease {
        expires_at: held.expires_at.max(now + ttl),
        updated_at: now,
        ..held.clone()
    })
}

/// The lease after it is given back.
///
/// # Errors
/// As [`Leases::release`](super::Leases::release).
pub fn release(held: Option<&Lease>, name: &str, fence: Fence, now: DateTime<Utc>) -> Result<Lease> {
    const AT: &str = "lease.release";
    let now = rules::instant(AT, "now", now)?;
    let held = of_fence(AT, held, name, fence)?;
    match held.state {
        LeaseState::Released => Ok(held.clone()),
        LeaseState::Held => Ok(Lease {
            state: LeaseState::Released,
            updated_at: now.max(held.updated_at),
            ..held.clone()
        }),
    }
}

/// Passes when the grant with this fence is live.
///
/// # Errors
/// As [`Leases::check_fence`](super::Leases::check_fence).
pub fn check(held: Option<&Lease>, name: &str, fence: Fence, now: DateTime<Utc>) -> Result<()> {
    live("lease.check_fence", held, name, fence, now).map(drop)
}

fn live<'a>(
    at: &'static str,
    held: Option<&'a Lease>,
    name: &str,
    fence: Fence,
    now: DateTime<Utc>,
) -> Result<(&'a Lease, DateTime<Utc>)> {
    let now = rules::instant(at, "now", now)?;
    let held = of_fence(at, held, name, fence)?;
    let now = now.max(held.updated_at);
    if held.is_live(now) {
        return Ok((held, now));
    }
    Err(refused(at, held, "the lease has ended: acquire it anew")
        .with("expires_at", text(held.expires_at))
        .with("state", held.state.as_str()))
}

fn of_fence<'a>(at: &'static str, held: Option<&'a Lease>, name: &str, fence: Fence) -> Result<&'a Lease> {
    check_name(at, name)?;
    match held {
        None => {
            Err(Error::new(ErrorKind::NotFound, at, "no lease of this name was granted").with("lease", name))
        }
        Some(held) if held.fence == fence => Ok(held),
        Some(held) => Err(refused(
            at,
            held,
            "the lease was granted anew: stop what was done under it",
        )
        .with("given_fence", fence.to_string())),
    }
}

fn refused(at: &'static str, held: &Lease, message: &'static str) -> Error {
    Error::new(ErrorKind::Conflict, at, message)
        .with("lease", held.name.clone())
        .with("holder", held.holder.clone())
        .with("fence", held.fence.to_string())
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use proptest::prelude::*;

    use super::*;

    fn t(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000 + seconds, 0).unwrap()
    }

    #[test]
    fn the_last_fence_is_refused_and_not_wrapped() {
        let first = acquire(None, "poll", "worker-1", Duration::from_secs(1), t(0)).unwrap();
        let last = Lease {
            fence: Fence::new(i64::MAX.unsigned_abs()),
            ..first
        };
        let error = acquire(Some(&last), "poll", "worker-1", Duration::from_secs(1), t(9)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Conflict);
    }

    proptest! {
        /// Given any calls of any workers with any clocks, the guarantees of this module hold after each.
        #[test]
        fn any_life_keeps_the_guarantees(
            calls in proptest::collection::vec((0_u8..3, 0_u8..3, 0_u64..4, 1_u64..90, -600_i64..600), 1..60)
        ) {
            let mut held: Option<Lease> = None;
            let mut clock = 0;
            for (call, worker, back, ttl, move_by) in calls {
                clock += move_by;
                let now = t(clock);
                let ttl = Duration::from_secs(ttl);
                let holder = format!("worker-{worker}");
                let top = held.as_ref().map_or(0, |lease| lease.fence.get());
                let fence = Fence::new(top.saturating_sub(back));
                let after = match call {
                    0 => acquire(held.as_ref(), "poll", &holder, ttl, now),
                    1 => renew(held.as_ref(), "poll", fence, ttl, now),
                    _ => release(held.as_ref(), "poll", fence, now),
                };
                let Ok(after) = after else { continue };
                if let Some(before) = &held {
                    let seen = now.max(before.updated_at);
                    prop_assert!(after.updated_at >= before.updated_at);
                    if call == 0 {
                        prop_assert_eq!(after.fence, before.fence.next().unwrap());
                        prop_assert!(before.holder == holder || !before.is_live(seen));
                    } else {
                        prop_assert_eq!(after.fence, before.fence);
                        prop_assert_eq!(fence, before.fence);
                        prop_assert!(after.expires_at >= before.expires_at);
                        prop_assert_eq!(&after.holder, &before.holder);
                    }
                    prop_assert!(check(Some(&after), "poll", Fence::new(top + 2), now).is_err());
                    if call == 0 {
                        prop_assert!(check(Some(&after), "poll", before.fence, now).is_err());
                    }
                }
                if call == 0 {
                    prop_assert!(check(Some(&after), "poll", after.fence, after.granted_at).is_ok());
                    prop_assert_eq!(after.expires_at - after.granted_at, TimeDelta::from_std(ttl).unwrap());
                }
                held = Some(after);
            }
        }
    }
}
