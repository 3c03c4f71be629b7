//! The people of the common surface, over patients and practitioners.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, PoisonError};

use careweave_types::ids::ProfileTagId;
use careweave_types::{
    ApplicantId, ApplicantStatus, CaregiverId, ClientId, ClientStatus, Delivery, Error, ErrorKind, Pii,
    ProspectId, ProspectStatus, Result,
};
use chrono::{DateTime, NaiveDate, Utc};
use futures_util::stream::{self, StreamExt as _, TryStreamExt as _};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::mapping::{patient, practitioner};
use super::models::{Patient, Practitioner, ProfileTag, RelatedPerson};
use super::paths;
use super::requests::Part::{Id, Word};
use super::session::{Search, Session};
use crate::IdempotencyKey;
use crate::caller::{absent_is_none, nothing_written};
use crate::capabilities::{Feature, no_counterpart, unsupported};
use crate::models::{
    Applicant, ApplicantFilter, ApplicantPatch, Caregiver, CaregiverFilter, CaregiverPatch, Client,
    ClientFilter, ClientPatch, ConvertedApplicant, ConvertedProspect, NewApplicant, NewCaregiver, NewClient,
    NewProspect, Patch, Prospect, ProspectFilter, ProspectPatch,
};

/// How many requests of one call run at the same time.
pub(crate) const CONCURRENCY: usize = 8;

/// An instant as searches and bodies take it: UTC, without an offset.
pub(crate) fn naive_utc(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%dT%H:%M:%S").to_string()
}

pub(crate) fn patients(
    operation: &'static str,
    updated_since: Option<DateTime<Utc>>,
    external_id: Option<&str>,
) -> Search {
    people(operation, paths::PATIENTS_SEARCH, updated_since, external_id)
}

pub(crate) fn practitioners(
    operation: &'static str,
    updated_since: Option<DateTime<Utc>>,
    external_id: Option<&str>,
) -> Search {
    people(operation, paths::PRACTITIONERS_SEARCH, updated_since, external_id)
}

fn people(
    operation: &'static str,
    path: &'static str,
    updated_since: Option<DateTime<Utc>>,
    external_id: Option<&str>,
) -> Search {
    let mut filters = json!({});
    if let Some(since) = updated_since {
        filters["updated"] = format!("ge{}", naive_utc(since)).into();
    }
    if let Some(id) = external_id {
        filters["external_id"] = id.into();
    }
    Search {
        operation,
        path,
        filters,
        sort: None,
    }
}

pub(crate) fn related_persons(operation: &'static str, filters: Value) -> Search {
    Search {
        operation,
        path: paths::RELATED_PERSON_SEARCH,
        filters,
        sort: None,
    }
}

impl Session {
    pub(crate) async fn patient(&self, operation: &'static str, id: &str) -> Result<Patient> {
        self.person(operation, paths::PATIENTS, id).await
    }

    pub(crate) async fn practitioner(&self, operation: &'static str, id: &str) -> Result<Practitioner> {
        self.person(operation, paths::PRACTITIONERS, id).await
    }

    async fn person<T: DeserializeOwned>(
        &self,
        operation: &'static str,
        path: &'static str,
        id: &str,
    ) -> Result<T> {
        self.read(self.requests.get(operation, &[Word(path), Id(id)]))
            .await
    }

    async fn put_person(
        &self,
        operation: &'static str,
        path: &'static str,
        id: &str,
        body: &Value,
        key: &IdempotencyKey,
    ) -> Result<()> {
        let path = [Word(path), Id(id)];
        self.send_write(self.requests.put(operation, &path, body, key))
            .await
    }

    /// Changes what `body` names. Where it names one of the two `names`, it is asked again with the record as it is, because
    /// the vendor takes them together.
    async fn change_person<T: DeserializeOwned + Send + Sync>(
        &self,
        operation: &'static str,
        path: &'static str,
        id: &str,
        names: (&Patch<Pii<String>>, &Patch<Pii<String>>),
        body: impl Fn(Option<&T>) -> Result<Value>,
        key: &IdempotencyKey,
    ) -> Result<()> {
        // What cannot be sent is refused before anything is read.
        let mut named = body(None)?;
        if names.0.is_keep() != names.1.is_keep() {
            let current: T = self.person(operation, path, id).await.map_err(nothing_written)?;
            named = body(Some(&current))?;
        }
        self.put_person(operation, path, id, &named, key).await
    }

