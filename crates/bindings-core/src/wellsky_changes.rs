use std::fmt;
use std::future::Future;
use std::process;
use std::sync::Arc;

use async_trait::async_trait;
use careweave::http::{Clock, SystemClock, TokioSleep};
use careweave::types::{Error, ErrorKind, Result};
use careweave::wellsky::WellSky;
use careweave::wellsky::events::{Change, ChangeSink, Feed, Polled, Poller};
use careweave::workflows::{InboxHints, MirrorSnapshots};
use futures_util::future::{BoxFuture, Either, select};
use tokio::sync::{Mutex, mpsc, oneshot, watch};
use tokio::task::JoinHandle;

use crate::call::{from_json, to_json};
use crate::operations::{ChangeStep, Drained, FeedAsked, HostChange, PollAsked, PolledSweep};
use crate::{Call, StoreHandle, WellSkySession, guard, runtime};

/// Changes for a host, one at a time. A change counts as taken when the host asks for the next one and says so; one that is not
/// taken comes again. Dropping this ends the work behind it.
pub struct ChangeStream {
    operation: &'static str,
    pid: u32,
    state: Arc<Mutex<State>>,
    /// True once the host has closed it: told to a `next` that waits.
    closed: watch::Sender<bool>,
}

enum State {
    NotStarted(Work),
    Running(Running),
    Ended,
}

type Work = Box<dyn FnOnce(Steps) -> BoxFuture<'static, Result<()>> + Send>;

struct Running {
    steps: mpsc::UnboundedReceiver<Step>,
    /// What the host was given and has not taken yet.
    given: Option<Given>,
    count: u64,
    task: Task,
}

struct Given {
    number: u64,
    text: String,
    taken: oneshot::Sender<()>,
}

/// The task behind a stream; it ends with it.
struct Task(JoinHandle<Result<()>>);

impl Drop for Task {
    fn drop(&mut self) {
        self.0.abort();
    }
}

enum Step {
    Change(Box<Change>, oneshot::Sender<()>),
    Drained(Drained),
    Polled(Vec<PolledSweep>),
}

/// Where changes are offered to the host.
#[derive(Clone)]
struct Steps(mpsc::UnboundedSender<Step>);

#[async_trait]
impl ChangeSink for Steps {
    async fn apply(&self, change: Change) -> Result<()> {
        let nobody = || {
            Error::new(
                ErrorKind::Cancelled,
                "events.apply",
                "nobody takes the changes any more",
            )
        };
        let (taken, wait) = oneshot::channel();
        self.0
            .send(Step::Change(Box::new(change), taken))
            .map_err(|_| nobody())?;
        wait.await.map_err(|_| nobody())
    }
}

impl ChangeStream {
    /// What hints mark, fetched: ends when nothing is left. No arguments.
    ///
    /// # Errors
    /// `InvalidInput` for wrong arguments, `Unsupported` over REST, `Forbidden` for a client with a scope.
    pub fn feed(session: &WellSkySession, store: Arc<StoreHandle>, arguments: &str) -> Result<Self> {
        const OPERATION: &str = "events.feed";
        let asked: FeedAsked = from_json(OPERATION, arguments)?;
        let wellsky = session.client()?;
        wellsky.connect()?;
        Ok(Self::of(OPERATION, move |steps| async move {
            let mut feed = Feed::new(&wellsky, Arc::new(hints(&wellsky, &store).await?))?;
            if let Some(at_once) = asked.concurrency {
                feed = feed.with_concurrency(at_once)?;
            }
            let drained = feed.drain(&steps, SystemClock::new().now()).await?;
            let _ = steps.0.send(Step::Drained(drained.into()));
            Ok(())
        }))
    }

    /// What polling finds. Arguments: `rounds` (`due`, `now`, `endless`) and the fields of a poll policy, in seconds.
    ///
    /// # Errors
    /// As [`ChangeStream::feed`].
    pub fn poll(session: &WellSkySession, store: Arc<StoreHandle>, arguments: &str) -> Result<Self> {
        const OPERATION: &str = "events.poll";
        let asked: PollAsked = from_json(OPERATION, arguments)?;
        let (rounds, policy) = (asked.rounds()?, asked.policy()?);
        policy.validate()?;
        let wellsky = session.client()?;
        wellsky.connect()?;
        Ok(Self::of(OPERATION, move |steps| async move {
            let clock: Arc<dyn Clock> = Arc::new(SystemClock::new());
            let connection = format!("wellsky/agency-{}", wellsky.config().agency_id());
            let snapshots = MirrorSnapshots::new(store.mirror().await?, &connection, Arc::clone(&clock))?;
            let poller = Poller::new(&wellsky, policy, Arc::new(snapshots), clock, Arc::new(TokioSleep))?;
            let told = |polled: &[Polled]| {
                let _ = steps
                    .0
                    .send(Step::Polled(polled.iter().map(PolledSweep::from).collect()));
            };
            match rounds {
                Rounds::Due => told(&poller.poll_due(&steps).await?),
                Rounds::Now => told(&poller.poll_now(&steps).await?),
                Rounds::Endless => poller.run(&steps, std::future::pending(), told).await?,
            }
            Ok(())
        }))
    }

