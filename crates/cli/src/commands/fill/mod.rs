//! `careweave fill`: campaigns against a sandbox, end to end: ranked, texted in waves, answered, claimed, assigned, told.
//!
//! Time is played: the clock jumps to the next answer or the next deadline, so hours of waiting pass at once.

mod hands;
mod live;
mod report;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use careweave::http::{Clock, ManualClock};
use careweave::outreach::campaign::{Cause, Input, OvertimeRule, Policy, ShiftFacts};
use careweave::outreach::replies::Route;
use careweave::sandbox::{Ready, Sandbox};
use careweave::sync::{SqliteStore, Streams};
use careweave::types::{AgencyZone, ShiftId, TimeWindow};
use careweave::workflows::campaigns::{CampaignHost, Counting, HostOptions};
use careweave::workflows::{RosterOptions, pull_roster};
use chrono::{DateTime, TimeDelta, Utc};

use crate::args::FillArgs;
use crate::commands::{demo, sandbox};
use crate::failure::Failure;
use crate::input;
use crate::out;
use crate::phones::{Answer, Phones};
use hands::Office;
use live::Live;
use report::FillReport;

/// Played seconds after which something that waits for another try is looked at again.
const LOOK_AGAIN: TimeDelta = TimeDelta::seconds(5);

/// Rounds without any progress after which the job gives up.
const PATIENCE: u32 = 5_000;

pub(crate) async fn run(args: FillArgs) -> Result<(), Failure> {
    let policy = policy(&args)?;
    let folder = tempfile::tempdir()?;
    let path = args
        .store
        .clone()
        .unwrap_or_else(|| folder.path().join("careweave.db"));
    let store = SqliteStore::open(&path).await?;
    let (sandbox, phones, ready) = sandbox::reach(args.sandbox.as_deref(), &args.agency).await?;
    let result = fill(&args, &ready, phones, policy, Arc::new(store.clone())).await;
    let stopped = match sandbox {
        Some(sandbox) => Sandbox::stop(sandbox).await,
        None => Ok(()),
    };
    let closed = store.close().await;
    let report = result?;
    stopped?;
    closed?;
    out::print(&if args.json {
        report.to_json()?
    } else {
        report.readable()
    })
}

/// The policy that was given, or the documented one: the sandbox's caregivers answer no calls, and nobody is there to approve
/// overtime, which the ranking weighs already.
fn policy(args: &FillArgs) -> Result<Policy, Failure> {
    let Some(path) = &args.policy else {
        return Ok(Policy {
            voice: None,
            overtime: OvertimeRule::Allow,
            ..Policy::named("documented")
        });
    };
    Ok(Policy::from_json(&input::read(path)?)?)
}

async fn fill(
    args: &FillArgs,
    ready: &Ready,
    phones: Phones,
    policy: Policy,
    store: Arc<SqliteStore>,
) -> Result<FillReport, Failure> {
    let zone = AgencyZone::new(&ready.zone.to_string())?;
    let wellsky = demo::client(ready)?;
    let clock = Arc::new(ManualClock::new(ready.now));
    let texts = Arc::new(hands::Texts::new(zone.clone(), Arc::<ManualClock>::clone(&clock)));
    let office = Arc::new(Office::default());
    let roster = RosterOptions::new(zone.clone());
    let hands = hands::hands(
        &wellsky,
        Arc::clone(&store),
        &roster,
        Arc::clone(&texts),
        Arc::clone(&office),
        Arc::<ManualClock>::clone(&clock),
    );
    let scope = format!("agency-{}", ready.credentials.wellsky.agency_id);
    let mut options = HostOptions::new(scope, format!("careweave-fill-{}", std::process::id()), policy)?;
    // The sandbox's phones keep what they were sent, and tell it with each person.
    options.counting = Counting::PerCampaign;
    let streams: Arc<dyn Streams> = store;
    let host = CampaignHost::new(
        Arc::clone(&streams),
        hands,
        Arc::<ManualClock>::clone(&clock),
        options,
    )?;
    let mut job = Job {
        host,
        store: streams,
        clock,
        texts,
        phones,
        live: Live::new(args.quiet, zone),
        shifts: Vec::new(),
        ahead: BTreeMap::new(),
        sequence: 0,
        asked_back: 0,
    };
    let pulled = pull_roster(&wellsky, &roster, ready.now).await?;
    for shift in pulled.open_shifts() {
        let facts = ShiftFacts {
            id: shift.id.clone(),
            window: TimeWindow::new(shift.scheduled_start, shift.scheduled_end)?,
            zone: pulled.zone().clone(),
            area: None,
            coordinator: None,
        };
        job.shifts.push(facts.clone());
        job.host.open(facts, Cause::Gap, Vec::new()).await?;
        job.settle().await?;
    }
    job.play().await?;
    job.report(&office).await
}

