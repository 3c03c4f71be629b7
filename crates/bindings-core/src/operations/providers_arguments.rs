//! What hosts ask scheduling services for, holds and webhooks among it.

use std::collections::BTreeMap;
use std::time::Duration;

use careweave::http::{Clock as _, SystemClock};
use careweave::providers::changes::SyncState;
use careweave::providers::model::PrivateLink;
use careweave::providers::request::{BusyQuery, Cancelled, Cursor, ListAppointments, NewWebhook, SlotQuery};
use careweave::providers::webhook::WebhookTopic;
use careweave::types::ids::{AppointmentTypeId, CalendarId, ExternalId, HoldId, SubscriptionId};
use careweave::types::{AgencyZone, Error, IdempotencyKey, Result, TimeWindow};
use chrono::{DateTime, Utc};
use secrecy::ExposeSecret as _;

use super::arguments::{Bytes, Secret, arguments, window};
use super::providers_shared::OfferedSlot;
use crate::call::from_json;

arguments! {
    /// Which appointments.
    ListAsked {
        /// Those that start at this instant or later.
        start: DateTime<Utc>,
        /// Those that start before this instant.
        end: DateTime<Utc>,
        /// include (the default) or exclude what was called off: who does not see cancellations takes them for appointments.
        #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
        cancelled: Option<Cancelled>,
        /// Only with this calendar.
        calendar: Option<CalendarId>,
        /// Only of this type.
        appointment_type: Option<AppointmentTypeId>,
        /// At most so many in one page of the service; its own limit holds as well.
        page_size: Option<u32>,
    }

    /// Which page of which appointments.
    PageAsked {
        /// Those that start at this instant or later.
        start: DateTime<Utc>,
        /// Those that start before this instant.
        end: DateTime<Utc>,
        /// include (the default) or exclude what was called off: who does not see cancellations takes them for appointments.
        #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
        cancelled: Option<Cancelled>,
        /// Only with this calendar.
        calendar: Option<CalendarId>,
        /// Only of this type.
        appointment_type: Option<AppointmentTypeId>,
        /// At most so many in the page; the service's own limit holds as well.
        page_size: Option<u32>,
        /// Where to go on: `next` of the page before.
        cursor: Option<String>,
    }

    /// Whose changes since when.
    ChangesAsked {
        /// The first instant of the window.
        start: DateTime<Utc>,
        /// The instant after the last.
        end: DateTime<Utc>,
        /// `next` of the changes before; without it, everything is new.
        since: Option<String>,
    }

    /// Which appointment.
    OneBooking {
        /// The service's id.
        appointment_id: ExternalId,
    }

    /// Which slots.
    SlotsAsked {
        /// For what.
        appointment_type: AppointmentTypeId,
        /// Those that start at this instant or later; what is past has none and is not asked for.
        start: DateTime<Utc>,
        /// Those that start before this instant.
        end: DateTime<Utc>,
        /// The IANA zone the asker reads times in.
        #[cfg_attr(feature = "schema", schemars(with = "String"))]
        zone: AgencyZone,
        /// With whom; by default with anyone.
        calendar: Option<CalendarId>,
        /// In which unit, at services that have units.
        unit: Option<String>,
        /// An appointment that is about to move: its own time counts as free, where the service can be told so.
        ignoring: Option<ExternalId>,
    }

    /// Which slot.
    OneSlot {
        /// A slot as it was offered.
        slot: OfferedSlot,
    }

    /// Which slot is kept, and how long.
    HoldAsked {
        /// A slot as it was offered.
        slot: OfferedSlot,
        /// For how long.
        seconds: u32,
        /// The name this write goes by, 1 to 255 visible ASCII characters: the same for every attempt at the same write.
        idempotency_key: IdempotencyKey,
    }

    /// Which hold.
    OneHold {
        /// The name of the hold.
        hold_id: HoldId,
    }

    /// Whose busy time.
    BusyAsked {
        /// Whose: at least one.
        calendars: Vec<CalendarId>,
        /// What overlaps the range that begins here.
        start: DateTime<Utc>,
        /// The instant after the last of the range.
        end: DateTime<Utc>,
    }

    /// A receiver of webhooks.
    RegisterWebhook {
        /// Where deliveries go. One address per connected account, with a part nobody can guess.
        target: Secret,
        /// What is delivered: created, updated, rescheduled, cancelled, no_show, type_changed.
        #[cfg_attr(feature = "schema", schemars(with = "Vec<String>"))]
        topics: Vec<WebhookTopic>,
        /// The key the service shall sign with, where it takes one.
        signing_key: Option<Secret>,
    }

    /// Which webhook.
    OneWebhook {
        /// The service's id.
        webhook_id: SubscriptionId,
    }

    /// A delivery as it came.
    DeliveryAsked {
        /// The headers of the request; their names compare without regard to case.
        headers: BTreeMap<String, String>,
        /// The body, byte for byte.
        body: Bytes,
        /// When it came; the present by default.
        now: Option<DateTime<Utc>>,
    }
}

impl ListAsked {
    pub(super) fn read(self, operation: &'static str) -> Result<ListAppointments> {
        let mut asked = ListAppointments::starting_in(window(operation, self.start, self.end)?);
        asked.cancelled = self.cancelled.unwrap_or_default();
        asked.calendar = self.calendar;
        asked.appointment_type = self.appointment_type;
        asked.page_size = self.page_size;
        Ok(asked)
    }
}

impl PageAsked {
    pub(super) fn read(self) -> Result<ListAppointments> {
        let list = ListAsked {
            start: self.start,
            end: self.end,
            cancelled: self.cancelled,
            calendar: self.calendar,
            appointment_type: self.appointment_type,
            page_size: self.page_size,
        };
        let mut asked = list.read("provider.page")?;
        asked.cursor = self.cursor.map(Cursor::new);
        Ok(asked)
    }
}

impl ChangesAsked {
    pub(super) fn read(self) -> Result<(Option<SyncState>, TimeWindow)> {
        const OPERATION: &str = "provider.changes";
        let read = |text: &str| {
            from_json::<SyncState>(OPERATION, text).map_err(|_| {
                Error::invalid(OPERATION, "since", "must be what the changes before gave as next")
            })
        };
        let since = self.since.as_deref().map(read).transpose()?;
        Ok((since, window(OPERATION, self.start, self.end)?))
    }
}

impl SlotsAsked {
    pub(super) fn read(self) -> Result<SlotQuery> {
        let range = window("provider.slots", self.start, self.end)?;
        let mut query = SlotQuery::new(self.appointment_type, range, self.zone);
        query.calendar = self.calendar;
        query.unit = self.unit;
        query.ignoring = self.ignoring;
        Ok(query)
    }
}

impl HoldAsked {
    pub(super) fn length(&self) -> Duration {
        Duration::from_secs(u64::from(self.seconds))
    }
}

impl BusyAsked {
    pub(super) fn read(self) -> Result<BusyQuery> {
        Ok(BusyQuery {
            range: window("provider.busy", self.start, self.end)?,
            calendars: self.calendars,
        })
    }
}

impl RegisterWebhook {
    pub(super) fn read(self) -> NewWebhook {
        NewWebhook {
            target: PrivateLink::new(self.target.0.expose_secret()),
            topics: self.topics,
            signing_key: self.signing_key.map(|key| key.0),
        }
    }
}

impl DeliveryAsked {
    /// When it came.
    pub(super) fn at(&self) -> DateTime<Utc> {
        self.now.unwrap_or_else(|| SystemClock::new().now())
    }
}
