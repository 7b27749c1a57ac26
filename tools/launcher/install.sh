# Sourced by ./saker: installs the pinned packages with `npm ci`. Uses $root, $modules, $cache.

refuse() {
  printf 'saker: %s\n' "$1" >&2
  exit 3
}

command -v node >/dev/null 2>&1 || refuse 'Node.js is missing. Install Node.js 20 or newer (with npm), then run this again.'
command -v npm >/dev/null 2>&1 || refuse 'npm is missing. Install npm (it comes with Node.js 20 or newer), then run this again.'
version=$(node -p 'process.versions.node' 2>/dev/null) || refuse 'the installed node does not start. Install Node.js 20 or newer, then run this again.'
[ "${version%%.*}" -ge 20 ] 2>/dev/null || refuse "Node.js $version is too old to install the packages. Install Node.js 20 or newer, then run this again."

mkdir -p "$cache" 2>/dev/null || refuse "cannot write below $root, which the first use has to."

# Several first uses at once: one installs, the others wait for it. A lock whose owner is gone is taken over.
lock=$cache/install.lock
announced=
nameless=0
until mkdir "$lock" 2>/dev/null; do
  owner=$(cat "$lock/pid" 2>/dev/null || :)
  # Between making the lock and writing its owner lies a moment; five seconds are none.
  if [ -n "$owner" ]; then nameless=0; else nameless=$((nameless + 1)); fi
  if { [ -n "$owner" ] && ! kill -0 "$owner" 2>/dev/null; } || [ "$nameless" -gt 25 ]; then
    rm -rf "$lock"
    continue
  fi
  [ -n "$announced" ] || echo 'saker: another saker is installing the packages, waiting for it ...' >&2
  announced=1
  sleep 0.2
done
echo $$ >"$lock/pid"
trap 'rm -rf "$lock"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

if [ ! -e "$modules/.package-lock.json" ] || [ "$root/package-lock.json" -nt "$modules/.package-lock.json" ]; then
  echo 'saker: installing packages (first use, takes about a minute) ...' >&2
  if ! (cd "$root" && npm ci --no-audit --no-fund --loglevel=error) >"$cache/install.log" 2>&1; then
    tail -n 20 "$cache/install.log" >&2
    refuse "npm ci failed; the whole log is in $cache/install.log."
  fi
  touch "$modules/.package-lock.json"
  rm -f "$cache/saker.stamp"
fi
rm -rf "$lock"
trap - EXIT INT TERM HUP
