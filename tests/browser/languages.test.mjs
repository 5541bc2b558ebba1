// Every language of the form, as the shopper reads it: drawn, switched, reworded, and when it cannot be had.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { publishableKey } from './merchant.mjs';
import { reach, scenario, shop, vault } from './scenario.mjs';
import { APPROVED, cardFrame } from './support.mjs';

const FOLDER = new URL('../../core/form/languages/', import.meta.url);
const LANGUAGES = Object.fromEntries(
  readdirSync(FOLDER).map((name) => {
    const { reviewed, ...texts } = JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8'));
    return [name.replace('.json', ''), texts];
  }),
);
const { en, ja, th, ko } = LANGUAGES;
const TAGS = Object.keys(LANGUAGES);
const FILES = /\/assets\/[^/]+\.json$/;

/** The shop's first page in a language, with a card of its own under `window.card`. */
const makeCard = async (shopper, lang, options = {}) => {
  const { page } = shopper;
  await page.goto(`${shop}/?lang=en`);
  await page.evaluate(async ({ key, vault, lang, options }) => {
    document.documentElement.lang = lang;
    const { load } = await import('/tokenizer.js');
    window.card = load(key, { vaultOrigin: vault }).card(options);
    await new Promise((ready) => window.card.on('ready', ready));
  }, { key: publishableKey, vault, lang, options });
};

const open = async (shopper, ...call) => {
  const [method = 'open', ...given] = call;
  await shopper.page.evaluate(([method, given]) => void (window.answer = window.card[method](...given)), [method, given]);
  shopper.frame = await cardFrame(shopper.page);
};

const update = (shopper, options) => shopper.page.evaluate((options) => window.card.update(options), options);

/** Every time that a file was asked for, also of the browser's cache: the table of all languages' hashes, then the language. */
const asked = (shopper) => shopper.requests.map((request) => request.url()).filter((url) => FILES.test(url));
/** Each of them once. */
const files = (shopper) => [...new Set(asked(shopper))];

/** Everything that can be read in form and pop-up, also by a screen reader, shown or hidden. */
async function read(shopper) {
  const inForm = await shopper.document().evaluate(() => {
    const placeholders = [...document.querySelectorAll('input')].map((input) => input.placeholder);
    return [document.getElementById('form').textContent, ...placeholders].join('\n');
  });
  const inPopup = await shopper.page.evaluate(() => {
    const { shadowRoot } = document.querySelector('cardseal-card');
    const labels = [...shadowRoot.querySelectorAll('[aria-label]')].map((element) => element.ariaLabel);
    return [shadowRoot.textContent, ...labels].join('\n');
  });
  return `${inForm}\n${inPopup}`;
}

/** The English texts that somebody can read who should read another language. */
const englishIn = (text, texts) =>
  Object.entries(en).filter(([key, words]) => words !== texts[key] && text.includes(words)).map(([key]) => key);

/** Each of these texts stands where it belongs. */
async function stands(shopper, texts, hint = 'code_on_back') {
  for (const [selector, key] of [
    ['#number-label', 'number'], ['#expiry-label', 'expiry'], ['#code-label', 'code'], ['#name-label', 'name'],
    ['#code-hint', hint], ['#pay', 'submit'], ['#sealed', 'sealed_for'],
  ]) await shopper.says(selector, texts[key]);
  assert.equal(await shopper.frame.locator('#expiry').getAttribute('placeholder'), texts.expiry_example);
  await shopper.shows('dialog h2', texts.title);
  assert.equal(await shopper.page.locator('dialog hgroup button').getAttribute('aria-label'), texts.close);
  await shopper.shows('dialog section button', texts.retry);
}

assert.ok(TAGS.length > 1);
for (const tag of TAGS) {
  const texts = LANGUAGES[tag];
  const lang = { zh: 'zh-Hans' }[tag] ?? tag;
  scenario(`a page in ${tag} has its form in ${lang}, errors too, and no word in English`, {}, async (shopper) => {
    await makeCard(shopper, `${tag}-XX`, { name: true });
    await open(shopper);
    await stands(shopper, texts);
    const langs = [await shopper.document().evaluate(() => document.documentElement.lang), await shopper.page.locator('dialog').getAttribute('lang')];
    assert.deepEqual(langs, [lang, lang]);

    // What can be wrong with a field, and why a card was declined.
    await shopper.give({ number: '4242424242424241', expiry: '0120', code: '73' });
    await shopper.says('#number-error', texts.invalid_number);
    await shopper.says('#expiry-error', texts.expired_card);
    await shopper.says('#code-error', texts.invalid_security_code);
    await open(shopper, 'fail', { decline_code: 'insufficient_funds' });
    await shopper.says('#status', texts.insufficient_funds);
    await shopper.frame.locator('#number').fill('378282246310005');
    await shopper.says('#code-hint', texts.code_on_front);

    assert.deepEqual(englishIn(await read(shopper), texts), []);
    // Its twin: where there is English it is found.
    await update(shopper, { locale: 'en' });
    await stands(shopper, en, 'code_on_front');
    const found = englishIn(await read(shopper), texts);
    if (tag !== 'en') for (const key of ['number', 'code_on_front', 'close']) assert.ok(found.includes(key), key);
    assert.equal(files(shopper).length, tag === 'en' ? 0 : 2);
  });
}

