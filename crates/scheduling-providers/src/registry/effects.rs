use std::sync::Arc;

use careweave_http::{Clock, Metrics, NoMetrics, Sleep, Transport};

/// What a provider works with besides its settings: everything that touches the world, so that tests own it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Effects {
    /// How requests travel.
    pub transport: Arc<dyn Transport>,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// How to wait.
    pub sleep: Arc<dyn Sleep>,
    /// Where calls are counted.
    pub metrics: Arc<dyn Metrics>,
}

impl Effects {
    /// A transport, a clock and a way to wait; nothing is counted.
    pub fn new(transport: Arc<dyn Transport>, clock: Arc<dyn Clock>, sleep: Arc<dyn Sleep>) -> Self {
        Self {
            transport,
            clock,
            sleep,
            metrics: Arc::new(NoMetrics),
        }
    }

    /// The same with a place where calls are counted.
    #[must_use]
    pub fn with_metrics(mut self, metrics: Arc<dyn Metrics>) -> Self {
        self.metrics = metrics;
        self
    }
}
