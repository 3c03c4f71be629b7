//! The paths of Connect, spelled as the vendor spells them: singular here, plural there, camelCase in places. They are
//! never derived from a type's name. All but one of the list paths end in a slash; so do ours by id.

pub(crate) const PATIENTS: &str = "patients/";
pub(crate) const PATIENTS_SEARCH: &str = "patients/_search/";
pub(crate) const PRACTITIONERS: &str = "practitioners/";
pub(crate) const PRACTITIONERS_SEARCH: &str = "practitioners/_search/";
pub(crate) const APPOINTMENT: &str = "appointment/";
pub(crate) const APPOINTMENT_SEARCH: &str = "appointment/_search/";
pub(crate) const ENCOUNTER: &str = "encounter/";
pub(crate) const ENCOUNTER_SEARCH: &str = "encounter/_search/";
pub(crate) const ADMIN_TASKS: &str = "adminTasks/";
pub(crate) const RELATED_PERSON: &str = "relatedperson/";
pub(crate) const RELATED_PERSON_SEARCH: &str = "relatedperson/_search/";
pub(crate) const DOCUMENT_REFERENCES: &str = "documentReferences/";
pub(crate) const DOCUMENT_REFERENCES_PROFILE: &str = "documentReferences/_profile/";
pub(crate) const SUBSCRIPTIONS: &str = "subscriptions/";
pub(crate) const SUBSCRIPTIONS_SEARCH: &str = "subscriptions/_search/";
pub(crate) const PROFILE_TAGS: &str = "profileTags/";
pub(crate) const CARE_PLAN_ACTIVITY: &str = "careplan/activity/";
pub(crate) const CARE_PLAN_METADATA: &str = "careplan/activity-metadata";
pub(crate) const CHARGE_ITEM_SEARCH: &str = "chargeitem/_search/";
/// The one search path that is published without a slash at its end.
pub(crate) const LOCATIONS_SEARCH: &str = "locations/_search";
pub(crate) const ORGANIZATIONS: &str = "organizations/";
pub(crate) const ADMINS_SEARCH: &str = "admins/_search/";
pub(crate) const REFERRAL_SOURCE: &str = "referralsource/";
pub(crate) const MEDICATION_SEARCH: &str = "medication/_search/";
pub(crate) const ALL_ALLERGIES: &str = "allergyintolerance/all-allergy/";
pub(crate) const CONDITION: &str = "condition/";
pub(crate) const GOAL: &str = "goal/";
pub(crate) const MEDICATION_STATEMENT: &str = "medicationstatement/";
pub(crate) const INVOICE: &str = "invoice/";
pub(crate) const ACTIVITIES: &str = "activities/";

/// `encounter/{appointment}/clockin/`: the id is the **appointment's**.
pub(crate) const CLOCK_IN: &str = "clockin/";
/// `encounter/{encounter}/clockout/`: the id is the **encounter's**.
pub(crate) const CLOCK_OUT: &str = "clockout/";
/// `encounter/{encounter}/tasklog/`.
pub(crate) const TASK_LOG: &str = "tasklog/";
/// `encounter/{encounter}/task/{task}/`.
pub(crate) const TASK: &str = "task/";
/// `relatedperson/{client}/contacts/{contact}/`.
pub(crate) const CONTACTS: &str = "contacts/";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_path_ends_in_a_slash_but_the_two_the_vendor_publishes_without() {
        for path in [
            PATIENTS,
            PATIENTS_SEARCH,
            PRACTITIONERS,
            PRACTITIONERS_SEARCH,
            APPOINTMENT,
            APPOINTMENT_SEARCH,
            ENCOUNTER,
            ENCOUNTER_SEARCH,
            ADMIN_TASKS,
            RELATED_PERSON,
            RELATED_PERSON_SEARCH,
            DOCUMENT_REFERENCES,
            DOCUMENT_REFERENCES_PROFILE,
            SUBSCRIPTIONS,
            SUBSCRIPTIONS_SEARCH,
            PROFILE_TAGS,
            CARE_PLAN_ACTIVITY,
            CHARGE_ITEM_SEARCH,
            ORGANIZATIONS,
            ADMINS_SEARCH,
            REFERRAL_SOURCE,
            MEDICATION_SEARCH,
            ALL_ALLERGIES,
            CONDITION,
            GOAL,
            MEDICATION_STATEMENT,
            INVOICE,
            ACTIVITIES,
            CLOCK_IN,
            CLOCK_OUT,
            TASK_LOG,
            TASK,
            CONTACTS,
        ] {
            assert!(path.ends_with('/'), "{path}");
        }
        assert!(!LOCATIONS_SEARCH.ends_with('/') && !CARE_PLAN_METADATA.ends_with('/'));
        assert_eq!(APPOINTMENT, "appointment/");
        assert_eq!(
            (DOCUMENT_REFERENCES, PROFILE_TAGS, ADMIN_TASKS),
            ("documentReferences/", "profileTags/", "adminTasks/")
        );
    }
}
