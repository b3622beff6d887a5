/** `set -o` names with their letters ('' where there is none), as `set -o` lists them. */
export const SET_OPTIONS: readonly (readonly [name: string, letter: string])[] = [
  ['allexport', 'a'], ['braceexpand', 'B'], ['emacs', ''], ['errexit', 'e'], ['errtrace', 'E'], ['functrace', 'T'],
  ['hashall', 'h'], ['histexpand', 'H'], ['history', ''], ['ignoreeof', ''], ['interactive-comments', ''],
  ['keyword', 'k'], ['monitor', 'm'], ['noclobber', 'C'], ['noexec', 'n'], ['noglob', 'f'], ['nolog', ''], ['notify', 'b'],
  ['nounset', 'u'], ['onecmd', 't'], ['physical', 'P'], ['pipefail', ''], ['posix', ''], ['privileged', 'p'], ['verbose', 'v'],
  ['vi', ''], ['xtrace', 'x'],
];

/** `shopt` names of bash 5.1. */
export const SHOPTS: readonly string[] = [
  'autocd', 'assoc_expand_once', 'cdable_vars', 'cdspell', 'checkhash', 'checkjobs', 'checkwinsize', 'cmdhist', 'compat31',
  'compat32', 'compat40', 'compat41', 'compat42', 'compat43', 'compat44', 'complete_fullquote', 'direxpand', 'dirspell',
  'dotglob', 'execfail', 'expand_aliases', 'extdebug', 'extglob', 'extquote', 'failglob', 'force_fignore', 'globasciiranges',
  'globstar', 'gnu_errfmt', 'histappend', 'histreedit', 'histverify', 'hostcomplete', 'huponexit', 'inherit_errexit',
  'interactive_comments', 'lastpipe', 'lithist', 'localvar_inherit', 'localvar_unset', 'login_shell', 'mailwarn',
  'no_empty_cmd_completion', 'nocaseglob', 'nocasematch', 'nullglob', 'progcomp', 'progcomp_alias', 'promptvars',
  'restricted_shell', 'shift_verbose', 'sourcepath', 'xpg_echo',
];

/** What is on in a new shell. */
export const DEFAULT_SHOPTS: readonly string[] = [
  'checkwinsize', 'cmdhist', 'complete_fullquote', 'extquote', 'force_fignore', 'globasciiranges', 'hostcomplete',
  'interactive_comments', 'progcomp', 'promptvars', 'sourcepath',
];

/** The `set -o` name of a letter, or null. */
export const optionOfLetter = (letter: string): string | null =>
  SET_OPTIONS.find(([, own]) => own === letter)?.[0] ?? null;
