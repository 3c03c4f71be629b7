//! The table of operations: what a host may ask of WellSky and of scheduling services, row by row. Both bindings call by name, and the methods of both
//! are generated from the rows, so that an operation is written once; see `docs/adding-an-operation.md`.

mod agency;
mod applicants;
mod arguments;
mod caregivers;
mod clients;
mod connect_care;
mod connect_office;
mod connect_people;
mod connect_schedule;
mod connect_visits;
mod described;
mod operation;
mod prospects;
mod providers;
mod providers_arguments;
mod providers_bookings;
mod providers_offering;
mod providers_shared;
mod providers_writes;
mod results;
#[cfg(feature = "schema")]
mod schema;
mod shifts;

use std::collections::HashMap;
use std::sync::LazyLock;

pub use operation::{Kind, Operation};
#[cfg(feature = "schema")]
pub use schema::document;

pub use agency::ZONE_VARIABLE;
pub(crate) use agency::{FillAsked, RosterAsked};
pub(crate) use operation::{Asked, of_another_session, unknown};

static TABLE: LazyLock<Vec<Operation>> = LazyLock::new(|| {
    [
        agency::rows(),
        clients::rows(),
        caregivers::rows(),
        prospects::rows(),
        applicants::rows(),
        shifts::rows(),
        connect_people::rows(),
        connect_schedule::rows(),
        connect_visits::rows(),
        connect_care::rows(),
        connect_office::rows(),
        providers::rows(),
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

/// The result of `provider.verify_webhook`, for hosts that check on the calling thread.
pub(crate) fn verified_delivery(verified: careweave::webhooks::Verified) -> impl serde::Serialize {
    providers_offering::VerifiedDelivery::from(verified)
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
