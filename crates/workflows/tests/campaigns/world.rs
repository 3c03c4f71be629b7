//! An agency that is played: people who are texted, a schedule, an office. It outlives every worker.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use careweave_http::{Clock, ManualClock};
use careweave_outreach::campaign::{
    Action, Candidate, Cause, ClosedReason, Command, Coverage, FailureClass, Message, Policy, Reach,
    ShiftFacts, TemplateName, Urgent, Verdict,
};
use careweave_outreach::consent::{
    ConsentSet, ContactHistory, KnownPlaces, LineId, LinePair, OutOfHours, Recipient,
};
use careweave_outreach::{Channel, CommandKey, ContactId, Language};
use careweave_sync_core::Streams;
use careweave_types::{AgencyZone, CaregiverId, Delivery, Error, ErrorKind, Result, ShiftId, TimeWindow};
use careweave_workflows::campaigns::{
    AssignReply, Calls, CampaignHost, CandidateRequest, Handed, Hands, HostOptions, Messages, Office,
    ShiftBook, Staffing, Trace,
};
use chrono::{DateTime, TimeDelta, TimeZone, Utc};

/// Monday, 6 April 2026, 9 am in Denver.
pub(crate) fn opening() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 4, 6, 15, 0, 0).unwrap()
}

pub(crate) fn caregiver(id: &str) -> CaregiverId {
    CaregiverId::new(id).unwrap()
}

pub(crate) fn shift(id: &str) -> ShiftId {
    ShiftId::new(id).unwrap()
}

/// A shift of four hours, five hours from the opening.
pub(crate) fn facts(id: &str) -> ShiftFacts {
    let start = opening() + TimeDelta::hours(5);
    ShiftFacts {
        id: shift(id),
        window: TimeWindow::new(start, start + TimeDelta::hours(4)).unwrap(),
        zone: AgencyZone::new("America/Denver").unwrap(),
        area: None,
        coordinator: None,
    }
}

pub(crate) fn candidate(id: &str) -> Candidate {
    let lines = LinePair {
        ours: LineId::new("office").unwrap(),
        theirs: LineId::new(format!("caregiver/{id}")).unwrap(),
    };
    Candidate {
        caregiver_id: caregiver(id),
        score: 0,
        tier: 1,
        reasons: Vec::new(),
        reach: vec![Reach {
            channel: Channel::Sms,
            lines,
        }],
        language: Language::English,
        working: Vec::new(),
        overtime_minutes: 0,
        acceptance: None,
        recipient: Recipient {
            contact: ContactId::of_caregiver(&caregiver(id)),
            places: KnownPlaces::stated(AgencyZone::new("America/Denver").unwrap()),
            consent: ConsentSet::default(),
            out_of_hours: OutOfHours::Never,
            history: ContactHistory::default(),
        },
    }
}

/// What a service does with the next message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Service {
    Works,
    /// The service is not reached.
    Down,
    /// The message goes out, and its answer is lost.
    AnswerLost,
    /// The message does not go out, and nobody knows.
    LostOnTheWay,
    /// There is no such number.
    NoSuchNumber,
}

/// Everything outside the workers.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) clock: ManualClock,
    /// Every message that went out, in order.
    pub(crate) sent: Mutex<Vec<(CommandKey, TemplateName, ContactId)>>,
    /// Who has which shift.
    pub(crate) book: Mutex<BTreeMap<ShiftId, CaregiverId>>,
    /// Assignments that were asked for.
    pub(crate) assigns: Mutex<u32>,
    /// What the office was given, by key.
    pub(crate) office: Mutex<BTreeMap<CommandKey, Command>>,
    /// What the texting service does, once each, then works.
    pub(crate) service: Mutex<Vec<Service>>,
    /// Whether the texting service can be asked what it has.
    pub(crate) can_look_up: bool,
    /// What the agency system answers to assignments, once each, then truly. A lost answer is one that took.
    pub(crate) answers: Mutex<Vec<AssignReply>>,
    pub(crate) candidates: Vec<Candidate>,
    /// A line for everything that happened, for a world that outlives the process.
    journal: Option<Mutex<File>>,
}

impl World {
    pub(crate) fn new(candidates: &[&str]) -> Self {
        Self {
            clock: ManualClock::new(opening()),
            sent: Mutex::default(),
            book: Mutex::default(),
            assigns: Mutex::default(),
            office: Mutex::default(),
            service: Mutex::default(),
            can_look_up: true,
            answers: Mutex::default(),
            candidates: candidates.iter().map(|id| candidate(id)).collect(),
            journal: None,
        }
    }

    /// A world that is kept in a file, as it was left there.
    pub(crate) fn kept_in(path: &Path, candidates: &[&str]) -> Self {
        let world = Self::new(candidates);
        for line in fs::read_to_string(path).unwrap_or_default().lines() {
            world.recall(&line.split('\t').collect::<Vec<_>>());
        }
        let file = OpenOptions::new().create(true).append(true).open(path);
        Self {
            journal: Some(Mutex::new(file.unwrap())),
            ..world
        }
    }

