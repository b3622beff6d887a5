# Makes a minimal Debian look and behave like a small CentOS host. Runs inside of the new root.
set -e

# Who and where.
ln -sf ../usr/lib/os-release /etc/os-release
ln -sf centos-release /etc/redhat-release
ln -sf centos-release /etc/system-release
: > /etc/fstab
: > /etc/motd
rm -f /etc/debian_version /etc/issue* /etc/update-motd.d/* /etc/bash.bashrc /root/.profile
ln -sf bashrc /etc/bash.bashrc
echo C.UTF-8 > /etc/locale.gen
sed -i 's#^root:[^:]*:#root::#' /etc/shadow
groupmod -n nobody nogroup
chmod 550 /root
cp /root/.bashrc /root/.bash_profile /etc/skel/
rm -f /etc/skel/.profile /etc/skel/.bash_logout
# dnf is called by way of lab/preloaded; the program itself is dnf-3.
mkdir -p /usr/lib/lab/direct
for name in dnf yum; do
  ln -sf ../lib/lab/preloaded /usr/bin/$name
  ln -s /usr/bin/dnf-3 /usr/lib/lab/direct/$name
done
rm -f /etc/machine-id /var/lib/dbus/machine-id
echo 6a3c0d4e5f60718293a4b5c6d7e8f901 > /etc/machine-id

# A machine that is restored from a saved state needs no devices found, no clock set, no timers.
cd /etc/systemd/system
# Nothing is enabled, and no second name given, but what a recipe enables.
find . -type l -delete
for unit in getty@tty1.service systemd-logind.service systemd-timesyncd.service systemd-modules-load.service \
  systemd-random-seed.service systemd-update-utmp.service systemd-update-utmp-runlevel.service \
  systemd-journal-flush.service systemd-journal-catalog-update.service systemd-hwdb-update.service \
  systemd-binfmt.service systemd-pstore.service systemd-networkd.service e2scrub_reap.service e2scrub_all.timer \
  fstrim.timer dpkg-db-backup.timer apt-daily.timer apt-daily-upgrade.timer logrotate.timer man-db.timer \
  dnf-makecache.timer dnf-automatic.timer systemd-tmpfiles-clean.timer dev-hugepages.mount dev-mqueue.mount \
  sys-kernel-debug.mount sys-kernel-tracing.mount sys-fs-fuse-connections.mount sys-kernel-config.mount \
  kmod-static-nodes.service proc-sys-fs-binfmt_misc.automount ifupdown-pre.service networking.service \
  systemd-udevd.service systemd-udevd-control.socket systemd-udevd-kernel.socket systemd-udev-trigger.service \
  systemd-udev-settle.service systemd-sysusers.service
do ln -sf /dev/null "$unit"; done
mkdir -p ../system-generators
for generator in systemd-getty-generator systemd-gpt-auto-generator systemd-debug-generator systemd-rc-local-generator; do
  ln -sf /dev/null ../system-generators/$generator
done
mkdir -p multi-user.target.wants
for unit in lab-*.service; do ln -sf "../$unit" multi-user.target.wants/; done
ln -sf /usr/lib/systemd/system/multi-user.target default.target

# dnf: only the plugins that a lesson uses. Each costs seconds in an emulated machine.
cd /usr/lib/python3/dist-packages/dnf-plugins
for plugin in *.py; do
  case $plugin in config_manager.py | download.py | lab_mirror.py) ;; *) rm -f "$plugin" "/etc/dnf/plugins/$(basename "$plugin" .py).conf" ;; esac
done
rm -f /etc/dnf/plugins/local.conf
