//! The disk and the server that a case stores things on.

use tempfile::TempDir;

use super::case::Conditions;
use super::disk::Fsync;
use super::programs::Programs;
use crate::failure::Failure;
use crate::task::Place;

/// A folder that ends with the case, and a server where it needs one.
#[derive(Debug)]
pub(super) struct Ground {
    folder: TempDir,
    postgres: Option<String>,
}

impl Ground {
    /// Nothing for a case that stores nothing.
    pub(super) fn of(conditions: Conditions, programs: &Programs) -> Result<Option<Self>, Failure> {
        let postgres = match conditions {
            Conditions::Stores { postgres } => postgres,
            Conditions::Portal { .. } => false,
            Conditions::Strained { .. } | Conditions::Playback { .. } | Conditions::Alone => return Ok(None),
        };
        let stores = programs.stores();
        if postgres && stores.postgres.is_none() {
            return Err(Failure::new(
                "this case needs PostgreSQL: name a server with --postgres, or let `cargo xtask bench` start one",
            ));
        }
        std::fs::create_dir_all(&stores.folder)?;
        Ok(Some(Self {
            folder: tempfile::Builder::new()
                .prefix("stores-")
                .tempdir_in(&stores.folder)?,
            postgres: stores.postgres.clone().filter(|_| postgres),
        }))
    }

    pub(super) fn place(&self) -> Place {
        Place {
            folder: self.folder.path().to_owned(),
            postgres: self.postgres.clone(),
        }
    }

    pub(super) fn fsync(&self) -> Result<Fsync, Failure> {
        Fsync::probe(self.folder.path())
    }
}
