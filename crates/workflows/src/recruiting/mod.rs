//! The recruiting pipeline of a CRM and the applicants and caregivers of WellSky, kept in step.
//!
//! | what | where it goes | how |
//! |---|---|---|
//! | a lead that is new | an applicant with the lead's id as its `external_id` | looked up by that id before it is created |
//! | what changed in a lead or its applicant | the other side | field by field, merged against what both agreed on last |
//! | both changed one field | nobody | a conflict, for a person |
//! | a stage | a status | by the [`LeadStages`], along the moves it allows |
//! | a hired lead with signed paperwork and a cleared check | a caregiver | by [`packets`](crate::packets), once |
//! | that they are a caregiver now | the lead | told once |
//! | certifications, availability and skills | the other side, once they are hired | field by field, as above |
//! | a caregiver's rating, and that they left | the lead | told once each; who left comes with where they had come from |
//!
//! Whoever calls gives a [`RecruitingCrm`], a WellSky client and a [`FlowContext`](crate::flow::FlowContext), and calls
//! [`RecruitingFlow::outbound`] and [`RecruitingFlow::inbound`] as often as wanted: what is done is not done again. What was agreed on
//! is kept as digests under a key, never as contents. [`suite`] proves a [`RecruitingCrm`].

mod abilities;
mod crm;
mod flow;
mod hired;
mod inbound;
mod maps;
mod model;
mod pair;
mod standing;
pub mod suite;

pub use crate::flow::FieldOwner;
pub use crm::{LeadPage, RecruitingCrm};
pub use flow::RecruitingFlow;
pub use maps::{LeadStages, RecruitingField, RecruitingMaps};
pub use model::{Lead, LeadChange, LeadFields, LeadUpdate};
