//! Values that belong to one process.
//!
//! After `fork` only the forking thread lives on in the child. A runtime, a connection pool or a store copied
//! by the fork has lost its threads: using it hangs for ever, and so does dropping it, because the drop waits
//! for a thread that no longer exists. So each value is kept together with the pid that made it, a new one is made in
//! the child, and what was inherited is left alone, never dropped.
//!
//! Reading takes no lock, because a lock held by another thread at the moment of the fork stays locked in the
//! child for ever.

use std::fmt;
use std::mem;
use std::process;
use std::sync::OnceLock;

use careweave::types::{Error, ErrorKind, Result};

struct Node<T> {
    pid: u32,
    value: T,
    next: OnceLock<Box<Node<T>>>,
}

/// At most one value per process, made on first use and made again in a forked child.
pub struct PerProcess<T> {
    first: OnceLock<Box<Node<T>>>,
}

impl<T> PerProcess<T> {
    /// An empty cell.
    pub const fn new() -> Self {
        Self {
            first: OnceLock::new(),
        }
    }

    /// The value of this process, if it was made.
    pub fn get(&self) -> Option<&T> {
        self.get_as(process::id())
    }

    /// The value of this process; `make` is called when there is none. When two threads come first at the
    /// same time both may call `make`; one value is kept and both see that one.
    ///
    /// # Errors
    /// Whatever `make` gives; nothing is kept then, so the next call tries again.
    pub fn get_or_try_init(&self, make: impl FnOnce() -> Result<T>) -> Result<&T> {
        self.get_or_try_init_as(process::id(), make)
    }

    fn get_as(&self, pid: u32) -> Option<&T> {
        let mut link = &self.first;
        while let Some(node) = link.get() {
            if node.pid == pid {
                return Some(&node.value);
            }
            link = &node.next;
        }
        None
    }

    fn get_or_try_init_as(&self, pid: u32, make: impl FnOnce() -> Result<T>) -> Result<&T> {
        if let Some(value) = self.get_as(pid) {
            return Ok(value);
        }
        let mut mine = Box::new(Node {
            pid,
            value: make()?,
            next: OnceLock::new(),
        });
        let mut link = &self.first;
        loop {
            mine = match link.set(mine) {
                Ok(()) => return link.get().map(|node| &node.value).ok_or_else(lost),
                Err(back) => back,
            };
            let node = link.get().ok_or_else(lost)?;
            if node.pid == pid {
                return Ok(&node.value);
            }
            link = &node.next;
        }
    }
}

/// A set `OnceLock` stays set while it is borrowed, so this is never seen.
fn lost() -> Error {
    Error::new(
        ErrorKind::Internal,
        "per_process.get",
        "a value that was set is gone",
    )
}

impl<T> Default for PerProcess<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> Drop for PerProcess<T> {
    fn drop(&mut self) {
        let pid = process::id();
        let mut next = self.first.take();
        while let Some(mut node) = next {
            next = node.next.take();
            if node.pid != pid {
                mem::forget(node);
            }
        }
    }
}

impl<T: fmt::Debug> fmt::Debug for PerProcess<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("PerProcess").field(&self.get()).finish()
    }
}

type Factory<T> = Box<dyn Fn() -> Result<T> + Send + Sync>;

/// A value that can be made again after a fork: an HTTP client, an open store.
///
/// ```
/// use careweave_bindings_core::ForkAware;
/// let client = ForkAware::new(|| Ok(format!("client of process {}", std::process::id())));
/// assert!(client.get()?.ends_with(&std::process::id().to_string()));
/// # Ok::<(), careweave::types::Error>(())
/// ```
pub struct ForkAware<T> {
    factory: Factory<T>,
    held: PerProcess<T>,
}

impl<T> ForkAware<T> {
    /// A cell that makes its value with `factory` on first use in each process.
    pub fn new(factory: impl Fn() -> Result<T> + Send + Sync + 'static) -> Self {
        Self {
            factory: Box::new(factory),
            held: PerProcess::new(),
        }
    }

    /// The value of this process.
    ///
    /// # Errors
    /// Whatever the factory gives.
    pub fn get(&self) -> Result<&T> {
        self.held.get_or_try_init(|| (self.factory)())
    }
}

impl<T: fmt::Debug> fmt::Debug for ForkAware<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ForkAware").field(&self.held.get()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[derive(Debug)]
    struct CountsDrops(Arc<AtomicUsize>);

    impl Drop for CountsDrops {
        fn drop(&mut self) {
            self.0.fetch_add(1, Ordering::SeqCst);
        }
    }

    #[test]
    fn a_value_is_made_once_in_one_process() {
        let made = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&made);
        let cell = ForkAware::new(move || Ok(counter.fetch_add(1, Ordering::SeqCst)));
        assert_eq!(*cell.get().unwrap(), 0);
        assert_eq!(*cell.get().unwrap(), 0);
        assert_eq!(made.load(Ordering::SeqCst), 1);
    }

    #[test]
    fn another_process_gets_a_value_of_its_own() {
        let cell = PerProcess::new();
        assert_eq!(*cell.get_or_try_init_as(1, || Ok("parent")).unwrap(), "parent");
        assert_eq!(*cell.get_or_try_init_as(2, || Ok("child")).unwrap(), "child");
        assert_eq!(*cell.get_or_try_init_as(2, || Ok("never made")).unwrap(), "child");
        assert_eq!(cell.get_as(1), Some(&"parent"));
        assert_eq!(cell.get_as(3), None);
    }

    #[test]
    fn an_inherited_value_is_not_dropped_and_an_own_one_is() {
        let drops = Arc::new(AtomicUsize::new(0));
        let cell = PerProcess::new();
        let inherited = process::id().wrapping_add(1);
        cell.get_or_try_init_as(inherited, || Ok(CountsDrops(Arc::clone(&drops))))
            .unwrap();
        cell.get_or_try_init(|| Ok(CountsDrops(Arc::clone(&drops))))
            .unwrap();
        drop(cell);
        assert_eq!(drops.load(Ordering::SeqCst), 1);
    }

    #[test]
    fn a_failed_make_keeps_nothing() {
        let cell = PerProcess::<u8>::new();
        let failed = cell.get_or_try_init(|| Err(Error::new(ErrorKind::Config, "test", "not today")));
        assert_eq!(failed.unwrap_err().kind(), ErrorKind::Config);
        assert_eq!(*cell.get_or_try_init(|| Ok(7)).unwrap(), 7);
    }

    #[test]
    fn threads_that_come_first_together_see_one_value() {
        let cell = PerProcess::new();
        let barrier = std::sync::Barrier::new(8);
        let seen: Vec<usize> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..8)
                .map(|n| {
                    let (cell, barrier) = (&cell, &barrier);
                    scope.spawn(move || {
                        barrier.wait();
                        *cell.get_or_try_init(|| Ok(n)).unwrap()
                    })
                })
                .collect();
            threads.into_iter().map(|t| t.join().unwrap()).collect()
        });
        assert!(seen.iter().all(|value| *value == seen[0]), "{seen:?}");
    }
}
