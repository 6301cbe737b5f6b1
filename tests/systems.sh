#!/usr/bin/env bash
# Checks that the program compiles for Windows and macOS, on Debian 12, from Debian's packages alone. Run by hand:
#
#   tests/systems.sh      clippy for Windows, type-check for macOS: some minutes at first, seconds after that
#
# Disk: 1.5 GB in target/systems, and 400 MB of packages from bookworm and its security suite:
#
#   apt-get install --no-install-recommends cargo-web rustc-web rust-web-src rust-web-clippy gcc-mingw-w64-x86-64-win32
#
# There is no standard library for other systems in them: it is built from its source, which needs the crates that
# it depends on (fetched once, as Cargo does), and an option of the compiler that isn't stable.
#
# Nothing is run: neither the tests nor a console of Windows or a Mac are part of this.
set -euo pipefail
cd "$(dirname "$0")/.."
export CARGO_TERM_COLOR=never RUSTC_BOOTSTRAP=1
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$PWD/target/systems}
# Debian's, also where another toolchain is first.
export PATH=/usr/bin:/bin RUSTC=/usr/bin/rustc CARGO=/usr/bin/cargo

windows=x86_64-pc-windows-gnu
mac=aarch64-apple-darwin
std=(-Zbuild-std=std,panic_unwind)

step() { printf '\n== %s\n' "$*"; "$@"; }
fail() { printf 'tests/systems.sh: %s\n' "$*" >&2; exit 1; }

for tool in cargo rustc cargo-clippy x86_64-w64-mingw32-gcc; do
    command -v "$tool" >/dev/null || fail "$tool is missing: see the packages at the top of this file"
done
version=$(rustc --version | cut -d ' ' -f 2)
library=/usr/src/rustc-$version/library/Cargo.toml
[ -f "$library" ] || fail "$library is missing: rustc and its source must have one version"
cargo fetch --quiet --locked --manifest-path "$library"

# Not "cargo clippy", which prefers the one of another toolchain.
step cargo-clippy clippy --locked "${std[@]}" --target "$windows" --lib --bins -- -D warnings
step cargo check --locked "${std[@]}" --target "$mac" --lib --bins