    fn of<F>(operation: &'static str, work: impl FnOnce(Steps) -> F + Send + 'static) -> Self
    where
        F: Future<Output = Result<()>> + Send + 'static,
    {
        let work: Work = Box::new(move |steps| Box::pin(guard::future(operation, work(steps))));
        Self {
            operation,
            pid: process::id(),
            state: Arc::new(Mutex::new(State::NotStarted(work))),
            closed: watch::Sender::new(false),
        }
    }

    /// The next step as JSON: `{"number":N,"change":{…}}`, a report, or `null` at the end. `taken` is the number of the change
    /// that the host has taken since; without it a change that was given before is given again.
    pub fn next(&self, taken: Option<u64>) -> Call {
        let (operation, pid, state) = (self.operation, self.pid, Arc::clone(&self.state));
        let mut closed = self.closed.subscribe();
        Call::of_text(operation, async move {
            if pid != process::id() {
                return Err(Error::new(
                    ErrorKind::Unsupported,
                    operation,
                    "this was begun before a fork; begin again in the child",
                ));
            }
            let mut state = state.lock().await;
            if let State::NotStarted(_) = *state
                && let State::NotStarted(work) = std::mem::replace(&mut *state, State::Ended)
            {
                *state = State::Running(Running::start(work)?);
            }
            let State::Running(running) = &mut *state else {
                return Ok("null".to_owned());
            };
            let stepped = {
                let ended = std::pin::pin!(closed.wait_for(|closed| *closed));
                let next = std::pin::pin!(running.next(operation, taken));
                match select(ended, next).await {
                    Either::Left(_) => Ok(None),
                    Either::Right((stepped, _)) => stepped,
                }
            };
            match stepped {
                Ok(Some(text)) => Ok(text),
                Ok(None) => {
                    *state = State::Ended;
                    Ok("null".to_owned())
                }
                Err(error) => {
                    *state = State::Ended;
                    Err(error)
                }
            }
        })
    }

    /// Ends the work; what was given and not taken comes again another time. Gives `null`.
    pub fn close(&self) -> Call {
        let (operation, pid, state) = (self.operation, self.pid, Arc::clone(&self.state));
        self.closed.send_replace(true);
        Call::of(operation, async move {
            if pid == process::id() {
                *state.lock().await = State::Ended;
            }
            Ok(())
        })
    }
}

impl Running {
    fn start(work: Work) -> Result<Self> {
        let (sender, steps) = mpsc::unbounded_channel();
        Ok(Self {
            steps,
            given: None,
            count: 0,
            task: Task(runtime::spawn(work(Steps(sender)))?),
        })
    }

    async fn next(&mut self, operation: &'static str, taken: Option<u64>) -> Result<Option<String>> {
        if let Some(given) = self.given.take() {
            if taken != Some(given.number) {
                let text = given.text.clone();
                self.given = Some(given);
                return Ok(Some(text));
            }
            // Where the work has ended meanwhile, its failure is told below.
            let _ = given.taken.send(());
        }
        let Some(step) = self.steps.recv().await else {
            // The work has ended and let go of its end of the channel.
            return match (&mut self.task.0).await {
                Ok(Ok(())) => Ok(None),
                Ok(Err(error)) => Err(error),
                Err(_aborted) => Err(crate::error::cancelled(operation)),
            };
        };
        self.count += 1;
        let number = self.count;
        Ok(Some(match step {
            Step::Change(change, taken) => {
                let step = ChangeStep::change(number, HostChange::from(*change));
                let text = to_json(operation, &step)?;
                self.given = Some(Given {
                    number,
                    text: text.clone(),
                    taken,
                });
                text
            }
            Step::Drained(drained) => to_json(operation, &ChangeStep::drained(number, drained))?,
            Step::Polled(polled) => to_json(operation, &ChangeStep::polled(number, polled))?,
        }))
    }
}

/// How many rounds of polling are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rounds {
    /// The sweeps that are due.
    Due,
    /// Every sweep, once.
    Now,
    /// One after the other, each when it is due.
    Endless,
}

/// The marks of the client's agency in a store.
pub(crate) async fn hints(wellsky: &WellSky, store: &StoreHandle) -> Result<InboxHints> {
    let source = format!("wellsky.agency-{}", wellsky.config().agency_id());
    InboxHints::new(store.inbox().await?, &source)
}

impl fmt::Debug for ChangeStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ChangeStream")
            .field("operation", &self.operation)
            .finish_non_exhaustive()
    }
}
