// docs/frontend/reference.md and docs/languages.md: their examples, and what is said of each wrong option.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { publishableKey } from '../merchant.mjs';
import { shop, vault } from '../scenario.mjs';
import { APPROVED, cardFrame } from '../support.mjs';
import { take } from './blocks.mjs';
import { bundle, onSite, visit } from './site.mjs';

const REFERENCE = 'docs/frontend/reference.md';
const LANGUAGES = 'docs/languages.md';

/** A page with the example in it, where `tokenizer` is known. */
async function run(shopper, code) {
  const script = `import { load } from "@cardseal/tokenizer";
    const tokenizer = load("pk_test_…", { vaultOrigin: "https://vault.example" });
    window.said = [];
    for (const level of ["info", "warn"]) console[level] = (...words) => said.push(words.join(" "));
    ${code}`;
  await visit(shopper, { html: '', script: await bundle(script) });
}

const drawn = async (shopper) => (shopper.frame = await cardFrame(shopper.page));
const said = ({ page }, count) => page.waitForFunction((count) => window.said?.length >= count && said, count).then((said) => said.jsonValue());
const look = ({ frame }, selector, ...names) =>
  frame.locator(selector).evaluate((element, names) => names.map((name) => getComputedStyle(element)[name]), names);

onSite('the example of looks is drawn, and changed while it stands', {}, async (shopper) => {
  const [first, change] = take(REFERENCE, 'Looks', 'js').split(/^(?=card\.update)/m);
  await run(shopper, `${first} void card.open(); window.change = () => { ${change} };`);
  await drawn(shopper);
  await shopper.says('#pay', 'Review order');
  assert.deepEqual(await look(shopper, '#pay', 'backgroundColor', 'borderRadius'), ['rgb(39, 64, 139)', '4px']);
  await shopper.page.evaluate(() => change());
  await shopper.frame.locator('body').evaluate((body) => new Promise((done) => {
    const dark = () => (getComputedStyle(body).backgroundColor === 'rgb(16, 32, 48)' ? done() : requestAnimationFrame(dark));
    dark();
  }));
  assert.deepEqual(await look(shopper, 'body', 'color'), ['rgb(255, 255, 255)']);
});

onSite('the example of rules is drawn', {}, async (shopper) => {
  await run(shopper, `${take(REFERENCE, 'Rules', 'js')} void card.open();`);
  await drawn(shopper);
  assert.deepEqual(await look(shopper, '#expiry', 'backgroundColor', 'borderColor', 'borderWidth', 'color'), ['rgb(242, 247, 245)', 'rgb(91, 122, 112)', '2px', 'rgb(0, 0, 0)']);
  assert.deepEqual(await look(shopper, '#number', 'outlineColor'), ['rgb(11, 110, 79)']);
  assert.deepEqual(await look(shopper, '#number-label', 'fontWeight'), ['500']);
  assert.deepEqual(await look(shopper, '#pay', 'borderRadius', 'fontSize', 'color'), ['24px', '18px', 'rgb(255, 255, 255)']);
});

onSite('the example of a font is drawn in the font of the vault, and of one that the vault has not the browser tells', { complaints: [/404/, /integrity/] }, async (shopper) => {
  const example = take(REFERENCE, 'A font of the vault', 'js');
  const other = 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=';
  await run(shopper, `${example} void card.open(); window.change = () => card.update({ appearance: { font: "${other}" } });`);
  await drawn(shopper);
  await shopper.frame.locator('body').evaluate((body) => new Promise((done) => {
    const loaded = () => ([...document.fonts].some(({ status }) => status === 'loaded') ? done() : requestAnimationFrame(loaded));
    loaded();
  }));
  assert.deepEqual(await look(shopper, '#number', 'fontFamily'), ['vault, system-ui, sans-serif']);
  assert.equal(await shopper.frame.locator('body').evaluate(() => document.fonts.check('16px vault')), true);
  const told = shopper.page.waitForEvent('console', (message) => message.text().includes('integrity'));
  await shopper.page.evaluate(() => change());
  await told;
  await shopper.says('#pay', 'Use this card');
});

onSite('the example of methods opens with a signal and hears why it closed, once', {}, async (shopper) => {
  await run(shopper, `${take(REFERENCE, 'Methods', 'js')} window.answer = answer; void card.open(); card.close();`);
  await drawn(shopper);
  await shopper.page.keyboard.press('Escape');
  assert.deepEqual(await said(shopper, 1), ['escape']);
  await shopper.page.waitForFunction(() => window.answer?.error.code === 'cancelled');
  assert.equal((await said(shopper, 1)).length, 1, 'stopped, it hears of no second closing');
});

onSite('the example of events hears of the form and of its token', {}, async (shopper) => {
  await run(shopper, take(REFERENCE, 'Events', 'js'));
  await drawn(shopper);
  await shopper.give(APPROVED);
  assert.deepEqual(await said(shopper, 3), ['drawn', 'complete visa', 'visa 4242']);
});

