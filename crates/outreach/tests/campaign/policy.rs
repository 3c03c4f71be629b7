//! Policies that contradict themselves are refused by the name of the field.

use careweave_outreach::campaign::{FORMAT, Policy};

#[test]
fn a_policy_is_read_with_its_defaults_and_survives_a_round_trip() {
    let policy = Policy::from_json(r#"{"name": "day", "version": 2}"#).unwrap();
    assert_eq!(policy.format, FORMAT);
    let text = serde_json::to_string(&policy).unwrap();
    assert_eq!(Policy::from_json(&text).unwrap(), policy);
    assert_eq!(Policy { version: 1, ..policy }, Policy::named("day"));
}

#[test]
fn what_is_out_of_range_or_contradicts_itself_is_refused_by_name() {
    for (change, field) in [
        (r#""format": "careweave.outreach-policy/2""#, "format"),
        (r#""version": 0"#, "version"),
        (r#""name": """#, "name"),
        (
            r#""waves": {"size": {"by": "count", "caregivers": 0}}"#,
            "waves.size",
        ),
        (r#""waves": {"max_contacts": 4}"#, "waves.size"),
        (r#""waves": {"minutes_between": 0}"#, "waves.minutes_between"),
        (
            r#""waves": {"size": {"by": "chance", "target": 1000000, "at_most": 5}}"#,
            "waves.size.target",
        ),
        (r#""waves": {"colour": 1}"#, "waves.colour"),
        (r#""escalation": {"steps": []}"#, "escalation.steps"),
        (
            r#""escalation": {"steps": [{"after_minutes": 30, "role": "coordinator", "channel": "sms"}, {"after_minutes": 15, "role": "on_call", "channel": "sms"}]}"#,
            "escalation.steps[1].after_minutes",
        ),
        (r#""escalation": {"max_notices": 2}"#, "escalation.max_notices"),
        (
            r#""escalation": {"repeat_minutes": 0}"#,
            "escalation.repeat_minutes",
        ),
        (
            r#""urgent": {"page_below_minutes": 300}"#,
            "urgent.page_below_minutes",
        ),
        (r#""voice": {"after_minutes": 0}"#, "voice.after_minutes"),
        (
            r#""claims": {"rule": {"rule": "best_within", "seconds": 0}}"#,
            "claims.rule.seconds",
        ),
        (r#""claims": {"assign_attempts": 0}"#, "claims.assign_attempts"),
        (r#""claims": {"answer_seconds": 0}"#, "claims.answer_seconds"),
        (
            r#""claims": {"revalidation": "sometimes"}"#,
            "claims.revalidation",
        ),
    ] {
        let base = [r#""name": "day""#, r#""version": 1"#];
        let kept = base
            .iter()
            .filter(|pair| change.split(':').next() != pair.split(':').next());
        let text = format!("{{{}, {change}}}", kept.copied().collect::<Vec<_>>().join(", "));
        let error = Policy::from_json(&text).unwrap_err();
        assert_eq!(error.get("field"), Some(field), "{change}: {error}");
    }
}
