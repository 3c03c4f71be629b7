//! A PostgreSQL server for the tests: the one that is given, or one of their own that ends with them.

use std::fs::{self, Permissions};
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

/// Names a server to test with, as `postgres://user:password@host:port/database`. The user may create schemas and roles,
/// and the server asks for passwords.
pub(crate) const GIVEN: &str = "CAREWEAVE_TEST_POSTGRES_URL";

/// Several tests may take the same free port before one of them listens.
const PORTS_TRIED: u32 = 10;

/// Runs as the owner of the files, which must not be root. Ends the server and removes its files when its standard
/// input closes: that is when the test process ends, however it ends.
const WATCH: &str = r#"
set -u
trap '' INT TERM HUP
bin=$1 home=$2 port=$3 fsync=$4
end() { "$bin/pg_ctl" -D "$home/data" -m immediate -w stop >/dev/null 2>&1; rm -rf "$home"; }
"$bin/initdb" -D "$home/data" -U careweave -A trust -E UTF8 --no-locale --no-sync >"$home/log" 2>&1 || {
  echo "failed"; cat "$home/log"; end; exit 1; }
tls=off
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost \
  -addext basicConstraints=critical,CA:FALSE -keyout "$home/data/server.key" -out "$home/data/server.crt" \
  >>"$home/log" 2>&1 && chmod 600 "$home/data/server.key" && tls=on
printf '%s\n' "ssl = $tls" >>"$home/data/postgresql.conf"
printf '%s\n' "local all all trust" "host all careweave 127.0.0.1/32 trust" \
  "host all all 127.0.0.1/32 scram-sha-256" >"$home/data/pg_hba.conf"
printf '%s\n' "listen_addresses = '127.0.0.1'" "port = $port" "unix_socket_directories = '$home'" "fsync = $fsync" \
  "max_connections = 200" "timezone = 'UTC'" "log_timezone = 'UTC'" >>"$home/data/postgresql.conf"
"$bin/pg_ctl" -D "$home/data" -l "$home/log" -w -t 120 start >/dev/null 2>&1 </dev/null || {
  echo "failed"; cat "$home/log"; end; exit 1; }
echo "ready $home"
cat >/dev/null
end
"#;

/// Whether a commit waits for the disk.
#[derive(Clone, Copy, Debug)]
enum Fsync {
    On,
    /// Tests kill processes, and what a killed server has written the system still has. None cuts the power.
    Off,
}

/// A running server.
#[derive(Debug)]
pub(crate) struct Cluster {
    url: String,
    own: bool,
    /// The self-signed certificate of its own server, for `localhost`.
    certificate: PathBuf,
    /// Keeps the pipe open that the watch waits on.
    _watch: Option<Child>,
}

impl Cluster {
    /// The server of this test program; started on first use.
    pub(crate) fn get() -> &'static Self {
        static CLUSTER: OnceLock<Cluster> = OnceLock::new();
        CLUSTER.get_or_init(|| Self::given_or(Fsync::Off))
    }

    /// A server whose commits wait for the disk, for whoever measures them.
    #[allow(dead_code, reason = "the benchmarks include this file, and ask for it")]
    pub(crate) fn durable() -> &'static Self {
        static CLUSTER: OnceLock<Cluster> = OnceLock::new();
        CLUSTER.get_or_init(|| Self::given_or(Fsync::On))
    }

    fn given_or(fsync: Fsync) -> Self {
        match std::env::var(GIVEN) {
            Ok(url) => Self {
                url,
                own: false,
                certificate: PathBuf::new(),
                _watch: None,
            },
            Err(_) => Self::start(fsync),
        }
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// The certificate of a server of these tests' own; a server that was given has one nobody here knows.
    pub(crate) fn certificate(&self) -> Option<&Path> {
        self.own.then_some(self.certificate.as_path())
    }

    /// True when nothing in it outlives the tests.
    pub(crate) fn is_own(&self) -> bool {
        self.own
    }

    fn start(fsync: Fsync) -> Self {
        let bin = binaries();
        let mut said = String::new();
        for _ in 0..PORTS_TRIED {
            let port = free_port();
            match Self::start_on(&bin, port, fsync) {
                Ok((watch, home)) => {
                    return Self {
                        certificate: PathBuf::from(home).join("data/server.crt"),
                        url: format!("postgres://careweave@127.0.0.1:{port}/postgres"),
                        own: true,
                        _watch: Some(watch),
                    };
                }
                Err(report) => said = report,
            }
            if !said.contains("Address already in use") {
                break;
            }
        }
        panic!("PostgreSQL from {} did not start:\n{said}", bin.display());
    }

    fn start_on(bin: &Path, port: u16, fsync: Fsync) -> Result<(Child, String), String> {
        // The watch removes it.
        let home = tempfile::Builder::new()
            .prefix("careweave-postgres-")
            .tempdir()
            .unwrap()
            .keep();
        let mut command = as_a_user_that_may(&home);
        let mut watch = command
            .args([
                "sh".into(),
                bin.as_os_str().to_owned(),
                home.clone().into_os_string(),
            ])
            .arg(port.to_string())
            .arg(match fsync {
                Fsync::On => "on",
                Fsync::Off => "off",
            })
            .current_dir("/")
            // Ctrl-C at the terminal reaches the tests; the watch then ends because they do.
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(watch.stdout.take().unwrap()).lines();
        match lines.next() {
            Some(Ok(line)) if line.starts_with("ready ") => Ok((watch, line["ready ".len()..].to_owned())),
            _ => {
                let report: Vec<String> = lines.map_while(Result::ok).collect();
                watch.wait().unwrap();
                let _ = fs::remove_dir_all(home);
                Err(report.join("\n"))
            }
        }
    }
}

