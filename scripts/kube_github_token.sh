#!/usr/bin/env bash
# Credentials of kubectl inside GitHub Actions: a token of the run itself, minutes old at most, for a cluster that trusts GitHub's issuer (docs/ci_cd.md).
set -euo pipefail
: "${ACTIONS_ID_TOKEN_REQUEST_URL:?runs inside GitHub Actions, in a job with the permission id-token: write}"
token=$(curl -fsS -m 10 --retry 3 -H "Authorization: bearer $ACTIONS_ID_TOKEN_REQUEST_TOKEN" "$ACTIONS_ID_TOKEN_REQUEST_URL&audience=pokewatch-cluster" | sed -E 's/.*"value" *: *"([^"]+)".*/\1/')
printf '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"%s"}}\n' "$token"
