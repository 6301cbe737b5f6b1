//! Spreads work over the processors.
//!
//! No result depends on it: where no thread can be started, the calling one does all the work.

use crate::leads::Row;
use std::num::NonZero;
use std::ops::Range;
use std::panic::resume_unwind;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{self, Builder, ScopedJoinHandle};

/// The number of rows that a thread takes at a time: so few that all threads end at nearly the same time.
const ROWS_PER_CHUNK: usize = 128;

/// The number of rows for which it pays to start a thread.
const MIN_ROWS_PER_THREAD: usize = 512;

/// The factor by which a row of [`in_small_pieces`] takes longer.
const SLOW_ROW_FACTOR: usize = 8;

/// The factor by which a row of [`rows_where`] takes less time.
const QUICK_ROW_FACTOR: usize = 16;

/// Calls a function with all rows, in pieces, and returns its results in the order of the rows.
pub(crate) fn in_pieces<T: Send>(rows: usize, work: impl Fn(Range<usize>) -> T + Sync) -> Vec<T> {
    jobs(rows, rows.div_ceil(ROWS_PER_CHUNK), |piece| work(piece_of(rows, piece, ROWS_PER_CHUNK)))
}

/// The rows, in order, about which a question is answered with yes: one that is answered at a glance, so that a thread
/// pays for many rows only.
pub(crate) fn rows_where(rows: usize, is_wanted: impl Fn(Row) -> bool + Sync) -> Vec<Row> {
    let of_piece = |piece: Range<usize>| -> Vec<Row> {
        piece.map(Row::at).filter(|row| is_wanted(*row)).collect()
    };
    let chunk = ROWS_PER_CHUNK * QUICK_ROW_FACTOR;
    let pieces = jobs(rows / QUICK_ROW_FACTOR, rows.div_ceil(chunk), |piece| {
        of_piece(piece_of(rows, piece, chunk))
    });
    pieces.into_iter().flatten().collect()
}

/// Does the same as [`in_pieces`] where each row takes so long that it pays to start a thread for fewer of them.
pub(crate) fn in_small_pieces<T: Send>(
    rows: usize,
    work: impl Fn(Range<usize>) -> T + Sync,
) -> Vec<T> {
    let chunk = ROWS_PER_CHUNK / SLOW_ROW_FACTOR;
    jobs(rows * SLOW_ROW_FACTOR, rows.div_ceil(chunk), |piece| work(piece_of(rows, piece, chunk)))
}

/// Does jobs, and calls a function with rows in pieces; returns the results of both, in order.
///
/// `size` is the number of rows that the jobs look at.
pub(crate) fn in_pieces_with<A: Send, B: Send, J: Sync>(
    size: usize,
    first: &[J],
    job: impl Fn(&J) -> A + Sync,
    rows: usize,
    work: impl Fn(Range<usize>) -> B + Sync,
) -> (Vec<A>, Vec<B>) {
    enum Made<A, B> {
        Job(A),
        Piece(B),
    }
    let made =
        jobs(size.max(rows), first.len() + rows.div_ceil(ROWS_PER_CHUNK), |n| match first.get(n) {
            Some(one) => Made::Job(job(one)),
            None => Made::Piece(work(piece_of(rows, n - first.len(), ROWS_PER_CHUNK))),
        });
    let (mut of_jobs, mut of_pieces) = (Vec::new(), Vec::new());
    for made in made {
        match made {
            Made::Job(made) => of_jobs.push(made),
            Made::Piece(made) => of_pieces.push(made),
        }
    }
    (of_jobs, of_pieces)
}

fn piece_of(rows: usize, piece: usize, chunk: usize) -> Range<usize> {
    piece * chunk..rows.min((piece + 1) * chunk)
}

/// Does numbered jobs that look at `size` rows together, and returns their results in order.
fn jobs<T: Send>(size: usize, count: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let take = || {
        let mut done = Vec::new();
        loop {
            let job = next.fetch_add(1, Ordering::Relaxed);
            if job >= count {
                return done;
            }
            done.push((job, work(job)));
        }
    };
    let mut done = thread::scope(|scope| {
        let helpers = (1..workers(size.div_ceil(MIN_ROWS_PER_THREAD)))
            .map_while(|_| Builder::new().spawn_scoped(scope, take).ok())
            .collect::<Vec<_>>();
        let own = take();
        helpers.into_iter().map(joined).fold(own, |mut done, more| {
            done.extend(more);
            done
        })
    });
    done.sort_unstable_by_key(|(job, _)| *job);
    done.into_iter().map(|(_, made)| made).collect()
}

/// Does two things at the same time.
pub fn join<A: Send, B>(one: impl Fn() -> A + Sync, other: impl FnOnce() -> B) -> (A, B) {
    thread::scope(|scope| {
        let in_thread = || {
            // Asked for here, so that the work that needs it next doesn't wait for the answer.
            LazyLock::force(&PROCESSORS);
            one()
        };
        let helper = Builder::new().spawn_scoped(scope, in_thread).ok();
        let other = other();
        (helper.map_or_else(&one, joined), other)
    })
}

/// The number of processors, asked for once: the system takes as long to answer as checking many rows takes.
/// It is a fact of the machine and decides only how work is divided, so two sheets in one process can share it.
static PROCESSORS: LazyLock<usize> =
    LazyLock::new(|| thread::available_parallelism().map_or(1, NonZero::get));

/// The number of threads for a number of pieces of work.
fn workers(pieces: usize) -> usize {
    if pieces < 2 { 1 } else { PROCESSORS.min(pieces) }
}

/// Waits for a thread; its panic continues in this one.
fn joined<T>(thread: ScopedJoinHandle<'_, T>) -> T {
    thread.join().unwrap_or_else(|panic| resume_unwind(panic))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_returned_in_the_order_of_the_rows_and_complete() {
        for rows in [0, 1, ROWS_PER_CHUNK, ROWS_PER_CHUNK + 1, 7 * MIN_ROWS_PER_THREAD - 1] {
            for made in [in_pieces(rows, |piece| piece), in_small_pieces(rows, |piece| piece)] {
                let all: Vec<usize> = made.into_iter().flatten().collect();
                assert_eq!(all, (0..rows).collect::<Vec<_>>());
            }
        }
    }

    #[test]
    fn wanted_rows_are_in_order_and_complete() {
        for rows in [7, 7 * MIN_ROWS_PER_THREAD, 7 * MIN_ROWS_PER_THREAD * QUICK_ROW_FACTOR + 1] {
            let found = rows_where(rows, |row| row.number() % 3 == 0);
            assert!(found.iter().map(|row| row.number()).eq((1..=rows).filter(|n| n % 3 == 0)));
        }
    }

    #[test]
    fn jobs_and_pieces_are_returned_separately_and_in_order() {
        let (jobs, rows) =
            in_pieces_with(7 * MIN_ROWS_PER_THREAD, &["a", "b"], |&job| job, 300, |piece| piece);
        assert_eq!((jobs, rows), (vec!["a", "b"], vec![0..128, 128..256, 256..300]));
    }

    #[test]
    fn two_things_are_both_done() {
        assert_eq!(join(|| 1, || "two"), (1, "two"));
    }
}
