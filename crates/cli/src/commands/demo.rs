//! `careweave demo`: the main job against a sandbox, end to end.

use std::path::Path;
use std::sync::Arc;

use careweave::http::{Clock, SystemClock};
use careweave::matching::Exclusion;
use careweave::sandbox::{Ready, Sandbox};
use careweave::sync::{EffectLedger, SqliteStore};
use careweave::types::{AgencyZone, CaregiverId, ShiftId};
use careweave::wellsky::{Config, WellSky};
use careweave::workflows::fill::{ClaimOutcome, FillJob, FillOptions, FillReport, ShiftOutcome, ShiftReport};
use careweave::workflows::{AssignOutcome, RosterOptions};
use chrono::{DateTime, Utc};

use crate::args::DemoArgs;
use crate::commands::rank::{describe, hours};
use crate::commands::sandbox;
use crate::failure::Failure;
use crate::out;
use crate::phones::{Answer, Phones};
use crate::table::{columns, signed};

/// How often the demo looks again at a claim whose fate is not known, and how long it waits between looks.
const LOOKS: u32 = 40;
const BETWEEN_LOOKS: std::time::Duration = std::time::Duration::from_secs(1);

pub(crate) async fn run(args: DemoArgs) -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let store_path = args
        .store
        .clone()
        .unwrap_or_else(|| folder.path().join("careweave.db"));
    let store = open_store(&store_path).await?;
    let (sandbox, phones, ready) = sandbox::reach(args.sandbox.as_deref(), &args.agency).await?;
    let result = main_job(&args, &ready, &phones, Arc::new(store.clone())).await;
    let stopped = match sandbox {
        Some(sandbox) => Sandbox::stop(sandbox).await,
        None => Ok(()),
    };
    let closed = store.close().await;
    let (report, zone) = result?;
    stopped?;
    closed?;
    if args.json {
        return out::print(&(report.to_json() + "\n"));
    }
    out::print(&readable(&report, &zone))
}

/// The present, for a sandbox that is to be built around it.
pub(crate) fn present() -> DateTime<Utc> {
    use chrono::SubsecRound;
    SystemClock::new().now().trunc_subsecs(0)
}

async fn open_store(path: &Path) -> Result<SqliteStore, Failure> {
    Ok(SqliteStore::open(path).await?)
}

async fn main_job(
    args: &DemoArgs,
    ready: &Ready,
    phones: &Phones,
    ledger: Arc<dyn EffectLedger>,
) -> Result<(FillReport, AgencyZone), Failure> {
    let progress = |line: String| {
        if !args.quiet {
            out::note(&line);
        }
    };
    let zone = AgencyZone::new(&ready.zone.to_string())?;
    let wellsky = client(ready)?;
    progress(format!(
        "sandbox ready, agency {}, seed {}",
        ready.credentials.wellsky.agency_id, ready.seed
    ));
    let mut job = start(&wellsky, &ledger, &zone, ready.now, &progress).await?;
    progress(format!(
        "pulled {} caregivers and {} shifts, {} of them open",
        job.roster().caregivers().len(),
        job.roster().data().shifts.len(),
        job.rankings().count()
    ));
    loop {
        let offers = job.next_offers()?;
        if offers.is_empty() {
            break;
        }
        for offer in offers {
            progress(format!(
                "shift {}: offered to {} caregivers (round {})",
                offer.shift_id,
                offer.caregiver_ids.len(),
                offer.wave
            ));
            for reply in phones.offer(&offer.shift_id, &offer.caregiver_ids).await? {
                take(
                    &mut job,
                    &offer.shift_id,
                    &reply.caregiver_id,
                    reply.answer,
                    reply.after_seconds,
                    &progress,
                )
                .await?;
            }
        }
    }
    Ok((job.report(), zone))
}

/// Starts the job; where an earlier run was cut off in the middle of a write, waits until a look at WellSky can tell
/// what became of it.
async fn start(
    wellsky: &WellSky,
    ledger: &Arc<dyn EffectLedger>,
    zone: &AgencyZone,
    now: DateTime<Utc>,
    progress: &impl Fn(String),
) -> Result<FillJob, Failure> {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::new());
    for look in 0.. {
        let options = FillOptions::new(RosterOptions::new(zone.clone()));
        let job = FillJob::start(
            wellsky.clone(),
            Arc::clone(ledger),
            Arc::clone(&clock),
            options,
            now,
        )
        .await?;
        let doubt = job
            .report()
            .earlier
            .iter()
            .find_map(|claim| match &claim.outcome {
                AssignOutcome::InDoubt { until, .. } => Some((claim.shift_id.clone(), *until)),
                _ => None,
            });
        match doubt {
            Some((shift, until)) if look < LOOKS => {
                if look == 0 {
                    progress(format!(
                        "shift {shift}: an earlier run was cut off after it sent an assignment; looking until {}",
                        until.format("%H:%M:%S UTC")
                    ));
                }
                tokio::time::sleep(BETWEEN_LOOKS).await;
            }
            _ => return Ok(job),
        }
    }
    Err(Failure::job(
        "the fate of an earlier assignment could not be settled",
    ))
}

