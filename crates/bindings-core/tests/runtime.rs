//! The runtime slot, in a process of its own because it is shut down here.

use std::future::pending;
use std::time::Duration;

use careweave::types::ErrorKind;
use careweave_bindings_core::runtime;

#[test]
fn a_shut_down_runtime_drops_its_tasks_tells_waiting_threads_and_refuses_new_calls() {
    let (alive, dropped) = tokio::sync::oneshot::channel::<()>();
    let task = runtime::spawn(async move {
        let _alive = alive;
        pending::<()>().await;
    })
    .unwrap();

    assert!(
        runtime::shutdown(Duration::from_secs(5)),
        "there was a runtime to stop"
    );

    assert!(
        dropped.blocking_recv().is_err(),
        "the task was dropped, not finished"
    );
    assert!(task.is_finished());
    let refused = runtime::handle().unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::Cancelled);
    assert!(
        !runtime::shutdown(Duration::from_secs(5)),
        "a second shutdown finds nothing"
    );
}
