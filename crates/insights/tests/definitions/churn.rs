//! Clients at risk.

use crate::given::*;

#[test]
fn each_trigger_is_a_reason_and_below_its_limit_none() {
    let reasons = |log: &Log, n: i64| -> Vec<&'static str> {
        let report: Churn = report(&log.0, &ChurnQuery::new(denver()), day(n)).unwrap();
        report
            .at_risk
            .iter()
            .flat_map(|client| client.reasons.iter().map(ChurnReason::word))
            .collect()
    };
    let client = || key("c");
    let mut log = Log::default();
    log.at(
        day(0),
        ClientStatusChanged {
            client: client(),
            status: ClientStatus::OnHold,
        },
    );
    assert_eq!(reasons(&log, 1), ["on_hold"]);

    let mut log = Log::default();
    log.at(
        day(0),
        CareStarted {
            client: client(),
            portal_user: true,
        },
    );
    assert_eq!(
        (reasons(&log, 30), reasons(&log, 31)),
        (vec![], vec!["portal_silent"])
    );
    log.at(day(25), PortalLogin { client: client() });
    assert_eq!(reasons(&log, 31), Vec::<&str>::new());

    let mut log = Log::default();
    log.at(
        day(0),
        CareStarted {
            client: client(),
            portal_user: false,
        },
    );
    for n in 0..8 {
        let end = if n < 6 {
            VisitEnd::Completed
        } else {
            VisitEnd::Missed
        };
        let visit = key(&format!("v{n}"));
        log.at(
            day(n),
            VisitEnded {
                visit,
                client: client(),
                end,
            },
        );
        let visit = key(&format!("own{n}"));
        log.at(
            day(n),
            VisitEnded {
                visit,
                client: client(),
                end: VisitEnd::CancelledByClient,
            },
        );
    }
    // Seven visits are too few; the client's own cancellations never count; after 28 days they are forgotten.
    assert_eq!(
        (reasons(&log, 6), reasons(&log, 7)),
        (vec![], vec!["visits_not_completed"])
    );

    let mut log = Log::default();
    for n in 0..3 {
        log.at(day(n), Complained { client: client() });
    }
    assert_eq!((reasons(&log, 1), reasons(&log, 2)), (vec![], vec!["complaints"]));
}

#[test]
fn one_task_for_a_spell_and_the_next_after_fourteen_calm_days() {
    let client = || key("c");
    let task = |log: &Log, n: i64| {
        let report: Churn = report(&log.0, &ChurnQuery::new(denver()), day(n)).unwrap();
        report.at_risk.into_iter().map(|client| client.task).next()
    };
    let hold = |status: ClientStatus| ClientStatusChanged {
        client: client(),
        status,
    };
    let mut log = Log::default();
    log.at(day(0), hold(ClientStatus::OnHold));
    let Some(RetentionTask::Open { key: first }) = task(&log, 1) else {
        panic!("a task is due")
    };
    assert!(first.starts_with("churn/c/2026-01-0"), "{first}");
    assert_eq!(
        task(&log, 5),
        Some(RetentionTask::Open { key: first.clone() }),
        "the key does not move"
    );
    log.at(day(5), RetentionTaskOpened { client: client() });
    assert_eq!(task(&log, 6), Some(RetentionTask::IsOpen { since: day(5) }));
    log.at(day(7), RetentionTaskClosed { client: client() });
    assert_eq!(task(&log, 8), Some(RetentionTask::Done));
    log.at(day(8), hold(ClientStatus::Active))
        .at(day(15), hold(ClientStatus::OnHold));
    assert_eq!(
        task(&log, 16),
        Some(RetentionTask::Done),
        "seven calm days are not enough"
    );
    log.at(day(17), hold(ClientStatus::Active))
        .at(day(40), hold(ClientStatus::OnHold));
    assert_eq!(task(&log, 39), None);
    let Some(RetentionTask::Open { key: second }) = task(&log, 41) else {
        panic!("armed again")
    };
    assert_ne!(first, second);
    log.at(day(42), hold(ClientStatus::Discharged));
    assert_eq!(task(&log, 43), None);
}
