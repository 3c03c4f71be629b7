//! Other processes: this test program once more, with one of its ignored tests.

use std::io::{BufRead, BufReader, Lines, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};

use careweave_sync_core::suite::block_on;
use careweave_sync_postgres::{PostgresOptions, PostgresStore};

use super::cluster::Cluster;
use super::fresh::Fresh;

const URL: &str = "CAREWEAVE_SENDER_URL";
const SCHEMA: &str = "CAREWEAVE_SENDER_SCHEMA";
const FOLDER: &str = "CAREWEAVE_SENDER_FOLDER";
const NAME: &str = "CAREWEAVE_SENDER_NAME";
const HOLD_AT: &str = "CAREWEAVE_SENDER_HOLD_AT";

/// A sender as its parent sees it. Killed when dropped.
pub(crate) struct Sender {
    child: Child,
    stdin: Option<ChildStdin>,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Sender {
    /// Starts the ignored test `body`, on the schema, with a folder for the other side and a name.
    pub(crate) fn start(body: &str, fresh: &Fresh, folder: &Path, name: &str, hold_at: &str) -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", body, "--ignored", "--nocapture"])
            .env(URL, Cluster::get().url())
            .env(SCHEMA, &fresh.schema)
            .env(FOLDER, folder)
            .env(NAME, name)
            .env(HOLD_AT, hold_at)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let stdin = child.stdin.take();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        Self { child, stdin, lines }
    }

    /// Reads on until the sender reports `line`; its test harness writes words of its own before the first report.
    pub(crate) fn wait_for(&mut self, line: &str) {
        let mut said = Vec::new();
        for read in self.lines.by_ref() {
            said.push(read.unwrap());
            if said.last().is_some_and(|last| last.ends_with(line)) {
                return;
            }
        }
        panic!("the sender never said {line:?}, but {said:?}");
    }

    /// The next line.
    pub(crate) fn next_line(&mut self) -> String {
        self.lines.next().unwrap().unwrap()
    }

    /// Lets a sender go on that waits.
    pub(crate) fn go_on(&mut self) {
        self.stdin.as_mut().unwrap().write_all(b"go\n").unwrap();
    }

    /// Stops it (SIGSTOP), with all its threads: returns when nothing of it runs any more.
    pub(crate) fn stop(&self) {
        self.signal("STOP");
        while !self.stands_still() {
            std::thread::yield_now();
        }
    }

    /// Lets a stopped one run again (SIGCONT).
    pub(crate) fn resume(&self) {
        self.signal("CONT");
    }

    fn signal(&self, name: &str) {
        let status = Command::new("kill")
            .args([format!("-{name}"), self.child.id().to_string()])
            .status()
            .unwrap();
        assert!(status.success());
    }

    #[cfg(target_os = "linux")]
    fn stands_still(&self) -> bool {
        let threads = std::fs::read_dir(format!("/proc/{}/task", self.child.id())).unwrap();
        threads
            .map(|thread| thread.unwrap().path().join("stat"))
            .all(|stat| {
                let stat = std::fs::read_to_string(stat).unwrap();
                // The state follows the name, which stands in parentheses.
                stat.rsplit_once(") ")
                    .is_some_and(|(_, rest)| rest.starts_with('T'))
            })
    }

    #[cfg(not(target_os = "linux"))]
    fn stands_still(&self) -> bool {
        let id = self.child.id().to_string();
        let output = Command::new("ps")
            .args(["-o", "stat=", "-p", &id])
            .output()
            .unwrap();
        output.stdout.starts_with(b"T")
    }

    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Kills it; everything it had said and nobody had read.
    pub(crate) fn kill_and_read(mut self) -> Vec<String> {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        self.lines.by_ref().map(Result::unwrap).collect()
    }

    /// Everything it still says, and how it ended.
    pub(crate) fn finish(mut self) -> (Vec<String>, ExitStatus) {
        let lines = self.lines.by_ref().map(Result::unwrap).collect();
        (lines, self.child.wait().unwrap())
    }
}

impl Drop for Sender {
    fn drop(&mut self) {
        // One that has ended already is left as it is.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The same process from within.
pub(crate) struct Myself {
    pub(crate) folder: PathBuf,
    pub(crate) name: String,
    hold_at: String,
}

impl Myself {
    pub(crate) fn of_environment() -> Self {
        let variable = |name| std::env::var(name).unwrap();
        Self {
            folder: variable(FOLDER).into(),
            name: variable(NAME),
            hold_at: variable(HOLD_AT),
        }
    }

    pub(crate) fn store(&self) -> PostgresStore {
        self.store_with(PostgresOptions::new())
    }

    /// A store that is otherwise opened as the options say.
    pub(crate) fn store_with(&self, options: PostgresOptions) -> PostgresStore {
        let variable = |name| std::env::var(name).unwrap();
        let options = options.schema(variable(SCHEMA)).pool_size(2);
        block_on(options.open_url(&variable(URL))).unwrap()
    }

    /// Says a line, and waits there when it was told to.
    pub(crate) fn report(&self, line: &str) {
        let mut out = std::io::stdout().lock();
        writeln!(out, "{line}").unwrap();
        out.flush().unwrap();
        drop(out);
        if line == self.hold_at {
            self.wait();
        }
    }

    /// Stands until it may go on; should the parent die first, its end of the pipe closes.
    pub(crate) fn wait(&self) {
        let mut word = String::new();
        std::io::stdin().read_line(&mut word).unwrap();
        if word.is_empty() {
            std::process::exit(3);
        }
    }
}
