# Sourced by ./saker: bundles packages/cli into $bundle. Uses $root, $modules, $cache, $node, $flags; falls back to running the
# sources, where there is no esbuild or nothing can be written.

esbuild=
for candidate in "$modules"/@esbuild/*/bin/esbuild; do
  [ ! -x "$candidate" ] || esbuild=$candidate
done

if [ -n "$esbuild" ] && mkdir -p "$cache" 2>/dev/null && touch "$cache/saker.$$.stamp" 2>/dev/null; then
  # Written aside and renamed: a saker that runs at the same time sees the old bundle or the new one, never half of it.
  if ! "$esbuild" "$root/packages/cli/src/start.ts" --bundle --platform=node --format=cjs --target=node24 \
    --define:import.meta.dirname=__dirname --log-level=warning --outfile="$cache/saker.$$.cjs" \
    --banner:js="//$$-$(date +%s)
(function (require, module, exports, __dirname) {" --footer:js='})'; then
    rm -f "$cache/saker.$$.cjs" "$cache/saker.$$.stamp"
    echo 'saker: the sources do not build, see above.' >&2
    exit 1
  fi
  mv -f "$cache/saker.$$.cjs" "$bundle"
  mv -f "$cache/saker.$$.stamp" "$cache/saker.stamp"
  # shellcheck disable=SC2086 # flags are several words
  "$node" $flags "$main" --make-code-cache >&2 || true
elif [ ! -e "$bundle" ]; then
  main=$root/packages/cli/src/main.ts
fi
