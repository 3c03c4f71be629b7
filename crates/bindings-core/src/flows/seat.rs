use std::collections::HashMap;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use careweave::types::{Delivery, Error, ErrorKind, IdempotencyKey, Result};
use careweave::workflows::appointments::{Task, TaskBoard, TaskChange, TaskId, TaskPage, TaskSource};
use careweave::workflows::sales::{Deal, DealChange, DealPage, SalesCrm};
use serde::de::DeserializeOwned;
use tokio::sync::{mpsc, oneshot};

use super::failure::HostFailure;
use crate::call::from_json;
use crate::operations::{
    BoardTask, HostDeal, HostDealChange, HostDealPage, HostFlowStep, HostQuestion, HostTaskChange,
    HostTaskPage,
};

/// What a host said: its answer as JSON, or why it has none.
pub(super) enum Reply {
    Answer(String),
    Failure(HostFailure),
}

/// The questions that wait for an answer, by number.
#[derive(Clone, Default)]
pub(super) struct Waiting(Arc<Mutex<HashMap<u64, oneshot::Sender<Reply>>>>);

impl Waiting {
    fn lock(&self) -> MutexGuard<'_, HashMap<u64, oneshot::Sender<Reply>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Hands a reply to whoever waits for it; one that comes too late is nobody's.
    pub(super) fn reply(&self, number: u64, reply: Reply) {
        if let Some(asker) = self.lock().remove(&number) {
            let _ = asker.send(reply);
        }
    }
}

/// The place of the host in a flow: what is asked here is asked of it.
#[derive(Clone)]
pub(super) struct Seat {
    steps: mpsc::UnboundedSender<HostFlowStep>,
    waiting: Waiting,
    numbers: Arc<AtomicU64>,
    patience: Option<Duration>,
}

/// Takes a question back when nobody waits for its answer any more.
struct Asked<'a>(&'a Waiting, u64);

impl Drop for Asked<'_> {
    fn drop(&mut self) {
        self.0.lock().remove(&self.1);
    }
}

impl Seat {
    /// A seat whose host may take as long as `patience` for one answer.
    pub(super) fn new(
        steps: mpsc::UnboundedSender<HostFlowStep>,
        waiting: Waiting,
        patience: Option<Duration>,
    ) -> Self {
        Self {
            steps,
            waiting,
            numbers: Arc::default(),
            patience,
        }
    }

    /// Tells the host something that needs no answer.
    pub(super) fn tell(&self, step: HostFlowStep) {
        // A host that went away ends the flow; until then there is nobody to tell.
        let _ = self.steps.send(step);
    }

    pub(super) async fn ask<T: DeserializeOwned>(&self, question: HostQuestion) -> Result<T> {
        let method = question.method;
        let number = self.numbers.fetch_add(1, Ordering::Relaxed) + 1;
        let (asker, reply) = oneshot::channel();
        self.waiting.lock().insert(number, asker);
        let _asked = Asked(&self.waiting, number);
        let nobody = || crate::error::cancelled(method);
        let question = HostQuestion { number, ..question };
        self.steps.send(question.into()).map_err(|_| nobody())?;
        let reply = match self.patience {
            Some(patience) => tokio::time::timeout(patience, reply).await.map_err(|_| {
                Error::new(
                    ErrorKind::Timeout,
                    method,
                    "the host did not answer in the time it was given",
                )
                .with_delivery(Delivery::MaybeSent)
            })?,
            None => reply.await,
        };
        match reply.map_err(|_| nobody())? {
            Reply::Answer(text) => from_json(method, &text).map_err(|error| unreadable(method, &error)),
            Reply::Failure(failure) => Err(failure.into_error(method)?.with("question", number.to_string())),
        }
    }
}

/// The host did answer, and what it says cannot be read: whatever it was asked for may have happened.
fn unreadable(method: &'static str, error: &Error) -> Error {
    let field = error.get("field").unwrap_or_default().to_owned();
    Error::new(
        ErrorKind::Decode,
        method,
        format!("the host's answer cannot be used: {}", error.message()),
    )
    .with("field", field)
    .with_delivery(Delivery::Answered)
}

impl fmt::Debug for Seat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Seat").finish_non_exhaustive()
    }
}

#[async_trait]
impl TaskBoard for Seat {
    async fn find(&self, external: &TaskSource) -> Result<Option<Task>> {
        const METHOD: &str = "board.find";
        let found: Option<BoardTask> = self
            .ask(HostQuestion {
                external: Some(external.clone().into()),
                ..HostQuestion::of(METHOD)
            })
            .await?;
        let task = found.map(BoardTask::read);
        task.transpose().map_err(|error| unreadable(METHOD, &error))
    }

    async fn get(&self, id: &TaskId) -> Result<Task> {
        const METHOD: &str = "board.get";
        let task: BoardTask = self
            .ask(HostQuestion {
                task_id: Some(id.as_str().to_owned()),
                ..HostQuestion::of(METHOD)
            })
            .await?;
        task.read().map_err(|error| unreadable(METHOD, &error))
    }

    async fn changed(&self, after: Option<&str>, limit: u32) -> Result<TaskPage> {
        const METHOD: &str = "board.changed";
        let page: HostTaskPage = self
            .ask(HostQuestion {
                after: after.map(str::to_owned),
                limit: Some(limit),
                ..HostQuestion::of(METHOD)
            })
            .await?;
        page.read().map_err(|error| unreadable(METHOD, &error))
    }

    async fn apply(&self, change: &TaskChange, key: &IdempotencyKey) -> Result<Task> {
        const METHOD: &str = "board.apply";
        let task: BoardTask = self
            .ask(HostQuestion {
                task_change: Some(HostTaskChange::of(change)),
                key: Some(key.as_str().to_owned()),
                ..HostQuestion::of(METHOD)
            })
            .await?;
        task.read().map_err(|error| unreadable(METHOD, &error))
    }
}

#[async_trait]
impl SalesCrm for Seat {
    async fn changed_deals(&self, after: Option<&str>) -> Result<DealPage> {
        let page: HostDealPage = self
            .ask(HostQuestion {
                after: after.map(str::to_owned),
                ..HostQuestion::of("crm.changed_deals")
            })
            .await?;
        Ok(page.into())
    }

    async fn deal(&self, id: &str) -> Result<Option<Deal>> {
        let deal: Option<HostDeal> = self
            .ask(HostQuestion {
                deal_id: Some(id.to_owned()),
                ..HostQuestion::of("crm.deal")
            })
            .await?;
        Ok(deal.map(Deal::from))
    }

    async fn apply(&self, change: &DealChange, key: &IdempotencyKey) -> Result<()> {
        self.ask(HostQuestion {
            deal_change: Some(HostDealChange::of(change)?),
            key: Some(key.as_str().to_owned()),
            ..HostQuestion::of("crm.apply")
        })
        .await
    }

    async fn has_applied(&self, key: &IdempotencyKey) -> Result<bool> {
        self.ask(HostQuestion {
            key: Some(key.as_str().to_owned()),
            ..HostQuestion::of("crm.has_applied")
        })
        .await
    }
}
