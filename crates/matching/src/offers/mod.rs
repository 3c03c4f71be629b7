//! Whom to ask, about what, when, and who gets it.
//!
//! A ranking says who is best; it does not say whom to ask. This module plans offers under uncertainty and settles what
//! comes back:
//!
//! - [`plan_waves`] cuts a ranked list into waves, each just large enough for a likely yes ([`wave_size`]);
//! - [`OfferRound`] writes one message per caregiver with the shifts worth asking about, priced as a set, and ranks anew
//!   after every accept;
//! - [`Bundle`] keeps shifts together that belong together: [`find_bundles`], [`price_bundle`], [`pack_bundles`],
//!   [`settle_bundle`];
//! - [`AcceptRace`] decides between several claims: the first, or the best after a window;
//! - [`next_contact_at`] says when to write and when to call somebody who may be on shift.
//!
//! Nothing here has a clock or sends anything: `now` is an argument, the result is data. Probabilities are whole
//! millionths, values and money are minor units, minutes are elapsed minutes. Prices of sets come through [`SetPrice`].

mod bundle;
mod chance;
mod contact;
mod messages;
mod natural;
mod price;
mod race;
mod roster;
mod round;
mod shift;
mod waves;
mod wording;

pub use bundle::{
    AcceptRule, Bundle, BundleCandidate, BundleKind, BundleRules, BundleTerms, MAX_BUNDLE_SHIFTS, MAX_PACKED,
    PackedBundle, Packing, PackingEffort, Part, PricedBundle, Settlement, Unsettled, find_bundles,
    pack_bundles, price_bundle, settle_bundle,
};
pub use chance::Chance;
pub use contact::{CallTiming, ContactHours, ContactPolicy, NextContact, next_contact_at};
pub use messages::{MAX_SHIFTS_IN_MESSAGE, Message, MessagePlan, MessagePolicy, MessageShift};
pub use price::{SetCost, SetPrice, WeekPrices};
pub use race::{
    AcceptRace, AwardLimit, ClaimAnswer, DEFAULT_STEPS, DecisionWindow, MAX_RACE_SHIFTS, RaceEvent, RaceFact,
    RaceOutcome, Refusal, Verdict,
};
pub use roster::RosterRanking;
pub use round::{OfferRound, Rerank, SentMessage};
pub use shift::{Candidacy, MAX_SCORE, MAX_SHIFTS, MAX_VALUE, OfferedShift, Taken};
pub use waves::{RankedCaregiver, Tiers, Wave, WaveEnd, WavePolicy, WaveSize, plan_waves, wave_size};

#[cfg(doctest)]
#[doc = include_str!("../../../../docs/offers.md")]
struct Guide;
