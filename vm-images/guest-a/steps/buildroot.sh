# buildroot.sh NAME BUILDROOT STASH LIST: fills the build root of an RPM, writes its list of files.
set -e
name=$1 root=$2 stash=$3 list=$4
mkdir -p "$root"
: > "$list"
if [ -d "/tmp/lab/rpms/$name" ]; then
  cp -a "/tmp/lab/rpms/$name/." "$root"
  chown -R 0:0 "$root"
  (cd "$root" && find . -type f | sort | sed -e 's/^\.//' -e 's#^/etc/#%config(noreplace) /etc/#') >> "$list"
fi
if [ -d "$stash" ]; then
  (cd "$stash" && find . -type d) | (cd "$root" && xargs -r mkdir -p)
  # An empty file stands for each one: a ghost is not packed, only its name and mode count.
  (cd "$stash" && find . ! -type d | sort) | while read -r file; do
    [ ! -e "$root/$file" ] || continue
    if [ -L "$stash/$file" ]; then cp -a "$stash/$file" "$root/$file"
    else : > "$root/$file"; chmod --reference="$stash/$file" "$root/$file"; fi
    echo "%ghost \"${file#.}\"" >> "$list"
  done
fi
