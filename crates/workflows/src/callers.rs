//! Who is calling: everybody of the kept roster by telephone number, without a call to WellSky.
//!
//! The store keeps no number and no name: a number is a digest under the key of the connection, and stands for ids. Whoever needs a
//! name reads the record.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use careweave_matching::roster::Shift;
use careweave_sync_core::{ExternalRef, Fingerprint, ReferenceState};
use careweave_types::{CaregiverId, ClientId, ClientStatus, Phone, Result};
use careweave_wellsky_client::models;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::flow::{DigestKey, FlowContext};
use crate::kept_roster::{head, read};

/// The kind under which a number is kept.
pub(crate) const NUMBERS: &str = "roster.number";

/// How old a roster that is pulled once a day may become before what it says is marked as stale: a day and two hours.
pub const FRESH_FOR: Duration = Duration::from_secs(26 * 3_600);

/// Somebody who has a number.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "role", rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum RosterPerson {
    /// A caregiver.
    Caregiver {
        /// The caregiver.
        id: CaregiverId,
        /// Where the caregiver stands.
        status: String,
    },
    /// A client.
    Client {
        /// The client.
        id: ClientId,
        /// Where the client stands.
        status: String,
        /// Who visits an active client most: see [`primary_caregivers`].
        primary_caregiver: Option<CaregiverId>,
    },
    /// Somebody to be called when something happens to a client.
    ClientContact {
        /// The client.
        client: ClientId,
        /// Which of the client's contacts, from zero, in WellSky's order.
        place: usize,
    },
}

/// Who has a number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Caller {
    /// Nobody of the roster.
    Nobody,
    /// One person.
    One {
        /// Who.
        person: RosterPerson,
    },
    /// Several, a couple at one telephone: who of them calls, the caller has to be asked.
    Several {
        /// All of them.
        people: Vec<RosterPerson>,
    },
}

/// What the kept roster says about a number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CallerLookup {
    /// Who has it.
    #[serde(flatten)]
    pub caller: Caller,
    /// When the roster was pulled.
    pub as_of: DateTime<Utc>,
    /// True when it is older than it may be, or is being replaced: somebody new may be missing, and a number may have moved.
    pub stale: bool,
}

/// Who has `phone`, by the roster that was pulled last under the connection of `context`; `None` when none ever was. An extension
/// is not looked at: a caller's number comes without.
///
/// # Errors
/// Failures of the store.
pub async fn who(context: &FlowContext, phone: &Phone, max_age: Duration) -> Result<Option<CallerLookup>> {
    let Some(head) = head(&*context.store, context.connection()).await? else {
        return Ok(None);
    };
    let number = digest(&context.digest_key().await?, phone).to_string();
    let name = ExternalRef::new(context.connection(), NUMBERS, number);
    let held = match context.store.reference(&name).await? {
        Some(held) if held.state == ReferenceState::Live => context.store.body(&name).await?,
        _ => None,
    };
    let mut people: Vec<RosterPerson> = held.map_or_else(|| Ok(Vec::new()), |body| read(&body))?;
    let caller = match (people.len(), people.pop()) {
        (1, Some(person)) => Caller::One { person },
        (_, Some(last)) => {
            people.push(last);
            Caller::Several { people }
        }
        (_, None) => Caller::Nobody,
    };
    let age = (context.clock.now() - head.as_of).to_std().unwrap_or_default();
    Ok(Some(CallerLookup {
        caller,
        as_of: head.as_of,
        stale: !head.whole || age > max_age,
    }))
}

/// What tells one number from another.
fn digest(key: &DigestKey, phone: &Phone) -> Fingerprint {
    key.digest(Fingerprint::of(&["careweave.roster.number/1", phone.digits()]))
}

/// Everybody by the digest of each of their numbers. What WellSky has in the place of a number and is none is nobody's.
pub(crate) fn by_number(
    key: &DigestKey,
    caregivers: &[models::Caregiver],
    clients: &[models::Client],
    shifts: &[Shift],
) -> BTreeMap<String, BTreeSet<RosterPerson>> {
    let primary = primary_caregivers(shifts);
    let mut numbers = BTreeMap::<String, BTreeSet<RosterPerson>>::new();
    let mut has = |phone: &models::VendorPhone, person: RosterPerson| {
        if let Some(phone) = phone.valid() {
            numbers
                .entry(digest(key, phone).to_string())
                .or_default()
                .insert(person);
        }
    };
    for one in caregivers {
        has(
            &one.phone,
            RosterPerson::Caregiver {
                id: one.id.clone(),
                status: one.status.as_str().to_owned(),
            },
        );
    }
    for one in clients {
        let active = one.status == ClientStatus::Active;
        has(
            &one.phone,
            RosterPerson::Client {
                id: one.id.clone(),
                status: one.status.as_str().to_owned(),
                primary_caregiver: primary.get(&one.id).filter(|_| active).cloned(),
            },
        );
        for (place, contact) in one.emergency_contacts.iter().enumerate() {
            has(
                &contact.phone,
                RosterPerson::ClientContact {
                    client: one.id.clone(),
                    place,
                },
            );
        }
    }
    numbers
}

/// Who has most shifts of each client among `shifts` that were not missed or cancelled; of several the one with the latest, then
/// the one with the lower id. WellSky has no field for it.
pub fn primary_caregivers(shifts: &[Shift]) -> BTreeMap<ClientId, CaregiverId> {
    let mut visits = BTreeMap::<(&ClientId, &CaregiverId), (u32, DateTime<Utc>)>::new();
    for shift in shifts {
        let takes_place = shift.status.occupies_caregiver();
        if let Some(caregiver) = shift.caregiver_id.as_ref().filter(|_| takes_place) {
            let (count, latest) = visits
                .entry((&shift.client_id, caregiver))
                .or_insert((0, shift.scheduled_start));
            *count += 1;
            *latest = (*latest).max(shift.scheduled_start);
        }
    }
    let mut primary = BTreeMap::<ClientId, (u32, DateTime<Utc>, CaregiverId)>::new();
    for ((client, caregiver), (count, latest)) in visits {
        let best = primary.get(client);
        if best.is_none_or(|(most, at, _)| (count, latest) > (*most, *at)) {
            primary.insert(client.clone(), (count, latest, caregiver.clone()));
        }
    }
    primary
        .into_iter()
        .map(|(client, (_, _, caregiver))| (client, caregiver))
        .collect()
}
