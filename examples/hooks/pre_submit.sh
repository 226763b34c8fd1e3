#!/bin/sh
# Asks before a letter goes out: sh pre_submit.sh LETTER [NOTICE...]
[ $# -gt 0 ] || { echo "usage: sh pre_submit.sh LETTER [NOTICE...]" >&2; exit 2; }
request=$(python3 -c '
import json, sys
print(json.dumps({"path": sys.argv[1], "notice_paths": sys.argv[2:], "time_limit": 20}))' "$@") || exit 2

answer=$(printf '%s' "$request" | reviewer hook)
status=$?
[ -n "$answer" ] || status=2
case $status in
  0) echo "$1 is ready" ;;
  1)
    echo "$1 should be revised:"
    printf '%s' "$answer" | python3 -c '
import json, sys
for change in json.load(sys.stdin)["changes"]:
    print("-", change["message"])'
    ;;
  *) echo "$1 was not reviewed: decide yourself whether it goes out" ;;
esac
exit "$status"
