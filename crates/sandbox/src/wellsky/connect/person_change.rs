//! A patient or practitioner while a body is applied.

use serde_json::{Map, Value, json};

use super::super::agency::Agency;
use super::super::vocabulary;
use super::extras::{Extra, Place};
use super::person::Kind;
use super::person_body::{AddressBody, PersonBody};
use crate::answer::Refusal;

/// Which REST collection a record belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Home {
    Clients,
    Prospects,
    Caregivers,
    Applicants,
}

impl Home {
    pub(super) fn of(kind: Kind, flagged: bool) -> Self {
        match (kind, flagged) {
            (Kind::Patient, true) => Self::Clients,
            (Kind::Patient, false) => Self::Prospects,
            (Kind::Practitioner, true) => Self::Caregivers,
            (Kind::Practitioner, false) => Self::Applicants,
        }
    }
}

/// What a merge keeps: the phones by their use, and the address.
#[derive(Default)]
pub(super) struct Known {
    pub(super) phones: Vec<(String, String)>,
    pub(super) place: Option<Place>,
}

/// The fields of a REST record and what is known beyond them, while they change.
pub(super) struct Change {
    pub(super) fields: Map<String, Value>,
    pub(super) extra: Extra,
}

impl Change {
    pub(super) fn set(&mut self, name: &str, value: Option<impl Into<Value>>) {
        if let Some(value) = value {
            self.fields.insert(name.to_owned(), value.into());
        }
    }

    /// Takes away what a replacement has to name again.
    pub(super) fn clear(&mut self) {
        for field in [
            "email",
            "external_id",
            "preferred_language",
            "referral_source",
            "notes",
        ] {
            self.fields.remove(field);
        }
        self.extra = Extra {
            created: self.extra.created,
            place: self.extra.place.take(),
            ..Extra::default()
        };
    }

    /// Applies a body; `known` holds the phones and the address there were, for a merge.
    pub(super) fn apply(
        &mut self,
        agency: &mut Agency,
        kind: Kind,
        home: Home,
        read: &PersonBody,
        known: Option<Known>,
    ) -> Result<(), Refusal> {
        self.set("first_name", read.first.clone());
        self.set("last_name", read.last.clone());
        self.set("email", read.email.clone());
        self.set("external_id", read.external_id.clone());
        if let Some(middle) = &read.middle {
            self.extra.middle.clone_from(middle);
        }
        let Known { phones, place } = known.unwrap_or_default();
        self.phones(phones, &read.phones);
        if let Some(address) = &read.address {
            self.address(home, address, place)?;
        } else if home == Home::Clients && !self.fields.contains_key("address") {
            return Err(Refusal::invalid("address", "is required"));
        }
        let gender = read.gender.clone();
        if home == Home::Caregivers {
            self.set("gender", gender.or_else(|| self.extra.gender.clone()));
        } else if gender.is_some() {
            self.extra.gender = gender;
        }
        for (to, from) in [
            (&mut self.extra.birth_date, &read.birth_date),
            (&mut self.extra.marital_status, &read.marital_status),
            (&mut self.extra.location, &read.location),
            (&mut self.extra.deactivation_reason, &read.reason),
        ] {
            if from.is_some() {
                to.clone_from(from);
            }
        }
        let languages = read.languages.clone();
        match home {
            Home::Clients => self.set(
                "preferred_language",
                languages
                    .or_else(|| Some(self.extra.languages.clone()).filter(|l| !l.is_empty()))
                    .and_then(|list| list.into_iter().next()),
            ),
            Home::Caregivers => self.set(
                "languages",
                languages.or_else(|| Some(self.extra.languages.clone()).filter(|l| !l.is_empty())),
            ),
            Home::Prospects | Home::Applicants => {
                if let Some(languages) = languages {
                    self.extra.languages = languages;
                }
            }
        }
        self.tags(agency, kind, home, read)
    }

    /// Merges phones by their use. The REST record has the mobile one before home, work and fax.
    fn phones(&mut self, mut phones: Vec<(String, String)>, named: &[(String, String)]) {
        for (use_, value) in named {
            phones.retain(|(known, _)| known != use_);
            phones.push((use_.clone(), value.clone()));
        }
        let primary = ["mobile", "home", "work", "fax"]
            .iter()
            .find_map(|use_| phones.iter().position(|(known, _)| known == use_));
        if let Some(index) = primary {
            let (use_, value) = phones.remove(index);
            self.set("phone", Some(value));
            self.extra.phone_use = (use_ != "mobile").then_some(use_);
            self.extra.phones = phones.into_iter().collect();
        }
    }

    fn address(&mut self, home: Home, named: &AddressBody, place: Option<Place>) -> Result<(), Refusal> {
        let (lines, city, state, code) = match place {
            Some(p) => (Some(p.lines), Some(p.city), Some(p.state), Some(p.postal_code)),
            None => (None, None, None, None),
        };
        let needed = |value: Option<String>, path: &str| {
            value
                .filter(|text| !text.is_empty())
                .ok_or_else(|| Refusal::invalid(path, "is required"))
        };
        let lines = named
            .lines
            .clone()
            .or(lines)
            .filter(|lines| !lines.is_empty())
            .ok_or_else(|| Refusal::invalid("address.line", "is required"))?;
        let place = Place {
            lines,
            city: needed(named.city.clone().or(city), "address.city")?,
            state: needed(named.state.clone().or(state), "address.state")?,
            postal_code: needed(named.postal_code.clone().or(code), "address.postalCode")?,
        };
        if home == Home::Caregivers {
            self.set("service_area", Some(place.postal_code.clone()));
            self.extra.place = Some(place);
        } else {
            let rest = place.lines.get(1..).unwrap_or_default().join(", ");
            let address = json!({
                "line1": place.lines.first(), "line2": (!rest.is_empty()).then_some(rest),
                "city": place.city, "state": place.state, "zip_code": place.postal_code,
            });
            self.set("address", Some(address));
        }
        Ok(())
    }

    fn tags(
        &mut self,
        agency: &mut Agency,
        kind: Kind,
        home: Home,
        read: &PersonBody,
    ) -> Result<(), Refusal> {
        let Some(ids) = &read.profile_tags else {
            return Ok(());
        };
        let mut names = Vec::with_capacity(ids.len());
        for id in ids {
            let tag = agency.extras.profile_tags.get(id);
            names.push(
                tag.ok_or_else(|| Refusal::invalid("profileTags", "names a tag that does not exist"))?
                    .name
                    .clone(),
            );
        }
        let (certifications, skills): (Vec<String>, Vec<String>) = names
            .into_iter()
            .partition(|name| vocabulary::CERTIFICATION.contains(&name.as_str()));
        match (kind, home) {
            (Kind::Patient, _) => self.extra.profile_tags.clone_from(ids),
            (_, Home::Caregivers) => {
                self.set("certifications", Some(certifications));
                self.set("skills", Some(skills));
            }
            _ => {
                self.set("certifications", Some(certifications));
                self.extra.profile_tags.clone_from(ids);
            }
        }
        Ok(())
    }
}
