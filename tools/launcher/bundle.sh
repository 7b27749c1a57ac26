# Sourced by ./saker: bundles packages/cli into $main. Uses $root, $modules, $cache; falls back to running the sources.

esbuild=
for candidate in "$modules"/@esbuild/*/bin/esbuild; do
  [ ! -x "$candidate" ] || esbuild=$candidate
done

if [ -n "$esbuild" ] && mkdir -p "$cache" 2>/dev/null && touch "$cache/saker.$$.stamp" 2>/dev/null; then
  # Written aside and renamed: a saker that runs at the same time sees the old bundle or the new one, never half of it.
  if ! "$esbuild" "$root/packages/cli/src/main.ts" --bundle --platform=node --format=esm --target=node24 --charset=utf8 \
    --log-level=warning --outfile="$cache/saker.$$.mjs"; then
    rm -f "$cache/saker.$$.mjs" "$cache/saker.$$.stamp"
    echo 'saker: the sources do not build, see above.' >&2
    exit 1
  fi
  mv -f "$cache/saker.$$.mjs" "$main"
  mv -f "$cache/saker.$$.stamp" "$cache/saker.stamp"
elif [ ! -e "$main" ]; then
  main=$root/packages/cli/src/main.ts
fi
