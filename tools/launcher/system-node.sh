# Sourced by ./saker where no pinned Node fits this machine: takes the system's, sets $node.

node=$(command -v node || :)
version=
[ -z "$node" ] || version=$("$node" -p 'process.versions.node' 2>/dev/null || :)
if [ -z "$version" ] || [ "${version%%.*}" -lt 24 ]; then
  echo "saker: no Node.js for this machine: the pinned one exists for Linux on x64 and arm64 only, and the system's is ${version:-missing}." >&2
  echo 'saker: install Node.js 24 or newer, then run this again.' >&2
  exit 3
fi
