#!/bin/sh
# lay.sh RECIPE PACKAGES.TAR WORK: the guest's whole tree of files, as WORK/tree.tar. Called as root, or as the root of a
# user name space, with mounts of its own. Takes Debian's packages, lays the recipe's files over them, runs its steps.
set -e
recipe=$1 packages=$2 work=$3
root=$work/root
rm -rf "$root"
mkdir -p "$root"
tar -xf "$packages" -C "$root" --exclude='./dev/*' --numeric-owner
(cd "$recipe/files" && tar -cf - --owner=0 --group=0 .) | tar -xf - -C "$root" --no-overwrite-dir
mkdir -p "$root/tmp/lab"
for each in steps rpms modules.list; do cp -R "$recipe/$each" "$root/tmp/lab/"; done
for step in "$recipe"/steps/[0-9]*.sh; do
  echo "step $(basename "$step")"
  # Each in a process of its own, with name spaces of its own: a mount of one is not there for the next.
  unshare --mount --uts --pid --fork sh "$(dirname "$0")/enter.sh" "$root" sh "/tmp/lab/steps/$(basename "$step")"
  # The BIOS and the kernel leave before the prune.
  if [ -e "$root/boot/initrd.img" ]; then
    rm -rf "$work/boot" && mkdir "$work/boot"
    mv "$root/boot/kernel" "$root/boot/initrd.img" "$root/boot"/*bios*.bin "$work/boot/"
  fi
done
rm -rf "$root/tmp/lab"
find "$root" -newermt "@$SOURCE_DATE_EPOCH" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
# Name, kind, mode, owner, where a link leads: the same in every build (npm run guest -- --check). Contents may differ: keys.
(cd "$root" && find . -printf '%p %y %m %U:%G %l\n' | LC_ALL=C sort) > "$work/files.txt"
tar -cf "$work/tree.tar" --numeric-owner --sort=name -C "$root" .
rm -rf "$root"
