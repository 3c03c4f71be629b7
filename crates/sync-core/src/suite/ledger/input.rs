//! What is given comes back exactly, or is refused by name.

// A behaviour that is not met ends the test it runs in.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::*;

/// Given effects of several kinds, a listing gives those that fit, oldest first, page by page.
pub async fn listings_filter_and_page_in_order_of_planning(store: &dyn EffectLedger) {
    let mut ids = Vec::new();
    for n in [7, 3, 9, 1, 5] {
        ids.push(
            planned(store, &intent(&format!("shift-{n}"), "caregiver-1"))
                .await
                .id,
        );
    }
    let other = Intent {
        operation: "tasks.create".to_owned(),
        ..intent("visit%1", "caregiver-1")
    };
    ids.push(planned(store, &other).await.id);
    store.begin(ids[1], 0, t(31), t(1)).await.unwrap();
    let page = async |filter: EffectFilter| -> Vec<EffectId> {
        let effects = store.list(&filter).await.unwrap();
        effects.iter().map(|effect| effect.id).collect()
    };
    let all = EffectFilter::default;
    assert_eq!(page(all()).await, ids);
    let two = |after_id| EffectFilter {
        limit: 2,
        after_id,
        ..all()
    };
    assert_eq!(page(two(None)).await, ids[..2]);
    assert_eq!(page(two(Some(ids[1]))).await, ids[2..4]);
    assert_eq!(page(two(Some(ids[3]))).await, ids[4..]);
    assert_eq!(page(two(Some(ids[5]))).await, []);
    let states = |states: &[EffectState]| EffectFilter {
        states: states.to_vec(),
        ..all()
    };
    assert_eq!(page(states(&[EffectState::Sending])).await, [ids[1]]);
    assert_eq!(
        page(states(&[
            EffectState::Sending,
            EffectState::Planned,
            EffectState::Sending
        ]))
        .await,
        ids
    );
    assert_eq!(page(states(&[EffectState::Confirmed])).await, []);
    let operation = |operation: &str| EffectFilter {
        operation: Some(operation.to_owned()),
        ..all()
    };
    assert_eq!(page(operation("tasks.create")).await, [ids[5]]);
    assert_eq!(page(operation("tasks")).await, []);
    let subject = |prefix: &str| EffectFilter {
        subject_prefix: Some(prefix.to_owned()),
        ..all()
    };
    assert_eq!(page(subject("shift-")).await, ids[..5]);
    assert_eq!(page(subject("shift-3")).await, [ids[1]]);
    // The prefix is text, not a pattern, and its case counts.
    assert_eq!(page(subject("visit%")).await, [ids[5]]);
    assert_eq!(page(subject("%")).await, []);
    assert_eq!(page(subject("shift_")).await, []);
    assert_eq!(page(subject("SHIFT-")).await, []);
    let narrow = EffectFilter {
        states: vec![EffectState::Planned],
        operation: Some("shifts.assign".to_owned()),
        subject_prefix: Some("shift-".to_owned()),
        limit: 2,
        after_id: Some(ids[0]),
    };
    assert_eq!(page(narrow).await, ids[2..4]);
}

/// Given an id that was never recorded, every method says so and names it.
pub async fn unknown_effects_are_not_found(store: &dyn EffectLedger) {
    let id = EffectId::of(&key("nowhere"), 1);
    let listing = EffectFilter {
        after_id: Some(id),
        ..EffectFilter::default()
    };
    let errors = [
        refused(store.begin(id, 0, t(31), t(1)).await, ErrorKind::NotFound),
        refused(store.confirm(id, 1, None, t(1)).await, ErrorKind::NotFound),
        refused(store.reject(id, 1, "late", t(1)).await, ErrorKind::NotFound),
        refused(store.doubt(id, 1, t(1)).await, ErrorKind::NotFound),
        refused(store.expire(id, 1, t(1)).await, ErrorKind::NotFound),
        refused(store.absent(id, 1, t(1)).await, ErrorKind::NotFound),
        refused(store.supersede(id, "late", t(1)).await, ErrorKind::NotFound),
        refused(store.manual(id, "late", t(1)).await, ErrorKind::NotFound),
        refused(store.abandon(id, "late", t(1)).await, ErrorKind::NotFound),
        refused(store.get(id).await, ErrorKind::NotFound),
        refused(store.attempts(id).await, ErrorKind::NotFound),
        refused(store.list(&listing).await, ErrorKind::NotFound),
    ];
    for error in errors {
        assert_eq!(error.get("id"), Some(id.to_string().as_str()), "{error}");
    }
}

