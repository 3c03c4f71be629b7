//! Creating, changing and removing patients and practitioners.

use serde_json::{Map, json};

use super::super::agency::Agency;
use super::super::models::{Applicant, Caregiver, Client, Prospect};
use super::super::people::{self, Person as RestPerson};
use super::super::vocabulary;
use super::extras::{Extra, Stage};
use super::person::{Kind, Person, Record};
use super::person_body::PersonBody;
use super::person_change::{Change, Home, Known};
use super::{Request, Required, mapping};
use crate::answer::{Answer, Refusal};
use crate::switches::PeoplePut;

pub(super) fn create(agency: &mut Agency, request: &Request<'_>, kind: Kind) -> Result<Answer, Refusal> {
    let body = request.body()?;
    request.check_agency_tag(&body, Required::Yes)?;
    let read = PersonBody::read(kind, &body)?;
    for (there, path) in [
        (read.last.is_some(), "name.family"),
        (read.first.is_some(), "name.given"),
        (!read.phones.is_empty(), "telecom phone"),
    ] {
        if !there {
            return Err(Refusal::invalid(path, "is required"));
        }
    }
    let flagged = read.flagged.unwrap_or(false);
    let home = Home::of(kind, flagged);
    let stage = read.stage.unwrap_or(Stage::Number(match home {
        Home::Clients => 80,
        Home::Prospects => 1,
        Home::Caregivers => 100,
        Home::Applicants => 10,
    }));
    let mut change = Change {
        fields: Map::new(),
        extra: Extra::default(),
    };
    change.apply(agency, kind, home, &read, None)?;
    let active = read.active.unwrap_or(true);
    let word = word(home, flagged, active, stage, read.reason.as_deref(), None);
    change.fields.insert("status".to_owned(), word.into());
    change.extra.stage = Some(stage);
    change.extra.active = Some(active);
    if kind == Kind::Patient {
        change.fields.extend(
            read.referral_source
                .map(|s| ("referral_source".to_owned(), s.into())),
        );
    }
    if home == Home::Prospects {
        change
            .fields
            .extend(read.notes.map(|s| ("notes".to_owned(), s.into())));
    }
    let Change { fields, extra } = change;
    let id = match home {
        Home::Clients => people::insert::<Client>(agency, fields)?.id,
        Home::Prospects => people::insert::<Prospect>(agency, fields)?.id,
        Home::Caregivers => people::insert::<Caregiver>(agency, fields)?.id,
        Home::Applicants => people::insert::<Applicant>(agency, fields)?.id,
    };
    let at = agency.now();
    if let Some(number) = super::super::agency::number(&id) {
        *agency.extras.person(number) = Extra {
            created: Some(at),
            ..extra
        };
    }
    Ok(Answer::json(201, &json!({"resourceType": kind.resource(), "id": id})).committed())
}

pub(super) fn update(
    agency: &mut Agency,
    request: &Request<'_>,
    kind: Kind,
    id: &str,
) -> Result<Answer, Refusal> {
    let person = Person::find(agency, kind, id)?;
    let body = request.body()?;
    request.check_agency_tag(&body, Required::No)?;
    let mut read = PersonBody::read(kind, &body)?;
    let replace = request.switches.people_put == PeoplePut::Replace;
    if replace {
        for (there, path) in [
            (read.last.is_some(), "name.family"),
            (read.first.is_some(), "name.given"),
            (!read.phones.is_empty(), "telecom phone"),
        ] {
            if !there {
                return Err(Refusal::invalid(path, "is required"));
            }
        }
    }
    let number = person.number;
    let (was_flagged, was_active, was_stage, was_word) = (
        person.flagged(),
        person.active(),
        person.stage(),
        person.word().to_owned(),
    );
    // What a replacement does not name falls back to what a new record has.
    let fallback = |kept: bool, fresh: bool| if replace { fresh } else { kept };
    let flagged = read.flagged.unwrap_or(fallback(was_flagged, false));
    let active = read.active.unwrap_or(fallback(was_active, true));
    let stage = match (read.stage, replace) {
        (Some(stage), _) => stage,
        (None, false) => was_stage,
        (None, true) if kind == Kind::Patient => Stage::Number(if flagged { 80 } else { 1 }),
        (None, true) => Stage::Number(if flagged { 100 } else { 10 }),
    };
    // A client who is made a prospect again stays a client with that status: nothing takes a client back.
    let home = match person.record {
        Record::Client(_) => Home::Clients,
        Record::Caregiver(_) => Home::Caregivers,
        Record::Prospect(_) | Record::Applicant(_) => Home::of(kind, flagged),
    };
    let converts = !was_flagged
        && matches!(home, Home::Clients | Home::Caregivers)
        && matches!(person.record, Record::Prospect(_) | Record::Applicant(_));
    let elsewhere = match person.record {
        Record::Prospect(r) => r.converted_client_id.is_some(),
        Record::Applicant(r) => r.converted_caregiver_id.is_some(),
        Record::Client(_) | Record::Caregiver(_) => false,
    };
    if converts && elsewhere {
        return Err(Refusal::invalid(kind.flag(), "was converted already"));
    }
    if read.reason.is_none() {
        read.reason = person.reason();
    }
    let before_phones = person.phones();
    let place = person.place();
    let fields = match person.record {
        Record::Client(r) => people::fields_of(r)?,
        Record::Prospect(r) => people::fields_of(r)?,
        Record::Caregiver(r) => people::fields_of(r)?,
        Record::Applicant(r) => people::fields_of(r)?,
    };
    let before_extra = agency.extras.of(number).cloned().unwrap_or_default();
    let mut change = Change {
        fields,
        extra: before_extra.clone(),
    };
    if replace {
        change.clear();
    }
    if converts && home == Home::Caregivers {
        // A caregiver's REST record has the postal code of the address and lists skills by name.
        change.set("service_area", place.as_ref().map(|p| p.postal_code.clone()));
        change.extra.place.clone_from(&place);
        let skills: Vec<String> = std::mem::take(&mut change.extra.profile_tags)
            .iter()
            .filter_map(|id| agency.extras.profile_tags.get(id))
            .map(|tag| tag.name.clone())
            .filter(|name| !vocabulary::CERTIFICATION.contains(&name.as_str()))
            .collect();
        change.set("skills", Some(skills));
    }
    let known = (!replace).then_some(Known {
        phones: before_phones,
        place,
    });
    change.apply(agency, kind, home, &read, known)?;
    if kind == Kind::Patient {
        change.set("referral_source", read.referral_source.clone());
    }
    if home == Home::Prospects {
        change.set("notes", read.notes.clone());
    }
    let same = (flagged, active, stage) == (was_flagged, was_active, was_stage);
    let word = if same && !converts {
        was_word
    } else {
        let reason = read.reason.as_deref();
        word(home, flagged, active, stage, reason, Some(&was_word)).to_owned()
    };
    change.fields.insert("status".to_owned(), word.into());
    if read.stage.is_some() || replace || converts {
        change.extra.stage = Some(stage);
    }
    if read.active.is_some() || replace {
        change.extra.active = Some(active);
    }
    let committed = if converts {
        convert(agency, home, number, change)?;
        true
    } else {
        let Change { fields, extra } = change;
        let stored = match home {
            Home::Clients => people::store::<Client>(agency, id, fields)?,
            Home::Prospects => people::store::<Prospect>(agency, id, fields)?,
            Home::Caregivers => people::store::<Caregiver>(agency, id, fields)?,
            Home::Applicants => people::store::<Applicant>(agency, id, fields)?,
        };
        keep_extra(agency, kind, number, &before_extra, extra, stored) || stored
    };
    let answer = Answer::json(200, &json!({"resourceType": kind.resource(), "id": id}));
    Ok(if committed { answer.committed() } else { answer })
}

