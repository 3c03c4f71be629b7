//! How often one line is written to, counted over every campaign of a scope.
//!
//! A campaign knows what a person was sent from when its candidates were ranked. Two campaigns that ask the same person at one moment
//! know nothing of each other; and two people may have one telephone. So what went to a line stands in a stream of that line, and an
//! offer takes its place there before it leaves.

use careweave_outreach::CommandKey;
use careweave_outreach::campaign::{Candidate, Message};
use careweave_outreach::consent::{Contacted, LineId, Origin};
use careweave_sync_core::StreamAppend;
use careweave_types::{Error, ErrorKind, Pii, Result};
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use super::host::CampaignHost;

/// Over what the limits of a policy count offers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Counting {
    /// Over every campaign of the scope, by the line they go to.
    #[default]
    AcrossCampaigns,
    /// Within each campaign, beside what the directory says that a person was sent.
    PerCampaign,
}

/// The latest offers to a line that are looked at: more than any day has room for.
const LATEST: u32 = 200;

/// How often one offer looks for its place anew because others took theirs meanwhile.
const MAX_RACES: u32 = 16;

/// An offer that the directory tells of too is told by both within this time.
const SAME: TimeDelta = TimeDelta::minutes(1);

/// An offer that took its place on a line.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Placed {
    key: CommandKey,
    contacted: Contacted,
}

/// A line as its stream has it.
struct Line {
    stream: String,
    version: u64,
    placed: Vec<Placed>,
}

impl CampaignHost {
    async fn line(&self, id: &LineId) -> Result<Line> {
        let stream = format!("{}/line/{}", self.options.scope, id.as_str());
        let head = self.store.stream(&stream).await?;
        let version = head.map_or(0, |head| head.version);
        let after = version.saturating_sub(u64::from(LATEST));
        let events = self.store.stream_events(&stream, after, LATEST).await?;
        let placed = events
            .iter()
            .map(|event| read(event.body.expose()))
            .collect::<Result<_>>()?;
        Ok(Line {
            stream,
            version,
            placed,
        })
    }

    /// Candidates who know what other campaigns sent to their lines in the last day.
    pub(super) async fn with_history(&self, mut candidates: Vec<Candidate>) -> Result<Vec<Candidate>> {
        if self.options.counting == Counting::PerCampaign {
            return Ok(candidates);
        }
        let since = self.clock.now() - TimeDelta::days(1);
        for candidate in &mut candidates {
            let mut lines: Vec<&LineId> = candidate.reach.iter().map(|reach| &reach.lines.theirs).collect();
            lines.sort();
            lines.dedup();
            let mut sent = Vec::new();
            for id in lines {
                let placed = self.line(id).await?.placed.into_iter();
                sent.extend(placed.map(|placed| placed.contacted).filter(|one| one.at > since));
            }
            let history = &mut candidate.recipient.history.sent;
            sent.retain(|one| {
                !history.iter().any(|known| {
                    known.class == one.class
                        && known.channel == one.channel
                        && (known.at - one.at).abs() <= SAME
                })
            });
            history.extend(sent);
        }
        Ok(candidates)
    }

    /// Takes the place of an offer on its line; false where the limits of the policy leave none now. An offer that has its place keeps
    /// it.
    ///
    /// # Errors
    /// Failures of the store; `Conflict` when others kept taking places.
    pub(super) async fn takes_its_place(&self, key: &CommandKey, message: &Message) -> Result<bool> {
        if self.options.counting == Counting::PerCampaign {
            return Ok(true);
        }
        for _ in 0..MAX_RACES {
            let line = self.line(&message.lines.theirs).await?;
            if line.placed.iter().any(|placed| placed.key == *key) {
                return Ok(true);
            }
            let now = self.clock.now();
            let history = careweave_outreach::consent::ContactHistory {
                sent: line.placed.into_iter().map(|placed| placed.contacted).collect(),
            };
            let (class, channel) = (message.class, message.channel);
            let limits = self.options.policy.sending.fatigue.iter();
            let full = limits
                .filter_map(|limit| limit.room_at(&history, class, channel, Origin::Planned, now))
                .any(|room| room > now);
            if full {
                return Ok(false);
            }
            let placed = Placed {
                key: key.clone(),
                contacted: Contacted {
                    at: now,
                    class,
                    channel,
                    origin: Origin::Planned,
                },
            };
            let append = StreamAppend {
                stream: line.stream,
                expected: line.version,
                events: vec![written(&placed)?],
                commands: Vec::new(),
                deadline: None,
                under: None,
            };
            match self.store.append(&append, now).await {
                Ok(_) => return Ok(true),
                Err(error) if error.kind() == ErrorKind::Conflict => {}
                Err(error) => return Err(error),
            }
        }
        Err(Error::new(
            ErrorKind::Conflict,
            "campaign.limits",
            "others kept writing to the line: try again",
        ))
    }
}

fn written(placed: &Placed) -> Result<Pii<Vec<u8>>> {
    serde_json::to_vec(placed).map(Pii::new).map_err(|error| {
        Error::new(
            ErrorKind::Internal,
            "campaign.limits",
            "what went to a line could not be written",
        )
        .with_source(error)
    })
}

fn read(body: &[u8]) -> Result<Placed> {
    serde_json::from_slice(body).map_err(|_| {
        Error::new(
            ErrorKind::Storage,
            "campaign.limits",
            "what went to a line cannot be read",
        )
    })
}
