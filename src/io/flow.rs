//! Work over all cores, with the results in the order of the work. One thread
//! reads, so many work, and the caller's own keeps what comes out. It knows
//! nothing of documents.
//!
//! Memory is bounded in bytes: what is under way weighs no more than [`BUDGET`]
//! and a share for each thread, but for a parcel that is heavier by itself,
//! which then goes alone. Light parcels go together: to hand over each by itself
//! takes a tenth of the time that small files do. A parallel iterator over batches was refused: at the
//! end of each batch all threads wait for the slowest, and for what is written.

use std::cell::RefCell;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

/// Bytes under way, whatever the number of threads.
const BUDGET: u64 = 16 << 20;
/// Bytes under way for each thread.
const SHARE: u64 = 4 << 20;
/// Groups of parcels under way, however light they are.
const MOST: usize = 1024;
/// Bytes from which on a group goes, and parcels.
const GROUP: u64 = 64 << 10;
const IN_GROUP: usize = 64;

/// Nobody waits for more.
#[derive(Debug)]
pub struct Stopped;

/// Where the reading thread puts what it reads.
pub struct Feed<'b, P, R> {
    /// What waits for others to go with it, and what it weighs.
    group: RefCell<(Vec<P>, u64)>,
    tasks: Sender<Task<'b, P, R>>,
    results: SyncSender<Receiver<Done<'b, P, R>>>,
    budget: &'b Budget,
}

impl<P, R> Feed<'_, P, R> {
    /// Gives a parcel of so many bytes to whoever is free; waits while too much is under way.
    pub fn give(&self, parcel: P, weight: u64) -> Result<(), Stopped> {
        let mut group = self.group.borrow_mut();
        group.0.push(parcel);
        group.1 = group.1.saturating_add(weight);
        let is_full = group.1 >= GROUP || group.0.len() >= IN_GROUP;
        drop(group);
        if is_full { self.send() } else { Ok(()) }
    }

    /// Sends the parcels that wait.
    fn send(&self) -> Result<(), Stopped> {
        let (parcels, weight) = self.group.take();
        if parcels.is_empty() {
            return Ok(());
        }
        let lease = self.budget.lease(weight).ok_or(Stopped)?;
        let (reply, result) = sync_channel(1);
        self.results.send(result).map_err(|_| Stopped)?;
        self.tasks.send(Task { parcels, lease, reply }).map_err(|_| Stopped)
    }
}

struct Task<'b, P, R> {
    parcels: Vec<P>,
    lease: Lease<'b>,
    reply: SyncSender<Done<'b, P, R>>,
}

struct Done<'b, P, R> {
    results: Vec<(P, R)>,
    /// Whether all of the group has a result.
    is_whole: bool,
    lease: Lease<'b>,
}

/// Works on all parcels that `feed` gives, on so many threads, and hands them over
/// with their results in the order they were given, until `out` fails, or `work` has
/// no result for one.
pub fn in_order<P: Send, R: Send, E>(
    threads: usize,
    feed: impl FnOnce(&Feed<'_, P, R>) + Send,
    work: impl Fn(&P) -> Option<R> + Sync,
    mut out: impl FnMut(P, R) -> Result<(), E>,
) -> Result<(), E> {
    let budget = Budget::new(BUDGET + SHARE * threads as u64);
    let (tasks, todo) = channel::<Task<'_, P, R>>();
    let todo = Mutex::new(todo);
    let (results, in_turn) = sync_channel(MOST);
    thread::scope(|scope| {
        let feeder = Feed { group: RefCell::default(), tasks, results, budget: &budget };
        scope.spawn(move || {
            feed(&feeder);
            // Who stopped it knows why.
            let _ = feeder.send();
        });
        for _ in 0..threads.max(1) {
            scope.spawn(|| {
                while let Some(Task { parcels, lease, reply }) = next(&todo) {
                    if budget.is_closed() {
                        continue;
                    }
                    let count = parcels.len();
                    let done =
                        parcels.into_iter().map_while(|p| work(&p).map(|result| (p, result)));
                    let results: Vec<(P, R)> = done.collect();
                    let is_whole = results.len() == count;
                    // Whoever does not wait for it any more does not miss it.
                    let _ = reply.send(Done { results, is_whole, lease });
                }
            });
        }
        // Whichever way this ends, nobody may wait for a lease for ever.
        let _closer = Closer(&budget);
        for result in in_turn {
            // A worker that panicked sends nothing; the scope passes its panic on.
            let Ok(Done { results, is_whole, lease }) = result.recv() else { break };
            results.into_iter().try_for_each(|(parcel, result)| out(parcel, result))?;
            drop(lease);
            if !is_whole {
                break;
            }
        }
        Ok(())
    })
}

fn next<T>(todo: &Mutex<Receiver<T>>) -> Option<T> {
    todo.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
}

/// Bytes that may still be taken under way; `None` where the work is over.
struct Budget {
    all: u64,
    left: Mutex<Option<u64>>,
    freed: Condvar,
}

impl Budget {
    fn new(all: u64) -> Budget {
        Budget { all, left: Mutex::new(Some(all)), freed: Condvar::new() }
    }

    fn left(&self) -> MutexGuard<'_, Option<u64>> {
        self.left.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_closed(&self) -> bool {
        self.left().is_none()
    }

    /// Waits until there are so many; what is heavier than all takes all.
    fn lease(&self, weight: u64) -> Option<Lease<'_>> {
        let weight = weight.min(self.all);
        let short = |left: &mut Option<u64>| left.is_some_and(|left| left < weight);
        let left = self.freed.wait_while(self.left(), short);
        let mut left = left.unwrap_or_else(PoisonError::into_inner);
        *left = Some((*left)?.saturating_sub(weight));
        Some(Lease { budget: self, weight })
    }
}

