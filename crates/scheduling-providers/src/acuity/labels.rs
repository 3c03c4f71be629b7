use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::wire::WireLabel;
use crate::model::{AppointmentStatus, StatusReading};

/// A label of the account, by id or by name.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LabelName {
    /// By its id, which renaming does not change.
    Id(u64),
    /// By its name, in any case.
    Name(String),
}

impl LabelName {
    /// True when `label` is meant.
    pub(super) fn is(&self, label: &WireLabel) -> bool {
        match self {
            Self::Id(id) => *id == label.id,
            Self::Name(name) => name.eq_ignore_ascii_case(label.name.trim()),
        }
    }
}

/// What checking in says once the appointment is over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckedInAfterEnd {
    /// That it took place; the reading is marked as inferred.
    #[default]
    Completed,
    /// Only that the client came.
    Arrived,
}

/// What an account's labels say of an appointment. Labels are free text per account; the default is what a new account has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LabelRules {
    /// The client said that it stands.
    pub confirmed: LabelName,
    /// It took place.
    pub completed: LabelName,
    /// The client is here.
    pub checked_in: LabelName,
    /// What that says once the appointment is over.
    pub checked_in_after_end: CheckedInAfterEnd,
}

impl Default for LabelRules {
    fn default() -> Self {
        let named = |name: &str| LabelName::Name(name.to_owned());
        Self {
            confirmed: named("Confirmed"),
            completed: named("Completed"),
            checked_in: named("Checked In"),
            checked_in_after_end: CheckedInAfterEnd::default(),
        }
    }
}

/// What an appointment shows of where it stands.
pub(super) struct Evidence<'a> {
    pub(super) canceled: bool,
    pub(super) no_show: bool,
    pub(super) labels: &'a [WireLabel],
    pub(super) end: DateTime<Utc>,
}

impl LabelRules {
    /// Where an appointment stands at `now`.
    pub(super) fn read(&self, evidence: &Evidence<'_>, now: DateTime<Utc>) -> StatusReading {
        if evidence.canceled {
            let raw = format!("canceled=true,noShow={}", evidence.no_show);
            return StatusReading::said(
                if evidence.no_show {
                    AppointmentStatus::NoShow
                } else {
                    AppointmentStatus::Cancelled
                },
                raw,
            );
        }
        let has = |name: &LabelName| evidence.labels.iter().any(|label| name.is(label));
        let mut raw = "canceled=false".to_owned();
        for label in evidence.labels {
            // The id: what people write on labels is theirs.
            raw.push_str(&format!(",label={}", label.id));
        }
        if has(&self.completed) {
            return StatusReading::said(AppointmentStatus::Completed, raw);
        }
        if has(&self.checked_in) {
            let over = evidence.end <= now && self.checked_in_after_end == CheckedInAfterEnd::Completed;
            return match over {
                true => StatusReading::said(AppointmentStatus::Completed, raw).inferred(),
                false => StatusReading::said(AppointmentStatus::Scheduled, raw).arrived(),
            };
        }
        let status = if has(&self.confirmed) {
            AppointmentStatus::Confirmed
        } else {
            AppointmentStatus::Scheduled
        };
        StatusReading::said(status, raw)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(canceled: bool, no_show: bool, label: Option<(u64, &str)>, ended: bool) -> StatusReading {
        let labels: Vec<WireLabel> = label
            .map(|(id, name)| WireLabel {
                id,
                name: name.to_owned(),
            })
            .into_iter()
            .collect();
        let now = DateTime::UNIX_EPOCH + chrono::TimeDelta::hours(10);
        let end = if ended {
            DateTime::UNIX_EPOCH
        } else {
            now + chrono::TimeDelta::hours(1)
        };
        let evidence = Evidence {
            canceled,
            no_show,
            labels: &labels,
            end,
        };
        LabelRules::default().read(&evidence, now)
    }

    #[test]
    fn the_status_is_read_from_cancellation_first_and_labels_second() {
        use AppointmentStatus::{Cancelled, Completed, Confirmed, NoShow, Scheduled};
        for (canceled, no_show, label, expected) in [
            (true, true, None, NoShow),
            (true, false, None, Cancelled),
            (true, false, Some((1, "Completed")), Cancelled),
            (false, false, Some((1, "completed ")), Completed),
            (false, false, Some((1, "Confirmed")), Confirmed),
            (false, false, Some((1, "VIP")), Scheduled),
            (false, false, None, Scheduled),
        ] {
            assert_eq!(
                reading(canceled, no_show, label, false).status,
                expected,
                "{canceled} {no_show} {label:?}"
            );
        }
    }

    #[test]
    fn checking_in_is_an_arrival_and_after_the_end_an_inferred_completion() {
        let before = reading(false, false, Some((1, "Checked In")), false);
        assert_eq!(
            (before.status, before.arrived, before.inferred),
            (AppointmentStatus::Scheduled, true, false)
        );
        let after = reading(false, false, Some((1, "Checked In")), true);
        assert_eq!(
            (after.status, after.inferred),
            (AppointmentStatus::Completed, true)
        );
    }
}