/// Stores what only this surface knows; true when it changed.
fn keep_extra(
    agency: &mut Agency,
    kind: Kind,
    number: u64,
    before: &Extra,
    mut extra: Extra,
    ticked: bool,
) -> bool {
    if extra == *before {
        return false;
    }
    let at = if ticked { agency.now() } else { agency.tick() };
    let patient = kind == Kind::Patient;
    if extra.phones != before.phones {
        let criteria = if patient {
            "patient.telecom.changed"
        } else {
            "practitioner.telecom.changed"
        };
        agency.happened(criteria, kind.resource(), number);
    }
    if extra.middle != before.middle {
        let criteria = if patient {
            "patient.name.changed"
        } else {
            "practitioner.name.changed"
        };
        agency.happened(criteria, kind.resource(), number);
    }
    let unflagged = Person::at(agency, kind, number).is_some_and(|person| !person.flagged());
    if extra.stage != before.stage && unflagged {
        let criteria = if patient {
            "prospect.status.changed"
        } else {
            "applicant.status.changed"
        };
        agency.happened(criteria, kind.resource(), number);
    }
    extra.updated = Some(at);
    *agency.extras.person(number) = extra;
    true
}

/// Makes a client of a prospect, a caregiver of an applicant, under the same id.
fn convert(agency: &mut Agency, home: Home, number: u64, change: Change) -> Result<(), Refusal> {
    let Change { mut fields, extra } = change;
    let id = number.to_string();
    let known: &[super::super::fields::Field] = match home {
        Home::Clients => Client::FIELDS,
        _ => Caregiver::FIELDS,
    };
    fields.retain(|name, value| !value.is_null() && known.iter().any(|field| field.name == name));
    if home == Home::Clients {
        if !fields.contains_key("address") {
            return Err(Refusal::invalid("address", "is required"));
        }
        let client: Client = people::insert_at(agency, fields, number)?;
        if let Some(prospect) = agency.prospects.get_mut(&id) {
            prospect.status = "won".to_owned();
            prospect.converted_client_id = Some(id);
            prospect.updated_at = client.updated_at;
        }
        agency.happened("prospect.status.changed", "Patient", number);
    } else {
        let caregiver: Caregiver = people::insert_at(agency, fields, number)?;
        if let Some(applicant) = agency.applicants.get_mut(&id) {
            applicant.status = "hired".to_owned();
            applicant.converted_caregiver_id = Some(id);
            applicant.updated_at = caregiver.updated_at;
        }
        agency.happened("applicant.status.changed", "Practitioner", number);
    }
    *agency.extras.person(number) = extra;
    Ok(())
}

pub(super) fn delete(agency: &mut Agency, kind: Kind, id: &str) -> Result<Answer, Refusal> {
    let number = Person::find(agency, kind, id)?.number;
    match kind {
        Kind::Patient => {
            agency.clients.remove(number);
            agency.prospects.remove(number);
        }
        Kind::Practitioner => {
            agency.caregivers.remove(number);
            agency.applicants.remove(number);
        }
    }
    agency.extras.forget(number);
    agency.tick();
    Ok(Answer::empty(204).committed())
}

/// The REST surface's word for a status.
fn word(
    home: Home,
    flagged: bool,
    active: bool,
    stage: Stage,
    reason: Option<&str>,
    current: Option<&str>,
) -> &'static str {
    match home {
        Home::Clients => mapping::client_in(flagged, active, stage),
        Home::Prospects => mapping::prospect_in(stage, current),
        Home::Caregivers => mapping::caregiver_in(flagged, active, stage, reason),
        Home::Applicants => mapping::applicant_in(stage, current),
    }
}