    pub(crate) async fn related_to(
        &self,
        operation: &'static str,
        client: &ClientId,
    ) -> Result<Vec<RelatedPerson>> {
        let path = [Word(paths::RELATED_PERSON), Id(client.as_str())];
        self.bundle(self.requests.get(operation, &path)).await
    }

    /// How many patients there are.
    pub(crate) async fn count_patients(&self, operation: &'static str) -> Result<u64> {
        self.count(&patients(operation, None, None)).await
    }

    // Clients

    pub(crate) async fn client(&self, id: &ClientId) -> Result<Client> {
        self.client_in("clients.get", id).await
    }

    async fn client_in(&self, operation: &'static str, id: &ClientId) -> Result<Client> {
        let patient = self.patient(operation, id.as_str()).await?;
        let related = self.related_to(operation, id).await?;
        Ok(patient::client(&patient, patient::emergency_contacts(&related)))
    }

    pub(crate) async fn find_client(&self, id: &ClientId) -> Result<Option<Client>> {
        absent_is_none(self.client(id).await)
    }

    pub(crate) async fn clients(self: &Arc<Self>, filter: ClientFilter, count: u32) -> Result<Vec<Client>> {
        const OPERATION: &str = "clients.list";
        filter.validate()?;
        if filter.start_date_from.is_some() {
            return Err(no_counterpart(OPERATION, "start_date_from"));
        }
        if filter.start_date_to.is_some() {
            return Err(no_counterpart(OPERATION, "start_date_to"));
        }
        if filter.status == Some(ClientStatus::OnHold) {
            return Err(unsupported(crate::Api::Connect, OPERATION, Feature::OnHold));
        }
        let found: Vec<Patient> = self
            .search(patients(OPERATION, filter.updated_since, None))
            .page_size(count)?
            .all()
            .await?;
        let mut related: HashMap<ClientId, Vec<RelatedPerson>> = HashMap::new();
        for person in self
            .search_all::<RelatedPerson>(related_persons(OPERATION, json!({})))
            .await?
        {
            if let Some(client) = person.client_id.clone() {
                related.entry(client).or_default().push(person);
            }
        }
        Ok(found
            .iter()
            .filter(|patient| match &filter.status {
                Some(status) => patient::status_of(patient) == *status,
                None => patient.is_client() != Some(false),
            })
            .map(|patient| {
                let contacts = related.get(&patient.id).map_or(&[][..], Vec::as_slice);
                patient::client(patient, patient::emergency_contacts(contacts))
            })
            .collect())
    }

    pub(crate) async fn create_client(&self, client: &NewClient, key: &IdempotencyKey) -> Result<Client> {
        const OPERATION: &str = "clients.create";
        let body = patient::new_client(self.requests.agency_id(), client)?;
        let id: ClientId = self
            .create(OPERATION, &[Word(paths::PATIENTS)], &body, key)
            .await?;
        self.client_in(OPERATION, &id)
            .await
            .map_err(|e| written_but_not_read(e, OPERATION, id.as_str()))
    }

    pub(crate) async fn update_client(
        &self,
        id: &ClientId,
        patch: &ClientPatch,
        key: &IdempotencyKey,
    ) -> Result<Client> {
        const OPERATION: &str = "clients.update";
        let names = (&patch.first_name, &patch.last_name);
        let body =
            |current: Option<&Patient>| patient::client_patch(self.requests.agency_id(), patch, current);
        self.change_person(OPERATION, paths::PATIENTS, id.as_str(), names, body, key)
            .await?;
        self.client_in(OPERATION, id)
            .await
            .map_err(|e| written_but_not_read(e, OPERATION, id.as_str()))
    }

    // Prospects

    pub(crate) async fn prospect(&self, id: &ProspectId) -> Result<Prospect> {
        patient::prospect(&self.patient("prospects.get", id.as_str()).await?)
    }

    pub(crate) async fn find_prospect(&self, id: &ProspectId) -> Result<Option<Prospect>> {
        absent_is_none(self.prospect(id).await)
    }