    fn recall(&self, words: &[&str]) {
        match words {
            ["sent", key, template, contact] => self.sent.lock().unwrap().push((
                CommandKey::parse(key).unwrap(),
                serde_json::from_str(template).unwrap(),
                ContactId::new(*contact).unwrap(),
            )),
            ["held", shift, who] => {
                let mut book = self.book.lock().unwrap();
                book.insert(ShiftId::new(*shift).unwrap(), caregiver(who));
            }
            // What a worker was writing when it was killed, and never finished.
            _ => {}
        }
    }

    fn keep(&self, words: &[&str]) {
        if let Some(journal) = &self.journal {
            let line = words.join("\t") + "\n";
            journal.lock().unwrap().write_all(line.as_bytes()).unwrap();
        }
    }

    /// How many messages of a template went out.
    pub(crate) fn count(&self, template: TemplateName) -> usize {
        let sent = self.sent.lock().unwrap();
        sent.iter().filter(|(_, of, _)| *of == template).count()
    }

    /// Nothing went out twice under one key.
    #[track_caller]
    pub(crate) fn assert_nothing_twice(&self) -> usize {
        let sent = self.sent.lock().unwrap();
        let mut keys: Vec<_> = sent.iter().map(|(key, ..)| key).collect();
        keys.sort();
        keys.dedup();
        assert_eq!(keys.len(), sent.len(), "a message went out twice");
        sent.len()
    }

    pub(crate) fn holder(&self, id: &str) -> Option<CaregiverId> {
        self.book.lock().unwrap().get(&shift(id)).cloned()
    }
}

/// The hands of a world.
#[derive(Clone, Debug)]
struct Reaching(Arc<World>);

#[async_trait]
impl Messages for Reaching {
    async fn send(&self, key: &CommandKey, message: &Message) -> Result<Handed> {
        let mut script = self.0.service.lock().unwrap();
        let now = if script.is_empty() {
            Service::Works
        } else {
            script.remove(0)
        };
        let failed = |kind, delivery| Error::new(kind, "sms.send", "played").with_delivery(delivery);
        let record = || {
            let entry = (key.clone(), message.template, message.contact.clone());
            let template = serde_json::to_string(&message.template).unwrap();
            self.0
                .keep(&["sent", key.as_str(), &template, message.contact.as_str()]);
            self.0.sent.lock().unwrap().push(entry);
        };
        match now {
            Service::Works => {
                record();
                Ok(Handed::Accepted)
            }
            Service::Down => Err(failed(ErrorKind::Unreachable, Delivery::NotSent)),
            Service::AnswerLost => {
                record();
                Err(failed(ErrorKind::Timeout, Delivery::MaybeSent))
            }
            Service::LostOnTheWay => Err(failed(ErrorKind::Timeout, Delivery::MaybeSent)),
            Service::NoSuchNumber => Ok(Handed::Refused {
                class: FailureClass::InvalidNumber,
            }),
        }
    }

    async fn look_up(&self, key: &CommandKey, _: &Message) -> Result<Trace> {
        if !self.0.can_look_up {
            return Ok(Trace::Unknown);
        }
        let sent = self.0.sent.lock().unwrap();
        let found = sent.iter().any(|(of, ..)| of == key);
        Ok(if found { Trace::Found } else { Trace::Absent })
    }
}

#[async_trait]
impl Calls for Reaching {
    async fn place(&self, _: &CommandKey, _: &Message) -> Result<Handed> {
        Ok(Handed::Accepted)
    }
}

#[async_trait]
impl ShiftBook for Reaching {
    async fn assign(&self, shift: &ShiftId, caregiver: &CaregiverId) -> Result<AssignReply> {
        *self.0.assigns.lock().unwrap() += 1;
        let mut script = self.0.answers.lock().unwrap();
        let scripted = (!script.is_empty()).then(|| script.remove(0));
        if let Some(refused @ AssignReply::Refused { .. }) = scripted {
            return Ok(refused);
        }
        let mut book = self.0.book.lock().unwrap();
        let held = book.entry(shift.clone()).or_insert_with(|| {
            self.0.keep(&["held", shift.as_str(), caregiver.as_str()]);
            caregiver.clone()
        });
        Ok(match scripted {
            Some(lost) => lost,
            None if held == caregiver => AssignReply::Assigned,
            None => AssignReply::Taken,
        })
    }

    async fn read(&self, shift: &ShiftId) -> Result<Option<CaregiverId>> {
        Ok(self.0.book.lock().unwrap().get(shift).cloned())
    }

