import { expect, test } from 'vitest';
import { pythonJson, pythonPretty, pythonRepr } from './python.ts';

test.each([
  ["it's", `"it's"`], [`a"b'c`, `'a"b\\'c'`], ['tab\tnew\nbell\x07', "'tab\\tnew\\nbell\\x07'"], ['é\u200b', "'é\\u200b'"], ['\\', "'\\\\'"],
])('repr of the text %j', (text, wanted) => {
  expect(pythonRepr(text)).toBe(wanted);
});

test('repr of a table keeps its order, pprint sorts', () => {
  expect(pythonRepr({ b: [true, null, 1.5], a: {} })).toBe("{'b': [True, None, 1.5], 'a': {}}");
  expect(pythonRepr({ b: 1, a: 2 }, true)).toBe("{'a': 2, 'b': 1}");
});

// What python3 -c 'import pprint; pprint.pprint(…, width=72)' prints.
test('pprint breaks what does not fit', () => {
  expect(pythonPretty({ type: 'object', properties: { name: { type: 'string', pattern: '[\\S]+', minLength: 1, maxLength: 255 } }, required: ['name'] }, 72)).toBe(
    "{'properties': {'name': {'maxLength': 255,\n                         'minLength': 1,\n                         'pattern': '[\\\\S]+',\n"
    + "                         'type': 'string'}},\n 'required': ['name'],\n 'type': 'object'}",
  );
  expect(pythonPretty('one two three four', 12)).toBe("('one two '\n 'three '\n 'four')");
  expect(pythonPretty([['x'.repeat(30)], 'short'], 20)).toBe(`[['${'x'.repeat(30)}'],\n 'short']`);
});

test('json.dumps spaces and escapes', () => {
  expect(pythonJson({ a: [1, 'ü"', null, true], b: {} })).toBe('{"a": [1, "\\u00fc\\"", null, true], "b": {}}');
  expect(pythonJson('😀')).toBe('"\\ud83d\\ude00"');
});
