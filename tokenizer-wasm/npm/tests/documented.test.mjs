// docs/frontend says what the package has: every option, method, event, reason and code, and none besides.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

const ROOT = new URL('../../../', import.meta.url);
const read = (path) => readFileSync(new URL(path, ROOT), 'utf8');

const REFERENCE = read('docs/frontend/reference.md');
const ERRORS = read('docs/frontend/errors.md');
const PLACES = read('docs/frontend/places.md');

/** What others can name of a file of types, without its comments: each name with the text of its declaration. */
function declared(file) {
  const code = read(`tokenizer-wasm/npm/${file}`).replaceAll(/\/\*.*?\*\//gs, '');
  const declarations = code.split(/^(?=\S)/m).map((text) => [/^export (?:interface|type|class) (\w+)/.exec(text)?.[1], text]);
  return Object.fromEntries(declarations.filter(([name]) => name));
}

const TYPES = { ...declared('index.d.ts'), ...declared('inline.d.ts'), ...declared('element.d.ts') };
const DIRECT = declared('direct.d.ts');

/** Whether a name is not one of every element's. */
const isOurs = (name) => !name.endsWith('EventListener');
/** The members of a declaration, those of objects in it too. */
const members = (text) => [...new Set([...text.matchAll(/^ {2,}(?:readonly )?(\w+)\??[:(<]/gm)].map(([, name]) => name))];
/** The texts that it allows. */
const literals = (text) => [...text.matchAll(/"([^"]+)"/g)].map(([, text]) => text);
const names = (text) => [...members(text), ...literals(text)].filter(isOurs);

/** What stands first in the rows of the table below a heading: names in backticks, without their arguments. */
function rows(page, heading) {
  const section = page.split(/^#+ /m).find((text) => text.replaceAll('`', '').startsWith(`${heading}\n`));
  assert(section, `there is a heading “${heading}”`);
  return [...section.matchAll(/^\| `([\w-]+)/gm)].map(([, name]) => name);
}

const same = (documented, there) => assert.deepEqual([...new Set(documented)].sort(), [...new Set(there)].sort());

test('the tables of the reference have every option, method, event and reason of the types, and no other', () => {
  same(rows(REFERENCE, 'load(publishableKey, options)'), members(TYPES.LoadOptions));
  same(rows(REFERENCE, 'card(options)'), [...members(TYPES.CardOptions), ...members(TYPES.InlineOptions)]);
  same(rows(REFERENCE, 'Looks'), members(TYPES.Appearance));
  same(rows(REFERENCE, 'Methods'), [...members(TYPES.Card), ...members(TYPES.InlineCard)]);
  same(rows(REFERENCE, 'Events'), members(TYPES.CardEvents));
  same(rows(REFERENCE, 'Reasons to close'), literals(TYPES.CloseReason));
  // The twin: what is there and not written down is found.
  assert.throws(() => same(rows(REFERENCE, 'Methods'), [...members(TYPES.Card), 'undocumented']), /undocumented/);
});

test('the tables of the element have its attributes, members and events, and no other', () => {
  const source = read('tokenizer-wasm/npm/src/element/index.ts');
  const observed = /OPTIONS = \[(.*?)\]/s.exec(source)[1].match(/[\w-]+/g);
  const asked = [...source.matchAll(/getAttribute\("([\w-]+)"\)/g)].map(([, name]) => name);
  const shown = members(TYPES.CardsealForm).filter(isOurs);
  const heard = members(TYPES.CardEvents).filter((name) => !literals(TYPES.ElementEvents).includes(name));
  assert.ok(observed.length > 3 && heard.length > 2);
  same(rows(PLACES, 'As an element'), [...observed, ...asked, ...shown, ...heard]);
  const written = [...TYPES.CardsealFormAttributes.matchAll(/^  "?([\w-]+)"?\??:/gm)].map(([, name]) => name);
  same(written, [...observed, ...asked]);
});

/** Every word in code on a page. */
const words = (text) => new Set([...text.matchAll(/`([^`\n]+)`|^```\w*\n(.*?)^```/gms)].flatMap(([, span, block]) => (span ?? block).match(/[\w-]+/g)));
const FRONTEND = readdirSync(new URL('docs/frontend/', ROOT)).map((name) => read(`docs/frontend/${name}`)).join('\n');

/** How many names there are in these declarations; each of them stands in code on the page. */
function known(declarations, page) {
  const there = words(page);
  const all = Object.entries(declarations).flatMap(([type, text]) => names(text).map((name) => [type, name]));
  for (const [type, name] of all) assert.ok(there.has(name), `${type}: ${name}`);
  return all.length;
}

test('every name and text of the types stands in the documents, those of answers and languages too', () => {
  const { TextKey, ...others } = TYPES;
  assert.ok(known(others, FRONTEND) > 80);
  assert.ok(known({ TextKey }, read('docs/languages.md')) > 30);
  assert.ok(known(DIRECT, read('docs/direct.md')) > 15);
  assert.throws(() => known({ New: 'export interface New {\n  undocumented: "never"; }' }, FRONTEND), /New: undocumented/);
});

/** Quoted words with this around them. */
const quoted = (text, pattern) => [...text.matchAll(pattern)].flatMap(([, part]) => part.match(/[a-z]+(_[a-z]+)+|[a-z]{5,}/g) ?? []);

test('every code that can reach a page is in the table of codes, and each of that table can', () => {
  const outcome = read('core/form/src/outcome.rs').split('#[cfg(test)]')[0];
  const form = ['sender', 'session', 'keys', 'frame'].map((name) => read(`tokenizer-wasm/src/${name}.rs`)).join('\n');
  const attempts = read('core/form/src/attempts.rs').split('#[cfg(test)]')[0];
  const types = read('tokenizer-wasm/npm/index.d.ts').replaceAll(/\n \*|\n     \*/g, '');
  const codes = new Set([
    ...quoted(outcome, /matches!\(\s*code,\s*((?:"\w+"[\s|]*)+)/g),
    ...quoted(outcome, /String::from\("(\w+)"\)/g),
    ...quoted(attempts, /: &str = "(\w+)"/g),
    ...quoted(form, /(?:failed|has_no_key|end)\("(\w+)"\)/g),
    ...quoted(types, /interface Failure \{.*?\/\*\*(.*?)\*\//gs).filter((word) => types.includes(`\`${word}\``)),
  ]);
  assert.ok(codes.size > 15, `${codes.size}`);
  same(rows(ERRORS, 'Codes your page gets'), codes);
});

test('the form says it is final of the codes that the table says so of', () => {
  const final = /fn is_final.*?matches!\((.*?)\)/s.exec(read('core/form/src/outcome.rs'))[1].match(/(?<=")\w+/g);
  const loader = ['timeout', 'frame_lost'];
  const documented = [...ERRORS.matchAll(/^\| `(\w+)` \| yes \|/gm)].map(([, code]) => code);
  same(documented, [...final, ...loader]);
});

test('everything that the form can say to a shopper as an error is in the table of it', () => {
  const english = JSON.parse(read('core/form/languages/en.json'));
  const keys = Object.keys(english);
  const errors = keys.slice(keys.indexOf('invalid_number')).filter((key) => key !== 'reviewed');
  same(rows(ERRORS, 'What the shopper is told'), errors);
});
