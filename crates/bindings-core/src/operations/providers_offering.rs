//! What a scheduling service offers, who is behind it, and what it tells by webhooks, flat, as the hosts see it.

use std::collections::BTreeMap;

use careweave::providers::capability::{
    Capabilities, Capability, NotesRule, PhiRule, Support, WebhookSignature,
};
use careweave::providers::model::{
    Account, AppointmentType, AppointmentTypeKind, Busy, BusySource, Calendar, CalendarKind, Hold,
    PrivateLink, ProviderKind,
};
use careweave::providers::webhook::{
    SignatureCheck, WebhookEvent, WebhookEventKind, WebhookState, WebhookSubscription, WebhookTopic,
};
use careweave::providers::{CredentialState, Identity};
use careweave::types::ids::{
    AppointmentTypeId, CalendarId, ExternalId, HoldId, IntegrationId, SubscriptionId,
};
use careweave::types::{AgencyZone, Pii, Result};
use careweave::webhooks::Verified;
use chrono::{DateTime, Utc};

use super::providers_bookings::{Booking, Price};
use super::results::results;

results! {
    /// The account the credentials belong to.
    ProviderAccount as "ProviderAccount" {
        /// The service.
        #[cfg_attr(feature = "schema", schemars(with = "String"), schemars(extend("x-shown" = true)))]
        provider: ProviderKind,
        /// The service's id of the account.
        account_id: String,
        /// The name of the account: often a person's.
        display_name: Pii<String>,
        /// The address the account is reached at.
        email: Option<Pii<String>>,
        /// The IANA zone the account keeps its times in.
        #[cfg_attr(feature = "schema", schemars(with = "String"))]
        default_zone: AgencyZone,
        /// The plan in the service's words.
        plan: Option<String>,
        /// True when health information may be given to the service.
        health_information_allowed: bool,
    }

    /// What a provider can do, with its limits. Nothing is sent to find out.
    ProviderCapabilities as "ProviderCapabilities" {
        /// The service.
        #[cfg_attr(feature = "schema", schemars(with = "String"))]
        provider: ProviderKind,
        /// Every capability by its name (slots, cancel, slot_hold), and how far it goes: native, partial, emulated, unproven,
        /// unsupported. A call for what is unsupported fails before anything is sent.
        #[cfg_attr(feature = "schema", schemars(with = "BTreeMap<String, String>"))]
        capabilities: BTreeMap<&'static str, Support>,
        /// The longest range one request for appointments may have, in days.
        list_days: Option<u32>,
        /// The most records one answer has.
        page_size: Option<u32>,
        /// The longest range one request for slots may have, in days.
        slot_days: Option<u32>,
        /// The longest range one request for busy time may have, in days.
        busy_days: Option<u32>,
        /// The most webhooks one account may have.
        webhooks: Option<u32>,
        /// The most bookings in one minute.
        creates_per_minute: Option<u32>,
        /// What has to hold before the service gets health information: inside, by_agreement, by_consent, not_by_default.
        #[cfg_attr(feature = "schema", schemars(with = "String"))]
        health_information_rule: PhiRule,
        /// True when health information may be given to the service.
        health_information_allowed: bool,
        /// True when every booking needs the client's consent.
        needs_consent: bool,
        /// Who may write notes when booking: anyone, office_only, never.
        #[cfg_attr(feature = "schema", schemars(with = "String"))]
        notes_on_create: NotesRule,
        /// How webhooks are signed: none, hmac_body, hmac_time_and_body, hmac_address_and_body, hmac_body_hex, shared_token.
        #[cfg_attr(feature = "schema", schemars(with = "String"))]
        webhook_signature: WebhookSignature,
    }

    /// Something a booking form asks.
    BookingQuestion as "BookingQuestion" {
        /// The service's id, or its place on the form where it has none.
        id: String,
        /// What is asked.
        text: String,
        /// Whether a booking without an answer is refused.
        required: bool,
        /// The answers to choose from; empty for free text.
        choices: Vec<String>,
    }

    /// A kind of appointment that can be booked.
    BookingType as "BookingType" {
        /// The service's id.
        id: AppointmentTypeId,
        /// Its name, as the service has it.
        name: String,
        /// How long it takes, in minutes.
        duration_minutes: u32,
        /// Minutes kept free before the start.
        before_minutes: u32,
        /// Minutes kept free after the end.
        after_minutes: u32,
        /// What it costs.
        price: Option<Price>,
        /// How many meet whom: service, class, series, group, round_robin, collective.
        #[cfg_attr(feature = "schema", schemars(with = "String"))]
        kind: AppointmentTypeKind,
        /// Whether it can be booked.
        active: bool,
        /// The calendars it can be booked with; empty where the service does not say.
        calendars: Vec<CalendarId>,
        /// What the booking form asks.
        questions: Vec<BookingQuestion>,
        /// Where a person books it.
        #[cfg_attr(feature = "schema", schemars(with = "Option<Pii<String>>"))]
        booking_link: Option<PrivateLink>,
        /// The version a booking has to name at services that want one.
        version_token: Option<String>,
    }

    /// Something appointments are booked with.
    BookingCalendar as "BookingCalendar" {
        /// The service's id.
        id: CalendarId,
        /// The name: often a person's.
        name: Pii<String>,
        /// The addresses; one service keeps several.
        emails: Vec<Pii<String>>,
        /// The IANA zone its times are in.
        #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
        zone: Option<AgencyZone>,
        /// What it stands for: person, room, unit, account.
        #[cfg_attr(feature = "schema", schemars(with = "String"))]
        kind: CalendarKind,
        /// Whether it takes appointments.
        active: bool,
    }

    /// A slot kept for somebody.
    SlotHold as "SlotHold" {
        /// The name of the hold.
        id: HoldId,
        /// When it lapses.
        expires_at: DateTime<Utc>,
    }

    /// Time in which a calendar takes no appointment.
    BusyTime as "BusyTime" {
        /// Whose time.
        calendar: CalendarId,
        /// From when.
        start: DateTime<Utc>,
        /// Till when.
        end: DateTime<Utc>,
        /// From when with the buffer before it, where the service says.
        buffered_start: Option<DateTime<Utc>>,
        /// Till when with the buffer after it, where the service says.
        buffered_end: Option<DateTime<Utc>>,
        /// Why: appointment, external, reserved, block, unknown.
        source: &'static str,
        /// The appointment, or the group it belongs to, where it is one of this service.
        appointment_id: Option<ExternalId>,
    }

    /// A webhook the service knows.
    ProviderWebhook as "ProviderWebhook" {
        /// The service's id.
        id: SubscriptionId,
        /// Where it delivers: whoever knows the address can deliver to it.
        #[cfg_attr(feature = "schema", schemars(with = "Pii<String>"))]
        target: PrivateLink,
        /// What it is told about: created, updated, rescheduled, cancelled, no_show, type_changed.
        #[cfg_attr(feature = "schema", schemars(with = "Vec<String>"))]
        topics: Vec<WebhookTopic>,
        /// How it is doing: active, retrying, disabled.
        #[cfg_attr(feature = "schema", schemars(with = "String"), schemars(extend("x-shown" = true)))]
        state: WebhookState,
        /// When it was made.
        created_at: Option<DateTime<Utc>>,
        /// Since when deliveries fail, where the service says.
        failing_since: Option<DateTime<Utc>>,
        /// When it lapses, at services whose webhooks do.
        expires_at: Option<DateTime<Utc>>,
    }

    /// One thing a service said has happened.
    ProviderEvent as "ProviderEvent" {
        /// What tells it from every other event, and the same for every delivery of it.
        delivery_key: String,
        /// What happened: created, updated, rescheduled, cancelled, no_show, no_show_reverted, confirmed, rejected, type_changed,
        /// ping.
        #[cfg_attr(feature = "schema", schemars(with = "String"), schemars(extend("x-shown" = true)))]
        kind: WebhookEventKind,
        /// The record it happened to; what happened to a kind of appointment names that instead.
        appointment_id: ExternalId,
        /// The service.
        #[cfg_attr(feature = "schema", schemars(with = "String"))]
        provider: ProviderKind,
        /// The connected account.
        integration: IntegrationId,
        /// When it happened, where the service says.
        occurred_at: Option<DateTime<Utc>>,
        /// When it was received.
        received_at: DateTime<Utc>,
        /// The appointment, where the delivery brings it.
        booking: Option<Booking>,
        /// True when the truth has to be fetched.
        needs_refetch: bool,
        /// How the sender proved itself, in the words of `webhook_signature`; nothing when the service proves nothing: fetch what
        /// the event names before believing any of it.
        #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
        verified_by: Option<WebhookSignature>,
        /// When it was signed, where the service signs that.
        sent_at: Option<DateTime<Utc>>,
        /// The record this one took the place of.
        old_id: Option<ExternalId>,
        /// The record that took this one's place.
        new_id: Option<ExternalId>,
    }

    /// What became of the credentials.
    RefreshedCredentials as "RefreshedCredentials" {
        /// renewed, or lasting: they do not expire.
        state: &'static str,
        /// How long they hold, where the service says.
        expires_at: Option<DateTime<Utc>>,
    }

    /// A delivery whose sender was checked.
    VerifiedDelivery as "VerifiedDelivery" {
        /// keyed: by `id`, drop repeats. stamped: tell events apart by what they say of their subject and when. hint: nothing tells
        /// two deliveries apart, fetch the subject for each.
        identity: &'static str,
        /// The id the sender gives the event and repeats on every retry.
        id: Option<String>,
        /// When the sender says it was sent, where that is signed.
        sent_at: Option<DateTime<Utc>>,
    }
}

