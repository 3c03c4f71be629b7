//! What a body says about a patient or practitioner.

use serde_json::{Map, Value};

use super::super::fields::{self, Field, Rule};
use super::extras::Stage;
use super::person::Kind;
use super::{mapping, tag, values};
use crate::answer::Refusal;

/// What a body names, checked. What it does not name is `None`.
#[derive(Default)]
pub(super) struct PersonBody {
    pub(super) first: Option<String>,
    pub(super) middle: Option<Vec<String>>,
    pub(super) last: Option<String>,
    /// By use.
    pub(super) phones: Vec<(String, String)>,
    pub(super) email: Option<String>,
    pub(super) address: Option<AddressBody>,
    pub(super) gender: Option<String>,
    pub(super) birth_date: Option<String>,
    pub(super) marital_status: Option<String>,
    pub(super) languages: Option<Vec<String>>,
    pub(super) active: Option<bool>,
    /// isClient or isHired.
    pub(super) flagged: Option<bool>,
    pub(super) stage: Option<Stage>,
    pub(super) location: Option<String>,
    pub(super) profile_tags: Option<Vec<u64>>,
    pub(super) reason: Option<String>,
    pub(super) referral_source: Option<String>,
    pub(super) notes: Option<String>,
    pub(super) external_id: Option<String>,
}

/// The parts of an address that a body names.
#[derive(Default)]
pub(super) struct AddressBody {
    pub(super) lines: Option<Vec<String>>,
    pub(super) city: Option<String>,
    pub(super) state: Option<String>,
    pub(super) postal_code: Option<String>,
}

/// The vendor's reasons for a deactivation.
const REASONS: &[&str] = &[
    "Leave of Absence",
    "Suspension",
    "Terminated - Quit",
    "Terminated - Insufficient Work Available",
    "Terminated - for Cause",
    "Inactive",
    "Other - See Activity Log",
    "Disability or Worker's Comp",
];

fn checked(value: &str, rule: &'static Field, path: &str) -> Result<(), Refusal> {
    rule.rule.check(&Value::String(value.to_owned()), path)
}

static STATE: Field = fields::plain("state", Rule::State);
static ZIP: Field = fields::plain("postalCode", Rule::Zip);
static EMAIL: Field = fields::plain("email", Rule::Email);

fn list<'a>(body: &'a Map<String, Value>, field: &str) -> Result<Option<&'a Vec<Value>>, Refusal> {
    match body.get(field) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Array(items)) => Ok(Some(items)),
        Some(_) => Err(Refusal::invalid(field, "must be a list")),
    }
}

fn object<'a>(value: &'a Value, path: &str) -> Result<&'a Map<String, Value>, Refusal> {
    value
        .as_object()
        .ok_or_else(|| Refusal::invalid(path, "must be an object"))
}

impl PersonBody {
    pub(super) fn read(kind: Kind, body: &Map<String, Value>) -> Result<Self, Refusal> {
        let mut read = Self::default();
        read.names(body)?;
        read.telecoms(body)?;
        read.addresses(body)?;
        read.particulars(kind, body)?;
        read.tags(kind, body)?;
        Ok(read)
    }

    fn names(&mut self, body: &Map<String, Value>) -> Result<(), Refusal> {
        let Some(names) = list(body, "name")? else {
            return Ok(());
        };
        let official = |name: &&Value| name.get("use").and_then(Value::as_str) == Some("official");
        let Some(name) = names.iter().find(official).or(names.first()) else {
            return Err(Refusal::invalid("name", "is required"));
        };
        let name = object(name, "name")?;
        self.last = values::text_of(name, "family", "name.family")?;
        if self.last.as_deref() == Some("") {
            return Err(Refusal::invalid("name.family", "is required"));
        }
        if let Some(given) =
            list(name, "given").map_err(|_| Refusal::invalid("name.given", "must be a list"))?
        {
            let mut given = given.iter().map(|part| match part.as_str() {
                Some(text) if !text.trim().is_empty() => {
                    values::plain(text, "name.given").map(|()| text.to_owned())
                }
                _ => Err(Refusal::invalid("name.given", "is required")),
            });
            self.first = Some(
                given
                    .next()
                    .ok_or_else(|| Refusal::invalid("name.given", "is required"))??,
            );
            self.middle = Some(given.collect::<Result<_, _>>()?);
        }
        Ok(())
    }

    fn telecoms(&mut self, body: &Map<String, Value>) -> Result<(), Refusal> {
        for entry in list(body, "telecom")?.into_iter().flatten() {
            let entry = object(entry, "telecom")?;
            let text = |field: &str| entry.get(field).and_then(Value::as_str);
            let value = values::required(entry, "value", "telecom.value")?;
            match text("system") {
                Some("email") => {
                    checked(&value, &EMAIL, "telecom.email")?;
                    self.email = Some(value);
                }
                Some("fax") => self.phone("fax", value)?,
                Some("phone") => {
                    let use_ = text("use").unwrap_or("mobile");
                    if !["mobile", "home", "work", "fax"].contains(&use_) {
                        return Err(Refusal::invalid(
                            "telecom.use",
                            "must be one of: mobile, home, work, fax",
                        ));
                    }
                    self.phone(use_, value)?;
                }
                _ => {
                    return Err(Refusal::invalid(
                        "telecom.system",
                        "must be one of: phone, email, fax",
                    ));
                }
            }
        }
        Ok(())
    }

    fn phone(&mut self, use_: &str, value: String) -> Result<(), Refusal> {
        check_phone(use_, &value)?;
        self.phones.retain(|(known, _)| known != use_);
        self.phones.push((use_.to_owned(), value));
        Ok(())
    }

