use std::sync::Arc;

use careweave_types::{ClientId, Result};
use chrono::{DateTime, Utc};

use crate::models::{Client, ClientFilter, ClientPatch, NewClient, StatusChange};
use crate::pager::Pager;
use crate::session::Session;
use crate::{IdempotencyKey, rest};

/// The people who receive care.
#[derive(Clone, Debug)]
pub struct Clients {
    session: Arc<Session>,
}

impl Clients {
    pub(crate) fn new(session: Arc<Session>) -> Self {
        Self { session }
    }

    /// The client with this id.
    ///
    /// # Errors
    /// `NotFound` when there is none.
    pub async fn get(&self, id: &ClientId) -> Result<Client> {
        self.session.read(self.session.requests.get_client(id)).await
    }

    /// The client with this id, or nothing when there is none.
    ///
    /// # Errors
    /// What the request failed with.
    pub async fn find(&self, id: &ClientId) -> Result<Option<Client>> {
        self.session.find(self.session.requests.get_client(id)).await
    }

    /// The clients that meet `filter`, ordered by id. A filter that breaks a rule is the first thing the pager reports.
    pub fn list(&self, filter: ClientFilter) -> Pager<Client> {
        self.session
            .list("clients.list", "clients", move |requests, span| {
                requests.list_clients(&filter, span)
            })
    }

    /// Creates a client.
    ///
    /// # Errors
    /// `InvalidInput` before anything is sent, `Rejected` with `field` when the vendor refuses it. A delivery of
    /// `MaybeSent` means: look before creating it again.
    pub async fn create(&self, client: &NewClient, key: &IdempotencyKey) -> Result<Client> {
        let request = self.session.requests.create_client(client, key);
        self.session.write(request, rest::decode).await
    }

    /// Changes the named fields of a client and leaves the others as they are.
    ///
    /// # Errors
    /// `InvalidInput` for a patch that names nothing or breaks a rule, `NotFound`, `Rejected` with `field`.
    pub async fn update(&self, id: &ClientId, patch: &ClientPatch, key: &IdempotencyKey) -> Result<Client> {
        let request = self.session.requests.update_client(id, patch, key);
        self.session.write(request, rest::decode).await
    }

    /// The changes of status of all clients since an instant.
    pub fn status_changes(&self, since: DateTime<Utc>) -> Pager<StatusChange> {
        self.session.list(
            "clients.status_changes",
            "status_changes",
            move |requests, span| requests.client_status_changes(since, span),
        )
    }
}