    pub(crate) async fn prospects(
        self: &Arc<Self>,
        filter: ProspectFilter,
        count: u32,
    ) -> Result<Vec<Prospect>> {
        const OPERATION: &str = "prospects.list";
        filter.validate()?;
        if filter.status == Some(ProspectStatus::OnHold) {
            return Err(unsupported(crate::Api::Connect, OPERATION, Feature::OnHold));
        }
        let search = patients(OPERATION, filter.updated_since, filter.external_id.as_deref());
        let found: Vec<Patient> = self.search(search).page_size(count)?.all().await?;
        found
            .iter()
            // Who has the id asked for and was converted since is found too: else somebody would create it again.
            .filter(|patient| patient.is_client() == Some(false) || filter.external_id.is_some())
            // Where a server does not know the filter, it gives everybody.
            .filter(|patient| filter.external_id.is_none() || patient.external_id == filter.external_id)
            .map(patient::prospect)
            .filter(|prospect| match (&filter.status, prospect) {
                (Some(status), Ok(prospect)) => prospect.status == *status,
                _ => true,
            })
            .collect()
    }

    pub(crate) async fn create_prospect(
        &self,
        prospect: &NewProspect,
        key: &IdempotencyKey,
    ) -> Result<Prospect> {
        const OPERATION: &str = "prospects.create";
        let body = patient::new_prospect(self.requests.agency_id(), prospect)?;
        let id: ProspectId = self
            .create(OPERATION, &[Word(paths::PATIENTS)], &body, key)
            .await?;
        self.read_prospect(OPERATION, &id).await
    }

    async fn read_prospect(&self, operation: &'static str, id: &ProspectId) -> Result<Prospect> {
        self.patient(operation, id.as_str())
            .await
            .and_then(|patient| patient::prospect(&patient))
            .map_err(|e| written_but_not_read(e, operation, id.as_str()))
    }

    pub(crate) async fn update_prospect(
        &self,
        id: &ProspectId,
        patch: &ProspectPatch,
        key: &IdempotencyKey,
    ) -> Result<Prospect> {
        const OPERATION: &str = "prospects.update";
        let names = (&patch.first_name, &patch.last_name);
        let body =
            |current: Option<&Patient>| patient::prospect_patch(self.requests.agency_id(), patch, current);
        self.change_person(OPERATION, paths::PATIENTS, id.as_str(), names, body, key)
            .await?;
        self.read_prospect(OPERATION, id).await
    }

    /// In place: the id stays. A prospect that is a client already is left as it is.
    pub(crate) async fn convert_prospect(
        &self,
        id: &ProspectId,
        start_date: Option<NaiveDate>,
        key: &IdempotencyKey,
    ) -> Result<ConvertedProspect> {
        const OPERATION: &str = "prospects.convert_to_client";
        if start_date.is_some() {
            return Err(no_counterpart(OPERATION, "start_date"));
        }
        let before = self
            .patient(OPERATION, id.as_str())
            .await
            .map_err(nothing_written)?;
        if before.is_client() != Some(true) {
            let status = patient::prospect(&before)?.status;
            if status != ProspectStatus::Won {
                return Err(not_ready(OPERATION, "won", status.as_str()));
            }
            let body = patient::conversion(self.requests.agency_id());
            self.put_person(OPERATION, paths::PATIENTS, id.as_str(), &body, key)
                .await?;
        }
        let client_id = ClientId::new(id.as_str())?;
        let patient = self
            .patient(OPERATION, id.as_str())
            .await
            .map_err(|e| written_but_not_read(e, OPERATION, id.as_str()))?;
        let related = self.related_to(OPERATION, &client_id).await?;
        Ok(ConvertedProspect {
            client: patient::client(&patient, patient::emergency_contacts(&related)),
            prospect: patient::prospect(&patient)?,
        })
    }

    // Caregivers

    /// The names of the profile tags of these people. The vendor has no list of tags, so that each is read once.
    async fn names_of_tags(
        &self,
        operation: &'static str,
        people: &[Practitioner],
    ) -> Result<HashMap<ProfileTagId, String>> {
        let wanted: HashSet<ProfileTagId> = people.iter().flat_map(Practitioner::profile_tags).collect();
        let unknown: Vec<ProfileTagId> = {
            let names = self.tag_names.lock().unwrap_or_else(PoisonError::into_inner);
            wanted.into_iter().filter(|id| !names.contains_key(id)).collect()
        };
        let read: Vec<Option<ProfileTag>> = stream::iter(unknown)
            .map(|id| async move {
                let path = [Word(paths::PROFILE_TAGS), Id(id.as_str())];
                self.find::<ProfileTag>(self.requests.get(operation, &path)).await
            })
            .buffer_unordered(CONCURRENCY)
            .try_collect()
            .await?;
        let mut names = self.tag_names.lock().unwrap_or_else(PoisonError::into_inner);
        for tag in read.into_iter().flatten() {
            if let Some(name) = tag.name {
                names.insert(tag.id, name);
            }
        }
        Ok(names.clone())
    }

