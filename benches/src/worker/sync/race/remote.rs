//! The other side: it outlives its senders, and has them killed where the script says.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, oneshot};

use super::Kill;
use super::script::{Death, End};
use crate::failure::Failure;

/// Longer than the latest request takes to land.
const SETTLED: Duration = Duration::from_millis(200);

#[derive(Debug)]
pub(super) struct Remote {
    address: String,
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    /// How often each create happened.
    landed: HashMap<String, usize>,
    death: Option<Death>,
    /// Creates that the present sender asked for.
    requests: u64,
}

impl Remote {
    pub(super) async fn start(kill: mpsc::Sender<Kill>) -> Result<Self, Failure> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?.to_string();
        let state = Arc::new(Mutex::new(State::default()));
        let serving = Arc::clone(&state);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (state, kill) = (Arc::clone(&serving), kill.clone());
                // A sender that dies breaks its connection.
                tokio::spawn(async move { drop(serve(stream, &state, &kill).await) });
            }
        });
        Ok(Self { address, state })
    }

    pub(super) fn address(&self) -> &str {
        &self.address
    }

    /// What the next sender is in for.
    pub(super) fn prepare(&self, death: Option<Death>) {
        let mut state = lock(&self.state);
        state.death = death;
        state.requests = 0;
    }

    /// Waits until everything that was under way has landed.
    pub(super) async fn settled(&self) {
        tokio::time::sleep(SETTLED).await;
    }

    pub(super) fn landed(&self) -> HashMap<String, usize> {
        lock(&self.state).landed.clone()
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn serve(stream: TcpStream, state: &Mutex<State>, kill: &mpsc::Sender<Kill>) -> Result<(), Failure> {
    stream.set_nodelay(true)?;
    let (reading, mut answers) = stream.into_split();
    let mut requests = BufReader::new(reading).lines();
    while let Some(request) = requests.next_line().await? {
        let Some((verb, subject)) = request.split_once(' ') else {
            return Err(Failure::new("not a request"));
        };
        let answer = match verb {
            "look" => {
                let times = lock(state).landed.get(subject).copied().unwrap_or(0);
                format!("{times}\n")
            }
            _ => {
                let end = fatal(state);
                if let Some(end) = end
                    && !survives(state, subject, end, kill).await
                {
                    return Ok(());
                }
                if end.is_none() {
                    land(state, subject);
                }
                "done\n".to_owned()
            }
        };
        answers.write_all(answer.as_bytes()).await?;
        if verb != "look" {
            after_the_answer(state, kill).await;
        }
    }
    Ok(())
}

fn land(state: &Mutex<State>, subject: &str) {
    *lock(state).landed.entry(subject.to_owned()).or_default() += 1;
}

/// What becomes of this create, if it is the sender's last.
fn fatal(state: &Mutex<State>) -> Option<End> {
    let mut state = lock(state);
    state.requests += 1;
    let requests = state.requests;
    state
        .death
        .filter(|death| death.request == requests)
        .map(|death| death.end)
}

/// Carries out the last create of a sender; true when it lives to see an answer.
async fn survives(state: &Mutex<State>, subject: &str, end: End, kill: &mpsc::Sender<Kill>) -> bool {
    match end {
        End::NotTaken => kill_now(kill).await,
        End::NotAnswered => {
            land(state, subject);
            kill_now(kill).await;
        }
        End::Late { after_ms } => {
            kill_now(kill).await;
            tokio::time::sleep(Duration::from_millis(after_ms)).await;
            land(state, subject);
        }
        End::Answered { .. } => {
            land(state, subject);
            return true;
        }
    }
    false
}

async fn after_the_answer(state: &Mutex<State>, kill: &mpsc::Sender<Kill>) {
    let after = {
        let state = lock(state);
        match state.death {
            Some(Death {
                request,
                end: End::Answered { after_us },
            }) if request == state.requests => Some(after_us),
            _ => None,
        }
    };
    if let Some(after) = after {
        tokio::time::sleep(Duration::from_micros(after)).await;
        kill_now(kill).await;
    }
}

/// Returns when the sender is dead.
async fn kill_now(kill: &mpsc::Sender<Kill>) {
    let (dead, is_dead) = oneshot::channel();
    if kill.send(dead).await.is_ok() {
        // Nobody answers when the run has ended.
        let _ = is_dead.await;
    }
}
