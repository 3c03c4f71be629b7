//! Patients and practitioners: clients and prospects, caregivers and applicants, each in one id space.

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use serde_json::{Map, Value, json};

use super::super::agency::{self, Agency};
use super::super::models::{Applicant, Caregiver, Client, Prospect};
use super::extras::{Extra, Place, Stage};
use super::routes::Action;
use super::{Request, mapping, person_search, person_write, values};
use crate::answer::{Answer, Refusal};

/// Which of the two resources.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Patient,
    Practitioner,
}

impl Kind {
    pub(super) fn resource(self) -> &'static str {
        match self {
            Self::Patient => "Patient",
            Self::Practitioner => "Practitioner",
        }
    }

    /// The tag that says whether the person is a client, or hired.
    pub(super) fn flag(self) -> &'static str {
        match self {
            Self::Patient => "isClient",
            Self::Practitioner => "isHired",
        }
    }
}

pub(super) fn answer(
    agency: &mut Agency,
    request: &Request<'_>,
    kind: Kind,
    action: Action<'_>,
) -> Result<Answer, Refusal> {
    match action {
        Action::List | Action::Search => person_search::search(agency, request, kind),
        Action::Get(id) => {
            let person = Person::find(agency, kind, id)?;
            let mut body = person.written(request.agency_id);
            if let (Some(date), Value::Object(fields)) = (person.left_on(), &mut body) {
                fields.insert("deactivationDate".to_owned(), date.into());
            }
            Ok(Answer::json(200, &body))
        }
        Action::Create => person_write::create(agency, request, kind),
        Action::Put(id) => person_write::update(agency, request, kind, id),
        Action::Delete(id) => person_write::delete(agency, kind, id),
        _ => Err(Refusal::NotFound),
    }
}

