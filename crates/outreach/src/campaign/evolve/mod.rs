mod contact;

use chrono::{DateTime, TimeDelta, Utc};

use super::command::Notice;
use super::draft::later;
use super::event::{Event, Recorded};
use super::facts::Answer;
use super::state::{
    Abandoned, Call, Claim, ClaimStep, Contact, Coverage, Escalation, Origin, Outreach, Run, Standing, State,
    Waiting,
};

/// The state after one more event. Folding a log from [`State::default`] gives the state it was written in.
///
/// An event that has no place in the state (a log that was cut) changes the version and nothing else.
#[must_use]
pub fn evolve(mut state: State, recorded: &Recorded) -> State {
    apply(&mut state, recorded);
    state
}

pub(super) fn apply(state: &mut State, recorded: &Recorded) {
    state.version = recorded.version;
    state.last_at = Some(state.last_at.map_or(recorded.at, |last| last.max(recorded.at)));
    if let Event::Opened { .. } = recorded.event {
        open(state, recorded);
    } else if let Some(run) = &mut state.run {
        run.apply(&recorded.event, recorded.at);
    }
}

fn open(state: &mut State, recorded: &Recorded) {
    let Event::Opened {
        generation,
        shift,
        cause,
        excluded,
        shadow,
        policy_version,
        budget,
        escalate_at,
        page_at,
    } = &recorded.event
    else {
        return;
    };
    let abandoned = state.run.take().map(|run| run.abandoned).unwrap_or_default();
    state.run = Some(Run {
        generation: *generation,
        shadow: *shadow,
        policy_version: *policy_version,
        shift: shift.clone(),
        cause: *cause,
        opened_at: recorded.at,
        coverage: Coverage::Open {
            collecting_until: None,
        },
        outreach: Outreach::NotStarted,
        escalation: Escalation {
            next_at: Some(*escalate_at),
            page_at: Some(*page_at),
            ..Escalation::default()
        },
        contacts: Vec::new(),
        excluded: excluded.clone(),
        waitlist: Vec::new(),
        abandoned,
        budget_left: *budget,
        tasks: 0,
    });
}

impl Run {
    fn apply(&mut self, event: &Event, at: DateTime<Utc>) {
        match event {
            Event::CandidatesAdded { .. }
            | Event::WaveStarted { .. }
            | Event::NextWaveSet { .. }
            | Event::OutreachExhausted
            | Event::Paused { .. }
            | Event::Resumed { .. } => self.apply_outreach(event, at),
            Event::CollectingStarted { .. }
            | Event::CollectingEnded
            | Event::Waitlisted { .. }
            | Event::WaitlistLeft { .. }
            | Event::Claimed { .. }
            | Event::ClaimReleased { .. }
            | Event::Filled { .. }
            | Event::Closed { .. }
            | Event::StrayAssignmentFound { .. }
            | Event::AbandonedSettled { .. } => self.apply_coverage(event, at),
            Event::ApprovalRequested { .. }
            | Event::ApprovalOverdue { .. }
            | Event::Approved { .. }
            | Event::RevalidationRequested { .. }
            | Event::AssignmentRequested { .. }
            | Event::ReadBackRequested { .. }
            | Event::ClaimWithdrawn { .. } => self.apply_claim(event),
            Event::Escalated {
                level,
                notice,
                next_at,
                ..
            } => self.escalated(*level, *notice, *next_at),
            Event::Acked { by } => {
                self.escalation.acked_by = Some(by.clone());
                self.escalation.next_at = None;
                self.escalation.page_at = None;
            }
            Event::Excluded { exclusion } => {
                self.excluded.push(exclusion.clone());
                self.leave_waitlist(&exclusion.caregiver_id);
                if let Some(contact) = self.contact_mut(&exclusion.caregiver_id) {
                    contact.call = Call::None;
                    contact.standing = match contact.offered_at {
                        None => Standing::Skipped {
                            rule: exclusion.rule.clone(),
                        },
                        Some(_) => Standing::Withdrawn {
                            rule: exclusion.rule.clone(),
                        },
                    };
                }
            }
            Event::TaskRaised { .. } => self.tasks += 1,
            Event::Opened { .. } | Event::NoteAdded { .. } | Event::InputRejected { .. } => {}
            _ => self.apply_contact(event, at),
        }
    }

