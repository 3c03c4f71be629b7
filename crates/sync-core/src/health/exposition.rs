use careweave_types::exposition::{ExpositionPage, SeriesKind};

use super::{Integration, Vitals};
use crate::outbox::OutboxCounts;

/// What each number says, in the order of the page.
const FAMILIES: &[(&str, &str)] = &[
    (
        "sync_lag_seconds",
        "How far the stream that is furthest behind is read.",
    ),
    ("streams_unread", "Streams that were never read."),
    ("inbox_waiting", "Messages that wait."),
    ("inbox_oldest_seconds", "How long the oldest message waits."),
    ("hints_waiting", "Hints that wait for a fetch."),
    (
        "hints_oldest_seconds",
        "How long the subject that has been dirty longest is.",
    ),
    ("outbox_waiting", "Items that wait, or are being sent."),
    (
        "outbox_oldest_seconds",
        "How long ago the oldest item was queued.",
    ),
    ("dead_letters", "Items given up."),
    ("in_doubt", "Effects of which nobody knows whether they happened."),
    ("in_doubt_oldest_seconds", "How long the oldest of them is."),
    ("manual", "Effects that a person has to look up."),
    (
        LEASE_LOSSES,
        "How often a lease ended without a word from its holder.",
    ),
    ("conflicts_open", "Conflicts that wait for a person."),
    ("scans_held", "Scans that are held until somebody looks."),
];

/// The one that only grows.
const LEASE_LOSSES: &str = "lease_losses";

/// What waits for integrations, and what became of all that was queued, as Prometheus reads it. The one label of an integration is its
/// name, which is a code; an age that is not there has no series. Nothing is of a person.
///
/// ```
/// use careweave_sync_core::health::{Integration, Vitals, exposition};
/// let integration = Integration { name: "wellsky.agency-1".to_owned(), ..Integration::default() };
/// let vitals = Vitals { sync_lag: Some(90), ..Vitals::default() };
/// let page = exposition([(&integration, vitals)], &Default::default());
/// assert!(page.contains("careweave_store_sync_lag_seconds{integration=\"wellsky.agency-1\"} 90\n"));
/// ```
pub fn exposition<'i>(
    vitals: impl IntoIterator<Item = (&'i Integration, Vitals)>,
    outbox: &OutboxCounts,
) -> String {
    let counted: Vec<_> = vitals
        .into_iter()
        .map(|(integration, vitals)| (integration.name.as_str(), vitals.gauges()))
        .collect();
    let mut page = ExpositionPage::default();
    for (gauge, help) in FAMILIES {
        let (name, kind) = match *gauge {
            LEASE_LOSSES => (
                "careweave_store_lease_losses_total".to_owned(),
                SeriesKind::Counter,
            ),
            gauge => (format!("careweave_store_{gauge}"), SeriesKind::Gauge),
        };
        page.family(&name, kind, help);
        for (integration, gauges) in &counted {
            if let Some((_, value)) = gauges.iter().find(|(known, _)| known == gauge) {
                page.sample(&name, &[("integration", integration)], value);
            }
        }
    }
    page.family(
        "careweave_outbox_enqueued_total",
        SeriesKind::Counter,
        "Items ever queued.",
    );
    page.sample("careweave_outbox_enqueued_total", &[], outbox.enqueued);
    page.family(
        "careweave_outbox_items",
        SeriesKind::Gauge,
        "Items, by where they stand.",
    );
    for (state, count) in [
        ("waiting", outbox.waiting),
        ("claimed", outbox.claimed),
        ("done", outbox.done),
        ("dead", outbox.dead),
    ] {
        page.sample("careweave_outbox_items", &[("state", state)], count);
    }
    page.into_text()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_of_an_integration_has_a_family_and_an_absent_age_has_no_series() {
        let names = ["calendly.agency-1", "wellsky.agency-1"];
        let integrations = names.map(|name| Integration {
            name: name.to_owned(),
            ..Integration::default()
        });
        let all = Vitals {
            sync_lag: Some(1),
            inbox_oldest: Some(2),
            hints_oldest: Some(3),
            outbox_oldest: Some(4),
            in_doubt_oldest: Some(5),
            lease_losses: 6,
            ..Vitals::default()
        };
        let page = exposition(
            [(&integrations[0], all), (&integrations[1], Vitals::default())],
            &OutboxCounts::default(),
        );
        let series = |name: &str| {
            page.lines()
                .filter(|line| line.contains(name) && !line.starts_with('#'))
                .count()
        };
        assert_eq!(
            series("integration=\"calendly.agency-1\""),
            all.gauges().len(),
            "{page}"
        );
        assert_eq!(
            series("integration=\"wellsky.agency-1\""),
            all.gauges().len() - 5,
            "{page}"
        );
        assert!(
            page.contains("# TYPE careweave_store_lease_losses_total counter\n"),
            "{page}"
        );
        assert!(page.contains("careweave_store_lease_losses_total{integration=\"calendly.agency-1\"} 6\n"));
        assert_eq!(series("careweave_outbox_items{"), 4);
    }
}
