//! How many tests a runner says have passed and failed.

use crate::failure::Failure;

/// Tests that passed and tests that failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Totals {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
}

impl std::ops::AddAssign for Totals {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl std::fmt::Display for Totals {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

/// A test runner whose report is understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Runner {
    /// `cargo test`: one `test result:` line for each test binary and each batch of doc tests.
    CargoTest,
    /// pytest: one line `2 failed, 11 passed in 0.52s`, with or without a frame of `=`.
    Pytest,
    /// `node --test`: lines `# pass 13` (tap) or `ℹ pass 13` (spec).
    NodeTest,
}

/// Reads the output of one runner line by line.
#[derive(Debug)]
pub(crate) struct Tally {
    runner: Runner,
    totals: Totals,
    reports: usize,
    binary_is_running: bool,
    nested: bool,
}

impl Tally {
    pub(crate) fn of(runner: Runner) -> Self {
        Self {
            runner,
            totals: Totals::default(),
            reports: 0,
            binary_is_running: false,
            nested: false,
        }
    }

    pub(crate) fn read(&mut self, line: &str) {
        let line = without_colour(line);
        match self.runner {
            Runner::CargoTest => self.read_cargo(&line),
            Runner::Pytest => self.read_pytest(&line),
            Runner::NodeTest => self.read_node(&line),
        }
    }

    /// What was counted so far, also when the runner did not get to its end.
    pub(crate) fn totals(&self) -> Totals {
        self.totals
    }

    /// The totals, if they can be trusted.
    ///
    /// A runner that reports nothing, or not one test, has not proved anything. A test binary whose lines show
    /// up inside another's (a child process that inherited stdout) would be counted as if it were its own.
    pub(crate) fn finish(self) -> Result<Totals, Failure> {
        if self.nested {
            return Err(Failure::new(
                "one test binary reported inside another, so the totals cannot be trusted: a test that starts \
                 its own binary has to give it its own stdout",
            ));
        }
        if self.reports == 0 {
            return Err(Failure::new("the test runner ended without reporting its totals"));
        }
        if self.totals == Totals::default() {
            return Err(Failure::new("the test runner reports that no test ran"));
        }
        Ok(self.totals)
    }

    fn read_cargo(&mut self, line: &str) {
        if let Some(rest) = line.strip_prefix("running ") {
            let number = rest.strip_suffix(" tests").or_else(|| rest.strip_suffix(" test"));
            if number.is_some_and(|n| n.parse::<u64>().is_ok()) {
                self.nested |= self.binary_is_running;
                self.binary_is_running = true;
            }
            return;
        }
        let Some(rest) = line.strip_prefix("test result: ") else {
            return;
        };
        let Some((_verdict, counts)) = rest.split_once(". ") else {
            return;
        };
        self.reports += 1;
        self.binary_is_running = false;
        for part in counts.split(';') {
            match numbered(part) {
                Some((n, "passed")) => self.totals.passed += n,
                Some((n, "failed")) => self.totals.failed += n,
                _ => {}
            }
        }
    }

    fn read_pytest(&mut self, line: &str) {
        let line = line.trim_matches(|c| c == '=' || c == ' ');
        let Some((counts, time)) = line.rsplit_once(" in ") else {
            return;
        };
        let seconds = time.split(' ').next().and_then(|t| t.strip_suffix('s'));
        if seconds.is_none_or(|s| s.parse::<f64>().is_err()) {
            return;
        }
        if counts == "no tests ran" {
            self.reports += 1;
            return;
        }
        let Some(parts) = counts.split(", ").map(numbered).collect::<Option<Vec<_>>>() else {
            return;
        };
        if !parts.iter().all(|(_, word)| PYTEST_WORDS.contains(word)) {
            return;
        }
        self.reports += 1;
        for (n, word) in parts {
            match word {
                "passed" => self.totals.passed += n,
                "failed" | "error" | "errors" => self.totals.failed += n,
                _ => {}
            }
        }
    }

