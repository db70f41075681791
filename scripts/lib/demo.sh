# shellcheck shell=bash
# The scenario of "Docker networking by hand", every step one call of NetApi. Run again, it keeps what exists.

# play_demo BASE_URL KEY_FILE HOST_ADDRESS
play_demo() {
  readonly demo_url=$1 demo_key=$2
  local host_address=$3
  step "a web server, port 8000 of all the host's addresses: docker run --name myweb -p 8000:80 -d nginx"
  ensure_container myweb '{"name":"myweb","image":"nginx","ports":[{"hostPort":8000,"containerPort":80}],"start":true}'
  step "a container with a terminal, bound to one address of the host: docker run -it -p $host_address:7000:80"
  ensure_container mytool '{"name":"mytool","image":"netapi/busybox:1","tty":true,"openStdin":true,"ports":[{"hostIp":"'"$host_address"'","hostPort":7000,"containerPort":80}],"start":true}'
  step "eth0 of myweb, read from the kernel: nothing is run inside of the container"
  call GET /containers/myweb
  step "the host's bridges and what is plugged into them"
  call GET /bridges
  step "the veth pairs: which host link is which container's eth0"
  call GET /veth-pairs
  step "who carries port 8000 to the container"
  call GET /port-forwards
  step "the way from outside to myweb and back, hop by hop"
  call GET /containers/myweb/path
  step "from outside, the published port answers"
  call POST /reachability/probes '{"vantage":{"kind":"outside"},"destination":{"address":"'"$host_address"'","port":8000,"protocol":"tcp"},"timeoutMs":2000}'
  step "from outside, the container's own address does not: nothing of port 443 is published"
  call POST /reachability/probes '{"vantage":{"kind":"outside"},"destination":{"container":"myweb","port":443,"protocol":"tcp"},"timeoutMs":2000}'
  printf '\nThe containers myweb and mytool stay; run again, the demo shows them as they are.\n'
}

step() { printf '\n# %s\n' "$*"; }

# ensure_container NAME REQUEST
ensure_container() {
  if [ "$(request GET "/containers/$1" | tail -n 1)" = 200 ]; then
    echo "$1 exists already, and is kept"
  else
    call POST /containers "$2"
  fi
}

# call METHOD PATH [BODY]: shows the request and the answer. A refusal is shown too, and the demo goes on.
call() {
  local answer status
  printf '%s %s%s\n' "$1" "$demo_url" "$2"
  [ -z "${3:-}" ] || printf '%s\n' "$3"
  answer=$(request "$@") || true
  status=${answer##*$'\n'}
  printf -- '-> %s\n' "$status"
  show_json <<<"${answer%$'\n'*}"
  [[ $status == 2* ]] || say "that was refused, for the reason above (a port may be taken); going on"
}

# request METHOD PATH [BODY]: prints the answer, and the status as the last line. The key stays out of the process list.
request() {
  ask_netapi -w '\n%{http_code}' -X "$1" -H @<(printf 'Authorization: Bearer %s' "$(cat "$demo_key")") \
    ${3:+-H 'Content-Type: application/json' --data "$3"} "$demo_url$2"
}

show_json() {
  if command -v jq >/dev/null; then
    jq .
  elif command -v python3 >/dev/null; then
    python3 -m json.tool
  else
    cat
    echo
  fi
}
