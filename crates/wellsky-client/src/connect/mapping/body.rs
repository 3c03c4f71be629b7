use careweave_types::{AgencyId, Gender, Phone, Pii, Result};
use serde_json::{Map, Value, json};

use super::patient::names;
use crate::capabilities::no_counterpart;
use crate::connect::models::person::{self, HumanName};
use crate::models::{Address, Patch};

/// The body of a write to a patient or practitioner: what is named, and the agency.
pub(crate) struct Body {
    fields: Map<String, Value>,
    telecom: Vec<Value>,
    tags: Vec<Value>,
}

/// What a write says of a person. What is not given stays as it is.
#[derive(Default)]
pub(crate) struct Person<'a> {
    pub(crate) first_name: Option<&'a Pii<String>>,
    pub(crate) last_name: Option<&'a Pii<String>>,
    /// The names as they are. A name is one field to the vendor: a change of one part sends the other as it is.
    pub(crate) current: &'a [HumanName],
    pub(crate) phone: Option<&'a Phone>,
    pub(crate) email: Option<&'a Pii<String>>,
    pub(crate) address: Option<&'a Address>,
    pub(crate) languages: Option<&'a [String]>,
    pub(crate) gender: Option<&'a Gender>,
    pub(crate) external_id: Option<&'a str>,
}

impl Body {
    pub(crate) fn person(resource: &str, agency: &AgencyId, person: &Person<'_>) -> Self {
        let mut body = Self::new(resource, agency);
        if person.first_name.is_some() || person.last_name.is_some() {
            let (given, family) = names(person.current);
            let official = person::official(person.current);
            let middle = official.map_or(&[][..], |name| name.given.get(1..).unwrap_or_default());
            body.name(
                person.first_name.unwrap_or(&given),
                middle,
                person.last_name.unwrap_or(&family),
            );
        }
        if let Some(phone) = person.phone {
            body.phone(phone);
        }
        if let Some(email) = person.email {
            body.email(email);
        }
        if let Some(address) = person.address {
            body.address(address);
        }
        if let Some(tags) = person.languages {
            body.languages(tags);
        }
        if let Some(gender) = person.gender {
            body.gender(gender);
        }
        if let Some(id) = person.external_id {
            body.external_id(id);
        }
        body
    }

    pub(crate) fn new(resource: &str, agency: &AgencyId) -> Self {
        let mut fields = Map::new();
        fields.insert("resourceType".to_owned(), resource.into());
        Self {
            fields,
            telecom: Vec::new(),
            tags: vec![json!({"code": "agencyId", "display": agency.as_str()})],
        }
    }

    fn name(&mut self, first: &Pii<String>, middle: &[Pii<String>], last: &Pii<String>) {
        let text = format!("{} {}", first.expose(), last.expose());
        let given: Vec<&String> = std::iter::once(first).chain(middle).map(Pii::expose).collect();
        let name = json!([{"use": "official", "family": last.expose(), "given": given, "text": text}]);
        self.fields.insert("name".to_owned(), name);
    }

    /// The number to call. One with an extension can only be a work number.
    fn phone(&mut self, phone: &Phone) {
        let purpose = if phone.extension().is_some() {
            "work"
        } else {
            "mobile"
        };
        self.telecom
            .push(json!({"system": "phone", "use": purpose, "value": phone.to_wire()}));
    }

    fn email(&mut self, email: &Pii<String>) {
        self.telecom
            .push(json!({"system": "email", "value": email.expose()}));
    }

    fn address(&mut self, address: &Address) {
        let mut line = vec![address.line1.expose()];
        line.extend(address.line2.as_ref().map(Pii::expose));
        let address = json!([{
            "use": "home", "line": line, "city": address.city.expose(), "state": address.state,
            "postalCode": address.zip_code.expose()
        }]);
        self.fields.insert("address".to_owned(), address);
    }

    fn languages(&mut self, tags: &[String]) {
        let entries: Vec<Value> = tags
            .iter()
            .map(|tag| json!({"coding": [{"code": tag, "display": tag}]}))
            .collect();
        self.fields.insert("communication".to_owned(), entries.into());
    }

    fn gender(&mut self, gender: &Gender) {
        self.fields.insert("gender".to_owned(), gender.as_str().into());
    }

    fn external_id(&mut self, id: &str) {
        self.fields.insert("external_id".to_owned(), id.into());
    }

    pub(crate) fn active(&mut self, active: bool) {
        self.fields.insert("active".to_owned(), active.into());
    }

    pub(crate) fn tag(&mut self, code: &str, display: &dyn std::fmt::Display) {
        self.tags
            .push(json!({"code": code, "display": display.to_string()}));
    }

    pub(crate) fn finish(mut self) -> Value {
        if !self.telecom.is_empty() {
            self.fields.insert("telecom".to_owned(), self.telecom.into());
        }
        self.fields.insert("meta".to_owned(), json!({"tag": self.tags}));
        Value::Object(self.fields)
    }
}

/// Refuses the first field that is given and has no place in Connect.
pub(crate) fn refuse(operation: &'static str, fields: &[(&str, bool)]) -> Result<()> {
    match fields.iter().find(|(_, given)| *given) {
        Some((field, _)) => Err(no_counterpart(operation, field)),
        None => Ok(()),
    }
}

/// Refuses to empty a field: sources do not say how Connect is told to.
pub(crate) fn refuse_clear<T>(operation: &'static str, field: &str, patch: &Patch<T>) -> Result<()> {
    if patch.is_clear() {
        return Err(no_counterpart(operation, field));
    }
    Ok(())
}

/// A changed number must be the one to call; one with an extension would stand behind the mobile number.
pub(crate) fn callable(operation: &'static str, phone: &Patch<Phone>) -> Result<()> {
    match phone.value() {
        Some(phone) if phone.extension().is_some() => Err(no_counterpart(operation, "phone")),
        _ => Ok(()),
    }
}
