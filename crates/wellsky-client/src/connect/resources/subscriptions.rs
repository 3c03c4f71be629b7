use careweave_types::Result;
use careweave_types::ids::SubscriptionId;
use secrecy::ExposeSecret as _;
use serde_json::{Value, json};

use super::office::everything;
use super::room;
use crate::IdempotencyKey;
use crate::connect::models::{Criteria, NewSubscription, Subscription, SubscriptionFilter};
use crate::connect::paths;
use crate::connect::requests::Part::{Id, Word};
use crate::pager::Pager;

room! {
    /// Subscriptions to events. A delivery says which record changed and nothing more: see [`events`](crate::events).
    ///
    /// What the vendor does not say, and nobody can therefore rely on: whether deliveries are repeated, in which order they
    /// come, whether they are signed, and how many subscriptions there may be.
    Subscriptions
}

impl Subscriptions {
    /// The subscription with this id.
    ///
    /// # Errors
    /// `NotFound` when there is none.
    pub async fn get(&self, id: &SubscriptionId) -> Result<Subscription> {
        let path = [Word(paths::SUBSCRIPTIONS), Id(id.as_str())];
        self.session
            .read(self.session.requests.get("subscriptions.get", &path))
            .await
    }

    /// All subscriptions.
    pub fn list(&self) -> Pager<Subscription> {
        self.session
            .search(everything("subscriptions.list", paths::SUBSCRIPTIONS_SEARCH))
    }

    /// The subscriptions that meet `filter`.
    pub fn find(&self, filter: &SubscriptionFilter) -> Pager<Subscription> {
        let mut search = everything("subscriptions.list", paths::SUBSCRIPTIONS_SEARCH);
        let status = filter.status.as_deref();
        let criteria = filter.criteria.as_ref().map(Criteria::as_str);
        let contact = filter.contact_email.as_ref().map(|email| email.expose().as_str());
        for (name, value) in [
            ("status", status),
            ("criteria", criteria),
            ("contact_email", contact),
        ] {
            if let Some(value) = value {
                search.filters[name] = value.into();
            }
        }
        self.session.search(search)
    }

    /// Subscribes to an event.
    ///
    /// # Errors
    /// `InvalidInput` before anything is sent, `Rejected` with `field`.
    pub async fn create(
        &self,
        subscription: &NewSubscription,
        key: &IdempotencyKey,
    ) -> Result<SubscriptionId> {
        subscription.validate()?;
        let body = self.body(subscription);
        self.session
            .create("subscriptions.create", &[Word(paths::SUBSCRIPTIONS)], &body, key)
            .await
    }

    /// Makes a subscription what is given, all of it: event, address, secret; and active, should it be off.
    ///
    /// # Errors
    /// As [`Subscriptions::create`], and `NotFound`.
    pub async fn change(
        &self,
        id: &SubscriptionId,
        subscription: &NewSubscription,
        key: &IdempotencyKey,
    ) -> Result<()> {
        subscription.validate()?;
        let path = [Word(paths::SUBSCRIPTIONS), Id(id.as_str())];
        let body = self.body(subscription);
        let request = self
            .session
            .requests
            .put("subscriptions.change", &path, &body, key);
        self.session.send_write(request).await
    }

    /// Ends a subscription.
    ///
    /// # Errors
    /// `NotFound` when there is none.
    pub async fn delete(&self, id: &SubscriptionId, key: &IdempotencyKey) -> Result<()> {
        let path = [Word(paths::SUBSCRIPTIONS), Id(id.as_str())];
        let request = self.session.requests.delete("subscriptions.delete", &path, key);
        self.session.send_write(request).await
    }

    fn body(&self, subscription: &NewSubscription) -> Value {
        let header = format!("Authorization: Bearer {}", subscription.bearer.expose_secret());
        json!({
            "resourceType": "Subscription", "status": "active", "criteria": subscription.criteria,
            "reason": subscription.reason, "channel": {
                "type": "rest-hook", "endpoint": subscription.endpoint, "payload": "application/fhir+json",
                "header": [header],
            },
            "meta": {"tag": [{"code": "agencyId", "display": self.session.requests.agency_id()}]},
        })
    }

    pub(super) fn session(&self) -> &std::sync::Arc<crate::connect::session::Session> {
        &self.session
    }
}
