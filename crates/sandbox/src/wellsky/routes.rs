//! The paths of the surface.

/// A path that exists, with the ids in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Route<'a> {
    Token,
    Clients,
    ClientStatusChanges,
    Client(&'a str),
    Caregivers,
    Caregiver(&'a str),
    CaregiverAvailability(&'a str),
    CaregiverSchedule(&'a str),
    Shifts,
    OpenShifts,
    Shift(&'a str),
    ShiftAssignments(&'a str),
    ShiftEvv(&'a str),
    Prospects,
    Prospect(&'a str),
    ProspectConversion(&'a str),
    Applicants,
    Applicant(&'a str),
    ApplicantConversion(&'a str),
}

/// The token endpoint stands at the host's root.
pub(super) const TOKEN_PATH: &str = "/oauth/accesstoken";

/// `None` for a path the gateway does not know, one with a trailing slash included.
pub(super) fn find(path: &str) -> Option<Route<'_>> {
    if path == TOKEN_PATH {
        return Some(Route::Token);
    }
    let mut parts = path.strip_prefix("/v1/")?.split('/');
    let route = (parts.next()?, parts.next(), parts.next());
    if parts.next().is_some() || route.1 == Some("") {
        return None;
    }
    Some(match route {
        ("clients", None, None) => Route::Clients,
        ("clients", Some("status-changes"), None) => Route::ClientStatusChanges,
        ("clients", Some(id), None) => Route::Client(id),
        ("caregivers", None, None) => Route::Caregivers,
        ("caregivers", Some(id), None) => Route::Caregiver(id),
        ("caregivers", Some(id), Some("availability")) => Route::CaregiverAvailability(id),
        ("caregivers", Some(id), Some("schedule")) => Route::CaregiverSchedule(id),
        ("shifts", None, None) => Route::Shifts,
        ("shifts", Some("open"), None) => Route::OpenShifts,
        ("shifts", Some(id), None) => Route::Shift(id),
        ("shifts", Some(id), Some("assignments")) => Route::ShiftAssignments(id),
        ("shifts", Some(id), Some("evv")) => Route::ShiftEvv(id),
        ("prospects", None, None) => Route::Prospects,
        ("prospects", Some(id), None) => Route::Prospect(id),
        ("prospects", Some(id), Some("convert-to-client")) => Route::ProspectConversion(id),
        ("applicants", None, None) => Route::Applicants,
        ("applicants", Some(id), None) => Route::Applicant(id),
        ("applicants", Some(id), Some("convert-to-caregiver")) => Route::ApplicantConversion(id),
        _ => return None,
    })
}

impl Route<'_> {
    /// The methods the path takes.
    pub(super) fn methods(self) -> &'static [&'static str] {
        match self {
            Self::Clients | Self::Caregivers | Self::Prospects | Self::Applicants => &["GET", "POST"],
            Self::Client(_) | Self::Caregiver(_) | Self::Prospect(_) | Self::Applicant(_) => &["GET", "PUT"],
            Self::CaregiverAvailability(_) => &["PUT"],
            Self::Token
            | Self::ShiftAssignments(_)
            | Self::ProspectConversion(_)
            | Self::ApplicantConversion(_) => &["POST"],
            Self::ClientStatusChanges
            | Self::CaregiverSchedule(_)
            | Self::Shifts
            | Self::OpenShifts
            | Self::Shift(_)
            | Self::ShiftEvv(_) => &["GET"],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Route, find};

    #[test]
    fn only_documented_paths_exist() {
        assert_eq!(find("/v1/shifts/open"), Some(Route::OpenShifts));
        assert_eq!(
            find("/v1/clients/status-changes"),
            Some(Route::ClientStatusChanges)
        );
        assert_eq!(find("/v1/clients/5"), Some(Route::Client("5")));
        for path in [
            "/",
            "/v1",
            "/v1/",
            "/v1/clients/",
            "/v1/Clients",
            "/v1/clients/5/notes",
            "/v1/clients//evv",
            "/v1/shifts/5/evv/",
            "/v1/oauth/accesstoken",
            "/oauth/accesstoken/",
            "/clients",
        ] {
            assert_eq!(find(path), None, "{path}");
        }
    }
}
