//! A host that carries nothing out: it keeps the log and lets time pass.

use careweave_outreach::campaign::*;
use careweave_outreach::consent::*;
use careweave_outreach::{Channel, CommandKey, ContactId, Language};
use careweave_types::{AgencyZone, CaregiverId, Pii, ShiftId, TimeWindow};
use chrono::{DateTime, TimeDelta, TimeZone, Utc};

/// Monday, 6 April 2026, 9 am in Denver.
pub(crate) fn opening() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 4, 6, 15, 0, 0).unwrap()
}

pub(crate) fn minutes(minutes: i64) -> DateTime<Utc> {
    opening() + TimeDelta::minutes(minutes)
}

pub(crate) fn caregiver(id: &str) -> CaregiverId {
    CaregiverId::new(id).unwrap()
}

pub(crate) fn coordinator() -> ContactId {
    ContactId::new("coordinator/1").unwrap()
}

pub(crate) fn denver() -> AgencyZone {
    AgencyZone::new("America/Denver").unwrap()
}

/// A shift of four hours that starts so many minutes after the opening.
pub(crate) fn shift_in(lead: i64) -> ShiftFacts {
    ShiftFacts {
        id: ShiftId::new("41").unwrap(),
        window: TimeWindow::new(minutes(lead), minutes(lead + 240)).unwrap(),
        zone: denver(),
        area: Some(Pii::from("Elm Park")),
        coordinator: Some(coordinator()),
    }
}

pub(crate) fn lines(id: &str, channel: Channel) -> LinePair {
    LinePair {
        ours: LineId::new(format!("office-{channel}")).unwrap(),
        theirs: LineId::new(format!("caregiver/{id}/{channel}")).unwrap(),
    }
}

pub(crate) fn voice_consent() -> Grant {
    Grant {
        lines: None,
        channel: Channel::Voice,
        class: None,
        basis: ConsentBasis::ExpressConsent,
        source: "application_form".to_owned(),
        captured_at: opening() - TimeDelta::days(30),
        evidence: None,
        revoked_at: None,
    }
}

/// Somebody in Denver who is texted, and who has agreed to calls.
pub(crate) fn candidate(id: &str) -> Candidate {
    Candidate {
        caregiver_id: caregiver(id),
        score: 0,
        tier: 1,
        reasons: Vec::new(),
        reach: [Channel::Sms, Channel::Voice]
            .map(|channel| Reach {
                channel,
                lines: lines(id, channel),
            })
            .to_vec(),
        language: Language::English,
        working: Vec::new(),
        overtime_minutes: 0,
        acceptance: None,
        recipient: Recipient {
            contact: ContactId::of_caregiver(&caregiver(id)),
            places: KnownPlaces::stated(denver()),
            consent: ConsentSet {
                grants: vec![voice_consent()],
                ..ConsentSet::default()
            },
            out_of_hours: OutOfHours::Never,
            history: ContactHistory::default(),
        },
    }
}

pub(crate) fn candidates(count: usize) -> Vec<Candidate> {
    (1..=count).map(|n| candidate(&n.to_string())).collect()
}

/// The default policy without calls: most tests are about something else.
pub(crate) fn policy() -> Policy {
    Policy {
        voice: None,
        ..Policy::named("test")
    }
}

pub(crate) struct World {
    pub(crate) state: State,
    pub(crate) policy: Policy,
    pub(crate) now: DateTime<Utc>,
    pub(crate) log: Vec<Recorded>,
    pub(crate) commands: Vec<Command>,
    /// What was given, and when.
    pub(crate) inputs: Vec<(DateTime<Utc>, Input)>,
    messages: u32,
}

impl World {
    pub(crate) fn new(policy: Policy) -> Self {
        policy.check().unwrap();
        Self {
            state: State::default(),
            policy,
            now: opening(),
            log: Vec::new(),
            commands: Vec::new(),
            inputs: Vec::new(),
            messages: 0,
        }
    }

    /// A shift seven hours ahead, and so many candidates.
    pub(crate) fn open(policy: Policy, count: usize) -> Self {
        Self::opened(policy, shift_in(420), candidates(count))
    }

    pub(crate) fn opened(policy: Policy, shift: ShiftFacts, candidates: Vec<Candidate>) -> Self {
        let mut world = Self::new(policy);
        world.give(Input::ShiftOpened {
            shift,
            cause: Cause::CallOff,
            excluded: Vec::new(),
        });
        world.give(Input::CandidatesRanked {
            generation: 1,
            candidates,
        });
        world
    }

