//! Fairness of offers.

use crate::given::*;

#[test]
fn fairness_is_over_those_who_could_have_been_asked() {
    let mut log = Log::default();
    for n in 0..4 {
        let shift = || key(&format!("s{n}"));
        for caregiver in ["always", "never"] {
            log.at(
                day(0),
                CaregiverEligible {
                    shift: shift(),
                    caregiver: key(caregiver),
                },
            );
        }
        log.at(
            day(0),
            OfferSent {
                shift: shift(),
                caregiver: key("always"),
            },
        );
    }
    let report: Fairness = report(&log.0, &FairnessQuery::new(all()), day(1)).unwrap();
    assert_eq!(
        (report.eligible, report.gini_offers, report.gini_fills),
        (2, Some(0.5), None)
    );
    assert_eq!(report.caregivers[1].offered.value(), Some(0.0));
}
