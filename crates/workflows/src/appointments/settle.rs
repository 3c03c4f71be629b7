use std::collections::{BTreeMap, BTreeSet};

use careweave_scheduling_providers::model::Appointment;
use careweave_sync_core::conflicts::carry_out;
use careweave_sync_core::{
    ConflictState, Fingerprint, Page, PlannedAction, PlannedChange, ReferenceState, SeenRecord,
};
use careweave_types::ids::ExternalId;
use careweave_types::{Error, ErrorKind, Result};

use super::model::KIND;
use super::outgoing::{Push, Telling, standing};
use super::planner::{self, Known, Plan, Shared};
use super::writing::TaskWrite;
use super::{AppointmentSync, Task, TaskDraft, TaskSource};
use crate::flow::{Carried, FlowReport};

/// How often one appointment is looked at again after it was told something.
const TURNS: u32 = 4;

/// Whether an appointment that is as it was read last is passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Attention {
    /// It is: its task is not looked at.
    WhenChanged,
    /// It is not: its task changed.
    Always,
}

/// One run: what it has seen and what came of it.
#[derive(Debug)]
pub(super) struct Round<'a> {
    pub(super) sync: &'a AppointmentSync,
    pub(super) report: FlowReport,
    /// The ids that were read, whatever came of them.
    pub(super) seen: BTreeSet<String>,
    /// Which record took the place of which: the new one by the old one, and back.
    after: BTreeMap<ExternalId, ExternalId>,
    before: BTreeMap<ExternalId, ExternalId>,
}

impl<'a> Round<'a> {
    pub(super) fn new(sync: &'a AppointmentSync) -> Self {
        Self {
            sync,
            report: FlowReport::new("appointments", sync.context.is_dry_run()),
            seen: BTreeSet::new(),
            after: BTreeMap::new(),
            before: BTreeMap::new(),
        }
    }

    pub(super) fn source(&self, id: &ExternalId) -> TaskSource {
        TaskSource::of(&self.sync.provider.identity().key(id.clone()))
    }

    /// Settles appointments that were read together. The failure of one is reported and does not keep the others.
    ///
    /// # Errors
    /// Failures of the store.
    pub(super) async fn all(&mut self, appointments: Vec<Appointment>, attention: Attention) -> Result<()> {
        let mut waiting = BTreeMap::new();
        for appointment in appointments {
            self.note(&appointment);
            waiting.insert(appointment.id().clone(), appointment);
        }
        self.fetch_successors(&mut waiting).await;
        for appointment in waiting.values() {
            if let Some(next) = self.after.get(appointment.id()) {
                // Its task goes with the record that took its place; unless that one has a task of its own already.
                if !waiting.contains_key(next) {
                    continue;
                }
                let next = self.source(&next.clone());
                if !self.has_task_of_its_own(appointment, &next).await? {
                    self.report.unchanged += 1;
                    continue;
                }
            }
            self.one(appointment.clone(), attention).await?;
        }
        Ok(())
    }

    /// Settles one appointment, and counts what fails.
    async fn one(&mut self, appointment: Appointment, attention: Attention) -> Result<()> {
        let token = self.source(appointment.id()).token();
        if let Err(error) = self.settle(appointment, attention).await {
            if error.kind() == ErrorKind::Storage {
                return Err(error);
            }
            self.report.fail(&token, &error);
        }
        self.sync.context.tell(&self.report);
        Ok(())
    }

    fn note(&mut self, appointment: &Appointment) {
        self.report.read += 1;
        let id = appointment.id();
        self.seen.insert(id.to_string());
        let links = [
            appointment.reschedule_of.clone().map(|old| (old, id.clone())),
            appointment.rescheduled_to.clone().map(|new| (id.clone(), new)),
        ];
        for (old, new) in links.into_iter().flatten() {
            self.tie(old, new);
        }
    }

