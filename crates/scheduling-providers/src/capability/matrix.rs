use super::Support;
use super::Support::{Native as N, Partial as P, Unproven as Q, Unsupported as X};
use crate::model::ProviderKind;

/// One row: what the services of [`ProviderKind::VENDORS`] offer, in that order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MatrixRow {
    /// What.
    pub capability: Capability,
    /// How far each service offers it.
    pub offered: [Support; 8],
    /// What the cells that are neither yes nor no mean, and where the row was read.
    pub source: &'static str,
}

macro_rules! capabilities {
    ($($(#[$doc:meta])* $name:ident = $code:literal: [$($cell:ident)+] $source:literal;)+) => {
        /// What a provider may be able to do.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "snake_case")]
        #[non_exhaustive]
        pub enum Capability {
            $($(#[$doc])* $name,)+
        }

        impl Capability {
            /// Every capability.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The stable word for it: `"slot_hold"`.
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$name => $code,)+
                }
            }
        }

        /// What the services themselves offer, one row per capability, in the order of [`Capability::ALL`]. What careweave adds
        /// is not in it: see [`Capabilities::support`](super::Capabilities::support).
        pub const MATRIX: &[MatrixRow] = &[$(
            MatrixRow { capability: Capability::$name, offered: [$($cell),+], source: $source },
        )+];
    };
}

// Columns: Acuity, Calendly, Ninsaúde, Google Calendar, Microsoft Bookings, Square, SimplyBook, Cal.com.
// N native, P partial, X cannot, Q nobody has shown it.
capabilities! {
    /// Appointments that start in a range.
    ListByRange = "list_by_range": [P N N N N N P N]
        "Acuity GET /appointments has no paging; Square takes at most 31 days; SimplyBook filters by one date";
    /// Only what changed since a state.
    Changes = "changes": [X X X N P X X N]
        "Google events.list syncToken; Graph lastUpdatedDateTime; Cal.com afterUpdatedAt";
    /// Booking.
    Create = "create": [N N N N N N N N]
        "Calendly POST /invitees on paid plans with a small quota; Square seller-level writes need a plan";
    /// Changing details.
    UpdateDetails = "update_details": [N X N N N N Q X]
        "Acuity PUT /appointments/:id (listed fields only); Ninsaúde PUT with the record echoed; Calendly and Cal.com have no such route";
    /// Moving to another time, by whatever way.
    Reschedule = "reschedule": [N P N N N N N N]
        "Calendly has no route: a new invitee, then the old event is cancelled";
    /// Moving to another time under the same id.
    RescheduleInPlace = "reschedule_in_place": [N X P N N N N P]
        "Ninsaúde leaves the old row at 7 and makes a new one; Cal.com gives a new uid";
    /// Calling off.
    Cancel = "cancel": [N N N N N N N N]
        "Acuity cannot take it back; Calendly cancels the whole event; Ninsaúde sets status 5";
    /// Calling one client of a group off.
    CancelOneAttendee = "cancel_one_attendee": [N X N N P N N N]
        "Calendly: only by the invitee's own link; Acuity, Ninsaúde, Square and SimplyBook keep one record per client";
    /// Writing without a word to the client.
    SuppressNotifications = "suppress_notifications": [N X P N N X P X]
        "Acuity noEmail; Ninsaúde enviadoConfirmacao; Google sendUpdates; Graph optOutOfCustomerEmail";
    /// Saying that the client did not come.
    MarkNoShow = "mark_no_show": [N N N X X X X N]
        "Acuity cancel with noShow as admin; Calendly POST /invitee_no_shows; Ninsaúde status 4; Cal.com mark-absent";
    /// Saying that the client came after all.
    RevertNoShow = "revert_no_show": [P N N X X X X N]
        "Acuity: noShow can be unset, the cancellation stays; Calendly DELETE /invitee_no_shows/:uuid";
    /// Saying that the client confirmed.
    Confirm = "confirm": [P X N P X P N N]
        "Acuity by label; Google by the attendee's answer; Square by accepting";
    /// Saying that it took place.
    Complete = "complete": [P X N X X X X X]
        "Acuity by label; Ninsaúde status 3";
    /// The kinds of appointment that can be booked.
    AppointmentTypes = "appointment_types": [N N N X N N N N]
        "Google Calendar has events only";
    /// The calendars that can be booked.
    Calendars = "calendars": [N N N N N N N N]
        "Acuity /calendars; Calendly memberships; Ninsaúde professionals; Graph and Square staff; SimplyBook providers";
    /// Times that can be booked.
    Slots = "slots": [N N N X P N N N]
        "Acuity by date then time; Calendly at most 31 days; Graph staff availability only; Square 1 to 32 days";
    /// Asking whether one slot is still free.
    CheckSlot = "check_slot": [N P P X P P P P]
        "Acuity POST /availability/check-times; elsewhere the slots around it are read";
    /// Keeping a slot for somebody.
    SlotHold = "slot_hold": [X X X X X X X N]
        "Cal.com POST /slots/reservations, five minutes";
    /// Busy time of a calendar.
    Busy = "busy": [P N P N N P P N]
        "Calendly /user_busy_times, at most 7 days; Google freeBusy; Acuity from appointments and blocks";
    /// A booking under a key that the service itself recognises.
    IdempotentCreate = "idempotent_create": [X X X N X N X X]
        "Google event ids chosen by the caller; Square idempotency_key";
    /// Refusing a write on a record that has changed meanwhile.
    OptimisticConcurrency = "optimistic_concurrency": [X X X N P N X X]
        "Google If-Match; Square version";
    /// Registering webhooks.
    Webhooks = "webhooks": [N N X N X N P N]
        "Acuity 25 per account; Google channels expire; Square per application; SimplyBook by hand";
    /// Webhooks that prove who sent them.
    SignedWebhooks = "signed_webhooks": [N N X P X N X N]
        "Acuity, Square base64; Calendly, Cal.com hexadecimal; Google a channel token only";
    /// Webhooks that cannot be delivered again by a stranger.
    ReplayProtection = "replay_protection": [X N X P X N X X]
        "Calendly signs a time; Square event_id; Google message number";
    /// Webhooks that bring the appointment with them.
    EmbeddedPayload = "embedded_payload": [X N Q X X N X N]
        "Acuity and SimplyBook send ids; Google sends no body; Ninsaúde triggers are not described anywhere";
    /// Credentials that can be renewed without a person.
    RefreshCredentials = "refresh_credentials": [X N N N N N N N]
        "Calendly refresh tokens work once";
    /// Health information under a contract.
    HealthInformation = "health_information": [N X P P P Q P Q]
        "Acuity: an agreement on the top plan; Calendly: none by default; Ninsaúde: Brazilian law; others: add-ons or not shown";
}

impl MatrixRow {
    /// The row of a capability.
    pub fn of(capability: Capability) -> &'static Self {
        // Both are made from one list.
        &MATRIX[capability as usize]
    }

    /// What one service offers; `None` for one without a column.
    pub fn offered_by(&self, provider: &ProviderKind) -> Option<Support> {
        let column = ProviderKind::VENDORS
            .iter()
            .position(|vendor| vendor == provider)?;
        Some(self.offered[column])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_stand_in_the_order_of_the_capabilities_and_codes_are_unique() {
        for (row, capability) in MATRIX.iter().zip(Capability::ALL) {
            assert_eq!(row.capability, *capability);
            assert_eq!(MatrixRow::of(*capability).capability, *capability);
            assert!(!row.source.is_empty());
        }
        let mut codes: Vec<_> = Capability::ALL.iter().map(|c| c.code()).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), Capability::ALL.len());
        assert_eq!(MATRIX.len(), Capability::ALL.len());
    }

    #[test]
    fn the_cells_that_integrations_most_often_get_wrong() {
        let cell = |capability, provider| MatrixRow::of(capability).offered_by(&provider);
        use ProviderKind::{Acuity, CalCom, Calendly, GoogleCalendar, Ninsaude};
        assert_eq!(cell(Capability::RescheduleInPlace, Acuity), Some(N));
        assert_eq!(cell(Capability::RescheduleInPlace, Calendly), Some(X));
        assert_eq!(cell(Capability::RescheduleInPlace, Ninsaude), Some(P));
        assert_eq!(cell(Capability::Webhooks, Ninsaude), Some(X));
        assert_eq!(cell(Capability::SlotHold, CalCom), Some(N));
        assert_eq!(cell(Capability::Slots, GoogleCalendar), Some(X));
        assert_eq!(cell(Capability::Create, ProviderKind::Memory), None);
    }

    #[test]
    fn what_stands_on_something_else_is_not_offered_without_it() {
        for provider in ProviderKind::VENDORS {
            let offers = |capability| MatrixRow::of(capability).offered_by(&provider) != Some(X);
            for (needs, needed) in [
                (Capability::ReplayProtection, Capability::Webhooks),
                (Capability::SignedWebhooks, Capability::Webhooks),
                (Capability::RescheduleInPlace, Capability::Reschedule),
                (Capability::SlotHold, Capability::Slots),
            ] {
                assert!(
                    !offers(needs) || offers(needed),
                    "{provider}: {needs:?} without {needed:?}"
                );
            }
        }
    }
}
