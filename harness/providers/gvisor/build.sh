#!/bin/sh
# Builds gVisor's runsc from the sources that Debian packages.
#
#   build.sh DIRECTORY   writes DIRECTORY/runsc; nothing is done when it is newer than the sources
#
# The packaged vdso.so is an empty stub, and `go build -overlay` does not reach embedded files: so the tree is copied
# (17 MB, removed afterwards) and the vdso is built into it from the packaged sources with vdso.lds.
set -eu

fail() { printf 'gvisor: %s\n' "$1" >&2; exit 1; }

[ $# -eq 1 ] || fail 'usage: build.sh DIRECTORY'
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
mkdir -p "$1"
out=$(CDPATH='' cd -- "$1" && pwd -P)
packaged=${GVISOR_GOPATH:-/usr/share/gocode}
sources=src/gvisor.dev/gvisor

[ -d "$packaged/$sources/runsc" ] || fail "no sources in $packaged/$sources (golang-gvisor-gvisor-dev)"
command -v go >/dev/null || fail 'no go (golang-go)'
newer=$(find "$here/vdso.lds" "$packaged/$sources/runsc" -newer "$out/runsc" 2>/dev/null || echo absent)
[ -n "$newer" ] || exit 0

work=$(mktemp -d "${TMPDIR:-/tmp}/gvisor.XXXXXX")
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
mkdir "$work/src" "$work/src/gvisor.dev"
for package in "$packaged"/src/*; do
  [ "${package##*/}" = gvisor.dev ] || ln -s "$package" "$work/src/"
done
cp -R "$packaged/$sources" "$work/src/gvisor.dev/"

vdso=$work/$sources/pkg/sentry/loader/vdsodata/vdso.so
(cd "$work/$sources" && ${CXX:-g++} -I. -std=c++17 -O2 -fPIC -fno-stack-protector -nostdlib -shared -fuse-ld=bfd \
  -Wl,-soname=linux-vdso.so.1 -Wl,--hash-style=sysv -Wl,--no-undefined -Wl,-Bsymbolic -Wl,--build-id \
  -Wl,-z,max-page-size=4096 -Wl,-z,common-page-size=4096 -Wl,-T,"$here/vdso.lds" \
  -o "$vdso" vdso/vdso.cc vdso/vdso_time.cc)

cd "$work/$sources"
GO111MODULE=off GOPATH=$work GOCACHE=$work/cache GOFLAGS='' CGO_ENABLED=0 go build -o "$out/runsc.new" ./runsc
mv "$out/runsc.new" "$out/runsc"
