//! Caregivers and applicants out of practitioners, and back.

use std::collections::HashMap;

use careweave_types::ids::ProfileTagId;
use careweave_types::{
    AgencyId, ApplicantId, ApplicantStatus, BackgroundCheck, CaregiverStatus, Certification, Result,
};
use serde_json::Value;

use super::body::{Body, Person, callable, refuse, refuse_clear};
use super::patient::{address, changed_at_the_earliest, names, phone};
use super::statuses::{applicant_number, applicant_status, caregiver_state, caregiver_status};
use crate::capabilities::no_counterpart;
use crate::connect::models::Practitioner;
use crate::connect::models::person;
use crate::models::{Applicant, ApplicantPatch, Caregiver, CaregiverPatch, NewApplicant, NewCaregiver};

/// The step "Passed Background Check", the only thing the vendor says of one.
const PASSED_BACKGROUND_CHECK: u16 = 40;

/// Certifications and skills by the names of the profile tags. A tag whose name is not known stays as `profileTag:<id>`.
fn tags(
    practitioner: &Practitioner,
    tag_names: &HashMap<ProfileTagId, String>,
) -> (Vec<Certification>, Vec<String>) {
    let (mut certifications, mut skills) = (Vec::new(), Vec::new());
    for id in practitioner.profile_tags() {
        match tag_names.get(&id) {
            Some(name) => match Certification::from(name.as_str()) {
                Certification::Other(_) => skills.push(name.clone()),
                known => certifications.push(known),
            },
            None => skills.push(format!("profileTag:{id}")),
        }
    }
    (certifications, skills)
}

pub(crate) fn status_of(practitioner: &Practitioner) -> CaregiverStatus {
    caregiver_status(
        practitioner.is_hired(),
        practitioner.active,
        practitioner.pipeline_status(),
        practitioner.deactivation_reason(),
    )
}

pub(crate) fn caregiver(practitioner: &Practitioner, tag_names: &HashMap<ProfileTagId, String>) -> Caregiver {
    let (first_name, last_name) = names(&practitioner.name);
    let (certifications, skills) = tags(practitioner, tag_names);
    Caregiver {
        id: practitioner.id.clone(),
        first_name,
        last_name,
        email: person::email(&practitioner.telecom).cloned(),
        phone: phone(&practitioner.telecom),
        status: status_of(practitioner),
        certifications,
        availability: Vec::new(),
        service_area: person::home(&practitioner.address)
            .and_then(|home| home.postal_code.as_ref())
            .map(|zip| zip.expose().clone()),
        performance_rating: None,
        hire_date: None,
        background_check_status: None,
        skills,
        languages: person::languages(&practitioner.communication),
        gender: practitioner.gender.clone(),
        external_id: practitioner.external_id.clone(),
        updated_at: changed_at_the_earliest(&practitioner.meta),
    }
}

/// # Errors
/// Never for an id that the vendor gave.
pub(crate) fn applicant(
    practitioner: &Practitioner,
    tag_names: &HashMap<ProfileTagId, String>,
) -> Result<Applicant> {
    let (first_name, last_name) = names(&practitioner.name);
    let (certifications, _) = tags(practitioner, tag_names);
    let passed = practitioner.pipeline_status() == Some(PASSED_BACKGROUND_CHECK);
    Ok(Applicant {
        id: ApplicantId::new(practitioner.id.as_str())?,
        first_name,
        last_name,
        email: person::email(&practitioner.telecom).cloned(),
        phone: phone(&practitioner.telecom),
        address: address(&practitioner.address),
        status: applicant_status(practitioner.is_hired(), practitioner.pipeline_status()),
        certifications,
        source: None,
        position: None,
        background_check_status: passed.then_some(BackgroundCheck::Cleared),
        external_id: practitioner.external_id.clone(),
        converted_caregiver_id: (practitioner.is_hired() == Some(true)).then(|| practitioner.id.clone()),
        updated_at: changed_at_the_earliest(&practitioner.meta),
    })
}

