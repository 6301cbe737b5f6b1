#!/usr/bin/env bash
# Compares the program of an earlier commit with that of the working folder, pair by pair. Needs the Rust
# toolchain and git; takes about a quarter of an hour on two cores, nine minutes of it for two release builds.
# Usage: tests/bench/compare.sh [COMMIT]     COMMIT: by default the one before the last, HEAD~1
set -euo pipefail
cd "$(dirname "$0")/../.."
commit=$(git rev-parse --short "${1:-HEAD~1}")
out=target/compare
tree=$out/$commit.tree

if [ ! -x "$out/leadsheet-$commit" ]; then
    git worktree add --force --detach "$tree" "$commit"
    trap 'git worktree remove --force "$tree"' EXIT
    (cd "$tree" && CARGO_TARGET_DIR=../build cargo build --release --locked)
    cp "$out/build/release/leadsheet" "$out/leadsheet-$commit"
fi
CARGO_TARGET_DIR=$out/build cargo build --release --locked
# What only starts the two programs needs no optimization of its own.
export CARGO_PROFILE_BENCH_LTO=off CARGO_PROFILE_BENCH_CODEGEN_UNITS=16
cargo bench --locked -- --compare "$PWD/$out/leadsheet-$commit" "$PWD/$out/build/release/leadsheet"
