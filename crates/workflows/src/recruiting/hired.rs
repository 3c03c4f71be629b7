//! A lead who was hired and the caregiver they became.

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use careweave_sync_core::canonical::Json;
use careweave_sync_core::merge::MergePolicy;
use careweave_types::{CaregiverId, CaregiverStatus, Error, ErrorKind, IdempotencyKey, Result};
use careweave_wellsky_client::{ApplicantFilter, Caregiver, CaregiverPatch, Patch, WellSky};
use chrono::{DateTime, Utc};

use super::abilities::{as_certifications, as_skills, as_week, certifications, skills, week};
use super::pair::field_of;
use super::{Lead, LeadChange, LeadFields, LeadUpdate, RecruitingCrm, RecruitingField, RecruitingMaps};
use crate::pair::values::{self, Changes, Values, patch};
use crate::pair::{Creation, HerePage, Names, Pair};

/// Leads who were hired, and caregivers: what they can, and when.
#[derive(Clone)]
pub(super) struct HiredPair {
    pub(super) wellsky: WellSky,
    pub(super) crm: Arc<dyn RecruitingCrm>,
    pub(super) maps: RecruitingMaps,
}

impl fmt::Debug for HiredPair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HiredPair")
    }
}

impl HiredPair {
    /// Whether there is anything about caregivers that the agency keeps in step.
    pub(super) fn shares_anything(&self) -> bool {
        self.fields().next().is_some()
    }

    fn fields(&self) -> impl Iterator<Item = RecruitingField> {
        self.maps
            .owners
            .keys()
            .copied()
            .filter(|field| field.is_of_caregivers())
    }

    fn collect(&self, of: impl Fn(RecruitingField) -> Result<Option<Json>>) -> Result<Values> {
        let mut found = Values::new();
        for field in self.fields() {
            if let Some(value) = of(field)? {
                found.insert(field.path().to_owned(), value);
            }
        }
        Ok(found)
    }
}

fn not_of_caregivers(path: &str) -> Error {
    Error::invalid(
        "recruiting.value",
        "path",
        "must be a field that leads and caregivers share",
    )
    .with("path", path.to_owned())
}

#[async_trait]
impl Pair for HiredPair {
    type Here = Lead;
    type There = Caregiver;
    type New = ();
    type Patch = CaregiverPatch;
    type Fields = LeadFields;
    type Update = LeadUpdate;

