# shellcheck shell=bash
# Images without a registry, made of Debian's packages for the engine that DOCKER_HOST names. What exists is kept.

image_exists() { docker image inspect "$1" >/dev/null 2>&1; }

# make_images NAME…: in a shell of its own, so that what it puts together goes with it, however it ends.
make_images() (
  TMPDIR=$(mktemp -d)
  export TMPDIR
  trap 'rm -rf "$TMPDIR"' EXIT
  end_at_signals
  for name in "$@"; do
    case $name in
      busybox) image_exists netapi/busybox:1 || import_busybox netapi/busybox:1 -c 'CMD ["sh"]' ;;
      nocommand) image_exists netapi/nocommand:1 || import_busybox netapi/nocommand:1 ;;
      nginx) make_nginx ;;
      *) die "no such image: $name (busybox, nocommand, nginx)" ;;
    esac
  done
)

# import_busybox IMAGE [OPTION…]: one static program under the names of all its applets: sh, httpd, nc, ip, ping, sleep …
import_busybox() {
  local image=$1 root applets
  shift
  root=$(mktemp -d)
  unpack_package busybox-static "$root/package" || die "the package busybox-static cannot be fetched"
  mkdir -p "$root/image/"{bin,etc,tmp,www,proc,sys,dev}
  cp "$(find "$root/package" -path '*/bin/busybox' -print -quit)" "$root/image/bin/busybox"
  applets=$("$root/image/bin/busybox" --list | grep -vx busybox)
  (cd "$root/image/bin" && xargs -n 1 ln -s busybox <<<"$applets")
  printf 'root:x:0:0:root:/:/bin/sh\n' >"$root/image/etc/passwd"
  printf 'root:x:0:\n' >"$root/image/etc/group"
  printf 'busybox of %s\n' "$image" >"$root/image/www/index.html"
  import_directory "$root/image" "$image" "$@"
}

make_nginx() {
  image_exists netapi/nginx:1 || import_nginx netapi/nginx:1
  # The article says `nginx`. A real one, where the user has it, is left alone.
  image_exists nginx:latest || docker tag netapi/nginx:1 nginx:latest
}

import_nginx() {
  local image=$1 root
  root=$(mktemp -d)
  unpack_nginx "$root"
  copy_libraries "$root/usr/sbin/nginx" "$root"
  # nginx's compiled-in paths; the package's own configuration is made by its install script, which does not run here.
  mkdir -p "$root/"{etc/nginx,run,tmp,var/log/nginx,var/lib/nginx,usr/share/nginx/html}
  printf 'root:x:0:0:root:/:/bin/false\nwww-data:x:33:33:www-data:/:/bin/false\n' >"$root/etc/passwd"
  printf 'root:x:0:\nwww-data:x:33:\n' >"$root/etc/group"
  printf '<!doctype html><title>nginx</title><h1>Served by nginx in a container</h1>\n' >"$root/usr/share/nginx/html/index.html"
  cat >"$root/etc/nginx/nginx.conf" <<'NGINX'
user www-data;
worker_processes 1;
pid /run/nginx.pid;
error_log /dev/stderr;
events {}
http {
  access_log /dev/stdout;
  default_type text/html;
  server {
    listen 80;
    listen [::]:80;
    root /usr/share/nginx/html;
  }
}
NGINX
  import_directory "$root" "$image" -c 'CMD ["/usr/sbin/nginx","-g","daemon off;"]' -c 'EXPOSE 80'
}

# The program is in `nginx` on current releases, in `nginx-core` or `nginx-light` on older ones.
unpack_nginx() {
  local package
  for package in nginx nginx-core nginx-light; do
    ! unpack_package "$package" "$1" || [ ! -x "$1/usr/sbin/nginx" ] || break
  done
  [ -x "$1/usr/sbin/nginx" ] || die "found nginx in none of the packages nginx, nginx-core, nginx-light"
  rm -rf "$1/usr/share/doc" "$1/usr/share/man" "$1/lib/systemd"
  ensure_libraries "$1/usr/sbin/nginx" "$package"
}

# ensure_libraries PROGRAM PACKAGE: a minimal machine may lack a library; those come with the packages it depends on.
ensure_libraries() {
  ldd "$1" | grep -q 'not found' || return 0
  local libraries
  mapfile -t libraries < <(apt-cache depends "$2" | awk '$1 == "Depends:" && $2 ~ /^lib/ { print $2 }')
  apt_install "${libraries[@]}"
}

copy_libraries() {
  local library
  while read -r library; do
    mkdir -p "$2$(dirname "$library")"
    cp -L "$library" "$2$library"
  done < <(ldd "$1" | grep -o '/[^ ]*')
}

# import_directory DIRECTORY IMAGE [OPTION…]
import_directory() {
  local directory=$1 image=$2
  shift 2
  say "making the image $image"
  chmod 755 "$directory"
  tar -C "$directory" --numeric-owner --owner=0 --group=0 --exclude=./package -c . | docker import "$@" - "$image" >/dev/null
}
