//! The records of Calendly, as far as they are read.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::value::RawValue;

#[derive(Deserialize)]
pub(super) struct Resource<T> {
    pub(super) resource: T,
}

/// A page of records that are read one by one, so that a broken one costs itself alone.
#[derive(Deserialize)]
pub(super) struct Page {
    pub(super) collection: Vec<Box<RawValue>>,
    #[serde(default)]
    pub(super) pagination: Pagination,
}

#[derive(Default, Deserialize)]
pub(super) struct Pagination {
    #[serde(default)]
    pub(super) next_page_token: Option<String>,
}

/// Enough of a record to name it when the rest cannot be read.
#[derive(Deserialize)]
pub(super) struct Named {
    pub(super) uri: String,
}

#[derive(Clone, Deserialize)]
pub(super) struct Me {
    pub(super) uri: String,
    pub(super) name: String,
    #[serde(default)]
    pub(super) email: Option<String>,
    pub(super) timezone: String,
    pub(super) current_organization: String,
}

#[derive(Deserialize)]
pub(super) struct Event {
    pub(super) uri: String,
    #[serde(default)]
    pub(super) name: Option<String>,
    pub(super) status: String,
    pub(super) start_time: DateTime<Utc>,
    pub(super) end_time: DateTime<Utc>,
    #[serde(default)]
    pub(super) event_type: Option<String>,
    #[serde(default)]
    pub(super) location: Option<Location>,
    #[serde(default)]
    pub(super) invitees_counter: Option<Counter>,
    #[serde(default)]
    pub(super) event_memberships: Vec<Membership>,
    #[serde(default)]
    pub(super) cancellation: Option<Cancellation>,
    #[serde(default)]
    pub(super) updated_at: Option<DateTime<Utc>>,
}

#[derive(Deserialize)]
pub(super) struct Counter {
    pub(super) active: u32,
}

