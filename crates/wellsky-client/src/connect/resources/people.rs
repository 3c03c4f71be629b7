use careweave_types::ids::{ProfileTagId, RelatedPersonId};
use careweave_types::{AgencyId, CaregiverId, ClientId, Phone, Result};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::room;
use crate::IdempotencyKey;
use crate::connect::models::person::has_number;
use crate::connect::models::{NewRelatedPerson, Patient, Practitioner, RelatedPerson, RelatedPersonPatch};
use crate::connect::paths;
use crate::connect::people::{naive_utc, patients, practitioners, related_persons};
use crate::connect::requests::Part::{Id, Word};
use crate::pager::Pager;

room! {
    /// Clients and prospects as the vendor has them. They are created and changed over [`Clients`](crate::resources::Clients)
    /// and [`Prospects`](crate::resources::Prospects).
    Patients
}

impl Patients {
    /// The patient with this id.
    ///
    /// # Errors
    /// `NotFound` when there is none.
    pub async fn get(&self, id: &ClientId) -> Result<Patient> {
        self.session.patient("patients.get", id.as_str()).await
    }

    /// All patients; with an instant, those that changed at it or later.
    pub fn list(&self, updated_since: Option<DateTime<Utc>>) -> Pager<Patient> {
        self.session
            .search(patients("patients.list", updated_since, None))
    }

    /// The patients with this id in another system: one, unless somebody made a duplicate.
    pub fn by_external_id(&self, id: &str) -> Pager<Patient> {
        self.session.search(patients("patients.list", None, Some(id)))
    }

    /// Everybody one of whose numbers this is, be it mobile, home or work. Two people may share one: then both come.
    ///
    /// # Errors
    /// What the request failed with.
    pub async fn by_phone(&self, phone: &Phone) -> Result<Vec<Patient>> {
        let mut found = self.list(None).all().await?;
        found.retain(|patient| has_number(&patient.telecom, phone));
        Ok(found)
    }

    /// Moves a patient to a step of the sales pipeline, by the vendor's number; nothing else changes. For steps that the
    /// common surface has no word for: 40, Wants to Meet Candidates.
    ///
    /// # Errors
    /// `InvalidInput` for a number the vendor does not know, `NotFound` when there is none.
    pub async fn set_pipeline_status(&self, id: &ClientId, number: u16, key: &IdempotencyKey) -> Result<()> {
        const OPERATION: &str = "patients.set_pipeline_status";
        pipeline_step(OPERATION, number, PATIENT_STEPS)?;
        let body = tags(
            "Patient",
            self.session.requests.agency_id(),
            &[("status", &number)],
        );
        let path = [Word(paths::PATIENTS), Id(id.as_str())];
        let request = self.session.requests.put(OPERATION, &path, &body, key);
        self.session.send_write(request).await
    }

    /// Deletes a patient. The vendor calls this permanent.
    ///
    /// # Errors
    /// `NotFound` when there is none.
    pub async fn delete_permanently(&self, id: &ClientId, key: &IdempotencyKey) -> Result<()> {
        let path = [Word(paths::PATIENTS), Id(id.as_str())];
        let request = self.session.requests.delete("patients.delete", &path, key);
        self.session.send_write(request).await
    }
}

room! {
    /// Caregivers and applicants as the vendor has them. They are created and changed over
    /// [`Caregivers`](crate::resources::Caregivers) and [`Applicants`](crate::resources::Applicants).
    Practitioners
}

impl Practitioners {
    /// The practitioner with this id.
    ///
    /// # Errors
    /// `NotFound` when there is none.
    pub async fn get(&self, id: &CaregiverId) -> Result<Practitioner> {
        self.session.practitioner("practitioners.get", id.as_str()).await
    }

    /// All practitioners; with an instant, those that changed at it or later.
    pub fn list(&self, updated_since: Option<DateTime<Utc>>) -> Pager<Practitioner> {
        self.session
            .search(practitioners("practitioners.list", updated_since, None))
    }

    /// The practitioners with this id in another system: one, unless somebody made a duplicate.
    pub fn by_external_id(&self, id: &str) -> Pager<Practitioner> {
        self.session
            .search(practitioners("practitioners.list", None, Some(id)))
    }