pub(crate) fn new_caregiver(agency: &AgencyId, caregiver: &NewCaregiver) -> Result<Value> {
    const OPERATION: &str = "caregivers.create";
    caregiver.validate()?;
    refuse(
        OPERATION,
        &[
            ("certifications", !caregiver.certifications.is_empty()),
            ("availability", !caregiver.availability.is_empty()),
            ("service_area", caregiver.service_area.is_some()),
            ("performance_rating", caregiver.performance_rating.is_some()),
            ("hire_date", caregiver.hire_date.is_some()),
            (
                "background_check_status",
                caregiver.background_check_status.is_some(),
            ),
            ("skills", !caregiver.skills.is_empty()),
        ],
    )?;
    let person = Person {
        first_name: Some(&caregiver.first_name),
        last_name: Some(&caregiver.last_name),
        phone: Some(&caregiver.phone),
        email: caregiver.email.as_ref(),
        languages: (!caregiver.languages.is_empty()).then_some(caregiver.languages.as_slice()),
        gender: caregiver.gender.as_ref(),
        external_id: caregiver.external_id.as_deref(),
        ..Person::default()
    };
    let mut body = Body::person("Practitioner", agency, &person);
    state(
        &mut body,
        OPERATION,
        caregiver.status.as_ref().unwrap_or(&CaregiverStatus::Pending),
    )?;
    Ok(body.finish())
}

/// `current`: the names as they are, for a patch that changes one of them.
pub(crate) fn caregiver_patch(
    agency: &AgencyId,
    patch: &CaregiverPatch,
    current: Option<&Practitioner>,
) -> Result<Value> {
    const OPERATION: &str = "caregivers.update";
    patch.validate()?;
    refuse(
        OPERATION,
        &[
            ("certifications", !patch.certifications.is_keep()),
            ("availability", !patch.availability.is_keep()),
            ("service_area", !patch.service_area.is_keep()),
            ("performance_rating", !patch.performance_rating.is_keep()),
            ("hire_date", !patch.hire_date.is_keep()),
            (
                "background_check_status",
                !patch.background_check_status.is_keep(),
            ),
            ("skills", !patch.skills.is_keep()),
        ],
    )?;
    refuse_clear(OPERATION, "email", &patch.email)?;
    refuse_clear(OPERATION, "gender", &patch.gender)?;
    refuse_clear(OPERATION, "external_id", &patch.external_id)?;
    callable(OPERATION, &patch.phone)?;
    let person = Person {
        first_name: patch.first_name.value(),
        last_name: patch.last_name.value(),
        current: current.map_or(&[][..], |p| &p.name),
        phone: patch.phone.value(),
        email: patch.email.value(),
        languages: patch.languages.value().map(Vec::as_slice),
        gender: patch.gender.value(),
        external_id: patch.external_id.value().map(String::as_str),
        ..Person::default()
    };
    let mut body = Body::person("Practitioner", agency, &person);
    if let Some(status) = patch.status.value() {
        state(&mut body, OPERATION, status)?;
    }
    Ok(body.finish())
}

fn state(body: &mut Body, operation: &'static str, status: &CaregiverStatus) -> Result<()> {
    let (is_hired, active, number, reason) = caregiver_state(status)
        .ok_or_else(|| no_counterpart(operation, "status").with("status", status.as_str()))?;
    body.active(active);
    body.tag("isHired", &is_hired);
    if let Some(number) = number {
        body.tag("status", &number);
    }
    if let Some(reason) = reason {
        body.tag("deactivationReason", &reason);
    }
    Ok(())
}

