# What lab/preload loads of dnf.
import configparser, gettext  # noqa
import dnf.cli.main  # noqa
import dnfpluginscore  # noqa

PROGRAMS = ('dnf', 'yum')
