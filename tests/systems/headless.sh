#!/usr/bin/env bash
# Runs commands without a screen in two builds, each in a fresh folder with a fresh home, and compares what they print,
# their exit codes and every file that they leave, byte for byte.
#
#   tests/systems/headless.sh PROGRAM HOME WINDOWS-PROGRAM...
#
# HOME is the folder of the journals of the second program, which is removed before each run. Two runs are equal but for
# paths if they are equal with / for \, without drives, and without the hash of the path in the name of a journal; the
# system's own words for a missing file are its own. Times of the day are left out in both.
set -euo pipefail
cd "$(dirname "$0")/../.."
one=$(realpath "$1") home=$2
shift 2
other=("$@")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fixtures=$PWD/tests/fixtures/leads
sample=$PWD/assets/sample-leads.csv

# A folder to work in: the sample, as it was edited elsewhere, as Excel saves it, and the fixtures.
mkdir "$work/files"
cp "$fixtures"/*.csv "$work/files"
cp "$sample" "$work/files/leads.csv"
sed 's/Warehouse tablets, phase 2/Edited elsewhere/; s/,Active,Accepted,,/,Active,Won,,/' "$sample" >"$work/files/edited.csv"
sed 's/UK spring/UK autumn/' "$sample" >"$work/files/fresh.csv"
tr , ';' <"$sample" >"$work/files/semicolons.csv"
iconv -f UTF-8 -t UTF-16 "$sample" >"$work/files/utf-16.csv"
iconv -f UTF-8 -t WINDOWS-1252//TRANSLIT "$sample" >"$work/files/cp1252.csv"
iconv -f UTF-8 -t MACINTOSH//TRANSLIT "$sample" | tr -d '\r' | tr '\n' '\r' >"$work/files/mac.csv"
sed 's/\r*$/\r/' "$sample" >"$work/files/crlf.csv"
: >"$work/files/empty.csv"
printf 'PK\003\004 a workbook' >"$work/files/book.csv"
printf 'Account,Value\nContoso,1000\nFabrikam,2000\n' >"$work/files/crm.csv"
mkdir "$work/files/folder with a space"
cp "$sample" "$work/files/folder with a space/grün.csv"

# One line a case; && between its steps.
cases() {
    for file in leads.csv edited.csv semicolons.csv utf-16.csv cp1252.csv mac.csv crlf.csv empty.csv book.csv none.csv . \
        "$(cd "$work/files" && ls -- *.csv | grep -v '^\(leads\|edited\|fresh\|semicolons\|utf-16\|cp1252\|mac\|crlf\|empty\|book\|crm\).csv$')"; do
        for name in $file; do
            echo "check $name"
            echo "check $name --format json"
        done
    done
    cat <<'END'
check "folder with a space/grün.csv"
check mac.csv --encoding macintosh
check cp1252.csv --encoding windows-1252
check leads.csv --encoding latin
check leads.csv --original edited.csv --strict
diff leads.csv edited.csv
diff leads.csv edited.csv --format json
diff leads.csv edited.csv --format csv
diff leads.csv fresh.csv
diff leads.csv crlf.csv
diff leads.csv utf-16.csv
diff leads.csv none.csv
export edited.csv --original leads.csv
export edited.csv --original leads.csv --dry-run
export edited.csv --original leads.csv --format json
export edited.csv --original leads.csv --close 100
export edited.csv --original leads.csv --close 100 --separate-closed
export edited.csv --original leads.csv --out uploads
export crlf.csv --original leads.csv
export utf-16.csv --original leads.csv
export none.csv --original leads.csv
export --kept leads.csv
status
status --format json
status leads.csv
status --due leads.csv
set leads.csv "Marketplace Purchase Intent=Yes"
set leads.csv "Marketplace Purchase Intent=Yes" --dry-run --format json
set leads.csv "Marketplace Purchase Intent=Yes" && export --kept leads.csv
set leads.csv "Marketplace Purchase Intent=Yes" && export --kept leads.csv && export --kept leads.csv
set leads.csv "Marketplace Purchase Intent=Yes" && export --kept leads.csv --pilot
set leads.csv "Notes append Called" && set leads.csv "Notes append again" && status leads.csv
set leads.csv "Notes append Called" && status && status --forget leads.csv && status
set leads.csv "Notes append Called" && rebase leads.csv fresh.csv && status
set leads.csv "Notes append Called" && rebase leads.csv fresh.csv --dry-run --format json
set leads.csv --where "Status=Active" "Close date+=1q" && export --kept leads.csv
set leads.csv Nonsense=1
set none.csv "Notes append Called"
rebase leads.csv fresh.csv
rebase leads.csv none.csv
fill leads.csv --from crm.csv --dry-run
fill leads.csv --from crm.csv --key "Account=Customer Name" --dry-run
fill leads.csv --from none.csv
merge leads.csv --results edited.csv
merge leads.csv --results none.csv
set leads.csv "Marketplace Purchase Intent=Yes" && export --kept leads.csv && merge leads.csv --results leads.upload-001.csv
plan none.toml leads.csv
help
help keys
help export
--help
--version
export --help
rules
rules --format json
columns
columns --format json
keys
keys --preset spreadsheet
schema
schema check
schema export
config
config --print
completions bash
completions powershell
man
walk leads.csv
chek leads.csv
export
END
}

# Runs the steps of a case in the folder and moves it to a name; what they print is in NAME.log.
run() {
    local name=$1 rest=$2
    shift 2
    local step words code
    cd "$work/leads"
    while [ -n "$rest" ]; do
        step=${rest%%' && '*}
        if [ "$step" = "$rest" ]; then rest=; else rest=${rest#*' && '}; fi
        eval "words=($step)"
        code=0
        "$@" "${words[@]}" >"$work/out" 2>"$work/errors" </dev/null || code=$?
        {
            printf '$ leadsheet %s\n' "$step"
            cat "$work/out"
            printf -- '-- errors\n'
            cat "$work/errors"
            printf -- '-- ends with %s\n' "$code"
        } >>"$work/$name.log"
    done
    cd - >/dev/null
    mv "$work/leads" "$work/$name"
}

times() { sed -E 's/[0-9]{2}:[0-9]{2}(:[0-9]{2})?(\.[0-9]+)?Z?/TIME/g' "$1"; }
paths() {
    times "$1" | sed -E 's/\\\\/\\/g; s/\\/\//g; s/Z:\//\//g; s/C:\/users\/[^/]*\/AppData\/(Local|Roaming)/HOME/g' |
        sed -E "s#$work/(home|config)#HOME#g; s#(leads|fresh)-[0-9a-f]{16}-#\\1-#g; s#: (No such file or directory|File not found)\$#: NOT FOUND#"
}

total=0 equal=0 but_for_paths=0 different=0
while IFS= read -r steps; do
    total=$((total + 1))
    rm -rf "$work"/one* "$work"/other* "$work/home" "$home"
    # The name of the folder is the same.
    cp -r "$work/files" "$work/leads"
    run one "$steps" env HOME="$work/home" XDG_STATE_HOME="$work/home" XDG_CONFIG_HOME="$work/config" "$one"
    cp -r "$work/files" "$work/leads"
    run other "$steps" "${other[@]}"
    if ! diff -r "$work/one" "$work/other" >"$work/difference"; then
        :
    elif cmp -s <(times "$work/one.log") <(times "$work/other.log"); then
        equal=$((equal + 1))
        continue
    elif diff <(paths "$work/one.log") <(paths "$work/other.log") >"$work/difference"; then
        but_for_paths=$((but_for_paths + 1))
        continue
    fi
    different=$((different + 1))
    printf '%s: different\n' "$steps"
    head -n 20 "$work/difference"
done < <(cases)
printf '%s runs: %s equal byte for byte, %s equal but for paths, %s different\n' "$total" "$equal" "$but_for_paths" "$different"
[ "$different" = 0 ]