async fn take(
    job: &mut FillJob,
    shift: &ShiftId,
    caregiver: &CaregiverId,
    answer: Answer,
    after_seconds: u64,
    progress: &impl Fn(String),
) -> Result<(), Failure> {
    let said = match answer {
        Answer::No => {
            job.decline(shift, caregiver)?;
            "says no".to_owned()
        }
        Answer::Yes => match job.claim(shift, caregiver).await? {
            ClaimOutcome::Decided(outcome) => format!("says yes: {}", decided(&outcome)),
            ClaimOutcome::NoLongerEligible { reasons, .. } => {
                let reasons: Vec<_> = reasons.iter().map(Exclusion::describe).collect();
                format!("says yes, but may not any more: {}", reasons.join("; "))
            }
            _ => "says yes".to_owned(),
        },
    };
    progress(format!(
        "shift {shift}: caregiver {caregiver} {said} (after {after_seconds} s)"
    ));
    Ok(())
}

fn decided(outcome: &AssignOutcome) -> String {
    match outcome {
        AssignOutcome::Assigned { .. } => "assigned, read back, recorded".to_owned(),
        AssignOutcome::AlreadyAssigned { .. } => "has it already".to_owned(),
        AssignOutcome::Taken { .. } => "too late, it is taken".to_owned(),
        AssignOutcome::Refused { reason } => format!("refused, {reason}"),
        AssignOutcome::InDoubt { .. } => "sent, fate not known yet".to_owned(),
        _ => "decided".to_owned(),
    }
}

/// The client of the sandbox's WellSky.
pub(crate) fn client(ready: &Ready) -> Result<WellSky, Failure> {
    let credentials = &ready.credentials.wellsky;
    let config = Config::from_lookup(|name| {
        Some(match name {
            "WELLSKY_API_KEY" => credentials.api_key.clone(),
            "WELLSKY_API_SECRET" => credentials.api_secret.clone(),
            "WELLSKY_AGENCY_ID" => credentials.agency_id.clone(),
            "WELLSKY_BASE_URL" => ready.wellsky.rest.clone(),
            "WELLSKY_TOKEN_URL" => ready.wellsky.token.clone(),
            _ => return None,
        })
    })?;
    Ok(WellSky::new(config)?)
}

fn readable(report: &FillReport, zone: &AgencyZone) -> String {
    let rows: Vec<_> = report
        .shifts
        .iter()
        .map(|shift| {
            let (winner, detail) = winner(shift);
            let mut row = vec![shift.ranking.shift.id.to_string(), when(shift, zone), winner];
            row.extend(detail);
            row
        })
        .collect();
    let mut text = String::new();
    if !rows.is_empty() {
        text.push_str(&columns(
            &["shift", "when", "winner", "score", "parts", "workweek"],
            &rows,
        ));
        text.push_str("\nHow they ranked, and why others were excluded:\n\n");
        for shift in &report.shifts {
            text.push_str(&describe(&shift.ranking, zone));
            text.push('\n');
        }
    }
    for claim in &report.earlier {
        let line = match &claim.outcome {
            AssignOutcome::Assigned { caregiver_id } => format!("completed now: caregiver {caregiver_id}"),
            AssignOutcome::AlreadyAssigned { caregiver_id } => format!("caregiver {caregiver_id}"),
            AssignOutcome::Taken { .. } => "taken by somebody else".to_owned(),
            AssignOutcome::Refused { reason } => format!("refused, {reason}"),
            _ => "fate not known yet".to_owned(),
        };
        text.push_str(&format!(
            "assigned by an earlier run: shift {}, {line}\n",
            claim.shift_id
        ));
    }
    let counts = report.counts;
    text.push_str(&format!(
        "{} open, {} assigned and verified, {} without anybody eligible, {} nobody accepted, {} in doubt; \
         {} caregivers asked; {} assigned by earlier runs\n",
        counts.open,
        counts.assigned,
        counts.nobody_eligible,
        counts.nobody_accepted,
        counts.in_doubt,
        counts.asked,
        counts.earlier
    ));
    text
}

fn when(shift: &ShiftReport, zone: &AgencyZone) -> String {
    let shift = &shift.ranking.shift;
    careweave::types::TimeWindow::new(shift.scheduled_start, shift.scheduled_end).map_or_else(
        |_| shift.scheduled_start.to_string(),
        |window| zone.display_window(&window),
    )
}

/// The winner's name in the table, and what stands beside it: score, parts, hours.
fn winner(shift: &ShiftReport) -> (String, [String; 3]) {
    let dash = || "–".to_owned();
    let winner = match &shift.outcome {
        ShiftOutcome::Assigned { caregiver_id } => caregiver_id,
        ShiftOutcome::AlreadyAssigned {
            caregiver_id: Some(caregiver_id),
        } => caregiver_id,
        ShiftOutcome::AlreadyAssigned { .. } => return ("taken".to_owned(), [dash(), dash(), dash()]),
        ShiftOutcome::NobodyEligible => return ("nobody eligible".to_owned(), [dash(), dash(), dash()]),
        ShiftOutcome::NobodyAccepted => return ("nobody accepted".to_owned(), [dash(), dash(), dash()]),
        ShiftOutcome::InDoubt { .. } => return ("in doubt".to_owned(), [dash(), dash(), dash()]),
        _ => return ("waiting".to_owned(), [dash(), dash(), dash()]),
    };
    let Some(candidate) = &shift.winner else {
        return (winner.to_string(), [dash(), dash(), dash()]);
    };
    let parts: Vec<_> = candidate
        .parts
        .iter()
        .filter(|part| part.points != 0)
        .map(|part| format!("{} {}", part.rule.as_str(), signed(part.points)))
        .collect();
    let parts = if parts.is_empty() {
        dash()
    } else {
        parts.join(", ")
    };
    (
        winner.to_string(),
        [candidate.score.to_string(), parts, hours(&candidate.workload)],
    )
}
