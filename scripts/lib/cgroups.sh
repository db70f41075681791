# shellcheck shell=bash
# Cgroups, which every engine needs and a machine without an init system may not have mounted.

# Version 2 shows its controllers in the root, version 1 a directory for each.
cgroups_are_mounted() { [ -e /sys/fs/cgroup/cgroup.controllers ] || [ -d /sys/fs/cgroup/memory ]; }

mount_cgroups() { mount -t cgroup2 cgroup2 /sys/fs/cgroup || die "cannot mount cgroup2 on /sys/fs/cgroup: the engine needs cgroups"; }
