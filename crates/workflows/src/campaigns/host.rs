use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use careweave_http::Clock;
use careweave_outreach::campaign::{
    Cause, Coverage, Decision, Delivery, Exclusion, Input, Policy, Recorded, ShiftFacts, State, advance,
    evolve, next_deadline, read_event,
};
use careweave_outreach::replies::ReplyParser;
use careweave_sync_core::{Fence, RetrySchedule, StreamAppend, StreamHead, Streams};
use careweave_types::{Error, ErrorKind, Pii, Result, ShiftId};
use chrono::{DateTime, Utc};

use super::hands::Hands;
use super::limits::Counting;
use super::queue;

/// How often one input is decided anew because others appended meanwhile.
const MAX_RACES: u32 = 64;

/// How long a worker may be at a stream whose deadline has passed.
const TICK: Duration = Duration::from_secs(60);

/// States that are kept folded; past that all are let go and folded anew when they are needed.
const MAX_FOLDED: usize = 10_000;

/// Events that are read at once.
const PAGE: u32 = 500;

/// How a host works.
#[derive(Clone, Debug)]
pub struct HostOptions {
    /// Whose campaigns: up to 64 ASCII letters, digits, `.`, `_`, `-`. Streams and commands of other scopes in the same store
    /// are left alone.
    pub scope: String,
    /// The name of this worker in claims, unique among those that run.
    pub holder: String,
    /// How shifts are filled.
    pub policy: Policy,
    /// When a command that failed is tried again.
    pub schedule: RetrySchedule,
    /// Over what the limits of the policy count offers.
    pub counting: Counting,
}

impl HostOptions {
    /// A worker with a policy, which tries again after 1 second up to 30, for an hour.
    ///
    /// # Errors
    /// As [`RetrySchedule::new`].
    pub fn new(scope: impl Into<String>, holder: impl Into<String>, policy: Policy) -> Result<Self> {
        let seconds = Duration::from_secs;
        Ok(Self {
            scope: scope.into(),
            holder: holder.into(),
            policy,
            schedule: RetrySchedule::new(seconds(1), seconds(30), seconds(3_600), 30)?,
            counting: Counting::default(),
        })
    }

    /// Whether a host can work by them.
    ///
    /// # Errors
    /// `InvalidInput` that names the field: a scope or holder that breaks a rule, and everything [`Policy::check`] finds.
    pub fn check(&self) -> Result<()> {
        const AT: &str = "campaign.host";
        prefix(AT, &self.scope)?;
        if self.holder.is_empty() || self.holder.len() > 512 || self.holder.chars().any(char::is_control) {
            return Err(Error::invalid(
                AT,
                "holder",
                "must be 1 to 512 bytes without control characters",
            ));
        }
        if self.policy.digest == Delivery::Digest {
            return Err(Error::invalid(
                AT,
                "policy.digest",
                "must be direct: this host keeps streams of shifts, not desks",
            ));
        }
        self.policy.check()
    }
}

/// Campaigns on a store. Any number of hosts, in any number of processes, may share one; clones share what they have folded.
#[derive(Clone)]
pub struct CampaignHost {
    pub(super) store: Arc<dyn Streams>,
    pub(super) hands: Hands,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) options: Arc<HostOptions>,
    pub(super) parser: Arc<ReplyParser>,
    folded: Arc<Mutex<HashMap<String, State>>>,
}

impl fmt::Debug for CampaignHost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CampaignHost")
            .field("store", &self.store)
            .field("scope", &self.options.scope)
            .field("holder", &self.options.holder)
            .finish_non_exhaustive()
    }
}

impl CampaignHost {
    /// A host over a store.
    ///
    /// # Errors
    /// As [`HostOptions::check`].
    pub fn new(
        store: Arc<dyn Streams>,
        hands: Hands,
        clock: Arc<dyn Clock>,
        options: HostOptions,
    ) -> Result<Self> {
        options.check()?;
        Ok(Self {
            store,
            hands,
            clock,
            options: Arc::new(options),
            parser: parser()?,
            folded: Arc::default(),
        })
    }

