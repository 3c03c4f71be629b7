//! Visit verification.

use crate::given::*;

#[test]
fn a_visit_is_judged_after_its_grace_and_a_late_verification_restates_it() {
    let mut log = Log::default();
    for (visit, payer) in [
        ("m1", "Medicaid"),
        ("m2", "Medicaid"),
        ("v1", "VA"),
        ("p1", "Private Pay"),
    ] {
        log.at(
            day(0),
            VisitWorked {
                visit: key(visit),
                payer: Payer::from(payer),
                minutes: 120,
            },
        );
    }
    log.at(
        day(0),
        VisitVerified {
            visit: key("m1"),
            verification: Verification::Verified,
        },
    )
    .at(
        day(0),
        VisitVerified {
            visit: key("m2"),
            verification: Verification::GpsFailed,
        },
    )
    .at(
        day(5),
        VisitVerified {
            visit: key("m2"),
            verification: Verification::VerifiedByHand,
        },
    );
    let ask = |when| report::<Evv>(&log.0, &EvvQuery::new(all()), when).unwrap();
    let early = ask(day(0) + Duration::hours(2));
    assert_eq!(
        (early.verified.why_null(), early.alerts.len()),
        (Some(WhyNull::Immature), 0)
    );
    let report = ask(day(2));
    assert_eq!(
        (report.verified.numerator(), report.verified.denominator()),
        (1, 3)
    );
    let alerts: Vec<_> = report
        .alerts
        .iter()
        .map(|alert| (alert.visit.as_str(), alert.verification))
        .collect();
    assert_eq!(
        alerts,
        [("m2", Verification::GpsFailed), ("v1", Verification::Missing)]
    );
    let medicaid = &report.payers[0];
    assert_eq!(
        (medicaid.billable_minutes, medicaid.unverified_minutes),
        (120, 120)
    );
    assert_eq!(
        report.payers[1].billable_minutes, 120,
        "private pay asks for no verification"
    );
    let later = ask(day(6));
    assert_eq!(
        (later.payers[0].verified.value(), later.payers[0].by_hand),
        (Some(1.0), 1)
    );
    assert_eq!(later.payers[0].untouched.value(), Some(0.5));
}
