//! The sandbox's caregivers on the phone: offers go out, replies come back.

use careweave::types::{CaregiverId, ShiftId};
use serde::Deserialize;

use crate::failure::Failure;

/// The way to the sandbox's control port.
#[derive(Debug, Clone)]
pub(crate) struct Phones {
    control: String,
    client: reqwest::Client,
}

/// What a caregiver answered to an offer.
#[derive(Debug, Deserialize)]
pub(crate) struct Reply {
    pub(crate) caregiver_id: CaregiverId,
    pub(crate) answer: Answer,
    pub(crate) after_seconds: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Answer {
    Yes,
    No,
}

impl Phones {
    pub(crate) fn new(control: &str) -> Result<Self, Failure> {
        let client = reqwest::Client::builder()
            .timeout(std::time::Duration::from_secs(10))
            .no_proxy()
            .build()
            .map_err(|e| Failure::job(format!("no HTTP client could be made: {e}")))?;
        Ok(Self {
            control: control.trim_end_matches('/').to_owned(),
            client,
        })
    }

    /// The ready line of the sandbox behind the control address.
    pub(crate) async fn ready(&self) -> Result<careweave::sandbox::Ready, Failure> {
        let url = format!("{}/_sandbox/ready", self.control);
        let answer = async {
            self.client
                .get(&url)
                .send()
                .await?
                .error_for_status()?
                .json()
                .await
        };
        answer.await.map_err(|_: reqwest::Error| {
            Failure::job(format!(
                "no sandbox answers at {}; start one with `careweave sandbox --json` and pass the address under `control`",
                self.control
            ))
        })
    }

    /// Sends the offer and gives the replies in the order in which they arrive.
    pub(crate) async fn offer(
        &self,
        shift: &ShiftId,
        caregivers: &[CaregiverId],
    ) -> Result<Vec<Reply>, Failure> {
        #[derive(Deserialize)]
        struct Replies {
            replies: Vec<Reply>,
        }
        let url = format!("{}/_sandbox/offers", self.control);
        let body = serde_json::json!({"shift_id": shift, "caregiver_ids": caregivers});
        let answer = async {
            self.client
                .post(&url)
                .json(&body)
                .send()
                .await?
                .error_for_status()?
                .json()
                .await
        };
        let replies: Replies = answer
            .await
            .map_err(|e: reqwest::Error| Failure::job(format!("the sandbox refused an offer: {e}")))?;
        Ok(replies.replies)
    }
}
