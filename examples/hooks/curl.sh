#!/bin/sh
# Asks a service that `reviewer serve` runs: sh curl.sh REQUEST.json
curl --silent --show-error --fail-with-body --max-time 30 --noproxy '*' \
  --header "Content-Type: application/json" --data-binary "@$1" \
  "${REVIEWER_SERVER:-http://127.0.0.1:8000}/v1/review"
