//! Where the workspace lies, and how programs are started in it.

use std::env;
use std::ffi::OsStr;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

use crate::failure::Failure;

/// The checked-out tree and the one target triple that everything in it is built for.
///
/// napi always builds for a named triple. cargo and maturin are given the same one, so that all of them share
/// one tree of compiled crates.
#[derive(Debug)]
pub(crate) struct Workspace {
    root: PathBuf,
    target_dir: PathBuf,
    triple: String,
}

impl Workspace {
    /// Finds the tree this program was built from, and asks rustc for the triple of the host.
    pub(crate) fn locate() -> Result<Self, Failure> {
        let manifest_dir = env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = manifest_dir
            .parent()
            .ok_or_else(|| Failure::new("xtask has to be run as `cargo xtask`, inside the repository"))?
            .to_path_buf();
        let target_dir = env::var_os("CARGO_TARGET_DIR").map_or_else(
            || root.join("target"),
            |given| std::path::absolute(&given).unwrap_or_else(|_| PathBuf::from(given)),
        );
        let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
        let described = text_of(Command::new(rustc).arg("-vV"))?;
        let triple = host_triple(&described)
            .ok_or_else(|| Failure::new("`rustc -vV` names no host triple"))?
            .to_owned();
        Ok(Self {
            root,
            target_dir,
            triple,
        })
    }

    /// A path inside the repository, given with `/`.
    pub(crate) fn path(&self, inside: &str) -> PathBuf {
        self.root.join(inside)
    }

    /// The folder for built artefacts.
    pub(crate) fn target_dir(&self) -> &Path {
        &self.target_dir
    }

    /// The `careweave` command of a debug build.
    pub(crate) fn careweave(&self) -> PathBuf {
        self.binaries("debug")
            .join(format!("careweave{}", env::consts::EXE_SUFFIX))
    }

    /// Where cargo puts the programs of a profile: `debug` or `release`.
    pub(crate) fn binaries(&self, profile: &str) -> PathBuf {
        self.target_dir.join(&self.triple).join(profile)
    }

    /// A program that runs at the root of the repository and builds into the shared tree.
    pub(crate) fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command
            .current_dir(&self.root)
            .env("CARGO_BUILD_TARGET", &self.triple)
            .env("CARGO_TARGET_DIR", &self.target_dir)
            .env("CAREWEAVE_BIN", self.careweave());
        // `cargo run` describes this package to this process. Build scripts that watch those variables would
        // run again for every change between a direct call of cargo and one made from here.
        for (name, _) in env::vars_os() {
            if describes_a_package(&name.to_string_lossy()) {
                command.env_remove(&name);
            }
        }
        command
    }

    /// cargo, as [`Workspace::command`].
    pub(crate) fn cargo(&self) -> Command {
        self.command(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
    }
}

fn describes_a_package(variable: &str) -> bool {
    variable.starts_with("CARGO_PKG_")
        || variable.starts_with("CARGO_MANIFEST_")
        || ["CARGO_BIN_NAME", "CARGO_CRATE_NAME", "CARGO_PRIMARY_PACKAGE"].contains(&variable)
}

fn host_triple(described: &str) -> Option<&str> {
    described.lines().find_map(|line| line.strip_prefix("host: "))
}

/// Runs to the end with the terminal as it is; anything but success is a failure.
pub(crate) fn succeed(command: &mut Command) -> Result<(), Failure> {
    let status = command.status().map_err(|source| not_started(command, &source))?;
    require_success(command, status)
}

/// Runs to the end and gives what was printed to stdout.
pub(crate) fn output_of(command: &mut Command) -> Result<Vec<u8>, Failure> {
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .map_err(|source| not_started(command, &source))?;
    require_success(command, output.status)?;
    Ok(output.stdout)
}

/// As [`output_of`], for programs that print text.
pub(crate) fn text_of(command: &mut Command) -> Result<String, Failure> {
    String::from_utf8(output_of(command)?).map_err(|_| {
        Failure::new(format!(
            "`{}` printed something other than text",
            line_of(command)
        ))
    })
}

/// Runs to the end, shows stdout as it comes and hands every line of it to `read` as well.
pub(crate) fn follow(command: &mut Command, mut read: impl FnMut(&str)) -> Result<ExitStatus, Failure> {
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|source| not_started(command, &source))?;
    if let Some(stdout) = child.stdout.take() {
        let lost = |source| Failure::new(format!("the output of `{}` was lost: {source}", line_of(command)));
        let mut lines = BufReader::new(stdout);
        let mut line = Vec::new();
        while lines.read_until(b'\n', &mut line).map_err(lost)? > 0 {
            let text = String::from_utf8_lossy(&line);
            print!("{text}");
            read(text.trim_end());
            line.clear();
        }
    }
    child.wait().map_err(|source| not_started(command, &source))
}

/// A failure that names the command and how it ended, unless it ended well.
pub(crate) fn require_success(command: &Command, status: ExitStatus) -> Result<(), Failure> {
    if status.success() {
        return Ok(());
    }
    Err(Failure::new(format!(
        "`{}` ended with {status}",
        line_of(command)
    )))
}

/// True when the program exists and says that it is there.
pub(crate) fn answers(program: &str, arguments: &[&str]) -> bool {
    Command::new(program)
        .args(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

fn not_started(command: &Command, source: &std::io::Error) -> Failure {
    Failure::new(format!("`{}` could not be started: {source}", line_of(command)))
}

fn line_of(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let name = program.file_name().unwrap_or(program.as_os_str());
    let words = std::iter::once(name).chain(command.get_args());
    words.map(OsStr::to_string_lossy).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_triple_is_read_from_the_compiler() {
        let described =
            "rustc 1.95.0 (abc 2026-01-01)\nbinary: rustc\nhost: aarch64-apple-darwin\nrelease: 1.95.0\n";
        assert_eq!(host_triple(described), Some("aarch64-apple-darwin"));
        assert_eq!(host_triple("rustc 1.95.0\n"), None);
    }

    #[test]
    fn variables_that_describe_this_package_are_recognised_and_no_others() {
        assert!(describes_a_package("CARGO_PKG_VERSION"));
        assert!(describes_a_package("CARGO_MANIFEST_DIR"));
        assert!(!describes_a_package("CARGO_HOME"));
        assert!(!describes_a_package("CARGO_BUILD_JOBS"));
    }

    #[test]
    fn a_failing_command_is_named_with_its_arguments() {
        let mut command = Command::new("rustc");
        command.arg("--no-such-flag").stderr(Stdio::null());
        let failure = succeed(&mut command).unwrap_err().to_string();
        assert!(
            failure.starts_with("`rustc --no-such-flag` ended with"),
            "{failure}"
        );
    }

    #[test]
    fn a_program_that_does_not_exist_is_a_failure_and_does_not_answer() {
        let failure = succeed(&mut Command::new("careweave-no-such-program"))
            .unwrap_err()
            .to_string();
        assert!(failure.contains("could not be started"), "{failure}");
        assert!(!answers("careweave-no-such-program", &[]));
    }

    #[test]
    fn following_gives_every_line_and_the_exit_status() {
        let mut lines = Vec::new();
        let status = follow(Command::new("rustc").arg("-vV"), |line| {
            lines.push(line.to_owned());
        })
        .unwrap();
        assert!(status.success());
        assert!(lines.iter().any(|line| line.starts_with("host: ")), "{lines:?}");
    }
}
