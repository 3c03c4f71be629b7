//! Where sources about Ninsaúde contradict each other, and what may be asked of it besides.

use std::time::Duration;

use crate::switches::switch_table;

switch_table! {
    /// How the Ninsaúde surface behaves where sources contradict each other. The default is the likelier reading.
    NinsaudeSwitches("ninsaude.")
    /// Whether the word before the token must be `bearer` in lower case.
    require_lowercase_bearer: NinsaudeLowercaseBearer {
        /// Anything else is a 401.
        On = "on",
        /// Either case is taken.
        Off = "off",
    }
    /// Whether a refresh must carry `X-Grant-Type: refresh_token`.
    require_x_grant_type: NinsaudeXGrantType {
        /// Without it, it is a 400.
        On = "on",
        /// It need not.
        Off = "off",
    }
    /// Whether a refresh hands out another refresh token.
    refresh_rotation: NinsaudeRefreshRotation {
        /// It does, and the one before is good no longer.
        Rotated = "rotated",
        /// It hands out none: the one there is stays good.
        Kept = "kept",
    }
    /// How long a refresh token is good.
    refresh_lifetime: NinsaudeRefreshLifetime {
        /// Seven days.
        Week = "7d",
        /// Fifteen days.
        Fortnight = "15d",
    }
    /// How free slots are written.
    slot_shape: NinsaudeSlotShape {
        /// By day.
        Nested = "nested",
        /// One row per slot, with its day.
        Flat = "flat",
        /// One row per slot, and nothing says of which day.
        FlatUndated = "flat_undated",
    }
    /// The type of ids.
    ids_as_strings: NinsaudeIdsAsStrings {
        /// Numbers.
        Off = "off",
        /// Strings.
        On = "on",
    }
    /// The most rows an answer holds, whatever `limit` says.
    largest_page: NinsaudeLargestPage {
        /// 150.
        Hundreds = "150",
        /// 20.
        Twenty = "20",
        /// 7.
        Seven = "7",
    }
    /// What a new appointment must name.
    create_requires: NinsaudeCreateRequires {
        /// Unit, professional, day, start, end and patient.
        Six = "six",
        /// Also service, speciality and status.
        Nine = "nine",
    }
    /// What a second appointment of a professional at one time gives.
    double_booking: NinsaudeDoubleBooking {
        /// A 409.
        Refused = "refused",
        /// Two appointments.
        Allowed = "allowed",
    }
    /// Which routes change a status.
    status_routes: NinsaudeStatusRoutes {
        /// Both.
        Both = "both",
        /// `PUT atendimento_agenda/{id}` alone.
        Put = "put",
        /// `PUT atendimento_agenda/alterar/status/agendamento/{id}` alone.
        WholeRecord = "whole_record",
    }
    /// Whether `DELETE atendimento_agenda/{id}` is offered.
    delete_appointment: NinsaudeDeleteAppointment {
        /// It removes the row.
        On = "on",
        /// A 405.
        Off = "off",
    }
    /// How many rows of a list of appointments cannot be read.
    malformed_rows: NinsaudeMalformedRows {
        /// None.
        None = "none",
        /// The one in the middle.
        One = "one",
        /// Every tenth.
        Tenth = "tenth",
    }
    /// How many requests are carried out.
    rate_limit: NinsaudeRateLimit {
        /// All.
        Off = "off",
        /// 5 in a second.
        FivePerSecond = "5_per_second",
        /// 1 in a minute.
        OnePerMinute = "1_per_minute",
    }
}

impl NinsaudeSwitches {
    pub(super) fn requires_lowercase_bearer(&self) -> bool {
        self.require_lowercase_bearer == NinsaudeLowercaseBearer::On
    }

    pub(super) fn requires_x_grant_type(&self) -> bool {
        self.require_x_grant_type == NinsaudeXGrantType::On
    }

    pub(super) fn refuses_double_booking(&self) -> bool {
        self.double_booking == NinsaudeDoubleBooking::Refused
    }
}

impl NinsaudeRefreshLifetime {
    pub(super) fn duration(self) -> Duration {
        let days = match self {
            Self::Week => 7,
            Self::Fortnight => 15,
        };
        Duration::from_secs(days * 86_400)
    }
}

impl NinsaudeLargestPage {
    pub(super) fn rows(self) -> usize {
        match self {
            Self::Hundreds => 150,
            Self::Twenty => 20,
            Self::Seven => 7,
        }
    }
}

impl NinsaudeRateLimit {
    /// How many requests in which time.
    pub(super) fn rate(self) -> Option<(usize, Duration)> {
        match self {
            Self::Off => None,
            Self::FivePerSecond => Some((5, Duration::from_secs(1))),
            Self::OnePerMinute => Some((1, Duration::from_secs(60))),
        }
    }
}