    fn tie(&mut self, old: ExternalId, new: ExternalId) {
        if old != new {
            self.after.insert(old.clone(), new.clone());
            self.before.insert(new, old);
        }
    }

    /// Records that took the place of those that were read and start elsewhere.
    async fn fetch_successors(&mut self, waiting: &mut BTreeMap<ExternalId, Appointment>) {
        let mut failed = BTreeSet::new();
        loop {
            let missing = waiting
                .keys()
                .filter_map(|id| self.after.get(id))
                .find(|next| !waiting.contains_key(*next) && !failed.contains(*next))
                .cloned();
            let Some(next) = missing else { return };
            match self.sync.provider.get(&next).await {
                Ok(appointment) => {
                    self.note(&appointment);
                    waiting.insert(next, appointment);
                }
                Err(error) if error.kind() == ErrorKind::NotFound => {
                    // Nothing stands in its place: what was read stands for itself.
                    if let Some(old) = self.before.remove(&next) {
                        self.after.remove(&old);
                    }
                }
                Err(error) => {
                    let token = self.source(&next).token();
                    self.report.fail(&token, &error);
                    failed.insert(next);
                }
            }
        }
    }

    /// True when both a record and the one that took its place have a task: they were told apart before they were tied.
    async fn has_task_of_its_own(&self, old: &Appointment, next: &TaskSource) -> Result<bool> {
        let reference = self.sync.store.reference(&next.external()).await?;
        if reference.is_none() {
            return Ok(false);
        }
        let held = self
            .sync
            .store
            .reference(&self.source(old.id()).external())
            .await?;
        Ok(held.is_some_and(|held| held.state == ReferenceState::Live))
    }

    async fn settle(&mut self, mut appointment: Appointment, mut attention: Attention) -> Result<()> {
        for turn in 0..TURNS {
            let external = self.source(appointment.id());
            let told = planner::fingerprint(&appointment, &self.sync.options.statuses);
            let reference = self.sync.store.reference(&external.external()).await?;
            let live = reference
                .as_ref()
                .filter(|held| held.state == ReferenceState::Live);
            if attention == Attention::WhenChanged
                && live.and_then(|held| held.fingerprint) == Some(settled(told))
            {
                self.report.unchanged += u64::from(turn == 0);
                return Ok(());
            }
            let (task, base) = self.task_of(&appointment, &external).await?;
            let present = task.as_ref().map(|task| task.draft.status);
            let draft = planner::draft(&appointment, &self.sync.options.statuses, present);
            let known = Known {
                base,
                task: task.as_ref(),
                told: &draft,
                local: None,
            };
            let plan = self.decided(&external, &known, planner::plan(&known)?).await?;
            if let Some(wanted) = &plan.task
                && !self.write(&external, task.as_ref(), wanted, &appointment).await?
            {
                return Ok(());
            }
            let relinked = task
                .as_ref()
                .filter(|task| plan.task.is_none() && task.external.as_ref() != Some(&external));
            if let Some(held) = relinked
                && !self
                    .write(&external, Some(held), &held.draft, &appointment)
                    .await?
            {
                return Ok(());
            }
            if plan.task.is_none() && relinked.is_none() && plan.push.is_none() && turn == 0 {
                self.report.unchanged += 1;
            }
            let statuses = &self.sync.options.statuses;
            let rests = !plan.conflicts.is_empty() || plan.push.is_some();
            let kept = match rests || statuses.applied(appointment.status()).is_none() {
                true => unsettled(told, &plan.base),
                false => settled(told),
            };
            self.keep(&appointment, &external, kept, &plan.base).await?;
            let Some(wanted) = &plan.push else { return Ok(()) };
            if !self
                .push(&appointment, &external, &Shared::of(&draft), wanted)
                .await?
            {
                return Ok(());
            }
            let old = appointment.id().clone();
            appointment = standing(&self.sync.provider, &old).await?;
            self.seen.insert(appointment.id().to_string());
            self.tie(old, appointment.id().clone());
            attention = Attention::Always;
        }
        Ok(())
    }

