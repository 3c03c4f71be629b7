//! Loopback servers that speak the wire formats of the vendors.
//!
//! A [`Sandbox`] is a home-care agency that does not exist: ten clients, eight caregivers and thirty shifts, made
//! from a seed around an instant, or more of them by [`Scale`], served on 127.0.0.1 in the vendor's own wire formats:
//! WellSky's REST surface and its FHIR-like Connect API show one agency. The same seed and the same `now` give the same
//! bytes. The schedulers Acuity, Calendly and Ninsaúde and the forms of GoFormz have an account and a port each. The control port shows the journal of requests, plans faults, moves the clock, expires tokens
//! and answers shift offers as the caregivers would. Where sources about a vendor contradict each other, the sandbox can be
//! either: [`Switches`].
//!
//! The models here are written from the wire contract and share nothing with careweave's client, so that both have
//! to agree with the contract and not with each other.
//!
//! ```no_run
//! # async fn run() -> careweave_types::Result<()> {
//! use careweave_sandbox::{Sandbox, SandboxConfig};
//! let sandbox = Sandbox::start(SandboxConfig::default().with_seed(7)).await?;
//! println!("{}", sandbox.ready().line());
//! sandbox.stop().await
//! # }
//! ```

mod acuity;
mod answer;
mod calendly;
mod config;
mod connection;
mod control;
mod credentials;
mod delivery;
mod faults;
mod form;
mod goformz;
mod journal;
mod ninsaude;
mod notice;
mod offers;
mod rate;
mod ready;
mod real_time;
mod rng;
mod server;
pub mod switches;
mod vendor;
mod wellsky;
mod world;

pub use config::{SandboxConfig, Scale};
pub use credentials::{
    AcuityCredentials, CalendlyCredentials, Credentials, GoformzCredentials, NinsaudeCredentials,
    WellskyCredentials,
};
pub use ready::{GoformzEndpoints, Ready, WellskyEndpoints};
pub use server::Sandbox;
pub use switches::{
    AcuitySwitches, CalendlySwitches, ConnectSwitches, GoformzSwitches, NinsaudeSwitches, SwitchRule,
    Switches,
};
