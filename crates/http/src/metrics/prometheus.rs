//! The text exposition format of Prometheus, version 0.0.4.

use std::fmt::{self, Write as _};
use std::time::Duration;

use super::{BreakerMove, CacheLookup, Histogram, MetricsSnapshot, OperationMetrics};

impl MetricsSnapshot {
    /// The snapshot as Prometheus reads it, content type `text/plain; version=0.0.4`. All names begin with
    /// `careweave_http_`; histograms have the bounds of [`Histogram::BOUNDS_MS`], in seconds.
    pub fn to_prometheus(&self) -> String {
        let mut page = Page(String::new());
        // Writing to a string cannot fail.
        let _ = page.write(self);
        page.0
    }
}

struct Page(String);

impl Page {
    fn write(&mut self, snapshot: &MetricsSnapshot) -> fmt::Result {
        let operations = || snapshot.operations.iter();
        self.head("attempts_total", "counter", "Requests sent over the network.")?;
        for (name, operation) in operations() {
            for (outcome, statuses) in &operation.attempts {
                for (status, count) in statuses {
                    let labels = [
                        ("operation", name.as_str()),
                        ("outcome", outcome.label()),
                        ("status", status.label()),
                    ];
                    self.line("attempts_total", &labels, count)?;
                }
            }
        }
        self.histograms(
            snapshot,
            "attempt_seconds",
            "The time of each request.",
            |operation| &operation.latency,
        )?;
        self.head("calls_total", "counter", "Calls ended, retries included.")?;
        for (name, operation) in operations() {
            for (outcome, count) in &operation.calls {
                let labels = [("operation", name.as_str()), ("outcome", outcome.label())];
                self.line("calls_total", &labels, count)?;
            }
        }
        self.histograms(
            snapshot,
            "call_seconds",
            "The time of each call, pauses included.",
            |operation| &operation.duration,
        )?;
        self.head("retries_total", "counter", "Requests sent again.")?;
        for (name, operation) in operations() {
            for (cause, count) in &operation.retries {
                let labels = [("operation", name.as_str()), ("cause", cause.label())];
                self.line("retries_total", &labels, count)?;
            }
        }
        self.head(
            "retries_unpaid_total",
            "counter",
            "Retries that the budget did not pay for.",
        )?;
        for (name, operation) in operations().filter(|(_, operation)| operation.retries_unpaid > 0) {
            let labels = [("operation", name.as_str())];
            self.line("retries_unpaid_total", &labels, &operation.retries_unpaid)?;
        }
        self.head("token_fetches_total", "counter", "Tokens asked for.")?;
        for (outcome, count) in &snapshot.token_fetches {
            self.line("token_fetches_total", &[("outcome", outcome.label())], count)?;
        }
        self.head("breaker_changes_total", "counter", "Changes of circuit breakers.")?;
        for (moved, count) in [
            (BreakerMove::Opened, snapshot.breaker.opened),
            (BreakerMove::HalfOpened, snapshot.breaker.half_opened),
            (BreakerMove::Closed, snapshot.breaker.closed),
        ] {
            self.line("breaker_changes_total", &[("to", moved.label())], &count)?;
        }
        self.head("queued_seconds", "histogram", "Time in line at the rate limiter.")?;
        self.histogram("queued_seconds", None, &snapshot.queued)?;
        self.head("cache_lookups_total", "counter", "Questions to caches.")?;
        for (class, held) in &snapshot.cache {
            for (lookup, count) in [
                (CacheLookup::Fresh, held.fresh),
                (CacheLookup::Stale, held.stale),
                (CacheLookup::Absent, held.absent),
                (CacheLookup::Miss, held.miss),
            ] {
                let labels = [("class", class.label()), ("result", lookup.label())];
                self.line("cache_lookups_total", &labels, &count)?;
            }
        }
        Ok(())
    }

    fn head(&mut self, name: &str, kind: &str, help: &str) -> fmt::Result {
        writeln!(self.0, "# HELP careweave_http_{name} {help}")?;
        writeln!(self.0, "# TYPE careweave_http_{name} {kind}")
    }

    fn histograms(
        &mut self,
        snapshot: &MetricsSnapshot,
        name: &str,
        help: &str,
        of: impl Fn(&OperationMetrics) -> &Histogram,
    ) -> fmt::Result {
        self.head(name, "histogram", help)?;
        for (operation, held) in &snapshot.operations {
            self.histogram(name, Some(operation), of(held))?;
        }
        Ok(())
    }

    fn histogram(&mut self, name: &str, operation: Option<&str>, histogram: &Histogram) -> fmt::Result {
        let labels: Vec<_> = operation.map(|o| ("operation", o)).into_iter().collect();
        let bucket = format!("{name}_bucket");
        for millis in Histogram::BOUNDS_MS {
            let bound = format!("{}", millis as f64 / 1_000.0);
            let held = histogram.at_most(Duration::from_millis(millis));
            self.line(&bucket, &[&labels[..], &[("le", &bound)]].concat(), &held)?;
        }
        let count = histogram.count();
        self.line(&bucket, &[&labels[..], &[("le", "+Inf")]].concat(), &count)?;
        self.line(&format!("{name}_sum"), &labels, &histogram.total().as_secs_f64())?;
        self.line(&format!("{name}_count"), &labels, &count)
    }

    fn line(&mut self, name: &str, labels: &[(&str, &str)], value: &dyn fmt::Display) -> fmt::Result {
        write!(self.0, "careweave_http_{name}")?;
        for (index, (label, text)) in labels.iter().enumerate() {
            let open = if index == 0 { '{' } else { ',' };
            let text = text
                .replace('\\', "\\\\")
                .replace('"', "\\\"")
                .replace('\n', "\\n");
            write!(self.0, "{open}{label}=\"{text}\"")?;
        }
        if !labels.is_empty() {
            self.0.push('}');
        }
        writeln!(self.0, " {value}")
    }
}
