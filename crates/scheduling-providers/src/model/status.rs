use serde::{Deserialize, Serialize};

careweave_types::open_enum! {
    /// Where an appointment stands. A code the service invented is kept in `Other` and never becomes one of the known ones.
    pub enum AppointmentStatus {
        /// It is booked.
        Scheduled = "scheduled",
        /// The client said that it stands.
        Confirmed = "confirmed",
        /// It took place.
        Completed = "completed",
        /// It will not take place.
        Cancelled = "cancelled",
        /// The client did not come.
        NoShow = "no_show",
        /// Another record has taken its place.
        Rescheduled = "rescheduled",
    }
}

impl AppointmentStatus {
    /// True while the appointment takes up time of its calendar: scheduled, confirmed, or nobody knows.
    pub fn occupies_time(&self) -> bool {
        matches!(
            self,
            Self::Scheduled | Self::Confirmed | Self::Completed | Self::NoShow | Self::Other(_)
        )
    }

    /// True when the appointment will not take place as this record says.
    pub fn is_called_off(&self) -> bool {
        matches!(self, Self::Cancelled | Self::Rescheduled)
    }
}

/// How a service's evidence was read.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatusReading {
    /// Where the appointment stands.
    pub status: AppointmentStatus,
    /// True when the service did not say so and the time that has passed did.
    #[serde(default)]
    pub inferred: bool,
    /// What stood on the wire.
    pub raw: String,
    /// True when somebody still has to accept it.
    #[serde(default)]
    pub pending: bool,
    /// True when the client has arrived and waits.
    #[serde(default)]
    pub arrived: bool,
}

impl StatusReading {
    /// A status the service said.
    pub fn said(status: AppointmentStatus, raw: impl Into<String>) -> Self {
        Self {
            status,
            inferred: false,
            raw: raw.into(),
            pending: false,
            arrived: false,
        }
    }

    /// A code this version does not know, kept.
    pub fn unknown(raw: impl Into<String>) -> Self {
        let raw = raw.into();
        Self::said(AppointmentStatus::Other(raw.as_str().into()), raw)
    }

    /// The same, worked out from what the service does not say in so many words.
    #[must_use]
    pub fn inferred(mut self) -> Self {
        self.inferred = true;
        self
    }

    /// The same, waiting to be accepted.
    #[must_use]
    pub fn pending(mut self) -> Self {
        self.pending = true;
        self
    }

    /// The same, with the client arrived.
    #[must_use]
    pub fn arrived(mut self) -> Self {
        self.arrived = true;
        self
    }
}