/// Given an intent that breaks a rule, planning names the field and records nothing.
pub async fn bad_intents_are_refused_and_leave_no_trace(store: &dyn EffectLedger) {
    let good = intent("shift-1", "caregiver-1");
    let year = Duration::from_secs(367 * 86_400);
    let changed = |change: &dyn Fn(&mut Intent)| {
        let mut intent = good.clone();
        change(&mut intent);
        intent
    };
    let bad = [
        ("operation", changed(&|i| i.operation = String::new())),
        ("operation", changed(&|i| i.operation = "assign shift".to_owned())),
        ("operation", changed(&|i| i.operation = "x".repeat(129))),
        ("subject", changed(&|i| i.subject = String::new())),
        ("subject", changed(&|i| i.subject = "x".repeat(513))),
        ("subject", changed(&|i| i.subject = "a\0b".to_owned())),
        ("detail", changed(&|i| i.detail = "x".repeat(513))),
        ("detail", changed(&|i| i.detail = "a\nb".to_owned())),
        (
            "quiet",
            changed(&|i| i.strategy = Reconcile::ReadBack { quiet: year }),
        ),
        (
            "quiet",
            changed(&|i| i.strategy = Reconcile::FindByNaturalKey { quiet: Duration::MAX }),
        ),
        (
            "ttl",
            changed(&|i| i.strategy = Reconcile::RemoteKey { ttl: year }),
        ),
        (
            "ttl",
            changed(&|i| i.strategy = Reconcile::RemoteKey { ttl: Duration::ZERO }),
        ),
    ];
    for (field, intent) in bad {
        let error = refused(store.plan(&intent, t(0)).await, ErrorKind::InvalidInput);
        assert_eq!(error.get("field"), Some(field), "{error}");
    }
    for now in [
        DateTime::<Utc>::MIN_UTC,
        DateTime::<Utc>::MAX_UTC,
        DateTime::from_timestamp(-1, 0).unwrap(),
    ] {
        let error = refused(store.plan(&good, now).await, ErrorKind::InvalidInput);
        assert_eq!(error.get("field"), Some("now"));
    }
    assert_eq!(store.list(&EffectFilter::default()).await.unwrap(), []);
    planned(store, &good).await;
}

/// Given a step with a bad time, reason or remote id, it names the field and changes nothing.
pub async fn bad_steps_are_refused_and_change_nothing(store: &dyn EffectLedger) {
    let field = |error: Error| error.get("field").map(str::to_owned);
    let effect = planned(store, &intent("shift-1", "caregiver-1")).await;
    let id = effect.id;
    for deadline in [
        t(1),
        t(0),
        t(2 + 86_400),
        DateTime::<Utc>::MAX_UTC,
        DateTime::<Utc>::MIN_UTC,
    ] {
        let error = refused(store.begin(id, 0, deadline, t(1)).await, ErrorKind::InvalidInput);
        assert_eq!(field(error).as_deref(), Some("deadline"));
    }
    for reason in ["", "two words", &"x".repeat(129), "Zoë", "a\0"] {
        let error = refused(store.abandon(id, reason, t(1)).await, ErrorKind::InvalidInput);
        assert_eq!(field(error).as_deref(), Some("reason"));
    }
    assert_eq!(store.get(id).await.unwrap(), effect);
    let effect = store.begin(id, 0, t(1 + 86_400), t(1)).await.unwrap();
    for remote_id in ["", &"x".repeat(513), "a\0b"] {
        let error = refused(
            store.confirm(id, 1, Some(remote_id), t(2)).await,
            ErrorKind::InvalidInput,
        );
        assert_eq!(field(error).as_deref(), Some("remote_id"));
    }
    let error = refused(
        store.doubt(id, 1, DateTime::<Utc>::MAX_UTC).await,
        ErrorKind::InvalidInput,
    );
    assert_eq!(field(error).as_deref(), Some("now"));
    assert_eq!(store.get(id).await.unwrap(), effect);
}

