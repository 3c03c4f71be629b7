//! Connect: the office: its tasks, subscriptions, tags, places, users and referral sources.

use careweave::types::{CaregiverId, ClientId, Error, ErrorKind, Pii};
use careweave::wellsky::IdempotencyKey;
use careweave::wellsky::connect::{
    AdminId, AdminTaskId, Criteria, DesiredSubscriptions, HiddenHeader, NewAdminTask, NewProfileTag,
    NewReferralSource, NewSubscription, ProfileTagId, ReferralSourceId, Requester, SubscriptionId,
};
use chrono::{DateTime, NaiveDate, Utc};

use super::arguments::{Nothing, Secret, arguments};
use super::operation::Operation;
use super::results::results;

arguments! {
    /// Which task of the office.
    OneAdminTask {
        /// The task's id.
        admin_task_id: AdminTaskId,
    }

    /// A task for the office.
    CreateAdminTask {
        /// What is to be done, 1 to 5000 characters.
        description: Pii<String>,
        /// The client or prospect it is about; exactly one of the two.
        client_id: Option<ClientId>,
        /// The caregiver or applicant it is about; exactly one of the two.
        caregiver_id: Option<CaregiverId>,
        /// The ids of the office's users it is for; nobody in particular by default.
        owners: Option<Vec<AdminId>>,
        /// The day it is for.
        execution_date: Option<NaiveDate>,
        /// When it is due.
        due: Option<DateTime<Utc>>,
        /// The name this write goes by, 1 to 255 visible ASCII characters: the same for every attempt at the same write.
        idempotency_key: IdempotencyKey,
    }

    /// Which subscription.
    OneSubscription {
        /// The subscription's id.
        subscription_id: SubscriptionId,
    }

    /// A subscription to be made.
    CreateSubscription {
        /// What it waits for: patient.created, encounter.clockout.changed and the like.
        criteria: Criteria,
        /// What it is for, in words.
        reason: String,
        /// Where events are to be delivered: an https address.
        endpoint: String,
        /// What deliveries carry as the bearer of their authorization: the only proof that they come from the vendor. At
        /// least 16 visible ASCII characters.
        bearer: Secret,
        /// The name this write goes by, 1 to 255 visible ASCII characters: the same for every attempt at the same write.
        idempotency_key: IdempotencyKey,
    }

    /// The subscriptions a program wants to have.
    EnsureSubscriptions {
        /// Whose they are: 1 to 64 letters, digits, '.', '_' and '-'. It begins the reason of each, and with the endpoint it is
        /// how they are recognised later.
        owner: String,
        /// What they are for, in words.
        reason: String,
        /// Where events are to be delivered: an https address.
        endpoint: String,
        /// What deliveries carry in `Authorization: Bearer …`: at least 16 visible ASCII characters.
        bearer: Secret,
        /// The events wanted; an empty list gives all up.
        criteria: Vec<Criteria>,
        /// Writes subscriptions again whose secret the vendor does not show: when the secret is changed. No by default.
        rewrite_hidden: Option<bool>,
        /// The name this write goes by, 1 to 255 visible ASCII characters: the same for every attempt at the same write.
        idempotency_key: IdempotencyKey,
    }

    /// A subscription to be ended.
    DeleteSubscription {
        /// The subscription's id.
        subscription_id: SubscriptionId,
        /// The name this write goes by, 1 to 255 visible ASCII characters: the same for every attempt at the same write.
        idempotency_key: IdempotencyKey,
    }

    /// Which tag.
    OneProfileTag {
        /// The tag's id.
        profile_tag_id: ProfileTagId,
    }

    /// A tag to be created.
    CreateProfileTag {
        /// The tag.
        tag: NewProfileTag,
        /// The name this write goes by, 1 to 255 visible ASCII characters: the same for every attempt at the same write.
        idempotency_key: IdempotencyKey,
    }

    /// A tag to be replaced.
    UpdateProfileTag {
        /// The tag's id.
        profile_tag_id: ProfileTagId,
        /// What it is to become.
        tag: NewProfileTag,
        /// The name this write goes by, 1 to 255 visible ASCII characters: the same for every attempt at the same write.
        idempotency_key: IdempotencyKey,
    }

    /// Which referral source.
    OneReferralSource {
        /// The referral source's id.
        referral_source_id: ReferralSourceId,
    }

    /// A referral source to be created.
    CreateReferralSource {
        /// The referral source.
        source: NewReferralSource,
        /// The name this write goes by, 1 to 255 visible ASCII characters: the same for every attempt at the same write.
        idempotency_key: IdempotencyKey,
    }

    /// A referral source to be replaced.
    UpdateReferralSource {
        /// The referral source's id.
        referral_source_id: ReferralSourceId,
        /// What it is to become.
        source: NewReferralSource,
        /// The name this write goes by, 1 to 255 visible ASCII characters: the same for every attempt at the same write.
        idempotency_key: IdempotencyKey,
    }
}

