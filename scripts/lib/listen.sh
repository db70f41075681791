# shellcheck shell=bash
# Where NetApi listens, as ASPNETCORE_URLS says, and who listens there already.

# local_url URL: the same server as this machine reaches it, always with its port.
# 0.0.0.0, [::], *, + and names mean every address to ASP.NET.
local_url() {
  local scheme=${1%%://*} host=${1#*://} port=80
  [ "$scheme" != https ] || port=443
  host=${host%%/*}
  if [[ $host =~ ^(.*):([0-9]+)$ ]]; then
    host=${BASH_REMATCH[1]} port=${BASH_REMATCH[2]}
  fi
  [[ $host != 0.0.0.0 && $host =~ ^(localhost|[0-9.]+|\[.+[^:]\])$ ]] || host=127.0.0.1
  printf '%s://%s:%s\n' "$scheme" "$host" "$port"
}

# ask_netapi OPTION… URL: curl, under a name that NetApi answers to. A certificate is made out to the host's name in the
# world and not checked: this asks the machine itself.
ask_netapi() {
  local name=${NetApi__AllowedHosts:-127.0.0.1}
  name=${name%%;*}
  curl -s --insecure --noproxy '*' -H "Host: ${name/\*/any}" "$@"
}

# says URL WORD: whether a NetApi answers there with that state: alive, ready.
says() { [[ "$(ask_netapi -f --max-time 5 "$1" 2>/dev/null)" = "{\"status\":\"$2\""* ]]; }

# accepts_connections URL
accepts_connections() {
  local address=${1#*://}
  address=${address//[\[\]]/}
  (: <>"/dev/tcp/${address%:*}/${address##*:}") 2>/dev/null
}

# listener URL: the process that listens on its port, if there is one to be seen.
listener() { ss -Hltnp "sport = :${1##*:}" | grep -o 'pid=[0-9]*' | head -n 1 | cut -d = -f 2 || true; }

# setting_of PROCESS NAME: of its environment.
setting_of() { tr '\0' '\n' <"/proc/$1/environ" | sed -n "s/^$2=//p"; }
