// The sheets of docs/screenshots: every state of every way to a form. With CARDSEAL_PICTURES=docs/screenshots they are made
// anew; without it each must show the states there are. These are reached by accessible-states and redirect-accessible,
// pictures or not.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { scenario } from './scenario.mjs';
import { around, makeSheet, namesIn } from './sheet.mjs';
import { SHEETS, WAYS, WIDTHS } from './sheets.mjs';
import { MODES } from './stand.mjs';
import { NOT_ALONE, ONLY_ALONE } from './states-alone.mjs';
import { COMPLAINTS, FORM, OF_THEIR_OWN } from './states.mjs';
import { still } from './still.mjs';

const { CARDSEAL_PICTURES: wished } = process.env;
const FOLDER = new URL('../../docs/screenshots/', import.meta.url).pathname;
if (wished) mkdirSync(wished, { recursive: true });

/** In the page: a form is as wide as its place, and no shop has one as wide as the window. */
const narrow = () => document.getElementById('place')?.style.setProperty('max-width', '560px');

for (const { name, width, standOn, states, reach, shown } of wished ? SHEETS : []) {
  const options = { browser: { viewport: { width, height: 664 }, reducedMotion: 'reduce' }, complaints: COMPLAINTS.slice(0, 1) };
  scenario(`${name} is made`, options, async ({ page, context }) => {
    const stand = standOn(page);
    await stand.go();
    await page.evaluate(narrow);
    const cells = [];
    for (const state of states) {
      await reach(stand, state, 'en');
      await still(page);
      const clip = await around(page.locator(shown));
      cells.push({ name: state, png: await page.screenshot({ clip, caret: 'initial' }) });
      await stand.leave();
    }
    writeFileSync(join(wished, name), await makeSheet(await context.newPage(), cells));
  });
}

test('every way to a form has its sheets, of as many states as the form’s own lists give', () => {
  assert.deepEqual(Object.keys(WAYS), [...Object.keys(MODES), 'redirect']);
  assert.equal(SHEETS.length, Object.keys(WAYS).length * WIDTHS.length);
  const count = FORM.sentences.length + FORM.fields.length + OF_THEIR_OWN;
  for (const mode of Object.keys(MODES)) assert.equal(WAYS[mode].states.length, count, mode);
  assert.equal(WAYS.redirect.states.length, count - NOT_ALONE.length + ONLY_ALONE);
});

test('every sheet shows every state of its way', () => {
  for (const { name, states } of SHEETS) {
    assert.deepEqual(namesIn(readFileSync(join(FOLDER, name))), states, `make ${name} with CARDSEAL_PICTURES=docs/screenshots`);
  }
});

scenario('a sheet tells the states it shows and no other, and a picture tells none', {}, async ({ page }) => {
  await page.setContent('<!doctype html><html lang="en"><title>One</title><p>One</p></html>');
  const png = await page.screenshot();
  const sheet = await makeSheet(page, ['one', 'two'].map((name) => ({ name, png })));
  assert.deepEqual(namesIn(sheet), ['one', 'two']);
  assert.deepEqual(namesIn(await page.screenshot({ type: 'jpeg' })), []);
  // Its names are a comment: it is a picture still.
  assert.ok(await page.evaluate((jpeg) => Object.assign(new Image(), { src: `data:image/jpeg;base64,${jpeg}` }).decode().then(() => true), sheet.toString('base64')));
});
