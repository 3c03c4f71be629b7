//! The vendor's numbers for the steps of its pipelines, and the words they are here. Each table is read from top to
//! bottom; what no row says is kept as `Other` and never taken for a known word.

use careweave_types::{ApplicantStatus, CaregiverStatus, ClientStatus, ProspectStatus};

/// The steps of the sales pipeline that are a prospect's status. A number may stand twice: the first row reads it, and a
/// word is written by the first row that has it.
const PROSPECTS: &[(u16, ProspectStatus)] = &[
    (1, ProspectStatus::New),
    (10, ProspectStatus::Contacted),
    (20, ProspectStatus::AssessmentScheduled),
    (30, ProspectStatus::AssessmentCompleted),
    (60, ProspectStatus::ProposalSent),
    (60, ProspectStatus::Negotiating),
    (70, ProspectStatus::Won),
    (90, ProspectStatus::Lost),
    // Read only.
    (50, ProspectStatus::ProposalSent),
    (80, ProspectStatus::Won),
    (100, ProspectStatus::Won),
];

/// A step of the sales pipeline that has no word here.
const PROSPECT_WANTS_CANDIDATES: u16 = 40;

/// The steps of the recruiting pipeline that are an applicant's status.
const APPLICANTS: &[(u16, ApplicantStatus)] = &[
    (10, ApplicantStatus::New),
    (15, ApplicantStatus::PhoneInterview),
    (15, ApplicantStatus::Screening),
    (20, ApplicantStatus::InPersonInterview),
    (40, ApplicantStatus::BackgroundCheck),
    (60, ApplicantStatus::OfferExtended),
    (100, ApplicantStatus::Hired),
    (90, ApplicantStatus::Rejected),
    (90, ApplicantStatus::Withdrawn),
    // Read only.
    (18, ApplicantStatus::InPersonInterview),
    (25, ApplicantStatus::OfferExtended),
    (30, ApplicantStatus::InPersonInterview),
    (50, ApplicantStatus::BackgroundCheck),
    (70, ApplicantStatus::OfferExtended),
    (80, ApplicantStatus::OfferExtended),
    (110, ApplicantStatus::Screening),
];

/// What a step is called that has no word here.
fn step(number: Option<u16>) -> String {
    match number {
        Some(PROSPECT_WANTS_CANDIDATES) => "wants_to_meet_candidates".to_owned(),
        Some(number) => format!("step_{number}"),
        None => "none".to_owned(),
    }
}

/// A prospect's status. Whoever is a client was won.
pub(crate) fn prospect_status(is_client: Option<bool>, number: Option<u16>) -> ProspectStatus {
    if is_client == Some(true) {
        return ProspectStatus::Won;
    }
    PROSPECTS
        .iter()
        .find(|(n, _)| Some(*n) == number)
        .map_or_else(|| step(number).as_str().into(), |(_, status)| status.clone())
}

/// The number to write for a prospect's status; nothing where the vendor has none (`on_hold`).
pub(crate) fn prospect_number(status: &ProspectStatus) -> Option<u16> {
    PROSPECTS.iter().find(|(_, s)| s == status).map(|(n, _)| *n)
}

/// An applicant's status. Whoever is hired is hired.
pub(crate) fn applicant_status(is_hired: Option<bool>, number: Option<u16>) -> ApplicantStatus {
    if is_hired == Some(true) {
        return ApplicantStatus::Hired;
    }
    APPLICANTS
        .iter()
        .find(|(n, _)| Some(*n) == number)
        .map_or_else(|| step(number).as_str().into(), |(_, status)| status.clone())
}

/// The number to write for an applicant's status.
pub(crate) fn applicant_number(status: &ApplicantStatus) -> Option<u16> {
    APPLICANTS.iter().find(|(_, s)| s == status).map(|(n, _)| *n)
}

/// A client's status: out of `isClient`, `active` and the step, because the vendor has no such field. An active prospect
/// is no client, and a client out of use is not active. `on_hold` does not exist there.
pub(crate) fn client_status(
    is_client: Option<bool>,
    active: Option<bool>,
    number: Option<u16>,
) -> ClientStatus {
    match (is_client, active, number) {
        (Some(true), Some(false), _) => ClientStatus::Discharged,
        (Some(true), _, Some(70)) | (Some(false), _, Some(50..=70)) => ClientStatus::Pending,
        (Some(true), Some(true), _) => ClientStatus::Active,
        (Some(false), ..) => ClientStatus::Prospect,
        _ => "unknown".into(),
    }
}

/// `isClient`, `active` and the step for a client's status; nothing where the vendor has no such state.
pub(crate) fn client_state(status: &ClientStatus) -> Option<(bool, bool, Option<u16>)> {
    match status {
        ClientStatus::Active => Some((true, true, Some(80))),
        ClientStatus::Pending => Some((true, true, Some(70))),
        ClientStatus::Discharged => Some((true, false, None)),
        ClientStatus::Prospect => Some((false, true, Some(1))),
        _ => None,
    }
}