    pub(crate) async fn caregiver(&self, id: &CaregiverId) -> Result<Caregiver> {
        self.caregiver_in("caregivers.get", id).await
    }

    async fn caregiver_in(&self, operation: &'static str, id: &CaregiverId) -> Result<Caregiver> {
        let person = self.practitioner(operation, id.as_str()).await?;
        let names = self
            .names_of_tags(operation, std::slice::from_ref(&person))
            .await?;
        Ok(practitioner::caregiver(&person, &names))
    }

    pub(crate) async fn find_caregiver(&self, id: &CaregiverId) -> Result<Option<Caregiver>> {
        absent_is_none(self.caregiver(id).await)
    }

    pub(crate) async fn caregivers(
        self: &Arc<Self>,
        filter: CaregiverFilter,
        count: u32,
    ) -> Result<Vec<Caregiver>> {
        const OPERATION: &str = "caregivers.list";
        filter.validate()?;
        if filter.available_on.is_some() {
            return Err(unsupported(crate::Api::Connect, OPERATION, Feature::Availability));
        }
        let search = practitioners(OPERATION, filter.updated_since, None);
        let found: Vec<Practitioner> = self.search(search).page_size(count)?.all().await?;
        let wanted: Vec<Practitioner> = found
            .into_iter()
            .filter(|person| match &filter.status {
                Some(status) => practitioner::status_of(person) == *status,
                None => person.is_hired() != Some(false),
            })
            .collect();
        let names = self.names_of_tags(OPERATION, &wanted).await?;
        Ok(wanted
            .iter()
            .map(|person| practitioner::caregiver(person, &names))
            .collect())
    }

    pub(crate) async fn create_caregiver(
        &self,
        caregiver: &NewCaregiver,
        key: &IdempotencyKey,
    ) -> Result<Caregiver> {
        const OPERATION: &str = "caregivers.create";
        let body = practitioner::new_caregiver(self.requests.agency_id(), caregiver)?;
        let id: CaregiverId = self
            .create(OPERATION, &[Word(paths::PRACTITIONERS)], &body, key)
            .await?;
        self.caregiver_in(OPERATION, &id)
            .await
            .map_err(|e| written_but_not_read(e, OPERATION, id.as_str()))
    }

    pub(crate) async fn update_caregiver(
        &self,
        id: &CaregiverId,
        patch: &CaregiverPatch,
        key: &IdempotencyKey,
    ) -> Result<Caregiver> {
        const OPERATION: &str = "caregivers.update";
        let names = (&patch.first_name, &patch.last_name);
        let body = |current: Option<&Practitioner>| {
            practitioner::caregiver_patch(self.requests.agency_id(), patch, current)
        };
        self.change_person(OPERATION, paths::PRACTITIONERS, id.as_str(), names, body, key)
            .await?;
        self.caregiver_in(OPERATION, id)
            .await
            .map_err(|e| written_but_not_read(e, OPERATION, id.as_str()))
    }

    // Applicants

    pub(crate) async fn applicant(&self, id: &ApplicantId) -> Result<Applicant> {
        self.applicant_in("applicants.get", id).await
    }

    async fn applicant_in(&self, operation: &'static str, id: &ApplicantId) -> Result<Applicant> {
        let person = self.practitioner(operation, id.as_str()).await?;
        let names = self
            .names_of_tags(operation, std::slice::from_ref(&person))
            .await?;
        practitioner::applicant(&person, &names)
    }

    pub(crate) async fn find_applicant(&self, id: &ApplicantId) -> Result<Option<Applicant>> {
        absent_is_none(self.applicant(id).await)
    }

