//! Benchmarks: load, validate, edit, draw, export.

fn main() {}
