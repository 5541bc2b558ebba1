// axe-core on every state of the form in every look, and on every language in every way the form can stand.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { IN_A_FRAME, violations } from './axe.mjs';
import { faint } from './contrast.mjs';
import { scenario } from './scenario.mjs';
import { MODES, Stand } from './stand.mjs';
import { COMPLAINTS, FORM, OF_THEIR_OWN, reach, STATES, UNDRAWN } from './states.mjs';

const isDark = { colorScheme: 'dark' };

/** With four of these colours a field's text, its border, a label and the button's text would be too faint. */
const RULES_OF_A_MERCHANT = {
  input: { backgroundColor: '#fffdf7', color: '#b9b29f', borderColor: '#e4ddca', outlineColor: '#8a5a00', borderWidth: '3px', borderRadius: '24px', fontSize: '22px' },
  label: { color: '#c0b596', fontSize: '20px', fontWeight: '400' },
  error: { fontSize: '12px', fontWeight: '700' },
  button: { color: '#fff', borderRadius: '24px', fontSize: '22px' },
};

/** The form's themes, each on a device that likes the other; a merchant's colours, of which some are too faint; the grey that is hardest to write on; and a device's own colours. */
const LOOKS = {
  ...Object.fromEntries(FORM.themes.map((theme) => [theme, { appearance: { theme }, device: theme === 'dark' ? {} : isDark }])),
  merchant: { appearance: { colorBackground: '#f3efe4', colorPrimary: '#ffe08a', colorText: '#9a958a', colorDanger: '#f6b8b0', radius: '0px', font: 'serif', rules: RULES_OF_A_MERCHANT }, device: isDark },
  middling: { appearance: { colorBackground: '#777777', colorPrimary: '#777777' }, device: {} },
  forced: { appearance: {}, device: { ...isDark, forcedColors: 'active' } },
};

/** axe-core asks for colours before the device's own are put in their place. */
const RULES = { forced: { 'color-contrast': { enabled: false } } };

/** The names of each, from which a row takes one. */
const PARTS = { state: STATES, look: Object.keys(LOOKS), mode: Object.keys(MODES), language: FORM.languages.map(({ tag }) => tag) };

/** Each state in each look; the ways to stand and the languages by turns. */
function planned({ state, look, mode, language }) {
  return state.flatMap((stateName, s) =>
    look.map((lookName, l) => {
      const m = (s + l) % mode.length;
      return { state: stateName, look: lookName, mode: mode[m], language: language[(s + 2 * m) % language.length] };
    }),
  );
}

const ROWS = planned(PARTS);
const nameOf = (row) => Object.values(row).join(', ');

/** What no row has, of all that these two parts can be together. */
const missing = (rows, parts, one, other) =>
  parts[one].flatMap((a) => parts[other].filter((b) => !rows.some((row) => row[one] === a && row[other] === b)).map((b) => `${a}, ${b}`));

/** The parts that meet in every way they can. A state is seen in as many languages as there are ways to stand. */
const PAIRS = [['state', 'look'], ['language', 'mode'], ['state', 'mode'], ['look', 'mode'], ['look', 'language']];

test('every state is planned in every look, every language in every mode, and whatever is left out is found', () => {
  assert.equal(STATES.length, FORM.sentences.length + FORM.fields.length + OF_THEIR_OWN);
  assert.equal(OF_THEIR_OWN, 6);
  assert.equal(PARTS.look.length, FORM.themes.length + 3);
  assert.equal(ROWS.length, STATES.length * PARTS.look.length);
  assert.equal(new Set(ROWS.map(nameOf)).size, ROWS.length);
  for (const [one, other] of PAIRS) {
    assert.deepEqual(missing(ROWS, PARTS, one, other), [], `${one} and ${other}`);
    // The twin: one that is taken away is missed, and so is one that comes new to a list.
    const { [one]: a, [other]: b } = ROWS[7];
    assert.deepEqual(missing(ROWS.filter((row) => row[one] !== a || row[other] !== b), PARTS, one, other), [`${a}, ${b}`]);
    assert.equal(missing(ROWS, { ...PARTS, [one]: [...PARTS[one], 'new'] }, one, other).length, PARTS[other].length);
  }
});

const seen = [];

/** What is wrong with a form in a look, and with what is around it. */
async function look(stand, row, isDrawn) {
  const { appearance, device } = LOOKS[row.look];
  await stand.page.emulateMedia({ colorScheme: 'light', forcedColors: 'none', ...device });
  await stand.dress({ locale: row.language, appearance }, isDrawn);
  const rules = RULES[row.look];
  // Of the texts in a dialog's tree axe-core cannot tell what is behind them.
  const looks = [violations(stand.page, rules), stand.page.evaluate(faint)];
  if (isDrawn) {
    const document = await stand.document();
    looks.push(violations(document, { ...IN_A_FRAME, ...rules }), document.evaluate(faint));
  }
  const found = await Promise.all(looks);
  seen.push(nameOf(row));
  return found.flat();
}

describe('every state of the form', { concurrency: true }, () => {
  for (const mode of PARTS.mode) {
    scenario(`axe-core finds nothing in any state of the form, in every look (${mode})`, { browser: { reducedMotion: 'reduce' }, complaints: COMPLAINTS }, async ({ page }) => {
      const stand = new Stand(page, mode);
      await stand.go();
      const found = {};
      for (const state of STATES) {
        const rows = ROWS.filter((row) => row.state === state && row.mode === mode);
        await reach(stand, state, rows[0].language);
        for (const row of rows) {
          const all = await look(stand, row, !UNDRAWN.includes(state));
          if (all.length > 0) found[nameOf(row)] = all;
        }
        await stand.leave();
      }
      assert.deepEqual(found, {});
    });
  }
});

scenario('a text that is too faint is found in the form and around it', {}, async ({ page }) => {
  const stand = new Stand(page, 'popup');
  await stand.go();
  await stand.draw();
  const document = await stand.document();
  assert.deepEqual([await page.evaluate(faint), await document.evaluate(faint)], [[], []]);
  await page.evaluate(() => (document.querySelector('cardseal-card').shadowRoot.querySelector('h2').style.color = '#999'));
  await document.evaluate(() => (document.getElementById('pay').style.color = '#27408b'));
  assert.deepEqual([await page.evaluate(faint), await document.evaluate(faint)].map(({ length }) => length), [1, 1]);
  await document.evaluate(() => (document.getElementById('expiry').style.color = '#999'));
  assert.match((await document.evaluate(faint)).join(), /id="expiry"/, 'the example in a field too');
});

test('every row of the plan was looked at, and none twice', () => {
  assert.deepEqual(seen.sort(), ROWS.map(nameOf).sort());
  console.log(`${seen.length} looks at ${STATES.length} states`);
});
