use careweave_types::{Error, ErrorKind, Result};

use crate::Api;

/// How far something can be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Support {
    /// The vendor offers it.
    Native,
    /// The vendor does not offer it; it is worked out from what the vendor does offer.
    Derived,
    /// Some say that the vendor offers it; nobody has shown it. [`WellSky::probe`](crate::WellSky::probe) finds out.
    Unproven,
    /// It cannot be done: a call fails with `Unsupported` before anything is sent.
    Unsupported,
}

macro_rules! features {
    ($($(#[$doc:meta])* $name:ident = $code:literal: rest $rest:ident, connect $connect:ident;)+) => {
        /// What a dialect may be able to do.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Feature {
            $($(#[$doc])* $name,)+
        }

        impl Feature {
            /// Every feature.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The stable word for it.
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$name => $code,)+
                }
            }

            const fn documented(self, api: Api) -> Support {
                match (self, api) {
                    $((Self::$name, Api::Rest) => Support::$rest,
                      (Self::$name, Api::Connect) => Support::$connect,)+
                }
            }
        }
    };
}

features! {
    /// Lists of clients, caregivers, prospects and applicants.
    People = "people": rest Native, connect Native;
    /// Only those people that changed since an instant.
    PeopleUpdatedSince = "people_updated_since": rest Native, connect Native;
    /// Only those shifts or visits that changed since an instant.
    ShiftsUpdatedSince = "shifts_updated_since": rest Unsupported, connect Unsupported;
    /// Creating and changing people.
    PeopleWrite = "people_write": rest Native, connect Native;
    /// The feed of clients' status changes.
    StatusChangeFeed = "status_change_feed": rest Native, connect Unsupported;
    /// Clients' status changes between two snapshots.
    StatusChangesBySnapshot = "status_changes_by_snapshot": rest Derived, connect Derived;
    /// The status `on_hold`.
    OnHold = "on_hold": rest Native, connect Unsupported;
    /// Caregivers' weekly availability.
    Availability = "availability": rest Native, connect Unsupported;
    /// All shifts of the agency in a window.
    AgencySchedule = "agency_schedule": rest Native, connect Derived;
    /// All shifts of the agency without a window.
    AllShifts = "all_shifts": rest Native, connect Unsupported;
    /// The open shifts of the agency.
    OpenShifts = "open_shifts": rest Native, connect Derived;
    /// Giving a shift to a caregiver.
    AssignShift = "assign_shift": rest Native, connect Unproven;
    /// Taking a shift from a caregiver.
    UnassignShift = "unassign_shift": rest Unsupported, connect Unproven;
    /// A note on the assignment of a shift.
    AssignmentNotes = "assignment_notes": rest Native, connect Unsupported;
    /// When a visit began and ended.
    Evv = "evv": rest Native, connect Derived;
    /// Whether the place of a visit was verified.
    EvvPlace = "evv_place": rest Native, connect Unsupported;
    /// Making a client of a prospect and a caregiver of an applicant.
    Conversion = "conversion": rest Native, connect Derived;
    /// Clocking in and out.
    Clock = "clock": rest Unsupported, connect Native;
    /// Notes on visits.
    VisitNotes = "visit_notes": rest Unsupported, connect Native;
    /// Documents.
    Documents = "documents": rest Unsupported, connect Native;
    /// Events by webhook.
    Subscriptions = "subscriptions": rest Unsupported, connect Native;
}

/// What can be done over one dialect, known before anything is sent.
///
/// ```
/// use careweave_wellsky_client::{Api, Capabilities, Feature, Support};
/// let connect = Capabilities::documented(Api::Connect);
/// assert_eq!(connect.support(Feature::Availability), Support::Unsupported);
/// assert_eq!(connect.support(Feature::AssignShift), Support::Unproven);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Capabilities {
    api: Api,
    appointment_writes: Option<bool>,
}

impl Capabilities {
    /// What the vendor's documents promise.
    pub const fn documented(api: Api) -> Self {
        Self {
            api,
            appointment_writes: None,
        }
    }

    /// The documented capabilities with what a probe or an earlier answer showed.
    pub(crate) const fn found(api: Api, appointment_writes: Option<bool>) -> Self {
        Self {
            api,
            appointment_writes,
        }
    }

    /// The dialect.
    pub const fn api(&self) -> Api {
        self.api
    }

    /// How far `feature` can be done.
    pub fn support(&self, feature: Feature) -> Support {
        match (feature.documented(self.api), self.appointment_writes) {
            (Support::Unproven, Some(true)) => Support::Native,
            (Support::Unproven, Some(false)) => Support::Unsupported,
            (documented, _) => documented,
        }
    }

    /// True unless it is known that `feature` cannot be done.
    pub fn allows(&self, feature: Feature) -> bool {
        self.support(feature) != Support::Unsupported
    }

    pub(crate) fn require(&self, operation: &'static str, feature: Feature) -> Result<()> {
        if self.allows(feature) {
            return Ok(());
        }
        Err(unsupported(self.api, operation, feature))
    }
}

/// The error of what a dialect cannot do; nothing was sent.
pub(crate) fn unsupported(api: Api, operation: &'static str, feature: Feature) -> Error {
    Error::new(
        ErrorKind::Unsupported,
        operation,
        format!("the {api} API of WellSky cannot do this"),
    )
    .with("feature", feature.code())
    .with("api", api.as_str())
}

/// The error of a field that Connect has no place for; nothing was sent.
pub(crate) fn no_counterpart(operation: &'static str, field: &str) -> Error {
    Error::new(
        ErrorKind::Unsupported,
        operation,
        "the connect API of WellSky has no place for this field",
    )
    .with("field", field)
    .with("api", Api::Connect.as_str())
}
