#!/usr/bin/env bash
# Builds, and runs every test in a lab of its own: a private engine in its own network namespace, removed afterwards.
# The last line is the result: N passed, N failed[, N skipped].
set -euo pipefail

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# Names of this run's own, so that runs side by side do not meet.
export NETAPI_LAB_NETNS=netapi-run-$$
unset NETAPI_LAB_DIR NETAPI_LAB_DATA
for part in say lab packages; do
  # shellcheck source=/dev/null
  . "$repository/scripts/lib/$part.sh"
done

readonly lab="$repository/scripts/lab.sh" tests="$repository/Api.Tests/bin/Debug/net10.0/Api.Tests"
child=
lab_started=
unformatted=

usage() {
  cat <<'TEXT'
usage: scripts/test.sh [-- RUNNER OPTION…]

  What follows -- goes to the test runner, e.g.  -- -class '*LookupTests'
  CI=true: nothing may be skipped. No root, or a skipped test, is a failure.
TEXT
}

# In the background, so that a signal to this script is acted on at once and not when the command is done.
run() {
  local result=0
  "$@" </dev/null &
  child=$!
  wait "$child" || result=$?
  child=
  return "$result"
}

build() {
  command -v dotnet >/dev/null || die "needs the .NET SDK 10: https://dotnet.microsoft.com/download"
  run dotnet build NetApi.sln --nologo
  # Known at once, but no reason not to run the tests.
  run dotnet format NetApi.sln --no-restore --verify-no-changes || { say "dotnet format: not clean, this run fails" && unformatted=yes; }
}

# Whatever needs the machine's network comes before: the lab has none.
test_in_lab() {
  # Second witnesses: the kernel's headers through a C compiler, other readers of the database and of DOT.
  ensure_commands cc:gcc sqlite3:sqlite3 dot:graphviz
  [ -e /usr/include/linux/rtnetlink.h ] || apt_install linux-libc-dev
  [ -e /usr/include/stdio.h ] || apt_install libc6-dev
  ensure_browser
  build
  lab_started=yes
  run "$lab" up
  # The runner's own process id, which $child's is not where sudo stands between them.
  # shellcheck disable=SC2016 # for the inner shell
  run "$lab" exec env "${tests_environment[@]}" sh -c 'echo $$ >"$0" && exec "$@"' "$tests_pid" "$tests" "${runner_options[@]}"
}

test_without_root() {
  say "no root and no sudo without a password: the tests that need their own network namespaces or an engine are skipped"
  [ "${CI:-}" != true ] || die "CI=true, and nothing may be skipped there: run this as root"
  build
  run env "${tests_environment[@]}" "$tests" "${runner_options[@]}"
}

# count NAME: of the runner's own summary, the attributes of its report's <assembly>.
count() {
  local number
  number=$(grep -so '<assembly [^>]*>' "$results" | grep -o " $1=\"[0-9]*\"" | tr -dc 0-9) || true
  echo "${number:-0}"
}

# An error is a failure outside of a test, as in a fixture's cleanup.
report() {
  local passed failed skipped
  passed=$(count passed) failed=$(($(count failed) + $(count errors))) skipped=$(count skipped)
  printf '%s passed, %s failed' "$passed" "$failed"
  [ "$skipped" -eq 0 ] || printf ', %s skipped' "$skipped"
  printf '\n'
  [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ] && { [ "${CI:-}" != true ] || [ "$skipped" -eq 0 ]; }
}

# Where there is a lab, the runner and what it leaves are root's.
as_runner() { if [ -n "$lab_started" ]; then as_root "$@"; else "$@"; fi; }
child_is_gone() { [ ! -e "/proc/$child" ]; }

# A test removes the namespaces it made, which carry its process id in their names. One that was killed could not.
remove_scratch_namespaces() {
  local path result=0
  [ -e "$tests_pid" ] || return 0
  for path in /run/netns/netapi-test-"$(cat "$tests_pid")"-*; do
    [ -e "$path" ] || continue
    result=1
    say "left over of a test: network namespace ${path##*/}"
    as_root ip netns pids "${path##*/}" | as_root xargs -r kill -KILL
    as_root ip netns delete "${path##*/}"
  done
  return "$result"
}

tell_left_files() {
  local left
  left=$(as_runner find "$tests_files" -mindepth 1 -printf '%P ')
  [ -z "$left" ] || { say "left over of a test: in its temporary directory $left" && return 1; }
}

finish() {
  local result=$?
  trap - EXIT
  trap '' INT TERM HUP
  [ -z "$child" ] || as_runner kill -TERM "$child" 2>/dev/null || true
  [ -z "$child" ] || wait_until 10 child_is_gone || say "process $child does not end by itself"
  # `down` fails if anything of the lab is left over.
  [ -z "$lab_started" ] || "$lab" down || result=1
  remove_scratch_namespaces || result=1
  tell_left_files || result=1
  [ -z "$unformatted" ] || result=1
  report || [ "$result" -ne 0 ] || result=1
  as_runner rm -rf "$scratch"
  exit "$result"
}

case ${1:-} in
  '') ;;
  --) shift ;;
  -h | --help) usage && exit ;;
  *) usage >&2 && exit 2 ;;
esac
# A directory, because the tests may run as root: root may not write to another user's file right in /tmp.
scratch=$(mktemp -d)
# The tests' own TMPDIR: whatever is in it at the end, a test left behind. But for .NET's diagnostic sockets, which stay
# of every process that is killed, and some are on purpose.
readonly results="$scratch/results.xml" tests_pid="$scratch/pid" tests_files="$scratch/tmp"
mkdir "$tests_files"
tests_environment=("TMPDIR=$tests_files" DOTNET_EnableDiagnostics=0)
runner_options=(-noLogo -noColor -result-xml "$results" "$@")
trap finish EXIT
end_at_signals

cd "$repository"
if is_root || sudo_works; then test_in_lab; else test_without_root; fi