pub(crate) fn new_applicant(agency: &AgencyId, applicant: &NewApplicant) -> Result<Value> {
    const OPERATION: &str = "applicants.create";
    applicant.validate()?;
    refuse(
        OPERATION,
        &[
            ("certifications", !applicant.certifications.is_empty()),
            ("source", applicant.source.is_some()),
            ("position", applicant.position.is_some()),
            (
                "background_check_status",
                applicant.background_check_status.is_some(),
            ),
        ],
    )?;
    let person = Person {
        first_name: Some(&applicant.first_name),
        last_name: Some(&applicant.last_name),
        phone: Some(&applicant.phone),
        email: applicant.email.as_ref(),
        address: applicant.address.as_ref(),
        external_id: applicant.external_id.as_deref(),
        ..Person::default()
    };
    let mut body = Body::person("Practitioner", agency, &person);
    body.tag("isHired", &false);
    let status = applicant.status.as_ref().unwrap_or(&ApplicantStatus::New);
    body.tag("status", &number(OPERATION, status)?);
    Ok(body.finish())
}

pub(crate) fn applicant_patch(
    agency: &AgencyId,
    patch: &ApplicantPatch,
    current: Option<&Practitioner>,
) -> Result<Value> {
    const OPERATION: &str = "applicants.update";
    patch.validate()?;
    refuse(
        OPERATION,
        &[
            ("certifications", !patch.certifications.is_keep()),
            ("source", !patch.source.is_keep()),
            ("position", !patch.position.is_keep()),
            (
                "background_check_status",
                !patch.background_check_status.is_keep(),
            ),
        ],
    )?;
    refuse_clear(OPERATION, "email", &patch.email)?;
    refuse_clear(OPERATION, "address", &patch.address)?;
    refuse_clear(OPERATION, "external_id", &patch.external_id)?;
    callable(OPERATION, &patch.phone)?;
    let person = Person {
        first_name: patch.first_name.value(),
        last_name: patch.last_name.value(),
        current: current.map_or(&[][..], |p| &p.name),
        phone: patch.phone.value(),
        email: patch.email.value(),
        address: patch.address.value(),
        external_id: patch.external_id.value().map(String::as_str),
        ..Person::default()
    };
    let mut body = Body::person("Practitioner", agency, &person);
    if let Some(status) = patch.status.value() {
        body.tag("status", &number(OPERATION, status)?);
    }
    Ok(body.finish())
}

fn number(operation: &'static str, status: &ApplicantStatus) -> Result<u16> {
    applicant_number(status)
        .ok_or_else(|| no_counterpart(operation, "status").with("status", status.as_str()))
}

/// What makes a caregiver of an applicant, under the same id.
pub(crate) fn conversion(agency: &AgencyId) -> Value {
    let mut body = Body::new("Practitioner", agency);
    body.active(true);
    body.tag("isHired", &true);
    body.tag("status", &100);
    body.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn profile_tags_are_certifications_and_skills_by_name_and_unknown_ones_are_kept() {
        let practitioner: Practitioner = serde_json::from_value(json!({
            "id": "1", "active": true,
            "meta": {"tag": [{"code": "isHired", "display": "true"}, {"code": "profileTags", "display": "45, 67,99"}]}
        }))
        .unwrap();
        let id = |text: &str| ProfileTagId::new(text).unwrap();
        let names = HashMap::from([(id("45"), "CNA".to_owned()), (id("67"), "Hoyer lift".to_owned())]);
        let caregiver = caregiver(&practitioner, &names);
        assert_eq!(caregiver.certifications, [Certification::Cna]);
        assert_eq!(caregiver.skills, ["Hoyer lift", "profileTag:99"]);
        assert_eq!(caregiver.status, CaregiverStatus::Active);
    }

    #[test]
    fn an_applicants_change_carries_what_it_names() {
        let agency = AgencyId::new("9001").unwrap();
        let patch = ApplicantPatch {
            status: ApplicantStatus::Hired.into(),
            ..ApplicantPatch::default()
        };
        let body = applicant_patch(&agency, &patch, None).unwrap();
        assert_eq!(
            body["meta"]["tag"],
            json!([{"code": "agencyId", "display": "9001"}, {"code": "status", "display": "100"}])
        );
    }
}
