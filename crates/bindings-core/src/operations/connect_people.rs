//! Connect: patients, practitioners, related persons.

use careweave::types::{CaregiverId, ClientId, ErrorKind, Phone, Pii};
use careweave::wellsky::IdempotencyKey;
use careweave::wellsky::connect::{NewRelatedPerson, ProfileTagId, RelatedPersonId, RelatedPersonPatch};
use careweave::wellsky::models::Patch;
use chrono::{DateTime, Utc};

use super::arguments::arguments;
use super::operation::Operation;

arguments! {
    /// Which patient.
    OnePatient {
        /// The client's or prospect's id.
        client_id: ClientId,
    }

    /// Which practitioner.
    OnePractitioner {
        /// The caregiver's or applicant's id.
        caregiver_id: CaregiverId,
    }

    /// Since when.
    ChangedSince {
        /// Only those that changed at this instant or later.
        updated_since: Option<DateTime<Utc>>,
    }

    /// The id in another system.
    ByExternalId {
        /// The id in another system.
        external_id: String,
    }

    /// A number.
    ByPhone {
        /// The number, ten digits.
        phone: Phone,
    }

    /// A step of the sales pipeline.
    SetPatientStep {
        /// The client's or prospect's id.
        client_id: ClientId,
        /// The vendor's number of the step: 40 is Wants to Meet Candidates.
        number: u16,
        /// The name this write goes by, 1 to 255 visible ASCII characters: the same for every attempt at the same write.
        idempotency_key: IdempotencyKey,
    }

    /// A patient to be deleted.
    DeletePatient {
        /// The client's or prospect's id.
        client_id: ClientId,
        /// The name this write goes by, 1 to 255 visible ASCII characters: the same for every attempt at the same write.
        idempotency_key: IdempotencyKey,
    }

    /// A step of the recruiting pipeline.
    SetPractitionerStep {
        /// The caregiver's or applicant's id.
        caregiver_id: CaregiverId,
        /// The vendor's number of the step.
        number: u16,
        /// The name this write goes by, 1 to 255 visible ASCII characters: the same for every attempt at the same write.
        idempotency_key: IdempotencyKey,
    }

    /// Certifications and skills.
    SetProfileTags {
        /// The caregiver's or applicant's id.
        caregiver_id: CaregiverId,
        /// All of them, by id: they replace what was there.
        profile_tags: Vec<ProfileTagId>,
        /// The name this write goes by, 1 to 255 visible ASCII characters: the same for every attempt at the same write.
        idempotency_key: IdempotencyKey,
    }

    /// Who is taken out of use, and why.
    Deactivate {
        /// The caregiver's or applicant's id.
        caregiver_id: CaregiverId,
        /// In the vendor's words: Terminated - Quit, Leave of Absence.
        reason: String,
        /// The name this write goes by, 1 to 255 visible ASCII characters: the same for every attempt at the same write.
        idempotency_key: IdempotencyKey,
    }

    /// A related person to be added.
    CreateRelatedPerson {
        /// Whose relation it is.
        client_id: ClientId,
        /// Given name.
        first_name: Pii<String>,
        /// Family name.
        last_name: Pii<String>,
        /// What they are to the client, as the vendor's code: SON.
        relationship: Option<String>,
        /// Their mobile number.
        phone: Option<Phone>,
        /// Whether to call them in an emergency; no by default.
        emergency_contact: Option<bool>,
        /// Whether they are the first to be called; no by default.
        primary_contact: Option<bool>,
        /// The name this write goes by, 1 to 255 visible ASCII characters: the same for every attempt at the same write.
        idempotency_key: IdempotencyKey,
    }

    /// What changes in a related person.
    UpdateRelatedPerson {
        /// The related person's id.
        related_person_id: RelatedPersonId,
        /// Their mobile number.
        phone: Option<Phone>,
        /// Whether to call them in an emergency.
        emergency_contact: Option<bool>,
        /// Whether they are the first to be called.
        primary_contact: Option<bool>,
        /// The name this write goes by, 1 to 255 visible ASCII characters: the same for every attempt at the same write.
        idempotency_key: IdempotencyKey,
    }

    /// A related person to be removed.
    DeleteRelatedPerson {
        /// Whose relation it is.
        client_id: ClientId,
        /// The related person's id.
        related_person_id: RelatedPersonId,
        /// The name this write goes by, 1 to 255 visible ASCII characters: the same for every attempt at the same write.
        idempotency_key: IdempotencyKey,
    }
}

