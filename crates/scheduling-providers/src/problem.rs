use careweave_types::{Error, ErrorKind, Status};

/// Which end of the booking window a time lies outside of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PolicyBound {
    /// Sooner than the account allows.
    TooClose,
    /// Later than the account allows.
    TooFar,
}

/// What a scheduling service meant by a refusal: finer than [`ErrorKind`], and with something to do about it.
///
/// A problem travels in the context of an [`Error`], so it reaches every language, and [`Problem::of`] reads it back.
///
/// ```
/// use careweave_scheduling_providers::Problem;
/// let error = Problem::SlotTaken.error("appointments.create", "the time is not free any more");
/// assert_eq!(Problem::of(&error), Some(Problem::SlotTaken));
/// assert_eq!(error.kind(), careweave_types::ErrorKind::Conflict);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Problem {
    /// The account's plan does not include it.
    PlanGated,
    /// Somebody else has the slot.
    SlotTaken,
    /// The time lies outside the account's booking window.
    OutsidePolicy(PolicyBound),
    /// The service's rules forbid it for this appointment.
    NotAllowed,
    /// The calendar behind the service failed.
    UpstreamCalendar,
    /// The credentials are used up: a person has to connect the account again.
    ReauthRequired,
    /// The credentials are good and lack a scope.
    MissingScope,
    /// The account has as many as it may have.
    LimitReached,
    /// The record has changed since it was read.
    VersionConflict,
    /// Health information must not be given to this service.
    HealthInformation,
    /// The client's consent is missing.
    ConsentMissing,
    /// The answer breaks the contract of the service.
    Contract,
}

/// The context key a problem travels under.
const KEY: &str = "problem";

impl Problem {
    /// Every problem.
    pub const ALL: &'static [Self] = &[
        Self::PlanGated,
        Self::SlotTaken,
        Self::OutsidePolicy(PolicyBound::TooClose),
        Self::OutsidePolicy(PolicyBound::TooFar),
        Self::NotAllowed,
        Self::UpstreamCalendar,
        Self::ReauthRequired,
        Self::MissingScope,
        Self::LimitReached,
        Self::VersionConflict,
        Self::HealthInformation,
        Self::ConsentMissing,
        Self::Contract,
    ];

    /// The stable word for it: `"slot_taken"`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::PlanGated => "plan_gated",
            Self::SlotTaken => "slot_taken",
            Self::OutsidePolicy(PolicyBound::TooClose) => "too_close",
            Self::OutsidePolicy(PolicyBound::TooFar) => "too_far",
            Self::NotAllowed => "not_allowed",
            Self::UpstreamCalendar => "upstream_calendar",
            Self::ReauthRequired => "reauth_required",
            Self::MissingScope => "missing_scope",
            Self::LimitReached => "limit_reached",
            Self::VersionConflict => "version_conflict",
            Self::HealthInformation => "health_information",
            Self::ConsentMissing => "consent_missing",
            Self::Contract => "contract",
        }
    }

    /// The kind of error it is.
    pub const fn kind(self) -> ErrorKind {
        match self {
            Self::PlanGated | Self::MissingScope | Self::HealthInformation => ErrorKind::Forbidden,
            Self::SlotTaken | Self::VersionConflict => ErrorKind::Conflict,
            Self::OutsidePolicy(_) | Self::NotAllowed | Self::LimitReached => ErrorKind::Rejected,
            Self::UpstreamCalendar => ErrorKind::Server,
            Self::ReauthRequired => ErrorKind::Unauthenticated,
            Self::ConsentMissing => ErrorKind::InvalidInput,
            Self::Contract => ErrorKind::Decode,
        }
    }

    /// What an operator does about it.
    pub const fn action(self) -> &'static str {
        match self {
            Self::PlanGated => "Pause the integration and move the account to a plan with API access.",
            Self::SlotTaken => "Offer the client other times: read the slots again.",
            Self::OutsidePolicy(PolicyBound::TooClose) => {
                "Choose a later time, or let the office book it, or shorten the account's minimum notice."
            }
            Self::OutsidePolicy(PolicyBound::TooFar) => {
                "Choose a sooner time, or lengthen how far ahead the account can be booked."
            }
            Self::NotAllowed => {
                "Nothing to send again: the appointment's state or the account's rules forbid it."
            }
            Self::UpstreamCalendar => {
                "Ask the calendar's owner to connect it again at the scheduling service; then try again."
            }
            Self::ReauthRequired => {
                "Connect the account again: a person has to sign in at the scheduling service."
            }
            Self::MissingScope => "Issue credentials that include the scope named beside this problem.",
            Self::LimitReached => "Remove what is no longer used at the scheduling service, then try again.",
            Self::VersionConflict => "Read the appointment again and decide anew.",
            Self::HealthInformation => {
                "Leave notes and answers out, or record the signed agreement in the integration's configuration."
            }
            Self::ConsentMissing => "Ask the client for consent and book with it.",
            Self::Contract => "Report it: the scheduling service sends what its contract does not allow.",
        }
    }

    /// An error that carries the problem.
    pub fn error(self, operation: &'static str, message: impl Into<String>) -> Error {
        let error = Error::new(self.kind(), operation, message).with(KEY, self.code());
        match self {
            Self::UpstreamCalendar => error.with_status(Status::Temporary),
            _ => error,
        }
    }

    /// Marks an error made elsewhere, whose kind already fits.
    #[must_use]
    pub fn mark(self, error: Error) -> Error {
        error.with(KEY, self.code())
    }

    /// The problem an error carries.
    pub fn of(error: &Error) -> Option<Self> {
        let code = error.get(KEY)?;
        Self::ALL.iter().copied().find(|problem| problem.code() == code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_problem_is_read_back_from_its_error_and_says_what_to_do() {
        let mut actions = std::collections::BTreeSet::new();
        for problem in Problem::ALL {
            let error = problem.error("appointments.create", "refused");
            assert_eq!(Problem::of(&error), Some(*problem));
            assert_eq!(error.kind(), problem.kind());
            assert!(
                actions.insert(problem.action()),
                "{problem:?} has another one's action"
            );
        }
        assert_eq!(
            Problem::of(&Error::new(ErrorKind::Server, "t", "no problem")),
            None
        );
    }

    #[test]
    fn a_missing_scope_a_dead_credential_and_a_failed_calendar_are_three_different_things() {
        let three = [
            Problem::MissingScope,
            Problem::ReauthRequired,
            Problem::UpstreamCalendar,
        ];
        let kinds: std::collections::HashSet<_> = three.iter().map(|problem| problem.kind()).collect();
        assert_eq!(kinds.len(), 3);
        assert!(three[2].error("t", "m").is_retryable() && !three[0].error("t", "m").is_retryable());
    }
}
