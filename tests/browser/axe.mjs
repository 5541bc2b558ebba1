// axe-core in one document.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe-core finds in a document; frames are looked at one by one. */
export async function violations(document, rules = {}) {
  if (!(await document.evaluate(() => 'axe' in globalThis))) await document.evaluate(AXE);
  const { violations, passes } = await document.evaluate((rules) => globalThis.axe.run(document, { iframes: false, rules }), rules);
  assert.ok(passes.length > 5, `only ${passes.length} rules had something to look at`);
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join(' | ')}`);
}

/** The heading of the form is the pop-up's, in the document around it. */
export const IN_A_FRAME = { 'page-has-heading-one': { enabled: false } };