    pub(crate) async fn applicants(
        self: &Arc<Self>,
        filter: ApplicantFilter,
        count: u32,
    ) -> Result<Vec<Applicant>> {
        const OPERATION: &str = "applicants.list";
        filter.validate()?;
        let search = practitioners(OPERATION, filter.updated_since, filter.external_id.as_deref());
        let found: Vec<Practitioner> = self.search(search).page_size(count)?.all().await?;
        let wanted: Vec<Practitioner> = found
            .into_iter()
            .filter(|person| person.is_hired() == Some(false) || filter.external_id.is_some())
            .filter(|person| filter.external_id.is_none() || person.external_id == filter.external_id)
            .collect();
        let names = self.names_of_tags(OPERATION, &wanted).await?;
        wanted
            .iter()
            .map(|person| practitioner::applicant(person, &names))
            .filter(|applicant| match (&filter.status, applicant) {
                (Some(status), Ok(applicant)) => applicant.status == *status,
                _ => true,
            })
            .collect()
    }

    pub(crate) async fn create_applicant(
        &self,
        applicant: &NewApplicant,
        key: &IdempotencyKey,
    ) -> Result<Applicant> {
        const OPERATION: &str = "applicants.create";
        let body = practitioner::new_applicant(self.requests.agency_id(), applicant)?;
        let id: ApplicantId = self
            .create(OPERATION, &[Word(paths::PRACTITIONERS)], &body, key)
            .await?;
        self.applicant_in(OPERATION, &id)
            .await
            .map_err(|e| written_but_not_read(e, OPERATION, id.as_str()))
    }

    pub(crate) async fn update_applicant(
        &self,
        id: &ApplicantId,
        patch: &ApplicantPatch,
        key: &IdempotencyKey,
    ) -> Result<Applicant> {
        const OPERATION: &str = "applicants.update";
        let names = (&patch.first_name, &patch.last_name);
        let body = |current: Option<&Practitioner>| {
            practitioner::applicant_patch(self.requests.agency_id(), patch, current)
        };
        self.change_person(OPERATION, paths::PRACTITIONERS, id.as_str(), names, body, key)
            .await?;
        self.applicant_in(OPERATION, id)
            .await
            .map_err(|e| written_but_not_read(e, OPERATION, id.as_str()))
    }

    /// In place: the id stays. An applicant who is hired already is left as is.
    pub(crate) async fn convert_applicant(
        &self,
        id: &ApplicantId,
        hire_date: Option<NaiveDate>,
        key: &IdempotencyKey,
    ) -> Result<ConvertedApplicant> {
        const OPERATION: &str = "applicants.convert_to_caregiver";
        if hire_date.is_some() {
            return Err(no_counterpart(OPERATION, "hire_date"));
        }
        let before = self
            .practitioner(OPERATION, id.as_str())
            .await
            .map_err(nothing_written)?;
        if before.is_hired() != Some(true) {
            let status = practitioner::applicant(&before, &HashMap::new())?.status;
            if status != ApplicantStatus::Hired {
                return Err(not_ready(OPERATION, "hired", status.as_str()));
            }
            let body = practitioner::conversion(self.requests.agency_id());
            self.put_person(OPERATION, paths::PRACTITIONERS, id.as_str(), &body, key)
                .await?;
        }
        let person = self
            .practitioner(OPERATION, id.as_str())
            .await
            .map_err(|e| written_but_not_read(e, OPERATION, id.as_str()))?;
        let names = self
            .names_of_tags(OPERATION, std::slice::from_ref(&person))
            .await?;
        Ok(ConvertedApplicant {
            caregiver: practitioner::caregiver(&person, &names),
            applicant: practitioner::applicant(&person, &names)?,
        })
    }
}

/// The write was answered with success; what it left could not be read. It must not be sent again unlooked.
pub(crate) fn written_but_not_read(error: Error, operation: &'static str, id: &str) -> Error {
    Error::new(
        ErrorKind::InDoubt,
        operation,
        "the write was taken, but the record could not be read back: read it before writing again",
    )
    .with("id", id)
    .with_delivery(Delivery::MaybeSent)
    .with_source(error)
}

fn not_ready(operation: &'static str, needed: &str, found: &str) -> Error {
    Error::new(
        ErrorKind::Conflict,
        operation,
        format!("the status must be {needed} before the conversion"),
    )
    .with("status", found)
    .with_delivery(Delivery::Answered)
}
