//! A lead and their applicant.

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use careweave_sync_core::canonical::Json;
use careweave_sync_core::merge::MergePolicy;
use careweave_types::{ApplicantId, ApplicantStatus, BackgroundCheck, Error, IdempotencyKey, Pii, Result};
use careweave_wellsky_client::{Applicant, ApplicantFilter, ApplicantPatch, NewApplicant, Patch, WellSky};
use chrono::{DateTime, Utc};

use super::abilities::{as_certifications, certifications};
use super::{Lead, LeadChange, LeadFields, LeadUpdate, RecruitingCrm, RecruitingField, RecruitingMaps};
use crate::pair::values::{self, Changes, Values, patch};
use crate::pair::{Creation, HerePage, Names, Pair};
use crate::sales::{split_name, whole_name};

/// Leads and applicants.
#[derive(Clone)]
pub(super) struct ApplicantPair {
    pub(super) wellsky: WellSky,
    pub(super) crm: Arc<dyn RecruitingCrm>,
    pub(super) maps: RecruitingMaps,
}

impl fmt::Debug for ApplicantPair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApplicantPair")
    }
}

impl ApplicantPair {
    fn collect(&self, of: impl Fn(RecruitingField) -> Result<Option<Json>>) -> Result<Values> {
        let mut found = Values::new();
        for field in self.maps.owners.keys().filter(|field| field.is_of_applicants()) {
            if let Some(value) = of(*field)? {
                found.insert(field.path().to_owned(), value);
            }
        }
        Ok(found)
    }
}

pub(super) fn field_of(path: &str) -> Result<RecruitingField> {
    RecruitingField::of_path(path).ok_or_else(|| {
        Error::invalid("recruiting.value", "path", "must be a shared field").with("path", path.to_owned())
    })
}

fn not_of_applicants(path: &str) -> Error {
    Error::invalid(
        "recruiting.value",
        "path",
        "must be a field that leads and applicants share",
    )
    .with("path", path.to_owned())
}

#[async_trait]
impl Pair for ApplicantPair {
    type Here = Lead;
    type There = Applicant;
    type New = NewApplicant;
    type Patch = ApplicantPatch;
    type Fields = LeadFields;
    type Update = LeadUpdate;

