//! The paths of the surface: spelled one by one, because the vendor's spelling follows no rule.

use crate::switches::{ByIdSlash, ConnectSwitches, MissingSlash};

/// What a path is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Resource {
    Patient,
    Practitioner,
    Appointment,
    Encounter,
    AdminTask,
    RelatedPerson,
    DocumentReference,
    Subscription,
    ProfileTag,
    CarePlan,
    ChargeItem,
    Location,
    Organization,
    Admin,
    ReferralSource,
    Medication,
    Allergy,
    Activity,
    Condition,
    Goal,
    MedicationStatement,
    Invoice,
}

/// What is to be done with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Action<'a> {
    List,
    Create,
    Search,
    Get(&'a str),
    Put(&'a str),
    Delete(&'a str),
    ClockIn(&'a str),
    ClockOut(&'a str),
    Logs(&'a str),
    AddLog(&'a str),
    PutLog(&'a str, &'a str),
    PutTask(&'a str, &'a str),
    RemoveContact(&'a str, &'a str),
    /// The documents of an owner.
    OfProfile,
    /// `careplan/activity-metadata`.
    Metadata,
    /// `careplan/activity/{patient}`.
    SetActivities(&'a str),
    /// The path exists and the method does not, and the vendor says so itself.
    NotOffered,
}

/// Why there is no route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lost {
    /// The gateway does not know path and method.
    Unknown,
    /// A list path without its slash.
    NotFound,
}

/// The plain operations: list, create, search, get, put, delete.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Plain {
    L,
    C,
    S,
    G,
    P,
    D,
}
use Plain::{C, D, G, L, P, S};

/// Path segment, resource, and the plain operations on it.
const OFFERS: &[(&str, Resource, &[Plain])] = &[
    ("patients", Resource::Patient, &[L, C, S, G, P, D]),
    ("practitioners", Resource::Practitioner, &[L, C, S, G, P, D]),
    ("appointment", Resource::Appointment, &[L, C, S, G, P, D]),
    ("encounter", Resource::Encounter, &[C, S, G, P, D]),
    ("adminTasks", Resource::AdminTask, &[C, G]),
    ("relatedperson", Resource::RelatedPerson, &[C, S, G, P]),
    ("documentReferences", Resource::DocumentReference, &[C, G]),
    ("subscriptions", Resource::Subscription, &[L, C, S, G, P, D]),
    ("profileTags", Resource::ProfileTag, &[L, C, G, P]),
    ("chargeitem", Resource::ChargeItem, &[S]),
    ("locations", Resource::Location, &[L, S]),
    ("organizations", Resource::Organization, &[L]),
    ("admins", Resource::Admin, &[S]),
    ("referralsource", Resource::ReferralSource, &[C, G, P]),
    ("medication", Resource::Medication, &[S]),
    ("activities", Resource::Activity, &[C, G]),
    ("condition", Resource::Condition, &[G]),
    ("goal", Resource::Goal, &[G]),
    ("medicationstatement", Resource::MedicationStatement, &[G]),
    ("invoice", Resource::Invoice, &[G]),
];

/// How a path ends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ending {
    /// In a slash.
    Slash,
    /// As by-id paths do.
    Id,
    /// Without a slash.
    Bare,
    /// Either way.
    Any,
}

/// The route of a path under `/v1`, or why there is none.
pub(super) fn find<'a>(
    method: &str,
    path: &'a str,
    switches: &ConnectSwitches,
) -> Result<(Resource, Action<'a>), Lost> {
    let rest = path.strip_prefix("/v1/").ok_or(Lost::Unknown)?;
    let (rest, slash) = match rest.strip_suffix('/') {
        Some(rest) => (rest, true),
        None => (rest, false),
    };
    let parts: Vec<&str> = rest.split('/').collect();
    if parts.iter().any(|part| part.is_empty()) {
        return Err(Lost::Unknown);
    }
    let (resource, action, ending) = special(method, &parts)
        .or_else(|| plain(method, &parts))
        .ok_or(Lost::Unknown)?;
    let good = match ending {
        Ending::Any => true,
        Ending::Slash => slash,
        Ending::Bare => !slash,
        Ending::Id => match switches.by_id_slash {
            ByIdSlash::Required => slash,
            ByIdSlash::Refused => !slash,
            _ => true,
        },
    };
    match (good, ending) {
        (true, _) => Ok((resource, action)),
        (false, Ending::Slash) if switches.missing_slash == MissingSlash::UnknownRoute => Err(Lost::Unknown),
        (false, Ending::Bare) => Err(Lost::Unknown),
        (false, _) => Err(Lost::NotFound),
    }
}

fn special<'a>(method: &str, parts: &[&'a str]) -> Option<(Resource, Action<'a>, Ending)> {
    use Ending::{Any, Bare, Id, Slash};
    use Resource::{Allergy, CarePlan, DocumentReference, Encounter, RelatedPerson};
    Some(match (method, parts) {
        ("POST", ["locations", "_search"]) => (Resource::Location, Action::Search, Bare),
        ("POST", ["encounter", id, "clockin"]) => (Encounter, Action::ClockIn(id), Id),
        ("PUT", ["encounter", id, "clockout"]) => (Encounter, Action::ClockOut(id), Id),
        ("GET", ["encounter", id, "tasklog"]) => (Encounter, Action::Logs(id), Slash),
        ("POST", ["encounter", id, "tasklog"]) => (Encounter, Action::AddLog(id), Slash),
        ("PUT", ["encounter", id, "tasklog", log]) => (Encounter, Action::PutLog(id, log), Id),
        ("PUT", ["encounter", id, "task", task]) => (Encounter, Action::PutTask(id, task), Id),
        ("DELETE", ["relatedperson", patient, "contacts", id]) => {
            (RelatedPerson, Action::RemoveContact(patient, id), Id)
        }
        ("POST", ["documentReferences", "_profile"]) => (DocumentReference, Action::OfProfile, Slash),
        ("GET", ["careplan", "activity-metadata"]) => (CarePlan, Action::Metadata, Any),
        ("POST" | "PUT", ["careplan", "activity", id]) => (CarePlan, Action::SetActivities(id), Id),
        ("GET", ["allergyintolerance", "all-allergy"]) => (Allergy, Action::List, Slash),
        _ => return None,
    })
}

fn plain<'a>(method: &str, parts: &[&'a str]) -> Option<(Resource, Action<'a>, Ending)> {
    let (segment, rest) = parts.split_first()?;
    let (_, resource, offers) = OFFERS.iter().find(|(name, ..)| name == segment)?;
    let (wanted, action, ending) = match (method, rest) {
        ("GET", []) => (L, Action::List, Ending::Slash),
        ("POST", []) => (C, Action::Create, Ending::Slash),
        ("POST", ["_search"]) => (S, Action::Search, Ending::Slash),
        (_, ["_search"]) => return None,
        ("GET", [id]) => (G, Action::Get(id), Ending::Id),
        ("PUT", [id]) => (P, Action::Put(id), Ending::Id),
        ("DELETE", [id]) => (D, Action::Delete(id), Ending::Id),
        _ => return None,
    };
    offers.contains(&wanted).then_some((*resource, action, ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(method: &str, path: &str) -> Result<String, Lost> {
        find(method, path, &ConnectSwitches::default()).map(|(r, a)| format!("{r:?} {a:?}"))
    }

    #[test]
    fn spelling_and_case_are_the_vendors() {
        for (method, path, expected) in [
            ("GET", "/v1/patients/", "Patient List"),
            ("POST", "/v1/patients/_search/", "Patient Search"),
            ("GET", "/v1/appointment/5", "Appointment Get(\"5\")"),
            ("GET", "/v1/appointment/5/", "Appointment Get(\"5\")"),
            ("POST", "/v1/encounter/7/clockin/", "Encounter ClockIn(\"7\")"),
            ("POST", "/v1/locations/_search", "Location Search"),
            ("GET", "/v1/careplan/activity-metadata", "CarePlan Metadata"),
            (
                "POST",
                "/v1/documentReferences/_profile/",
                "DocumentReference OfProfile",
            ),
        ] {
            assert_eq!(look(method, path), Ok(expected.to_owned()), "{method} {path}");
        }
        for (method, path) in [
            ("GET", "/v1/Patient/"),
            ("GET", "/v1/appointments/"),
            ("POST", "/v1/documentreferences/"),
            ("GET", "/v1/admintask/1/"),
            ("POST", "/v1/locations/_search/"),
            ("GET", "/v1/encounter/"),
            ("PUT", "/v1/adminTasks/1/"),
            ("GET", "/v1/patients/1/notes/"),
            ("POST", "/v1/oauth/accesstoken"),
            ("PATCH", "/v1/patients/1/"),
            ("GET", "/v1/patients//"),
            ("GET", "/v1/"),
            ("GET", "/patients/"),
        ] {
            assert_eq!(look(method, path), Err(Lost::Unknown), "{method} {path}");
        }
        for (method, path) in [
            ("GET", "/v1/patients"),
            ("POST", "/v1/patients"),
            ("POST", "/v1/patients/_search"),
            ("GET", "/v1/encounter/7/tasklog"),
        ] {
            assert_eq!(look(method, path), Err(Lost::NotFound), "{method} {path}");
        }
    }
}
