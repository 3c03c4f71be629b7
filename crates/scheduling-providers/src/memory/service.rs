use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use careweave_http::{Clock, Sleep};
use careweave_types::{Error, Result};
use chrono::{DateTime, Utc};

use super::config::MemoryConfig;
use super::control::MemoryControl;
use super::diary::Diary;
use crate::handle::Provider;
use crate::model::Appointment;

/// The service in memory.
#[derive(Clone)]
pub struct Memory(pub(super) Arc<Inner>);

/// What a provider and its control share.
pub(super) struct Inner {
    config: MemoryConfig,
    clock: Arc<dyn Clock>,
    pub(super) sleep: Arc<dyn Sleep>,
    diary: Mutex<Diary>,
}

impl fmt::Debug for Inner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Memory")
            .field("identity", &self.config.identity)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl Memory {
    /// Opens an empty service, behind the checks, with what stands behind it.
    pub fn open(
        config: MemoryConfig,
        clock: Arc<dyn Clock>,
        sleep: Arc<dyn Sleep>,
    ) -> (Provider, MemoryControl) {
        let inner = Arc::new(Inner {
            config,
            clock: Arc::clone(&clock),
            sleep,
            diary: Mutex::default(),
        });
        let control = MemoryControl(Arc::clone(&inner));
        (Provider::new(Self(inner), clock), control)
    }

    /// The diary, for a call that counts.
    pub(super) fn called(&self) -> MutexGuard<'_, Diary> {
        let mut diary = self.0.diary();
        diary.calls += 1;
        diary
    }

    pub(super) fn now(&self) -> DateTime<Utc> {
        self.0.clock.now()
    }

    pub(super) fn config(&self) -> &MemoryConfig {
        &self.0.config
    }
}

impl Inner {
    pub(super) fn diary(&self) -> MutexGuard<'_, Diary> {
        self.diary.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn put(&self, appointment: Appointment) -> Result<()> {
        let theirs = (&appointment.key.provider, &appointment.key.integration);
        if theirs != (&self.config.identity.provider, &self.config.identity.integration) {
            return Err(Error::invalid(
                "memory.put",
                "key",
                "the record is of another account",
            ));
        }
        let now = self.clock.now();
        self.diary().store(appointment, now);
        Ok(())
    }
}
