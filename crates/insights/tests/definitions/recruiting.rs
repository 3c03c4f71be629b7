//! Recruiting sources.

use crate::given::*;

/// The recruiting table: hired, still there on day 90, cost per hire in cents, cost per retained hire.
#[test]
fn the_cost_of_a_retained_hire_is_that_of_a_hire_through_retention() {
    for (source, hired, stayed, per_hire, per_retained) in [
        ("indeed", 34_u32, 23_u32, 8_500_i64, 12_565_i64),
        ("care_com", 12, 10, 12_000, 14_400),
        ("referral", 19, 17, 20_000, 22_353),
        ("facebook", 28, 15, 4_500, 8_400),
    ] {
        let mut log = Log::default();
        for n in 0..hired {
            let caregiver = || key(&format!("cg-{n}"));
            log.at(
                day(0),
                CaregiverHired {
                    caregiver: caregiver(),
                    source: Some(key(source)),
                },
            );
            if n >= stayed {
                log.at(
                    day(40),
                    CaregiverLeft {
                        caregiver: caregiver(),
                    },
                );
            }
            log.at(
                day(0),
                Spent {
                    source: key(source),
                    audience: Audience::Caregivers,
                    spend: SpendKind::Media,
                    amount_minor: per_hire,
                    currency: Currency::Usd,
                },
            );
        }
        let report: Recruiting = report(&log.0, &RecruitingQuery::new(all()), day(120)).unwrap();
        let line = &report.sources[0];
        assert_eq!(
            (line.retention.numerator(), line.retention.denominator()),
            (stayed.into(), hired.into())
        );
        assert_eq!(line.cost_per_hire.value().unwrap().minor, per_hire);
        assert_eq!(
            line.cost_per_retained.value().unwrap().minor,
            per_retained,
            "{source}"
        );
        let plain = f64::from(stayed) / f64::from(hired);
        assert!((line.kaplan_meier.unwrap() - plain).abs() < 1e-12);
    }
}

#[test]
fn a_hire_of_89_days_is_immature_and_one_who_leaves_on_day_90_was_retained() {
    let mut log = Log::default();
    log.at(
        day(0),
        CaregiverHired {
            caregiver: key("old"),
            source: None,
        },
    )
    .at(
        day(90),
        CaregiverLeft {
            caregiver: key("old"),
        },
    )
    .at(
        day(5),
        CaregiverHired {
            caregiver: key("new"),
            source: None,
        },
    );
    let report = |n| report::<Recruiting>(&log.0, &RecruitingQuery::new(all()), day(n)).unwrap();
    let line = &report(94).sources[0];
    assert_eq!(
        (
            line.retention.numerator(),
            line.retention.denominator(),
            line.immature
        ),
        (1, 1, 1)
    );
    // The day begins at local midnight: 2026-04-10 06:00 UTC in Denver's summer.
    assert_eq!(line.retention.mature_at(), Some(at("2026-04-10T06:00:00Z")));
    let young = &report(50).sources[0];
    assert_eq!(
        (young.retention.why_null(), young.immature),
        (Some(WhyNull::Immature), 2)
    );
}

#[test]
fn a_rating_of_few_is_drawn_towards_all() {
    let mut log = Log::default();
    for (caregiver, source, ratings, hundredths) in [("a", "one", 1, 500_u16), ("b", "two", 9, 400)] {
        log.at(
            day(0),
            CaregiverHired {
                caregiver: key(caregiver),
                source: Some(key(source)),
            },
        );
        for n in 1..=ratings {
            log.at(
                day(n),
                CaregiverRated {
                    caregiver: key(caregiver),
                    hundredths,
                },
            );
        }
    }
    let report: Recruiting = report(&log.0, &RecruitingQuery::new(all()), day(30)).unwrap();
    let one = &report.sources[0];
    assert_eq!((one.ratings, one.rating), (1, Some(5.0)));
    // All ratings: (500 + 9 * 400) / 10 = 410. (500 + 10 * 410) / 11 = 418.2.
    assert!((one.rating_shrunk.unwrap() - 4.1818).abs() < 1e-3);
}
