#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Checks an unpacked archive of an audit log with programs that others wrote: OpenSSL 3 and the usual tools of a Unix.
# What it looks at: every file's sum, the checkpoint's signature, and that each entry with a proof stands in the log.
# What it does not: the entries without a proof. For these see VERIFY.md.
set -eu
export LC_ALL=C

usage() {
    cat <<'END'
usage: sh verify.sh [--key VKEY|FILE] [ARCHIVE]

  --key VKEY|FILE  the log's public key as its operator published it, name+id+base64, or a file with it;
                   without it the key inside the archive is taken, which then only vouches for itself
  ARCHIVE          the folder of the unpacked archive; without it the one this script lies in

exit status: 0 right, 1 wrong, 2 usage, 3 a program is missing
END
}

wrong() {
    printf 'FAILED: %s\n' "$1"
    exit 1
}

given=
archive=
while [ $# -gt 0 ]; do
    case $1 in
        --key)
            [ $# -ge 2 ] || { usage >&2; exit 2; }
            given=$2
            shift
            ;;
        --help | -h) usage; exit 0 ;;
        -*) usage >&2; exit 2 ;;
        *)
            [ -z "$archive" ] || { usage >&2; exit 2; }
            archive=$1
            ;;
    esac
    shift
done
[ -n "$archive" ] || archive=$(dirname "$0")
if [ -n "$given" ] && [ -f "$given" ]; then given=$(cat "$given"); fi
cd "$archive" || exit 2

for program in openssl od awk tail head cut cmp mktemp; do
    command -v "$program" >/dev/null || { echo "$program is needed and is not here" >&2; exit 3; }
done
if command -v sha256sum >/dev/null; then sums='sha256sum'; else sums='shasum -a 256'; fi
case $(openssl version) in
    "OpenSSL 3"* | "OpenSSL "[4-9]*) ;;
    *) echo "OpenSSL 3 or later is needed; here is $(openssl version)" >&2; exit 3 ;;
esac

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Standard input or a file as lower-case hex, on one line.
hex() { od -An -v -tx1 "$@" | tr -d ' \n'; }

# Hex on standard input as bytes.
unhex() {
    awk 'BEGIN { digits = "0123456789abcdef" }
        { for (i = 1; i < length($0); i += 2)
            printf "\\%03o", (index(digits, substr($0, i, 1)) - 1) * 16 + index(digits, substr($0, i + 1, 1)) - 1 }' >"$work/octal"
    # shellcheck disable=SC2059  # the octal numbers are the format
    printf "$(cat "$work/octal")"
}

sha() { openssl dgst -sha256 -binary; }

# One line of base64 as bytes.
unbase64() { printf '%s\n' "$1" | openssl base64 -d -A; }

# The text of a note: all before its last empty line. The signatures: all after it.
note_text() { awk '{ line[NR] = $0 } $0 == "" { cut = NR } END { for (i = 1; i < cut; i++) print line[i] }' "$1"; }
note_signatures() { awk '{ line[NR] = $0 } $0 == "" { cut = NR } END { for (i = cut + 1; i <= NR; i++) print line[i] }' "$1"; }

# 1. the files
if [ -f SHA256SUMS ]; then
    $sums -c SHA256SUMS >"$work/sums" 2>&1 || {
        grep -v ': OK$' "$work/sums" | head -n 20
        wrong "files differ from SHA256SUMS"
    }
    echo "ok: $(wc -l <SHA256SUMS | tr -d ' ') files have the sums in SHA256SUMS"
else
    wrong "SHA256SUMS is missing"
fi

# 2. the checkpoint and its signature
log=log
[ -f log/checkpoint ] || wrong "log/checkpoint is missing"
if [ -f checkpoint ]; then cmp -s checkpoint log/checkpoint || wrong "checkpoint and log/checkpoint differ"; fi
note_text log/checkpoint >"$work/text"
origin=$(sed -n 1p "$work/text")
size=$(sed -n 2p "$work/text")
root=$(sed -n 3p "$work/text")
case $size in '' | *[!0-9]* | 0?*) wrong "the checkpoint names no size" ;; esac

# An Ed25519 key of this log; in base64 33 bytes that begin with 01 are 44 characters that begin with A.
own_key() { awk -F + -v origin="$origin" '$1 == origin && length($0) == length($1 $2) + 46 && $0 ~ /^[^+]*[+][^+]*[+]A/ { print; exit }'; }