pub(super) fn rows() -> Vec<Operation> {
    [patients(), practitioners(), related_persons()]
        .into_iter()
        .flatten()
        .collect()
}

fn patients() -> Vec<Operation> {
    vec![
        Operation::connect(
            "connect.patients.get",
            "patient",
            "One client or prospect as the vendor has it.",
            |connect, asked: OnePatient| async move { connect.patients().get(&asked.client_id).await },
        )
        .raises(ErrorKind::NotFound, "there is none with this id"),
        Operation::list(
            "connect.patients.list",
            ("patients", "patient_pages"),
            "Every client and prospect as the vendor has them.",
            |wellsky, asked: ChangedSince| Ok(wellsky.connect()?.patients().list(asked.updated_since)),
        ),
        Operation::list(
            "connect.patients.by_external_id",
            ("patients_by_external_id", "patient_by_external_id_pages"),
            "The patients with this id in another system: one, unless somebody made a duplicate.",
            |wellsky, asked: ByExternalId| {
                Ok(wellsky.connect()?.patients().by_external_id(&asked.external_id))
            },
        ),
        Operation::connect(
            "connect.patients.by_phone",
            "patients_by_phone",
            "Everybody one of whose numbers this is, be it mobile, home or work. Two people may share one: then both come.",
            |connect, asked: ByPhone| async move { connect.patients().by_phone(&asked.phone).await },
        ),
        Operation::connect(
            "connect.patients.set_pipeline_status",
            "set_patient_pipeline_status",
            "Moves a patient to a step of the sales pipeline, by the vendor's number; nothing else changes.",
            |connect, set: SetPatientStep| async move {
                let patients = connect.patients();
                patients
                    .set_pipeline_status(&set.client_id, set.number, &set.idempotency_key)
                    .await
            },
        )
        .raises(ErrorKind::NotFound, "there is none with this id"),
        Operation::connect(
            "connect.patients.delete_permanently",
            "delete_patient_permanently",
            "Deletes a patient. The vendor calls this permanent.",
            |connect, asked: DeletePatient| async move {
                let patients = connect.patients();
                patients
                    .delete_permanently(&asked.client_id, &asked.idempotency_key)
                    .await
            },
        )
        .raises(ErrorKind::NotFound, "there is none with this id"),
    ]
}

