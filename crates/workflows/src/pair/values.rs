//! Contents of fields as the values that are merged.

use std::collections::BTreeMap;

use careweave_sync_core::Fingerprint;
use careweave_sync_core::canonical::Json;
use careweave_sync_core::merge::MergePolicy;
use careweave_types::{Error, Phone, Pii, Result};
use careweave_wellsky_client::{Address, Patch};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::flow::DigestKey;

/// The shared fields of one side, by path.
pub(crate) type Values = BTreeMap<String, Json>;

/// What changes, by path; `None` empties a field.
pub(crate) type Changes = BTreeMap<String, Option<Json>>;

/// The field whose contents count as the same in either case.
pub(crate) const EMAIL: &str = "email";

/// What tells one content of a field from another, and the fields of one record from those of any other.
pub(crate) fn digest(key: &DigestKey, flow: &str, id: &str, path: &str, value: &Json) -> Fingerprint {
    let canonical = normal(path, value).to_canonical();
    let of = format!("careweave.{flow}.field/2");
    key.digest(Fingerprint::of(&[&of, id, path, &canonical]))
}

/// A content as one of those that count as the same.
fn normal(path: &str, value: &Json) -> Json {
    match value {
        Json::Text(text) if path == EMAIL => Json::Text(text.trim().to_ascii_lowercase()),
        _ => value.clone(),
    }
}

/// The fingerprint of a side.
pub(crate) fn fingerprint(key: &DigestKey, policy: &MergePolicy, values: &Values) -> Result<Fingerprint> {
    let normalised = values
        .iter()
        .map(|(path, value)| (path.clone(), normal(path, value)))
        .collect();
    Ok(key.digest(policy.record(normalised)?.fingerprint()))
}

/// Some values with others in their place.
pub(crate) fn with(values: &Values, changes: &Changes) -> Values {
    let mut changed = values.clone();
    for (path, value) in changes {
        match value {
            Some(value) => changed.insert(path.clone(), value.clone()),
            None => changed.remove(path),
        };
    }
    changed
}

pub(crate) fn text(value: impl Into<String>) -> Option<Json> {
    Some(Json::Text(value.into()))
}

pub(crate) fn personal(value: Option<&Pii<String>>) -> Option<Json> {
    value.map(|value| Json::Text(value.expose().clone()))
}

/// Texts in order; none at all is no value.
pub(crate) fn list<'a>(items: impl IntoIterator<Item = &'a str>) -> Option<Json> {
    let items: Vec<Json> = items
        .into_iter()
        .map(|item| Json::Text(item.to_owned()))
        .collect();
    (!items.is_empty()).then_some(Json::List(items))
}

pub(crate) fn address(address: &Address) -> Json {
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

pub(crate) fn patch<T>(value: Option<&Json>, read: impl FnOnce(&Json) -> Result<T>) -> Result<Patch<T>> {
    value.map_or(Ok(Patch::Clear), |value| read(value).map(Patch::Set))
}

pub(crate) fn unfit(path: &str) -> Error {
    Error::invalid("flow.value", "value", "must be a content this field can have")
        .with("path", path.to_owned())
}

/// A text.
pub(crate) fn as_text(path: &str, value: &Json) -> Result<String> {
    match value {
        Json::Text(text) => Ok(text.clone()),
        _ => Err(unfit(path)),
    }
}

/// Texts.
pub(crate) fn as_list(path: &str, value: &Json) -> Result<Vec<String>> {
    match value {
        Json::List(items) => items.iter().map(|item| as_text(path, item)).collect(),
        _ => Err(unfit(path)),
    }
}

/// A telephone number.
pub(crate) fn as_phone(path: &str, value: &Json) -> Result<Phone> {
    Phone::parse(&as_text(path, value)?).map_err(|_| unfit(path))
}

/// A whole number that is not below zero.
pub(crate) fn as_count(path: &str, value: &Json) -> Result<u32> {
    match value {
        Json::Number(number) => number
            .as_i64()
            .and_then(|count| u32::try_from(count).ok())
            .ok_or_else(|| unfit(path)),
        _ => Err(unfit(path)),
    }
}

/// A content as a model writes itself.
pub(crate) fn modelled<T: Serialize>(path: &str, content: &T) -> Result<Json> {
    let written = serde_json::to_vec(content).map_err(|_| unfit(path))?;
    Json::parse(&written)
}

/// A content as a model reads itself.
pub(crate) fn as_modelled<T: DeserializeOwned>(path: &str, value: &Json) -> Result<T> {
    serde_json::from_str(&value.to_canonical()).map_err(|_| unfit(path))
}

/// An address.
pub(crate) fn as_address(path: &str, value: &Json) -> Result<Address> {
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
