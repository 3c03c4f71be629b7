use std::collections::BTreeMap;

use careweave_types::{ClientId, ClientStatus};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::models::StatusChange;

/// The status of every client at an instant. The caller keeps it until the next one is taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ClientSnapshot {
    /// When it was taken.
    pub taken_at: DateTime<Utc>,
    /// The statuses.
    pub statuses: BTreeMap<ClientId, ClientStatus>,
}

/// What differs between two snapshots.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Differences {
    /// Clients that are new or have another status, by id.
    pub changes: Vec<StatusChange>,
    /// Clients that the later snapshot does not have. Why is not known: this is no change of status.
    pub gone: Vec<ClientId>,
}

/// The changes of status from one snapshot to a later one. When each took place is not known: it is given the instant of
/// the later snapshot, which is the earliest at which it was certain.
pub fn status_changes(before: &ClientSnapshot, after: &ClientSnapshot) -> Differences {
    let changes = after
        .statuses
        .iter()
        .filter(|(id, status)| before.statuses.get(*id) != Some(*status))
        .map(|(id, status)| StatusChange {
            client_id: id.clone(),
            from: before.statuses.get(id).cloned(),
            to: status.clone(),
            changed_at: after.taken_at,
            reason: None,
        })
        .collect();
    let gone = before
        .statuses
        .keys()
        .filter(|id| !after.statuses.contains_key(*id))
        .cloned()
        .collect();
    Differences { changes, gone }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn snapshot(second: i64, statuses: &[(&str, ClientStatus)]) -> ClientSnapshot {
        ClientSnapshot {
            taken_at: DateTime::from_timestamp(second, 0).unwrap(),
            statuses: statuses
                .iter()
                .map(|(id, status)| (ClientId::new(*id).unwrap(), status.clone()))
                .collect(),
        }
    }

    #[test]
    fn only_what_changed_is_a_change_and_who_is_gone_is_not_discharged() {
        let before = snapshot(
            1,
            &[
                ("1", ClientStatus::Active),
                ("2", ClientStatus::Pending),
                ("3", ClientStatus::Active),
            ],
        );
        let after = snapshot(
            2,
            &[
                ("1", ClientStatus::Active),
                ("2", ClientStatus::Active),
                ("4", ClientStatus::Prospect),
            ],
        );
        let found = status_changes(&before, &after);
        let changes: Vec<_> = found
            .changes
            .iter()
            .map(|c| (c.client_id.as_str(), c.from.clone(), c.to.clone()))
            .collect();
        assert_eq!(
            changes,
            [
                ("2", Some(ClientStatus::Pending), ClientStatus::Active),
                ("4", None, ClientStatus::Prospect)
            ]
        );
        assert_eq!(found.gone.iter().map(ClientId::as_str).collect::<Vec<_>>(), ["3"]);
        assert_eq!(status_changes(&after, &after), Differences::default());
    }
}
