//! What a host asks of its campaigns, as the host of the crate.

use std::sync::Arc;

use careweave::http::{Clock, ManualClock, SystemClock};
use careweave::matching;
use careweave::outreach::campaign::{CallOutcome, Cause, Exclusion, Input, Policy, ShiftFacts};
use careweave::types::{CaregiverId, Error, Pii, Result, ShiftId};
use careweave::wellsky::WellSky;
use careweave::workflows::campaigns::{
    CampaignHost, Hands, HostOptions, MAX_DISPATCH, RosterStaffing, WellSkyShiftBook,
};
use careweave::workflows::{AssignmentDesk, RosterOptions};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::run::Limits;
use super::seat::Seat;
use crate::StoreHandle;
use crate::call::{from_json, to_json};
use crate::operations::{CampaignsAsked, HostFlowStep};

pub(super) const CAMPAIGNS: &str = "flow.campaigns";

/// Commands and deadlines that one round of work looks at, unless it is told how many.
const ROUND: u32 = 100;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Opened {
    shift: ShiftFacts,
    cause: Cause,
    #[serde(default)]
    excluded: Vec<Exclusion>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Heard {
    caregiver_id: CaregiverId,
    message_id: String,
    text: Pii<String>,
    received_at: DateTime<Utc>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Submitted {
    shift_id: ShiftId,
    input: Input,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CallEnded {
    shift_id: ShiftId,
    key: String,
    outcome: CallOutcome,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfShift {
    shift_id: ShiftId,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfCaregiver {
    shift_id: ShiftId,
    caregiver_id: CaregiverId,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Round {
    limit: Option<u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NoDetails {}

/// What is done.
enum Run {
    Open(Opened),
    Hear(Heard),
    Work { limit: u32 },
    Submit(Submitted),
    CallEnded(CallEnded),
    Status(ShiftId),
    Live,
    Timeline(OfCaregiver),
    Waitlist(ShiftId),
    WhyNotContacted(ShiftId),
    Forecast(ShiftId),
    NextDeadline,
}

impl Run {
    fn read(run: &str, given: &str) -> Result<Self> {
        let of_shift = || from_json::<OfShift>(CAMPAIGNS, given).map(|of| of.shift_id);
        let nothing = || from_json::<NoDetails>(CAMPAIGNS, given);
        Ok(match run {
            "open" => Self::Open(from_json(CAMPAIGNS, given)?),
            "hear" => Self::Hear(from_json(CAMPAIGNS, given)?),
            "work" => Self::Work {
                limit: limit(from_json::<Round>(CAMPAIGNS, given)?.limit)?,
            },
            "submit" => Self::Submit(from_json(CAMPAIGNS, given)?),
            "call_ended" => Self::CallEnded(from_json(CAMPAIGNS, given)?),
            "status" => Self::Status(of_shift()?),
            "live" => nothing().map(|_| Self::Live)?,
            "timeline" => Self::Timeline(from_json(CAMPAIGNS, given)?),
            "waitlist" => Self::Waitlist(of_shift()?),
            "why_not_contacted" => Self::WhyNotContacted(of_shift()?),
            "forecast" => Self::Forecast(of_shift()?),
            "next_deadline" => nothing().map(|_| Self::NextDeadline)?,
            _ => {
                return Err(Error::invalid(
                    CAMPAIGNS,
                    "run",
                    "must be one of open, hear, work, submit, call_ended, status, live, timeline, waitlist, \
                     why_not_contacted, forecast, next_deadline",
                ));
            }
        })
    }
}

fn limit(given: Option<u32>) -> Result<u32> {
    match given.unwrap_or(ROUND) {
        limit @ 1..=MAX_DISPATCH => Ok(limit),
        _ => Err(Error::invalid(CAMPAIGNS, "limit", "must be 1 to 1000")),
    }
}

/// Where WellSky ranks and assigns.
struct InWellSky {
    wellsky: WellSky,
    roster: RosterOptions,
    ranking: matching::Policy,
}

/// A run, read and checked.
pub(super) struct Campaigns {
    run: Run,
    options: HostOptions,
    now: Option<DateTime<Utc>>,
    in_wellsky: Option<InWellSky>,
    pub(super) limits: Limits,
}

impl Campaigns {
    pub(super) fn read(asked: &CampaignsAsked, wellsky: Option<WellSky>) -> Result<Self> {
        let given = asked.given.as_ref().map_or("{}", |given| given.expose().as_str());
        let policy = Policy::from_json(&asked.policy)?;
        let options = HostOptions::new(&asked.scope, &asked.holder, policy)?;
        options.check()?;
        let in_wellsky = wellsky.map(|wellsky| -> Result<InWellSky> {
            Ok(InWellSky {
                wellsky,
                roster: asked.roster().options(CAMPAIGNS)?,
                ranking: match &asked.ranking {
                    Some(text) => matching::Policy::from_json(text)?,
                    None => matching::Policy::seed_v1(),
                },
            })
        });
        Ok(Self {
            run: Run::read(&asked.run, given)?,
            options,
            now: asked.now,
            in_wellsky: in_wellsky.transpose()?,
            limits: Limits::read(CAMPAIGNS, asked.timeout_seconds, asked.answer_seconds)?,
        })
    }

    /// Does it, and tells the host what it came to.
    pub(super) async fn run(self, store: Arc<StoreHandle>, seat: Seat) -> Result<()> {
        let clock: Arc<dyn Clock> = match self.now {
            Some(now) => Arc::new(ManualClock::new(now)),
            None => Arc::new(SystemClock::new()),
        };
        let hands = hands(&store, &seat, self.in_wellsky, &clock).await?;
        let host = CampaignHost::new(store.streams().await?, hands, clock, self.options)?;
        let told = match self.run {
            Run::Open(Opened {
                shift,
                cause,
                excluded,
            }) => written(&host.open(shift, cause, excluded).await?.events),
            Run::Hear(heard) => hear(&host, &heard).await,
            Run::Work { limit } => work(&host, limit).await,
            Run::Submit(given) => written(&host.submit(&given.shift_id, &given.input).await?.events),
            Run::CallEnded(given) => {
                host.call_ended(&given.shift_id, &given.key, given.outcome)
                    .await?;
                written(&())
            }
            Run::Status(shift) => written(&host.status(&shift).await?),
            Run::Live => live(&host).await,
            Run::Timeline(of) => written(&host.timeline(&of.shift_id, &of.caregiver_id).await?),
            Run::Waitlist(shift) => written(&host.waitlist(&shift).await?),
            Run::WhyNotContacted(shift) => written(&host.why_not_contacted(&shift).await?),
            Run::Forecast(shift) => written(&host.forecast(&shift).await?),
            Run::NextDeadline => written(&host.next_deadline().await?),
        }?;
        seat.tell(HostFlowStep {
            plain: Some(Pii::new(told)),
            ..HostFlowStep::NOTHING
        });
        Ok(())
    }
}

async fn hands(
    store: &StoreHandle,
    seat: &Seat,
    in_wellsky: Option<InWellSky>,
    clock: &Arc<dyn Clock>,
) -> Result<Hands> {
    let desk = Arc::new(seat.clone());
    let mut hands = Hands {
        messages: Arc::<Seat>::clone(&desk),
        calls: Arc::<Seat>::clone(&desk),
        book: Arc::<Seat>::clone(&desk),
        staffing: Arc::<Seat>::clone(&desk),
        office: Arc::<Seat>::clone(&desk),
    };
    if let Some(InWellSky {
        wellsky,
        roster,
        ranking,
    }) = in_wellsky
    {
        let assigning = AssignmentDesk::new(wellsky.clone(), store.ledger().await?, Arc::clone(clock));
        hands.book = Arc::new(WellSkyShiftBook::new(assigning));
        hands.staffing = Arc::new(RosterStaffing::new(
            wellsky,
            roster,
            ranking,
            desk,
            Arc::clone(clock),
        ));
    }
    Ok(hands)
}

fn written(told: &impl Serialize) -> Result<String> {
    to_json(CAMPAIGNS, told)
}

async fn hear(host: &CampaignHost, heard: &Heard) -> Result<String> {
    #[derive(Serialize)]
    struct Told {
        route: careweave::outreach::replies::Route,
        told: Vec<ShiftId>,
    }
    let found = host
        .hear(
            &heard.caregiver_id,
            &heard.message_id,
            heard.text.expose(),
            heard.received_at,
        )
        .await?;
    written(&Told {
        route: found.route,
        told: found.told,
    })
}

async fn live(host: &CampaignHost) -> Result<String> {
    #[derive(Serialize)]
    struct Live {
        shift_id: ShiftId,
        status: careweave::outreach::campaign::Status,
    }
    let live = host.live().await?.into_iter();
    written(
        &live
            .map(|(shift_id, status)| Live { shift_id, status })
            .collect::<Vec<_>>(),
    )
}

async fn work(host: &CampaignHost, limit: u32) -> Result<String> {
    #[derive(Serialize)]
    struct Worked {
        looked_at: u32,
        done: u32,
        sent: u32,
        dropped: u32,
        waiting: u32,
        given_up: u32,
    }
    let looked_at = host.tick(limit).await?;
    let round = host.dispatch(limit).await?;
    written(&Worked {
        looked_at,
        done: round.done,
        sent: round.sent,
        dropped: round.dropped,
        waiting: round.waiting,
        given_up: round.given_up,
    })
}
