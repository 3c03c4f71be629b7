//! What somebody wrote: read, matched to the one question it answers, given to that campaign.

use careweave_outreach::campaign::{Answer, CallOutcome, Input, Run, Standing};
use careweave_outreach::replies::{OpenQuestion, QuestionId, QuestionKind, Report, Route, Thread, route};
use careweave_outreach::{CommandKey, ContactId};
use careweave_types::{CaregiverId, Result, ShiftId};
use chrono::{DateTime, Utc};

use super::host::CampaignHost;

/// What became of a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Heard {
    /// Where the router sent it.
    pub route: Route,
    /// The shifts whose campaigns were told; none where nothing could be acted on, or a person has to read it.
    pub told: Vec<ShiftId>,
}

impl CampaignHost {
    /// Takes a text of a caregiver: an opt-out goes to every campaign that has asked them; a plain answer to the one offer it
    /// can be about. Where several offers are open and it names none, no campaign moves: the route says what to ask back. What
    /// is a question, a limit or not understood becomes a task of the one open campaign, and stays with the caller where
    /// there are several.
    ///
    /// `message_id` is the provider's: the same message twice is one answer. `received_at` is for reports only.
    ///
    /// # Errors
    /// Failures of the store.
    pub async fn hear(
        &self,
        caregiver: &CaregiverId,
        message_id: &str,
        text: &str,
        received_at: DateTime<Utc>,
    ) -> Result<Heard> {
        let contact = ContactId::of_caregiver(caregiver);
        let asked = self.asked(caregiver).await?;
        let thread = Thread {
            people: vec![contact.clone()],
            open: asked.iter().filter_map(|run| question(run, caregiver)).collect(),
            clarification: None,
        };
        let read = self.parser.parse(text);
        let routed = route(&thread, &read, self.clock.now());
        let of = |question: &QuestionId| {
            asked
                .iter()
                .find(|run| run.shift.id.as_str() == question.as_str())
        };
        let answers: Vec<(&Run, Answer)> = match &routed {
            Route::Suppress { .. } => asked.iter().map(|run| (run, Answer::OptOut)).collect(),
            Route::Act { question, answer, .. } => of(question)
                .map(|run| (run, Answer::of(answer)))
                .into_iter()
                .collect(),
            Route::Person {
                question: Some(question),
                ..
            } => Answer::beside_the_question(&read.intent)
                .and_then(|answer| of(question).map(|run| (run, answer)))
                .into_iter()
                .collect(),
            _ => Vec::new(),
        };
        let mut told = Vec::new();
        for (run, answer) in answers {
            let reply = Input::ReplyReceived {
                caregiver_id: caregiver.clone(),
                message_id: message_id.to_owned(),
                received_at,
                answer,
                language: None,
                group: None,
            };
            self.submit(&run.shift.id, &reply).await?;
            told.push(run.shift.id.clone());
        }
        if let Route::Report {
            report: Report::CallOff,
            ..
        } = routed
        {
            for run in asked.iter().filter(|run| holds(run, caregiver)) {
                let called_off = Input::CaregiverCancelled {
                    caregiver_id: caregiver.clone(),
                    reason: "called_off".to_owned(),
                };
                self.submit(&run.shift.id, &called_off).await?;
                told.push(run.shift.id.clone());
            }
        }
        Ok(Heard { route: routed, told })
    }

    /// Takes the end of a call that a campaign placed, by the key of its command.
    ///
    /// # Errors
    /// Failures of the store; `InvalidInput` for a key that is none.
    pub async fn call_ended(&self, shift: &ShiftId, key: &str, outcome: CallOutcome) -> Result<()> {
        let command = CommandKey::parse(key)?;
        let ended = Input::CallEnded { command, outcome };
        self.submit(shift, &ended).await.map(drop)
    }

    /// Every live campaign that has asked this caregiver.
    async fn asked(&self, caregiver: &CaregiverId) -> Result<Vec<Run>> {
        let mut asked = Vec::new();
        for head in self.waiting().await? {
            let run = self.load(&head.stream).await?.run;
            let offered = |run: &Run| {
                run.contact(caregiver)
                    .is_some_and(|contact| contact.offered_at.is_some())
            };
            asked.extend(run.filter(offered));
        }
        Ok(asked)
    }
}

/// The offer of a campaign as a question that is open: not answered by a plain yes or no yet.
fn question(run: &Run, caregiver: &CaregiverId) -> Option<OpenQuestion> {
    let contact = run.contact(caregiver)?;
    let answered = matches!(
        contact.standing,
        Standing::Replied {
            answer: Answer::Accept | Answer::Decline
        } | Standing::OptedOut
    );
    if answered {
        return None;
    }
    Some(OpenQuestion {
        id: QuestionId::new(run.shift.id.as_str()).ok()?,
        kind: QuestionKind::Offer,
        contact: contact.candidate.recipient.contact.clone(),
        asked_at: contact.offered_at?,
        expires_at: run.shift.window.start(),
        day: None,
        items: Vec::new(),
    })
}

/// True when the caregiver said yes to this shift.
fn holds(run: &Run, caregiver: &CaregiverId) -> bool {
    run.contact(caregiver).is_some_and(|contact| {
        contact.standing
            == Standing::Replied {
                answer: Answer::Accept,
            }
    })
}
