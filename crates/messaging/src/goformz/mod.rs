#![doc = include_str!("docs.md")]

mod backend;
mod codec;
mod config;
mod session;
mod webhook;

pub use backend::GoFormz;
pub use config::{Config, Fallback, PRODUCTION, PRODUCTION_TOKEN};
pub use webhook::read_hint;
