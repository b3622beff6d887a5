# The kernel, an initrd that only finds the disk and mounts it, and the BIOS, all into /boot for the builder to take.
set -e
version=$(ls /usr/lib/modules)
mv "/boot/vmlinuz-$version" /boot/kernel
cp /usr/share/seabios/bios.bin /usr/share/seabios/vgabios-stdvga.bin /boot/
root=/tmp/initrd
mkdir -p $root/bin $root/dev $root/proc $root/sys $root/new $root/modules
cp /bin/busybox $root/bin/
sed -n 's/^initrd //p' /tmp/lab/modules.list | xargs -n 1 modprobe -S "$version" --show-depends |
  awk '/^insmod/ && !seen[$2]++ { print $2 }' | while read -r module; do
    cp "$module" $root/modules/
    basename "$module" >> $root/order
  done
cat > $root/init <<'END'
#!/bin/busybox sh
bb=/bin/busybox
$bb mount -t devtmpfs none /dev
$bb mount -t proc none /proc
$bb mount -t sysfs none /sys
for module in $($bb cat /order); do $bb insmod /modules/$module 2>/dev/null; done
tries=0
until [ -b /dev/sda ] || [ $tries = 100 ]; do $bb sleep 0.1; tries=$((tries + 1)); done
$bb mount -t ext4 -o noatime /dev/sda /new || exec $bb sh
for each in dev proc sys; do $bb mount --move /$each /new/$each; done
exec $bb switch_root /new /sbin/init
END
chmod 755 $root/init
find $root -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
(cd $root && find . | sort | busybox cpio -o -H newc 2>/dev/null) | gzip -9n > /boot/initrd.img
rm -rf $root