    fn addresses(&mut self, body: &Map<String, Value>) -> Result<(), Refusal> {
        let Some(addresses) = list(body, "address")? else {
            return Ok(());
        };
        let home = |address: &&Value| address.get("use").and_then(Value::as_str) == Some("home");
        let Some(address) = addresses.iter().find(home).or(addresses.first()) else {
            return Ok(());
        };
        let address = object(address, "address")?;
        let lines =
            match list(address, "line").map_err(|_| Refusal::invalid("address.line", "must be a list"))? {
                None => None,
                Some(lines) => Some(
                    lines
                        .iter()
                        .filter_map(Value::as_str)
                        .filter(|line| !line.is_empty())
                        .map(|line| values::plain(line, "address.line").map(|()| line.to_owned()))
                        .collect::<Result<Vec<_>, _>>()?,
                ),
            };
        let read = AddressBody {
            lines,
            city: values::text_of(address, "city", "address.city")?,
            state: values::text_of(address, "state", "address.state")?,
            postal_code: values::text_of(address, "postalCode", "address.postalCode")?,
        };
        if let Some(state) = &read.state {
            checked(state, &STATE, "address.state")?;
        }
        if let Some(code) = &read.postal_code {
            checked(code, &ZIP, "address.postalCode")?;
        }
        self.address = Some(read);
        Ok(())
    }

    fn particulars(&mut self, kind: Kind, body: &Map<String, Value>) -> Result<(), Refusal> {
        self.active = match body.get("active") {
            None | Some(Value::Null) => None,
            Some(value) => Some(values::flag(value, "active")?),
        };
        self.gender = values::text_of(body, "gender", "gender")?;
        if let Some(gender) = &self.gender {
            let known: &[&str] = match kind {
                Kind::Patient => &["female", "male", "other", "unknown"],
                Kind::Practitioner => &["female", "male", "other"],
            };
            if !known.contains(&gender.as_str()) {
                return Err(Refusal::invalid(
                    "gender",
                    format!("must be one of: {}", known.join(", ")),
                ));
            }
        }
        self.birth_date = values::date_of(body, "birthDate")?.map(|date| date.to_string());
        self.external_id = values::text_of(body, "external_id", "external_id")?;
        if self.external_id.as_deref() == Some("") {
            return Err(Refusal::invalid("external_id", "must not be empty"));
        }
        let code = |entry: &Value| -> Option<String> {
            let code = entry.get("coding")?.get(0)?.get("code")?.as_str()?;
            Some(code.to_owned())
        };
        if let Some(entry) = list(body, "maritalStatus")?.and_then(|list| list.first()) {
            let code = code(entry).unwrap_or_default();
            if mapping::MARITAL.iter().all(|(known, _)| *known != code) {
                return Err(Refusal::invalid(
                    "maritalStatus",
                    "must be one of: M, S, W, L, T, D, U, UNK",
                ));
            }
            self.marital_status = Some(code);
        }
        if let Some(entries) = list(body, "communication")? {
            let languages = entries.iter().map(|entry| {
                let code = code(entry)
                    .ok_or_else(|| Refusal::invalid("communication.coding.code", "is required"))?;
                let tag = mapping::language_in(&code);
                Rule::Language.check(&Value::String(tag.clone()), "communication.coding.code")?;
                Ok(tag)
            });
            self.languages = Some(languages.collect::<Result<_, Refusal>>()?);
        }
        Ok(())
    }

    fn tags(&mut self, kind: Kind, body: &Map<String, Value>) -> Result<(), Refusal> {
        self.flagged = tag(body, kind.flag())
            .map(|text| values::flag(&Value::String(text), kind.flag()))
            .transpose()?;
        self.stage = match tag(body, "status") {
            None => None,
            Some(word) if word == "None" => Some(Stage::None),
            Some(number) => {
                let known = match kind {
                    Kind::Patient => mapping::PATIENT_STAGES,
                    Kind::Practitioner => mapping::PRACTITIONER_STAGES,
                };
                let number = number.parse().ok().filter(|n| known.contains(n));
                let number = number.ok_or_else(|| Refusal::invalid("status", "is not a known status"))?;
                Some(Stage::Number(number))
            }
        };
        self.location = tag(body, "locationId");
        self.reason = tag(body, "deactivationReason");
        if self
            .reason
            .as_deref()
            .is_some_and(|reason| !REASONS.contains(&reason.trim_end_matches('.')))
        {
            return Err(Refusal::invalid("deactivationReason", "is not a known reason"));
        }
        self.referral_source = tag(body, "referralSource");
        self.notes = tag(body, "notes");
        for (text, path) in [(&self.referral_source, "referralSource"), (&self.notes, "notes")] {
            if let Some(text) = text {
                values::plain(text, path)?;
            }
        }
        self.profile_tags = tag(body, "profileTags")
            .map(|list| {
                list.split(',')
                    .map(str::trim)
                    .filter(|id| !id.is_empty())
                    .map(|id| {
                        super::super::agency::number(id)
                            .ok_or_else(|| Refusal::invalid("profileTags", "must be ids with commas between"))
                    })
                    .collect()
            })
            .transpose()?;
        Ok(())
    }
}

/// The vendor's rule and the vendor's words.
pub(super) fn check_phone(use_: &str, value: &str) -> Result<(), Refusal> {
    let extension = value.contains('x');
    if Rule::Phone
        .check(&Value::String(value.to_owned()), "phone")
        .is_err()
        || (extension && use_ != "work")
    {
        return Err(Refusal::Malformed(
            "Invalid phone number format. Must be 10 digits.".to_owned(),
        ));
    }
    Ok(())
}