    /// The task of an appointment, or of the record whose place it took, with what both sides held last.
    async fn task_of(
        &self,
        appointment: &Appointment,
        external: &TaskSource,
    ) -> Result<(Option<Task>, Option<Shared>)> {
        let (board, store) = (&self.sync.board, &self.sync.store);
        let mut base = read_base(store.body(&external.external()).await?)?;
        let mut task = board.find(external).await?;
        let mut followed = BTreeSet::new();
        let mut newer = appointment.id();
        while let Some(old) = self.before.get(newer) {
            if task.is_some() || base.is_some() || !followed.insert(old) {
                break;
            }
            let earlier = self.source(old);
            task = board.find(&earlier).await?;
            base = read_base(store.body(&earlier.external()).await?)?;
            newer = old;
        }
        Ok((task, base))
    }

    /// The plan with the conflicts recorded, and what persons decided about them carried out.
    async fn decided(&mut self, external: &TaskSource, known: &Known<'_>, plan: Plan) -> Result<Plan> {
        let Some(records) = plan.records.as_ref() else {
            return Ok(plan);
        };
        if self.sync.context.is_dry_run() || known.base.is_none() {
            self.report.conflicts += plan.conflicts.len() as u64;
            return Ok(plan);
        }
        let now = self.sync.clock.now();
        let recorded = self
            .sync
            .store
            .record_conflicts(&external.external(), &plan.conflicts, None, now)
            .await?;
        let policy = planner::policy()?;
        let (mut base, mut local, mut carried) = (records.base.clone(), records.local.clone(), false);
        for conflict in &recorded.conflicts {
            if conflict.state != ConflictState::Resolved {
                self.report.conflicts += 1;
                continue;
            }
            let done = carry_out(conflict, &policy, &base, &local, &records.remote)?;
            (base, local, carried) = (done.base, done.local, true);
        }
        if !carried {
            return Ok(plan);
        }
        planner::plan(&Known {
            base: Some(planner::shared_of(&base)?),
            local: Some(planner::shared_of(&local)?),
            ..known.clone()
        })
    }

    /// Writes a task; true when it is written.
    pub(super) async fn write(
        &mut self,
        external: &TaskSource,
        task: Option<&Task>,
        wanted: &TaskDraft,
        appointment: &Appointment,
    ) -> Result<bool> {
        let reason = match task {
            None => "new_there",
            Some(task) if task.external.as_ref() != Some(external) => "replaced_there",
            Some(_) => "changed_there",
        };
        if let Some(at) = appointment.updated_at {
            self.report.lags(at, self.sync.clock.now());
        }
        self.write_because(external, task, wanted, reason).await
    }

    pub(super) async fn write_because(
        &mut self,
        external: &TaskSource,
        task: Option<&Task>,
        wanted: &TaskDraft,
        reason: &str,
    ) -> Result<bool> {
        let write = TaskWrite {
            board: &*self.sync.board,
            external,
            draft: wanted,
            task,
        };
        let change = write.change();
        let present = task.map(|task| task.draft.fingerprint());
        self.report.planned.push(PlannedChange {
            reference: external.token(),
            field: String::new(),
            action: match task {
                None => PlannedAction::Create,
                Some(_) => PlannedAction::Update,
            },
            before: present,
            after: Some(change.outcome),
            base: present,
            reason: reason.to_owned(),
        });
        let carried = self.sync.context.carry_out(&change, &write).await?;
        let planned = carried == Carried::Planned;
        Ok(self.report.count(&external.token(), change.operation, carried) || planned)
    }