    fn apply_outreach(&mut self, event: &Event, at: DateTime<Utc>) {
        match event {
            Event::CandidatesAdded { candidates } => {
                for candidate in candidates {
                    self.contacts.push(Contact {
                        language: candidate.language.clone(),
                        candidate: candidate.clone(),
                        standing: Standing::Queued,
                        wave: None,
                        offered_at: None,
                        offered_on: None,
                        offers: 0,
                        offer_key: None,
                        call: Call::None,
                        calls: 0,
                        told: Vec::new(),
                        messages: Vec::new(),
                        group: None,
                    });
                }
            }
            Event::WaveStarted { wave } => {
                self.outreach = Outreach::Running {
                    wave: *wave,
                    next_at: None,
                };
            }
            Event::NextWaveSet { at: due } => match &mut self.outreach {
                Outreach::Running { next_at, .. } | Outreach::Paused { next_at, .. } => *next_at = *due,
                Outreach::NotStarted | Outreach::Exhausted { .. } => {
                    self.outreach = Outreach::Running {
                        wave: self.outreach.wave(),
                        next_at: *due,
                    };
                }
                Outreach::Stopped => {}
            },
            Event::OutreachExhausted => {
                self.outreach = Outreach::Exhausted {
                    wave: self.outreach.wave(),
                };
            }
            Event::Paused { .. } => {
                let next_at = match self.outreach {
                    Outreach::Running { next_at, .. } => next_at,
                    _ => None,
                };
                self.outreach = Outreach::Paused {
                    wave: self.outreach.wave(),
                    next_at,
                    since: at,
                };
            }
            Event::Resumed { paused_seconds, .. } => self.resume(*paused_seconds),
            _ => {}
        }
    }

    /// All that was due is due as much later as the pause was long.
    fn resume(&mut self, pause: TimeDelta) {
        if let Outreach::Paused { wave, next_at, .. } = self.outreach {
            self.outreach = Outreach::Running {
                wave,
                next_at: next_at.map(|due| later(due, pause)),
            };
        }
        for contact in &mut self.contacts {
            if let Call::Waiting { due_at } = &mut contact.call {
                *due_at = later(*due_at, pause);
            }
        }
    }

    fn apply_coverage(&mut self, event: &Event, at: DateTime<Utc>) {
        match event {
            Event::CollectingStarted { until } => {
                self.coverage = Coverage::Open {
                    collecting_until: Some(*until),
                };
            }
            Event::CollectingEnded => {
                self.coverage = Coverage::Open {
                    collecting_until: None,
                };
            }
            Event::Waitlisted { caregiver_id, origin } => {
                self.leave_waitlist(caregiver_id);
                if let Some(contact) = self.contact_mut(caregiver_id)
                    && matches!(contact.standing, Standing::Withdrawn { .. })
                {
                    contact.standing = Standing::Replied {
                        answer: Answer::Accept,
                    };
                }
                let waiting = Waiting {
                    caregiver_id: caregiver_id.clone(),
                    origin: *origin,
                    since: at,
                };
                match origin {
                    Origin::Coordinator => self.waitlist.insert(0, waiting),
                    Origin::Caregiver => self.waitlist.push(waiting),
                }
            }
            Event::WaitlistLeft { caregiver_id } => self.leave_waitlist(caregiver_id),
            Event::Claimed {
                caregiver_id,
                fence,
                origin,
            } => {
                self.leave_waitlist(caregiver_id);
                self.coverage = Coverage::Claiming {
                    claim: Claim {
                        caregiver_id: caregiver_id.clone(),
                        fence: *fence,
                        origin: *origin,
                        step: ClaimStep::Revalidation,
                        approvals: 0,
                        revalidations: 0,
                        assignments: 0,
                        read_backs: 0,
                        due_at: None,
                        approved: *origin == Origin::Coordinator,
                        withdrawn: false,
                    },
                };
            }
            Event::ClaimReleased {
                caregiver_id, rule, ..
            } => {
                self.coverage = Coverage::Open {
                    collecting_until: None,
                };
                if let Some(contact) = self.contact_mut(caregiver_id)
                    && contact.standing != Standing::OptedOut
                {
                    contact.standing = Standing::Withdrawn { rule: rule.clone() };
                }
            }
            Event::Filled {
                caregiver_id, fence, ..
            } => {
                self.leave_waitlist(caregiver_id);
                self.coverage = Coverage::Filled {
                    by: caregiver_id.clone(),
                    fence: *fence,
                    at,
                };
                self.stop();
            }
            Event::Closed { reason, .. } => {
                if let Coverage::Claiming { claim } = &self.coverage
                    && claim.step.in_flight()
                {
                    self.abandoned.push(Abandoned {
                        caregiver_id: claim.caregiver_id.clone(),
                        fence: claim.fence,
                        read_back: false,
                    });
                }
                self.coverage = Coverage::Closed { reason: *reason, at };
                self.stop();
            }
            Event::StrayAssignmentFound { fence, .. } | Event::AbandonedSettled { fence } => {
                self.abandoned.retain(|abandoned| abandoned.fence != *fence);
            }
            _ => {}
        }
    }

