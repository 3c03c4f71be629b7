//! What polling compared last, in a store, so that a restart goes on where the process before it stopped.

use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;
use careweave_http::Clock;
use careweave_sync_core::{ExternalRef, Fingerprint, Mirror, Page, SeenRecord};
use careweave_types::{Error, ErrorKind, Result};
use careweave_wellsky_client::events::{Seen, Snapshot, SnapshotStore, Sweep, Timing};
use serde::{Deserialize, Serialize};

const AT: &str = "snapshots.load";

/// The kind under which a mirror keeps the parts of snapshots.
const KIND: &str = "poll_snapshot";

/// How many records one part holds: an id of 512 bytes, a fingerprint and an instant each still fit what a mirror keeps of one.
const PART: usize = 1500;

/// How often a snapshot is read anew that another process replaced while it was read.
const READINGS: u32 = 5;

/// Snapshots in a [`Mirror`]: one head for each sweep, with its times, and the records in parts. A snapshot is replaced whole
/// or not at all, and parts that are as they were are not written again. It holds ids and fingerprints, and no personal data.
#[derive(Clone, Debug)]
pub struct MirrorSnapshots {
    mirror: Arc<dyn Mirror>,
    connection: String,
    clock: Arc<dyn Clock>,
}

/// What is kept of a snapshot beside its records.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    timing: Timing,
    /// The digests of the parts, in their order: what tells a part of this snapshot from one of another.
    parts: Vec<Fingerprint>,
}

impl MirrorSnapshots {
    /// Snapshots of one agency in `mirror`, under the name `connection`: `"wellsky/agency-9001"`.
    ///
    /// # Errors
    /// `InvalidInput` for a name that a mirror refuses.
    pub fn new(mirror: Arc<dyn Mirror>, connection: &str, clock: Arc<dyn Clock>) -> Result<Self> {
        ExternalRef::new(connection, KIND, "head").validate("snapshots.open")?;
        Ok(Self {
            mirror,
            connection: connection.to_owned(),
            clock,
        })
    }

    fn named(&self, id: String) -> ExternalRef {
        ExternalRef::new(self.connection.clone(), KIND, id)
    }

    /// One try: nothing when a part is not the one the head names, because somebody is replacing the snapshot.
    async fn read(&self, sweep: Sweep, head: &Head) -> Result<Option<BTreeMap<String, Seen>>> {
        let mut records = BTreeMap::new();
        for (number, digest) in head.parts.iter().enumerate() {
            let Some(body) = self.mirror.body(&self.named(part_id(sweep, number))).await? else {
                return Ok(None);
            };
            if Fingerprint::of_bytes(&body) != *digest {
                return Ok(None);
            }
            let part: BTreeMap<String, Seen> = serde_json::from_slice(&body).map_err(|_| damaged(sweep))?;
            records.extend(part);
        }
        Ok(Some(records))
    }

    async fn head(&self, sweep: Sweep) -> Result<Option<Head>> {
        let Some(body) = self.mirror.body(&self.named(head_id(sweep))).await? else {
            return Ok(None);
        };
        serde_json::from_slice(&body)
            .map(Some)
            .map_err(|_| damaged(sweep))
    }
}

#[async_trait]
impl SnapshotStore for MirrorSnapshots {
    async fn load(&self, sweep: Sweep) -> Result<Option<Snapshot>> {
        for _ in 0..READINGS {
            let Some(head) = self.head(sweep).await? else {
                return Ok(None);
            };
            if let Some(records) = self.read(sweep, &head).await? {
                return Ok(Some(Snapshot {
                    sweep,
                    timing: head.timing,
                    records,
                }));
            }
        }
        Err(damaged(sweep))
    }

    async fn save(&self, snapshot: &Snapshot) -> Result<()> {
        let sweep = snapshot.sweep;
        let entries: Vec<(&String, &Seen)> = snapshot.records.iter().collect();
        let mut records = Vec::new();
        let mut digests = Vec::new();
        for (number, part) in entries.chunks(PART).enumerate() {
            let part: BTreeMap<&String, &Seen> = part.iter().copied().collect();
            let record = kept(part_id(sweep, number), &part)?;
            digests.push(record.fingerprint);
            records.push(record);
        }
        records.push(kept(
            head_id(sweep),
            &Head {
                timing: snapshot.timing,
                parts: digests,
            },
        )?);
        let page = Page {
            connection: self.connection.clone(),
            kind: KIND.to_owned(),
            records,
            cursor: None,
            scan: None,
        };
        self.mirror.apply_page(&page, None, self.clock.now()).await?;
        Ok(())
    }
}

fn head_id(sweep: Sweep) -> String {
    sweep.code().to_owned()
}

fn part_id(sweep: Sweep, number: usize) -> String {
    format!("{}/{number}", sweep.code())
}

fn kept(external_id: String, content: &impl Serialize) -> Result<SeenRecord> {
    let body = serde_json::to_vec(content).map_err(|_| {
        Error::new(
            ErrorKind::Internal,
            "snapshots.save",
            "a snapshot could not be written",
        )
    })?;
    Ok(SeenRecord {
        external_id,
        fingerprint: Fingerprint::of_bytes(&body),
        version: None,
        at: None,
        body,
    })
}

fn damaged(sweep: Sweep) -> Error {
    Error::new(
        ErrorKind::Storage,
        AT,
        "the parts of a snapshot do not belong together; forget it, and the next poll gives every record again",
    )
    .with("sweep", sweep.code())
}
