//! Connect: documents, care plans, charge items.

use careweave::types::{CaregiverId, ClientId, Error, ErrorKind, Pii, Result};
use careweave::wellsky::IdempotencyKey;
use careweave::wellsky::connect::{
    ActivityId, ActivityStatus, ActivityType, ChargeItemFilter, DocumentId, DocumentOwner, NewDocument,
    PlannedActivity,
};
use chrono::NaiveDate;
use serde::Deserialize;

use super::arguments::{Bytes, arguments};
use super::operation::Operation;

arguments! {
    /// Which document.
    OneDocument {
        /// The document's id.
        document_id: DocumentId,
    }

    /// Whose documents: exactly one of the two.
    DocumentsOf {
        /// A client's or prospect's.
        client_id: Option<ClientId>,
        /// A caregiver's or applicant's.
        caregiver_id: Option<CaregiverId>,
    }

    /// A document to be filed.
    CreateDocument {
        /// The name of the file.
        title: Pii<String>,
        /// The bytes, at most 10 MB.
        content: Bytes,
        /// The media type: text/plain, application/pdf, image/png and a few more.
        content_type: String,
        /// What kind of document it is, in words: General.
        kind: String,
        /// A client's or prospect's; exactly one of the two.
        client_id: Option<ClientId>,
        /// A caregiver's or applicant's; exactly one of the two.
        caregiver_id: Option<CaregiverId>,
        /// The name this write goes by, 1 to 255 visible ASCII characters: the same for every attempt at the same write.
        idempotency_key: IdempotencyKey,
    }

    /// Which activities.
    ActivitiesOf {
        /// The kind: ADL, IADL.
        kind: ActivityType,
    }

    /// A care plan.
    WriteCarePlan {
        /// The client's id.
        client_id: ClientId,
        /// The activities.
        activities: Vec<CarePlanActivity>,
        /// The name this write goes by, 1 to 255 visible ASCII characters: the same for every attempt at the same write.
        idempotency_key: IdempotencyKey,
    }

    /// Which charge items.
    ChargeItemsAsked {
        /// The first day.
        first_day: NaiveDate,
        /// The last day, which belongs to it.
        last_day: NaiveDate,
        /// Only this client's.
        client_id: Option<ClientId>,
        /// Only this caregiver's.
        caregiver_id: Option<CaregiverId>,
    }
}

/// An activity in a client's care plan.
#[derive(Debug, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "PlannedActivity")
)]
#[serde(deny_unknown_fields)]
pub(crate) struct CarePlanActivity {
    /// Which; the agency's activities have their ids.
    activity_id: ActivityId,
    /// What is to be done.
    description: Pii<String>,
    /// How far it has come: scheduled, not-started, in-progress, completed.
    status: ActivityStatus,
}

fn owner(
    operation: &'static str,
    client: Option<ClientId>,
    caregiver: Option<CaregiverId>,
) -> Result<DocumentOwner> {
    match (client, caregiver) {
        (Some(id), None) => Ok(DocumentOwner::Client(id)),
        (None, Some(id)) => Ok(DocumentOwner::Caregiver(id)),
        _ => Err(Error::invalid(
            operation,
            "client_id",
            "exactly one of client_id and caregiver_id must be given",
        )),
    }
}

impl CreateDocument {
    /// The document, and the key it is written under.
    pub(super) fn document(self, operation: &'static str) -> Result<(NewDocument, IdempotencyKey)> {
        let document = NewDocument {
            owner: owner(operation, self.client_id, self.caregiver_id)?,
            kind: self.kind,
            title: self.title,
            content_type: self.content_type,
            bytes: self.content.0,
        };
        Ok((document, self.idempotency_key))
    }
}

pub(super) fn rows() -> Vec<Operation> {
    [documents(), care_plans()].into_iter().flatten().collect()
}

fn documents() -> Vec<Operation> {
    vec![
        Operation::connect(
            "connect.documents.get",
            "document",
            "What the vendor keeps of a document.",
            |connect, asked: OneDocument| async move { connect.documents().get(&asked.document_id).await },
        )
        .raises(ErrorKind::NotFound, "there is none with this id"),
        Operation::connect(
            "connect.documents.of",
            "documents",
            "The documents of a client or of a caregiver.",
            |connect, asked: DocumentsOf| async move {
                let owner = owner("connect.documents.of", asked.client_id, asked.caregiver_id)?;
                connect.documents().of(&owner).await
            },
        )
        .raises(ErrorKind::NotFound, "there is nobody with this id"),
        Operation::connect(
            "connect.documents.create",
            "create_document",
            "Files a document, and gives the new id.",
            |connect, new: CreateDocument| async move {
                let (document, key) = new.document("connect.documents.create")?;
                connect.documents().create(&document, &key).await
            },
        )
        .raises(
            ErrorKind::InvalidInput,
            "it is too large, or of a type the vendor does not take; nothing was sent",
        )
        .raises(
            ErrorKind::Server,
            "the vendor is known to fail here: try again later under the same key",
        ),
    ]
}

fn care_plans() -> Vec<Operation> {
    vec![
        Operation::connect(
            "connect.care_plans.activities",
            "activities",
            "The activities the agency offers, with the ids a care plan names them by.",
            |connect, asked: ActivitiesOf| async move { connect.care_plans().activities(&asked.kind).await },
        ),
        Operation::connect(
            "connect.care_plans.write",
            "write_care_plan",
            "Writes the activities of a client's care plan.",
            |connect, plan: WriteCarePlan| async move {
                let activities: Vec<PlannedActivity> = plan
                    .activities
                    .into_iter()
                    .map(|activity| PlannedActivity {
                        activity_id: activity.activity_id,
                        description: activity.description,
                        status: activity.status,
                    })
                    .collect();
                let plans = connect.care_plans();
                plans
                    .write(&plan.client_id, &activities, &plan.idempotency_key)
                    .await
            },
        )
        .raises(ErrorKind::InvalidInput, "a field breaks a rule; nothing was sent")
        .raises(ErrorKind::NotFound, "there is no such client"),
        Operation::list(
            "connect.charge_items.list",
            ("charge_items", "charge_item_pages"),
            "The lines of billing and pay of a client or a caregiver or both.",
            |wellsky, asked: ChargeItemsAsked| {
                let filter = ChargeItemFilter {
                    client_id: asked.client_id,
                    caregiver_id: asked.caregiver_id,
                    from: asked.first_day,
                    to: asked.last_day,
                };
                Ok(wellsky.connect()?.charge_items().list(&filter))
            },
        )
        .raises(
            ErrorKind::InvalidInput,
            "nobody is named, an id is no whole number, or the days are out of order",
        ),
    ]
}
