//! A competitor that runs.

use std::process::Stdio;

use serde::Deserialize;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout};

use super::process_usage::ProcessUsage;
use super::programs::{Lane, Programs};
use crate::failure::Failure;
use crate::task::{Answer, Order};

/// A lane's process. It is killed when dropped.
#[derive(Debug)]
pub(crate) struct Running {
    lane: Lane,
    child: Child,
    tasks: ChildStdin,
    answers: Lines<BufReader<ChildStdout>>,
}

/// One turn of a lane.
#[derive(Clone, Debug)]
pub(crate) struct Turn {
    pub(crate) answer: Answer,
    /// Seconds on a processor that the turn took.
    pub(crate) cpu_seconds: Option<f64>,
    /// The peak of the process so far.
    pub(crate) peak_mib: Option<f64>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Line {
    Answer(Answer),
    Error { error: String },
}

impl Running {
    pub(crate) fn start(programs: &Programs, lane: Lane) -> Result<Self, Failure> {
        let mut child = programs
            .lane(lane)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .map_err(|source| Failure::new(format!("{lane:?} could not be started: {source}")))?;
        let (Some(tasks), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(Failure::new(format!("{lane:?} has no pipes")));
        };
        Ok(Self {
            lane,
            child,
            tasks,
            answers: BufReader::new(output).lines(),
        })
    }

    /// Gives the order and waits for the answer.
    pub(crate) async fn turn(&mut self, order: &Order) -> Result<Turn, Failure> {
        let lane = self.lane;
        let lost = |source: &dyn std::fmt::Display| Failure::new(format!("{lane:?} was lost: {source}"));
        let process = self.child.id().ok_or_else(|| lost(&"it has ended"))?;
        let mut line = serde_json::to_string(order).map_err(|e| lost(&e))?;
        line.push('\n');
        let before = ProcessUsage::of(process);
        self.tasks
            .write_all(line.as_bytes())
            .await
            .map_err(|e| lost(&e))?;
        self.tasks.flush().await.map_err(|e| lost(&e))?;
        let line = self.answers.next_line().await.map_err(|e| lost(&e))?;
        let after = ProcessUsage::of(process);
        let line = line.ok_or_else(|| lost(&"it ended without an answer"))?;
        let answer = match serde_json::from_str(&line) {
            Ok(Line::Answer(answer)) => answer,
            Ok(Line::Error { error }) => return Err(Failure::new(format!("{lane:?} failed: {error}"))),
            Err(error) => return Err(lost(&error)),
        };
        Ok(Turn {
            answer,
            cpu_seconds: before
                .cpu_seconds
                .zip(after.cpu_seconds)
                .map(|(before, after)| (after - before).max(0.0)),
            peak_mib: after.peak_mib,
        })
    }
}