scenario('with an error, a decline and a card standing, the language is switched and all of it is said again', {}, async (shopper) => {
  await makeCard(shopper, 'en');
  await open(shopper, 'fail', { decline_code: 'do_not_honor' });
  await shopper.give({ number: '4242424242424241', expiry: APPROVED.expiry });
  await open(shopper, 'fail', { decline_code: 'do_not_honor' });
  await shopper.says('#status', en.declined);
  await shopper.says('#number-error', en.invalid_number);
  for (const tag of ['th', 'ja', 'en', 'ko']) {
    const texts = LANGUAGES[tag];
    await update(shopper, { locale: tag });
    await shopper.says('#status', texts.declined);
    await shopper.says('#number-error', texts.invalid_number);
    await stands(shopper, texts);
    assert.equal(await shopper.value('number'), '4242 4242 4242 4241');
  }
  assert.equal(files(shopper).length, 4);
  // What is fetched once is not fetched again.
  await update(shopper, { locale: 'th' });
  await stands(shopper, th);
  assert.equal(files(shopper).length, 4);
});

scenario('of two languages asked for at once the last one stands, whichever file comes first', {}, async (shopper) => {
  await makeCard(shopper, 'en');
  await open(shopper);
  let first;
  await shopper.context.route(FILES, async (route) => {
    const response = await reach(route);
    const isTable = 'ko' in (await response.json());
    if (!isTable && !first) return void (first = route);
    await route.fulfill({ response });
    if (!isTable) await first.fulfill({ response: await reach(first) });
  });
  await update(shopper, { locale: 'th' });
  await update(shopper, { locale: 'ko' });
  await stands(shopper, ko);
  await update(shopper, { locale: 'th' });
  await stands(shopper, th);
  assert.equal(files(shopper).length, 3);
});

scenario('a line that tells how it goes is said again in the new language', { complaints: [/ERR_INTERNET_DISCONNECTED/] }, async (shopper) => {
  await makeCard(shopper, 'ja');
  await open(shopper);
  await shopper.context.setOffline(true);
  await shopper.give(APPROVED);
  await shopper.says('#progress', ja.retrying);
  await update(shopper, { locale: 'en' });
  await shopper.says('#progress', en.retrying);
  await shopper.context.setOffline(false);
  assert.equal((await shopper.page.evaluate(() => window.answer)).card.last4, '4242');
});

const WORDS = {
  title: 'お支払いカード', close: 'やめる', retry: 'もう一度', number: 'クレジットカード番号', submit: '支払う',
  sealed_for: '暗号化して送ります:', declined: 'このカードは使えませんでした。', expiry_example: '月/年',
};

scenario('the merchant\'s words stand in form and pop-up, in any language, and the vault\'s host follows its own', {}, async (shopper) => {
  await makeCard(shopper, 'ja', { texts: WORDS });
  await open(shopper, 'fail', { decline_code: 'do_not_honor' });
  await stands(shopper, { ...ja, ...WORDS });
  await shopper.says('#status', WORDS.declined);
  assert.equal(await shopper.frame.locator('#vault').innerText(), `${WORDS.sealed_for} ${new URL(vault).host}`);
  await update(shopper, { locale: 'en' });
  await stands(shopper, { ...en, ...WORDS });
  // Options of the same meaning go before them; words that are given anew replace all of them.
  await update(shopper, { submit: 'Pay', title: 'Card' });
  await stands(shopper, { ...en, ...WORDS, submit: 'Pay', title: 'Card' });
  await update(shopper, { submit: undefined, title: undefined, texts: { close: 'Leave', number: undefined } });
  await stands(shopper, { ...en, close: 'Leave' });
  await update(shopper, { texts: undefined });
  await stands(shopper, en);
});

scenario('words for every text in the longest letters there are reach the form', {}, async (shopper) => {
  const long = (key, words) => [key, 'ก'.repeat(Object.keys(en).indexOf(key) < Object.keys(en).indexOf('failed') ? 60 : 120).slice(words.length) + words];
  const texts = Object.fromEntries(Object.entries(th).map(([key, words]) => long(key, words)));
  await makeCard(shopper, 'en', { texts });
  await open(shopper, 'fail', { decline_code: 'insufficient_funds' });
  await stands(shopper, texts);
  await shopper.says('#status', texts.insufficient_funds);
});

