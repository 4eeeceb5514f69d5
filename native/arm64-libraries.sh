#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Unpacks Debian's static arm64 libraries of the loader into a directory, without installing anything: apt works on a
# package state of its own there. Installing them through multiarch does as well, but may upgrade packages of the host.
#
#   arm64-libraries.sh DIRECTORY [SUITE [MIRROR]]
set -eu

directory=$1
suite=${2:-$(. /etc/os-release && echo "${VERSION_CODENAME:-stable}")}
mirror=${3:-http://deb.debian.org/debian}
packages="libbpf-dev libelf-dev zlib1g-dev libzstd-dev"

mkdir -p "$directory"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
mkdir -p "$work/lists/partial" "$work/cache/archives/partial"
: > "$work/status"
echo "deb [arch=arm64 signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $suite main" \
	> "$work/sources.list"
# _apt, the user that apt downloads as, may not write here.
cat > "$work/apt.conf" <<END
Dir::Etc::sourcelist "$work/sources.list";
Dir::Etc::sourceparts "/dev/null";
Dir::State::lists "$work/lists";
Dir::State::status "$work/status";
Dir::Cache "$work/cache";
APT::Architecture "arm64";
APT::Architectures { "arm64"; };
APT::Sandbox::User "root";
END
export APT_CONFIG="$work/apt.conf"

apt-get -qq update
# shellcheck disable=SC2086 # a list of names
(cd "$work/cache" && apt-get -qq download $packages)
for package in "$work"/cache/*.deb; do
	dpkg-deb -x "$package" "$directory"
done