    /// Everybody one of whose numbers this is, be it mobile, home or work. Two people may share one: then both come.
    ///
    /// # Errors
    /// What the request failed with.
    pub async fn by_phone(&self, phone: &Phone) -> Result<Vec<Practitioner>> {
        let mut found = self.list(None).all().await?;
        found.retain(|person| has_number(&person.telecom, phone));
        Ok(found)
    }

    /// Moves a practitioner to a step of the recruiting pipeline, by the vendor's number; nothing else changes.
    ///
    /// # Errors
    /// `InvalidInput` for a number the vendor does not know, `NotFound` when there is none.
    pub async fn set_pipeline_status(
        &self,
        id: &CaregiverId,
        number: u16,
        key: &IdempotencyKey,
    ) -> Result<()> {
        const OPERATION: &str = "practitioners.set_pipeline_status";
        pipeline_step(OPERATION, number, PRACTITIONER_STEPS)?;
        self.put_tags(OPERATION, id, &[("status", &number)], key).await
    }

    /// Replaces a practitioner's profile tags: certifications and skills, by id.
    ///
    /// # Errors
    /// `InvalidInput` for an id that cannot stand in a list, `NotFound` when there is none.
    pub async fn set_profile_tags(
        &self,
        id: &CaregiverId,
        profile_tags: &[ProfileTagId],
        key: &IdempotencyKey,
    ) -> Result<()> {
        const OPERATION: &str = "practitioners.set_profile_tags";
        crate::rules::Rules::of(OPERATION).check(
            "profile_tags",
            profile_tags.iter().all(|id| !id.as_str().contains(',')),
            "must not hold commas",
        )?;
        let ids: Vec<&str> = profile_tags.iter().map(ProfileTagId::as_str).collect();
        self.put_tags(OPERATION, id, &[("profileTags", &ids.join(","))], key)
            .await
    }

    async fn put_tags(
        &self,
        operation: &'static str,
        id: &CaregiverId,
        named: &[(&str, &(dyn std::fmt::Display + Sync))],
        key: &IdempotencyKey,
    ) -> Result<()> {
        let body = tags("Practitioner", self.session.requests.agency_id(), named);
        let path = [Word(paths::PRACTITIONERS), Id(id.as_str())];
        let request = self.session.requests.put(operation, &path, &body, key);
        self.session.send_write(request).await
    }

    /// Takes a practitioner out of use and says why: `Terminated - Quit`, `Leave of Absence`.
    ///
    /// # Errors
    /// `InvalidInput` for a reason the vendor does not know, `NotFound` when there is none.
    pub async fn deactivate(&self, id: &CaregiverId, reason: &str, key: &IdempotencyKey) -> Result<()> {
        const OPERATION: &str = "practitioners.deactivate";
        crate::rules::Rules::of(OPERATION).word(
            "reason",
            DEACTIVATION_REASONS.contains(&reason),
            DEACTIVATION_REASONS,
        )?;
        let agency = self.session.requests.agency_id();
        let mut body = tags("Practitioner", agency, &[("deactivationReason", &reason)]);
        body["active"] = false.into();
        let path = [Word(paths::PRACTITIONERS), Id(id.as_str())];
        let request = self.session.requests.put(OPERATION, &path, &body, key);
        self.session.send_write(request).await
    }
}

/// The steps of the vendor's sales pipeline.
const PATIENT_STEPS: &[u16] = &[1, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100];

/// The steps of the vendor's recruiting pipeline.
const PRACTITIONER_STEPS: &[u16] = &[10, 15, 18, 20, 25, 30, 40, 50, 60, 70, 80, 90, 100, 110];

fn pipeline_step(operation: &'static str, number: u16, known: &[u16]) -> Result<()> {
    let words: Vec<String> = known.iter().map(u16::to_string).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    crate::rules::Rules::of(operation).word("number", known.contains(&number), &words)
}

