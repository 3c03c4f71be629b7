use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use careweave_types::ErrorKind;
use chrono::{DateTime, Utc};

use super::{Killed, Script, Trial};
use crate::suite::block_on;
use crate::{
    EffectKey, EffectState, Evidence, Fingerprint, Intent, LatchRule, LatchState, Proven, Reconcile,
};

/// A worker that arms, plans, fires, calls the other side, which counts, and confirms. One after it carries on as a worker does that
/// knows nothing but the store and the other side; each subject is converted exactly once.
pub const LATCH: Script = Script {
    points: &[
        "starting",
        "armed",
        "planned",
        "firing",
        "sending",
        "sent",
        "confirmed",
    ],
    run: |trial, report| block_on(convert(trial, t(trial, 0), report)),
    check,
};

const KIND: &str = "prospect.convert";
const QUIET: Duration = Duration::from_secs(60);

fn t(trial: &Trial<'_>, seconds: i64) -> DateTime<Utc> {
    let start = 1_800_000_000 + 10_000 * i64::try_from(trial.number).unwrap();
    DateTime::from_timestamp(start + seconds, 0).unwrap()
}

fn subject(trial: &Trial<'_>) -> String {
    format!("prospect-{}", trial.number)
}

fn proven(subject: &str, at: DateTime<Utc>) -> Proven {
    let set = |id: &str| BTreeSet::from([id.to_owned()]);
    let rule = LatchRule {
        kind: KIND.to_owned(),
        templates: set("template-1"),
        complete: set("complete"),
        signatures: set("client_signature"),
        max_age: Duration::from_secs(600),
    };
    let evidence = Evidence {
        source: "goformz".to_owned(),
        document: format!("form-of-{subject}"),
        template: "template-1".to_owned(),
        status: "complete".to_owned(),
        signatures: BTreeMap::from([("client_signature".to_owned(), true)]),
        subject: subject.to_owned(),
        fetched_at: at,
        digest: Fingerprint::of(&["answer"]),
    };
    rule.examine(evidence, subject, at).unwrap()
}

/// One run of the flow, from wherever it was left, up to where it has to wait.
async fn convert(trial: &Trial<'_>, now: DateTime<Utc>, report: &dyn Fn(&str)) {
    let (store, subject) = (trial.store, subject(trial));
    report("starting");
    let armed = store.arm(&proven(&subject, now), now).await.unwrap();
    report("armed");
    if armed.latch().state == LatchState::Fired {
        return;
    }
    let intent = Intent {
        key: EffectKey::new(format!("{KIND}/{subject}")).unwrap(),
        operation: KIND.to_owned(),
        subject: subject.clone(),
        detail: String::new(),
        fingerprint: Fingerprint::of(&[KIND, &subject]),
        strategy: Reconcile::ReadBack { quiet: QUIET },
    };
    let mut effect = store.plan(&intent, now).await.unwrap().into_effect();
    report("planned");
    store.fire(KIND, &subject, effect.id, now).await.unwrap();
    report("firing");
    if effect.state == EffectState::Sending {
        effect = store.expire(effect.id, effect.attempt, now).await.unwrap();
    }
    if effect.state == EffectState::InDoubt {
        effect = match trial.other.count(&subject) {
            0 => match store.absent(effect.id, effect.attempt, now).await {
                // Not yet: the request may still land.
                Err(error) if error.kind() == ErrorKind::InDoubt => return,
                absent => absent.unwrap(),
            },
            _ => store.confirm(effect.id, effect.attempt, None, now).await.unwrap(),
        };
    }
    if effect.state == EffectState::Planned {
        let deadline = now + Duration::from_secs(30);
        effect = store
            .begin(effect.id, effect.attempt, deadline, now)
            .await
            .unwrap();
        report("sending");
        trial.other.accept(&subject);
        report("sent");
        effect = store.confirm(effect.id, effect.attempt, None, now).await.unwrap();
        report("confirmed");
    }
    assert_eq!(effect.state, EffectState::Confirmed);
    store.fired(KIND, &subject, effect.id, None, now).await.unwrap();
}

fn check(trial: &Trial<'_>, killed: Killed) {
    let (subject, place) = (subject(trial), format!("{trial:?}, {killed:?}"));
    // Past the deadline for what was under way, then past the quiet period for what is in doubt.
    let mut later = t(trial, 40);
    for _ in 0..2 {
        block_on(convert(trial, later, &|_| {}));
        later += Duration::from_secs(100);
    }
    let latch = block_on(trial.store.latch(KIND, &subject)).unwrap().unwrap();
    assert_eq!(latch.state, LatchState::Fired, "{place}");
    assert_eq!(trial.other.count(&subject), 1, "{place}");
    // A packet that is completed again converts nothing.
    block_on(convert(trial, later, &|_| {}));
    assert_eq!(trial.other.count(&subject), 1, "{place}");
}