    /// Tells the service what changed here; true when it is told, and the appointment is to be looked at again.
    async fn push(
        &mut self,
        appointment: &Appointment,
        external: &TaskSource,
        there: &Shared,
        wanted: &Shared,
    ) -> Result<bool> {
        let Some(telling) = Telling::of(&self.sync.options.statuses, there, wanted)? else {
            return Ok(false);
        };
        let push = Push {
            provider: &self.sync.provider,
            id: appointment.id(),
            external,
            telling: &telling,
        };
        let change = push.change();
        self.report.planned.push(PlannedChange {
            reference: external.token(),
            field: telling.field().to_owned(),
            action: PlannedAction::Update,
            before: None,
            after: Some(change.outcome),
            base: Some(planner::fingerprint(appointment, &self.sync.options.statuses)),
            reason: "changed_here".to_owned(),
        });
        let carried = self.sync.context.carry_out(&change, &push).await?;
        let told = matches!(carried, Carried::Written { .. } | Carried::Already { .. });
        self.report.count(&external.token(), change.operation, carried);
        Ok(told)
    }

    /// Keeps what was read and agreed on, and ties the record to the one whose place it took.
    pub(super) async fn keep(
        &self,
        appointment: &Appointment,
        external: &TaskSource,
        fingerprint: Fingerprint,
        base: &Shared,
    ) -> Result<()> {
        if self.sync.context.is_dry_run() {
            return Ok(());
        }
        let (store, now) = (&self.sync.store, self.sync.clock.now());
        let (mut chain, mut newer) = (Vec::new(), appointment.id());
        while let Some(old) = self.before.get(newer) {
            if chain.iter().any(|(tied, _)| *tied == old) {
                break;
            }
            chain.push((old, newer));
            newer = old;
        }
        // The oldest first: each record hands on what the one before it had.
        for (old, new) in chain.into_iter().rev() {
            let (from, to) = (self.source(old).external(), self.source(new).external());
            match store.succeed(&from, &to, now).await {
                Ok(_) => {}
                // Each has a task of its own: they were told apart before they were tied.
                Err(error) if error.kind() == ErrorKind::Conflict => {}
                Err(error) => return Err(error),
            }
        }
        store
            .apply_page(&page(external, fingerprint, base), None, now)
            .await?;
        Ok(())
    }

    /// Keeps that an appointment is gone, and how its task was left.
    pub(super) async fn forget(&self, external: &TaskSource, base: &Shared) -> Result<()> {
        if self.sync.context.is_dry_run() {
            return Ok(());
        }
        let (store, now) = (&self.sync.store, self.sync.clock.now());
        let fingerprint = unsettled(Fingerprint::of(&["gone"]), base);
        store
            .apply_page(&page(external, fingerprint, base), None, now)
            .await?;
        store.gone(&external.external(), None, now).await.map(drop)
    }
}

fn page(external: &TaskSource, fingerprint: Fingerprint, base: &Shared) -> Page {
    Page {
        connection: external.source.clone(),
        kind: KIND.to_owned(),
        records: vec![SeenRecord {
            external_id: external.id.clone(),
            fingerprint,
            version: None,
            at: Some(base.start),
            body: serde_json::to_vec(base).unwrap_or_default(),
        }],
        cursor: None,
        scan: None,
    }
}

/// What both sides held last, as a mirror keeps it: times and a status, nothing about a person.
pub(super) fn read_base(body: Option<Vec<u8>>) -> Result<Option<Shared>> {
    let Some(body) = body.filter(|body| !body.is_empty()) else {
        return Ok(None);
    };
    serde_json::from_slice(&body).map(Some).map_err(|_| {
        Error::new(
            ErrorKind::Storage,
            "appointments.base",
            "what was kept of an appointment cannot be read",
        )
    })
}

/// The fingerprint of a record that needs no other look until it changes.
fn settled(told: Fingerprint) -> Fingerprint {
    Fingerprint::of(&["settled", &told.to_string()])
}

/// That of one with something left: a decision of a person, a change to be sent, a status nobody knows. Every run looks at it.
fn unsettled(told: Fingerprint, base: &Shared) -> Fingerprint {
    let base = serde_json::to_string(base).unwrap_or_default();
    Fingerprint::of(&["unsettled", &told.to_string(), &base])
}