/// A body that names tags and nothing else.
fn tags(resource: &str, agency: &AgencyId, named: &[(&str, &(dyn std::fmt::Display + Sync))]) -> Value {
    let mut tags = vec![json!({"code": "agencyId", "display": agency})];
    tags.extend(
        named
            .iter()
            .map(|(code, display)| json!({"code": code, "display": display.to_string()})),
    );
    json!({"resourceType": resource, "meta": {"tag": tags}})
}

/// The vendor's reasons for taking a practitioner out of use.
const DEACTIVATION_REASONS: &[&str] = &[
    "Leave of Absence",
    "Suspension",
    "Terminated - Quit",
    "Terminated - Insufficient Work Available",
    "Terminated - for Cause",
    "Inactive",
    "Other - See Activity Log",
    "Disability or Worker's Comp",
];

room! {
    /// Family, doctors, neighbours.
    RelatedPersons
}

impl RelatedPersons {
    /// Everybody related to a client.
    ///
    /// # Errors
    /// `NotFound` when there is no such client.
    pub async fn of(&self, client: &ClientId) -> Result<Vec<RelatedPerson>> {
        self.session.related_to("related_persons.list", client).await
    }

    /// All related persons; with an instant, those that changed at it or later.
    pub fn list(&self, updated_since: Option<DateTime<Utc>>) -> Pager<RelatedPerson> {
        let mut filters = json!({});
        if let Some(since) = updated_since {
            filters["updated"] = format!("ge{}", naive_utc(since)).into();
        }
        self.session
            .search(related_persons("related_persons.list", filters))
    }

    /// Adds a related person.
    ///
    /// # Errors
    /// `InvalidInput` before anything is sent, `Rejected` with `field`.
    pub async fn create(&self, person: &NewRelatedPerson, key: &IdempotencyKey) -> Result<RelatedPersonId> {
        person.validate()?;
        let mut body = json!({
            "resourceType": "RelatedPerson",
            "patient": {"reference": format!("Patient/{}", person.client_id)},
            "name": [{"given": [person.first_name.expose()], "family": person.last_name.expose()}],
            "emergencyContact": person.emergency_contact, "primaryContact": person.primary_contact,
        });
        if let Some(code) = &person.relationship {
            body["relationship"] = json!({"coding": [{"code": code}]});
        }
        if let Some(phone) = &person.phone {
            body["telecom"] = telecom(phone);
        }
        self.session
            .create(
                "related_persons.create",
                &[Word(paths::RELATED_PERSON)],
                &body,
                key,
            )
            .await
    }

    /// Changes what is named of a related person.
    ///
    /// # Errors
    /// `InvalidInput` for a patch that names nothing, `NotFound`, `Rejected` with `field`.
    pub async fn update(
        &self,
        id: &RelatedPersonId,
        patch: &RelatedPersonPatch,
        key: &IdempotencyKey,
    ) -> Result<()> {
        patch.validate()?;
        let mut body = json!({"resourceType": "RelatedPerson"});
        if let Some(phone) = patch.phone.value() {
            body["telecom"] = telecom(phone);
        }
        if let Some(yes) = patch.emergency_contact.value() {
            body["emergencyContact"] = (*yes).into();
        }
        if let Some(yes) = patch.primary_contact.value() {
            body["primaryContact"] = (*yes).into();
        }
        let path = [Word(paths::RELATED_PERSON), Id(id.as_str())];
        let request = self
            .session
            .requests
            .put("related_persons.update", &path, &body, key);
        self.session.send_write(request).await
    }

    /// Removes a related person from a client.
    ///
    /// # Errors
    /// `NotFound` when there is none.
    pub async fn delete(&self, client: &ClientId, id: &RelatedPersonId, key: &IdempotencyKey) -> Result<()> {
        let path = [
            Word(paths::RELATED_PERSON),
            Id(client.as_str()),
            Word(paths::CONTACTS),
            Id(id.as_str()),
        ];
        let request = self.session.requests.delete("related_persons.delete", &path, key);
        self.session.send_write(request).await
    }
}

fn telecom(phone: &Phone) -> Value {
    json!([{"system": "phone", "use": if phone.extension().is_some() { "work" } else { "mobile" }, "value": phone.to_wire()}])
}
