//! Reading either side from where the last run ended.

use std::time::Duration;

use async_trait::async_trait;
use careweave_sync_core::{Cursor, CursorMove, ReadWindow};
use careweave_types::{ErrorKind, Result};

use super::plan::reference;
use super::{Pair, Pairs};
use crate::flow::FlowReport;

/// How far back a reading begins before what was read.
const OVERLAP: Duration = Duration::from_secs(300);

/// How far the clocks may be apart.
const SKEW: Duration = Duration::from_secs(60);

/// What is done with every record that the host lists.
#[async_trait]
pub(crate) trait EachHere<T>: Sync {
    /// True when no later run has to look at it.
    async fn one(&self, here: &T, report: &mut FlowReport) -> Result<bool>;
}

#[async_trait]
impl<P: Pair> EachHere<P::Here> for Pairs<P> {
    async fn one(&self, here: &P::Here, report: &mut FlowReport) -> Result<bool> {
        self.pair.validate(here)?;
        if self.is_known(here).await? {
            report.unchanged += 1;
            return Ok(true);
        }
        report.lags(self.pair.changed_at(here), self.context.clock.now());
        self.bring_together(here, report).await
    }
}

impl<P: Pair> Pairs<P> {
    /// Carries over the records that changed here since the last run, or all of them.
    pub(crate) async fn outbound(&self, whole: bool, each: &dyn EachHere<P::Here>) -> Result<FlowReport> {
        let began = self.context.clock.monotonic();
        let mut report = FlowReport::new(P::NAMES.flow, self.context.is_dry_run());
        let (kind, operation) = (P::NAMES.gate_kind, P::NAMES.list);
        if self.context.may_read(kind, operation, &mut report).await? {
            self.all(whole, each, &mut report).await?;
        }
        report.duration = self.context.clock.monotonic().saturating_sub(began);
        Ok(report)
    }

    async fn all(&self, whole: bool, each: &dyn EachHere<P::Here>, report: &mut FlowReport) -> Result<()> {
        let stream = format!("{}/{}", self.context.connection(), P::NAMES.stream);
        let cursor = self.context.store.cursor(&stream).await?;
        let mut version = cursor.as_ref().map_or(0, |cursor| cursor.version);
        let mut stored = cursor.and_then(|cursor| cursor.token);
        let mut after = if whole { None } else { stored.clone() };
        let mut moves = !self.context.is_dry_run();
        loop {
            let page = self.pair.changed(after.as_deref()).await?;
            for here in &page.records {
                report.read += 1;
                let done = each.one(here, report).await;
                moves &= settled(&reference(&self.pair, here), done, report)?;
                self.context.tell(report);
            }
            let token = page.next.clone().or(page.resume);
            if moves && token.is_some() && token != stored {
                let cursor = CursorMove {
                    stream: stream.clone(),
                    expected_version: version,
                    high: None,
                    token: token.clone(),
                };
                // Where another worker moved it, it is his to move.
                let kind = P::NAMES.here_kind;
                moves = self.context.remember(kind, Vec::new(), Some(cursor)).await?;
                (version, stored) = (version + 1, token);
            }
            match page.next {
                Some(next) => after = Some(next),
                None => return Ok(()),
            }
        }
    }

    /// From when on WellSky is to be read: what was not read yet, and a while before it.
    pub(crate) async fn window(&self, stream: &str) -> Result<(ReadWindow, Option<Cursor>)> {
        let stream = format!("{}/{stream}", self.context.connection());
        let cursor = self.context.store.cursor(&stream).await?;
        let high = cursor.as_ref().and_then(|cursor| cursor.high);
        let window = Cursor::next_read(high, OVERLAP, SKEW, self.context.clock.now())?;
        Ok((window, cursor))
    }

    /// Says that a window was read whole.
    pub(crate) async fn read(&self, stream: &str, window: &ReadWindow, cursor: Option<Cursor>) -> Result<()> {
        let high = cursor.as_ref().and_then(|cursor| cursor.high);
        if self.context.is_dry_run() || high == Some(window.until) {
            return Ok(());
        }
        let step = CursorMove {
            stream: format!("{}/{stream}", self.context.connection()),
            expected_version: cursor.map_or(0, |cursor| cursor.version),
            high: Some(window.until),
            token: None,
        };
        let kind = P::NAMES.there_kind;
        self.context
            .remember(kind, Vec::new(), Some(step))
            .await
            .map(drop)
    }
}

/// Counts a failure. True when no later run can do better with nothing changed.
pub(crate) fn settled(of: &str, done: Result<bool>, report: &mut FlowReport) -> Result<bool> {
    match done {
        Ok(settled) => Ok(settled),
        // Without its store a flow does nothing.
        Err(error) if error.kind() == ErrorKind::Storage => Err(error),
        Err(error) => {
            report.fail(of, &error);
            Ok(matches!(
                error.kind(),
                ErrorKind::InvalidInput | ErrorKind::Rejected | ErrorKind::Unsupported | ErrorKind::NotFound
            ))
        }
    }
}