/// A shell with the watch's script, as this user; when that is root, which the server refuses, as another, who is given
/// the folder.
fn as_a_user_that_may(home: &Path) -> Command {
    if fs::metadata(home).unwrap().uid() != 0 {
        let mut shell = Command::new("sh");
        shell.args(["-c", WATCH]);
        return shell;
    }
    let number = |user: &str, flag: &str| -> Option<u32> {
        let output = Command::new("id").args([flag, user]).output().ok()?;
        String::from_utf8(output.stdout).ok()?.trim().parse().ok()
    };
    let (user, uid, gid) = ["postgres", "nobody"]
        .into_iter()
        .find_map(|user| Some((user, number(user, "-u")?, number(user, "-g")?)))
        .expect("the server refuses to run as root, and there is neither a user postgres nor nobody");
    std::os::unix::fs::chown(home, Some(uid), Some(gid)).unwrap();
    fs::set_permissions(home, Permissions::from_mode(0o700)).unwrap();
    let there = |program: &str| {
        let asked = Command::new(program).arg("--version").output();
        asked.is_ok_and(|output| output.status.success())
    };
    if there("setpriv") {
        let mut shell = Command::new("setpriv");
        shell.args([format!("--reuid={uid}"), format!("--regid={gid}")]);
        shell.args(["--clear-groups", "--inh-caps=-all", "sh", "-c", WATCH]);
        return shell;
    }
    let mut shell = Command::new("su");
    shell.args(["-s", "/bin/sh", user, "-c", WATCH, "--"]);
    shell
}

/// The folder with initdb, pg_ctl and postgres in it.
fn binaries() -> PathBuf {
    let search = std::env::var_os("PATH").unwrap_or_default();
    let mut found: Vec<PathBuf> = std::env::split_paths(&search)
        .filter_map(|folder| {
            // A link into the real folder stands for it: pg_ctl lies there, and looks for its neighbours.
            let real = folder.join("postgres").canonicalize().ok()?;
            Some(real.parent()?.to_owned())
        })
        .collect();
    let mut installed: Vec<(u32, PathBuf)> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|entry| {
            let entry = entry.ok()?;
            let version = entry.file_name().to_str()?.parse().ok()?;
            Some((version, entry.path().join("bin")))
        })
        .collect();
    installed.sort_unstable();
    found.extend(installed.into_iter().rev().map(|(_, bin)| bin));
    let whole = |bin: &PathBuf| {
        let programs = ["initdb", "pg_ctl", "postgres"];
        programs.iter().all(|program| bin.join(program).is_file())
    };
    found.into_iter().find(whole).unwrap_or_else(|| {
        panic!(
            "these tests need PostgreSQL, and neither PATH nor /usr/lib/postgresql has initdb, pg_ctl and postgres: on \
             Debian, `apt-get install --no-install-recommends postgresql`; or name a server in {GIVEN}"
        )
    })
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}
