//! Applicants.

use careweave::types::{ApplicantId, ErrorKind};
use careweave::wellsky::{ApplicantFilter, ApplicantPatch, IdempotencyKey, NewApplicant};
use chrono::NaiveDate;

use super::arguments::arguments;
use super::operation::Operation;
use super::results::HostUpserted;

arguments! {
    /// Which applicant.
    OneApplicant {
        /// The applicant's id.
        applicant_id: ApplicantId,
    }

    /// An applicant to be created.
    CreateApplicant {
        /// The applicant.
        applicant: NewApplicant,
        /// The name this write goes by, 1 to 255 visible ASCII characters: the same for every attempt at the same write.
        idempotency_key: IdempotencyKey,
    }

    /// What changes in an applicant.
    UpdateApplicant {
        /// The applicant's id.
        applicant_id: ApplicantId,
        /// What changes.
        patch: ApplicantPatch,
        /// The name this write goes by, 1 to 255 visible ASCII characters: the same for every attempt at the same write.
        idempotency_key: IdempotencyKey,
    }

    /// An applicant who becomes a caregiver.
    ConvertApplicant {
        /// The applicant's id.
        applicant_id: ApplicantId,
        /// The day of hiring; the vendor's choice by default.
        hire_date: Option<NaiveDate>,
        /// The name this write goes by, 1 to 255 visible ASCII characters: the same for every attempt at the same write.
        idempotency_key: IdempotencyKey,
    }
}

pub(super) fn rows() -> Vec<Operation> {
    vec![
        Operation::list(
            "applicants.list",
            ("applicants", "applicant_pages"),
            "Every applicant that meets all conditions given, by id.",
            |wellsky, filter: ApplicantFilter| Ok(wellsky.applicants().list(filter)),
        ),
        Operation::call(
            "applicants.get",
            "applicant",
            "One applicant.",
            |wellsky, asked: OneApplicant| async move { wellsky.applicants().get(&asked.applicant_id).await },
        )
        .raises(ErrorKind::NotFound, "there is none with this id"),
        Operation::call(
            "applicants.find",
            "find_applicant",
            "One applicant; nothing when there is none with this id.",
            |wellsky, asked: OneApplicant| async move { wellsky.applicants().find(&asked.applicant_id).await },
        ),
        Operation::call(
            "applicants.create",
            "create_applicant",
            "Creates an applicant.",
            |wellsky, new: CreateApplicant| async move {
                wellsky.applicants().create(&new.applicant, &new.idempotency_key).await
            },
        )
        .raises(ErrorKind::InvalidInput, "a field breaks a rule; nothing was sent")
        .raises(ErrorKind::Rejected, "WellSky refuses it"),
        Operation::call(
            "applicants.update",
            "update_applicant",
            "Changes what the patch names of an applicant, and nothing else.",
            |wellsky, change: UpdateApplicant| async move {
                let applicants = wellsky.applicants();
                applicants.update(&change.applicant_id, &change.patch, &change.idempotency_key).await
            },
        )
        .raises(ErrorKind::InvalidInput, "a field breaks a rule, or the patch is empty; nothing was sent")
        .raises(ErrorKind::NotFound, "there is none with this id")
        .raises(ErrorKind::Rejected, "WellSky refuses it"),
        Operation::call(
            "applicants.upsert",
            "upsert_applicant",
            "Creates an applicant, or changes the one with the same external id: however often it is called, there is one. One that was converted is left as it is.",
            |wellsky, new: CreateApplicant| async move {
                let upserted = wellsky.applicants().upsert(&new.applicant, &new.idempotency_key).await;
                upserted.map(HostUpserted::from)
            },
        )
        .raises(ErrorKind::InvalidInput, "there is no external id, or a field breaks a rule")
        .raises(ErrorKind::Conflict, "several records have this external id")
        .raises(ErrorKind::InDoubt, "it may have been written and does not show: look before trying again"),
        Operation::call(
            "applicants.convert_to_caregiver",
            "convert_applicant",
            "Makes a caregiver of an applicant. The applicant stays on record.",
            |wellsky, convert: ConvertApplicant| async move {
                let applicants = wellsky.applicants();
                applicants
                    .convert_to_caregiver(&convert.applicant_id, convert.hire_date, &convert.idempotency_key)
                    .await
            },
        )
        .raises(ErrorKind::Conflict, "the applicant was converted before")
        .raises(ErrorKind::NotFound, "there is none with this id"),
    ]
}
