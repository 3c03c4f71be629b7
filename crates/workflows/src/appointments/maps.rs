use std::collections::BTreeMap;

use careweave_scheduling_providers::model::AppointmentStatus;
use careweave_types::{Error, Result};
use serde::{Deserialize, Serialize};

use super::TaskStatus;

/// Which status of a task stands for which status of an appointment.
///
/// The default:
///
/// | appointment | task | | task | appointment, when it is sent |
/// |---|---|---|---|---|
/// | scheduled | pending | | confirmed | confirmed |
/// | confirmed | confirmed | | completed | completed |
/// | completed | completed | | cancelled | cancelled |
/// | cancelled, rescheduled without a new record | cancelled | | missed | no_show |
/// | no_show | missed | | | |
/// | gone | cancelled | | | |
///
/// A code that the map does not know leaves the task's status as it is; a new task starts as `fresh` says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, try_from = "Words")]
pub struct StatusMap {
    apply: BTreeMap<String, TaskStatus>,
    send: BTreeMap<TaskStatus, String>,
    fresh: TaskStatus,
    gone: TaskStatus,
}

/// The map as it is written down.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    apply: BTreeMap<String, TaskStatus>,
    #[serde(default)]
    send: BTreeMap<TaskStatus, String>,
    fresh: TaskStatus,
    gone: TaskStatus,
}

impl TryFrom<Words> for StatusMap {
    type Error = Error;
    fn try_from(words: Words) -> Result<Self> {
        Self::new(words.apply, words.send, words.fresh, words.gone)
    }
}

impl Default for StatusMap {
    fn default() -> Self {
        let apply = [
            (AppointmentStatus::Scheduled, TaskStatus::Pending),
            (AppointmentStatus::Confirmed, TaskStatus::Confirmed),
            (AppointmentStatus::Completed, TaskStatus::Completed),
            (AppointmentStatus::Cancelled, TaskStatus::Cancelled),
            (AppointmentStatus::Rescheduled, TaskStatus::Cancelled),
            (AppointmentStatus::NoShow, TaskStatus::Missed),
        ];
        let send = [
            (TaskStatus::Confirmed, AppointmentStatus::Confirmed),
            (TaskStatus::Completed, AppointmentStatus::Completed),
            (TaskStatus::Cancelled, AppointmentStatus::Cancelled),
            (TaskStatus::Missed, AppointmentStatus::NoShow),
        ];
        Self {
            apply: apply
                .into_iter()
                .map(|(there, here)| (there.as_str().to_owned(), here))
                .collect(),
            send: send
                .into_iter()
                .map(|(here, there)| (here, there.as_str().to_owned()))
                .collect(),
            fresh: TaskStatus::Pending,
            gone: TaskStatus::Cancelled,
        }
    }
}

impl StatusMap {
    /// A map: what is applied, what is sent, what a new task with an unknown code starts as, and what one becomes whose
    /// appointment is gone.
    ///
    /// # Errors
    /// `InvalidInput` for a map that contradicts itself: a status that is sent as one which is applied as another would be undone
    /// by the next reading (`send`), and an appointment that is gone must not leave an open task (`gone`).
    pub fn new(
        apply: BTreeMap<String, TaskStatus>,
        send: BTreeMap<TaskStatus, String>,
        fresh: TaskStatus,
        gone: TaskStatus,
    ) -> Result<Self> {
        const AT: &str = "appointments.status_map";
        for (here, there) in &send {
            if apply.get(there) != Some(here) {
                return Err(Error::invalid(
                    AT,
                    "send",
                    "what is sent must be applied as the status it came from, or the next reading undoes it",
                )
                .with("task_status", here.as_str())
                .with("appointment_status", there.clone()));
            }
        }
        if gone.is_open() {
            return Err(Error::invalid(AT, "gone", "must not be an open status"));
        }
        Ok(Self {
            apply,
            send,
            fresh,
            gone,
        })
    }

    /// What stands for a status of an appointment; `None` for one the map does not know.
    pub fn applied(&self, status: &AppointmentStatus) -> Option<TaskStatus> {
        self.apply.get(status.as_str()).copied()
    }

    /// What a status of a task is sent as; `None` when it is not sent.
    pub fn sent(&self, status: TaskStatus) -> Option<AppointmentStatus> {
        self.send
            .get(&status)
            .map(|word| AppointmentStatus::from(word.as_str()))
    }

    /// What a new task starts as whose appointment has a code the map does not know.
    pub const fn fresh(&self) -> TaskStatus {
        self.fresh
    }

    /// What a task becomes whose appointment is gone.
    pub const fn gone(&self) -> TaskStatus {
        self.gone
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_map_is_one_that_could_have_been_written_down() {
        let map = StatusMap::default();
        let text = serde_json::to_string(&map).unwrap();
        assert_eq!(serde_json::from_str::<StatusMap>(&text).unwrap(), map);
        assert_eq!(map.applied(&AppointmentStatus::from("arrived_by_boat")), None);
    }

    #[test]
    fn a_map_that_would_undo_what_it_sends_is_refused_with_both_words() {
        let error = StatusMap::new(
            BTreeMap::from([("completed".to_owned(), TaskStatus::Completed)]),
            BTreeMap::from([(TaskStatus::Missed, "completed".to_owned())]),
            TaskStatus::Pending,
            TaskStatus::Cancelled,
        )
        .unwrap_err();
        assert_eq!(error.get("field"), Some("send"));
        assert_eq!(error.get("task_status"), Some("missed"));
        let open = StatusMap::new(
            BTreeMap::new(),
            BTreeMap::new(),
            TaskStatus::Pending,
            TaskStatus::Confirmed,
        );
        assert_eq!(open.unwrap_err().get("field"), Some("gone"));
    }
}
