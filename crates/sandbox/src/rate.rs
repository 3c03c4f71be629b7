use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// The requests of a span of time that slides along.
#[derive(Clone, Default)]
pub(crate) struct Window {
    passed: VecDeque<Instant>,
}

impl Window {
    /// Lets a request through, or says false when `limit` passed within `span` already. What is refused does not count.
    pub(crate) fn admit(&mut self, now: Instant, limit: usize, span: Duration) -> bool {
        while self
            .passed
            .front()
            .is_some_and(|at| now.duration_since(*at) >= span)
        {
            self.passed.pop_front();
        }
        if self.passed.len() < limit {
            self.passed.push_back(now);
            return true;
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::real_time;

    #[test]
    fn a_place_is_free_again_when_its_request_is_a_span_old() {
        let (mut window, start, second) = (Window::default(), real_time::instant(), Duration::from_secs(1));
        let at = |ms: u64| start + Duration::from_millis(ms);
        assert!(window.admit(at(0), 2, second) && window.admit(at(600), 2, second));
        assert!(!window.admit(at(999), 2, second));
        assert!(window.admit(at(1_000), 2, second));
        assert!(!window.admit(at(1_599), 2, second) && window.admit(at(1_600), 2, second));
    }
}