    const NAMES: &'static Names = &Names {
        flow: "recruiting",
        here: "lead",
        gate_kind: "recruiting.lead",
        here_kind: "recruiting.lead",
        there: "applicant",
        there_kind: "recruiting.applicant",
        agreed_kind: "recruiting.agreed",
        list: "leads.list",
        create: "applicants.create",
        update: "applicants.update",
        apply: "leads.update",
        stream: "recruiting/leads",
    };

    fn policy(&self) -> Result<MergePolicy> {
        self.maps.policy(RecruitingField::is_of_applicants)
    }

    fn validate(&self, lead: &Lead) -> Result<()> {
        lead.validate()
    }

    fn id<'r>(&self, lead: &'r Lead) -> &'r str {
        &lead.id
    }

    fn there_id<'r>(&self, applicant: &'r Applicant) -> &'r str {
        applicant.id.as_str()
    }

    fn changed_at(&self, lead: &Lead) -> DateTime<Utc> {
        lead.updated_at
    }

    fn there_changed_at(&self, applicant: &Applicant) -> DateTime<Utc> {
        applicant.updated_at
    }

    fn here_values(&self, lead: &Lead) -> Result<Values> {
        self.collect(|field| {
            Ok(match field {
                RecruitingField::Name => values::text(lead.name.expose().as_str()),
                RecruitingField::Email => values::personal(lead.email.as_ref()),
                RecruitingField::Phone => values::text(lead.phone.to_wire()),
                RecruitingField::Address => lead.address.as_ref().map(values::address),
                RecruitingField::Status => values::text(self.maps.stages.status_of(&lead.stage)?.as_str()),
                RecruitingField::Source => lead.source.clone().map(Json::Text),
                RecruitingField::Position => lead.position.clone().map(Json::Text),
                RecruitingField::Certifications => certifications(&lead.certifications),
                RecruitingField::BackgroundCheck => {
                    let said = lead.background_check.as_ref();
                    said.and_then(|check| values::text(check.as_str()))
                }
                RecruitingField::Availability | RecruitingField::Skills => None,
            })
        })
    }

    fn there_values(&self, applicant: &Applicant) -> Result<Values> {
        self.collect(|field| {
            Ok(match field {
                RecruitingField::Name => values::text(whole_name(
                    applicant.first_name.expose(),
                    applicant.last_name.expose(),
                    &self.maps.unsplit_first_name,
                )),
                RecruitingField::Email => values::personal(applicant.email.as_ref()),
                RecruitingField::Phone => values::text(applicant.phone.to_wire().into_exposed()),
                RecruitingField::Address => applicant.address.as_ref().map(values::address),
                RecruitingField::Status => values::text(applicant.status.as_str()),
                RecruitingField::Source => applicant.source.clone().map(Json::Text),
                RecruitingField::Position => applicant.position.clone().map(Json::Text),
                RecruitingField::Certifications => certifications(&applicant.certifications),
                RecruitingField::BackgroundCheck => {
                    let said = applicant.background_check_status.as_ref();
                    said.and_then(|check| values::text(check.as_str()))
                }
                RecruitingField::Availability | RecruitingField::Skills => None,
            })
        })
    }

    fn frozen(&self, applicant: &Applicant) -> bool {
        applicant.converted_caregiver_id.is_some()
    }

    fn refusal(&self, path: &str, from: Option<&Json>, to: Option<&Json>) -> Option<Error> {
        (path == RecruitingField::Status.path())
            .then(|| self.maps.stages.refusal(from, to))
            .flatten()
    }

    fn reason(&self, path: &str, value: Option<&Json>) -> &'static str {
        match value {
            Some(Json::Text(name))
                if path == RecruitingField::Name.path()
                    && split_name(name, &self.maps.unsplit_first_name).kept_whole =>
            {
                "name_kept_whole"
            }
            _ => "changed_here",
        }
    }

    fn creation(&self, lead: &Lead, found: &Values) -> Result<Creation<NewApplicant>> {
        let name = split_name(lead.name.expose(), &self.maps.unsplit_first_name);
        let mut made = NewApplicant::new(name.first, name.last, lead.phone.clone());
        for (path, value) in found {
            let text = || values::as_text(path, value);
            match field_of(path)? {
                RecruitingField::Name | RecruitingField::Phone => {}
                RecruitingField::Email => made.email = Some(Pii::new(text()?)),
                RecruitingField::Address => made.address = Some(values::as_address(path, value)?),
                RecruitingField::Status => made.status = Some(ApplicantStatus::from(text()?.as_str())),
                RecruitingField::Source => made.source = Some(text()?),
                RecruitingField::Position => made.position = Some(text()?),
                RecruitingField::Certifications => {
                    made.certifications = as_certifications(path, Some(value))?;
                }
                RecruitingField::BackgroundCheck => {
                    made.background_check_status = Some(BackgroundCheck::from(text()?.as_str()));
                }
                RecruitingField::Availability | RecruitingField::Skills => {
                    return Err(not_of_applicants(path));
                }
            }
        }
        made.external_id = Some(lead.id.clone());
        made.validate()?;
        Ok(Creation {
            record: made,
            reason: if name.kept_whole {
                "name_kept_whole"
            } else {
                "new_here"
            },
        })
    }

    fn patch(&self, changes: &Changes) -> Result<ApplicantPatch> {
        let mut made = ApplicantPatch::default();
        for (path, value) in changes {
            let value = value.as_ref();
            let text = |value: &Json| values::as_text(path, value);
            match field_of(path)? {
                RecruitingField::Name => {
                    if let Some(name) = value {
                        let name = split_name(&text(name)?, &self.maps.unsplit_first_name);
                        (made.first_name, made.last_name) = (Patch::Set(name.first), Patch::Set(name.last));
                    }
                }
                RecruitingField::Email => made.email = patch(value, |v| text(v).map(Pii::new))?,
                RecruitingField::Phone => made.phone = patch(value, |v| values::as_phone(path, v))?,
                RecruitingField::Address => made.address = patch(value, |v| values::as_address(path, v))?,
                RecruitingField::Status => {
                    made.status = patch(value, |v| Ok(ApplicantStatus::from(text(v)?.as_str())))?;
                }
                RecruitingField::Source => made.source = patch(value, text)?,
                RecruitingField::Position => made.position = patch(value, text)?,
                RecruitingField::Certifications => {
                    // A list is emptied by an empty one.
                    made.certifications = Patch::Set(as_certifications(path, value)?);
                }
                RecruitingField::BackgroundCheck => {
                    made.background_check_status =
                        patch(value, |v| Ok(BackgroundCheck::from(text(v)?.as_str())))?;
                }
                RecruitingField::Availability | RecruitingField::Skills => {
                    return Err(not_of_applicants(path));
                }
            }
        }
        made.validate()?;
        Ok(made)
    }

    fn fields(&self, changes: &Changes) -> Result<LeadFields> {
        let mut made = LeadFields::default();
        for (path, value) in changes {
            let value = value.as_ref();
            let text = |value: &Json| values::as_text(path, value);
            match field_of(path)? {
                RecruitingField::Name => made.name = patch(value, |v| text(v).map(Pii::new))?,
                RecruitingField::Email => made.email = patch(value, |v| text(v).map(Pii::new))?,
                RecruitingField::Phone => made.phone = patch(value, |v| values::as_phone(path, v))?,
                RecruitingField::Address => made.address = patch(value, |v| values::as_address(path, v))?,
                RecruitingField::Status => {
                    made.stage = patch(value, |v| Ok(self.maps.stages.stage_of(&text(v)?)?.to_owned()))?;
                }
                RecruitingField::Source => made.source = patch(value, text)?,
                RecruitingField::Position => made.position = patch(value, text)?,
                RecruitingField::Certifications => {
                    made.certifications = patch(value, |v| as_certifications(path, Some(v)))?;
                }
                RecruitingField::BackgroundCheck => {
                    made.background_check = patch(value, |v| Ok(BackgroundCheck::from(text(v)?.as_str())))?;
                }
                RecruitingField::Availability | RecruitingField::Skills => {
                    return Err(not_of_applicants(path));
                }
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

    async fn get(&self, there: &str) -> Result<Applicant> {
        self.wellsky.applicants().get(&ApplicantId::new(there)?).await
    }

    async fn of(&self, id: &str) -> Result<Vec<Applicant>> {
        let filter = ApplicantFilter {
            external_id: Some(id.to_owned()),
            ..ApplicantFilter::default()
        };
        self.wellsky.applicants().list(filter).all().await
    }

    async fn create(&self, new: &NewApplicant, key: &IdempotencyKey) -> Result<()> {
        self.wellsky.applicants().create(new, key).await.map(drop)
    }

    async fn update(&self, there: &str, patch: &ApplicantPatch, key: &IdempotencyKey) -> Result<()> {
        let id = ApplicantId::new(there)?;
        self.wellsky.applicants().update(&id, patch, key).await.map(drop)
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
