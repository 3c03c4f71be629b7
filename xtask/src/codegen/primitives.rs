//! The primitives of a store, each of which has a class of its own in the hosts.

use super::words::capitalised;

/// A group of operations of a store.
#[derive(Clone, Copy, Debug)]
pub(super) struct Primitive {
    /// As the table names it.
    pub(super) group: &'static str,
    pub(super) about: &'static str,
}

pub(super) const PRIMITIVES: [Primitive; 12] = [
    Primitive {
        group: "ledger",
        about: "The ledger of a store: what is about to be changed elsewhere, written down before it is sent.",
    },
    Primitive {
        group: "outbox",
        about: "The outbox of a store: effects that wait to be sent, in order, with retries that end.",
    },
    Primitive {
        group: "inbox",
        about: "The inbox of a store: what other systems announce, kept once each, or as marks on what has to be fetched.",
    },
    Primitive {
        group: "mirror",
        about: "The mirror of a store: what another system holds, under which id here, how far it was read, what is gone.",
    },
    Primitive {
        group: "lease",
        about: "The leases of a store: who may do a thing now, with a fence that refuses whoever comes back too late.",
    },
    Primitive {
        group: "latch",
        about: "The latches of a store: what may happen once in the life of a subject, and only with proof.",
    },
    Primitive {
        group: "gate",
        about: "The gate of a store: how far an integration may go by now.",
    },
    Primitive {
        group: "audit",
        about: "The audit log of a store: who did what, in chains of hashes that show every change.",
    },
    Primitive {
        group: "vault",
        about: "The vault of a store: credentials, sealed under a key the store never sees.",
    },
    Primitive {
        group: "conflict",
        about: "The conflicts of a store: fields that both sides changed, kept until a person decides.",
    },
    Primitive {
        group: "health",
        about: "The health of integrations: what waits in a store and for how long, whether each works, what is wrong.",
    },
    Primitive {
        group: "retention",
        about: "The retention of a store: what is let go of by age and of one person, what is kept until a matter is closed.",
    },
];

/// The class of a group: `LedgerOperations`.
pub(super) fn class_of(group: &str) -> String {
    format!("{}Operations", capitalised(group))
}