/// An answer that arrives later.
struct Reply {
    shift: ShiftId,
    caregiver: careweave::types::CaregiverId,
    answer: Answer,
}

struct Job {
    host: CampaignHost,
    store: Arc<dyn Streams>,
    clock: Arc<ManualClock>,
    texts: Arc<hands::Texts>,
    phones: Phones,
    live: Live,
    shifts: Vec<ShiftFacts>,
    /// In the order of their instants, then of the offers.
    ahead: BTreeMap<(DateTime<Utc>, u64), Reply>,
    sequence: u64,
    /// Answers that could have been about several offers, so that the caregiver was asked which.
    asked_back: u32,
}

impl Job {
    /// From answer to answer and from deadline to deadline, until no shift is being filled and no command waits any more.
    async fn play(&mut self) -> Result<(), Failure> {
        let mut idle = 0;
        while idle < PATIENCE {
            let moved = self.settle().await?;
            idle = if moved { 0 } else { idle + 1 };
            let counts = self.store.outbox_counts().await?;
            let waits = counts.waiting + counts.claimed > 0;
            let deadline = self.host.next_deadline().await?;
            if deadline.is_none() && !waits {
                return Ok(());
            }
            let now = self.clock.now();
            let answer = self.ahead.keys().next().map(|(at, _)| *at);
            let again = waits.then(|| now + LOOK_AGAIN);
            let next = [deadline, answer, again]
                .into_iter()
                .flatten()
                .min()
                .unwrap_or(now);
            let step = (next - now).to_std().unwrap_or_default();
            self.clock.advance(step.max(Duration::from_secs(1)));
            self.hear().await?;
        }
        Err(Failure::job(
            "the campaigns came to no end: a command keeps failing",
        ))
    }

    /// Does all that is to be done at this instant; true when there was something.
    async fn settle(&mut self) -> Result<bool, Failure> {
        let mut moved = false;
        loop {
            let ticked = self.host.tick(100).await?;
            let dispatched = self.host.dispatch(100).await?;
            self.send_out().await?;
            if ticked == 0 && dispatched.is_idle() {
                break;
            }
            moved = true;
        }
        self.live.show(&self.host, &self.shifts).await?;
        Ok(moved)
    }

    /// Rings the phones of those who were texted since.
    async fn send_out(&mut self) -> Result<(), Failure> {
        for (shift, caregivers) in self.texts.take() {
            let now = self.clock.now();
            for reply in self.phones.offer(&shift, &caregivers).await? {
                self.sequence += 1;
                let after = TimeDelta::seconds(i64::try_from(reply.after_seconds).unwrap_or(0));
                let given = Reply {
                    shift: shift.clone(),
                    caregiver: reply.caregiver_id,
                    answer: reply.answer,
                };
                self.ahead.insert((now + after, self.sequence), given);
            }
        }
        Ok(())
    }

    /// Takes the answers that have arrived by now.
    async fn hear(&mut self) -> Result<(), Failure> {
        while let Some(first) = self.ahead.first_entry() {
            let (at, number) = *first.key();
            if at > self.clock.now() {
                return Ok(());
            }
            let reply = first.remove();
            let text = match reply.answer {
                Answer::Yes => "Yes, I can",
                Answer::No => "no sorry",
            };
            let message = format!("text-{number}");
            let heard = self.host.hear(&reply.caregiver, &message, text, at).await?;
            if matches!(heard.route, Route::Ask { .. }) {
                self.name_the_shift(&reply, &message, at).await?;
            }
            self.settle().await?;
        }
        Ok(())
    }

    /// Several offers are open, so the caregiver was asked which was meant, and says so.
    async fn name_the_shift(
        &mut self,
        reply: &Reply,
        message: &str,
        at: DateTime<Utc>,
    ) -> Result<(), Failure> {
        use careweave::outreach::campaign;
        self.asked_back += 1;
        let named = Input::ReplyReceived {
            caregiver_id: reply.caregiver.clone(),
            message_id: format!("{message}-which"),
            received_at: at,
            answer: match reply.answer {
                Answer::Yes => campaign::Answer::Accept,
                Answer::No => campaign::Answer::Decline,
            },
            language: None,
            group: None,
        };
        self.host.submit(&reply.shift, &named).await?;
        Ok(())
    }

    async fn report(&mut self, office: &Office) -> Result<FillReport, Failure> {
        FillReport::of(
            &self.host,
            &self.shifts,
            self.live.zone(),
            self.asked_back,
            office,
        )
        .await
    }
}
