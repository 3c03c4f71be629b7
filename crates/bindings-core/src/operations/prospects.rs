//! Prospects.

use careweave::types::{ErrorKind, ProspectId};
use careweave::wellsky::{IdempotencyKey, NewProspect, ProspectFilter, ProspectPatch};
use chrono::NaiveDate;

use super::arguments::arguments;
use super::operation::Operation;
use super::results::HostUpserted;

arguments! {
    /// Which prospect.
    OneProspect {
        /// The prospect's id.
        prospect_id: ProspectId,
    }

    /// A prospect to be created.
    CreateProspect {
        /// The prospect.
        prospect: NewProspect,
        /// The name this write goes by, 1 to 255 visible ASCII characters: the same for every attempt at the same write.
        idempotency_key: IdempotencyKey,
    }

    /// What changes in a prospect.
    UpdateProspect {
        /// The prospect's id.
        prospect_id: ProspectId,
        /// What changes.
        patch: ProspectPatch,
        /// The name this write goes by, 1 to 255 visible ASCII characters: the same for every attempt at the same write.
        idempotency_key: IdempotencyKey,
    }

    /// A prospect who becomes a client.
    ConvertProspect {
        /// The prospect's id.
        prospect_id: ProspectId,
        /// The first day of care; the vendor's choice by default.
        start_date: Option<NaiveDate>,
        /// The name this write goes by, 1 to 255 visible ASCII characters: the same for every attempt at the same write.
        idempotency_key: IdempotencyKey,
    }
}

pub(super) fn rows() -> Vec<Operation> {
    vec![
        Operation::list(
            "prospects.list",
            ("prospects", "prospect_pages"),
            "Every prospect that meets all conditions given, by id.",
            |wellsky, filter: ProspectFilter| Ok(wellsky.prospects().list(filter)),
        ),
        Operation::call(
            "prospects.get",
            "prospect",
            "One prospect.",
            |wellsky, asked: OneProspect| async move { wellsky.prospects().get(&asked.prospect_id).await },
        )
        .raises(ErrorKind::NotFound, "there is none with this id"),
        Operation::call(
            "prospects.find",
            "find_prospect",
            "One prospect; nothing when there is none with this id.",
            |wellsky, asked: OneProspect| async move { wellsky.prospects().find(&asked.prospect_id).await },
        ),
        Operation::call(
            "prospects.create",
            "create_prospect",
            "Creates a prospect.",
            |wellsky, new: CreateProspect| async move {
                wellsky.prospects().create(&new.prospect, &new.idempotency_key).await
            },
        )
        .raises(ErrorKind::InvalidInput, "a field breaks a rule; nothing was sent")
        .raises(ErrorKind::Rejected, "WellSky refuses it"),
        Operation::call(
            "prospects.update",
            "update_prospect",
            "Changes what the patch names of a prospect, and nothing else.",
            |wellsky, change: UpdateProspect| async move {
                let prospects = wellsky.prospects();
                prospects.update(&change.prospect_id, &change.patch, &change.idempotency_key).await
            },
        )
        .raises(ErrorKind::InvalidInput, "a field breaks a rule, or the patch is empty; nothing was sent")
        .raises(ErrorKind::NotFound, "there is none with this id")
        .raises(ErrorKind::Rejected, "WellSky refuses it"),
        Operation::call(
            "prospects.upsert",
            "upsert_prospect",
            "Creates a prospect, or changes the one with the same external id: however often it is called, there is one. One that was converted is left as it is.",
            |wellsky, new: CreateProspect| async move {
                let upserted = wellsky.prospects().upsert(&new.prospect, &new.idempotency_key).await;
                upserted.map(HostUpserted::from)
            },
        )
        .raises(ErrorKind::InvalidInput, "there is no external id, or a field breaks a rule")
        .raises(ErrorKind::Conflict, "several records have this external id")
        .raises(ErrorKind::InDoubt, "it may have been written and does not show: look before trying again"),
        Operation::call(
            "prospects.convert_to_client",
            "convert_prospect",
            "Makes a client of a prospect. The prospect stays on record.",
            |wellsky, convert: ConvertProspect| async move {
                let prospects = wellsky.prospects();
                prospects
                    .convert_to_client(&convert.prospect_id, convert.start_date, &convert.idempotency_key)
                    .await
            },
        )
        .raises(ErrorKind::Conflict, "the prospect was converted before")
        .raises(ErrorKind::NotFound, "there is none with this id"),
    ]
}
