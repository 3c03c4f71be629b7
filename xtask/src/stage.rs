//! A heading, the work, the time it took.

use std::time::{Duration, Instant};

use crate::failure::Failure;

/// Prints the heading, does the work, and prints how long it took; a failure is told which stage it ended.
pub(crate) fn stage<T>(heading: &str, work: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    println!("\n== {heading}");
    let watch = Stopwatch::start();
    let outcome = work();
    let took = seconds(watch.elapsed());
    match outcome {
        Ok(value) => {
            println!("-- {heading}: done in {took}");
            Ok(value)
        }
        Err(failure) => {
            println!("-- {heading}: failed after {took}");
            Err(Failure::new(format!("{heading}: {failure}")))
        }
    }
}

struct Stopwatch(Instant);

impl Stopwatch {
    #[allow(
        clippy::disallowed_methods,
        reason = "how long a build took is told to a person, nothing is decided by it"
    )]
    fn start() -> Self {
        Self(Instant::now())
    }

    fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }
}

fn seconds(duration: Duration) -> String {
    let whole = duration.as_secs();
    if whole < 60 {
        format!("{:.1} s", duration.as_secs_f64())
    } else {
        format!("{} min {:02} s", whole / 60, whole % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_for_people() {
        assert_eq!(seconds(Duration::from_millis(1_260)), "1.3 s");
        assert_eq!(seconds(Duration::from_secs(61)), "1 min 01 s");
        assert_eq!(seconds(Duration::from_secs(600)), "10 min 00 s");
    }

    #[test]
    fn a_failure_carries_the_name_of_its_stage() {
        let failure = stage("rust: tests", || Err::<(), _>(Failure::new("two failed"))).unwrap_err();
        assert_eq!(failure.to_string(), "rust: tests: two failed");
    }
}