    const NAMES: &'static Names = &Names {
        flow: "recruiting",
        here: "lead",
        gate_kind: "recruiting.lead",
        here_kind: "recruiting.hired",
        there: "caregiver",
        there_kind: "recruiting.caregiver",
        agreed_kind: "recruiting.abilities",
        list: "leads.list",
        create: "applicants.convert",
        update: "caregivers.update",
        apply: "leads.abilities",
        stream: "recruiting/hired",
    };

    fn policy(&self) -> Result<MergePolicy> {
        self.maps.policy(RecruitingField::is_of_caregivers)
    }

    fn validate(&self, lead: &Lead) -> Result<()> {
        lead.validate()
    }

    fn id<'r>(&self, lead: &'r Lead) -> &'r str {
        &lead.id
    }

    fn there_id<'r>(&self, caregiver: &'r Caregiver) -> &'r str {
        caregiver.id.as_str()
    }

    fn changed_at(&self, lead: &Lead) -> DateTime<Utc> {
        lead.updated_at
    }

    fn there_changed_at(&self, caregiver: &Caregiver) -> DateTime<Utc> {
        caregiver.updated_at
    }

    fn here_values(&self, lead: &Lead) -> Result<Values> {
        self.collect(|field| match field {
            RecruitingField::Certifications => Ok(certifications(&lead.certifications)),
            RecruitingField::Availability => week(&lead.availability),
            RecruitingField::Skills => Ok(skills(&lead.skills)),
            _ => Ok(None),
        })
    }

    fn there_values(&self, caregiver: &Caregiver) -> Result<Values> {
        self.collect(|field| match field {
            RecruitingField::Certifications => Ok(certifications(&caregiver.certifications)),
            RecruitingField::Availability => week(&caregiver.availability),
            RecruitingField::Skills => Ok(skills(&caregiver.skills)),
            _ => Ok(None),
        })
    }

    fn frozen(&self, caregiver: &Caregiver) -> bool {
        caregiver.status == CaregiverStatus::Terminated
    }

    fn refusal(&self, _path: &str, _from: Option<&Json>, _to: Option<&Json>) -> Option<Error> {
        None
    }

    fn reason(&self, _path: &str, _value: Option<&Json>) -> &'static str {
        "changed_here"
    }

    /// Nobody is hired here: a signed packet does that.
    fn creation(&self, lead: &Lead, _found: &Values) -> Result<Creation<()>> {
        Err(Error::new(
            ErrorKind::NotFound,
            "recruiting.caregiver",
            "WellSky has no caregiver any more who was this lead",
        )
        .with("lead", lead.id.clone()))
    }

    fn patch(&self, changes: &Changes) -> Result<CaregiverPatch> {
        let mut made = CaregiverPatch::default();
        for (path, value) in changes {
            let value = value.as_ref();
            // A list is emptied by an empty one.
            match field_of(path)? {
                RecruitingField::Certifications => {
                    made.certifications = Patch::Set(as_certifications(path, value)?);
                }
                RecruitingField::Availability => made.availability = Patch::Set(as_week(path, value)?),
                RecruitingField::Skills => made.skills = Patch::Set(as_skills(path, value)?),
                _ => return Err(not_of_caregivers(path)),
            }
        }
        made.validate()?;
        Ok(made)
    }

    fn fields(&self, changes: &Changes) -> Result<LeadFields> {
        let mut made = LeadFields::default();
        for (path, value) in changes {
            let value = value.as_ref();
            match field_of(path)? {
                RecruitingField::Certifications => {
                    made.certifications = patch(value, |v| as_certifications(path, Some(v)))?;
                }
                RecruitingField::Availability => {
                    made.availability = patch(value, |v| as_week(path, Some(v)))?;
                }
                RecruitingField::Skills => made.skills = patch(value, |v| values::as_list(path, v))?,
                _ => return Err(not_of_caregivers(path)),
            }
        }
        Ok(made)
    }

    async fn changed(&self, after: Option<&str>) -> Result<HerePage<Lead>> {
        Ok(self.crm.changed_leads(after).await?.into())
    }

    async fn here(&self, id: &str) -> Result<Option<Lead>> {
        self.crm.lead(id).await
    }

    async fn get(&self, there: &str) -> Result<Caregiver> {
        self.wellsky.caregivers().get(&CaregiverId::new(there)?).await
    }

    /// The caregivers that the applicants of a lead became.
    async fn of(&self, id: &str) -> Result<Vec<Caregiver>> {
        let filter = ApplicantFilter {
            external_id: Some(id.to_owned()),
            ..ApplicantFilter::default()
        };
        let mut became = Vec::new();
        for applicant in self.wellsky.applicants().list(filter).all().await? {
            if let Some(caregiver) = &applicant.converted_caregiver_id {
                became.push(self.wellsky.caregivers().get(caregiver).await?);
            }
        }
        Ok(became)
    }

    async fn create(&self, _new: &(), _key: &IdempotencyKey) -> Result<()> {
        Err(Error::new(
            ErrorKind::Unsupported,
            "recruiting.caregiver",
            "caregivers are made of signed packets",
        ))
    }

    async fn update(&self, there: &str, patch: &CaregiverPatch, key: &IdempotencyKey) -> Result<()> {
        let id = CaregiverId::new(there)?;
        self.wellsky.caregivers().update(&id, patch, key).await.map(drop)
    }

    fn operation(&self, update: &LeadUpdate) -> &'static str {
        update.operation()
    }

    fn update_of(&self, fields: &LeadFields) -> LeadUpdate {
        LeadUpdate::Fields(Box::new(fields.clone()))
    }

    async fn tell(&self, id: &str, update: &LeadUpdate, key: &IdempotencyKey) -> Result<()> {
        let change = LeadChange {
            lead: id.to_owned(),
            update: update.clone(),
        };
        self.crm.apply(&change, key).await
    }

    async fn was_told(&self, key: &IdempotencyKey) -> Result<bool> {
        self.crm.has_applied(key).await
    }
}
