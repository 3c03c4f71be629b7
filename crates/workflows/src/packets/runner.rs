use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use careweave_http::Clock;
use careweave_messaging::forms::{Form, FormEvent, FormId, FormService};
use careweave_sync_core::{
    Armed, Evidence, Fingerprint, Inbox, PlannedAction, PlannedChange, Subject, inbox,
};
use careweave_types::{Error, ErrorKind, Result};
use careweave_wellsky_client::WellSky;
use chrono::{DateTime, Utc};

use super::person::Person;
use super::{Finding, PacketMaps, PacketRule, examine};
use crate::flow::{FlowContext, FlowReport, FlowStore};

/// The kind of what deliveries announce, for hints and gates.
pub(super) const KIND: &str = "form";

/// A store that packets can be worked on with. Implement the traits; this one follows.
pub trait PacketStore: FlowStore + Inbox {}

impl<T: FlowStore + Inbox + ?Sized> PacketStore for T {}

/// The packets of one agency.
#[derive(Clone)]
pub struct PacketFlow {
    pub(super) context: FlowContext,
    pub(super) inbox: Arc<dyn PacketStore>,
    pub(super) wellsky: WellSky,
    pub(super) forms: Arc<dyn FormService>,
    pub(super) maps: PacketMaps,
    source: String,
    /// What a dry run was told of: it marks nothing in the store.
    told: Arc<Mutex<Vec<String>>>,
}

impl fmt::Debug for PacketFlow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PacketFlow")
            .field("context", &self.context)
            .field("source", &self.source)
            .finish_non_exhaustive()
    }
}

impl PacketFlow {
    /// Packets out of `forms` for the agency `connection` of `wellsky` (`"wellsky/agency-9001"`), as the worker `actor`. `account`
    /// tells several accounts of the form service apart: `"main"`.
    ///
    /// # Errors
    /// `InvalidInput` for rules that contradict themselves, and for names that the store would refuse.
    pub fn new(
        store: Arc<dyn PacketStore>,
        clock: Arc<dyn Clock>,
        (connection, actor): (&str, &str),
        wellsky: WellSky,
        (forms, account): (Arc<dyn FormService>, &str),
        maps: PacketMaps,
    ) -> Result<Self> {
        maps.validate()?;
        let source = format!("{}.{account}", forms.name());
        inbox::machine::check_source("packets.source", &source)?;
        let flows: Arc<dyn FlowStore> = Arc::clone(&store) as Arc<dyn FlowStore>;
        Ok(Self {
            context: FlowContext::new(flows, clock, connection, actor)?,
            inbox: store,
            wellsky,
            forms,
            maps,
            source,
            told: Arc::default(),
        })
    }

    /// The same with another context of the same connection: for a dry run, or to hear of progress.
    #[must_use]
    pub fn within(mut self, context: impl FnOnce(FlowContext) -> FlowContext) -> Self {
        self.context = context(self.context);
        self
    }

    /// Takes a delivery: the form it names is marked, if it says that one was completed. True when it was. Once this returns, answer the
    /// sender; repeats, any order and lies are harmless. [`serve`](Self::serve) fetches.
    ///
    /// # Errors
    /// `Decode` and `InvalidInput` for a body that names no form: answer 400; `Storage`: answer so that the sender tries again.
    pub async fn accept(&self, body: &[u8]) -> Result<bool> {
        let hint = self.forms.hint(body)?;
        if hint.event != FormEvent::Completed {
            return Ok(false);
        }
        self.mark(&hint.form).await?;
        Ok(true)
    }

    /// Marks a form to be fetched, as a delivery does: for one that was lost. A dry run remembers it and marks nothing.
    ///
    /// # Errors
    /// Failures of the store.
    pub async fn mark(&self, form: &FormId) -> Result<()> {
        if self.context.is_dry_run() {
            self.told().push(form.to_string());
            return Ok(());
        }
        let now = self.context.clock.now();
        self.inbox.hint(&self.named(form), now).await.map(drop)
    }

    fn told(&self) -> MutexGuard<'_, Vec<String>> {
        self.told.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn named(&self, form: &FormId) -> Subject {
        Subject {
            source: self.source.clone(),
            kind: KIND.to_owned(),
            id: form.to_string(),
        }
    }

