#!/usr/bin/env bash
# Starts an image as it is meant to run, and looks whether it does.
set -euo pipefail

usage() {
  cat <<'TEXT'
Usage: DATABASE_URL=postgres://... scripts/image_smoke.sh IMAGE

Starts IMAGE against an empty Postgres with a read-only root, without any capability and as an ordinary user, and checks that it becomes ready, answers,
cannot write into itself, and ends when it is asked to.

  ENGINE         docker or podman, flags of its own behind it; docker where not set
  ENGINE_FLAGS   more flags for its `run`
  PORT           3000: where the container listens, on the network of the host

Example: DATABASE_URL=postgres://pokewatch:secret@127.0.0.1:5432/pokewatch scripts/image_smoke.sh ghcr.io/pokewatch/pokewatch@sha256:...
TEXT
}

case "${1:-}" in
  --help) usage; exit 0 ;;
  '') usage >&2; exit 2 ;;
esac
image=$1
read -ra engine <<< "${ENGINE:-docker}"
port=${PORT:-3000}
: "${DATABASE_URL:?must be set to the URL of an empty database}"
name="pokewatch-smoke-$$"
base="http://127.0.0.1:$port"

say() { echo "$*" >&2; }
fail() {
  say "FAILED: $*"
  "${engine[@]}" logs "$name" 2>&1 | tail -20 >&2 || true
  exit 1
}
trap '"${engine[@]}" rm -f -v "$name" > /dev/null 2>&1 || true' EXIT
inside() { "${engine[@]}" exec "$name" node -e "$1"; }
status() { curl -s -o /dev/null -m 5 -w '%{http_code}' "$base$1" || true; }

say "Starting $image with ${engine[*]}"
# shellcheck disable=SC2086 # Flags are several words.
"${engine[@]}" run -d --name "$name" --network host --read-only --cap-drop ALL --security-opt no-new-privileges --tmpfs /tmp ${ENGINE_FLAGS:-} \
  -e DATABASE_URL="$DATABASE_URL" -e HOST=127.0.0.1 -e PORT="$port" -e SIMULATED_MARKET=off -e DRAIN_DELAY_SECONDS=0 "$image" > /dev/null

for _ in $(seq 120); do
  [ "$(status /readyz)" = 200 ] && break
  sleep 0.5
done
[ "$(status /readyz)" = 200 ] || fail "/readyz does not say yes after a minute"
for path in /livez /startupz /metrics /docs-json /; do
  [ "$(status "$path")" = 200 ] || fail "$path answers $(status "$path")"
done
[ "$(status /v1/games)" = 401 ] || fail "/v1/games answers $(status /v1/games) without a key"
say "It is ready and answers"

[ "$(inside 'process.stdout.write(String(process.getuid()))')" = 1000 ] || fail 'it does not run as user 1000'
capabilities=$(inside "process.stdout.write(require('fs').readFileSync('/proc/1/status', 'utf8').match(/CapEff:\s*(\w+)/)[1])")
[ "$capabilities" = 0000000000000000 ] || fail "it has capabilities: $capabilities"
written=$(inside "try { require('fs').writeFileSync('/app/x', ''); process.stdout.write('yes') } catch (error) { process.stdout.write(error.code) }")
[ "$written" = EROFS ] || fail "it can write into itself: $written"
inside "const s = JSON.parse(require('fs').readFileSync('sbom.cdx.json', 'utf8')); if (s.bomFormat !== 'CycloneDX' || s.components.length < 50) process.exit(1)" || fail 'sbom.cdx.json lists nothing'
say "User 1000, no capability, a root that nobody writes to, a list of what is in it"

"${engine[@]}" stop -t 60 "$name" > /dev/null
code=$("${engine[@]}" inspect -f '{{.State.ExitCode}}' "$name")
[[ "$code" =~ ^(0|143)$ ]] || fail "it ended with $code when it was asked to end"
say "It ends by itself when it is asked to"
echo "$image passed"