const WRONG = [
  [{ constructor: 'No.' }, /^Cardseal: texts.constructor is not in docs\/languages.md/],
  [{ nmber: 'No.' }, /^Cardseal: texts.nmber is not in docs\/languages.md/],
  [{ number: '' }, /^Cardseal: texts.number must be 1-60 characters/],
  [{ sealed_for: '\u200b' }, /^Cardseal: texts.sealed_for must be 1-60/],
  [{ expiry: 'a\u202eb' }, /^Cardseal: texts.expiry must be 1-60/],
  [{ code: 'x'.repeat(5000) }, /^Cardseal: texts.code must be 1-60/],
  [{ declined: 7 }, /^Cardseal: texts.declined must be 1-120/],
];

scenario('words that cannot be taken are told once each, and the form says its own', { complaints: WRONG.map(([, said]) => said) }, async (shopper) => {
  await makeCard(shopper, 'en', { texts: Object.assign({ submit: 'Pay' }, ...WRONG.map(([texts]) => texts)) });
  await open(shopper);
  await update(shopper, { name: true });
  await shopper.frame.locator('#name').waitFor();
  await stands(shopper, { ...en, submit: 'Pay' });
  assert.equal(shopper.complaints.length, WRONG.length);
});

const TOLD = /^Cardseal: ko could not be loaded: the form is in English/;

scenario('a language whose file cannot be had is tried three times; the form is then in English, says so, and takes a card', { complaints: [TOLD, /ERR_FAILED/] }, async (shopper) => {
  const held = [];
  let network = (route) => route.abort();
  await shopper.context.route(FILES, (route) => network(route));
  await makeCard(shopper, 'ko');
  assert.equal(asked(shopper).length, 3);
  await open(shopper);
  await stands(shopper, en);
  assert.equal(await shopper.page.locator('dialog').getAttribute('lang'), 'en');
  // It is tried again when the form is opened, and other options do not wait for it.
  network = (route) => held.push(route);
  await update(shopper, { submit: 'Pay' });
  await stands(shopper, { ...en, submit: 'Pay' });
  // The network is back: it comes after all.
  network = async (route) => route.fulfill({ response: await reach(route) });
  for (const route of held) await network(route).catch(() => {});
  await update(shopper, { submit: undefined });
  await stands(shopper, ko);
  await shopper.give(APPROVED);
  assert.equal((await shopper.page.evaluate(() => window.answer)).card.last4, '4242');
});

scenario('a language that never answers is waited for no longer than its deadline', { complaints: [TOLD] }, async (shopper) => {
  const held = [];
  await shopper.context.route(FILES, (route) => void held.push(route));
  await makeCard(shopper, 'ko');
  assert.ok(held.length > 0);
  await open(shopper);
  await stands(shopper, en);
});

scenario('a table of languages with one changed byte leads to none', { complaints: [TOLD, /integrity/] }, async (shopper) => {
  let changed = 0;
  await shopper.context.route(FILES, async (route) => {
    const response = await reach(route);
    changed += 1;
    await route.fulfill({ response, body: (await response.text()).replace('"ko"', '"ok"') });
  });
  await makeCard(shopper, 'ko');
  assert.equal(changed, 3);
  await open(shopper);
  await stands(shopper, en);
});

scenario('a language with one changed byte is not shown', { complaints: [TOLD, /integrity/] }, async (shopper) => {
  let changed = 0;
  await shopper.context.route(FILES, async (route) => {
    const response = await reach(route);
    const text = await response.text();
    const body = text.replace(ko.submit, ja.submit);
    if (body !== text) changed += 1;
    await route.fulfill({ response, body });
  });
  await makeCard(shopper, 'ko');
  assert.equal(changed, 3);
  await open(shopper);
  await stands(shopper, en);
});

scenario('the language is fetched while the wasm is, and its fragment is not sent', {}, async (shopper) => {
  const isAsked = shopper.context.waitForEvent('request', (request) => FILES.test(request.url()));
  // Without the file the wasm would never come.
  await shopper.context.route(/\/assets\/[^/]+\.wasm$/, async (route) => {
    await isAsked;
    await route.fallback();
  });
  const sent = [];
  await shopper.context.route(/\/v1\/frame/, async (route) => {
    sent.push(route.request().url());
    await route.fallback();
  });
  await makeCard(shopper, 'ko-KR');
  await open(shopper);
  await stands(shopper, ko);
  assert.equal(files(shopper).length, 2);
  assert.match(shopper.document().url(), /#ko-KR$/);
  assert.equal(sent.length, 1);
});

scenario('a page in a language that is none of ours has its form in English and nothing to complain of', {}, async (shopper) => {
  for (const lang of ['fr', 'x', 'zh-TW', 'zh-Hant']) {
    await makeCard(shopper, lang);
    await open(shopper);
    await stands(shopper, en);
    if (!lang.startsWith('zh')) assert.deepEqual(files(shopper), []);
  }
});