impl From<Account> for ProviderAccount {
    fn from(account: Account) -> Self {
        Self {
            provider: account.provider,
            account_id: account.account_id,
            display_name: account.display_name,
            email: account.email,
            default_zone: account.default_zone,
            plan: account.plan,
            health_information_allowed: account.phi.allows(),
        }
    }
}

impl From<&Capabilities> for ProviderCapabilities {
    fn from(known: &Capabilities) -> Self {
        let limits = known.limits;
        Self {
            provider: known.provider.clone(),
            capabilities: Capability::ALL
                .iter()
                .map(|capability| (capability.code(), known.support(*capability)))
                .collect(),
            list_days: limits.list_days,
            page_size: limits.page_size,
            slot_days: limits.slot_days,
            busy_days: limits.busy_days,
            webhooks: limits.webhooks,
            creates_per_minute: limits.creates_per_minute,
            health_information_rule: known.phi.rule,
            health_information_allowed: known.phi.allows(),
            needs_consent: known.phi.needs_consent(),
            notes_on_create: known.notes_on_create,
            webhook_signature: known.signature,
        }
    }
}

impl From<AppointmentType> for BookingType {
    fn from(kind: AppointmentType) -> Self {
        let questions = kind.questions.into_iter().map(|question| BookingQuestion {
            id: question.id,
            text: question.text,
            required: question.required,
            choices: question.choices,
        });
        Self {
            id: kind.id,
            name: kind.name,
            duration_minutes: kind.duration_minutes,
            before_minutes: kind.buffers.before_minutes,
            after_minutes: kind.buffers.after_minutes,
            price: kind.price.map(Price::from),
            kind: kind.kind,
            active: kind.active,
            calendars: kind.calendars,
            questions: questions.collect(),
            booking_link: kind.booking_link,
            version_token: kind.version_token,
        }
    }
}

