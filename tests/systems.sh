#!/usr/bin/env bash
# Checks the program for Windows and macOS, on Debian 12, from Debian's packages alone. Run by hand:
#
#   tests/systems.sh          all of it
#   tests/systems.sh check    clippy for Windows, type-check for macOS: a quarter of an hour at first
#   tests/systems.sh test     what runs under wine: the unit tests, the integration tests, the comparison with Linux
#
# Minutes on two cores: 6 for the checks at first, 25 to build everything at first and 15 after a change, 8 of them for the
# release build; then 1 for the unit tests, 10 for the integration tests, and 1 for the comparison. With other work beside
# them, the integration tests take up to 30.
#
# Disk: 7 GB in target/systems, and 400 MB of packages from bookworm and its security suite:
#
#   apt-get install --no-install-recommends cargo-web rustc-web rust-web-src rust-web-clippy gcc-mingw-w64-x86-64-win32 \
#       wine64
#
# There is no standard library for other systems in them: it is built from its source, which needs the crates that
# it depends on (fetched once, as Cargo does), and an option of the compiler that isn't stable.
#
# Windows is wine here: neither its console nor a Mac is part of this. Keys are events of wine's console; what the program
# draws is read by the tests as from a terminal (tests/systems/console.c). Of what a console tells, wine knows Ctrl+C.
set -euo pipefail
cd "$(dirname "$0")/.."
export CARGO_TERM_COLOR=never RUSTC_BOOTSTRAP=1 INSTA_UPDATE=no
# Without it, wine knows no names of files beyond ASCII.
export LC_ALL=C.UTF-8
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$PWD/target/systems}
# Debian's, also where another toolchain is first.
export PATH=/usr/bin:/bin RUSTC=/usr/bin/rustc CARGO=/usr/bin/cargo

windows=x86_64-pc-windows-gnu
mac=aarch64-apple-darwin
std=(-Zbuild-std=std,panic_unwind,test --target "$windows")
parts=${1:-all}

step() { printf '\n== %s\n' "$*"; "$@"; }
fail() { printf 'tests/systems.sh: %s\n' "$*" >&2; exit 1; }

wine=/usr/lib/wine/wine64
for tool in cargo rustc cargo-clippy x86_64-w64-mingw32-gcc "$wine"; do
    command -v "$tool" >/dev/null || fail "$tool is missing: see the packages at the top of this file"
done
version=$(rustc --version | cut -d ' ' -f 2)
library=/usr/src/rustc-$version/library/Cargo.toml
[ -f "$library" ] || fail "$library is missing: rustc and its source must have one version"
cargo fetch --quiet --locked --manifest-path "$library"

if [ "$parts" != test ]; then
    # Not "cargo clippy", which prefers the one of another toolchain.
    step cargo-clippy clippy --locked "${std[@]}" --lib --bins -- -D warnings
    step cargo-clippy clippy --locked "${std[@]}" --no-default-features --lib -- -D warnings
    step cargo check --locked -Zbuild-std=std,panic_unwind --target "$mac" --lib --bins
fi
[ "$parts" != check ] || exit 0

step cargo build --locked --release "${std[@]}" --bin leadsheet
stat -c '%n has %s bytes' "$CARGO_TARGET_DIR/$windows/release/leadsheet.exe"
step cargo build --locked --bin leadsheet
step cargo build --locked "${std[@]}" --bin leadsheet
printf '\n== the tests for Windows\n'
# "Executable unittests src/lib.rs (target/…/leadsheet-….exe)": in the order of the options.
mapfile -t tests < <(cargo test --locked "${std[@]}" --lib --test it --no-run 2>&1 | tee >(cat >&2) |
    sed -n 's/.*Executable .*(\(.*\.exe\))$/\1/p')
[ "${#tests[@]}" = 2 ] || fail "the tests for Windows don't compile"

# A Windows of its own, whose server stays while the tests run: each start of a program takes seconds without it.
dir=$CARGO_TARGET_DIR/wine
export WINEPREFIX=$dir/prefix WINEDEBUG=-all WINEDLLOVERRIDES='mscoree,mshtml=' WINESERVER=/usr/lib/wine/wineserver64
mkdir -p "$WINEPREFIX"
# Before anything else of wine: that would start a server that ends with it, and two there can't be. One may be left of an
# earlier run.
"$WINESERVER" -k 2>/dev/null || true
"$WINESERVER" -w
"$WINESERVER" -p
trap '"$WINESERVER" -k' EXIT
compiler=(x86_64-w64-mingw32-gcc -O1 -Wall -s)
"${compiler[@]}" -shared -o "$dir/bcryptprimitives.dll" tests/systems/bcryptprimitives.c -ladvapi32
"${compiler[@]}" -municode -o "$dir/console.exe" tests/systems/console.c
"$wine" wineboot -i 2>/dev/null
cp "$dir/bcryptprimitives.dll" "$WINEPREFIX/drive_c/windows/system32/"
export LEADSHEET_CONSOLE="Z:${dir//\//\\}\\console.exe"

failed=0
# NAME LOG TESTS...: runs tests; prints the failures, their number, and those that are ignored.
run() {
    local code=0
    "$wine" "${@:3}" >"$dir/$2.log" 2>&1 || code=1
    printf '\n== %s under wine\n' "$1"
    grep -a -A1000 '^failures:$\|^test result' "$dir/$2.log" | tail -n 60
    grep -a '\.\.\. ignored' "$dir/$2.log" || true
    return "$code"
}
run 'the unit tests' unit "${tests[0]}" || failed=1
# Of two programs that one process starts at the same time, wine now and then fails to start one (error 1359). So there are
# two processes with one test at a time: one for every other module, one for the rest. More consoles wait for each other.
mapfile -t some < <("$wine" "${tests[1]}" --list 2>/dev/null | sed -n 's/::.*: test\r*$/::/p' | sort -u | awk 'NR % 2')
run 'one half of the integration tests' it-1 "${tests[1]}" --test-threads 1 "${some[@]}" >"$dir/it-1.txt" &
half=$!
run 'the other half' it-2 "${tests[1]}" --test-threads 1 "${some[@]/#/--skip=}" || failed=1
wait "$half" || failed=1
cat "$dir/it-1.txt"
printf '\n== left out on Windows, for the reasons at the top of tests/it/main.rs\n'
named() { awk '/#\[test\]/ { t = 1 } t && match($0, /fn [a-z0-9_]+/) { print substr($0, RSTART + 3, RLENGTH - 3); t = 0 }' "$@"; }
comm -23 <(find tests/it -name '*.rs' -print0 | xargs -0 cat | named | sort -u) \
    <("$wine" "${tests[1]}" --list 2>/dev/null | tr -d '\r' | sed -n 's/^.*:://; s/: test$//p' | sort -u)
printf '\n\n== commands without a screen, in the builds of both systems\n'
home=$(echo "$WINEPREFIX"/drive_c/users/"$(id -un)"/AppData/Local)/leadsheet
tests/systems/headless.sh "$CARGO_TARGET_DIR/debug/leadsheet" "$home" "$wine" \
    "$CARGO_TARGET_DIR/$windows/debug/leadsheet.exe" || failed=1
exit "$failed"
