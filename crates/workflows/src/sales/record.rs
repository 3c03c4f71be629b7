//! Deals and prospects as the fields they share, and what is kept of what both agreed on.

use std::collections::BTreeMap;

use careweave_sync_core::Fingerprint;
use careweave_sync_core::canonical::Json;
use careweave_sync_core::merge::{MergePolicy, Record};
use careweave_types::{Error, Phone, Pii, ProspectId, Result};
use careweave_wellsky_client::{Address, Prospect};
use serde::{Deserialize, Serialize};

use super::{Deal, SalesField, SalesMaps, WeeklyHours, whole_name};
use crate::flow::DigestKey;

/// The shared fields of one side, by path.
pub(super) type Values = BTreeMap<String, Json>;

/// What both sides agreed on last: which prospect it is, and a digest per field under the key of the connection. The contents themselves are not kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agreed {
    /// The prospect.
    pub prospect: ProspectId,
    /// The digest of each field that both have, by path.
    pub digests: BTreeMap<String, Fingerprint>,
}

impl Agreed {
    /// Nothing was agreed on yet.
    pub const fn nothing(prospect: ProspectId) -> Self {
        Self {
            prospect,
            digests: BTreeMap::new(),
        }
    }

    /// Both hold `value` now.
    pub(super) fn settle(&mut self, key: &DigestKey, deal: &str, path: &str, value: Option<&Json>) {
        match value {
            Some(value) => self
                .digests
                .insert(path.to_owned(), digest(key, deal, path, value)),
            None => self.digests.remove(path),
        };
    }

    /// The record both agreed on. A content that neither side has any more is stood for by its digest: all that merging asks
    /// of it is that it is another.
    pub(super) fn record(
        &self,
        key: &DigestKey,
        policy: &MergePolicy,
        deal: &str,
        local: &Values,
        remote: &Values,
    ) -> Result<Record> {
        let value = |path: &str, agreed: &Fingerprint| {
            [local, remote]
                .into_iter()
                .filter_map(|side| side.get(path))
                .find(|value| digest(key, deal, path, value) == *agreed)
                .cloned()
                .unwrap_or_else(|| Json::Text(format!("agreed:{agreed}")))
        };
        let shared = policy.fields().iter().filter_map(|field| {
            let agreed = self.digests.get(&field.path)?;
            Some((field.path.clone(), value(&field.path, agreed)))
        });
        policy.record(shared.collect())
    }
}

/// What tells one content of a field from another, and the fields of one deal from those of any other.
pub(super) fn digest(key: &DigestKey, deal: &str, path: &str, value: &Json) -> Fingerprint {
    let canonical = normal(path, value).to_canonical();
    key.digest(Fingerprint::of(&[
        "careweave.sales.field/2",
        deal,
        path,
        &canonical,
    ]))
}

/// A content as one of those that count as the same.
fn normal(path: &str, value: &Json) -> Json {
    match (SalesField::of_path(path), value) {
        (Some(SalesField::Email), Json::Text(text)) => Json::Text(text.trim().to_ascii_lowercase()),
        _ => value.clone(),
    }
}

/// The fingerprint of a side.
pub(super) fn fingerprint(key: &DigestKey, policy: &MergePolicy, values: &Values) -> Result<Fingerprint> {
    let normalised = values
        .iter()
        .map(|(path, value)| (path.clone(), normal(path, value)))
        .collect();
    Ok(key.digest(policy.record(normalised)?.fingerprint()))
}

fn text(value: impl Into<String>) -> Option<Json> {
    Some(Json::Text(value.into()))
}

fn personal(value: Option<&Pii<String>>) -> Option<Json> {
    value.map(|value| Json::Text(value.expose().clone()))
}

fn collect(maps: &SalesMaps, of: impl Fn(SalesField) -> Result<Option<Json>>) -> Result<Values> {
    let mut values = Values::new();
    for field in maps.owners.keys() {
        if let Some(value) = of(*field)? {
            values.insert(field.path().to_owned(), value);
        }
    }
    Ok(values)
}

