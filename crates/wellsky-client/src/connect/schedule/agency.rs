//! The schedule of a whole agency, client by client.

use std::collections::BTreeSet;
use std::sync::Arc;

use careweave_types::{ClientId, Result, TimeWindow};
use futures_util::stream::{self, StreamExt as _};

use super::{Of, Visits, concerns_everybody};
use crate::connect::days::plan;
use crate::connect::mapping::shift::ClientFacts;
use crate::connect::models::Patient;
use crate::connect::people::patients;
use crate::connect::session::Session;
use crate::models::Shift;
use crate::pager::Page;
use crate::reading::{Failure, Reading};

/// Which clients are asked for the agency's schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Which {
    /// Those whose records are in use: nobody else has visits to come.
    Active,
    /// All, because a client who has left had visits before.
    All,
}

/// How many clients of an agency are read at once. Each has one request under way at a time, so that these keep the
/// vendor's hundred requests a second in use while an answer takes up to a third of a second. The limiter sets the pace.
const CLIENTS_AT_ONCE: usize = 32;

/// The clients of an agency, as the pages of their list come in.
struct Listing {
    which: Which,
    pass: u32,
    /// Who is on the list in this pass.
    listed: BTreeSet<ClientId>,
    /// Whose visits were asked for, in any pass.
    asked: BTreeSet<ClientId>,
}

impl Listing {
    fn new(which: Which) -> Self {
        Self {
            which,
            pass: 1,
            listed: BTreeSet::new(),
            asked: BTreeSet::new(),
        }
    }

    /// The clients of a page whose visits were not asked for before.
    fn take(&mut self, page: Page<Patient>) -> Vec<Patient> {
        if page.pass != self.pass {
            self.pass = page.pass;
            self.listed.clear();
        }
        let wanted = page.items.into_iter().filter(|patient| {
            patient.is_client() != Some(false) && (self.which == Which::All || patient.active != Some(false))
        });
        wanted
            .filter(|patient| {
                self.listed.insert(patient.id.clone());
                self.asked.insert(patient.id.clone())
            })
            .collect()
    }

    /// True for a client of the list as it was proved complete.
    fn holds(&self, client: &ClientId) -> bool {
        self.listed.contains(client)
    }
}

impl Session {
    /// The agency's schedule: one search plan per client, many clients at a time, from the first page of their list on.
    /// Clients whose visits could not be read are named; the list of clients itself has to be complete.
    pub(crate) async fn agency_schedule(
        self: &Arc<Self>,
        operation: &'static str,
        window: TimeWindow,
        which: Which,
        visits: Visits,
    ) -> Result<Reading<Vec<Shift>>> {
        plan(window)?;
        let mut listing = Listing::new(which);
        let mut read = Vec::new();
        {
            let clients = self
                .search::<Patient>(patients(operation, None, None))
                .map(|page| match page {
                    Ok(page) => listing.take(page).into_iter().map(Ok).collect(),
                    Err(error) => vec![Err(error)],
                })
                .flat_map(stream::iter);
            let mut results = clients
                .map(|patient: Result<Patient>| async move {
                    let patient = patient?;
                    let facts = ClientFacts::of(&patient);
                    let found = self
                        .shifts_of(operation, Of::Client(&patient.id), window, &facts, visits)
                        .await;
                    match found {
                        Err(error) if concerns_everybody(&error) => Err(error),
                        found => Ok((patient.id, found)),
                    }
                })
                .buffer_unordered(CLIENTS_AT_ONCE);
            while let Some(outcome) = results.next().await {
                read.push(outcome?);
            }
        }
        let (mut shifts, mut failures) = (Vec::new(), Vec::new());
        // A list that was read again may have lost somebody whose visits had been read by then.
        for (client, found) in read.into_iter().filter(|(client, _)| listing.holds(client)) {
            match found {
                Ok(found) => shifts.extend(found),
                Err(error) => failures.push(Failure {
                    subject: format!("client {client}"),
                    error,
                }),
            }
        }
        sort(&mut shifts);
        failures.sort_by(|a, b| a.subject.cmp(&b.subject));
        Ok(Reading::of(shifts, failures))
    }
}

fn sort(shifts: &mut [Shift]) {
    shifts.sort_by(|a, b| (a.scheduled_start, &a.id).cmp(&(b.scheduled_start, &b.id)));
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn page(pass: u32, ids: &[&str]) -> Page<Patient> {
        let patient = |id: &&str| {
            let active = !id.starts_with('9');
            serde_json::from_value(json!({"resourceType": "Patient", "id": id, "active": active})).unwrap()
        };
        Page {
            items: ids.iter().map(patient).collect(),
            total: ids.len() as u64,
            offset: 0,
            pass,
        }
    }

    fn taken(listing: &mut Listing, pass: u32, ids: &[&str]) -> Vec<String> {
        let asked = listing.take(page(pass, ids));
        asked.iter().map(|patient| patient.id.to_string()).collect()
    }

    #[test]
    fn a_client_is_asked_for_once_though_the_list_is_read_again() {
        let mut listing = Listing::new(Which::All);
        assert_eq!(taken(&mut listing, 1, &["1", "2"]), ["1", "2"]);
        assert_eq!(taken(&mut listing, 1, &["2", "3"]), ["3"]);
        assert_eq!(taken(&mut listing, 2, &["1", "4"]), ["4"]);
    }

    #[test]
    fn who_is_gone_when_the_list_is_read_again_is_not_of_it() {
        let mut listing = Listing::new(Which::All);
        taken(&mut listing, 1, &["1", "2"]);
        taken(&mut listing, 2, &["1"]);
        let held = |id: &str| listing.holds(&ClientId::new(id).unwrap());
        assert!(held("1"));
        assert!(!held("2"));
    }

    #[test]
    fn those_who_have_left_are_asked_for_only_where_all_are() {
        assert_eq!(taken(&mut Listing::new(Which::All), 1, &["1", "9"]), ["1", "9"]);
        assert_eq!(taken(&mut Listing::new(Which::Active), 1, &["1", "9"]), ["1"]);
    }
}
