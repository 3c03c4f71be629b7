//! The sales pipeline of a CRM and the prospects and clients of WellSky, kept in step.
//!
//! | what | where it goes | how |
//! |---|---|---|
//! | a deal that is new | a prospect with the deal's id as its `external_id` | looked up by that id before it is created |
//! | what changed in a deal or its prospect | the other side | field by field, merged against what both agreed on last |
//! | both changed one field | nobody | a conflict, for a person |
//! | a stage | a status | by the [`StageMap`], along the moves it allows |
//! | a won deal with signed paperwork | a client | through the latch [`CONVERT_LATCH`](crate::flow::CONVERT_LATCH), once |
//! | a client active, on hold, discharged | the deal | an update, a retention task, a discharge with its reason |
//! | what a family did | the deal | a note |
//!
//! Whoever calls gives a [`SalesCrm`], a WellSky client and a [`FlowContext`](crate::flow::FlowContext), and calls
//! [`SalesFlow::outbound`], [`SalesFlow::inbound`] and [`SalesFlow::convert`] as often as wanted: what is done is not done
//! again. What was agreed on is kept as digests under a key, never as contents. [`suite`] proves a [`SalesCrm`].

mod convert;
mod crm;
mod flow;
mod hours;
mod inbound;
mod maps;
mod model;
mod name;
mod pair;
pub mod suite;

pub use crate::flow::FieldOwner;
pub use crm::{DealPage, SalesCrm};
pub use flow::SalesFlow;
pub use hours::{HoursRounding, WeeklyHours};
pub use maps::{SalesField, SalesMaps, StageMap};
pub use model::{Deal, DealChange, DealFields, DealUpdate, FamilyActivity};
pub use name::{SplitName, split_name, whole_name};