/// A part of the budget, until it is dropped.
struct Lease<'b> {
    budget: &'b Budget,
    weight: u64,
}

impl Drop for Lease<'_> {
    fn drop(&mut self) {
        let left = self.budget.left().as_mut().map(|left| {
            *left += self.weight;
            *left
        });
        // Who waits is not woken for each parcel, but once half of all is free.
        if left.is_none_or(|left| left >= self.budget.all / 2) {
            self.budget.freed.notify_one();
        }
    }
}

/// Ends all waiting when it is dropped.
struct Closer<'b>(&'b Budget);

impl Drop for Closer<'_> {
    fn drop(&mut self) {
        *self.0.left() = None;
        self.0.freed.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

    #[test]
    fn results_come_in_order_whatever_takes_how_long() {
        let mut seen = Vec::new();
        let feed = |feed: &Feed<'_, u64, u64>| (0..500).for_each(|n| feed.give(n, n).unwrap());
        let work = |n: &u64| {
            thread::sleep(std::time::Duration::from_micros(n * 7919 % 300));
            Some(n * 2)
        };
        let out = |parcel, result| {
            assert_eq!(parcel * 2, result);
            seen.push(parcel);
            Ok::<(), ()>(())
        };
        in_order(3, feed, work, out).unwrap();
        assert_eq!(seen, (0..500).collect::<Vec<_>>());
    }

    #[test]
    fn what_is_under_way_is_bounded_and_a_giant_goes_alone() {
        let (under_way, most) = (AtomicI64::new(0), AtomicI64::new(0));
        let weight = |n: u64| if n == 50 { u64::MAX } else { 8 << 20 };
        let feed = |feed: &Feed<'_, u64, ()>| {
            for n in 0..100 {
                feed.give(n, weight(n)).unwrap();
                most.fetch_max(1 + under_way.fetch_add(1, Ordering::SeqCst), Ordering::SeqCst);
            }
        };
        let alone = AtomicI64::new(0);
        let work = |n: &u64| {
            if *n == 50 {
                alone.store(under_way.load(Ordering::SeqCst), Ordering::SeqCst);
            }
            Some(())
        };
        let out = |_, ()| {
            under_way.fetch_sub(1, Ordering::SeqCst);
            Ok::<(), ()>(())
        };
        in_order(2, feed, work, out).unwrap();
        assert!(most.into_inner() <= 3, "three parcels of 8 MB");
        assert!(alone.into_inner() <= 1);
    }

    #[test]
    fn a_failure_ends_the_work() {
        let fed = AtomicU64::new(0);
        let feed = |feed: &Feed<'_, u64, ()>| {
            while feed.give(0, 1 << 20).is_ok() {
                fed.fetch_add(1, Ordering::Relaxed);
            }
        };
        let mut kept = 0;
        let out = |_, ()| {
            kept += 1;
            if kept == 3 { Err("full") } else { Ok(()) }
        };
        assert_eq!(in_order(2, feed, |_| Some(()), out), Err("full"));
        assert!(fed.into_inner() < 100);
    }

    #[test]
    fn nothing_is_handed_over_behind_what_was_left_undone() {
        // Each by itself, and in groups.
        for weight in [1 << 20, 1] {
            let mut seen = Vec::new();
            let feed = |feed: &Feed<'_, u64, ()>| {
                let _ = (0..1000).try_for_each(|n| feed.give(n, weight));
            };
            let out = |n, ()| {
                seen.push(n);
                Ok::<(), ()>(())
            };
            in_order(3, feed, |n| (*n != 40).then_some(()), out).unwrap();
            assert_eq!(seen, (0..40).collect::<Vec<_>>());
        }
    }
}
