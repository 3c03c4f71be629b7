//! How likely a caregiver is to miss a shift, and how well that is known.
//!
//! Definitions first ([`classify`]), then counts ([`Attendance`](crate::roster::Attendance)), then a shrunk estimate ([`Prior`]): a caregiver
//! without history gets the agency's mean, not zero, and one miss in one shift is not a hundred percent. Old events fade
//! ([`RecencyWeighted`]). Where there are a few hundred events, [`Logistic`] combines shrunk rates of caregiver, client, pair and slot.
//! [`Evaluation`] says how good any of them is, by measures that a rare event cannot fool; accuracy is none of them.
//!
//! What it is for: reordering and standbys. It never excludes. No protected attribute, no language, no ZIP code is an input, and an
//! explanation lists counted events only.
//!
//! ```
//! use careweave_matching::reliability::Prior;
//! use careweave_matching::roster::Attendance;
//! let prior = Prior::new(20_000, 50)?; // 2 %, worth 50 shifts
//! let estimate = prior.posterior(Attendance { accepted: 100, missed: 10 });
//! assert_eq!((estimate.numerator, estimate.denominator), (11, 150));
//! assert_eq!(estimate.explain(), "missed 10 of 100 without a call, agency mean 2.0 %: 7.3 %");
//! # Ok::<(), careweave_types::Error>(())
//! ```

mod alert;
mod evaluation;
mod logistic;
mod outcome;
mod posterior;

pub use alert::AlertCosts;
pub use evaluation::{Evaluation, Murphy, suspicious_features};
pub use logistic::{Encodings, Logistic, Observation};
pub use outcome::{AttendancePolicy, Outcome, ShiftHistory, attendance, classify};
pub use posterior::{Estimate, Prior, RecencyWeighted};
