//! The people to call for a client, seen as a list of the client by REST and as records of their own by Connect.

use super::agency::Agency;
use super::models::{Contact, EmergencyContact};

/// Codes of relationships and the REST surface's words for them.
const RELATIONSHIPS: &[(&str, &str)] = &[
    ("FTH", "father"),
    ("MTH", "mother"),
    ("SPS", "spouse"),
    ("BRO", "brother"),
    ("SIS", "sister"),
    ("SON", "son"),
    ("DAU", "daughter"),
    ("DOCTOR", "doctor"),
    ("SOCIAL_WORKER", "social worker"),
    ("NURSE", "nurse"),
    ("FRND", "friend"),
    ("NBOR", "neighbor"),
];

/// The code of a word; a word without one is its own.
fn code(word: &str) -> String {
    RELATIONSHIPS
        .iter()
        .find(|(_, known)| known.eq_ignore_ascii_case(word))
        .map_or_else(|| word.to_owned(), |(code, _)| (*code).to_owned())
}

/// The word of a code; a code without one is its own.
pub(super) fn word(code: &str) -> String {
    RELATIONSHIPS
        .iter()
        .find(|(known, _)| *known == code)
        .map_or_else(|| code.to_owned(), |(_, word)| (*word).to_owned())
}

impl Contact {
    fn name(&self) -> String {
        let mut name = self.given.join(" ");
        if !name.is_empty() && !self.family.is_empty() {
            name.push(' ');
        }
        name + &self.family
    }

    /// Mobile before home before work.
    fn phone(&self) -> Option<&String> {
        ["mobile", "home", "work"]
            .iter()
            .find_map(|use_| self.phones.get(*use_))
    }

    /// As the REST surface lists it; `None` without a phone.
    fn listed(&self) -> Option<EmergencyContact> {
        Some(EmergencyContact {
            name: self.name(),
            relationship: self.relationship.as_deref().map(word),
            phone: self.phone()?.clone(),
        })
    }
}

/// Brings the records in line with the list of a client that was written.
pub(super) fn follow_list(agency: &mut Agency, client: u64) {
    let Some(listed) = agency.clients.at(client).map(|c| c.emergency_contacts.clone()) else {
        return;
    };
    let mut gone: Vec<u64> = agency
        .contacts
        .iter()
        .filter(|c| c.client == client && c.emergency && c.listed().is_some())
        .map(|c| c.number)
        .collect();
    let mut fresh = Vec::new();
    for entry in listed {
        let same = |number: &u64| {
            let kept = agency.contacts.at(*number).and_then(Contact::listed);
            kept.as_ref() == Some(&entry)
        };
        match gone.iter().position(same) {
            Some(index) => {
                gone.remove(index);
            }
            None => fresh.push(entry),
        }
    }
    // Who is left keeps a record, so that a changed phone is a change and not somebody else.
    for entry in fresh {
        let name = entry.name.trim().to_owned();
        let kept = gone
            .iter()
            .position(|n| agency.contacts.at(*n).is_some_and(|c| c.name() == name));
        let number = match kept {
            Some(index) => gone.remove(index),
            None => add(agency, client, &entry),
        };
        let at = agency.clock;
        let id = number.to_string();
        if let Some(contact) = agency.contacts.get_mut(&id) {
            let primary = ["mobile", "home", "work"]
                .into_iter()
                .find(|use_| contact.phones.contains_key(*use_))
                .unwrap_or("mobile");
            contact.phones.insert(primary.to_owned(), entry.phone);
            contact.relationship = entry.relationship.as_deref().map(code);
            contact.updated = at;
        }
    }
    for number in gone {
        agency.contacts.remove(number);
    }
}

/// Gives each entry of the list of a seeded client a record. There are none yet, so that none is looked for.
pub(super) fn follow_seeded(agency: &mut Agency, client: u64) {
    let row = agency.clients.at(client);
    let (listed, at) = row
        .map(|c| (c.emergency_contacts.clone(), c.updated_at))
        .unwrap_or_default();
    for entry in listed {
        let number = add(agency, client, &entry);
        if let Some(contact) = agency.contacts.get_mut(&number.to_string()) {
            contact.phones.insert("mobile".to_owned(), entry.phone);
            contact.relationship = entry.relationship.as_deref().map(code);
            contact.created = at;
            contact.updated = at;
        }
    }
}

fn add(agency: &mut Agency, client: u64, entry: &EmergencyContact) -> u64 {
    let number = agency.contacts.next_number();
    let at = agency.clock;
    let (given, family) = match entry.name.trim().rsplit_once(' ') {
        Some((given, family)) => (vec![given.to_owned()], family.to_owned()),
        None => (Vec::new(), entry.name.trim().to_owned()),
    };
    agency.contacts.add(|_| Contact {
        number,
        client,
        given,
        family,
        relationship: None,
        phones: std::collections::BTreeMap::new(),
        email: None,
        address: None,
        emergency: true,
        primary: false,
        payer: false,
        poa: false,
        created: at,
        updated: at,
    });
    number
}

/// Brings the list of a client in line with the records, after a record was written.
pub(super) fn lead(agency: &mut Agency, client: u64) {
    let listed: Vec<EmergencyContact> = agency
        .contacts
        .iter()
        .filter(|c| c.client == client && c.emergency)
        .filter_map(Contact::listed)
        .collect();
    let at = agency.clock;
    if let Some(row) = agency.clients.get_mut(&client.to_string())
        && row.emergency_contacts != listed
    {
        row.emergency_contacts = listed;
        row.updated_at = at;
    }
}