    /// Starts filling a shift. One that is being filled goes on as it was: one stream, one set of offers. One that was filled
    /// is opened anew only where the shift book shows that nobody has it, so that the same news may be given twice; otherwise
    /// nothing is decided.
    ///
    /// # Errors
    /// Failures of the store, and of the shift book where it is asked.
    pub async fn open(&self, shift: ShiftFacts, cause: Cause, excluded: Vec<Exclusion>) -> Result<Decision> {
        let id = shift.id.clone();
        let run = self.load(&self.stream(&id)).await?.run;
        let filled = run.is_some_and(|run| matches!(run.coverage, Coverage::Filled { .. }));
        if filled && self.hands.book.read(&id).await?.is_some() {
            return Ok(Decision::default());
        }
        let opened = Input::ShiftOpened {
            shift,
            cause,
            excluded,
        };
        self.submit(&id, &opened).await
    }

    /// Gives an input to the campaign of a shift: decides, and writes events, commands and the next deadline in one
    /// transaction. What does not fit is recorded as rejected and changes nothing else, so the same input may be given
    /// again after a failure.
    ///
    /// # Errors
    /// Failures of the store; `Conflict` when others kept appending.
    pub async fn submit(&self, shift: &ShiftId, input: &Input) -> Result<Decision> {
        self.step(&self.stream(shift), input, None).await
    }

    /// Looks at up to `limit` (1 to 1000) shifts whose deadline has passed, the longest due first, and tells how many. Workers
    /// share the work; one that slept past the end of its claim writes nothing.
    ///
    /// # Errors
    /// Failures of the store.
    pub async fn tick(&self, limit: u32) -> Result<u32> {
        let due = self
            .store
            .claim_due(
                &self.prefix(),
                &self.options.holder,
                TICK,
                limit,
                self.clock.now(),
            )
            .await?;
        let mut done = 0;
        for head in due {
            if self.stale(&head) {
                self.forget(&head.stream);
            }
            match self.step(&head.stream, &Input::Tick, Some(head.fence)).await {
                Ok(_) => done += 1,
                // Somebody appended, or the claim has ended: what is due is due for them.
                Err(error) if error.kind() == ErrorKind::Conflict => {}
                Err(error) => return Err(error),
            }
        }
        Ok(done)
    }

    /// When the next shift is to be looked at; none waits when absent. A shift that has somebody is looked at once more when it
    /// starts: until then late answers are heard. Commands that wait for another try are not in it.
    ///
    /// # Errors
    /// Failures of the store.
    pub async fn next_deadline(&self) -> Result<Option<DateTime<Utc>>> {
        let waiting = self.waiting().await?;
        Ok(waiting.iter().filter_map(|head| head.deadline).min())
    }

    /// What it reaches the world with.
    pub const fn hands(&self) -> &Hands {
        &self.hands
    }

    /// The present, as this host sees it.
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// Every shift that is being filled or lies ahead, in the order of the names of their streams.
    pub(super) async fn waiting(&self) -> Result<Vec<StreamHead>> {
        let prefix = self.prefix();
        let mut heads: Vec<StreamHead> = Vec::new();
        loop {
            let after = heads.last().map(|head| head.stream.as_str());
            let page = self.store.waiting_streams(&prefix, after, 1_000).await?;
            let last = page.len() < 1_000;
            heads.extend(page);
            if last {
                return Ok(heads);
            }
        }
    }

    fn prefix(&self) -> String {
        streams_of(&self.options.scope)
    }

    pub(super) fn stream(&self, shift: &ShiftId) -> String {
        format!("{}{shift}", self.prefix())
    }

    async fn step(&self, stream: &str, input: &Input, under: Option<Fence>) -> Result<Decision> {
        let mut known = self.folded().get(stream).cloned();
        for _ in 0..MAX_RACES {
            let (state, fresh) = match known.take() {
                Some(state) => (state, false),
                None => (self.load(stream).await?, true),
            };
            let now = self.clock.now();
            let expected = state.version;
            let (state, decision) = advance(state, input, now, &self.options.policy);
            if decision.events.is_empty() && under.is_none() {
                if fresh {
                    return Ok(decision);
                }
                continue;
            }
            match self
                .store
                .append(&self.batch(stream, expected, &state, &decision, under)?, now)
                .await
            {
                Ok(_) => {
                    self.remember(stream, state);
                    return Ok(decision);
                }
                Err(error) => {
                    self.forget(stream);
                    if error.kind() != ErrorKind::Conflict || under.is_some() {
                        return Err(error);
                    }
                }
            }
        }
        Err(Error::new(
            ErrorKind::Conflict,
            "campaign.submit",
            "others kept appending to the shift: give the input again",
        )
        .with("stream", stream))
    }

