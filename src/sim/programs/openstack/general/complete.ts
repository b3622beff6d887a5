import type { Shell } from '../app/shell.ts';
import { NOTHING, text, type Command } from '../command.ts';
import { COMMANDS, parserOf } from '../commands.ts';

type Tree = Map<string, Tree | string>;

/** Commands as a tree of words; a leaf holds the command's options (cliff's CompleteDictionary). */
function tree(shell: Shell): Tree {
  const root: Tree = new Map();
  for (const spec of COMMANDS.filter(shell.isLoaded)) {
    if (spec.isNameOnly === true) continue;
    const options = parserOf(spec).arguments.flatMap(({ flags }) => flags ?? []).join(' ');
    add(root, spec.command.split(' '), options);
  }
  return root;
}

function add(root: Tree, words: readonly string[], options: string): void {
  let place = root;
  let last = words.at(-1) ?? '';
  for (const word of words.slice(0, -1)) {
    const below = place.get(word);
    if (typeof below === 'string') {
      place.set(word, `${below} ${last}`);
      last = `${word}_${last}`;
    } else {
      const next: Tree = below ?? new Map<string, Tree | string>();
      place.set(word, next);
      place = next;
    }
  }
  place.set(last, options);
}

function variables(place: Tree, path: string): [string, string][] {
  return [...place.keys()].sort().flatMap((word): [string, string][] => {
    const below = place.get(word) ?? '';
    const name = path === '' ? word : `${path}_${word}`;
    if (typeof below === 'string') return [[name, below]];
    return [[name, [...below.keys()].sort().join(' ')], ...variables(below, name)];
  });
}

const HEAD = (name: string): string => `_${name}()
{
  local cur prev words
  COMPREPLY=()
  _get_comp_words_by_ref -n : cur prev words

  # Command data:
`;

/** Looks the typed words up in the variables above, from the left, and offers what may follow. */
const TAIL = (name: string, command: string): string => `
  dash=-
  underscore=_
  cmd=""
  words[0]=""
  completed="\${cmds}"
  for var in "\${words[@]:1}"
  do
    if [[ \${var} == -* ]] ; then
      break
    fi
    if [ -z "\${cmd}" ] ; then
      proposed="\${var}"
    else
      proposed="\${cmd}_\${var}"
    fi
    local i="cmds_\${proposed}"
    i=\${i//$dash/$underscore}
    local comp="\${!i}"
    if [ -z "\${comp}" ] ; then
      break
    fi
    if [[ \${comp} == -* ]] ; then
      if [[ \${cur} != -* ]] ; then
        completed=""
        break
      fi
    fi
    cmd="\${proposed}"
    completed="\${comp}"
  done

  if [ -z "\${completed}" ] ; then
    COMPREPLY=( $( compgen -f -- "$cur" ) $( compgen -d -- "$cur" ) )
  else
    COMPREPLY=( $(compgen -W "\${completed}" -- \${cur}) )
  fi
  return 0
}
complete -F _${name} ${command}
`;

/** openstack complete: a script that teaches bash the client's commands (recorded). */
export const completeCommand = (shell: Shell): Command => function* run({ print }, values) {
  const all = tree(shell);
  const name = text(values, 'name') === '' ? 'openstack' : text(values, 'name');
  const escaped = name.replaceAll('-', '_');
  const isBash = text(values, 'shell') === 'bash';
  const lines = variables(all, '').sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => `  cmds_${key.replaceAll('-', '_')}='${value}'\n`);
  yield* print(`${isBash ? HEAD(escaped) : ''}  cmds='${[...all.keys()].sort().join(' ')}'\n${lines.join('')}${isBash ? TAIL(escaped, name) : ''}`);
  return NOTHING;
};