/// Given a listing that breaks a rule, it names the field.
pub async fn bad_listings_are_refused(store: &dyn EffectLedger) {
    let all = EffectFilter::default;
    let bad = [
        ("limit", EffectFilter { limit: 0, ..all() }),
        (
            "limit",
            EffectFilter {
                limit: 1_001,
                ..all()
            },
        ),
        (
            "operation",
            EffectFilter {
                operation: Some(String::new()),
                ..all()
            },
        ),
        (
            "subject_prefix",
            EffectFilter {
                subject_prefix: Some(String::new()),
                ..all()
            },
        ),
    ];
    for (field, filter) in bad {
        let error = refused(store.list(&filter).await, ErrorKind::InvalidInput);
        assert_eq!(error.get("field"), Some(field), "{error}");
    }
    for limit in [0, 1_001, u32::MAX] {
        let error = refused(store.unresolved(t(0), limit).await, ErrorKind::InvalidInput);
        assert_eq!(error.get("field"), Some("limit"));
    }
    refused(
        store.unresolved(DateTime::<Utc>::MAX_UTC, 1).await,
        ErrorKind::InvalidInput,
    );
}

/// Given unusual but allowed text, it comes back byte for byte, and near-equal keys stay apart.
pub async fn any_text_a_key_may_hold_comes_back_exactly(store: &dyn EffectLedger) {
    let texts = [
        "1",
        "01",
        " 1",
        "1 ",
        "a",
        "A",
        "é",
        "e\u{301}",
        "🙂",
        "'; --",
        "%",
        "_",
        "\u{202e}x",
    ];
    let longest = "é".repeat(127);
    for text in texts.into_iter().chain([longest.as_str()]) {
        let odd = Intent {
            key: EffectKey::new(text).unwrap(),
            subject: text.to_owned(),
            detail: String::new(),
            ..intent("shift-1", text)
        };
        let effect = planned(store, &odd).await;
        let held = store.current(&odd.key).await.unwrap().unwrap();
        assert_eq!(held, effect);
        assert_eq!(
            (held.key.as_str(), held.subject.as_str(), held.detail.as_str()),
            (text, text, "")
        );
    }
}

/// Given instants and spans finer than a microsecond, events round down and limits up, in every store alike.
pub async fn instants_are_kept_to_the_microsecond(store: &dyn EffectLedger) {
    let nanos = TimeDelta::nanoseconds;
    let fine = Intent {
        strategy: Reconcile::ReadBack {
            quiet: Duration::from_nanos(2_000_000_001),
        },
        ..intent("shift-1", "caregiver-1")
    };
    let effect = store
        .plan(&fine, t(0) + nanos(1_999))
        .await
        .unwrap()
        .into_effect();
    assert_eq!(effect.created_at, t(0) + nanos(1_000));
    let effect = store
        .begin(effect.id, 0, t(31) + nanos(1), t(1) + nanos(999))
        .await
        .unwrap();
    assert_eq!(effect.last_sent_at, Some(t(1)));
    assert_eq!(effect.deadline_at, Some(t(31) + nanos(1_000)));
    let effect = store.doubt(effect.id, 1, t(2)).await.unwrap();
    assert_eq!(effect.not_before, Some(t(33) + nanos(2_000)));
    assert_eq!(store.get(effect.id).await.unwrap(), effect);
}