    fn batch(
        &self,
        stream: &str,
        expected: u64,
        state: &State,
        decision: &Decision,
        under: Option<Fence>,
    ) -> Result<StreamAppend> {
        let now = self.clock.now();
        Ok(StreamAppend {
            stream: stream.to_owned(),
            expected,
            events: decision.events.iter().map(body).collect::<Result<_>>()?,
            commands: decision
                .commands
                .iter()
                .map(|command| queue::queued(&self.options.scope, command, now))
                .collect::<Result<_>>()?,
            deadline: next_deadline(state).or_else(|| heard_until(state, now)),
            under,
        })
    }

    /// The state of a stream, as the store has it now.
    pub(super) async fn load(&self, stream: &str) -> Result<State> {
        let mut state = self.folded().get(stream).cloned().unwrap_or_default();
        loop {
            let page = self.store.stream_events(stream, state.version, PAGE).await?;
            let last = page.len() < PAGE as usize;
            for event in &page {
                let recorded = read_event(event.body.expose(), event.version)?;
                state = evolve(state, &recorded);
            }
            if last {
                self.remember(stream, state.clone());
                return Ok(state);
            }
        }
    }

    /// Everything that happened to a shift, in order.
    ///
    /// # Errors
    /// Failures of the store; `Storage` for an event that cannot be read.
    pub async fn log(&self, shift: &ShiftId) -> Result<Vec<Recorded>> {
        let stream = self.stream(shift);
        let mut log = Vec::new();
        loop {
            let page = self.store.stream_events(&stream, log.len() as u64, PAGE).await?;
            let last = page.len() < PAGE as usize;
            for event in &page {
                log.push(read_event(event.body.expose(), event.version)?);
            }
            if last {
                return Ok(log);
            }
        }
    }

    /// True when what is folded is behind what the store says.
    fn stale(&self, head: &StreamHead) -> bool {
        let folded = self.folded();
        folded
            .get(&head.stream)
            .is_some_and(|state| state.version != head.version)
    }

    fn folded(&self) -> MutexGuard<'_, HashMap<String, State>> {
        self.folded.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn remember(&self, stream: &str, state: State) {
        let mut folded = self.folded();
        if folded.len() >= MAX_FOLDED && !folded.contains_key(stream) {
            folded.clear();
        }
        match folded.get_mut(stream) {
            Some(held) if held.version > state.version => {}
            Some(held) => *held = state,
            None => drop(folded.insert(stream.to_owned(), state)),
        }
    }

    fn forget(&self, stream: &str) {
        self.folded().remove(stream);
    }
}

/// With what the names of a scope's streams begin.
///
/// # Errors
/// `InvalidInput` for a scope that breaks its rule.
pub(super) fn prefix(at: &'static str, scope: &str) -> Result<String> {
    let code = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-');
    if scope.is_empty() || scope.len() > 64 || !scope.bytes().all(code) {
        return Err(Error::invalid(
            at,
            "scope",
            "must be 1 to 64 ASCII letters, digits, '.', '_' and '-'",
        ));
    }
    Ok(streams_of(scope))
}

fn streams_of(scope: &str) -> String {
    format!("{scope}/shift/")
}

/// The tables of replies, which are the same for every host.
fn parser() -> Result<Arc<ReplyParser>> {
    static PARSER: OnceLock<Arc<ReplyParser>> = OnceLock::new();
    if let Some(parser) = PARSER.get() {
        return Ok(Arc::clone(parser));
    }
    let built = Arc::new(ReplyParser::new()?);
    Ok(Arc::clone(PARSER.get_or_init(|| built)))
}

/// A search that is over is kept among those that wait until its shift starts, so that late answers are heard.
fn heard_until(state: &State, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let start = state.run.as_ref()?.shift.window.start();
    (start > now).then_some(start)
}

fn body(recorded: &Recorded) -> Result<Pii<Vec<u8>>> {
    serde_json::to_vec(recorded).map(Pii::new).map_err(|error| {
        Error::new(
            ErrorKind::Internal,
            "campaign.append",
            "an event could not be written",
        )
        .with_source(error)
    })
}
