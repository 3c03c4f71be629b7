use std::sync::Arc;

use crate::caches::Caches;
use crate::capabilities::Capabilities;
use crate::{Api, connect, rest};

/// Which surface of the vendor is spoken, with what the resources share there.
#[derive(Clone, Debug)]
pub(crate) enum Dialect {
    Rest(Arc<rest::Session>),
    Connect(Arc<connect::Session>),
}

impl Dialect {
    /// What reads brought that asked to be kept.
    pub(crate) fn caches(&self) -> &Caches {
        match self {
            Self::Rest(session) => session.caches(),
            Self::Connect(session) => session.caches(),
        }
    }

    pub(crate) fn capabilities(&self) -> Capabilities {
        match self {
            Self::Rest(_) => Capabilities::documented(Api::Rest),
            Self::Connect(session) => session.capabilities(),
        }
    }
}