/// The shared fields of a deal.
pub(super) fn of_deal(maps: &SalesMaps, deal: &Deal) -> Result<Values> {
    collect(maps, |field| {
        Ok(match field {
            SalesField::Name => text(deal.name.expose().as_str()),
            SalesField::Email => personal(deal.email.as_ref()),
            SalesField::Phone => text(deal.phone.to_wire()),
            SalesField::Address => deal.address.as_ref().map(of_address),
            SalesField::Status => text(maps.stages.status_of(&deal.stage)?.as_str()),
            SalesField::ReferralSource => deal.referral_source.clone().map(Json::Text),
            SalesField::Notes => personal(deal.notes.as_ref()),
            SalesField::Hours => match (deal.monthly_revenue, maps.hourly_rate) {
                (Some(revenue), Some(rate)) => {
                    let hours = WeeklyHours::from_revenue(revenue, rate)?.rounded(maps.rounding)?;
                    Some(Json::Number(i64::from(hours).into()))
                }
                _ => None,
            },
        })
    })
}

/// The shared fields of a prospect.
pub(super) fn of_prospect(maps: &SalesMaps, prospect: &Prospect) -> Result<Values> {
    collect(maps, |field| {
        Ok(match field {
            SalesField::Name => text(whole_name(
                prospect.first_name.expose(),
                prospect.last_name.expose(),
                &maps.unsplit_first_name,
            )),
            SalesField::Email => personal(prospect.email.as_ref()),
            SalesField::Phone => text(prospect.phone.to_wire().into_exposed()),
            SalesField::Address => prospect.address.as_ref().map(of_address),
            SalesField::Status => text(prospect.status.as_str()),
            SalesField::ReferralSource => prospect.referral_source.clone().map(Json::Text),
            SalesField::Notes => personal(prospect.notes.as_ref()),
            SalesField::Hours => prospect
                .estimated_hours_per_week
                .map(|hours| Json::Number(i64::from(hours).into())),
        })
    })
}

fn of_address(address: &Address) -> Json {
    let parts = [
        ("line1", Some(address.line1.expose())),
        ("line2", address.line2.as_ref().map(Pii::expose)),
        ("city", Some(address.city.expose())),
        ("state", Some(&address.state)),
        ("zip_code", Some(address.zip_code.expose())),
    ];
    let held = parts
        .into_iter()
        .filter_map(|(key, part)| Some((key.to_owned(), Json::Text(part?.clone()))));
    Json::Object(held.collect())
}

fn unfit(path: &str) -> Error {
    Error::invalid("sales.value", "value", "must be a content this field can have")
        .with("path", path.to_owned())
}

/// A text.
pub(super) fn as_text(path: &str, value: &Json) -> Result<String> {
    match value {
        Json::Text(text) => Ok(text.clone()),
        _ => Err(unfit(path)),
    }
}

/// A telephone number.
pub(super) fn as_phone(path: &str, value: &Json) -> Result<Phone> {
    Phone::parse(&as_text(path, value)?).map_err(|_| unfit(path))
}

/// Hours a week.
pub(super) fn as_hours(path: &str, value: &Json) -> Result<u32> {
    match value {
        Json::Number(number) => number
            .as_i64()
            .and_then(|hours| u32::try_from(hours).ok())
            .ok_or_else(|| unfit(path)),
        _ => Err(unfit(path)),
    }
}

/// An address.
pub(super) fn as_address(path: &str, value: &Json) -> Result<Address> {
    let part = |key: &str| match value.at(&[key]) {
        Some(Json::Text(text)) => Some(text.clone()),
        _ => None,
    };
    let needed = |key: &str| part(key).ok_or_else(|| unfit(path));
    Ok(Address {
        line1: Pii::new(needed("line1")?),
        line2: part("line2").map(Pii::new),
        city: Pii::new(needed("city")?),
        state: needed("state")?,
        zip_code: Pii::new(needed("zip_code")?),
    })
}