    async fn unassign(&self, shift: &ShiftId, caregiver: &CaregiverId) -> Result<()> {
        let mut book = self.0.book.lock().unwrap();
        if book.get(shift) == Some(caregiver) {
            book.remove(shift);
        }
        Ok(())
    }
}

#[async_trait]
impl Staffing for Reaching {
    async fn candidates(&self, request: &CandidateRequest) -> Result<Vec<Candidate>> {
        let wanted = |one: &&Candidate| !request.exclude.contains(&one.caregiver_id);
        Ok(self.0.candidates.iter().filter(wanted).cloned().collect())
    }

    async fn revalidate(&self, _: &ShiftId, _: &CaregiverId) -> Result<Verdict> {
        Ok(Verdict::Eligible)
    }
}

#[async_trait]
impl Office for Reaching {
    async fn take(&self, command: &Command) -> Result<()> {
        let mut office = self.0.office.lock().unwrap();
        office
            .entry(command.key.clone())
            .or_insert_with(|| command.clone());
        Ok(())
    }
}

/// The clock of a world, for its workers.
#[derive(Debug)]
struct WorldClock(Arc<World>);

impl Clock for WorldClock {
    fn now(&self) -> DateTime<Utc> {
        self.0.clock.now()
    }

    fn monotonic(&self) -> Duration {
        self.0.clock.monotonic()
    }
}

/// The default policy without calls and pages.
pub(crate) fn policy() -> Policy {
    Policy {
        voice: None,
        urgent: Urgent {
            page_below_minutes: 0,
            ..Urgent::default()
        },
        ..Policy::named("test")
    }
}

pub(crate) fn host_with(
    world: &Arc<World>,
    store: Arc<dyn Streams>,
    holder: &str,
    policy: Policy,
) -> CampaignHost {
    host_in(world, store, "agency-1", holder, policy)
}

/// A host of a scope.
pub(crate) fn host_in(
    world: &Arc<World>,
    store: Arc<dyn Streams>,
    scope: &str,
    holder: &str,
    policy: Policy,
) -> CampaignHost {
    let reaching = Arc::new(Reaching(Arc::clone(world)));
    let hands = Hands {
        messages: Arc::<Reaching>::clone(&reaching),
        calls: Arc::<Reaching>::clone(&reaching),
        book: Arc::<Reaching>::clone(&reaching),
        staffing: Arc::<Reaching>::clone(&reaching),
        office: reaching,
    };
    let clock = Arc::new(WorldClock(Arc::clone(world)));
    let options = HostOptions::new(scope, holder, policy).unwrap();
    CampaignHost::new(store, hands, clock, options).unwrap()
}

pub(crate) fn host(world: &Arc<World>, store: Arc<dyn Streams>, holder: &str) -> CampaignHost {
    host_with(world, store, holder, policy())
}

/// Works until nothing is to be done at this moment.
pub(crate) async fn settle(host: &CampaignHost) -> Result<()> {
    loop {
        let ticked = host.tick(100).await?;
        let dispatched = host.dispatch(100).await?;
        if ticked == 0 && dispatched.is_idle() {
            return Ok(());
        }
    }
}

/// Works, letting the time pass in steps of five seconds, until the shift has somebody or nobody is looked for; the coverage
/// then.
pub(crate) async fn drive(world: &World, host: &CampaignHost, id: &str) -> Result<Coverage> {
    for _ in 0..10_000 {
        settle(host).await?;
        let status = host.status(&shift(id)).await?.unwrap();
        if matches!(status.coverage, Coverage::Filled { .. } | Coverage::Closed { .. }) {
            return Ok(status.coverage);
        }
        world.clock.advance(Duration::from_secs(5));
    }
    panic!("the shift was neither filled nor closed");
}

/// As [`drive`], and on until no command waits any more.
pub(crate) async fn finish(world: &World, host: &CampaignHost, id: &str) -> Result<Coverage> {
    let coverage = drive(world, host, id).await?;
    for _ in 0..60 {
        world.clock.advance(Duration::from_secs(5));
        settle(host).await?;
    }
    Ok(coverage)
}

pub(crate) async fn open(host: &CampaignHost, id: &str) -> Result<()> {
    host.open(facts(id), Cause::CallOff, Vec::new()).await.map(drop)
}

pub(crate) fn filled_by(coverage: &Coverage) -> Option<&str> {
    match coverage {
        Coverage::Filled { by, .. } => Some(by.as_str()),
        _ => None,
    }
}

pub(crate) fn is_elsewhere(coverage: &Coverage) -> bool {
    matches!(
        coverage,
        Coverage::Closed {
            reason: ClosedReason::FilledElsewhere,
            ..
        }
    )
}

/// The kinds of what the office was given.
pub(crate) fn notices(world: &World) -> usize {
    let office = world.office.lock().unwrap();
    let notice = |command: &&Command| matches!(command.action, Action::NotifyCoordinator { .. });
    office.values().filter(notice).count()
}
