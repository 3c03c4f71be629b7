//! What the services say, and what it means here: a table to read, to test against and to generate documentation from.

use super::{AppointmentStatus, ProviderKind};

/// How far a service's evidence goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum StatusSource {
    /// The record says it.
    Record,
    /// A label says it, and which label is the account's own choice.
    Label,
    /// The passing of time says it: the reading is marked as inferred.
    Inferred,
    /// Only an event says it; the record keeps its place.
    Event,
    /// The record is gone.
    Absence,
    /// The service cannot express it.
    Never,
}

/// How one service expresses one status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusRow {
    /// The service.
    pub provider: ProviderKind,
    /// What it means here.
    pub status: AppointmentStatus,
    /// Where it is read.
    pub source: StatusSource,
    /// The evidence in the service's words; empty when there is none.
    pub evidence: &'static str,
}

macro_rules! table {
    ($($provider:ident { $($status:ident = $source:ident $evidence:literal;)+ })+) => {
        /// Every status of every service in [`ProviderKind::VENDORS`].
        ///
        /// Sources: the references of the vendors (Acuity `PUT /appointments/:id/cancel` and its labels; Calendly invitee and
        /// no-show objects; Google Calendar v3 events; Graph `bookingAppointment`; Square `BookingStatus`; SimplyBook
        /// `/admin/bookings`; Cal.com v2 bookings), and for Ninsaúde, which publishes none, what working integrations read.
        pub const STATUS_TABLE: &[StatusRow] = &[$($(
            StatusRow {
                provider: ProviderKind::$provider,
                status: AppointmentStatus::$status,
                source: StatusSource::$source,
                evidence: $evidence,
            },
        )+)+];
    };
}

table! {
    Acuity {
        Scheduled = Record "canceled=false";
        Confirmed = Label "label Confirmed";
        Completed = Label "label Completed, or Checked In after the end";
        Cancelled = Record "canceled=true and noShow=false";
        NoShow = Record "canceled=true and noShow=true";
        Rescheduled = Event "webhook rescheduled; the record moves in place";
    }
    Calendly {
        Scheduled = Record "event and invitee active, before the end";
        Confirmed = Record "reconfirmation.confirmed_at";
        Completed = Inferred "event and invitee active, after the end, no no_show";
        Cancelled = Record "invitee canceled and not rescheduled, or event canceled";
        NoShow = Record "invitee.no_show";
        Rescheduled = Record "invitee canceled and rescheduled=true";
    }
    Ninsaude {
        Scheduled = Record "0, or 1 with the client arrived";
        Confirmed = Record "2";
        Completed = Record "3";
        Cancelled = Record "5";
        NoShow = Record "4";
        Rescheduled = Record "7";
    }
    GoogleCalendar {
        Scheduled = Record "tentative or confirmed";
        Confirmed = Record "confirmed and the attendee accepted";
        Completed = Inferred "after the end";
        Cancelled = Record "cancelled";
        NoShow = Never "";
        Rescheduled = Event "the event moves in place";
    }
    MicrosoftBookings {
        Scheduled = Record "the row is there";
        Confirmed = Never "";
        Completed = Inferred "after the end";
        Cancelled = Absence "404, or missing from a complete list";
        NoShow = Never "";
        Rescheduled = Event "the row moves in place";
    }
    Square {
        Scheduled = Record "PENDING, not yet accepted";
        Confirmed = Record "ACCEPTED";
        Completed = Inferred "after the end";
        Cancelled = Record "CANCELLED_BY_CUSTOMER, CANCELLED_BY_SELLER or DECLINED";
        NoShow = Record "NO_SHOW";
        Rescheduled = Event "the booking moves in place under a new version";
    }
    SimplyBook {
        Scheduled = Record "pending or confirmed_pending, not yet accepted";
        Confirmed = Record "confirmed";
        Completed = Inferred "after the end";
        Cancelled = Record "canceled";
        NoShow = Never "";
        Rescheduled = Event "the booking moves in place";
    }
    CalCom {
        Scheduled = Record "pending, not yet accepted";
        Confirmed = Record "accepted";
        Completed = Inferred "after the end, or MEETING_ENDED";
        Cancelled = Record "cancelled or rejected";
        NoShow = Record "attendee absent or absentHost";
        Rescheduled = Record "rescheduledToUid";
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_service_has_every_status_once() {
        for provider in ProviderKind::VENDORS {
            for word in AppointmentStatus::KNOWN {
                let rows = STATUS_TABLE
                    .iter()
                    .filter(|row| row.provider == provider && row.status.as_str() == *word)
                    .count();
                assert_eq!(rows, 1, "{provider} {word}");
            }
        }
        assert_eq!(STATUS_TABLE.len(), 8 * AppointmentStatus::KNOWN.len());
    }

    #[test]
    fn evidence_is_there_exactly_where_the_service_can_say_it() {
        for row in STATUS_TABLE {
            assert_eq!(
                row.evidence.is_empty(),
                row.source == StatusSource::Never,
                "{row:?}"
            );
        }
    }

    #[test]
    fn no_service_lets_time_alone_cancel_or_make_a_no_show() {
        for row in STATUS_TABLE
            .iter()
            .filter(|row| row.source == StatusSource::Inferred)
        {
            assert_eq!(row.status, AppointmentStatus::Completed, "{row:?}");
        }
    }
}
