use careweave_types::{ClientId, Result};
use chrono::{DateTime, Utc};
use futures_util::FutureExt as _;
use std::sync::Arc;

use crate::IdempotencyKey;
use crate::capabilities::{Feature, unsupported};
use crate::connect::derive::ClientSnapshot;
use crate::decode::decode;
use crate::dialect::Dialect;
use crate::models::{Client, ClientFilter, ClientPatch, NewClient, StatusChange};
use crate::pager::Pager;
use crate::resources::CachedClients;
use crate::scope::{Access, Act};

/// The people who receive care.
#[derive(Clone, Debug)]
pub struct Clients {
    pub(super) dialect: Dialect,
    pub(super) access: Access,
}

impl Clients {
    pub(crate) fn new(dialect: Dialect, access: Access) -> Self {
        Self { dialect, access }
    }

    /// The reads that may be answered by what an earlier one brought.
    pub fn cached(&self) -> CachedClients {
        CachedClients::new(self.clone())
    }

    /// The client with this id. Connect keeps clients and prospects in one record: there, a prospect's id is answered too,
    /// with the status `prospect` or `pending`.
    ///
    /// # Errors
    /// `NotFound` when there is none.
    pub async fn get(&self, id: &ClientId) -> Result<Client> {
        self.access.permit("clients.get", Act::ReadClients)?;
        let client = match &self.dialect {
            Dialect::Rest(session) => session.read(session.requests.get_client(id)).await?,
            Dialect::Connect(session) => session.client(id).await?,
        };
        Ok(self.access.client(client))
    }

    /// The client with this id, or nothing when there is none.
    ///
    /// # Errors
    /// What the request failed with.
    pub async fn find(&self, id: &ClientId) -> Result<Option<Client>> {
        self.access.permit("clients.get", Act::ReadClients)?;
        let client = match &self.dialect {
            Dialect::Rest(session) => session.find(session.requests.get_client(id)).await?,
            Dialect::Connect(session) => session.find_client(id).await?,
        };
        Ok(client.map(|client| self.access.client(client)))
    }

    /// The clients that meet `filter`, ordered by id. A filter that breaks a rule is the first thing the pager reports.
    /// Prospects are among them only over Connect, and where the filter asks for `prospect` or `pending`.
    /// Connect has no counterpart of the dates care began: a filter by them is `Unsupported` there, as is `on_hold`.
    pub fn list(&self, filter: ClientFilter) -> Pager<Client> {
        const OPERATION: &str = "clients.list";
        if let Err(error) = self.access.permit(OPERATION, Act::ReadClients) {
            return Pager::failed(OPERATION, error);
        }
        let access = self.access;
        let pager = match &self.dialect {
            Dialect::Rest(session) => session.list(OPERATION, "clients", move |requests, span| {
                requests.list_clients(&filter, span)
            }),
            Dialect::Connect(session) => {
                let session = Arc::clone(session);
                Pager::whole(OPERATION, move |count| {
                    async move { session.clients(filter, count).await }.boxed()
                })
            }
        };
        pager.map_rows(move |client| access.client(client))
    }

    /// Creates a client.
    ///
    /// # Errors
    /// `InvalidInput` before anything is sent, `Unsupported` for a field Connect has no place for, `Rejected` with `field`
    /// when the vendor refuses it. A delivery of `MaybeSent` means: look before creating it again.
    pub async fn create(&self, client: &NewClient, key: &IdempotencyKey) -> Result<Client> {
        self.access.permit("clients.create", Act::WriteClients)?;
        let created = match &self.dialect {
            Dialect::Rest(session) => {
                session
                    .write(session.requests.create_client(client, key), decode)
                    .await?
            }
            Dialect::Connect(session) => session.create_client(client, key).await?,
        };
        Ok(self.access.client(created))
    }

    /// Changes the named fields of a client and leaves the others as they are.
    ///
    /// # Errors
    /// `InvalidInput` for a patch that names nothing or breaks a rule, `Unsupported` for a field Connect has no place for,
    /// `NotFound`, `Rejected` with `field`.
    pub async fn update(&self, id: &ClientId, patch: &ClientPatch, key: &IdempotencyKey) -> Result<Client> {
        self.access.permit("clients.update", Act::WriteClients)?;
        let updated = match &self.dialect {
            Dialect::Rest(session) => {
                session
                    .write(session.requests.update_client(id, patch, key), decode)
                    .await?
            }
            Dialect::Connect(session) => session.update_client(id, patch, key).await?,
        };
        Ok(self.access.client(updated))
    }

    /// The changes of status of all clients since an instant. Connect has no such feed: there, compare two
    /// [snapshots](Clients::snapshot).
    pub fn status_changes(&self, since: DateTime<Utc>) -> Pager<StatusChange> {
        const OPERATION: &str = "clients.status_changes";
        if let Err(error) = self.access.permit(OPERATION, Act::ReadClients) {
            return Pager::failed(OPERATION, error);
        }
        let access = self.access;
        match &self.dialect {
            Dialect::Rest(session) => session
                .list(OPERATION, "status_changes", move |requests, span| {
                    requests.client_status_changes(since, span)
                })
                .map_rows(move |change| access.status_change(change)),
            Dialect::Connect(_) => Pager::failed(
                OPERATION,
                unsupported(crate::Api::Connect, OPERATION, Feature::StatusChangeFeed),
            ),
        }
    }

    /// The status of every client as of `taken_at`, an instant not after this call. Two of them give the changes between
    /// them, see [`status_changes`](crate::connect::derive::status_changes).
    ///
    /// # Errors
    /// What the reading failed with: a snapshot is whole or there is none.
    pub async fn snapshot(&self, taken_at: DateTime<Utc>) -> Result<ClientSnapshot> {
        let clients = self.list(ClientFilter::default()).all().await?;
        Ok(ClientSnapshot {
            taken_at,
            statuses: clients
                .into_iter()
                .map(|client| (client.id, client.status))
                .collect(),
        })
    }
}
