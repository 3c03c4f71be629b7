//! The desk of a host: what campaigns ask of it.

use async_trait::async_trait;
use careweave::outreach::campaign::{Candidate, Command, FailureClass, Message, Reach, Verdict};
use careweave::outreach::consent::Recipient;
use careweave::outreach::{CommandKey, Language};
use careweave::types::{CaregiverId, Pii, Result, ShiftId};
use careweave::workflows::campaigns::{
    AssignReply, Calls, CandidateRequest, Handed, Messages, Office, People, Person, ShiftBook, Staffing,
    Trace,
};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::seat::Seat;
use crate::call::to_json;
use crate::operations::HostQuestion;

/// What a host says to an assignment.
#[derive(Deserialize)]
#[serde(tag = "result", rename_all = "snake_case", deny_unknown_fields)]
enum AssignResult {
    Assigned,
    Taken,
    Unknown,
    Refused { retryable: bool, reason: String },
}

/// Somebody in the directory of a host.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Listed {
    reach: Vec<Reach>,
    #[serde(default = "english")]
    language: Language,
    recipient: Recipient,
}

fn english() -> Language {
    Language::English
}

#[derive(Serialize)]
struct AboutShift<'a> {
    shift_id: &'a ShiftId,
    #[serde(skip_serializing_if = "Option::is_none")]
    caregiver_id: Option<&'a CaregiverId>,
}

#[derive(Serialize)]
struct AboutCaregiver<'a> {
    caregiver_id: &'a CaregiverId,
}

#[derive(Serialize)]
struct Wanted<'a> {
    shift_id: &'a ShiftId,
    exclude: &'a [CaregiverId],
    limit: u32,
}

impl Seat {
    /// Asks with plain data, and under a key where the answer goes by one.
    async fn ask_plainly<T: DeserializeOwned>(
        &self,
        method: &'static str,
        key: Option<&CommandKey>,
        given: &(impl Serialize + Sync),
    ) -> Result<T> {
        self.ask(HostQuestion {
            key: key.map(|key| key.as_str().to_owned()),
            plain: Some(Pii::new(to_json(method, given)?)),
            ..HostQuestion::of(method)
        })
        .await
    }

    async fn hand(&self, method: &'static str, key: &CommandKey, message: &Message) -> Result<Handed> {
        let refused: Option<FailureClass> = self.ask_plainly(method, Some(key), message).await?;
        Ok(refused.map_or(Handed::Accepted, |class| Handed::Refused { class }))
    }

    async fn trace(&self, method: &'static str, key: &CommandKey, message: &Message) -> Result<Trace> {
        let found: Option<bool> = self.ask_plainly(method, Some(key), message).await?;
        Ok(match found {
            Some(true) => Trace::Found,
            Some(false) => Trace::Absent,
            None => Trace::Unknown,
        })
    }
}

#[async_trait]
impl Messages for Seat {
    async fn send(&self, key: &CommandKey, message: &Message) -> Result<Handed> {
        self.hand("desk.send", key, message).await
    }

    async fn look_up(&self, key: &CommandKey, message: &Message) -> Result<Trace> {
        self.trace("desk.find_message", key, message).await
    }
}

#[async_trait]
impl Calls for Seat {
    async fn place(&self, key: &CommandKey, message: &Message) -> Result<Handed> {
        self.hand("desk.place_call", key, message).await
    }

    async fn look_up(&self, key: &CommandKey, message: &Message) -> Result<Trace> {
        self.trace("desk.find_call", key, message).await
    }
}

#[async_trait]
impl Office for Seat {
    async fn take(&self, command: &Command) -> Result<()> {
        self.ask_plainly("desk.take", Some(&command.key), command).await
    }
}

#[async_trait]
impl People for Seat {
    async fn person(&self, caregiver: &CaregiverId) -> Result<Option<Person>> {
        let asked = AboutCaregiver {
            caregiver_id: caregiver,
        };
        let listed: Option<Listed> = self.ask_plainly("desk.person", None, &asked).await?;
        Ok(listed.map(|listed| Person {
            reach: listed.reach,
            language: listed.language,
            recipient: listed.recipient,
        }))
    }
}

#[async_trait]
impl Staffing for Seat {
    async fn candidates(&self, request: &CandidateRequest) -> Result<Vec<Candidate>> {
        let wanted = Wanted {
            shift_id: &request.shift_id,
            exclude: &request.exclude,
            limit: request.limit,
        };
        self.ask_plainly("desk.candidates", None, &wanted).await
    }

    async fn revalidate(&self, shift: &ShiftId, caregiver: &CaregiverId) -> Result<Verdict> {
        let about = AboutShift {
            shift_id: shift,
            caregiver_id: Some(caregiver),
        };
        self.ask_plainly("desk.revalidate", None, &about).await
    }
}

#[async_trait]
impl ShiftBook for Seat {
    async fn assign(&self, shift: &ShiftId, caregiver: &CaregiverId) -> Result<AssignReply> {
        let about = AboutShift {
            shift_id: shift,
            caregiver_id: Some(caregiver),
        };
        let assigned: AssignResult = self.ask_plainly("desk.assign", None, &about).await?;
        Ok(match assigned {
            AssignResult::Assigned => AssignReply::Assigned,
            AssignResult::Taken => AssignReply::Taken,
            AssignResult::Unknown => AssignReply::Unknown,
            AssignResult::Refused { retryable, reason } => AssignReply::Refused { retryable, reason },
        })
    }

    async fn read(&self, shift: &ShiftId) -> Result<Option<CaregiverId>> {
        let about = AboutShift {
            shift_id: shift,
            caregiver_id: None,
        };
        self.ask_plainly("desk.assigned_to", None, &about).await
    }

    async fn unassign(&self, shift: &ShiftId, caregiver: &CaregiverId) -> Result<()> {
        let about = AboutShift {
            shift_id: shift,
            caregiver_id: Some(caregiver),
        };
        self.ask_plainly("desk.unassign", None, &about).await
    }
}
