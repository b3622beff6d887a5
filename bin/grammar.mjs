// Makes src/sim/services/mariadb/grammar/generated/sql-parser.ts of sql.peggy: `npm run grammar` after changing the grammar.
// A name in capitals that the grammar does not define is a keyword; its rule is added here.
import { readFileSync, writeFileSync } from 'node:fs';
import peggy from 'peggy';

const folder = new URL('../src/sim/services/mariadb/grammar/', import.meta.url);
const grammar = readFileSync(new URL('sql.peggy', folder), 'utf8');
const names = new Set();
const defined = new Set();

function visit(node) {
  if (node === null || typeof node !== 'object') return;
  if (Array.isArray(node)) return node.forEach(visit);
  if (node.type === 'rule') defined.add(node.name);
  if (node.type === 'rule_ref') names.add(node.name);
  for (const [key, value] of Object.entries(node)) if (key !== 'location') visit(value);
}

visit(peggy.parser.parse(grammar));
const keywords = [...names].filter((name) => /^[A-Z][A-Z0-9_]+$/.test(name) && !defined.has(name)).sort();
// Each keyword gets a placeholder rule, whose large generated body is then replaced by a call of one shared function.
const rules = keywords.map((word) => `${word} = "${word}"`);
const generated = peggy.generate(`${grammar}\n${rules.join('\n')}\n`, {
  output: 'source', format: 'es', allowedStartRules: ['Start'],
});
const shared = `
  function peg$keyword(word) {
    const start = peg$currPos;
    const end = start + word.length;
    if (input.substring(start, end).toUpperCase() !== word || isWordAt(input, end)) {
      if (peg$silentFails === 0) { peg$fail({ type: "other", description: word }); }
      return peg$FAILED;
    }
    peg$currPos = end;
    peg$silentFails++;
    peg$parse_();
    peg$silentFails--;
    return word;
  }
`;
const body = generated.replaceAll(/  function peg\$parse([A-Z][A-Z0-9_]+)\(\) \{\n[\s\S]*?\n  \}\n/g, (whole, word) =>
  keywords.includes(word) ? `  function peg$parse${word}() { return peg$keyword("${word}"); }\n` : whole)
  .replace('\n  function peg$parseStart() {', `${shared}\n  function peg$parseStart() {`)
  .replaceAll(/^ *const peg\$c\d+ = "[A-Z][A-Z0-9_]+";\n/gm, (line) =>
    new RegExp(`\\b${/peg\$c\d+/.exec(line)[0].replace('$', '\\$')}\\b`, 'g').test('') ? '' : line);
writeFileSync(new URL('generated/sql-parser.ts', folder),
  `// @ts-nocheck\n/* eslint-disable */\n// Made of sql.peggy by bin/grammar.mjs; do not edit.\n${body.replaceAll(/^ +/gm, '').replace("'./actions.ts'", "'../actions.ts'")}`);
console.log(`${keywords.length} keywords, ${body.length} characters`);
