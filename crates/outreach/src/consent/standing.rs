use chrono::{DateTime, Utc};

use super::line::LinePair;
use super::record::{ConsentBasis, ConsentSet, Grant, Revocation};
use crate::{Channel, MessageClass};

/// Where somebody stands with one kind of message over one pair of lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing<'a> {
    /// They asked not to be contacted.
    Revoked(&'a Revocation),
    /// A consent holds.
    Granted(&'a Grant),
    /// Neither.
    Silent,
}

impl ConsentSet {
    /// The latest revocation in force at `now` that reaches a message.
    pub fn revocation(
        &self,
        class: MessageClass,
        channel: Channel,
        lines: &LinePair,
        now: DateTime<Utc>,
    ) -> Option<&Revocation> {
        let in_force = |revocation: &&Revocation| {
            revocation.at <= now
                && revocation.reaches(class, channel, lines)
                && !self.restorations.iter().any(|restoration| {
                    restoration.lines == revocation.lines
                        && restoration.at > revocation.at
                        && restoration.at <= now
                        && channel != Channel::Voice
                })
                && !self.consented_again(revocation, class, channel, lines, now)
        };
        self.revocations.iter().filter(in_force).max_by_key(|r| r.at)
    }

    /// A later consent by the person's own act supersedes a wider revocation, but never the pair that the carrier closed,
    /// unless it is for calls, which carriers do not close.
    fn consented_again(
        &self,
        revocation: &Revocation,
        class: MessageClass,
        channel: Channel,
        lines: &LinePair,
        now: DateTime<Utc>,
    ) -> bool {
        if revocation.lines == *lines && channel != Channel::Voice {
            return false;
        }
        let own_act = [ConsentBasis::WrittenConsent, ConsentBasis::ExpressConsent];
        self.grant(class, channel, lines, &own_act, now)
            .is_some_and(|grant| grant.captured_at > revocation.at)
    }

    /// The latest consent of one of `bases` that holds at `now`, revocations of other kinds aside.
    pub fn grant(
        &self,
        class: MessageClass,
        channel: Channel,
        lines: &LinePair,
        bases: &[ConsentBasis],
        now: DateTime<Utc>,
    ) -> Option<&Grant> {
        self.grants
            .iter()
            .filter(|grant| {
                grant.captured_at <= now
                    && grant.revoked_at.is_none_or(|at| now < at)
                    && grant.channel == channel
                    && grant.class.is_none_or(|granted| granted == class)
                    && grant.lines.as_ref().is_none_or(|granted| granted == lines)
                    && bases.contains(&grant.basis)
            })
            .max_by_key(|grant| grant.captured_at)
    }

    /// Where the person stands with a message that needs one of `bases`.
    pub fn standing(
        &self,
        class: MessageClass,
        channel: Channel,
        lines: &LinePair,
        bases: &[ConsentBasis],
        now: DateTime<Utc>,
    ) -> Standing<'_> {
        if let Some(revocation) = self.revocation(class, channel, lines, now) {
            return Standing::Revoked(revocation);
        }
        self.grant(class, channel, lines, bases, now)
            .map_or(Standing::Silent, Standing::Granted)
    }
}
