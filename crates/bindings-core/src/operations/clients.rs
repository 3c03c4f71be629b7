//! Clients.

use careweave::types::{ClientId, ErrorKind};
use careweave::wellsky::connect::derive::{ClientSnapshot, status_changes};
use careweave::wellsky::{ClientFilter, ClientPatch, IdempotencyKey, NewClient};
use chrono::{DateTime, Utc};

use super::arguments::arguments;
use super::operation::Operation;
use super::results::StatusDifferences;

arguments! {
    /// Which client.
    OneClient {
        /// The client's id.
        client_id: ClientId,
    }

    /// A client to be created.
    CreateClient {
        /// The client.
        client: NewClient,
        /// The name this write goes by, 1 to 255 visible ASCII characters: the same for every attempt at the same write.
        idempotency_key: IdempotencyKey,
    }

    /// What changes in a client.
    UpdateClient {
        /// The client's id.
        client_id: ClientId,
        /// What changes.
        patch: ClientPatch,
        /// The name this write goes by, 1 to 255 visible ASCII characters: the same for every attempt at the same write.
        idempotency_key: IdempotencyKey,
    }

    /// Since when.
    Since {
        /// The first instant that counts.
        since: DateTime<Utc>,
    }

    /// When a snapshot is taken.
    TakeSnapshot {
        /// The instant the snapshot goes by.
        taken_at: DateTime<Utc>,
    }

    /// Two snapshots.
    CompareSnapshots {
        /// The earlier one.
        before: ClientSnapshot,
        /// The later one.
        after: ClientSnapshot,
    }
}

pub(super) fn rows() -> Vec<Operation> {
    vec![
        Operation::list(
            "clients.list",
            ("clients", "client_pages"),
            "Every client that meets all conditions given, by id.",
            |wellsky, filter: ClientFilter| Ok(wellsky.clients().list(filter)),
        ),
        Operation::call(
            "clients.get",
            "client",
            "One client.",
            |wellsky, asked: OneClient| async move { wellsky.clients().get(&asked.client_id).await },
        )
        .raises(ErrorKind::NotFound, "there is none with this id"),
        Operation::call(
            "clients.find",
            "find_client",
            "One client; nothing when there is none with this id.",
            |wellsky, asked: OneClient| async move { wellsky.clients().find(&asked.client_id).await },
        ),
        Operation::call(
            "clients.create",
            "create_client",
            "Creates a client.",
            |wellsky, new: CreateClient| async move {
                wellsky.clients().create(&new.client, &new.idempotency_key).await
            },
        )
        .raises(ErrorKind::InvalidInput, "a field breaks a rule; nothing was sent")
        .raises(ErrorKind::Rejected, "WellSky refuses it"),
        Operation::call(
            "clients.update",
            "update_client",
            "Changes what the patch names of a client, and nothing else.",
            |wellsky, change: UpdateClient| async move {
                let clients = wellsky.clients();
                clients
                    .update(&change.client_id, &change.patch, &change.idempotency_key)
                    .await
            },
        )
        .raises(
            ErrorKind::InvalidInput,
            "a field breaks a rule, or the patch is empty; nothing was sent",
        )
        .raises(ErrorKind::NotFound, "there is none with this id")
        .raises(ErrorKind::Rejected, "WellSky refuses it"),
        Operation::list(
            "clients.status_changes",
            ("client_status_changes", "client_status_change_pages"),
            "Every step of a client from one status to another at an instant or later.",
            |wellsky, asked: Since| Ok(wellsky.clients().status_changes(asked.since)),
        )
        .raises(
            ErrorKind::Unsupported,
            "over Connect, which has no such feed: compare snapshots",
        ),
        Operation::call(
            "clients.snapshot",
            "client_snapshot",
            "The statuses of all clients, to be kept and compared with later ones.",
            |wellsky, asked: TakeSnapshot| async move { wellsky.clients().snapshot(asked.taken_at).await },
        )
        .raises(ErrorKind::Incomplete, "the pages do not add up"),
        Operation::call(
            "clients.compare_snapshots",
            "compare_client_snapshots",
            "What changed between two snapshots of the clients' statuses. Nothing is sent.",
            |_, both: CompareSnapshots| async move {
                let found = status_changes(&both.before, &both.after);
                Ok(StatusDifferences {
                    changes: found.changes,
                    gone: found.gone,
                })
            },
        ),
    ]
}
