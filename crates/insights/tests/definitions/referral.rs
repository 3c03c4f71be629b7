//! Referral sources.

use crate::given::*;

#[test]
fn a_client_is_credited_to_the_first_lead_and_a_win_without_a_lead_to_no_source() {
    let mut log = Log::default();
    for (lead, source, n) in [("early", "physician", 0), ("late", "ads", 3)] {
        log.at(
            day(n),
            LeadCreated {
                lead: key(lead),
                source: Some(key(source)),
            },
        );
    }
    log.at(
        day(9),
        ClientWon {
            client: key("c"),
            lead: key("late"),
        },
    )
    .at(
        day(10),
        ClientWon {
            client: key("c"),
            lead: key("early"),
        },
    )
    .at(
        day(11),
        ClientWon {
            client: key("d"),
            lead: key("never-seen"),
        },
    );
    let report: Referral = report(&log.0, &ReferralQuery::new(all()), day(20)).unwrap();
    let won = |source: &str| {
        report
            .sources
            .iter()
            .find(|line| line.source == source)
            .unwrap()
            .conversion
            .numerator()
    };
    assert_eq!((won("physician"), won("ads"), report.won_without_lead), (1, 0, 1));
}

#[test]
fn leads_without_a_source_are_a_source_and_spend_without_leads_is_a_line() {
    let mut log = Log::default();
    log.at(
        day(0),
        LeadCreated {
            lead: key("a"),
            source: None,
        },
    )
    .at(
        day(1),
        Spent {
            source: key("flyers"),
            audience: Audience::Clients,
            spend: SpendKind::Labour,
            amount_minor: 9_000,
            currency: Currency::Usd,
        },
    );
    let report: Referral = report(&log.0, &ReferralQuery::new(all()), day(2)).unwrap();
    let names: Vec<_> = report.sources.iter().map(|line| line.source.as_str()).collect();
    assert_eq!(names, ["flyers", "unknown"]);
    assert_eq!(
        report.sources[0].conversion.why_null(),
        Some(WhyNull::NothingToCount)
    );
    assert_eq!(report.sources[0].cac.why_null(), Some(WhyNull::NobodyWon));
    assert_eq!(report.sources[1].cac.why_null(), Some(WhyNull::NoSpend));
}

#[test]
fn payback_is_spend_through_margin_per_month_and_never_comes_without_a_margin() {
    let payback = |margin: i64| {
        let mut log = Log::default();
        log.at(
            day(0),
            LeadCreated {
                lead: key("l"),
                source: Some(key("ads")),
            },
        )
        .at(
            day(0),
            ClientWon {
                client: key("c"),
                lead: key("l"),
            },
        )
        .at(
            day(1),
            Spent {
                source: key("ads"),
                audience: Audience::Clients,
                spend: SpendKind::Media,
                amount_minor: 30_000,
                currency: Currency::Usd,
            },
        )
        .at(
            day(30),
            ClientBilled {
                client: key("c"),
                revenue_minor: 90_000,
                margin_minor: Some(margin),
                currency: Currency::Usd,
            },
        );
        let report: Referral = report(&log.0, &ReferralQuery::new(all()), day(60)).unwrap();
        report.sources[0].payback_months
    };
    // 100.00 in two months of thirty days is 50.00 a month; 300.00 take six.
    assert_eq!(payback(10_000).value(), Some(6.0));
    assert_eq!(payback(-1).why_null(), Some(WhyNull::NotReached));
}
