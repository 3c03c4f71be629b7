//! Two yeses at one moment, through two of four workers, on a database; the workers carry out what follows.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use careweave_http::ManualClock;
use careweave_outreach::CommandKey;
use careweave_outreach::campaign::{Candidate, Cause, Command, Event, Message, TemplateName, Verdict};
use careweave_sync_core::Streams;
use careweave_types::{CaregiverId, Result as Answered, ShiftId};
use careweave_workflows::campaigns::{
    AssignReply, Calls, CampaignHost, CandidateRequest, Handed, Hands, HostOptions, Messages, Office,
    ShiftBook, Staffing, Trace,
};
use tokio::sync::{Barrier, Notify};
use tokio::task::JoinSet;

use super::material::{RIVALS, candidates, opening, policy, shift, shift_id, yes};
use super::won::Schedule;
use crate::failure::Failure;
use crate::sync::Database;
use crate::task::{Answer, Place};
use crate::worker::sync::kept::Kept;

/// Workers, and pairs of callers beside them.
const WORKERS: usize = 4;
/// Candidates of each shift: two who say yes and one who is silent.
const CANDIDATES: usize = 3;
/// Commands that a worker takes at once.
const BATCH: u32 = 20;
/// How long nothing may happen before the race is taken to hang.
const PATIENCE: Duration = Duration::from_secs(60);

pub(super) async fn race(place: &Place, database: Database, shifts: usize) -> Result<Answer, Failure> {
    let kept = Kept::fresh(place, database)?;
    let world = Arc::new(World::new()?);
    let mut hosts = Vec::with_capacity(WORKERS);
    let mut shared: Option<Arc<dyn Streams>> = None;
    for worker in 0..WORKERS {
        // A file has one writer, which its workers share.
        let store = match (&shared, database) {
            (Some(store), Database::Sqlite) => Arc::clone(store),
            _ => kept.streams().await?,
        };
        shared = Some(Arc::clone(&store));
        hosts.push(host(&world, store, worker)?);
    }
    prepare(&world, &hosts, shifts).await?;
    let begun = Instant::now();
    let mut running = JoinSet::new();
    for caller in 0..WORKERS {
        let meeting = Arc::new(Barrier::new(RIVALS.len()));
        for (of, who) in RIVALS.into_iter().enumerate() {
            let (host, meeting) = (hosts[(caller + of) % WORKERS].clone(), Arc::clone(&meeting));
            let world = Arc::clone(&world);
            running.spawn(async move {
                let says = yes(who)?;
                for n in (caller..shifts).step_by(WORKERS) {
                    let shift = shift_id(n)?;
                    meeting.wait().await;
                    host.submit(&shift, &says).await?;
                    world.news.notify_waiters();
                }
                Ok::<_, Failure>(())
            });
        }
    }
    for host in &hosts {
        running.spawn(work(host.clone(), Arc::clone(&world), shifts));
    }
    finish(running).await?;
    let seconds = begun.elapsed().as_secs_f64();
    for n in 0..shifts {
        require_one_fill(&hosts[n % WORKERS], &shift_id(n)?).await?;
    }
    if world.confirmed.load(Ordering::SeqCst) != shifts {
        return Err(Failure::new("more confirmations went out than there are shifts"));
    }
    let tally = world.schedule.tally(shifts).require_one_each()?;
    drop((hosts, shared));
    kept.end().await?;
    Ok(tally.answer(seconds))
}

fn host(world: &Arc<World>, store: Arc<dyn Streams>, worker: usize) -> Result<CampaignHost, Failure> {
    let reaching = Arc::new(Reaching(Arc::clone(world)));
    let hands = Hands {
        messages: Arc::<Reaching>::clone(&reaching),
        calls: Arc::<Reaching>::clone(&reaching),
        book: Arc::<Reaching>::clone(&reaching),
        staffing: Arc::<Reaching>::clone(&reaching),
        office: reaching,
    };
    let options = HostOptions::new("agency-1", format!("worker-{worker}"), policy())?;
    Ok(CampaignHost::new(
        store,
        hands,
        Arc::new(ManualClock::new(opening())),
        options,
    )?)
}

/// Opens every shift and sends its offers.
async fn prepare(world: &Arc<World>, hosts: &[CampaignHost], shifts: usize) -> Result<(), Failure> {
    let mut running = JoinSet::new();
    for (worker, host) in hosts.iter().enumerate() {
        let (host, world) = (host.clone(), Arc::clone(world));
        running.spawn(async move {
            for n in (worker..shifts).step_by(WORKERS) {
                host.open(shift(n)?, Cause::CallOff, Vec::new()).await?;
                world.news.notify_waiters();
            }
            until(&host, &world, || {
                world.offered.load(Ordering::SeqCst) >= shifts * CANDIDATES
            })
            .await
        });
    }
    finish(running).await?;
    // What the last offers brought, so that none of it is timed.
    for host in hosts {
        while !host.dispatch(BATCH).await?.is_idle() {}
    }
    Ok(())
}

