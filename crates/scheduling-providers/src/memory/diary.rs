use std::collections::BTreeMap;

use careweave_types::ids::{AppointmentTypeId, CalendarId, ExternalId, HoldId, SubscriptionId};
use careweave_types::{Error, ErrorKind, Result, TimeWindow};
use chrono::{DateTime, TimeDelta, Utc};

use super::config::MemoryConfig;
use super::control::LostAnswer;
use super::delivery::{Body, MemoryDelivery};
use crate::capability::Capability;
use crate::model::{Appointment, AppointmentType, Hold, PrivateLink, Slot, SlotCheck, Version};
use crate::request::SlotQuery;
use crate::webhook::{EventLinks, WebhookEventKind, WebhookState, WebhookSubscription, WebhookTopic};

/// Everything the service in memory remembers.
#[derive(Debug, Default)]
pub(super) struct Diary {
    pub(super) appointments: BTreeMap<ExternalId, Appointment>,
    /// Which record a key made.
    pub(super) made_by: BTreeMap<String, ExternalId>,
    pub(super) holds: BTreeMap<HoldId, (CalendarId, TimeWindow, DateTime<Utc>)>,
    pub(super) hold_of_key: BTreeMap<String, HoldId>,
    pub(super) subscriptions: BTreeMap<SubscriptionId, WebhookSubscription>,
    pub(super) outbox: Vec<MemoryDelivery>,
    pub(super) unreadable: std::collections::BTreeSet<ExternalId>,
    pub(super) faults: std::collections::VecDeque<LostAnswer>,
    pub(super) calls: u64,
    counter: u64,
}

impl Diary {
    /// A number nothing else has.
    pub(super) fn number(&mut self) -> u64 {
        self.counter += 1;
        self.counter
    }

    /// The record of an id.
    pub(super) fn record(&self, operation: &'static str, id: &ExternalId) -> Result<&Appointment> {
        self.appointments.get(id).ok_or_else(|| {
            Error::new(ErrorKind::NotFound, operation, "no such appointment").with("appointment", id.as_str())
        })
    }

    /// Stores a record under a new version.
    pub(super) fn store(&mut self, mut appointment: Appointment, now: DateTime<Utc>) -> Appointment {
        appointment.updated_at = Some(now);
        appointment.version = Version::Counter(i64::try_from(self.number()).unwrap_or(i64::MAX));
        self.appointments
            .insert(appointment.id().clone(), appointment.clone());
        appointment
    }

    /// True when the calendar is free in the window, but for a record and a hold of the asker's own.
    fn is_free(
        &self,
        calendar: &CalendarId,
        window: &TimeWindow,
        now: DateTime<Utc>,
        ignoring: Option<&ExternalId>,
        hold: Option<&HoldId>,
    ) -> bool {
        let booked = self.appointments.values().any(|other| {
            other.status().occupies_time()
                && other.is_with(calendar)
                && other.window.overlaps(window)
                && Some(other.id()) != ignoring
        });
        let held = self.holds.iter().any(|(id, (whose, time, until))| {
            *until > now && whose == calendar && time.overlaps(window) && Some(id) != hold
        });
        !booked && !held
    }

    /// What a time is for somebody who wants to book it.
    pub(super) fn check(
        &self,
        config: &MemoryConfig,
        wanted: &Wanted<'_>,
        now: DateTime<Utc>,
    ) -> Result<SlotCheck> {
        if wanted.by_a_client {
            let ahead = wanted.window.start() - now;
            if ahead < TimeDelta::from_std(config.notice).unwrap_or(TimeDelta::MAX) {
                return Ok(SlotCheck::TooClose);
            }
            if ahead > TimeDelta::from_std(config.horizon).unwrap_or(TimeDelta::MAX) {
                return Ok(SlotCheck::TooFar);
            }
            let open = open_windows(config, wanted.calendar, &wanted.window)?;
            if !open.iter().any(|hours| hours.encloses(&wanted.window)) {
                return Ok(SlotCheck::Taken);
            }
        }
        let free = self.is_free(wanted.calendar, &wanted.window, now, wanted.ignoring, wanted.hold);
        Ok(if free { SlotCheck::Free } else { SlotCheck::Taken })
    }

    /// The slots of a query.
    pub(super) fn slots(
        &self,
        config: &MemoryConfig,
        query: &SlotQuery,
        now: DateTime<Utc>,
    ) -> Result<Vec<Slot>> {
        let kind = type_of(config, "slots.list", &query.appointment_type)?;
        let length = TimeDelta::minutes(i64::from(kind.duration_minutes));
        let step = TimeDelta::minutes(i64::from(config.step_minutes.max(1)));
        let mut slots = Vec::new();
        for calendar in calendars_of(config, kind) {
            if query.calendar.as_ref().is_some_and(|wanted| wanted != calendar) {
                continue;
            }
            for hours in open_windows(config, calendar, &query.range)? {
                let mut start = hours.start();
                while start + length <= hours.end() {
                    let window = TimeWindow::new(start, start + length)?;
                    start += step;
                    let wanted = Wanted {
                        calendar,
                        window,
                        by_a_client: true,
                        ignoring: query.ignoring.as_ref(),
                        hold: None,
                    };
                    let offered = query.range.contains(window.start());
                    if offered && self.check(config, &wanted, now)? == SlotCheck::Free {
                        let local = crate::model::wall_clock(&config.zone, window.start());
                        let mut slot = Slot::new(window, local, kind.id.clone());
                        slot.calendar = Some(calendar.clone());
                        slot.capacity_left = Some(1);
                        slots.push(slot);
                    }
                }
            }
        }
        Ok(slots)
    }

