// The blocks of code in what merchants read. Whoever runs one takes it here, so that at the end it is known
// which ones nobody ran.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';

const ROOT = new URL('../../../', import.meta.url);
const FOLDER = 'docs/frontend/';
const PAGES = ['README.md', 'tokenizer-wasm/npm/README.md', 'docs/direct.md', 'docs/redirect.md', 'docs/test-cards.md', 'docs/languages.md', ...readdirSync(new URL(FOLDER, ROOT)).map((name) => FOLDER + name)];

/** Each fenced block of a text, under the heading that it stands below. */
export function blocksOf(path, text) {
  const blocks = [];
  let heading;
  let block;
  for (const line of text.split('\n')) {
    // A block of a list stands as far in as its item.
    const fence = /^ *```(\w*)$/.exec(line);
    if (fence && block) block = void blocks.push({ ...block, name: `${path}, ${heading}: ${block.language || 'drawing'}` });
    else if (fence) block = { path, heading, language: fence[1], code: '' };
    else if (block) block.code += `${line}\n`;
    else heading = /^#+ (.*)/.exec(line)?.[1] ?? heading;
  }
  assert.equal(block, undefined, `${path} closes its last block`);
  return blocks;
}

export const BLOCKS = PAGES.flatMap((path) => blocksOf(path, readFileSync(new URL(path, ROOT), 'utf8')));
const taken = new Set();

/** A block, as it stands there. `nth` where there are several of the language under the heading. */
export function take(path, heading, language, nth = 0) {
  const found = BLOCKS.filter((block) => block.path === path && block.heading === heading && block.language === language);
  assert(found[nth], `${path} has a block of ${language} under “${heading}”`);
  taken.add(found[nth]);
  return found[nth].code;
}

/** The names of the blocks that nobody took so far. */
export const untaken = (blocks = BLOCKS) => blocks.filter((block) => !taken.has(block)).map(({ name }) => name);

/** A text with each of these in the place of what the document names instead. */
export const here = (text, changes) =>
  Object.entries(changes).reduce((text, [named, here]) => {
    assert(text.includes(named), `a document names ${named}`);
    return text.replaceAll(named, here);
  }, text);
