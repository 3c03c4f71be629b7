//! The text exposition format of Prometheus, version 0.0.4.

use std::time::Duration;

use careweave_types::exposition::{ExpositionPage, SeriesKind};

use super::{BreakerMove, CacheLookup, Histogram, MetricsSnapshot, OperationMetrics};

impl MetricsSnapshot {
    /// The snapshot as Prometheus reads it, content type `text/plain; version=0.0.4`. All names begin with
    /// `careweave_http_`; histograms have the bounds of [`Histogram::BOUNDS_MS`], in seconds.
    pub fn to_prometheus(&self) -> String {
        let mut page = Page(ExpositionPage::default());
        page.write(self);
        page.0.into_text()
    }
}

struct Page(ExpositionPage);

impl Page {
    fn write(&mut self, snapshot: &MetricsSnapshot) {
        let operations = || snapshot.operations.iter();
        self.head(
            "attempts_total",
            SeriesKind::Counter,
            "Requests sent over the network.",
        );
        for (name, operation) in operations() {
            for (outcome, statuses) in &operation.attempts {
                for (status, count) in statuses {
                    let labels = [
                        ("operation", name.as_str()),
                        ("outcome", outcome.label()),
                        ("status", status.label()),
                    ];
                    self.line("attempts_total", &labels, *count);
                }
            }
        }
        self.histograms(
            snapshot,
            "attempt_seconds",
            "The time of each request.",
            |operation| &operation.latency,
        );
        self.head(
            "calls_total",
            SeriesKind::Counter,
            "Calls ended, retries included.",
        );
        for (name, operation) in operations() {
            for (outcome, count) in &operation.calls {
                let labels = [("operation", name.as_str()), ("outcome", outcome.label())];
                self.line("calls_total", &labels, *count);
            }
        }
        self.histograms(
            snapshot,
            "call_seconds",
            "The time of each call, pauses included.",
            |operation| &operation.duration,
        );
        self.head("retries_total", SeriesKind::Counter, "Requests sent again.");
        for (name, operation) in operations() {
            for (cause, count) in &operation.retries {
                let labels = [("operation", name.as_str()), ("cause", cause.label())];
                self.line("retries_total", &labels, *count);
            }
        }
        self.head(
            "retries_unpaid_total",
            SeriesKind::Counter,
            "Retries that the budget did not pay for.",
        );
        for (name, operation) in operations().filter(|(_, operation)| operation.retries_unpaid > 0) {
            let labels = [("operation", name.as_str())];
            self.line("retries_unpaid_total", &labels, operation.retries_unpaid);
        }
        self.head("token_fetches_total", SeriesKind::Counter, "Tokens asked for.");
        for (outcome, count) in &snapshot.token_fetches {
            self.line("token_fetches_total", &[("outcome", outcome.label())], *count);
        }
        self.head(
            "breaker_changes_total",
            SeriesKind::Counter,
            "Changes of circuit breakers.",
        );
        for (moved, count) in [
            (BreakerMove::Opened, snapshot.breaker.opened),
            (BreakerMove::HalfOpened, snapshot.breaker.half_opened),
            (BreakerMove::Closed, snapshot.breaker.closed),
        ] {
            self.line("breaker_changes_total", &[("to", moved.label())], count);
        }
        self.head(
            "queued_seconds",
            SeriesKind::Histogram,
            "Time in line at the rate limiter.",
        );
        self.histogram("queued_seconds", &[], &snapshot.queued);
        self.head("cache_lookups_total", SeriesKind::Counter, "Questions to caches.");
        for (class, held) in &snapshot.cache {
            for (lookup, count) in [
                (CacheLookup::Fresh, held.fresh),
                (CacheLookup::Stale, held.stale),
                (CacheLookup::Absent, held.absent),
                (CacheLookup::Miss, held.miss),
            ] {
                let labels = [("class", class.label()), ("result", lookup.label())];
                self.line("cache_lookups_total", &labels, count);
            }
        }
    }

    fn histograms(
        &mut self,
        snapshot: &MetricsSnapshot,
        name: &str,
        help: &str,
        of: impl Fn(&OperationMetrics) -> &Histogram,
    ) {
        self.head(name, SeriesKind::Histogram, help);
        for (operation, held) in &snapshot.operations {
            self.histogram(name, &[("operation", operation.as_str())], of(held));
        }
    }

    fn histogram(&mut self, name: &str, labels: &[(&str, &str)], histogram: &Histogram) {
        let buckets = Histogram::BOUNDS_MS.map(|millis| {
            let bound = format!("{}", millis as f64 / 1_000.0);
            (bound, histogram.at_most(Duration::from_millis(millis)))
        });
        let (sum, count) = (histogram.total().as_secs_f64(), histogram.count());
        self.0.histogram(&full(name), labels, buckets, sum, count);
    }

    fn head(&mut self, name: &str, kind: SeriesKind, help: &str) {
        self.0.family(&full(name), kind, help);
    }

    fn line(&mut self, name: &str, labels: &[(&str, &str)], count: u64) {
        self.0.sample(&full(name), labels, count);
    }
}

fn full(name: &str) -> String {
    format!("careweave_http_{name}")
}
