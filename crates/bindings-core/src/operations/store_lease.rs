//! Leases: who may do a thing now, with a fence that refuses whoever comes back too late.

use careweave::sync::{Fence, Lease};
use careweave::types::ErrorKind;
use chrono::{DateTime, Utc};

use super::arguments::arguments;
use super::operation::Operation;
use super::results::results;
use super::store_shared::{at, span};

arguments! {
    /// Who asks for what.
    Acquire {
        /// What it is for: ``"poll/wellsky/agency-1"``.
        name: String,
        /// The worker, unique among those that run.
        holder: String,
        /// For how long, up to 24 hours.
        ttl_seconds: f64,
        /// When; the present by default.
        now: Option<DateTime<Utc>>,
    }

    /// A grant that is to last longer.
    Renew {
        /// What it is for.
        name: String,
        /// The fence of the grant.
        fence: u64,
        /// For how long from now, up to 24 hours; never to an earlier instant.
        ttl_seconds: f64,
        /// When; the present by default.
        now: Option<DateTime<Utc>>,
    }

    /// A grant.
    OneGrant {
        /// What it is for.
        name: String,
        /// The fence of the grant.
        fence: u64,
        /// When; the present by default.
        now: Option<DateTime<Utc>>,
    }

    /// Which lease.
    OneLease {
        /// What it is for.
        name: String,
    }
}

results! {
    /// The last grant under a name.
    HostLease as "Lease" {
        /// What it is for.
        name: String,
        /// The worker it was granted to.
        holder: String,
        /// The number of the grant, which grows with every one.
        fence: u64,
        /// held, released. Whether one that is held has ended is for the time to tell.
        state: &'static str,
        /// When it was granted.
        granted_at: DateTime<Utc>,
        /// When it ends unless it is renewed.
        expires_at: DateTime<Utc>,
        /// When it last changed.
        updated_at: DateTime<Utc>,
    }
}

impl From<Lease> for HostLease {
    fn from(lease: Lease) -> Self {
        Self {
            name: lease.name,
            holder: lease.holder,
            fence: lease.fence.get(),
            state: lease.state.as_str(),
            granted_at: lease.granted_at,
            expires_at: lease.expires_at,
            updated_at: lease.updated_at,
        }
    }
}

const LOST: &str = "it has ended, was released or granted anew: stop";

pub(super) fn rows() -> Vec<Operation> {
    vec![
        Operation::store(
            "lease.acquire",
            "acquire",
            "Grants a lease, with a higher fence than any grant before. A holder that has it already gets it anew.",
            |store, asked: Acquire| async move {
                let ttl = span("lease.acquire", "ttl_seconds", asked.ttl_seconds)?;
                store.acquire(&asked.name, &asked.holder, ttl, at(asked.now)).await.map(HostLease::from)
            },
        )
        .raises(ErrorKind::Conflict, "another holder has it; says for how long"),
        Operation::store(
            "lease.renew",
            "renew",
            "Moves the end of a grant. Do so after a third of its time.",
            |store, asked: Renew| async move {
                let ttl = span("lease.renew", "ttl_seconds", asked.ttl_seconds)?;
                store.renew(&asked.name, Fence::new(asked.fence), ttl, at(asked.now)).await.map(HostLease::from)
            },
        )
        .raises(ErrorKind::Conflict, LOST),
        Operation::store(
            "lease.release",
            "release",
            "Gives a grant back. Repeating it is harmless.",
            |store, asked: OneGrant| async move {
                store.release(&asked.name, Fence::new(asked.fence), at(asked.now)).await.map(HostLease::from)
            },
        )
        .raises(ErrorKind::Conflict, "it was granted anew"),
        Operation::store(
            "lease.check",
            "check",
            "Passes when the grant with this fence is live.",
            |store, asked: OneGrant| async move {
                store.check_fence(&asked.name, Fence::new(asked.fence), at(asked.now)).await
            },
        )
        .raises(ErrorKind::Conflict, LOST),
        Operation::store(
            "lease.get",
            "get",
            "The last grant under a name, live or not; nothing when there was none.",
            |store, asked: OneLease| async move { Ok(store.lease(&asked.name).await?.map(HostLease::from)) },
        ),
    ]
}