key=$given
[ -n "$key" ] || key=$(cat log/log.pub ./*.pub 2>/dev/null | own_key)
[ -n "$key" ] || wrong "there is no key of $origin"
[ "$(printf '%s' "$key" | cut -d + -f 1)" = "$origin" ] || wrong "the key is of another log than $origin"
id=$(printf '%s' "$key" | cut -d + -f 2)
unbase64 "$(printf '%s' "$key" | cut -d + -f 3-)" >"$work/key" || wrong "the key is not base64"
case $(hex "$work/key") in
    01????????????????????????????????????????????????????????????????) ;;
    *) wrong "the key is not an Ed25519 key" ;;
esac
[ "$({ printf '%s\n' "$origin"; cat "$work/key"; } | sha | hex | cut -c 1-8)" = "$id" ] || wrong "the key does not match its id"
{ printf '302a300506032b6570032100\n' | unhex; tail -c 32 "$work/key"; } >"$work/key.der"

note_signatures log/checkpoint >"$work/signatures"
signed=no
while read -r dash name signature; do
    [ "$dash" = "$(printf '\342\200\224')" ] || wrong "the checkpoint is not a signed note"
    [ "$name" = "$origin" ] || continue
    unbase64 "$signature" >"$work/blob"
    [ "$(head -c 4 "$work/blob" | hex)" = "$id" ] || continue
    tail -c +5 "$work/blob" >"$work/signature"
    openssl pkeyutl -verify -pubin -keyform DER -inkey "$work/key.der" -rawin -in "$work/text" -sigfile "$work/signature" \
        >"$work/openssl" 2>&1 || wrong "the checkpoint's signature is false"
    signed=yes
done <"$work/signatures"
[ $signed = yes ] || wrong "the checkpoint is not signed with $origin+$id"
echo "ok: $origin+$id signed $size entries with root $root"

# 3. entries with a proof
# The file of the bundle with an index: tile/entries/<N>, of which the last may be partial.
bundle_of() {
    n=$(($1 / 256))
    path=$(printf '%03d' $((n % 1000)))
    rest=$((n / 1000))
    while [ $rest -gt 0 ]; do
        path=x$(printf '%03d' $((rest % 1000)))/$path
        rest=$((rest / 1000))
    done
    width=$((size - n * 256))
    if [ $width -lt 256 ] && [ -f "$log/tile/entries/$path.p/$width" ]; then path=$path.p/$width; fi
    printf '%s\n' "$log/tile/entries/$path"
}

# The bytes of an entry. Each is two bytes of length and then itself.
entry() {
    place=$(od -An -v -tu1 "$1" | awk -v wanted="$2" '
        { for (i = 1; i <= NF; i++) {
            if (left > 0) { left--; at++; continue }
            if (!half) { high = $i; half = 1; at++; continue }
            half = 0; at++; left = high * 256 + $i
            if (count++ == wanted) { print at + 1, left; exit } } }')
    [ -n "$place" ] || wrong "$1 has no entry at place $2"
    tail -c +"${place% *}" "$1" | head -c "${place#* }"
}

# The root that an entry and its path give (RFC 9162, 2.1.3.2); the hash is in $work/hash, the path in $work/path.
climb() {
    fn=$1
    sn=$((size - 1))
    while read -r step; do
        unbase64 "$step" >"$work/other"
        [ $sn -gt 0 ] || wrong "the proof of entry $1 is too long"
        if [ $((fn % 2)) -eq 1 ] || [ "$fn" -eq $sn ]; then
            { printf '\001'; cat "$work/other" "$work/hash"; } | sha >"$work/next"
            while [ $((fn % 2)) -eq 0 ] && [ "$fn" -gt 0 ]; do
                fn=$((fn / 2))
                sn=$((sn / 2))
            done
        else
            { printf '\001'; cat "$work/hash" "$work/other"; } | sha >"$work/next"
        fi
        mv "$work/next" "$work/hash"
        fn=$((fn / 2))
        sn=$((sn / 2))
    done <"$work/path"
    [ $sn -eq 0 ] || wrong "the proof of entry $1 is too short"
    [ "$(openssl base64 -A <"$work/hash")" = "$root" ] || wrong "entry $1 is not in the log"
}

proved=0
for proof in proofs/*.tlog-proof; do
    [ -f "$proof" ] || continue
    [ "$(head -n 1 "$proof")" = c2sp.org/tlog-proof@v1 ] || wrong "$proof is not a proof"
    index=$(sed -n 's/^index \([0-9][0-9]*\)$/\1/p' "$proof" | head -n 1)
    [ -n "$index" ] && [ "$index" -lt "$size" ] || wrong "$proof names no entry of the log"
    awk '/^index / { on = 1; next } $0 == "" { exit } on' "$proof" >"$work/path"
    awk 'on { print } $0 == "" { on = 1 }' "$proof" >"$work/note"
    note_text "$work/note" | cmp -s - "$work/text" || wrong "$proof is of another checkpoint"
    bundle=$(bundle_of "$index")
    if [ -f "$bundle" ]; then
        { printf '\000'; entry "$bundle" $((index % 256)); } | sha >"$work/hash"
    elif [ -f "${proof%.tlog-proof}.json" ]; then
        { printf '\000'; cat "${proof%.tlog-proof}.json"; } | sha >"$work/hash"
    else
        wrong "entry $index is missing"
    fi
    climb "$index"
    proved=$((proved + 1))
done
if [ $proved -gt 0 ]; then echo "ok: $proved entries with a proof are in the log"; fi

if [ -z "$given" ]; then
    printf 'The key came with the archive. Compare it with the one the operator published, or give that one with --key:\n  %s\n' "$key"
fi
echo "This script does not look at entries without a proof; VERIFY.md names the tools that do."
