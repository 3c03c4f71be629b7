//! `careweave sync roster`: an agency's caregivers and schedule, whole, in the store and in a file.

use std::io::Write as _;
use std::path::Path;

use careweave::workflows::RosterOptions;
use careweave::workflows::kept_roster::RosterSync;

use super::run::{Run, wellsky};
use crate::args::RosterArgs;
use crate::failure::Failure;

pub(crate) async fn run(args: &RosterArgs) -> Result<(), Failure> {
    let (wellsky, connection) = wellsky(args.connection.as_deref())?;
    let run = Run::open(&args.flow).await?;
    let options = RosterOptions::new(args.zone.clone());
    let sync = RosterSync::new(run.context(&connection)?, wellsky, options);
    run.note("roster: caregivers and schedule, whole");
    let pulled = sync.pull().await;
    if let (Ok((Some(roster), _)), Some(out), false) = (&pulled, &args.out, args.flow.dry_run) {
        replace(out, &roster.to_json())?;
    }
    let done = pulled.map(|(_, report)| vec![("pull", report)]);
    run.finish("roster", connection, done).await
}

/// Puts a file in the place of another, whole or not at all.
fn replace(path: &Path, text: &str) -> Result<(), Failure> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let mut file = tempfile::NamedTempFile::new_in(folder.unwrap_or(Path::new(".")))?;
    file.write_all(text.as_bytes())?;
    file.write_all(b"\n")?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| Failure::from(error.error))?;
    Ok(())
}
