//! Personal data stays out of what is printed (acceptance test 39).

use careweave_outreach::campaign::*;
use careweave_types::Pii;
use proptest::prelude::*;

use crate::world::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn t39_no_format_of_anything_shows_an_area_or_a_note(area in "[A-Z][a-z]{7,12} [A-Z][a-z]{7,12}", note in "[a-z]{9,20} 303-555-01[0-9]{2}") {
        let shift = ShiftFacts { area: Some(Pii::from(area.as_str())), ..shift_in(420) };
        let mut world = World::opened(policy(), shift, candidates(3));
        world.act(CoordinatorAction::Cancel { notify: Some(CancelReason::ClientCancelled), note: Some(Pii::from(note.as_str())) });
        let printed = format!("{:?}\n{:#?}\n{:?}", world.state, world.log, world.commands);
        prop_assert!(!printed.contains(&area));
        prop_assert!(!printed.contains(&note));
        // What is stored holds them: a log without them could not be folded.
        prop_assert!(serde_json::to_string(&world.log).unwrap().contains(&area));
        // Instants and ids survive.
        prop_assert!(printed.contains("caregiver/1"));
        prop_assert!(printed.contains("2026-04-06T15:00:00Z"));
        let metrics = world.commands.iter().filter(|c| matches!(c.action, Action::EmitMetric { .. }));
        for metric in metrics {
            prop_assert!(!serde_json::to_string(&metric.action).unwrap().contains("caregiver"));
        }
    }

    #[test]
    fn t39_an_error_about_a_log_or_a_policy_quotes_no_value(secret in "[a-z]{10,20}@example.invalid") {
        let log = format!(r#"[{{"schema": 2, "version": 1, "at": "2026-04-06T15:00:00Z", "event": {{"kind": "acked", "by": 7, "note": "{secret}"}}}}]"#);
        let error = read_log(&log).unwrap_err();
        prop_assert!(!format!("{error:#} {error:?}").contains(&secret), "{}", error);
        let error = Policy::from_json(&format!(r#"{{"name": "x", "version": "{secret}"}}"#)).unwrap_err();
        prop_assert!(!format!("{error:#} {error:?}").contains(&secret), "{}", error);
    }
}
