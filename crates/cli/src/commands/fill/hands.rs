//! What campaigns reach the sandbox with.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use careweave::http::Clock;
use careweave::matching;
use careweave::outreach::campaign::{Action, Command, FailureClass, Message, Reach, TemplateName};
use careweave::outreach::consent::{
    ConsentSet, ContactHistory, Contacted, KnownPlaces, LineId, LinePair, Origin, OutOfHours, Recipient,
};
use careweave::outreach::{Channel, CommandKey, ContactId, Language};
use careweave::sync::SqliteStore;
use careweave::types::{AgencyZone, CaregiverId, Result, ShiftId};
use careweave::wellsky::WellSky;
use careweave::workflows::campaigns::{
    Calls, Handed, Hands, Messages, Office as OfficeHand, People, Person, RosterStaffing, Trace,
    WellSkyShiftBook,
};
use careweave::workflows::{AssignmentDesk, RosterOptions};

/// The phones of the sandbox's caregivers: what was texted, and to whom an answer is still to be asked for.
#[derive(Debug)]
pub(crate) struct Texts {
    zone: AgencyZone,
    clock: Arc<dyn Clock>,
    held: Mutex<Held>,
}

#[derive(Debug, Default)]
struct Held {
    keys: Vec<CommandKey>,
    offers: BTreeMap<ShiftId, Vec<CaregiverId>>,
    history: BTreeMap<CaregiverId, ContactHistory>,
}

impl Texts {
    pub(crate) fn new(zone: AgencyZone, clock: Arc<dyn Clock>) -> Self {
        Self {
            zone,
            clock,
            held: Mutex::default(),
        }
    }

    /// The offers that went out since the last call, by shift.
    pub(crate) fn take(&self) -> BTreeMap<ShiftId, Vec<CaregiverId>> {
        std::mem::take(&mut self.held().offers)
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn sent(&self, key: &CommandKey, message: &Message) -> Result<Handed> {
        let refused = Handed::Refused {
            class: FailureClass::InvalidNumber,
        };
        let Some(id) = message.contact.as_str().strip_prefix("caregiver/") else {
            return Ok(refused);
        };
        let caregiver = CaregiverId::new(id)?;
        let mut held = self.held();
        held.keys.push(key.clone());
        held.history
            .entry(caregiver.clone())
            .or_default()
            .record(Contacted {
                at: self.clock.now(),
                class: message.class,
                channel: message.channel,
                origin: Origin::Planned,
            });
        if message.template == TemplateName::ShiftOffer {
            for terms in &message.terms {
                let offered = held.offers.entry(terms.shift_id.clone()).or_default();
                offered.push(caregiver.clone());
            }
        }
        Ok(Handed::Accepted)
    }

    fn person_of(&self, caregiver: &CaregiverId) -> Result<Person> {
        let lines = LinePair {
            ours: LineId::new("office")?,
            theirs: LineId::new(format!("caregiver/{caregiver}"))?,
        };
        Ok(Person {
            reach: vec![Reach {
                channel: Channel::Sms,
                lines,
            }],
            language: Language::English,
            recipient: Recipient {
                contact: ContactId::of_caregiver(caregiver),
                places: KnownPlaces::stated(self.zone.clone()),
                consent: ConsentSet::default(),
                out_of_hours: OutOfHours::Never,
                history: self.held().history.get(caregiver).cloned().unwrap_or_default(),
            },
        })
    }
}

#[async_trait]
impl Messages for Texts {
    async fn send(&self, key: &CommandKey, message: &Message) -> Result<Handed> {
        self.sent(key, message)
    }

    async fn look_up(&self, key: &CommandKey, _: &Message) -> Result<Trace> {
        let found = self.held().keys.contains(key);
        Ok(if found { Trace::Found } else { Trace::Absent })
    }
}

#[async_trait]
impl People for Texts {
    async fn person(&self, caregiver: &CaregiverId) -> Result<Option<Person>> {
        self.person_of(caregiver).map(Some)
    }
}

/// The sandbox's caregivers do not answer calls.
#[async_trait]
impl Calls for Texts {
    async fn place(&self, _: &CommandKey, _: &Message) -> Result<Handed> {
        Ok(Handed::Refused {
            class: FailureClass::Unknown,
        })
    }
}

/// The office: counts what it is given.
#[derive(Debug, Default)]
pub(crate) struct Office {
    taken: Mutex<BTreeMap<CommandKey, Command>>,
}

impl Office {
    /// Notices and approvals asked for, and tasks for a person.
    pub(crate) fn counts(&self) -> (usize, usize) {
        let taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let (mut notices, mut tasks) = (0, 0);
        for command in taken.values() {
            match &command.action {
                Action::NotifyCoordinator { .. } | Action::RequestApproval { .. } => notices += 1,
                Action::CreateTask { .. } => tasks += 1,
                _ => {}
            }
        }
        (notices, tasks)
    }
}

#[async_trait]
impl OfficeHand for Office {
    async fn take(&self, command: &Command) -> Result<()> {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        taken
            .entry(command.key.clone())
            .or_insert_with(|| command.clone());
        Ok(())
    }
}

/// Texts to the sandbox's phones, candidates from its roster, assignments in its WellSky.
pub(crate) fn hands(
    wellsky: &WellSky,
    store: Arc<SqliteStore>,
    roster: &RosterOptions,
    texts: Arc<Texts>,
    office: Arc<Office>,
    clock: Arc<dyn Clock>,
) -> Hands {
    let desk = AssignmentDesk::new(wellsky.clone(), store, Arc::clone(&clock));
    let policy = matching::Policy::seed_v1();
    Hands {
        messages: Arc::<Texts>::clone(&texts),
        calls: Arc::<Texts>::clone(&texts),
        book: Arc::new(WellSkyShiftBook::new(desk)),
        staffing: Arc::new(RosterStaffing::new(
            wellsky.clone(),
            roster.clone(),
            policy,
            texts,
            clock,
        )),
        office,
    }
}