impl From<Calendar> for BookingCalendar {
    fn from(calendar: Calendar) -> Self {
        Self {
            id: calendar.id,
            name: calendar.name,
            emails: calendar.emails,
            zone: calendar.zone,
            kind: calendar.kind,
            active: calendar.active,
        }
    }
}

impl From<Hold> for SlotHold {
    fn from(hold: Hold) -> Self {
        Self {
            id: hold.id,
            expires_at: hold.expires_at,
        }
    }
}

impl From<Busy> for BusyTime {
    fn from(busy: Busy) -> Self {
        let (source, appointment_id) = match busy.source {
            BusySource::Appointment { id } => ("appointment", Some(id)),
            BusySource::External => ("external", None),
            BusySource::Reserved => ("reserved", None),
            BusySource::Block => ("block", None),
            _ => ("unknown", None),
        };
        Self {
            calendar: busy.calendar,
            start: busy.window.start(),
            end: busy.window.end(),
            buffered_start: busy.buffered.map(|window| window.start()),
            buffered_end: busy.buffered.map(|window| window.end()),
            source,
            appointment_id,
        }
    }
}

impl From<WebhookSubscription> for ProviderWebhook {
    fn from(webhook: WebhookSubscription) -> Self {
        Self {
            id: webhook.id,
            target: webhook.target,
            topics: webhook.topics,
            state: webhook.state,
            created_at: webhook.created_at,
            failing_since: webhook.failing_since,
            expires_at: webhook.expires_at,
        }
    }
}

impl ProviderEvent {
    pub(super) fn of(event: WebhookEvent) -> Result<Self> {
        let (verified_by, sent_at) = match event.signature {
            SignatureCheck::Verified { by, sent_at } => (Some(by), sent_at),
            SignatureCheck::Unsigned => (None, None),
        };
        let Identity {
            provider,
            integration,
        } = event.identity;
        Ok(Self {
            delivery_key: event.delivery_key,
            kind: event.kind,
            appointment_id: event.external_id,
            provider,
            integration,
            occurred_at: event.occurred_at,
            received_at: event.received_at,
            booking: event
                .embedded
                .map(|embedded| Booking::of(*embedded))
                .transpose()?,
            needs_refetch: event.needs_refetch,
            verified_by,
            sent_at,
            old_id: event.links.old,
            new_id: event.links.new,
        })
    }
}

impl From<CredentialState> for RefreshedCredentials {
    fn from(state: CredentialState) -> Self {
        match state {
            CredentialState::Renewed { expires_at } => Self {
                state: "renewed",
                expires_at,
            },
            CredentialState::Lasting => Self {
                state: "lasting",
                expires_at: None,
            },
        }
    }
}

impl From<Verified> for VerifiedDelivery {
    fn from(verified: Verified) -> Self {
        let (identity, id) = crate::identity_of(&verified);
        Self {
            identity,
            id: id.map(str::to_owned),
            sent_at: verified.sent_at,
        }
    }
}