    fn read_node(&mut self, line: &str) {
        let Some(rest) = line.strip_prefix("# ").or_else(|| line.strip_prefix("ℹ ")) else {
            return;
        };
        let Some((word, n)) = rest.split_once(' ') else {
            return;
        };
        let Ok(n) = n.parse::<u64>() else {
            return;
        };
        match word {
            "pass" => {
                self.reports += 1;
                self.totals.passed += n;
            }
            // A test that was cancelled did not prove what it was written to prove.
            "fail" | "cancelled" => self.totals.failed += n,
            _ => {}
        }
    }
}

const PYTEST_WORDS: &[&str] = &[
    "passed",
    "failed",
    "error",
    "errors",
    "skipped",
    "deselected",
    "xfailed",
    "xpassed",
    "warning",
    "warnings",
    "rerun",
    "subtests passed",
    "subtests failed",
    "subtests skipped",
];

fn numbered(part: &str) -> Option<(u64, &str)> {
    let (number, word) = part.trim().split_once(' ')?;
    Some((number.parse().ok()?, word))
}

fn without_colour(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut characters = line.chars();
    while let Some(c) = characters.next() {
        if c == '\u{1b}' {
            // A colour is ESC [ numbers m.
            for c in characters.by_ref() {
                if c.is_ascii_alphabetic() {
                    break;
                }
            }
        } else {
            plain.push(c);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(runner: Runner, output: &str) -> Tally {
        let mut tally = Tally::of(runner);
        output.lines().for_each(|line| tally.read(line));
        tally
    }

    fn totals(runner: Runner, output: &str) -> (u64, u64) {
        let totals = read(runner, output).finish().unwrap();
        (totals.passed, totals.failed)
    }

    #[test]
    fn cargo_totals_are_summed_over_binaries_and_doc_tests() {
        let output = "
running 3 tests
test a ... ok
test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s

running 0 tests

test result: ok. 0 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s

   Doc-tests careweave_types

running 1 test
test result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.20s
";
        assert_eq!(totals(Runner::CargoTest, output), (4, 0));
    }

    #[test]
    fn cargo_failures_are_counted() {
        let output = "running 5 tests\ntest result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; \
                      0 filtered out; finished in 0.01s";
        assert_eq!(totals(Runner::CargoTest, output), (3, 2));
    }

    #[test]
    fn a_test_binary_that_reports_inside_another_is_refused() {
        let output = "
running 2 tests
running 1 test
test result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s
test result: ok. 2 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s
";
        let failure = read(Runner::CargoTest, output).finish().unwrap_err();
        assert!(failure.to_string().contains("inside another"), "{failure}");
    }

    #[test]
    fn pytest_totals_are_read_with_and_without_a_frame_and_in_colour() {
        assert_eq!(
            totals(Runner::Pytest, "===== 12 passed, 1 skipped in 0.52s ====="),
            (12, 0)
        );
        assert_eq!(
            totals(Runner::Pytest, "1 failed, 11 passed, 2 errors in 3.1s"),
            (11, 3)
        );
        assert_eq!(
            totals(Runner::Pytest, "== 40 passed, 1 warning in 92.10s (0:01:32) =="),
            (40, 0)
        );
        assert_eq!(
            totals(
                Runner::Pytest,
                "\u{1b}[32m\u{1b}[1m7 passed\u{1b}[0m\u{1b}[32m in 0.1s\u{1b}[0m"
            ),
            (7, 0)
        );
        assert_eq!(
            totals(Runner::Pytest, "3 passed, 4 subtests passed in 0.1s"),
            (3, 0)
        );
    }

    #[test]
    fn prose_is_not_taken_for_a_pytest_report() {
        let failure = read(Runner::Pytest, "3 bridges built in 5s\nE assert 1 passed in time").finish();
        assert!(failure.is_err());
    }

    #[test]
    fn node_totals_are_read_from_tap_and_from_spec() {
        let tap = "# Subtest: ranks\nok 1 - ranks\n1..1\n# tests 15\n# suites 0\n# pass 13\n# fail 1\n# cancelled 1\n\
                   # skipped 0\n# todo 0\n# duration_ms 71.3";
        assert_eq!(totals(Runner::NodeTest, tap), (13, 2));
        let spec =
            "✔ ranks (1ms)\nℹ tests 2\nℹ suites 0\nℹ pass 2\nℹ fail 0\nℹ cancelled 0\nℹ duration_ms 9.1";
        assert_eq!(totals(Runner::NodeTest, spec), (2, 0));
    }

    #[test]
    fn a_runner_that_reports_nothing_has_not_passed() {
        for runner in [Runner::CargoTest, Runner::Pytest, Runner::NodeTest] {
            assert!(read(runner, "everything is fine").finish().is_err(), "{runner:?}");
        }
    }

    #[test]
    fn a_run_of_no_tests_has_not_passed() {
        let cases = [
            (
                Runner::CargoTest,
                "running 0 tests\ntest result: ok. 0 passed; 0 failed; 0 ignored",
            ),
            (Runner::Pytest, "===== no tests ran in 0.01s ====="),
            (Runner::NodeTest, "# tests 0\n# pass 0\n# fail 0"),
        ];
        for (runner, output) in cases {
            let failure = read(runner, output).finish().unwrap_err();
            assert!(failure.to_string().contains("no test ran"), "{failure}");
        }
    }

    #[test]
    fn totals_add_up_and_print_as_the_closing_line() {
        let mut sum = Totals {
            passed: 10,
            failed: 0,
        };
        sum += Totals { passed: 5, failed: 1 };
        assert_eq!(sum.to_string(), "15 passed, 1 failed");
    }
}
