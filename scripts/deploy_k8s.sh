#!/usr/bin/env bash
# Brings a release into a cluster, and back out of it.
set -euo pipefail
cd "$(dirname "$0")/.."

usage() {
  cat <<'TEXT'
Usage: scripts/deploy_k8s.sh diff|deploy|rollback --overlay dev|staging|production [options]

  diff       show what deploy would change
  deploy     show it, run the migrations, roll out, and verify that what was asked for runs and answers; back where it does not
  rollback   the release before; the schema stays, the release before lives with it

  --overlay NAME      one of k8s/overlays
  --image REF@sha256:...   the image to roll out, by digest; where it is not named, the one of the overlay
  --yes               do not ask
  --timeout SECONDS   600: how long the migrations, and each roll-out, may take

Acts on the current context of kubectl. The namespace has to hold the secret `pokewatch` (k8s/base/external-secret.example.yaml).

Examples:
  scripts/deploy_k8s.sh diff --overlay staging --image ghcr.io/pokewatch/pokewatch@sha256:...
  scripts/deploy_k8s.sh deploy --overlay production --image ghcr.io/pokewatch/pokewatch@sha256:... --yes
  scripts/deploy_k8s.sh rollback --overlay production
TEXT
}

say() { echo "$*" >&2; }
refuse() { say "$*"; exit 2; }

command=${1:-}
case "$command" in
  --help | -h) usage; exit 0 ;;
  diff | deploy | rollback) shift ;;
  *) usage >&2; exit 2 ;;
esac
overlay='' image='' yes=no timeout=600
while [ $# -gt 0 ]; do
  case "$1" in
    --overlay) overlay=${2:-}; shift 2 || refuse '--overlay needs a name' ;;
    --image) image=${2:-}; shift 2 || refuse '--image needs a reference' ;;
    --timeout) timeout=${2:-}; shift 2 || refuse '--timeout needs a number' ;;
    --yes) yes=yes; shift ;;
    --help) usage; exit 0 ;;
    *) refuse "There is no option $1; --help shows what there is." ;;
  esac
done

command -v kubectl > /dev/null || refuse 'kubectl is not there.'
[[ "$overlay" =~ ^[a-z]+$ && -d "k8s/overlays/$overlay" ]] || refuse "--overlay \"$overlay\" cannot be used; expected one of $(cd k8s/overlays && echo *)."
[[ "$timeout" =~ ^[1-9][0-9]*$ ]] || refuse "--timeout \"$timeout\" cannot be used; expected a number of seconds."
[[ -z "$image" || "$image" =~ ^[a-z0-9./:_-]+@sha256:[0-9a-f]{64}$ ]] || refuse "--image \"$image\" cannot be used; expected a reference by digest, such as ghcr.io/pokewatch/pokewatch@sha256:..."

# Nothing in the tree is altered: the image is put over the overlay in a copy.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -R k8s "$work/k8s"
if [ -n "$image" ]; then
  mkdir "$work/k8s/release"
  cat > "$work/k8s/release/kustomization.yaml" <<YAML
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources: [../overlays/$overlay]
images:
  - { name: pokewatch, newName: ${image%@*}, digest: '${image#*@}' }
  - { name: ghcr.io/pokewatch/pokewatch, newName: ${image%@*}, digest: '${image#*@}' }
YAML
  built="$work/k8s/release"
else
  built="$work/k8s/overlays/$overlay"
fi
kubectl kustomize "$built" > "$work/all.yaml"
if grep -q '@sha256:0\{64\}' "$work/all.yaml"; then refuse "The overlay $overlay names no image: say --image REF@sha256:..."; fi
namespace=$(sed -n '/^kind: Namespace$/,/^---$/s/^  name: //p' "$work/all.yaml")
k() { kubectl -n "$namespace" "$@"; }

ask() {
  [ "$yes" = yes ] && return
  [ -t 0 ] || refuse "Say --yes: there is nobody to ask."
  read -r -p "$1 in the context $(kubectl config current-context), namespace $namespace? [y/N] " answer
  [[ "$answer" =~ ^[yY] ]] || refuse 'Nothing was changed.'
}

# The manifests of some kinds.
only() { awk -v kinds="$1" 'BEGIN { RS = "---\n" } $0 ~ "(^|\n)kind: (" kinds ")\n" { printf "%s---\n", $0 }' "$work/all.yaml"; }
is_there() { kubectl get namespace "$namespace" > /dev/null 2>&1; }

# kubectl diff ends with 0 for no difference, with 1 for a difference, and with more where it cannot tell.
show_diff() {
  local code=0
  is_there || { say "The namespace $namespace is not there: everything is new."; return; }
  kubectl diff -f "$work/all.yaml" || code=$?
  [ "$code" -le 1 ] || refuse 'kubectl diff failed: nothing was changed.'
}

verify() {
  local want running
  want=$(sed -n 's/^ *\(- \)\{0,1\}image: //p' "$work/all.yaml" | sort -u | head -1)
  running=$(k get deployment api -o 'jsonpath={.spec.template.spec.containers[0].image}')
  if [ -n "${1:-}" ] && [ "$running" != "$want" ]; then
    say "The API runs $running, not $want."
    return 1
  fi
  k exec deploy/api -- node -e "fetch('http://127.0.0.1:3000/readyz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"
}

roll_back() {
  say 'Rolling back'
  k rollout undo deployment/api
  k rollout undo statefulset/worker
  k rollout status deployment/api --timeout="${timeout}s"
  k rollout status statefulset/worker --timeout="${timeout}s"
}

case "$command" in
  diff) show_diff ;;
  rollback)
    ask 'Roll back'
    roll_back
    verify || { say 'FAILED: the release before does not answer.'; exit 1; }
    say 'The release before runs and answers.'
    ;;
  deploy)
    show_diff
    ask 'Deploy'
    is_there || only Namespace | kubectl apply -f -
    k get secret pokewatch > /dev/null || refuse "The namespace $namespace has no secret pokewatch: nothing was rolled out."
    say 'Migrating'
    # What a Job runs cannot be changed: the one of the release before goes first.
    k delete job -l pokewatch.io/step=migrate --ignore-not-found --wait
    only 'Namespace|ServiceAccount|ConfigMap|NetworkPolicy|Job' | kubectl apply -f -
    if ! k wait --for=condition=complete --timeout="${timeout}s" job -l pokewatch.io/step=migrate; then
      k logs -l pokewatch.io/step=migrate --tail=50 >&2 || true
      say 'FAILED: the migrations did not end well. Nothing was rolled out; what serves goes on.'
      exit 1
    fi
    say 'Rolling out'
    kubectl apply -f "$work/all.yaml"
    if k rollout status deployment/api --timeout="${timeout}s" && k rollout status statefulset/worker --timeout="${timeout}s" && verify image; then
      say 'The release runs and answers.'
    else
      say 'FAILED: the release does not come up.'
      roll_back
      exit 1
    fi
    ;;
esac