/// The record of one person.
#[derive(Clone, Copy)]
pub(super) enum Record<'a> {
    Client(&'a Client),
    Prospect(&'a Prospect),
    Caregiver(&'a Caregiver),
    Applicant(&'a Applicant),
}

/// A person, as both surfaces know them.
#[derive(Clone, Copy)]
pub(super) struct Person<'a> {
    pub(super) number: u64,
    pub(super) record: Record<'a>,
    pub(super) extra: Option<&'a Extra>,
    agency: &'a Agency,
}

impl<'a> Person<'a> {
    /// A client before a prospect and a caregiver before an applicant: who was converted in place has one id.
    pub(super) fn at(agency: &'a Agency, kind: Kind, number: u64) -> Option<Self> {
        let record = match kind {
            Kind::Patient => agency
                .clients
                .at(number)
                .map(Record::Client)
                .or_else(|| agency.prospects.at(number).map(Record::Prospect)),
            Kind::Practitioner => agency
                .caregivers
                .at(number)
                .map(Record::Caregiver)
                .or_else(|| agency.applicants.at(number).map(Record::Applicant)),
        }?;
        Some(Self {
            number,
            record,
            extra: agency.extras.of(number),
            agency,
        })
    }

    pub(super) fn find(agency: &'a Agency, kind: Kind, id: &str) -> Result<Self, Refusal> {
        agency::number(id)
            .and_then(|number| Self::at(agency, kind, number))
            .ok_or(Refusal::NotFound)
    }

    /// Everybody of a kind, by id.
    pub(super) fn all(agency: &'a Agency, kind: Kind) -> Vec<Self> {
        let mut numbers: Vec<u64> = match kind {
            Kind::Patient => agency
                .clients
                .numbers()
                .chain(agency.prospects.numbers())
                .collect(),
            Kind::Practitioner => agency
                .caregivers
                .numbers()
                .chain(agency.applicants.numbers())
                .collect(),
        };
        numbers.sort_unstable();
        numbers.dedup();
        numbers
            .into_iter()
            .filter_map(|number| Self::at(agency, kind, number))
            .collect()
    }

    fn kind(&self) -> Kind {
        match self.record {
            Record::Client(_) | Record::Prospect(_) => Kind::Patient,
            Record::Caregiver(_) | Record::Applicant(_) => Kind::Practitioner,
        }
    }

    /// First name, last name, phone, e-mail, external id.
    pub(super) fn common(&self) -> (&'a str, &'a str, &'a str, Option<&'a str>, Option<&'a str>) {
        macro_rules! fields {
            ($r:expr) => {
                (
                    &$r.first_name,
                    &$r.last_name,
                    &$r.phone,
                    $r.email.as_deref(),
                    $r.external_id.as_deref(),
                )
            };
        }
        match self.record {
            Record::Client(r) => fields!(r),
            Record::Prospect(r) => fields!(r),
            Record::Caregiver(r) => fields!(r),
            Record::Applicant(r) => fields!(r),
        }
    }

    pub(super) fn first(&self) -> &'a str {
        self.common().0
    }

    pub(super) fn last(&self) -> &'a str {
        self.common().1
    }

    pub(super) fn display(&self) -> String {
        format!("{} {}", self.first(), self.last())
    }

    pub(super) fn updated(&self) -> DateTime<Utc> {
        let record = match self.record {
            Record::Client(r) => r.updated_at,
            Record::Prospect(r) => r.updated_at,
            Record::Caregiver(r) => r.updated_at,
            Record::Applicant(r) => r.updated_at,
        };
        self.extra
            .and_then(|e| e.updated)
            .map_or(record, |at| at.max(record))
    }

    pub(super) fn created(&self) -> DateTime<Utc> {
        if let Some(at) = self.extra.and_then(|e| e.created) {
            return at;
        }
        let date = match self.record {
            Record::Client(r) => r.start_date,
            Record::Caregiver(r) => r.hire_date,
            Record::Prospect(_) | Record::Applicant(_) => None,
        };
        let noon = |date: chrono::NaiveDate| date.and_time(NaiveTime::MIN).and_utc() + TimeDelta::hours(12);
        date.map_or(self.updated(), noon).min(self.updated())
    }

    pub(super) fn flagged(&self) -> bool {
        match self.record {
            Record::Client(r) => r.status != "prospect",
            Record::Caregiver(r) => r.status != "applicant",
            Record::Prospect(_) | Record::Applicant(_) => false,
        }
    }

    pub(super) fn active(&self) -> bool {
        let known = self.extra.and_then(|e| e.active).unwrap_or(true);
        match self.record {
            Record::Client(r) => r.status != "discharged",
            Record::Caregiver(r) => !["inactive", "terminated"].contains(&r.status.as_str()),
            Record::Prospect(r) => r.converted_client_id.is_none() && known,
            Record::Applicant(r) => r.converted_caregiver_id.is_none() && known,
        }
    }

    /// The word of the REST surface.
    pub(super) fn word(&self) -> &'a str {
        match self.record {
            Record::Client(r) => &r.status,
            Record::Prospect(r) => &r.status,
            Record::Caregiver(r) => &r.status,
            Record::Applicant(r) => &r.status,
        }
    }

    pub(super) fn reason(&self) -> Option<String> {
        let kept = self.extra.and_then(|e| e.deactivation_reason.clone());
        match self.record {
            Record::Caregiver(r) if r.status == "terminated" => {
                Some(kept.unwrap_or_else(|| "Terminated - Quit".to_owned()))
            }
            Record::Caregiver(r) if r.status == "inactive" => kept,
            _ => None,
        }
    }

    /// The status as it was written here while it still means the record's word.
    pub(super) fn stage(&self) -> Stage {
        let word = self.word();
        let kept = self.extra.and_then(|e| e.stage);
        let (out, reads): (Stage, fn(&Self, Stage) -> &'static str) = match self.record {
            Record::Client(_) => (mapping::client_out(word), |p, s| {
                mapping::client_in(p.flagged(), p.active(), s)
            }),
            Record::Prospect(r) if r.converted_client_id.is_some() => return Stage::Number(100),
            Record::Prospect(_) => (mapping::prospect_out(word), |p, s| {
                mapping::prospect_in(s, Some(p.word()))
            }),
            Record::Caregiver(_) => (mapping::caregiver_out(word), |p, s| {
                mapping::caregiver_in(p.flagged(), p.active(), s, p.reason().as_deref())
            }),
            Record::Applicant(r) if r.converted_caregiver_id.is_some() => return Stage::Number(100),
            Record::Applicant(_) => (mapping::applicant_out(word), |p, s| {
                mapping::applicant_in(s, Some(p.word()))
            }),
        };
        // Connect has no word for a client on hold, whose appointments look like anybody's.
        let word = if word == "on_hold" && matches!(self.record, Record::Client(_)) {
            "active"
        } else {
            word
        };
        kept.filter(|stage| reads(self, *stage) == word).unwrap_or(out)
    }

    /// Every phone by its use.
    pub(super) fn phones(&self) -> Vec<(String, String)> {
        let use_ = self
            .extra
            .and_then(|e| e.phone_use.clone())
            .unwrap_or_else(|| "mobile".to_owned());
        let mut phones = vec![(use_, self.common().2.to_owned())];
        if let Some(extra) = self.extra {
            phones.extend(extra.phones.iter().map(|(u, v)| (u.clone(), v.clone())));
        }
        phones
    }

    pub(super) fn place(&self) -> Option<Place> {
        let of = |a: &super::super::models::Address| Place {
            lines: std::iter::once(a.line1.clone()).chain(a.line2.clone()).collect(),
            city: a.city.clone(),
            state: a.state.clone(),
            postal_code: a.zip_code.clone(),
        };
        match self.record {
            Record::Client(r) => Some(of(&r.address)),
            Record::Prospect(r) => r.address.as_ref().map(of),
            Record::Applicant(r) => r.address.as_ref().map(of),
            Record::Caregiver(r) => {
                let area = r.service_area.as_deref()?;
                let kept = self.extra.and_then(|e| e.place.as_ref());
                match kept.filter(|place| place.postal_code == area) {
                    Some(place) => Some(place.clone()),
                    None => mapping::city(area).map(|city| Place {
                        lines: vec![format!("{} Sample Ave", 100 + self.number % 900)],
                        city: city.to_owned(),
                        state: "CO".to_owned(),
                        postal_code: area.to_owned(),
                    }),
                }
            }
        }
    }

    pub(super) fn gender(&self) -> Option<&'a str> {
        match self.record {
            Record::Caregiver(r) => r.gender.as_deref(),
            _ => self.extra.and_then(|e| e.gender.as_deref()),
        }
    }

    fn languages(&self) -> Vec<String> {
        match self.record {
            Record::Caregiver(r) => r.languages.clone(),
            Record::Client(r) => r.preferred_language.iter().cloned().collect(),
            _ => self.extra.map(|e| e.languages.clone()).unwrap_or_default(),
        }
    }

    pub(super) fn tags(&self) -> Vec<u64> {
        let mut ids: Vec<u64> = match self.record {
            Record::Caregiver(r) => self.ids_of(r.certifications.iter().chain(&r.skills)),
            Record::Applicant(r) => self.ids_of(r.certifications.iter()),
            _ => Vec::new(),
        };
        if !matches!(self.record, Record::Caregiver(_)) {
            ids.extend(self.extra.iter().flat_map(|e| e.profile_tags.iter().copied()));
        }
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    fn ids_of<'b>(&self, names: impl Iterator<Item = &'b String>) -> Vec<u64> {
        let tags = &self.agency.extras.profile_tags;
        names
            .filter_map(|name| tags.iter().find(|(_, tag)| tag.name == *name).map(|(id, _)| *id))
            .collect()
    }

    /// When a client left.
    fn left_on(&self) -> Option<String> {
        match self.record {
            Record::Client(r) if r.status == "discharged" => r.discharge_date.map(|d| d.to_string()),
            _ => None,
        }
    }

    /// The resource.
    pub(super) fn written(&self, agency_id: &str) -> Value {
        let (first, last, _, email, external_id) = self.common();
        let kind = self.kind();
        let empty = Extra::default();
        let extra = self.extra.unwrap_or(&empty);
        let mut given = vec![first.to_owned()];
        given.extend(extra.middle.iter().cloned());
        let mut fields = Map::new();
        let mut set = |name: &str, value: Value| {
            fields.insert(name.to_owned(), value);
        };
        set("resourceType", kind.resource().into());
        set("id", self.number.to_string().into());
        set("active", self.active().into());
        set(
            "name",
            json!([{"use": "official", "family": last, "given": given, "text": format!("{} {last}", given.join(" "))}]),
        );
        let mut telecom: Vec<Value> = self
            .phones()
            .iter()
            .map(|(use_, value)| match use_.as_str() {
                "fax" => json!({"system": "fax", "value": value}),
                _ => json!({"system": "phone", "use": use_, "value": value}),
            })
            .collect();
        telecom.extend(email.map(|value| json!({"system": "email", "value": value})));
        set("telecom", telecom.into());
        if let Some(place) = self.place() {
            set(
                "address",
                json!([{"use": "home", "line": place.lines, "city": place.city, "state": place.state,
                        "postalCode": place.postal_code}]),
            );
        }
        if let Some(gender) = self.gender() {
            set("gender", gender.into());
        }
        if let Some(date) = &extra.birth_date {
            set("birthDate", date.clone().into());
        }
        if let Some(code) = extra.marital_status.as_deref().filter(|_| kind == Kind::Patient) {
            let display = mapping::MARITAL
                .iter()
                .find(|(known, _)| *known == code)
                .map(|(_, name)| *name);
            set(
                "maritalStatus",
                json!([{"coding": [{"code": code, "display": display}]}]),
            );
        }
        let languages: Vec<Value> = self
            .languages()
            .iter()
            .map(|tag| {
                let (code, display) = mapping::language_out(tag);
                json!({"coding": [{"code": code, "display": display}]})
            })
            .collect();
        if !languages.is_empty() {
            set("communication", languages.into());
        }
        if let Some(id) = external_id {
            set("external_id", id.into());
        }
        let mut tags = vec![
            (kind.flag(), self.flagged().to_string()),
            ("agencyId", agency_id.to_owned()),
            ("status", self.stage().to_string()),
            (
                "locationId",
                extra.location.clone().unwrap_or_else(|| "12".to_owned()),
            ),
        ];
        let ids = self.tags();
        if !ids.is_empty() {
            let list: Vec<String> = ids.iter().map(u64::to_string).collect();
            tags.push(("profileTags", list.join(",")));
        }
        if let Some(reason) = self.reason() {
            tags.push(("deactivationReason", reason));
        }
        tags.push(("created", values::without_offset(self.created())));
        let tags: Vec<Value> = tags
            .into_iter()
            .map(|(code, display)| json!({"code": code, "display": display}))
            .collect();
        set("meta", json!({ "tag": tags }));
        Value::Object(fields)
    }
}
