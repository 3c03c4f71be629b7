use std::fmt;

use crate::ranking::Rule;
use crate::roster::{Attendance, Response};

/// One rule's share of a score, as numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// The rule.
    pub rule: Rule,
    /// Its points, in the policy's unit; zero when the rule does not apply.
    pub points: i64,
    /// Why.
    pub why: Why,
}

/// Why a rule gave its points. `Display` says it in a few words without personal data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Why {
    /// The client states no wish.
    NotStated,
    /// The client states a wish; the caregiver's side is unknown.
    Unknown,
    /// As the client asks.
    Met,
    /// Not as the client asks.
    NotMet,
    /// Completed visits with the client.
    Visits {
        /// How many.
        visits: u32,
    },
    /// Completed visits, recent ones more.
    WeightedVisits {
        /// How many.
        visits: u32,
        /// What they count today, in hundredths of a visit.
        hundredths: u64,
    },
    /// Whether the client prefers the caregiver.
    Preferred {
        /// Whether.
        preferred: bool,
    },
    /// The way from home.
    Way {
        /// Tenths of a mile of road.
        tenths_of_mile: u32,
    },
    /// The way is unknown.
    WayUnknown,
    /// Overtime.
    Overtime {
        /// Minutes added.
        minutes: i64,
        /// The premium in minor units.
        premium: i64,
    },
    /// Attendance so far.
    Attendance(Attendance),
    /// No attendance is known.
    NoAttendance,
    /// Hours wanted in the week.
    Hours {
        /// Minutes wanted.
        wanted: u32,
        /// Minutes with the shift.
        with_shift: i64,
    },
    /// Soft statements.
    Statements {
        /// For the shift.
        gladly: u32,
        /// Against it.
        rather_not: u32,
    },
    /// Offers so far.
    Response(Response),
    /// Whether the shift asks for certifications or skills.
    Asks {
        /// Whether.
        asks: bool,
    },
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let clock = |minutes: i64| format!("{} h {:02}", minutes / 60, minutes % 60);
        match self {
            Self::NotStated => f.write_str("the client states no wish"),
            Self::Unknown => f.write_str("unknown for the caregiver"),
            Self::Met => f.write_str("as the client asks"),
            Self::NotMet => f.write_str("not as the client asks"),
            Self::Visits { visits } | Self::WeightedVisits { visits, .. } if *visits == 0 => {
                f.write_str("no past visit with the client")
            }
            Self::Visits { visits: 1 } => f.write_str("1 past visit with the client"),
            Self::Visits { visits } => write!(f, "{visits} past visits with the client"),
            Self::WeightedVisits { visits, hundredths } => {
                let plural = if *visits == 1 { "" } else { "s" };
                let (whole, part) = (hundredths / 100, hundredths % 100);
                write!(
                    f,
                    "{visits} past visit{plural} with the client, by age worth {whole}.{part:02}"
                )
            }
            Self::Preferred { preferred: true } => f.write_str("preferred by the client"),
            Self::Preferred { preferred: false } => f.write_str("not among those the client prefers"),
            Self::Way { tenths_of_mile } => {
                write!(f, "{}.{} miles", tenths_of_mile / 10, tenths_of_mile % 10)
            }
            Self::WayUnknown => f.write_str("the way is unknown"),
            Self::Overtime { minutes: ..=0, .. } => f.write_str("no overtime added"),
            Self::Overtime { minutes, premium } => {
                let premium = (*premium).max(0);
                let (whole, part) = (premium / 100, premium % 100);
                write!(
                    f,
                    "{} of overtime added, extra {whole}.{part:02}",
                    clock(*minutes)
                )
            }
            Self::Attendance(a) => write!(f, "missed {} of {} without a call", a.missed, a.accepted),
            Self::NoAttendance => f.write_str("no shifts counted yet: the agency's mean"),
            Self::Hours { wanted, with_shift } => {
                write!(
                    f,
                    "{} with the shift, {} wanted",
                    clock(*with_shift),
                    clock(i64::from(*wanted))
                )
            }
            Self::Statements {
                gladly: 0,
                rather_not: 0,
            } => f.write_str("nothing remembered about it"),
            Self::Statements { gladly, rather_not } => {
                write!(f, "{gladly} statements for it, {rather_not} against")
            }
            Self::Response(r) => write!(f, "accepted {} of {} offers", r.accepted, r.offered),
            Self::Asks { asks: true } => f.write_str("holds what the shift asks for"),
            Self::Asks { asks: false } => f.write_str("the shift asks for nothing special"),
        }
    }
}