    /// Fetches up to `limit` forms that were marked, and arms a latch for each that is a signed packet about somebody. What
    /// cannot be fetched now stays marked.
    ///
    /// # Errors
    /// Failures of the store. What fails for one form is in the report.
    pub async fn serve(&self, limit: u32) -> Result<FlowReport> {
        let began = self.context.clock.monotonic();
        let mut report = FlowReport::new("packets", self.context.is_dry_run());
        if self.context.may_read(KIND, "forms.get", &mut report).await? {
            for mark in self.inbox.dirty(&self.source, limit).await? {
                report.read += 1;
                report.lags(mark.dirty_since, self.context.clock.now());
                match self.form(&mark.subject.id, &mut report).await {
                    Ok(()) if self.context.is_dry_run() => {}
                    Ok(()) => {
                        let now = self.context.clock.now();
                        self.inbox.fetched(&mark.subject, mark.hints, None, now).await?;
                    }
                    Err(error) if error.kind() == ErrorKind::Storage => return Err(error),
                    Err(error) => report.fail(&format!("form/{}", mark.subject.id), &error),
                }
                self.context.tell(&report);
            }
            let told = std::mem::take(&mut *self.told());
            for form in told {
                report.read += 1;
                match self.form(&form, &mut report).await {
                    Err(error) if error.kind() == ErrorKind::Storage => return Err(error),
                    Err(error) => report.fail(&format!("form/{form}"), &error),
                    Ok(()) => {}
                }
            }
        }
        report.duration = self.context.clock.monotonic().saturating_sub(began);
        Ok(report)
    }

    /// Fetches one form and decides about it.
    async fn form(&self, id: &str, report: &mut FlowReport) -> Result<()> {
        let form = match self.forms.form(&FormId::new(id)?).await {
            Ok(form) => form,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                // Somebody made the id up; it may be anything, so only its digest is kept.
                let digest = Fingerprint::of(&[id]).to_string();
                report.unchanged += 1;
                return self.decided("refused.unknown_form", &digest[..16], None).await;
            }
            Err(error) => return Err(error),
        };
        let fetched_at = self.context.clock.now();
        let digest = Some(digest(&form));
        let (rule, person) = match examine(&self.maps, &form) {
            Finding::Refused(reason) => {
                report.unchanged += 1;
                return self.decided(&format!("refused.{reason}"), id, digest).await;
            }
            Finding::Names { rule, id: named, .. } => {
                match Person::find(&self.wellsky, rule.becomes, rule.named_by, &named).await? {
                    Some(person) => (rule, person),
                    None => {
                        report.unchanged += 1;
                        return self.decided("refused.unknown_person", id, digest).await;
                    }
                }
            }
        };
        let subject = person.subject(self.context.connection());
        let evidence = self.evidence(rule, &form, &subject, fetched_at);
        let proven = match rule.latch_rule().examine(evidence, &subject, fetched_at) {
            Ok(proven) => proven,
            Err(error) => match (error.kind(), error.get("reason")) {
                (ErrorKind::Rejected, Some(reason)) => {
                    report.unchanged += 1;
                    return self.decided(&format!("refused.{reason}"), id, digest).await;
                }
                _ => return Err(error),
            },
        };
        if self.context.is_dry_run() {
            return self.planned(&form, rule, &subject, report).await;
        }
        match self.context.store.arm(&proven, fetched_at).await {
            Ok(Armed::New(_)) => {
                report.planned.push(row(&form));
                report.written += 1;
                self.decided("proved", id, digest).await
            }
            Ok(Armed::Before(_)) => {
                report.already += 1;
                self.decided("proved_before", id, digest).await
            }
            Ok(Armed::ByAnother(_)) => {
                report.already += 1;
                self.decided("refused.another_form_counts", id, digest).await
            }
            // The form counted for somebody else: since then the field that names whom was changed.
            Err(error) if error.kind() == ErrorKind::Conflict => {
                report.unchanged += 1;
                self.decided("refused.counted_for_another", id, digest).await
            }
            Err(error) => Err(error),
        }
    }

    async fn planned(
        &self,
        form: &Form,
        rule: &PacketRule,
        subject: &str,
        report: &mut FlowReport,
    ) -> Result<()> {
        let store = &self.context.store;
        match store.latch(rule.becomes.latch(), subject).await? {
            Some(_) => report.already += 1,
            None => report.planned.push(row(form)),
        }
        Ok(())
    }

    pub(super) fn evidence(
        &self,
        rule: &PacketRule,
        form: &Form,
        subject: &str,
        fetched_at: DateTime<Utc>,
    ) -> Evidence {
        let signed: BTreeMap<String, bool> = rule
            .signatures
            .iter()
            .map(|field| (field.clone(), form.is_filled(field)))
            .collect();
        Evidence {
            source: self.forms.name().to_owned(),
            document: form.id.to_string(),
            template: form.template.to_string(),
            status: form.status.as_str().to_owned(),
            signatures: signed,
            subject: subject.to_owned(),
            fetched_at,
            digest: digest(form),
        }
    }
}

fn row(form: &Form) -> PlannedChange {
    PlannedChange {
        reference: format!("form/{}", form.id),
        field: String::new(),
        action: PlannedAction::Create,
        before: None,
        after: Some(digest(form)),
        base: None,
        reason: "packet_signed".to_owned(),
    }
}

/// What tells one answer of the service from another.
pub(super) fn digest(form: &Form) -> Fingerprint {
    Fingerprint::of_bytes(&form.digest)
}

/// The failure of a form that cannot be decided about.
pub(super) fn broken(message: &'static str) -> Error {
    Error::new(ErrorKind::Conflict, "packets.convert", message)
}