    /// Keeps a slot; the same key keeps the same one.
    pub(super) fn hold(
        &mut self,
        calendar: &CalendarId,
        window: TimeWindow,
        until: DateTime<Utc>,
        key: &str,
    ) -> Result<Hold> {
        if let Some(id) = self.hold_of_key.get(key)
            && let Some((_, _, expires_at)) = self.holds.get(id)
        {
            return Ok(Hold {
                id: id.clone(),
                expires_at: *expires_at,
            });
        }
        let id = HoldId::new(format!("hold-{}", self.number()))?;
        self.holds.insert(id.clone(), (calendar.clone(), window, until));
        self.hold_of_key.insert(key.to_owned(), id.clone());
        Ok(Hold {
            id,
            expires_at: until,
        })
    }

    /// Puts a delivery per webhook that is told about this into the outbox.
    pub(super) fn tell(
        &mut self,
        config: &MemoryConfig,
        kind: &WebhookEventKind,
        appointment: &Appointment,
        links: &EventLinks,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let event_id = format!("event-{}", self.number());
        let embeds = config.capabilities.can(Capability::EmbeddedPayload);
        let body = Body {
            event_id,
            kind: kind.clone(),
            id: appointment.id().clone(),
            occurred_at: now,
            links: links.clone(),
            appointment: embeds.then(|| appointment.clone()),
        };
        let bytes = serde_json::to_vec(&body).map_err(|source| {
            Error::new(
                ErrorKind::Internal,
                "webhooks.tell",
                "an event could not be written",
            )
            .with_source(source)
        })?;
        let topic = topic_of(kind);
        let targets: Vec<_> = self
            .subscriptions
            .values()
            .filter(|hook| hook.state == WebhookState::Active && hook.topics.contains(&topic))
            .map(|hook| hook.target.clone())
            .collect();
        self.outbox
            .extend(targets.into_iter().map(|target: PrivateLink| MemoryDelivery {
                target,
                token: config.webhook_token.clone(),
                body: bytes.clone(),
            }));
        Ok(())
    }
}

/// A time somebody wants.
pub(super) struct Wanted<'a> {
    pub(super) calendar: &'a CalendarId,
    pub(super) window: TimeWindow,
    pub(super) by_a_client: bool,
    pub(super) ignoring: Option<&'a ExternalId>,
    pub(super) hold: Option<&'a HoldId>,
}

/// The type of an id.
pub(super) fn type_of<'a>(
    config: &'a MemoryConfig,
    operation: &'static str,
    id: &AppointmentTypeId,
) -> Result<&'a AppointmentType> {
    config
        .types
        .iter()
        .find(|kind| kind.id == *id && kind.active)
        .ok_or_else(|| Error::invalid(operation, "appointment_type", "no such type can be booked"))
}

/// The calendars a type can be booked with: its own, or all.
pub(super) fn calendars_of<'a>(
    config: &'a MemoryConfig,
    kind: &'a AppointmentType,
) -> impl Iterator<Item = &'a CalendarId> {
    let all = config
        .calendars
        .iter()
        .filter(|calendar| calendar.active)
        .map(|calendar| &calendar.id);
    all.filter(|id| kind.calendars.is_empty() || kind.calendars.contains(id))
}

/// The weekly hours of a calendar on the local days a range touches. Their length is elapsed time: hours over a change of clocks
/// are shorter or longer than the wall says.
fn open_windows(config: &MemoryConfig, calendar: &CalendarId, range: &TimeWindow) -> Result<Vec<TimeWindow>> {
    let mut open = Vec::new();
    let mut date = config.zone.local(range.start()).date;
    let last = config.zone.local(range.end()).date;
    while date <= last {
        let weekday = config.zone.local(config.zone.wall_minute(date, 12 * 60)?).weekday;
        for hours in &config.hours {
            if hours.calendar == *calendar && hours.weekday == weekday {
                let from = config.zone.wall_minute(date, hours.from_minute)?;
                let to = config.zone.wall_minute(date, hours.to_minute)?;
                if let Ok(window) = TimeWindow::new(from, to) {
                    open.push(window);
                }
            }
        }
        date = date
            .succ_opt()
            .ok_or_else(|| Error::invalid("slots.list", "range", "leads out of the calendar"))?;
    }
    Ok(open)
}

fn topic_of(kind: &WebhookEventKind) -> WebhookTopic {
    match kind {
        WebhookEventKind::Created => WebhookTopic::Created,
        WebhookEventKind::Rescheduled => WebhookTopic::Rescheduled,
        WebhookEventKind::Cancelled => WebhookTopic::Cancelled,
        WebhookEventKind::NoShow | WebhookEventKind::NoShowReverted => WebhookTopic::NoShow,
        _ => WebhookTopic::Updated,
    }
}
