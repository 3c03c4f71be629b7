//! What has to be on the machine, and what to install where it is not.

use std::process::{Command, Stdio};

use crate::failure::Failure;
use crate::workspace::answers;

/// Something a chore needs that cargo does not bring.
#[derive(Clone, Copy)]
pub(crate) struct Prerequisite {
    present: fn() -> bool,
    missing: &'static str,
}

/// A C compiler: rustc links with it, and the bundled SQLite and the TLS library are C.
pub(crate) const COMPILER: Prerequisite = Prerequisite {
    present: || answers("cc", &["--version"]),
    missing: "a C compiler (`cc`) is missing: on Debian, `apt-get install gcc libc6-dev`",
};

/// Python with the modules that make a virtual environment; Debian ships them apart.
pub(crate) const PYTHON: Prerequisite = Prerequisite {
    present: || {
        let asks = "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))";
        answers("python3", &["-c", asks])
    },
    missing: "Python 3.11 or newer with its venv module (`python3`) is missing: on Debian, \
              `apt-get install python3 python3-venv`",
};

/// Node.
pub(crate) const NODE: Prerequisite = Prerequisite {
    present: || node_major().is_some_and(|major| major >= 20),
    missing: "Node 20 or newer (`node`) is missing: see https://nodejs.org/en/download",
};

/// npm.
pub(crate) const NPM: Prerequisite = Prerequisite {
    present: || answers("npm", &["--version"]),
    missing: "npm (`npm`) is missing: it comes with Node, see https://nodejs.org/en/download",
};

/// rustfmt.
pub(crate) const RUSTFMT: Prerequisite = Prerequisite {
    present: || answers("cargo", &["fmt", "--version"]),
    missing: "rustfmt is missing: `rustup component add rustfmt`",
};

/// clippy.
pub(crate) const CLIPPY: Prerequisite = Prerequisite {
    present: || answers("cargo", &["clippy", "--version"]),
    missing: "clippy is missing: `rustup component add clippy`",
};

/// One failure that names everything that is missing, or none.
pub(crate) fn require(prerequisites: &[Prerequisite]) -> Result<(), Failure> {
    let missing: Vec<_> = prerequisites
        .iter()
        .filter(|p| !(p.present)())
        .map(|p| p.missing)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(Failure::new(missing.join("\nerror: ")))
}

fn node_major() -> Option<u32> {
    let output = Command::new("node")
        .arg("--version")
        .stderr(Stdio::null())
        .output()
        .ok()?;
    major_of(std::str::from_utf8(&output.stdout).ok()?)
}

fn major_of(version: &str) -> Option<u32> {
    version.trim().strip_prefix('v')?.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const THERE: Prerequisite = Prerequisite {
        present: || true,
        missing: "never said",
    };
    const NO_HAMMER: Prerequisite = Prerequisite {
        present: || false,
        missing: "a hammer is missing",
    };
    const NO_NAILS: Prerequisite = Prerequisite {
        present: || false,
        missing: "nails are missing",
    };

    #[test]
    fn everything_missing_is_named_at_once() {
        let failure = require(&[NO_HAMMER, THERE, NO_NAILS]).unwrap_err().to_string();
        assert!(
            failure.contains("hammer") && failure.contains("nails") && !failure.contains("never"),
            "{failure}"
        );
        assert!(require(&[THERE]).is_ok());
    }

    #[test]
    fn the_version_of_node_is_read() {
        assert_eq!(major_of("v20.20.2\n"), Some(20));
        assert_eq!(major_of("v8.1.0"), Some(8));
        assert_eq!(major_of("20.1"), None);
    }
}
