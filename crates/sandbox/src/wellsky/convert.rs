//! From prospect to client and from applicant to caregiver.

use serde_json::{Map, Value, json};

use super::agency::Agency;
use super::models::{Applicant, Caregiver, Client, Prospect};
use super::{fields, people, validate};
use crate::answer::{Answer, Refusal};
use crate::vendor::Arrival;

/// Copies the named fields.
fn copy(from: &Map<String, Value>, names: &[&str]) -> Map<String, Value> {
    names
        .iter()
        .filter_map(|name| Some(((*name).to_owned(), from.get(*name)?.clone())))
        .collect()
}

pub(super) fn to_client(agency: &mut Agency, id: &str, arrival: &Arrival) -> Result<Answer, Refusal> {
    let prospect = agency.prospects.get(id).ok_or(Refusal::NotFound)?;
    let mut body = validate::object(arrival)?;
    validate::complete(&fields::CLIENT_CONVERSION, &body)?;
    if prospect.converted_client_id.is_some() {
        return Err(Refusal::Conflict("Prospect is already converted"));
    }
    if prospect.status != "won" {
        return Err(Refusal::Conflict("Prospect is not won"));
    }
    if prospect.address.is_none() {
        return Err(Refusal::invalid("address", "is required"));
    }
    let mut made = copy(
        &people::fields_of(prospect)?,
        &[
            "first_name",
            "last_name",
            "email",
            "phone",
            "address",
            "referral_source",
            "external_id",
        ],
    );
    made.append(&mut body);
    let client: Client = people::insert(agency, made)?;
    let prospect: &mut Prospect = agency.prospects.get_mut(id).ok_or(Refusal::NotFound)?;
    prospect.converted_client_id = Some(client.id.clone());
    prospect.updated_at = client.updated_at;
    Ok(Answer::json(201, &json!({"client": client, "prospect": prospect})).committed())
}

pub(super) fn to_caregiver(agency: &mut Agency, id: &str, arrival: &Arrival) -> Result<Answer, Refusal> {
    let applicant = agency.applicants.get(id).ok_or(Refusal::NotFound)?;
    let mut body = validate::object(arrival)?;
    validate::complete(&fields::CAREGIVER_CONVERSION, &body)?;
    if applicant.converted_caregiver_id.is_some() {
        return Err(Refusal::Conflict("Applicant is already converted"));
    }
    if applicant.status != "hired" {
        return Err(Refusal::Conflict("Applicant is not hired"));
    }
    let mut made = copy(
        &people::fields_of(applicant)?,
        &[
            "first_name",
            "last_name",
            "email",
            "phone",
            "certifications",
            "background_check_status",
            "external_id",
        ],
    );
    made.append(&mut body);
    let caregiver: Caregiver = people::insert(agency, made)?;
    let applicant: &mut Applicant = agency.applicants.get_mut(id).ok_or(Refusal::NotFound)?;
    applicant.converted_caregiver_id = Some(caregiver.id.clone());
    applicant.updated_at = caregiver.updated_at;
    Ok(Answer::json(201, &json!({"caregiver": caregiver, "applicant": applicant})).committed())
}
