#!/bin/sh
# Makes a clone ready to run: npm packages, the system packages of the libbpf target (Debian and Ubuntu, as root), the build.
# Says on standard error what it does. `./stsx` calls it when dist/stsx.js is missing, `npm test` before the tests.
# Does nothing that is done already. --packages: without the build.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
cd "$root"

say() { printf 'stsx setup: %s\n' "$*" >&2; }

die() {
	say "$@"
	exit 1
}

command -v node >/dev/null 2>&1 || die 'Node.js 20.19 or newer is needed (https://nodejs.org), and was not found'
node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' ||
	die "Node.js 20.19 or newer is needed; this is $(node --version)"

have_compiler() {
	command -v clang >/dev/null 2>&1 && command -v make >/dev/null 2>&1 &&
		printf '#include <bpf/libbpf.h>\n#include <libelf.h>\n#include <zlib.h>\n' |
		clang -fsyntax-only -x c - >/dev/null 2>&1
}

# The one command that installs what building eBPF programs takes, per distribution.
system_command() {
	if command -v apt-get >/dev/null 2>&1; then
		echo 'apt-get install -y clang make libc6-dev libbpf-dev libelf-dev zlib1g-dev'
	elif command -v dnf >/dev/null 2>&1; then
		echo 'dnf install -y clang make glibc-static libbpf-devel libbpf-static elfutils-libelf-devel zlib-devel zlib-static'
	elif command -v zypper >/dev/null 2>&1; then
		echo 'zypper install -y clang make glibc-devel-static libbpf-devel libbpf-devel-static libelf-devel zlib-devel zlib-devel-static'
	elif command -v pacman >/dev/null 2>&1; then
		echo 'pacman -S --needed clang make libbpf libelf zlib'
	elif command -v apk >/dev/null 2>&1; then
		echo 'apk add clang make musl-dev linux-headers libbpf-dev elfutils-dev zlib-dev zlib-static zstd-static'
	else
		echo 'the packages of clang, make, and of libbpf, libelf and zlib for developers'
	fi
}

install_system_packages() {
	have_compiler && return 0
	packages=$(system_command)
	case $packages in
	apt-get*)
		if [ "$(id -u)" = 0 ]; then
			say "$packages"
			export DEBIAN_FRONTEND=noninteractive
			if ! $packages >/dev/null 2>&1; then
				apt-get update >/dev/null 2>&1 || true
				$packages >&2 || say 'that failed; scripts run with --target reference only'
			fi
		else
			say "scripts that probe the kernel need a compiler. As root: $packages"
		fi
		;;
	*) say "scripts that probe the kernel need a compiler. As root: $packages" ;;
	esac
}

# npm leaves this file in a finished installation; a lock file newer than it asks for another one.
install_npm_packages() {
	if [ ! -f node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
		say 'npm ci'
		npm ci --no-audit --no-fund --loglevel=error >&2
	fi
}

install_system_packages
[ "${1-}" = --packages ] && exit 0
install_npm_packages
say 'building dist/stsx.js'
node scripts/build.mjs
