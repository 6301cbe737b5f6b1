//! The fuzz targets on stable: mutated seeds from a fixed start, so that a failure is repeatable.
//!
//! `LEADSHEET_FUZZ_SECONDS=60 cargo test fuzz` runs longer, with other inputs each time. An input that fails
//! is written to the folder of the target's seeds; once the bug is fixed, it stays there as a seed.

#[path = "../fuzz/targets.rs"]
mod targets;

use crate::support::rng::Rng;
use std::fs;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use targets::{TARGETS, Target};

/// How many mutated inputs each target gets in the short run.
const RUNS: usize = 300;

/// The longest input.
const LONGEST: usize = 20_000;

/// What sets things off in the formats that are read.
const WORDS: [&[u8]; 41] = [
    b"\"",
    b"\"\"",
    b",",
    b";",
    b"\t",
    b"\r\n",
    b"\r",
    b"\n",
    b"\0",
    b"sep=;\n",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\xed\xa0\x80",
    b"\xe2\x80\xae",
    b"\xe2\x80\x8b",
    b"\xcc\x81\xcc\x81",
    b"\x1b[31m",
    b"\xc2\x9b",
    b"\xc2\xa0",
    b"\xf0\x9f\x98\x80",
    b"Referral ID",
    b"Team member 51",
    b"*",
    b"-",
    b"%",
    b"0",
    b"99999999999999999999",
    b"31.12.2027",
    b"+1y",
    b"1'000,5",
    b"[[",
    b"= {",
    b"ctrl-",
    b"'''",
    b"\n{\"at\":\"\",\"do\":\"undo\"}\n",
    b"\n{\"at\":\"\",\"do\":\"redo\"}\n",
    b"\n{\"at\":\"\",\"do\":\"run\"}\n",
    b"\n{\"at\":\"\",\"do\":\"unlock_offers\"}\n",
    b"{\"row\":1,\"id\":\"a\",\"cells\":[[\"Notes\",\"\",\"y\"]]}",
    b"4294967295",
    b"\\ud800",
];

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/seeds").join(name)
}

/// The inputs of a folder, in the order of their names.
fn inputs(folder: &Path) -> Vec<Vec<u8>> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .expect("a folder of seeds")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.sort();
    let inputs = paths.iter().map(|path| fs::read(path).expect("a seed"));
    inputs.filter(|input| input.len() <= LONGEST).collect()
}

fn seeds(name: &str) -> Vec<Vec<u8>> {
    let mut seeds = inputs(&folder(name));
    if name == "loader" {
        seeds.extend(inputs(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/leads")));
    }
    assert!(!seeds.is_empty(), "{name} has seeds");
    seeds
}

/// Changes an input in a few places, perhaps with a piece of another one.
fn mutate(rng: &mut Rng, input: &mut Vec<u8>, other: &[u8]) {
    for _ in 0..=rng.below(6) {
        let at = rng.below(input.len() + 1);
        let end = (at + rng.below(40)).min(input.len());
        match rng.below(8) {
            0 if at < input.len() => input[at] ^= 1 << rng.below(8),
            1 if at < input.len() => input[at] = rng.below(256) as u8,
            2 => drop(input.drain(at..end)),
            3 => {
                let piece = input[at..end].to_vec();
                input.splice(at..at, piece.repeat(1 + rng.below(5)));
            }
            4 => {
                let from = rng.below(other.len());
                let to = (from + rng.below(400)).min(other.len());
                input.splice(at..end, other[from..to].iter().copied());
            }
            5 if rng.below(9) == 0 => input.truncate(at),
            _ => {
                let word = WORDS[rng.below(WORDS.len())];
                input.splice(at..at, word.repeat(1 + rng.below(3)));
            }
        }
    }
    input.truncate(LONGEST);
}

fn try_input((name, target): Target, input: &[u8]) {
    if catch_unwind(|| target(input)).is_err() {
        let hash = input.iter().fold(5_381_u32, |hash, b| hash.wrapping_mul(33) ^ u32::from(*b));
        let path = folder(name).join(format!("found-{hash:08x}"));
        fs::write(&path, input).expect("written");
        panic!("{name} fails on {}: {:?}", path.display(), String::from_utf8_lossy(input));
    }
}

/// Runs a target over its seeds and mutations of them while `goes_on` is true.
fn fuzz(target: Target, start: u64, mut goes_on: impl FnMut() -> bool) {
    let seeds = seeds(target.0);
    for seed in &seeds {
        try_input(target, seed);
    }
    let mut rng = Rng::new(start);
    while goes_on() {
        let mut input = seeds[rng.below(seeds.len())].clone();
        let other = &seeds[rng.below(seeds.len())];
        mutate(&mut rng, &mut input, other);
        try_input(target, &input);
    }
}

#[test]
fn no_mutated_seed_breaks_a_target() {
    let seconds = std::env::var("LEADSHEET_FUZZ_SECONDS").ok().and_then(|s| s.parse::<u64>().ok());
    for target in TARGETS {
        match seconds {
            None => {
                let mut runs = 0;
                fuzz(target, 0x1ead_5eed, || {
                    runs += 1;
                    runs <= RUNS
                });
            }
            Some(seconds) => {
                let end = Instant::now() + Duration::from_secs(seconds) / TARGETS.len() as u32;
                let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970");
                fuzz(target, now.as_nanos() as u64 | 1, || Instant::now() < end);
            }
        }
    }
}

#[test]
fn every_target_has_seeds_and_a_binary_for_cargo_fuzz() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz");
    let manifest = fs::read_to_string(root.join("Cargo.toml")).expect("there");
    for (name, _) in TARGETS {
        assert!(!seeds(name).is_empty());
        assert!(manifest.contains(&format!("name = \"{name}\"\n")), "{name}");
        let binary = root.join("fuzz_targets").join(format!("{name}.rs"));
        let text = fs::read_to_string(binary).expect("a binary");
        assert!(text.contains(&format!("leadsheet_fuzz::{name}(bytes)")), "{name}");
    }
}
