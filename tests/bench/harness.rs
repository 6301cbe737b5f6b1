//! Times work beside a calibration in the same process, so that figures of two machines can be compared.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// How long one benchmark is repeated.
const BUDGET: Duration = Duration::from_millis(400);

/// How often it is repeated at least and at most.
const SAMPLES: std::ops::RangeInclusive<usize> = 5..=200;

/// What one sample takes at least: shorter work is repeated within it, as a clock can't time it.
const SHORTEST: Duration = Duration::from_micros(50);

/// Runs benchmarks whose names contain a text, and prints a line for each.
pub struct Harness<C> {
    filter: Option<String>,
    /// The work that all other work is compared with.
    calibration: C,
}

impl<C: FnMut()> Harness<C> {
    /// Takes the filter from the arguments of the process, and prints the heading.
    pub fn new(filter: Option<String>, calibration: C) -> Self {
        println!("{:<44} {:>11} {:>11} {:>8}", "", "fastest", "median", "ratio");
        Self { filter, calibration }
    }

    /// Times work on something that is prepared anew for each sample; neither preparing nor dropping is timed.
    pub fn with<I, O>(
        &mut self,
        name: &str,
        mut prepare: impl FnMut() -> I,
        mut work: impl FnMut(I) -> O,
    ) {
        if !self.is_wanted(name) {
            return;
        }
        self.samples(name, 1, || {
            let input = black_box(prepare());
            let begin = Instant::now();
            let output = work(input);
            let took = begin.elapsed();
            drop(black_box(output));
            took
        });
    }

    /// Times work that can be repeated on what it finds, as often within a sample as a clock needs.
    pub fn repeated<O>(&mut self, name: &str, mut work: impl FnMut() -> O) {
        if !self.is_wanted(name) {
            return;
        }
        let begin = Instant::now();
        drop(black_box(work()));
        let once = begin.elapsed().max(Duration::from_nanos(1));
        let times = (SHORTEST.as_nanos() / once.as_nanos() + 1).min(10_000) as u32;
        self.samples(name, times, || {
            let begin = Instant::now();
            for _ in 0..times {
                drop(black_box(work()));
            }
            begin.elapsed()
        });
    }

    /// Whether a benchmark with this name is asked for.
    pub fn is_wanted(&self, name: &str) -> bool {
        self.filter.as_ref().is_none_or(|filter| name.contains(filter))
    }

    /// Takes samples, each beside one of the calibration, and prints their line.
    fn samples(&mut self, name: &str, times: u32, mut sample: impl FnMut() -> Duration) {
        sample();
        let (mut own, mut beside) = (Vec::new(), Vec::new());
        let begin = Instant::now();
        while own.len() < *SAMPLES.start()
            || (own.len() < *SAMPLES.end() && begin.elapsed() < BUDGET)
        {
            let from = Instant::now();
            (self.calibration)();
            beside.push(from.elapsed());
            own.push(sample() / times);
        }
        let (own, beside) = (sorted(own), sorted(beside));
        let ratio = middle(&own).as_secs_f64() / middle(&beside).as_secs_f64();
        println!("{name:<44} {:>11} {:>11} {ratio:>8.3}", readable(own[0]), readable(middle(&own)));
    }
}

fn sorted(mut samples: Vec<Duration>) -> Vec<Duration> {
    samples.sort_unstable();
    samples
}

/// The median of samples in order.
pub fn middle<T: Copy>(sorted: &[T]) -> T {
    sorted[sorted.len() / 2]
}

/// A time with three digits and its unit.
pub fn readable(time: Duration) -> String {
    match time.as_nanos() {
        nanos @ 0..1_000 => format!("{nanos} ns"),
        1_000..1_000_000 => format!("{:.1} µs", time.as_secs_f64() * 1e6),
        _ => format!("{:.2} ms", time.as_secs_f64() * 1e3),
    }
}