    fn stop(&mut self) {
        self.outreach = Outreach::Stopped;
        self.escalation.next_at = None;
        self.escalation.page_at = None;
        for contact in &mut self.contacts {
            if let Call::Waiting { .. } = contact.call {
                contact.call = Call::None;
            }
        }
    }

    fn leave_waitlist(&mut self, id: &careweave_types::CaregiverId) {
        self.waitlist.retain(|waiting| waiting.caregiver_id != *id);
    }

    fn apply_claim(&mut self, event: &Event) {
        if let Event::ReadBackRequested { fence, .. } = event {
            let mut given_up = self.abandoned.iter_mut();
            if let Some(abandoned) = given_up.find(|abandoned| abandoned.fence == *fence) {
                abandoned.read_back = true;
            }
        }
        let Coverage::Claiming { claim } = &mut self.coverage else {
            return;
        };
        match event {
            Event::ApprovalRequested {
                fence,
                about,
                attempt,
                remind_at,
                ..
            } if *fence == claim.fence => {
                claim.step = ClaimStep::Approval { about: *about };
                claim.approvals = *attempt;
                claim.due_at = Some(*remind_at);
            }
            Event::ApprovalOverdue { fence } if *fence == claim.fence => claim.due_at = None,
            Event::Approved { fence, .. } if *fence == claim.fence => claim.approved = true,
            Event::RevalidationRequested {
                fence,
                attempt,
                due_at,
            } if *fence == claim.fence => {
                claim.step = ClaimStep::Revalidation;
                claim.revalidations = *attempt;
                claim.due_at = Some(*due_at);
            }
            Event::AssignmentRequested {
                fence,
                attempt,
                due_at,
                ..
            } if *fence == claim.fence => {
                claim.step = ClaimStep::Assignment;
                claim.assignments = *attempt;
                claim.due_at = Some(*due_at);
            }
            Event::ReadBackRequested {
                fence,
                attempt,
                due_at,
            } if *fence == claim.fence => {
                claim.step = ClaimStep::ReadBack;
                claim.read_backs = *attempt;
                claim.due_at = Some(*due_at);
            }
            Event::ClaimWithdrawn { fence } if *fence == claim.fence => claim.withdrawn = true,
            _ => {}
        }
    }

    fn escalated(&mut self, level: u32, notice: Notice, next_at: Option<DateTime<Utc>>) {
        match notice {
            Notice::Unfilled | Notice::NobodyToAsk => {
                self.escalation.level = self.escalation.level.max(level);
                self.escalation.notices += 1;
                self.escalation.next_at = next_at;
            }
            Notice::StartIsNear => self.escalation.page_at = None,
            Notice::AssignmentInDoubt => {
                if let Coverage::Claiming { claim } = &mut self.coverage {
                    claim.due_at = None;
                }
            }
            Notice::Expired | Notice::ApprovalWaits => {}
        }
    }
}