async fn work(host: CampaignHost, world: Arc<World>, shifts: usize) -> Result<(), Failure> {
    until(&host, &world, || {
        world.confirmed.load(Ordering::SeqCst) >= shifts && world.turned_down.load(Ordering::SeqCst) >= shifts
    })
    .await
}

/// Works until it is done; who finds nothing to do waits for somebody who did something.
async fn until(host: &CampaignHost, world: &World, done: impl Fn() -> bool) -> Result<(), Failure> {
    loop {
        let mut news = std::pin::pin!(world.news.notified());
        // From here on nothing that happens is missed.
        news.as_mut().enable();
        if done() {
            return Ok(());
        }
        if host.dispatch(BATCH).await?.is_idle() {
            tokio::time::timeout(PATIENCE, news)
                .await
                .map_err(|_| Failure::new("the workers find nothing to do and are not done"))?;
        } else {
            world.news.notify_waiters();
        }
    }
}

async fn finish(mut running: JoinSet<Result<(), Failure>>) -> Result<(), Failure> {
    while let Some(ended) = running.join_next().await {
        ended.map_err(|error| Failure::new(error.to_string()))??;
    }
    Ok(())
}

async fn require_one_fill(host: &CampaignHost, shift: &ShiftId) -> Result<(), Failure> {
    let log = host.log(shift).await?;
    let count = |of: fn(&Event) -> bool| log.iter().filter(|line| of(&line.event)).count();
    let claims = count(|event| matches!(event, Event::Claimed { .. }));
    let fills = count(|event| matches!(event, Event::Filled { .. }));
    match (claims, fills) {
        (1, 1) => Ok(()),
        _ => Err(Failure::new(format!(
            "{shift}: {claims} claims, and filled {fills} times"
        ))),
    }
}

/// Everything outside the workers.
#[derive(Debug)]
struct World {
    candidates: Vec<Candidate>,
    schedule: Schedule,
    offered: AtomicUsize,
    confirmed: AtomicUsize,
    turned_down: AtomicUsize,
    /// Somebody did something.
    news: Notify,
}

impl World {
    fn new() -> Result<Self, Failure> {
        Ok(Self {
            candidates: candidates(CANDIDATES)?,
            schedule: Schedule::default(),
            offered: AtomicUsize::default(),
            confirmed: AtomicUsize::default(),
            turned_down: AtomicUsize::default(),
            news: Notify::new(),
        })
    }
}

/// The hands of a worker.
#[derive(Debug)]
struct Reaching(Arc<World>);

#[async_trait]
impl Messages for Reaching {
    async fn send(&self, _: &CommandKey, message: &Message) -> Answered<Handed> {
        let counted = match message.template {
            TemplateName::ShiftOffer => &self.0.offered,
            TemplateName::ShiftConfirmed => &self.0.confirmed,
            TemplateName::ShiftFilled => &self.0.turned_down,
            _ => return Ok(Handed::Accepted),
        };
        counted.fetch_add(1, Ordering::SeqCst);
        Ok(Handed::Accepted)
    }

    async fn look_up(&self, _: &CommandKey, _: &Message) -> Answered<Trace> {
        Ok(Trace::Unknown)
    }
}

#[async_trait]
impl Calls for Reaching {
    async fn place(&self, _: &CommandKey, _: &Message) -> Answered<Handed> {
        Ok(Handed::Accepted)
    }
}

#[async_trait]
impl ShiftBook for Reaching {
    async fn assign(&self, shift: &ShiftId, caregiver: &CaregiverId) -> Answered<AssignReply> {
        self.0.schedule.assign(shift.as_str(), caregiver.as_str());
        Ok(AssignReply::Assigned)
    }

    async fn read(&self, shift: &ShiftId) -> Answered<Option<CaregiverId>> {
        self.0
            .schedule
            .holder(shift.as_str())
            .map(CaregiverId::new)
            .transpose()
    }

    async fn unassign(&self, _: &ShiftId, _: &CaregiverId) -> Answered<()> {
        Ok(())
    }
}

#[async_trait]
impl Staffing for Reaching {
    async fn candidates(&self, _: &CandidateRequest) -> Answered<Vec<Candidate>> {
        Ok(self.0.candidates.clone())
    }

    async fn revalidate(&self, _: &ShiftId, _: &CaregiverId) -> Answered<Verdict> {
        Ok(Verdict::Eligible)
    }
}

#[async_trait]
impl Office for Reaching {
    async fn take(&self, _: &Command) -> Answered<()> {
        Ok(())
    }
}