#[derive(Deserialize)]
pub(super) struct Membership {
    pub(super) user: String,
    #[serde(default)]
    pub(super) user_name: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Location {
    #[serde(rename = "type", default)]
    pub(super) kind: Option<String>,
    #[serde(default)]
    pub(super) location: Option<String>,
    #[serde(default)]
    pub(super) join_url: Option<String>,
    #[serde(default)]
    pub(super) data: Option<serde_json::Value>,
}

/// May be there with nothing in it.
#[derive(Deserialize)]
pub(super) struct Cancellation {
    #[serde(default)]
    pub(super) reason: Option<String>,
    #[serde(default)]
    pub(super) canceler_type: Option<String>,
    #[serde(default)]
    pub(super) created_at: Option<DateTime<Utc>>,
}

#[derive(Deserialize)]
pub(super) struct Invitee {
    pub(super) uri: String,
    pub(super) event: String,
    pub(super) name: String,
    #[serde(default)]
    pub(super) first_name: Option<String>,
    #[serde(default)]
    pub(super) last_name: Option<String>,
    #[serde(default)]
    pub(super) email: Option<String>,
    pub(super) status: String,
    #[serde(default)]
    pub(super) timezone: Option<String>,
    #[serde(default)]
    pub(super) text_reminder_number: Option<String>,
    #[serde(default)]
    pub(super) rescheduled: bool,
    #[serde(default)]
    pub(super) old_invitee: Option<String>,
    #[serde(default)]
    pub(super) new_invitee: Option<String>,
    #[serde(default)]
    pub(super) cancel_url: Option<String>,
    #[serde(default)]
    pub(super) reschedule_url: Option<String>,
    #[serde(default)]
    pub(super) cancellation: Option<Cancellation>,
    #[serde(default)]
    pub(super) no_show: Option<Named>,
    #[serde(default)]
    pub(super) reconfirmation: Option<Reconfirmation>,
    #[serde(default)]
    pub(super) questions_and_answers: Vec<QuestionAndAnswer>,
    #[serde(default)]
    pub(super) tracking: Option<Tracking>,
    #[serde(default)]
    pub(super) created_at: Option<DateTime<Utc>>,
    #[serde(default)]
    pub(super) updated_at: Option<DateTime<Utc>>,
}

#[derive(Deserialize)]
pub(super) struct Reconfirmation {
    #[serde(default)]
    pub(super) confirmed_at: Option<DateTime<Utc>>,
}

#[derive(Deserialize)]
pub(super) struct QuestionAndAnswer {
    pub(super) question: String,
    pub(super) answer: String,
    #[serde(default)]
    pub(super) position: Option<u32>,
}

#[derive(Deserialize)]
pub(super) struct Tracking {
    #[serde(default)]
    pub(super) utm_content: Option<String>,
    #[serde(default)]
    pub(super) utm_medium: Option<String>,
    #[serde(default)]
    pub(super) utm_term: Option<String>,
}

/// The answer to a booking: the invitee under `resource`, or beside a `resource` that names the event.
#[derive(Deserialize)]
pub(super) struct Booked {
    pub(super) resource: Box<RawValue>,
    #[serde(default)]
    pub(super) invitee: Option<Box<RawValue>>,
}

#[derive(Deserialize)]
pub(super) struct EventType {
    pub(super) uri: String,
    pub(super) name: String,
    pub(super) active: bool,
    pub(super) duration: u32,
    #[serde(default)]
    pub(super) kind: Option<String>,
    #[serde(default)]
    pub(super) pooling_type: Option<String>,
    #[serde(default)]
    pub(super) scheduling_url: Option<String>,
    #[serde(default)]
    pub(super) profile: Option<Profile>,
    #[serde(default)]
    pub(super) locations: Option<Vec<LocationKind>>,
    #[serde(default)]
    pub(super) custom_questions: Option<Vec<CustomQuestion>>,
}

impl EventType {
    /// The host it is booked with, where it is one host's.
    pub(super) fn owner(&self) -> Option<&str> {
        self.profile
            .as_ref()?
            .owner
            .as_deref()
            .filter(|owner| owner.contains("/users/"))
    }
}

#[derive(Deserialize)]
pub(super) struct Profile {
    #[serde(default)]
    pub(super) owner: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct LocationKind {
    pub(super) kind: String,
}

#[derive(Deserialize)]
pub(super) struct CustomQuestion {
    pub(super) name: String,
    #[serde(default)]
    pub(super) position: u32,
    #[serde(default)]
    pub(super) enabled: bool,
    #[serde(default)]
    pub(super) required: bool,
    #[serde(default)]
    pub(super) answer_choices: Vec<String>,
}

#[derive(Deserialize)]
pub(super) struct AvailableTime {
    pub(super) status: String,
    pub(super) start_time: DateTime<Utc>,
    #[serde(default)]
    pub(super) invitees_remaining: Option<u32>,
    #[serde(default)]
    pub(super) scheduling_url: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct BusyTime {
    #[serde(rename = "type")]
    pub(super) kind: String,
    pub(super) start_time: DateTime<Utc>,
    pub(super) end_time: DateTime<Utc>,
    #[serde(default)]
    pub(super) buffered_start_time: Option<DateTime<Utc>>,
    #[serde(default)]
    pub(super) buffered_end_time: Option<DateTime<Utc>>,
    #[serde(default)]
    pub(super) event: Option<Named>,
}

#[derive(Deserialize)]
pub(super) struct Member {
    pub(super) user: MemberUser,
}

#[derive(Deserialize)]
pub(super) struct MemberUser {
    pub(super) uri: String,
    pub(super) name: String,
    #[serde(default)]
    pub(super) email: Option<String>,
    #[serde(default)]
    pub(super) timezone: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Hook {
    pub(super) uri: String,
    pub(super) callback_url: String,
    pub(super) state: String,
    #[serde(default)]
    pub(super) events: Vec<String>,
    #[serde(default)]
    pub(super) created_at: Option<DateTime<Utc>>,
    #[serde(default)]
    pub(super) retry_started_at: Option<DateTime<Utc>>,
}

/// A webhook delivery.
#[derive(Deserialize)]
pub(super) struct Told {
    pub(super) event: String,
    #[serde(default)]
    pub(super) created_at: Option<DateTime<Utc>>,
    pub(super) payload: Box<RawValue>,
}

/// An invitee with the meeting inside, as a delivery brings it.
#[derive(Deserialize)]
pub(super) struct ToldInvitee {
    pub(super) scheduled_event: Option<Box<RawValue>>,
}
