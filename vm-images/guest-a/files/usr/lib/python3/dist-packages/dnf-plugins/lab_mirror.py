# dnf plugin: the guest has no way to the Internet. Addresses of mirrors that the image holds a copy of are read from
# /srv/mirror; the student's files in /etc/yum.repos.d stay as they are. Addresses of others are asked, in vain.
import os
from urllib.parse import parse_qs, urlsplit

import dnf

ROOT = '/srv/mirror'


def local(url):
    parts = urlsplit(url)
    if parts.scheme not in ('http', 'https') or not os.path.isdir(f'{ROOT}/{parts.hostname}'):
        return url
    return f'file://{ROOT}/{parts.hostname}{parts.path}'


def from_metalink(url):
    name = parse_qs(urlsplit(url).query).get('repo', [''])[0]
    return f'{ROOT}/{urlsplit(url).hostname}/{name}'


class LabMirror(dnf.Plugin):
    name = 'lab_mirror'

    def config(self):
        for repo in self.base.repos.all():
            if repo.metalink and os.path.isdir(from_metalink(repo.metalink)):
                repo.baseurl = [f'file://{from_metalink(repo.metalink)}']
                repo.metalink = ''
            elif repo.baseurl:
                repo.baseurl = [local(url) for url in repo.baseurl]
            repo.gpgkey = [local(url) for url in repo.gpgkey]
