//! Caregivers.

use careweave::types::{AvailabilityWindow, CaregiverId, ErrorKind};
use careweave::wellsky::{CaregiverFilter, CaregiverPatch, IdempotencyKey, NewCaregiver};
use chrono::{DateTime, Utc};

use super::arguments::{arguments, window};
use super::operation::Operation;

arguments! {
    /// Which caregiver.
    OneCaregiver {
        /// The caregiver's id.
        caregiver_id: CaregiverId,
    }

    /// A caregiver to be created.
    CreateCaregiver {
        /// The caregiver.
        caregiver: NewCaregiver,
        /// The name this write goes by, 1 to 255 visible ASCII characters: the same for every attempt at the same write.
        idempotency_key: IdempotencyKey,
    }

    /// What changes in a caregiver.
    UpdateCaregiver {
        /// The caregiver's id.
        caregiver_id: CaregiverId,
        /// What changes.
        patch: CaregiverPatch,
        /// The name this write goes by, 1 to 255 visible ASCII characters: the same for every attempt at the same write.
        idempotency_key: IdempotencyKey,
    }

    /// When a caregiver can work.
    SetAvailability {
        /// The caregiver's id.
        caregiver_id: CaregiverId,
        /// The whole week: it replaces what was there.
        availability: Vec<AvailabilityWindow>,
        /// The name this write goes by, 1 to 255 visible ASCII characters: the same for every attempt at the same write.
        idempotency_key: IdempotencyKey,
    }

    /// Whose schedule, and when.
    Schedule {
        /// The caregiver's id.
        caregiver_id: CaregiverId,
        /// The first instant.
        start: DateTime<Utc>,
        /// The instant after the last.
        end: DateTime<Utc>,
    }
}

pub(super) fn rows() -> Vec<Operation> {
    vec![
        Operation::list(
            "caregivers.list",
            ("caregivers", "caregiver_pages"),
            "Every caregiver that meets all conditions given, by id.",
            |wellsky, filter: CaregiverFilter| Ok(wellsky.caregivers().list(filter)),
        ),
        Operation::call(
            "caregivers.get",
            "caregiver",
            "One caregiver.",
            |wellsky, asked: OneCaregiver| async move { wellsky.caregivers().get(&asked.caregiver_id).await },
        )
        .raises(ErrorKind::NotFound, "there is none with this id"),
        Operation::call(
            "caregivers.find",
            "find_caregiver",
            "One caregiver; nothing when there is none with this id.",
            |wellsky, asked: OneCaregiver| async move { wellsky.caregivers().find(&asked.caregiver_id).await },
        ),
        Operation::call(
            "caregivers.create",
            "create_caregiver",
            "Creates a caregiver.",
            |wellsky, new: CreateCaregiver| async move {
                wellsky
                    .caregivers()
                    .create(&new.caregiver, &new.idempotency_key)
                    .await
            },
        )
        .raises(ErrorKind::InvalidInput, "a field breaks a rule; nothing was sent")
        .raises(ErrorKind::Rejected, "WellSky refuses it"),
        Operation::call(
            "caregivers.update",
            "update_caregiver",
            "Changes what the patch names of a caregiver, and nothing else.",
            |wellsky, change: UpdateCaregiver| async move {
                let caregivers = wellsky.caregivers();
                caregivers
                    .update(&change.caregiver_id, &change.patch, &change.idempotency_key)
                    .await
            },
        )
        .raises(
            ErrorKind::InvalidInput,
            "a field breaks a rule, or the patch is empty; nothing was sent",
        )
        .raises(ErrorKind::NotFound, "there is none with this id")
        .raises(ErrorKind::Rejected, "WellSky refuses it"),
        Operation::call(
            "caregivers.set_availability",
            "set_availability",
            "Replaces the weekly availability of a caregiver.",
            |wellsky, set: SetAvailability| async move {
                let caregivers = wellsky.caregivers();
                caregivers
                    .set_availability(&set.caregiver_id, &set.availability, &set.idempotency_key)
                    .await
            },
        )
        .raises(ErrorKind::NotFound, "there is none with this id")
        .raises(ErrorKind::Unsupported, "over Connect"),
        Operation::list(
            "caregivers.schedule",
            ("caregiver_schedule", "caregiver_schedule_pages"),
            "Every shift of a caregiver that overlaps the span from start up to, and without, end.",
            |wellsky, asked: Schedule| {
                let span = window("caregivers.schedule", asked.start, asked.end)?;
                Ok(wellsky.caregivers().schedule(&asked.caregiver_id, span))
            },
        )
        .raises(ErrorKind::NotFound, "there is no such caregiver"),
    ]
}
