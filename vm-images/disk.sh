#!/bin/sh
# disk.sh WORK IMAGE BYTES: WORK/tree.tar as an ext4 disk without a journal (a machine that is saved whole needs none).
set -e
work=$1 image=$2 bytes=$3
root=$work/root
rm -rf "$root" "$image"
mkdir -p "$root"
tar -xf "$work/tree.tar" -C "$root" --numeric-owner
truncate -s "$bytes" "$image"
mke2fs -q -F -t ext4 -d "$root" -L handstack -O ^has_journal,^metadata_csum,^64bit,^resize_inode -m 0 -b 4096 -I 256 \
  -E lazy_itable_init=0,hash_seed=11111111-2222-4333-8444-555555555555,nodiscard \
  -U 68616e64-7374-4163-8b00-000000000001 "$image"
rm -rf "$root"
