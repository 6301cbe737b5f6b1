//! The `leadsheet` program: arguments, run, exit code.

fn main() {}
