//! A search that is watched: progress on standard error, and an end by time or by Ctrl-C with the best so far.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use careweave::matching::assignment::{Iterations, Options, Progress, Watch};

use crate::args::SearchArgs;
use crate::failure::Failure;
use crate::out;

/// How often progress is told.
const EVERY: Duration = Duration::from_millis(500);

/// Runs `search` on a thread of its own. Ctrl-C and the time limit end it with the best it has; a second Ctrl-C ends the
/// program.
pub(crate) async fn watched<T: Send>(
    args: &SearchArgs,
    search: impl FnOnce(&Options<'_>, &Watch) -> Result<T, Failure> + Send,
) -> Result<T, Failure> {
    let (cancel, watch) = (AtomicBool::new(false), Watch::default());
    let options = Options {
        iterations: Iterations(args.iterations),
        seed: args.seed,
        cancel: Some(&cancel),
    };
    let (done, finished) = tokio::sync::oneshot::channel();
    let runtime = tokio::runtime::Handle::current();
    std::thread::scope(|scope| {
        let worker = scope.spawn(|| {
            let result = search(&options, &watch);
            // Where nobody waits any more, nobody has to be told.
            let _ = done.send(());
            result
        });
        tokio::task::block_in_place(|| {
            runtime.block_on(follow(args, finished, &cancel, &watch));
        });
        worker
            .join()
            .unwrap_or_else(|_| Err(Failure::job("the search ended by a defect of its own")))
    })
}

async fn follow(
    args: &SearchArgs,
    mut finished: tokio::sync::oneshot::Receiver<()>,
    cancel: &AtomicBool,
    watch: &Watch,
) {
    let note = |line: String| {
        if !args.quiet {
            out::note(&line);
        }
    };
    let mut told = None;
    let mut ticks = tokio::time::interval(EVERY);
    let time_is_up = async {
        match args.time_limit {
            Some(limit) => tokio::time::sleep(limit).await,
            None => std::future::pending().await,
        }
    };
    tokio::pin!(time_is_up);
    let interrupted = tokio::signal::ctrl_c();
    tokio::pin!(interrupted);
    loop {
        tokio::select! {
            _ = &mut finished => break,
            _ = ticks.tick() => {
                let progress = watch.progress();
                if progress.best.is_some() && told != Some(progress) {
                    note(describe(&progress, args.iterations));
                    told = Some(progress);
                }
            }
            () = &mut time_is_up, if !cancel.load(Ordering::Relaxed) => {
                cancel.store(true, Ordering::Relaxed);
                note("the time is up: the best so far".to_owned());
            }
            _ = &mut interrupted => {
                if cancel.swap(true, Ordering::Relaxed) {
                    std::process::exit(130);
                }
                note("interrupted: the best so far; once more to end at once".to_owned());
                interrupted.set(tokio::signal::ctrl_c());
            }
        }
    }
}

fn describe(progress: &Progress, iterations: u64) -> String {
    let mut text = format!("{} of {iterations} iterations", progress.iterations);
    if progress.parts > 1 {
        text.push_str(&format!(", part {} of {}", progress.part, progress.parts));
    }
    if let Some(best) = progress.best {
        text.push_str(&format!(", cost {best}"));
    }
    text
}