pub(super) fn rows() -> Vec<Operation> {
    [
        tasks(),
        subscriptions(),
        profile_tags(),
        places_and_people(),
        referral_sources(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn tasks() -> Vec<Operation> {
    vec![
        Operation::connect(
            "connect.admin_tasks.get",
            "admin_task",
            "One task of the office. The vendor offers no search: keep the ids.",
            |connect, asked: OneAdminTask| async move { connect.admin_tasks().get(&asked.admin_task_id).await },
        )
        .raises(ErrorKind::NotFound, "there is none with this id"),
        Operation::connect(
            "connect.admin_tasks.create",
            "create_admin_task",
            "Creates a task for the office, and gives the new id. It cannot be searched for afterwards.",
            |connect, new: CreateAdminTask| async move {
                let requester = match (new.client_id, new.caregiver_id) {
                    (Some(id), None) => Requester::Client(id),
                    (None, Some(id)) => Requester::Caregiver(id),
                    _ => {
                        return Err(Error::invalid(
                            "connect.admin_tasks.create",
                            "client_id",
                            "exactly one of client_id and caregiver_id must be given",
                        ));
                    }
                };
                let task = NewAdminTask {
                    description: new.description,
                    requester,
                    owners: new.owners.unwrap_or_default(),
                    execution_date: new.execution_date,
                    due: new.due,
                };
                connect.admin_tasks().create(&task, &new.idempotency_key).await
            },
        )
        .raises(ErrorKind::InvalidInput, "a field breaks a rule; nothing was sent"),
    ]
}

results! {
    /// What was done to have the subscriptions that are wanted.
    SubscriptionsEnsured as "EnsuredSubscriptions" {
        /// Were there and as they should be.
        kept: Vec<SubscriptionId>,
        /// Were not there.
        created: Vec<SubscriptionId>,
        /// Were there and otherwise: off, at another address, with another secret.
        changed: Vec<SubscriptionId>,
        /// Were ours and are not wanted, or were there twice.
        deleted: Vec<SubscriptionId>,
        /// Of those kept, the ones whose header the vendor does not show.
        header_not_shown: Vec<SubscriptionId>,
        /// How many belong to others and were left alone.
        foreign: u64,
    }
}

fn subscriptions() -> Vec<Operation> {
    vec![
        Operation::connect(
            "connect.subscriptions.get",
            "subscription",
            "One subscription to the vendor's events.",
            |connect, asked: OneSubscription| async move {
                connect.subscriptions().get(&asked.subscription_id).await
            },
        )
        .raises(ErrorKind::NotFound, "there is none with this id"),
        Operation::list(
            "connect.subscriptions.list",
            ("subscriptions", "subscription_pages"),
            "Every subscription to the vendor's events.",
            |wellsky, _: Nothing| Ok(wellsky.connect()?.subscriptions().list()),
        ),
        Operation::connect(
            "connect.subscriptions.create",
            "create_subscription",
            "Subscribes to an event, and gives the new id. A delivery says which record changed and nothing more.",
            |connect, new: CreateSubscription| async move {
                let endpoint = new.endpoint.parse().map_err(|_| {
                    Error::invalid("connect.subscriptions.create", "endpoint", "must be an absolute URL")
                })?;
                let subscription = NewSubscription {
                    criteria: new.criteria,
                    reason: new.reason,
                    endpoint,
                    bearer: new.bearer.0,
                };
                connect.subscriptions().create(&subscription, &new.idempotency_key).await
            },
        )
        .raises(ErrorKind::InvalidInput, "a field breaks a rule; nothing was sent"),
        Operation::connect(
            "connect.subscriptions.ensure",
            "ensure_subscriptions",
            "Makes the subscriptions that are wanted the ones there are: keeps those that are right, changes, creates and deletes the others, and leaves those of other programs alone. Doing it again ends with the same.",
            |connect, asked: EnsureSubscriptions| async move {
                let endpoint = asked.endpoint.parse().map_err(|_| {
                    Error::invalid("connect.subscriptions.ensure", "endpoint", "must be an absolute URL")
                })?;
                let desired = DesiredSubscriptions {
                    owner: asked.owner,
                    reason: asked.reason,
                    endpoint,
                    bearer: asked.bearer.0,
                    criteria: asked.criteria.into_iter().collect(),
                    hidden_header: if asked.rewrite_hidden == Some(true) {
                        HiddenHeader::Rewrite
                    } else {
                        HiddenHeader::Trust
                    },
                };
                let ensured = connect.subscriptions().ensure(&desired, &asked.idempotency_key).await?;
                Ok(SubscriptionsEnsured {
                    kept: ensured.kept,
                    created: ensured.created,
                    changed: ensured.changed,
                    deleted: ensured.deleted,
                    header_not_shown: ensured.header_not_shown,
                    foreign: ensured.foreign as u64,
                })
            },
        )
        .raises(ErrorKind::InvalidInput, "a field breaks a rule; nothing was sent"),
        Operation::connect(
            "connect.subscriptions.delete",
            "delete_subscription",
            "Ends a subscription.",
            |connect, asked: DeleteSubscription| async move {
                connect.subscriptions().delete(&asked.subscription_id, &asked.idempotency_key).await
            },
        )
        .raises(ErrorKind::NotFound, "there is none with this id"),
    ]
}

fn profile_tags() -> Vec<Operation> {
    vec![
        Operation::connect(
            "connect.profile_tags.get",
            "profile_tag",
            "One certification or skill. The vendor offers no list of them.",
            |connect, asked: OneProfileTag| async move { connect.profile_tags().get(&asked.profile_tag_id).await },
        )
        .raises(ErrorKind::NotFound, "there is none with this id"),
        Operation::connect(
            "connect.profile_tags.create",
            "create_profile_tag",
            "Creates a certification or skill, and gives the new id.",
            |connect, new: CreateProfileTag| async move {
                connect.profile_tags().create(&new.tag, &new.idempotency_key).await
            },
        ),
        Operation::connect(
            "connect.profile_tags.update",
            "update_profile_tag",
            "Replaces a certification or skill.",
            |connect, change: UpdateProfileTag| async move {
                let (tags, key) = (connect.profile_tags(), &change.idempotency_key);
                tags.update(&change.profile_tag_id, &change.tag, key).await
            },
        )
        .raises(ErrorKind::NotFound, "there is none with this id"),
    ]
}

fn places_and_people() -> Vec<Operation> {
    vec![
        Operation::list(
            "connect.locations.list",
            ("locations", "location_pages"),
            "Every location of the agency.",
            |wellsky, _: Nothing| Ok(wellsky.connect()?.locations().list()),
        ),
        Operation::connect(
            "connect.organizations.list",
            "organizations",
            "Every organization. The vendor gives them at once.",
            |connect, _: Nothing| async move { connect.organizations().list().await },
        ),
        Operation::list(
            "connect.admins.list",
            ("admins", "admin_pages"),
            "Every user of the office.",
            |wellsky, _: Nothing| Ok(wellsky.connect()?.admins().list()),
        ),
    ]
}

fn referral_sources() -> Vec<Operation> {
    vec![
        Operation::connect(
            "connect.referral_sources.get",
            "referral_source",
            "One place clients come from. The vendor offers no list: keep the ids.",
            |connect, asked: OneReferralSource| async move {
                connect.referral_sources().get(&asked.referral_source_id).await
            },
        )
        .raises(ErrorKind::NotFound, "there is none with this id"),
        Operation::connect(
            "connect.referral_sources.create",
            "create_referral_source",
            "Creates a referral source, and gives the new id.",
            |connect, new: CreateReferralSource| async move {
                connect
                    .referral_sources()
                    .create(&new.source, &new.idempotency_key)
                    .await
            },
        ),
        Operation::connect(
            "connect.referral_sources.update",
            "update_referral_source",
            "Replaces a referral source.",
            |connect, change: UpdateReferralSource| async move {
                let (sources, key) = (connect.referral_sources(), &change.idempotency_key);
                sources
                    .update(&change.referral_source_id, &change.source, key)
                    .await
            },
        )
        .raises(ErrorKind::NotFound, "there is none with this id"),
    ]
}
