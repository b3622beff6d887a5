/** What rpm is asked to do. */
export type RpmMode = 'query' | 'verify' | 'install' | 'upgrade' | 'freshen' | 'reinstall' | 'erase' | 'import' | 'checksig' | 'version' | 'eval' | 'rebuilddb' | 'help' | 'none';

export interface RpmOptions {
  readonly mode: RpmMode;
  readonly flags: ReadonlySet<string>;
  readonly args: readonly string[];
  readonly format: string | null;
  readonly values: ReadonlyMap<string, string>;
}

/** rpm's complaint about its arguments; exit 1. */
export class RpmUsage extends Error {
  override readonly name = 'RpmUsage';
}

const SHORT: Readonly<Record<string, string>> = {
  a: 'all', f: 'file', p: 'package', l: 'list', i: 'info', c: 'configfiles', d: 'docfiles', s: 'state', R: 'requires', v: 'verbose', h: 'hash', L: 'licensefiles', g: 'group',
};

const FLAGS = new Set([
  'all', 'file', 'package', 'path', 'list', 'info', 'configfiles', 'docfiles', 'licensefiles', 'state', 'requires', 'provides', 'conflicts', 'obsoletes', 'recommends',
  'suggests', 'supplements', 'enhances', 'scripts', 'changelog', 'last', 'whatprovides', 'whatrequires', 'whatconflicts', 'whatobsoletes', 'whatrecommends', 'verbose',
  'hash', 'nodeps', 'force', 'test', 'replacepkgs', 'replacefiles', 'oldpackage', 'allmatches', 'noscripts', 'nosignature', 'nodigest', 'justdb', 'percent', 'quiet',
  'nofiles', 'dump', 'triggers', 'filesbypkg', 'noghost', 'noconfig', 'nogpgcheck', 'excludedocs', 'ignorearch', 'ignoreos', 'group',
]);

const MODES: Readonly<Record<string, RpmMode>> = {
  query: 'query', verify: 'verify', install: 'install', upgrade: 'upgrade', freshen: 'freshen', reinstall: 'reinstall', erase: 'erase', import: 'import',
  checksig: 'checksig', version: 'version', rebuilddb: 'rebuilddb', initdb: 'rebuilddb', help: 'help', usage: 'help',
};

/** Options that take a value. */
const VALUED = new Set(['root', 'dbpath', 'define', 'undefine', 'target', 'prefix', 'relocate', 'excludepath', 'rcfile', 'macros']);

/** Parses rpm's command line: letters join (`-qip`), the first of `-q -V -i -U -F -e -K` is the mode. */
export function parseRpm(argv: readonly string[]): RpmOptions {
  const flags = new Set<string>();
  const values = new Map<string, string>();
  const args: string[] = [];
  let mode: RpmMode = 'none';
  let format: string | null = null;
  const setMode = (next: RpmMode): void => {
    if (mode !== 'none' && mode !== next) throw new RpmUsage('rpm: only one major mode may be specified');
    mode = next;
  };
  for (let index = 0; index < argv.length; index += 1) {
    const arg = argv[index] ?? '';
    if (!arg.startsWith('-') || arg === '-') args.push(arg);
    else if (arg.startsWith('--')) {
      const [name = '', inline] = arg.slice(2).split(/=(.*)/s);
      if (name === 'queryformat' || name === 'qf') {
        format = inline ?? argv[++index] ?? '';
      } else if (name === 'eval') {
        setMode('eval');
        args.push(inline ?? argv[++index] ?? '');
      } else if (VALUED.has(name)) values.set(name, inline ?? argv[++index] ?? '');
      else if (MODES[name] !== undefined) setMode(MODES[name]);
      else if (FLAGS.has(name)) flags.add(name);
      else throw new RpmUsage(`rpm: ${arg}: unknown option`);
    } else index += letters(arg, argv[index + 1], flags, setMode, () => mode, args);
  }
  return { mode, flags, args, format, values };
}

/** One word of short options; answers how many further words it took. */
function letters(
  arg: string, next: string | undefined, flags: Set<string>, setMode: (mode: RpmMode) => void, mode: () => RpmMode, args: string[],
): number {
  let taken = 0;
  for (const letter of arg.slice(1)) {
    if (letter === 'q') setMode('query');
    else if (letter === 'V') setMode('verify');
    else if (letter === 'U') setMode('upgrade');
    else if (letter === 'F') setMode('freshen');
    else if (letter === 'e') setMode('erase');
    else if (letter === 'K') setMode('checksig');
    else if (letter === '?') setMode('help');
    else if (letter === 'i' && mode() === 'none' && !arg.includes('q')) setMode('install');
    else if (letter === 'E') {
      setMode('eval');
      args.push(next ?? '');
      taken = 1;
    } else if (SHORT[letter] !== undefined) flags.add(SHORT[letter] ?? '');
    else throw new RpmUsage(`rpm: -${letter}: unknown option`);
  }
  return taken;
}

/** The summary that rpm prints without arguments (its option tables, in their order). */
export const USAGE = `Usage: rpm [-afgpqlsiv?] [-a|--all] [-f|--file] [--path] [-g|--group]
        [-p|--package] [--pkgid] [--hdrid] [-q|--query] [--triggeredby]
        [--whatconflicts] [--whatrequires] [--whatobsoletes]
        [--whatprovides] [--whatrecommends] [--whatsuggests]
        [--whatsupplements] [--whatenhances] [--nomanifest]
        [-c|--configfiles] [-d|--docfiles] [-L|--licensefiles]
        [-A|--artifactfiles] [--noghost] [--noconfig] [--noartifact]
        [--dump] [-l|--list] [--queryformat=QUERYFORMAT] [-s|--state]
        [--nofiledigest] [--nofiles] [--nodeps] [--noscript] [--allfiles]
        [--allmatches] [--badreloc] [-e|--erase=<package>+] [--excludedocs]
        [--excludepath=<path>] [--force] [--force-debian]
        [-F|--freshen=<packagefile>+] [-h|--hash] [--ignorearch]
        [--ignoreos] [--ignoresize] [--noverify] [-i|--install] [--justdb]
        [--nodb] [--nodeps] [--nofiledigest] [--nocontexts] [--nocaps]
        [--noorder] [--noscripts] [--notriggers] [--oldpackage] [--percent]
        [--prefix=<dir>] [--relocate=<old>=<new>] [--replacefiles]
        [--replacepkgs] [--test] [-U|--upgrade=<packagefile>+]
        [--reinstall=<packagefile>+] [--restore=<packagefile>+]
        [-D|--define='MACRO EXPR'] [--undefine=MACRO] [-E|--eval='EXPR']
        [--target=CPU-VENDOR-OS] [--macros=<FILE:...>] [--load=<FILE>]
        [--noplugins] [--nodigest] [--nosignature] [--rcfile=<FILE:...>]
        [-r|--root=ROOT] [--dbpath=DIRECTORY] [--querytags] [--showrc]
        [--quiet] [-v|--verbose] [--version] [-?|--help] [--usage]
        [--scripts] [--conflicts] [--obsoletes] [--provides] [--requires]
        [--recommends] [--suggests] [--supplements] [--enhances] [--info]
        [--changelog] [--changes] [--xml] [--triggers] [--filetriggers]
        [--last] [--dupes] [--filesbypkg] [--fileclass] [--filecolor]
        [--fileprovide] [--filerequire] [--filecaps]
`.replace(' [--force-debian]', '');