    /// One step, with what must hold after every step.
    pub(crate) fn give(&mut self, input: Input) -> Decision {
        let decided = decide(&self.state, &input, self.now, &self.policy);
        let (state, decision) = advance(self.state.clone(), &input, self.now, &self.policy);
        assert_eq!(decided, decision);
        let folded = decision.events.iter().fold(self.state.clone(), evolve);
        assert_eq!(folded, state, "the fold of the events is the state");
        if let (Some(due), Some(last)) = (next_deadline(&state), state.last_at) {
            assert!(due > last.max(self.now), "nothing that is due is left undone");
        }
        self.state = state;
        self.inputs.push((self.now, input));
        self.log.extend(decision.events.iter().cloned());
        self.commands.extend(decision.commands.iter().cloned());
        decision
    }

    /// Lets time pass up to so many minutes after the opening, with a tick at every deadline.
    pub(crate) fn until(&mut self, minute: i64) -> Vec<Command> {
        self.until_instant(minutes(minute))
    }

    pub(crate) fn until_instant(&mut self, end: DateTime<Utc>) -> Vec<Command> {
        let before = self.commands.len();
        while let Some(due) = next_deadline(&self.state).filter(|due| *due <= end) {
            self.now = self.now.max(due);
            self.give(Input::Tick);
        }
        self.now = self.now.max(end);
        self.give(Input::Tick);
        self.commands[before..].to_vec()
    }

    pub(crate) fn answer(&mut self, id: &str, answer: Answer) -> Decision {
        self.messages += 1;
        let message_id = format!("m{}", self.messages);
        self.give(Input::ReplyReceived {
            caregiver_id: caregiver(id),
            message_id,
            received_at: self.now,
            answer,
            language: None,
            group: None,
        })
    }

    pub(crate) fn accept(&mut self, id: &str) -> Decision {
        self.answer(id, Answer::Accept)
    }

    pub(crate) fn act(&mut self, action: CoordinatorAction) -> Decision {
        let by = coordinator();
        self.give(Input::CoordinatorActed { by, action })
    }

    pub(crate) fn run(&self) -> &Run {
        self.state.run.as_ref().unwrap()
    }

    pub(crate) fn claim(&self) -> &Claim {
        self.run().claim().expect("somebody claims the shift")
    }

    pub(crate) fn fence(&self) -> u64 {
        self.claim().fence
    }

    pub(crate) fn revalidate(&mut self) -> Decision {
        let fence = self.fence();
        self.give(Input::Revalidated {
            fence,
            verdict: Verdict::Eligible,
        })
    }

    /// The hard rules hold, and the agency system takes the assignment.
    pub(crate) fn confirm(&mut self) -> Decision {
        self.revalidate();
        let fence = self.fence();
        self.give(Input::AssignSucceeded { fence })
    }

    pub(crate) fn filled_by(&self) -> Option<&str> {
        match &self.run().coverage {
            Coverage::Filled { by, .. } => Some(by.as_str()),
            _ => None,
        }
    }

    pub(crate) fn contact(&self, id: &str) -> &Contact {
        self.run().contact(&caregiver(id)).unwrap()
    }

    /// The kinds of all commands so far.
    pub(crate) fn count(&self, wanted: fn(&Action) -> bool) -> usize {
        self.commands
            .iter()
            .filter(|command| wanted(&command.action))
            .count()
    }

    pub(crate) fn waitlist(&self) -> Vec<&str> {
        self.run()
            .waitlist
            .iter()
            .map(|waiting| waiting.caregiver_id.as_str())
            .collect()
    }
}

/// The message of a command, if it speaks to a caregiver.
pub(crate) fn message(action: &Action) -> Option<&Message> {
    match action {
        Action::SendSms { message }
        | Action::SendWhatsAppTemplate { message }
        | Action::SendEmail { message }
        | Action::QueueOffer { message }
        | Action::PlaceCall { message }
        | Action::NotifyLoser { message } => Some(message),
        _ => None,
    }
}

/// Who is spoken to by which template, in order.
pub(crate) fn told(commands: &[Command]) -> Vec<(String, TemplateName)> {
    let messages = commands.iter().filter_map(|command| message(&command.action));
    messages
        .map(|message| {
            let who = message.contact.as_str().trim_start_matches("caregiver/");
            (who.to_owned(), message.template)
        })
        .collect()
}

/// Those who were offered the shift, in order.
pub(crate) fn offered(commands: &[Command]) -> Vec<String> {
    let told = told(commands).into_iter();
    told.filter(|(_, template)| *template == TemplateName::ShiftOffer)
        .map(|(who, _)| who)
        .collect()
}

pub(crate) fn rejections(decision: &Decision) -> Vec<Rejection> {
    let events = decision.events.iter();
    events
        .filter_map(|recorded| match recorded.event {
            Event::InputRejected { why, .. } => Some(why),
            _ => None,
        })
        .collect()
}

pub(crate) fn keys(commands: &[Command]) -> Vec<CommandKey> {
    commands.iter().map(|command| command.key.clone()).collect()
}
