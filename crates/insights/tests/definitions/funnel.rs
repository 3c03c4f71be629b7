//! The funnel.

use crate::given::*;

#[test]
fn a_skipped_stage_counts_as_reached_and_going_back_takes_nothing_away() {
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
        LeadReached {
            lead: key("a"),
            stage: Stage::Booked,
        },
    )
    .at(
        day(2),
        LeadReached {
            lead: key("a"),
            stage: Stage::Contacted,
        },
    )
    .at(
        day(3),
        LeadLost {
            lead: key("a"),
            reason: key("moved_away"),
        },
    );
    let report: Funnel = report(&log.0, &FunnelQuery::new(all()), day(60)).unwrap();
    let group = &report.groups[0];
    let reached: Vec<_> = group.steps.iter().map(|step| step.reached).collect();
    assert_eq!(reached, [1, 1, 1, 0, 0, 0]);
    assert_eq!(group.lost["moved_away"], 1);
    // Booked before contacted: no time between them is known. Contacted two days after creation.
    assert_eq!(group.steps[0].since_previous.median_seconds, Some(2 * 86_400));
    assert_eq!(group.steps[2].since_previous.n, 0);
}
