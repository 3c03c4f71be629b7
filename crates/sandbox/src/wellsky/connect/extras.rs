//! What the Connect surface knows of the agency and the REST surface does not.

use std::collections::{BTreeMap, HashMap};

use axum::body::Bytes;
use chrono::{DateTime, Utc};
use serde_json::Value;

/// A pipeline status as Connect writes it: a number, or the word `None`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    None,
    Number(u16),
}

impl std::fmt::Display for Stage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::None => f.write_str("None"),
            Self::Number(number) => write!(f, "{number}"),
        }
    }
}

/// A postal address as Connect has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) lines: Vec<String>,
    pub(crate) city: String,
    pub(crate) state: String,
    pub(crate) postal_code: String,
}

/// What is known of one person beyond the REST record.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Extra {
    pub(crate) created: Option<DateTime<Utc>>,
    /// Given names after the first.
    pub(crate) middle: Vec<String>,
    /// The use of the phone that the REST record has; mobile where unknown.
    pub(crate) phone_use: Option<String>,
    /// The other phones, by use.
    pub(crate) phones: BTreeMap<String, String>,
    pub(crate) gender: Option<String>,
    pub(crate) birth_date: Option<String>,
    pub(crate) marital_status: Option<String>,
    /// Languages as codes, where the REST record has none or fewer.
    pub(crate) languages: Vec<String>,
    /// Caregivers: their address, of which REST has the postal code.
    pub(crate) place: Option<Place>,
    /// The status as it was last written here.
    pub(crate) stage: Option<Stage>,
    /// Prospects and applicants: whether they are active.
    pub(crate) active: Option<bool>,
    pub(crate) location: Option<String>,
    /// Patients: ids of profile tags.
    pub(crate) profile_tags: Vec<u64>,
    pub(crate) deactivation_reason: Option<String>,
    /// When this changed, where that is later than the record.
    pub(crate) updated: Option<DateTime<Utc>>,
}

/// A profile tag: certifications and skills alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ProfileTag {
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    pub(crate) kind: Option<String>,
}

/// Something written down during a visit.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct TaskLog {
    pub(crate) number: u64,
    pub(crate) fields: Value,
}

/// A document and its bytes.
#[derive(Clone)]
pub(crate) struct Document {
    pub(crate) fields: Value,
    pub(crate) owners: Vec<String>,
    pub(crate) media_type: String,
    pub(crate) bytes: Bytes,
}

/// A subscription to events.
#[derive(Clone)]
pub(crate) struct Subscription {
    pub(crate) criteria: String,
    pub(crate) active: bool,
    pub(crate) endpoint: String,
    pub(crate) payload: String,
    pub(crate) headers: Vec<String>,
    /// The body as it was given, with its id.
    pub(crate) fields: Value,
}

/// All of it.
pub(crate) struct Extras {
    by_person: HashMap<u64, Extra>,
    pub(crate) profile_tags: BTreeMap<u64, ProfileTag>,
    /// Status and comment of the tasks of shifts that were changed.
    pub(crate) tasks: HashMap<u64, (String, Option<String>)>,
    /// By the number of the visit.
    pub(crate) task_logs: HashMap<u64, Vec<TaskLog>>,
    pub(crate) last_task_log: u64,
    pub(crate) admin_tasks: Vec<Value>,
    pub(crate) documents: Vec<Document>,
    pub(crate) subscriptions: BTreeMap<u64, Subscription>,
    pub(crate) last_subscription: u64,
    pub(crate) care_plans: HashMap<u64, Value>,
    pub(crate) referral_sources: Vec<Value>,
    pub(crate) activities: Vec<Value>,
}

/// The profile tags an agency starts with: the certifications of the REST surface and the skills of its caregivers.
const TAGS: &[(u64, &str, &str)] = &[
    (45, "CNA", "certification"),
    (46, "HHA", "certification"),
    (67, "PCA", "certification"),
    (101, "dementia care", "skill"),
    (102, "hoyer lift", "skill"),
    (103, "meal preparation", "skill"),
    (104, "transfers", "skill"),
    (105, "bathing", "skill"),
    (106, "driving", "skill"),
];

impl Extras {
    pub(crate) fn new() -> Self {
        let tag = |(id, name, kind): &(u64, &str, &str)| {
            let tag = ProfileTag {
                name: (*name).to_owned(),
                description: None,
                kind: Some((*kind).to_owned()),
            };
            (*id, tag)
        };
        Self {
            by_person: HashMap::new(),
            profile_tags: TAGS.iter().map(tag).collect(),
            tasks: HashMap::new(),
            task_logs: HashMap::new(),
            last_task_log: 12_117,
            admin_tasks: Vec::new(),
            documents: Vec::new(),
            subscriptions: BTreeMap::new(),
            last_subscription: 788,
            care_plans: HashMap::new(),
            referral_sources: Vec::new(),
            activities: Vec::new(),
        }
    }

    /// What is known of a person; nothing is known of somebody never met.
    pub(crate) fn of(&self, number: u64) -> Option<&Extra> {
        self.by_person.get(&number)
    }

    pub(crate) fn person(&mut self, number: u64) -> &mut Extra {
        self.by_person.entry(number).or_default()
    }

    pub(crate) fn forget(&mut self, number: u64) {
        self.by_person.remove(&number);
    }

    /// The id of the profile tag with this name, which is added where there is none.
    pub(crate) fn tag_named(&mut self, name: &str) -> u64 {
        let known = self.profile_tags.iter().find(|(_, tag)| tag.name == name);
        if let Some((id, _)) = known {
            return *id;
        }
        let id = self.profile_tags.last_key_value().map_or(1, |(id, _)| id + 1);
        let tag = ProfileTag {
            name: name.to_owned(),
            description: None,
            kind: Some("skill".to_owned()),
        };
        self.profile_tags.insert(id, tag);
        id
    }
}
