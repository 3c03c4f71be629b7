//! What somebody wrote: read, matched to the one question it answers, given to that campaign.

use careweave_outreach::campaign::{Answer, CallOutcome, Coverage, Input, Run, Standing};
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
    /// Takes a text of a caregiver: an opt-out ends what every campaign has with them, or may have yet; a plain answer goes to the
    /// one offer it can be about, and where no shift is being filled any more, to the one that was. Where several offers are open
    /// and it names none, no campaign moves: the route says what to ask back. What is a question, a limit or not understood becomes
    /// a task of the one open campaign, and stays with the caller where there are several. So does a call-off by somebody
    /// who has said yes to several shifts.
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
        let asked = self.knowing(caregiver).await?;
        let questions = |live: bool| -> Vec<OpenQuestion> {
            let runs = asked.iter().filter(|run| run.is_live() == live);
            runs.filter_map(|run| question(run, caregiver)).collect()
        };
        let mut open = questions(true);
        if open.is_empty() {
            open = questions(false);
        }
        let thread = Thread {
            people: vec![ContactId::of_caregiver(caregiver)],
            open,
            clarification: None,
        };
        let read = self.parser.parse(text);
        let route = route(&thread, &read, self.clock.now());
        let reply = |answer| Input::ReplyReceived {
            caregiver_id: caregiver.clone(),
            message_id: message_id.to_owned(),
            received_at,
            answer,
            language: None,
            group: None,
        };
        let of = |question: &QuestionId| {
            asked
                .iter()
                .find(|run| run.shift.id.as_str() == question.as_str())
        };
        let told = match &route {
            Route::Suppress { .. } => self.suppress(&asked, caregiver, &reply(Answer::OptOut)).await?,
            Route::Act { question, answer, .. } => {
                self.give(of(question), &reply(Answer::of(answer))).await?
            }
            Route::Person {
                question: Some(question),
                ..
            } => match Answer::beside_the_question(&read.intent) {
                Some(answer) => self.give(of(question), &reply(answer)).await?,
                None => Vec::new(),
            },
            Route::Report {
                report: Report::CallOff,
                ..
            } => {
                let held: Vec<&Run> = asked.iter().filter(|run| holds(run, caregiver)).collect();
                let called_off = Input::CaregiverCancelled {
                    caregiver_id: caregiver.clone(),
                    reason: "called_off".to_owned(),
                };
                match held.as_slice() {
                    [only] => self.give(Some(*only), &called_off).await?,
                    _ => Vec::new(),
                }
            }
            _ => Vec::new(),
        };
        Ok(Heard { route, told })
    }

    async fn give(&self, run: Option<&Run>, input: &Input) -> Result<Vec<ShiftId>> {
        let Some(run) = run else { return Ok(Vec::new()) };
        self.submit(&run.shift.id, input).await?;
        Ok(vec![run.shift.id.clone()])
    }

    /// The first campaign records the opt-out and confirms it; the others are told what the person has agreed to since, so that
    /// nobody gets two confirmations.
    async fn suppress(
        &self,
        asked: &[Run],
        caregiver: &CaregiverId,
        opt_out: &Input,
    ) -> Result<Vec<ShiftId>> {
        let Some((first, others)) = asked.split_first() else {
            return Ok(Vec::new());
        };
        let mut told = self.give(Some(first), opt_out).await?;
        let after = self.load(&self.stream(&first.shift.id)).await?.run;
        let contact = after.as_ref().and_then(|run| run.contact(caregiver));
        let Some(recipient) = contact.map(|contact| contact.candidate.recipient.clone()) else {
            return Ok(told);
        };
        for run in others {
            let changed = Input::ConsentChanged {
                caregiver_id: caregiver.clone(),
                recipient: recipient.clone(),
            };
            told.extend(self.give(Some(run), &changed).await?);
        }
        Ok(told)
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

    /// Every campaign whose shift lies ahead and that has asked this caregiver, then those that may ask them yet: who does not want to be
    /// written to is not written to by them either.
    async fn knowing(&self, caregiver: &CaregiverId) -> Result<Vec<Run>> {
        let (mut asked, mut waiting) = (Vec::new(), Vec::new());
        for head in self.waiting().await? {
            let Some(run) = self.load(&head.stream).await?.run else {
                continue;
            };
            let was_asked = run.contact(caregiver).map(|contact| contact.offered_at.is_some());
            match was_asked {
                Some(true) => asked.push(run),
                Some(false) => waiting.push(run),
                None => {}
            }
        }
        asked.append(&mut waiting);
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

/// True when the caregiver has said yes to this shift and may get it, or has it.
fn holds(run: &Run, caregiver: &CaregiverId) -> bool {
    let yes = Standing::Replied {
        answer: Answer::Accept,
    };
    match &run.coverage {
        Coverage::Filled { by, .. } => by == caregiver,
        Coverage::Closed { .. } => false,
        Coverage::Open { .. } | Coverage::Claiming { .. } => run
            .contact(caregiver)
            .is_some_and(|contact| contact.standing == yes),
    }
}