/// A caregiver's status: out of `isHired`, `active`, the step and the reason for taking the record out of use.
pub(crate) fn caregiver_status(
    is_hired: Option<bool>,
    active: Option<bool>,
    number: Option<u16>,
    reason: Option<&str>,
) -> CaregiverStatus {
    match (is_hired, active) {
        (Some(false), _) => CaregiverStatus::Applicant,
        (Some(true), Some(false)) if reason.is_some_and(|r| r.starts_with("Terminated")) => {
            CaregiverStatus::Terminated
        }
        (Some(true), Some(false)) => CaregiverStatus::Inactive,
        // Completed Orientation: hired, and not yet said to work.
        (Some(true), Some(true)) if number == Some(80) => CaregiverStatus::Pending,
        (Some(true), Some(true)) => CaregiverStatus::Active,
        _ => "unknown".into(),
    }
}

/// `isHired`, `active`, the step and the reason for a caregiver's status. Nothing for `terminated`: the vendor wants to
/// know why, and the word does not say.
pub(crate) fn caregiver_state(
    status: &CaregiverStatus,
) -> Option<(bool, bool, Option<u16>, Option<&'static str>)> {
    match status {
        CaregiverStatus::Active => Some((true, true, Some(100), None)),
        CaregiverStatus::Pending => Some((true, true, Some(80), None)),
        CaregiverStatus::Inactive => Some((true, false, None, Some("Inactive"))),
        CaregiverStatus::Applicant => Some((false, true, Some(10), None)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_prospect_status_that_can_be_written_reads_back_or_is_a_documented_loss() {
        for word in ProspectStatus::KNOWN {
            let status = ProspectStatus::from(*word);
            let read = prospect_number(&status).map(|n| prospect_status(Some(false), Some(n)));
            match status {
                ProspectStatus::OnHold => assert_eq!(read, None),
                ProspectStatus::Negotiating => assert_eq!(read, Some(ProspectStatus::ProposalSent)),
                status => assert_eq!(read, Some(status)),
            }
        }
        // 90 is lost; 1 is new. A lost prospect is never a new lead.
        assert_eq!(prospect_number(&ProspectStatus::Lost), Some(90));
    }

    #[test]
    fn every_applicant_status_that_can_be_written_reads_back_or_is_a_documented_loss() {
        for word in ApplicantStatus::KNOWN {
            let status = ApplicantStatus::from(*word);
            let read = applicant_number(&status).map(|n| applicant_status(Some(false), Some(n)));
            let expected = match status {
                ApplicantStatus::Screening => ApplicantStatus::PhoneInterview,
                ApplicantStatus::Withdrawn => ApplicantStatus::Rejected,
                status => status,
            };
            assert_eq!(read, Some(expected));
        }
    }

    #[test]
    fn a_missing_step_is_no_step_and_never_a_new_lead() {
        assert_eq!(prospect_status(Some(false), None).as_str(), "none");
        assert_eq!(
            prospect_status(Some(false), Some(40)).as_str(),
            "wants_to_meet_candidates"
        );
        assert_eq!(applicant_status(Some(false), Some(77)).as_str(), "step_77");
    }

    #[test]
    fn an_active_prospect_is_no_client_and_a_client_out_of_use_is_not_active() {
        for (is_client, active, number, expected) in [
            (Some(true), Some(true), Some(80), ClientStatus::Active),
            (Some(true), Some(true), None, ClientStatus::Active),
            (Some(true), Some(true), Some(70), ClientStatus::Pending),
            (Some(true), Some(false), Some(80), ClientStatus::Discharged),
            (Some(true), Some(false), Some(70), ClientStatus::Discharged),
            (Some(false), Some(true), Some(1), ClientStatus::Prospect),
            (Some(false), Some(true), None, ClientStatus::Prospect),
            (Some(false), Some(true), Some(60), ClientStatus::Pending),
            (Some(false), Some(true), Some(90), ClientStatus::Prospect),
            (None, Some(true), Some(80), ClientStatus::from("unknown")),
            (Some(true), None, None, ClientStatus::from("unknown")),
        ] {
            assert_eq!(
                client_status(is_client, active, number),
                expected,
                "{is_client:?} {active:?} {number:?}"
            );
        }
        for word in ClientStatus::KNOWN {
            let status = ClientStatus::from(*word);
            let read = client_state(&status).map(|(c, a, n)| client_status(Some(c), Some(a), n));
            assert_eq!(read, (status != ClientStatus::OnHold).then_some(status));
        }
    }

    #[test]
    fn a_caregiver_out_of_use_is_told_apart_by_the_reason() {
        let status = |reason| caregiver_status(Some(true), Some(false), Some(100), reason);
        assert_eq!(status(Some("Terminated - Quit")), CaregiverStatus::Terminated);
        assert_eq!(status(Some("Leave of Absence")), CaregiverStatus::Inactive);
        assert_eq!(status(None), CaregiverStatus::Inactive);
        for word in CaregiverStatus::KNOWN {
            let status = CaregiverStatus::from(*word);
            let read = caregiver_state(&status)
                .map(|(hired, active, n, reason)| caregiver_status(Some(hired), Some(active), n, reason));
            assert_eq!(read, (status != CaregiverStatus::Terminated).then_some(status));
        }
        assert_eq!(
            caregiver_status(None, Some(true), Some(100), None).as_str(),
            "unknown"
        );
    }
}