onSite('the example of languages goes from Thai to Vietnamese', {}, async (shopper) => {
  const [first, change] = take(LANGUAGES, 'Which there are', 'js').split(/^(?=card\.update)/m);
  await run(shopper, `${first} void card.open(); window.change = () => { ${change} };`);
  await drawn(shopper);
  const lang = (tag) => shopper.frame.locator(`html[lang="${tag}"]`).waitFor({ state: 'attached' });
  await lang('th');
  await shopper.page.evaluate(() => change());
  await lang('vi');
});

onSite('the example of words of one\'s own is drawn', {}, async (shopper) => {
  await run(shopper, `${take(LANGUAGES, 'Your own words', 'js')} void card.open();`);
  await drawn(shopper);
  await shopper.shows('dialog h2', 'お支払いカード');
  await shopper.says('#number-label', 'クレジットカード番号');
});

/** A wrong value of each option. */
const WRONG = {
  'load(publishableKey, options)': { vaultOrigin: 'http://vault.example', timeoutMs: -1 },
  'card(options)': { locale: 'fr', texts: { number: '', nmber: 'No.' }, submit: '', title: 'x'.repeat(200), name: 'yes', appearance: 'dark', session: 'nonsense', button: 'no', place: '#nowhere' },
  Looks: { theme: 'sepia', colorPrimary: 'red', colorBackground: '#ffffff00', colorText: '#777', colorDanger: '#fee', radius: '99px', spacing: '7px', font: 'url(x)', rules: 'none' },
  Rules: {
    'label color': 'red', 'label fontSize': '8px', 'label fontWeight': '100',
    'input backgroundColor': 'url(x)', 'input color': '#cccc', 'input borderColor': 'transparent', 'input outlineColor': 'none', 'input borderWidth': '0px', 'input borderRadius': '50%', 'input fontSize': '1px',
    'error fontSize': '0px', 'error fontWeight': 'bold',
    'button color': 'inherit', 'button borderRadius': '99px', 'button fontSize': '4em', 'button fontWeight': '900',
  },
};

/** The options of the two sections on looks, as the merchant writes them. */
const OF_LOOKS = {
  Looks: (options) => ({ appearance: options }),
  Rules: (options) => {
    const rules = Object.entries(options).map(([option, value]) => [option.split(' '), value]);
    return { appearance: { theme: 'light', rules: Object.fromEntries(rules.map(([[part, name], value]) => [part, { [name]: value }])) } };
  },
};

/** The rows below a heading of the reference: the option, and the sentences about a wrong one. */
function rows(heading) {
  const section = readFileSync(new URL(`../../../${REFERENCE}`, import.meta.url), 'utf8').split(/^## /m).find((text) => text.replaceAll('`', '').startsWith(`${heading}\n`));
  return section.split('\n').filter((line) => line.startsWith('| `')).map((line) => {
    const cells = line.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|'));
    const sentences = [...cells[4].matchAll(/`([^`]+ [^`]+)`/g)].map(([, sentence]) => sentence);
    return { option: cells[1].replaceAll('`', ''), sentences, throws: cells[4].startsWith('throws') };
  });
}

/** What `Cardseal:` says of options, on the console or by an exception. */
const complaints = (shopper, heading, options) =>
  shopper.page.evaluate(async ({ heading, options, key, vault }) => {
    const told = [];
    console.error = (text) => told.push(text.replace(/^Cardseal: (.*)\. See docs\/frontend$/, '$1'));
    const [forLoad, forCard] = heading.startsWith('load') ? [options, {}] : [{}, options];
    try {
      // Two options are for a form in a place of the page, which needs one.
      const inline = 'place' in options || 'button' in options;
      const { load } = await import(inline ? '/inline.js' : '/tokenizer.js');
      const card = load(key, { vaultOrigin: vault, ...forLoad }).card({ ...(inline && { place: 'main' }), ...forCard });
      // The form says what it cannot take before it is drawn.
      await new Promise((ready) => card.on('ready', ready));
      card.destroy();
    } catch (error) {
      told.push(error.message.replace(/^Cardseal: (.*)\. See docs\/frontend$/, '$1'));
    }
    return told;
  }, { heading, options: OF_LOOKS[heading]?.(options) ?? options, key: publishableKey, vault });

for (const [heading, wrong] of Object.entries(WRONG)) {
  onSite(`of each wrong option under “${heading}” the reference says what is said`, {}, async (shopper) => {
    const documented = rows(heading);
    assert.deepEqual(documented.map(({ option }) => option), Object.keys(wrong));
    const [inline] = [await bundle('export * from "@cardseal/tokenizer/inline"')];
    await shopper.context.route(`${shop}/inline.js`, (route) => route.fulfill({ contentType: 'text/javascript', body: inline }));
    await shopper.page.goto(`${shop}/?lang=en`);
    let sentences = 0;
    for (const { option, sentences: expected } of documented) {
      const said = await complaints(shopper, heading, { [option]: wrong[option] });
      assert.deepEqual(said.sort(), expected.sort(), option);
      sentences += said.length;
    }
    assert.ok(sentences > 1, `${sentences}`);
    // The twin: what is right is not complained of.
    assert.deepEqual(await complaints(shopper, heading, {}), []);
  });
}
