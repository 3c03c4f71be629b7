//! Creates at another system by senders that are killed, and what came of them.

mod patterns;
mod remote;
mod script;
mod sender;

use std::collections::BTreeMap;
use std::process::Stdio;
use std::time::Instant;

use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::process::{Child, Command};
use tokio::sync::{mpsc, oneshot};

use self::remote::Remote;
use self::script::Script;
use super::count;
use super::schema::Schema;
use crate::failure::Failure;
use crate::sync::{DOUBLED, LOST, Pattern};
use crate::task::{Answer, Order, Place, Task};

pub(super) use sender::send;

/// What is to be created.
fn subject(n: usize) -> String {
    format!("prospect-{n:04}")
}

/// Asks for the death of the sender; answered when it is dead.
type Kill = oneshot::Sender<()>;

/// Runs senders one after the other, each killed as the script says, until one has done all.
pub(super) async fn create_once(
    place: &Place,
    pattern: Pattern,
    creates: usize,
    kills: usize,
    seed: u64,
) -> Result<Answer, Failure> {
    let folder = tempfile::Builder::new()
        .prefix("race-")
        .tempdir_in(&place.folder)?;
    let schema = Schema::new(place)?;
    let (kill, mut killing) = mpsc::channel(1);
    let remote = Remote::start(kill).await?;
    let order = Order {
        task: Task::Send {
            pattern,
            creates,
            remote: remote.address().to_owned(),
            schema: schema.name.clone(),
        },
        endpoint: None,
        place: Some(Place {
            folder: folder.path().to_owned(),
            postgres: place.postgres.clone(),
        }),
    };
    let mut script = Script::new(seed);
    let mut killed = 0;
    let begun = Instant::now();
    loop {
        remote.prepare((killed < kills).then(|| script.next()));
        if !live(&order, &mut killing).await? {
            break;
        }
        killed += 1;
    }
    let seconds = begun.elapsed().as_secs_f64();
    remote.settled().await;
    let landed = remote.landed();
    let times = |n| landed.get(&subject(n)).copied().unwrap_or(0);
    let doubled = (0..creates).filter(|n| times(*n) > 1).count();
    let lost = (0..creates).filter(|n| times(*n) == 0).count();
    schema.end().await?;
    folder.close()?;
    if matches!(pattern, Pattern::Ledger { .. }) && (doubled, lost) != (0, 0) {
        return Err(Failure::new(format!(
            "the ledger doubled {doubled} and lost {lost} of {creates} creates, with {killed} senders killed"
        )));
    }
    Ok(Answer {
        seconds,
        parts: BTreeMap::from([("creates".to_owned(), creates.to_string())]),
        sample: None,
        counted: [(DOUBLED, doubled), (LOST, lost), ("senders killed", killed)]
            .map(|(what, number)| (what.to_owned(), count(number)))
            .into(),
    })
}

/// The life of a sender; true when it was killed.
async fn live(order: &Order, killing: &mut mpsc::Receiver<Kill>) -> Result<bool, Failure> {
    let mut child = Command::new(std::env::current_exe()?)
        .args(["worker", "sync"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()?;
    let (Some(mut tasks), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(Failure::new("a sender has no pipes"));
    };
    let line = serde_json::to_string(order).map_err(|e| Failure::new(e.to_string()))?;
    tasks.write_all((line + "\n").as_bytes()).await?;
    tasks.flush().await?;
    let mut answers = BufReader::new(output).lines();
    tokio::select! {
        kill = killing.recv() => {
            let kill = kill.ok_or_else(|| Failure::new("the other side has ended"))?;
            end(&mut child).await?;
            // The other side waits for this.
            let _ = kill.send(());
            Ok(true)
        }
        answer = answers.next_line() => {
            let answer = answer?.ok_or_else(|| Failure::new("a sender ended without an answer"))?;
            if answer.contains("\"error\"") {
                return Err(Failure::new(format!("a sender failed: {answer}")));
            }
            end(&mut child).await?;
            Ok(false)
        }
    }
}

async fn end(child: &mut Child) -> Result<(), Failure> {
    child.start_kill()?;
    child.wait().await?;
    Ok(())
}
