//! PostgreSQL's programs, which the tests of its store start a server of their own with; a server for the benchmarks.

#[path = "../../crates/sync-postgres/tests/postgres/support/cluster.rs"]
#[allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "it is the tests' own, and says why a server did not start"
)]
mod cluster;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use crate::failure::Failure;
use crate::workspace::{answers, succeed, text_of};
use cluster::{Cluster, GIVEN};

/// Where Debian keeps a version per folder, off the path.
const INSTALLED: &str = "/usr/lib/postgresql";

/// What Debian's packages read before they create and start a server that nobody asked for.
const CREATE_CLUSTER: &str = "/etc/postgresql-common/createcluster.conf";

/// Sees to it that there is a PostgreSQL to test with; as root on Debian by installing it, without a running server.
pub(crate) fn ensure() -> Result<(), Failure> {
    if env::var_os(GIVEN).is_some() {
        println!("the tests use the server that {GIVEN} names");
        return Ok(());
    }
    if let Some(folder) = found() {
        println!("the tests start a server of their own from {}", folder.display());
        return Ok(());
    }
    if !(answers("apt-get", &["--version"]) && is_root()) {
        return Err(missing());
    }
    println!("installing: postgresql");
    forbid_a_main_cluster(Path::new(CREATE_CLUSTER))?;
    let apt = || {
        let mut command = Command::new("apt-get");
        command.env("DEBIAN_FRONTEND", "noninteractive");
        command
    };
    succeed(apt().args(["update", "--quiet"]))?;
    // Keep the file that was written above instead of asking about it.
    succeed(apt().args([
        "install",
        "--yes",
        "--quiet",
        "--no-install-recommends",
        "--option",
        "Dpkg::Options::=--force-confold",
        "postgresql",
    ]))?;
    found().map(drop).ok_or_else(missing)
}

/// The URL of a server whose commits wait for the disk: the one that is given, or a throw-away one that ends with this program.
pub(crate) fn server() -> Result<String, Failure> {
    ensure()?;
    Ok(Cluster::durable().url().to_owned())
}

fn missing() -> Failure {
    Failure::new(format!(
        "PostgreSQL (`initdb`, `pg_ctl`, `postgres`) is missing: on Debian, `apt-get install --no-install-recommends \
         postgresql`; or name a server in {GIVEN}, see docs/guides/postgres.md"
    ))
}

fn is_root() -> bool {
    text_of(Command::new("id").arg("-u")).is_ok_and(|uid| uid.trim() == "0")
}

fn found() -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = env::split_paths(&path).collect();
    let versions = fs::read_dir(INSTALLED).into_iter().flatten().flatten();
    folders.extend(versions.map(|version| version.path().join("bin")));
    folders.into_iter().find_map(|folder| whole(&folder))
}

/// The folder that really holds the programs, when `folder` has them or a link to them.
fn whole(folder: &Path) -> Option<PathBuf> {
    let real = folder.join("postgres").canonicalize().ok()?.parent()?.to_owned();
    let programs = ["initdb", "pg_ctl", "postgres"];
    programs
        .iter()
        .all(|program| real.join(program).is_file())
        .then_some(real)
}

fn forbid_a_main_cluster(file: &Path) -> Result<(), Failure> {
    let failed = |source| Failure::new(format!("{} could not be written: {source}", file.display()));
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    let held = fs::read_to_string(file).unwrap_or_default();
    fs::write(file, without_a_main_cluster(&held)).map_err(failed)
}

/// The settings with the creation of a server turned off; all others as they were.
fn without_a_main_cluster(settings: &str) -> String {
    let mut lines: Vec<&str> = settings
        .lines()
        .filter(|line| !line.trim_start().starts_with("create_main_cluster"))
        .collect();
    lines.push("create_main_cluster = false");
    lines.join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_server_is_created_whatever_the_settings_were() {
        let off = "create_main_cluster = false\n";
        assert_eq!(without_a_main_cluster(""), off);
        assert_eq!(without_a_main_cluster(off), off);
        assert_eq!(
            without_a_main_cluster("# a = b\n create_main_cluster = true\nssl = on\n"),
            format!("# a = b\nssl = on\n{off}")
        );
    }

    #[test]
    fn the_file_is_made_with_its_folder() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("postgresql-common").join("createcluster.conf");
        forbid_a_main_cluster(&file).unwrap();
        forbid_a_main_cluster(&file).unwrap();
        assert_eq!(fs::read_to_string(file).unwrap(), "create_main_cluster = false\n");
    }

    #[test]
    fn a_folder_counts_when_it_has_all_programs_or_links_to_them() {
        let folder = tempfile::tempdir().unwrap();
        let (real, linked) = (folder.path().join("bin"), folder.path().join("linked"));
        fs::create_dir_all(&real).unwrap();
        fs::create_dir_all(&linked).unwrap();
        for program in ["initdb", "postgres"] {
            fs::write(real.join(program), "").unwrap();
        }
        assert_eq!(whole(&real), None, "pg_ctl is missing");
        fs::write(real.join("pg_ctl"), "").unwrap();
        let real = real.canonicalize().unwrap();
        assert_eq!(whole(&real), Some(real.clone()));
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(real.join("postgres"), linked.join("postgres")).unwrap();
            assert_eq!(whole(&linked), Some(real));
        }
    }
}
