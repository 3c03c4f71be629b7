//! What the tests of the store share: a server, a schema each, other processes, an other side, invented shifts.

pub(crate) mod cluster;
pub(crate) mod fresh;
pub(crate) mod proxy;
pub(crate) mod remote;
pub(crate) mod role;
pub(crate) mod sender;
pub(crate) mod session;

pub(crate) use careweave_sync_core::suite::recovery::{claim, t};
