# Moves Debian's files of each of our packages aside, builds the RPMs and their repositories, installs the base.
set -e
stash=/usr/lib/lab/stash
build() { rpmbuild -bb --quiet "$@"; }
cp /tmp/lab/rpms/macros /root/.rpmmacros

# Keys: made here, used here, thrown away; a new image has new ones.
export GNUPGHOME=/tmp/gpg
mkdir -m 700 -p $GNUPGHOME
key() {
  gpg --batch --quiet --passphrase '' --quick-gen-key "$2 <$1@handstack.invalid>" rsa2048 sign never 2>/dev/null
  mkdir -p "$(dirname "$3")"
  gpg --armor --export "$1@handstack.invalid" > "$3"
}
grep -hv '^#' /tmp/lab/rpms/*keys.list | while read -r signer file title; do key "$signer" "$title" "$file"; done

# Folders of Debian's own that a package does not take along.
unwanted='^/(bin|sbin|lib)$|^/usr/share/(doc|lintian|bug|apport|man|locale|doc-base)/|^/etc/(logcheck|init\.d|apparmor\.d|logrotate\.d|cron\.|mysql|ufw|insserv|default|apache2|chrony|ppp|dhcp|NetworkManager)|^/(usr/)?lib/(systemd|sysusers|tmpfiles)'
files_of() {
  for package in "$@"; do dpkg -L "$package"; done | grep -Ev "$unwanted" | while read -r file; do
    # Debian lists /bin/x where it means /usr/bin/x.
    [ ! -f "$file" ] && [ ! -L "$file" ] || echo "$(realpath "$(dirname "$file")")/$(basename "$file")"
    # Python's compiled form goes where the source goes.
    case $file in *.py) ls "${file%/*}/__pycache__/$(basename "$file" .py)".*.pyc 2>/dev/null || : ;; esac
  done | sort -u
}
for spec in /tmp/lab/rpms/*.spec; do
  name=$(basename "$spec" .spec)
  packages=$(sed -n 's/^# Debian: //p' "$spec")
  if [ -n "$packages" ]; then
    mkdir -p "$stash/$name"
    files_of $packages > /tmp/files
    tar -cf - --no-recursion -T /tmp/files 2>/dev/null | tar -xf - -C "$stash/$name"
    xargs rm -f < /tmp/files
    for package in $packages; do
      dpkg -L "$package" | while read -r file; do [ -d "$file" ] || rm -f "$file"; done
    done
  fi
  build "$spec"
done
userdel _chrony 2>/dev/null || :
rm -rf /etc/apache2 /etc/chrony

# What Debian installed, as rpm sees it: names, versions, commands.
grep -v '^#' /tmp/lab/rpms/installed.list | while read -r name packages; do
  set -- $packages
  update=
  case $packages in *' update') update=yes; packages=${packages% update} ;; esac
  version=$(dpkg-query -W -f '${Version}' "$1" | sed -e 's/^[0-9]*://' -e 's/-[^-]*$//' -e 's/-/./g')
  files_of $packages | grep -E '^/usr/s?bin/|^/etc/' > "/tmp/rpmbuild.$name" || :
  for release in 1.lab ${update:+2.update.lab}; do
    cat > /tmp/one.spec <<END
Name: $name
Version: $version
Release: $release
Summary: $name (Debian's ${packages}, already in the image)
License: see /usr/share/doc
BuildArch: noarch
AutoReqProv: no
$([ "$name" != bash ] || echo 'Provides: /bin/sh')
%description
$name of the lab guest.
%install
while read -r file; do mkdir -p "%{buildroot}\$(dirname "\$file")"; : > "%{buildroot}\$file"; chmod --reference="\$file" "%{buildroot}\$file"; done < /tmp/rpmbuild.$name
%files
$(sed 's/^\(.*\)$/%ghost "\1"/' "/tmp/rpmbuild.$name")
END
    build /tmp/one.spec
  done
done

cat /tmp/lab/rpms/*repositories.list | grep -v '^#' | while read -r folder signer packages; do
  mkdir -p "/srv/mirror/$folder"
  for package in $packages; do cp /tmp/rpmbuild/RPMS/noarch/$package "/srv/mirror/$folder/"; done
  [ -z "$packages" ] || rpmsign --addsign --define "_gpg_name $signer@handstack.invalid" "/srv/mirror/$folder/"*.rpm >/dev/null 2>/tmp/sign.log </dev/null || { cat /tmp/sign.log; exit 1; }
  createrepo_c --quiet --no-database --simple-md-filenames --compress-type gz --set-timestamp-to-revision \
    --revision "$SOURCE_DATE_EPOCH" "/srv/mirror/$folder"
done

cd /tmp/rpmbuild/RPMS/noarch
rpm --initdb
{ grep -v '^#' /tmp/lab/rpms/installed.list | cut -d ' ' -f 1; grep -l '^# Installed from the start' /tmp/lab/rpms/*.spec | sed 's#.*/\(.*\)\.spec#\1#'; } |
  while read -r name; do ls "$name"-[0-9]*.rpm | grep -v '\.update\.lab'; done | xargs rpm -i --nosignature --nodeps
rm -rf /tmp/rpmbuild* /tmp/gpg /tmp/one.spec /tmp/files /root/.rpmmacros
