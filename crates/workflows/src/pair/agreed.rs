use std::collections::BTreeMap;

use careweave_sync_core::Fingerprint;
use careweave_sync_core::canonical::Json;
use careweave_sync_core::merge::{MergePolicy, Record};
use careweave_types::Result;
use serde::{Deserialize, Serialize};

use super::values::{Changes, Values, digest};
use crate::flow::DigestKey;

/// What both sides agreed on last: which record of WellSky it is, and a digest per field under the key of the connection. The
/// contents themselves are not kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Agreed {
    /// WellSky's id.
    pub(crate) there: String,
    /// The digest of each field that both have, by path.
    digests: BTreeMap<String, Fingerprint>,
    /// The same of what is on its way to WellSky: what has landed is agreed on, also where a crash kept it from being written down.
    #[serde(default)]
    going_there: BTreeMap<String, Fingerprint>,
    /// The same of what is on its way to the host.
    #[serde(default)]
    going_here: BTreeMap<String, Fingerprint>,
}

/// Whose fields: the flow, and the id of the record here.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Whose<'a> {
    pub(crate) key: &'a DigestKey,
    pub(crate) flow: &'a str,
    pub(crate) id: &'a str,
}

impl Whose<'_> {
    pub(crate) fn digest(&self, path: &str, value: &Json) -> Fingerprint {
        digest(self.key, self.flow, self.id, path, value)
    }
}

impl Agreed {
    /// Nothing was agreed on yet.
    pub(crate) const fn nothing(there: String) -> Self {
        Self {
            there,
            digests: BTreeMap::new(),
            going_there: BTreeMap::new(),
            going_here: BTreeMap::new(),
        }
    }

    /// These contents are about to be sent.
    pub(crate) fn begin(&mut self, whose: Whose<'_>, pushed: &Changes, applied: &Changes) {
        let digests = |changes: &Changes| {
            let held = changes
                .iter()
                .filter_map(|(path, value)| Some((path.clone(), whose.digest(path, value.as_ref()?))));
            held.collect()
        };
        self.going_there = digests(pushed);
        self.going_here = digests(applied);
    }

    /// Both hold `value` now.
    pub(crate) fn settle(&mut self, whose: Whose<'_>, path: &str, value: Option<&Json>) {
        self.going_there.remove(path);
        self.going_here.remove(path);
        match value {
            Some(value) => self.digests.insert(path.to_owned(), whose.digest(path, value)),
            None => self.digests.remove(path),
        };
    }

    /// The record both agreed on. A content that neither side has any more is stood for by its digest: all that merging asks
    /// of it is that it is another.
    pub(crate) fn record(
        &self,
        whose: Whose<'_>,
        policy: &MergePolicy,
        here: &Values,
        there: &Values,
    ) -> Result<Record> {
        let value = |path: &str, agreed: &Fingerprint| {
            [here, there]
                .into_iter()
                .filter_map(|side| side.get(path))
                .find(|value| whose.digest(path, value) == *agreed)
                .cloned()
                .unwrap_or_else(|| Json::Text(format!("agreed:{agreed}")))
        };
        let landed = |path: &str, going: &BTreeMap<String, Fingerprint>, side: &Values| {
            let value = side.get(path)?;
            (*going.get(path)? == whose.digest(path, value)).then(|| value.clone())
        };
        let shared = policy.fields().iter().filter_map(|field| {
            let path = field.path.as_str();
            let base = landed(path, &self.going_there, there)
                .or_else(|| landed(path, &self.going_here, here))
                .or_else(|| Some(value(path, self.digests.get(path)?)))?;
            Some((path.to_owned(), base))
        });
        policy.record(shared.collect())
    }
}