fn practitioners() -> Vec<Operation> {
    vec![
        Operation::connect(
            "connect.practitioners.get",
            "practitioner",
            "One caregiver or applicant as the vendor has it.",
            |connect, asked: OnePractitioner| async move { connect.practitioners().get(&asked.caregiver_id).await },
        )
        .raises(ErrorKind::NotFound, "there is none with this id"),
        Operation::list(
            "connect.practitioners.list",
            ("practitioners", "practitioner_pages"),
            "Every caregiver and applicant as the vendor has them.",
            |wellsky, asked: ChangedSince| Ok(wellsky.connect()?.practitioners().list(asked.updated_since)),
        ),
        Operation::list(
            "connect.practitioners.by_external_id",
            ("practitioners_by_external_id", "practitioner_by_external_id_pages"),
            "The practitioners with this id in another system: one, unless somebody made a duplicate.",
            |wellsky, asked: ByExternalId| {
                Ok(wellsky.connect()?.practitioners().by_external_id(&asked.external_id))
            },
        ),
        Operation::connect(
            "connect.practitioners.by_phone",
            "practitioners_by_phone",
            "Everybody one of whose numbers this is, be it mobile, home or work. Two people may share one: then both come.",
            |connect, asked: ByPhone| async move { connect.practitioners().by_phone(&asked.phone).await },
        ),
        Operation::connect(
            "connect.practitioners.set_pipeline_status",
            "set_practitioner_pipeline_status",
            "Moves a practitioner to a step of the recruiting pipeline, by the vendor's number; nothing else changes.",
            |connect, set: SetPractitionerStep| async move {
                let practitioners = connect.practitioners();
                practitioners.set_pipeline_status(&set.caregiver_id, set.number, &set.idempotency_key).await
            },
        )
        .raises(ErrorKind::NotFound, "there is none with this id"),
        Operation::connect(
            "connect.practitioners.set_profile_tags",
            "set_profile_tags",
            "Replaces a practitioner's profile tags: certifications and skills, by id.",
            |connect, set: SetProfileTags| async move {
                let practitioners = connect.practitioners();
                practitioners
                    .set_profile_tags(&set.caregiver_id, &set.profile_tags, &set.idempotency_key)
                    .await
            },
        )
        .raises(ErrorKind::NotFound, "there is none with this id"),
        Operation::connect(
            "connect.practitioners.deactivate",
            "deactivate_practitioner",
            "Takes a practitioner out of use and says why.",
            |connect, asked: Deactivate| async move {
                let practitioners = connect.practitioners();
                practitioners.deactivate(&asked.caregiver_id, &asked.reason, &asked.idempotency_key).await
            },
        )
        .raises(ErrorKind::InvalidInput, "the vendor does not know the reason; nothing was sent")
        .raises(ErrorKind::NotFound, "there is none with this id"),
    ]
}

fn related_persons() -> Vec<Operation> {
    vec![
        Operation::connect(
            "connect.related_persons.of",
            "related_persons_of",
            "Everybody related to a client: family, doctors, neighbours.",
            |connect, asked: OnePatient| async move { connect.related_persons().of(&asked.client_id).await },
        )
        .raises(ErrorKind::NotFound, "there is no such client"),
        Operation::list(
            "connect.related_persons.list",
            ("related_persons", "related_person_pages"),
            "Every related person.",
            |wellsky, asked: ChangedSince| Ok(wellsky.connect()?.related_persons().list(asked.updated_since)),
        ),
        Operation::connect(
            "connect.related_persons.create",
            "create_related_person",
            "Adds a related person, and gives the new id.",
            |connect, new: CreateRelatedPerson| async move {
                let person = NewRelatedPerson {
                    client_id: new.client_id,
                    first_name: new.first_name,
                    last_name: new.last_name,
                    relationship: new.relationship,
                    phone: new.phone,
                    emergency_contact: new.emergency_contact.unwrap_or(false),
                    primary_contact: new.primary_contact.unwrap_or(false),
                };
                connect
                    .related_persons()
                    .create(&person, &new.idempotency_key)
                    .await
            },
        )
        .raises(ErrorKind::InvalidInput, "a field breaks a rule; nothing was sent"),
        Operation::connect(
            "connect.related_persons.update",
            "update_related_person",
            "Changes what is given of a related person, and nothing else.",
            |connect, change: UpdateRelatedPerson| async move {
                let patch = RelatedPersonPatch {
                    phone: change.phone.map_or(Patch::Keep, Patch::Set),
                    emergency_contact: change.emergency_contact.map_or(Patch::Keep, Patch::Set),
                    primary_contact: change.primary_contact.map_or(Patch::Keep, Patch::Set),
                };
                let (persons, id) = (connect.related_persons(), &change.related_person_id);
                persons.update(id, &patch, &change.idempotency_key).await
            },
        )
        .raises(ErrorKind::InvalidInput, "nothing is changed; nothing was sent")
        .raises(ErrorKind::NotFound, "there is none with this id"),
        Operation::connect(
            "connect.related_persons.delete",
            "delete_related_person",
            "Removes a related person from a client.",
            |connect, asked: DeleteRelatedPerson| async move {
                let (persons, key) = (connect.related_persons(), &asked.idempotency_key);
                persons
                    .delete(&asked.client_id, &asked.related_person_id, key)
                    .await
            },
        )
        .raises(ErrorKind::NotFound, "there is none with this id"),
    ]
}
