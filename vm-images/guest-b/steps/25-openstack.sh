# Keystone and the client as CentOS packs them, and ready to be loaded by lab/preload. Before the RPMs are made.
set -e
python=/usr/lib/python3/dist-packages

# As in CentOS, settings of the distribution are read first: /usr/share/keystone/keystone-dist.conf.
python3 - $python/oslo_config/cfg.py <<'END'
import sys
text = open(sys.argv[1]).read()
before = """                    for p in [project, prog] if p)

    return [x for x in config_files if x]
"""
after = before.replace('return ', """dist = '/usr/share/%s/%s-dist.conf' % (project, project)
    dists = [dist] if extension == '.conf' and os.path.exists(dist) else []
    return dists + """)
assert text.count(before) == 1
open(sys.argv[1], 'w').write(text.replace(before, after))
END

# The sample configuration, with all options.
etc=/tmp/lab/rpms/openstack-keystone/etc/keystone
oslo-config-generator --output-file $etc/keystone.conf --wrap-width 79 \
  $(for name in keystone oslo.cache oslo.log oslo.messaging oslo.policy oslo.db oslo.middleware osprofiler; do echo "--namespace $name"; done) 2>/dev/null
chmod 640 $etc/*

# The programs that are called by way of lab/preloaded.
for name in keystone-manage openstack; do
  mv /usr/bin/$name /usr/lib/lab/direct/
  ln -s ../lib/lab/preloaded /usr/bin/$name
done
mv /usr/bin/keystone-wsgi-public /usr/lib/lab/direct/
cp /usr/lib/lab/application /usr/bin/keystone-wsgi-public

# What nobody runs here, and what every start of Python would read in vain.
rm -rf $python/*/tests $python/*/locale $python/sphinx* $python/docutils* $python/*-nspkg.pth $python/distutils-precedence.pth
for name in keystone keystoneclient openstackclient; do
  find $python/$name -name __pycache__ -prune -exec rm -rf {} +
  python3 -m compileall -q --invalidation-mode unchecked-hash $python/$name
done
userdel memcache 2>/dev/null || :

python3 /usr/lib/lab/rehearse.py /usr/lib/lab/cloud.modules
rm -rf /usr/lib/lab/rehearse.py /root/.cache
# Nothing of it may be met by a student.
[ ! -e /etc/keystone ] && [ ! -e /var/lib/keystone ] && [ ! -e /var/log/keystone ]
