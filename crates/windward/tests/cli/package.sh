# Walks through a package's life in a root of its own: walk.sh FIRST.deb SECOND.deb FIXTURE.sqlite KEY PORT PORT
set -euo pipefail
say() { printf '== %s\n' "$*"; }
fail() { printf 'FAILED: %s\n' "$*"; exit 1; }

over=$(mktemp -d)
mount -t tmpfs none "$over"
mkdir "$over/new" "$over/work" "$over/root"
mount -t overlay none -o "lowerdir=/,upperdir=$over/new,workdir=$over/work" "$over/root"
root=$over/root
mount -t proc none "$root/proc"
mount --bind /dev "$root/dev"
mount -t tmpfs none "$root/run"
mount -t tmpfs none "$root/tmp"
mkdir "$root/in"
cp "$1" "$root/in/first.deb"
cp "$2" "$root/in/second.deb"
cp "$3" "$root/in/windward.db"
printf '%b' "$(sed 's/../\\x&/g' <<<"$4")" >"$root/in/key"
pages=127.0.0.1:$5
watched=127.0.0.1:$6
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8
in_root() { chroot "$root" "$@"; }

# Starts the server as the unit says: as whom, with what in its environment, by which command. Waits until it says that it serves.
unit=$root/usr/lib/systemd/system/windward.service
start() {
  local user command
  user=$(sed -n 's/^User=//p' "$unit")
  command=$(sed -n 's/^ExecStart=//p' "$unit")
  mapfile -t environment < <(sed -n 's/^Environment=//p' "$unit")
  coproc SERVER { exec chroot "$root" setpriv --reuid "$user" --regid "$user" --init-groups env --chdir=/ \
    "${environment[@]}" WINDWARD_SERVE_LISTEN="$pages" WINDWARD_METRICS_LISTEN="$watched" $command 2>&1; }
  server=$SERVER_PID
  while read -r line <&"${SERVER[0]}"; do
    [[ $line == *'Ctrl+C'* ]] && return
    printf '%s\n' "$line"
  done
  fail 'it does not serve'
}
stop() {
  kill -TERM "$server"
  wait "$server" || fail "it ended with $?"
}
asked() { in_root curl --silent --show-error --max-time 10 "$@"; }

in_root dpkg --install /in/first.deb
[[ $(in_root stat -c '%U %a' /var/lib/windward) == 'windward 700' ]] || fail 'the data directory'
[[ $(in_root stat -c '%U:%G %a' /etc/windward/windward.toml) == 'root:windward 640' ]] || fail 'the configuration'
in_root test -s /usr/share/man/man1/windward-serve.1.gz || fail 'the manual'
in_root bash -n /usr/share/bash-completion/completions/windward || fail 'the completions'
say 'installed: a user, a data directory that is theirs alone, a configuration, a manual, completions'

in_root install -m 600 -o windward -g windward /in/windward.db /in/key /var/lib/windward/
start
[[ $(asked http://$pages/healthz) == ok ]] || fail 'health'
[[ $(asked http://$watched/readyz) == ready ]] || fail 'readiness'
asked http://$watched/metrics | grep -q '^windward_build_info{version=' || fail 'metrics'
asked http://$pages/sign-in | grep -q '<form' || fail 'a page'
in_root windward-server config | grep -q '^ *serve.public *http://localhost:7878 *.*windward.toml, line' || fail 'config'
in_root windward-server user first | grep -q 'http://localhost:7878/join/' || fail 'the first link'
say 'serves the database of the first release, brought up to date, and prints the link to the first account'
stop
in_root windward-server doctor | grep -q 'Nothing to mend' || fail 'doctor'
say 'stopped when asked; nothing to mend'

printf '\n[log]\nformat = "json"\n' >>"$root/etc/windward/windward.toml"
before=$(in_root sha256sum /var/lib/windward/key)
in_root dpkg --install /in/second.deb
grep -q 'format = "json"' "$root/etc/windward/windward.toml" || fail 'the configuration was written over'
[[ $before == $(in_root sha256sum /var/lib/windward/key) ]] || fail 'the key'
[[ $(in_root dpkg-query -W -f '${Version}' windward) == 0.0.2 ]] || fail 'the version'
start
[[ $(asked http://$pages/healthz) == ok ]] || fail 'health'
stop
say 'upgraded: serves the same data by the same configuration'

in_root mv /etc/windward/windward.toml /etc/windward/kept
in_root dpkg --install /in/second.deb || fail 'it is not configured without its configuration'
in_root test ! -e /etc/windward/windward.toml || fail 'the configuration came back'
in_root mv /etc/windward/kept /etc/windward/windward.toml
say 'configured without windward.toml, which somebody removed'

# The sixth field is the session: with that of root, a program could type into the shell of root where the kernel lets it.
session='cut -d " " -f 6 /proc/self/stat'
in_root mv /usr/bin/windward /usr/bin/windward.kept
printf '#!/bin/sh\n%s\n' "$session" | in_root tee /usr/bin/windward >/dev/null
in_root chmod 755 /usr/bin/windward
theirs=$(in_root windward-server) && [[ -n $theirs && $theirs != $(in_root sh -c "$session") ]] || fail 'the session of root'
in_root mv /usr/bin/windward.kept /usr/bin/windward
say 'windward-server is in no session of root'

in_root dpkg --remove windward
in_root test ! -e /usr/bin/windward || fail 'the program is there'
in_root test -s /var/lib/windward/windward.db -a -s /var/lib/windward/key || fail 'the data is gone'
in_root test -s /etc/windward/windward.toml || fail 'the configuration is gone'
say 'removed: the program is gone, the records, their keys and the configuration are there'

in_root dpkg --purge windward
in_root test -s /var/lib/windward/windward.db -a -s /var/lib/windward/key || fail 'the data is gone'
in_root test ! -e /etc/windward || fail 'the configuration is there'
say 'purged without an answer: the records and their keys are there'

in_root dpkg --install /in/second.deb
start
[[ $(asked http://$pages/healthz) == ok ]] || fail 'health'
stop
say 'installed again: goes on with them'

in_root sh -c 'echo set windward/purge-data true | debconf-communicate windward >/dev/null'
in_root dpkg --purge windward
in_root test ! -e /var/lib/windward || fail 'the data is there'
in_root sh -c '! getent passwd windward >/dev/null' || fail 'the user is there'
say 'purged with the answer that all of it goes: nothing is left'
