use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::models::Encounter;

/// The number of the first visit.
const FIRST: u64 = 128_000_001;

/// All visits, found by number, shift, client and caregiver.
pub(crate) struct Visits {
    by_number: BTreeMap<u64, Encounter>,
    by_shift: HashMap<u64, u64>,
    by_client: HashMap<u64, BTreeSet<u64>>,
    by_caregiver: HashMap<u64, BTreeSet<u64>>,
    next: u64,
}

impl Visits {
    pub(super) fn new() -> Self {
        Self {
            by_number: BTreeMap::new(),
            by_shift: HashMap::new(),
            by_client: HashMap::new(),
            by_caregiver: HashMap::new(),
            next: FIRST,
        }
    }

    /// Adds a visit under the next number, which it is given.
    pub(super) fn add(&mut self, mut visit: Encounter) -> u64 {
        let number = self.next;
        self.next += 1;
        visit.number = number;
        self.put(visit);
        number
    }

    fn put(&mut self, visit: Encounter) {
        let number = visit.number;
        if let Some(shift) = visit.shift {
            self.by_shift.insert(shift, number);
        }
        self.by_client.entry(visit.client).or_default().insert(number);
        self.by_caregiver
            .entry(visit.caregiver)
            .or_default()
            .insert(number);
        self.by_number.insert(number, visit);
    }

    pub(super) fn remove(&mut self, number: u64) -> Option<Encounter> {
        let visit = self.by_number.remove(&number)?;
        if let Some(shift) = visit.shift {
            self.by_shift.remove(&shift);
        }
        for (index, key) in [
            (&mut self.by_client, visit.client),
            (&mut self.by_caregiver, visit.caregiver),
        ] {
            if let Some(numbers) = index.get_mut(&key) {
                numbers.remove(&number);
            }
        }
        Some(visit)
    }

    /// Puts `visit` in the place of the one with its number.
    pub(super) fn replace(&mut self, visit: Encounter) {
        self.remove(visit.number);
        self.put(visit);
    }

    pub(super) fn get(&self, number: u64) -> Option<&Encounter> {
        self.by_number.get(&number)
    }

    pub(super) fn of_shift(&self, shift: u64) -> Option<&Encounter> {
        self.get(*self.by_shift.get(&shift)?)
    }

    pub(super) fn of_client(&self, client: u64) -> impl Iterator<Item = &Encounter> {
        let numbers = self.by_client.get(&client).into_iter().flatten();
        numbers.filter_map(|number| self.get(*number))
    }

    pub(super) fn of_caregiver(&self, caregiver: u64) -> impl Iterator<Item = &Encounter> {
        let numbers = self.by_caregiver.get(&caregiver).into_iter().flatten();
        numbers.filter_map(|number| self.get(*number))
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Encounter> {
        self.by_number.values()
    }
}
