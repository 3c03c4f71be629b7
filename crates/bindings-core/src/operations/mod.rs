//! The table of operations: what a host may ask of WellSky and of scheduling services, row by row. Both bindings call by name, and the methods of both
//! are generated from the rows, so that an operation is written once; see `docs/adding-an-operation.md`.

mod agency;
mod applicants;
mod arguments;
mod cached;
mod caregivers;
mod clients;
mod connect_care;
mod connect_office;
mod connect_people;
mod connect_schedule;
mod connect_visits;
mod described;
mod events;
mod flows;
mod flows_campaigns;
mod flows_deals;
mod flows_report;
mod flows_tasks;
mod observed;
mod operation;
mod prospects;
mod providers;
mod providers_arguments;
mod providers_bookings;
mod providers_offering;
mod providers_shared;
mod providers_writes;
mod queued;
mod results;
#[cfg(feature = "schema")]
mod schema;
mod shifts;
mod store_audit;
mod store_conflicts;
mod store_gate;
mod store_health;
mod store_inbox;
mod store_latch;
mod store_lease;
mod store_ledger;
mod store_ledger_records;
mod store_mirror;
mod store_mirror_records;
mod store_outbox;
mod store_retention;
mod store_shared;
mod store_vault;

use std::collections::HashMap;
use std::sync::LazyLock;

pub use operation::{Kind, Operation, PRIMITIVES};
#[cfg(feature = "schema")]
pub use schema::document;

pub use agency::ZONE_VARIABLE;
pub(crate) use agency::{FillAsked, RosterAsked};
pub(crate) use events::{ChangeStep, Drained, FeedAsked, HostChange, PollAsked, PolledSweep};
pub(crate) use flows::{AppointmentsAsked, SalesAsked};
pub(crate) use flows_campaigns::CampaignsAsked;
pub(crate) use flows_deals::{HostDeal, HostDealChange, HostDealPage};
pub(crate) use flows_report::{HostFlowStep, HostQuestion};
pub(crate) use flows_tasks::{BoardTask, HostTaskChange, HostTaskPage};
pub(crate) use observed::{AlertsSeen, LookAsked, WatchAsked};
pub(crate) use operation::{Asked, of_another_session, unknown};
pub(crate) use store_ledger_records::EffectIntent;
pub(crate) use store_outbox::OutboxDispatch;
pub(crate) use store_shared::{at, word};

static TABLE: LazyLock<Vec<Operation>> = LazyLock::new(|| {
    [
        agency::rows(),
        clients::rows(),
        caregivers::rows(),
        prospects::rows(),
        applicants::rows(),
        shifts::rows(),
        cached::rows(),
        events::rows(),
        flows::rows(),
        flows_campaigns::rows(),
        queued::rows(),
        observed::rows(),
        connect_people::rows(),
        connect_schedule::rows(),
        connect_visits::rows(),
        connect_care::rows(),
        connect_office::rows(),
        providers::rows(),
        store_ledger::rows(),
        store_outbox::rows(),
        store_inbox::rows(),
        store_mirror::rows(),
        store_lease::rows(),
        store_latch::rows(),
        store_gate::rows(),
        store_audit::rows(),
        store_vault::rows(),
        store_conflicts::rows(),
        store_health::rows(),
        store_retention::rows(),
    ]
    .into_iter()
    .flatten()
    .collect()
});

static BY_NAME: LazyLock<HashMap<&'static str, &'static Operation>> =
    LazyLock::new(|| TABLE.iter().map(|row| (row.name(), row)).collect());

/// Every row, in the order in which the hosts document them.
pub fn table() -> &'static [Operation] {
    &TABLE
}

/// The result of `provider.parse_webhook`, also for hosts that read on the calling thread.
pub(crate) fn parsed_delivery(
    events: Vec<careweave::providers::webhook::WebhookEvent>,
) -> careweave::Result<Vec<providers_offering::ProviderEvent>> {
    events
        .into_iter()
        .map(providers_offering::ProviderEvent::of)
        .collect::<careweave::Result<Vec<_>>>()
}

/// The row with this name.
pub(crate) fn find(name: &str) -> careweave::Result<&'static Operation> {
    BY_NAME.get(name).copied().ok_or_else(|| unknown(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn names_and_methods_are_unique_and_in_snake_case() {
        let (mut names, mut methods) = (HashSet::new(), HashSet::new());
        for row in table() {
            assert!(names.insert(row.name()), "{}", row.name());
            for method in std::iter::once(row.method()).chain(row.pages_method()) {
                assert!(
                    methods.insert((row.group(), method)),
                    "{}: {method} is taken",
                    row.name()
                );
                assert!(method.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'));
            }
            assert!(
                row.name()
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b"._".contains(&b)),
                "{}",
                row.name()
            );
            assert!(row.about().ends_with('.'), "{}", row.name());
        }
        assert!(names.len() > 80, "{}", names.len());
    }

    #[test]
    fn an_unknown_operation_is_named_unless_the_name_is_not_one() {
        let error = find("clients.lst").unwrap_err();
        assert_eq!(
            (error.operation(), error.get("field")),
            ("clients.lst", Some("operation"))
        );
        assert!(!format!("{:?}", find("Alpha Testclient").unwrap_err()).contains("Alpha"));
    }
}
