// Every state of the form, and the shortest way to each. Which there are, the form's own lists say: whatever it
// can say to a shopper is a state, and whatever can have the focus.
import { readFileSync } from 'node:fs';
import { cover, covered, uncover } from './lure.mjs';
import { APPROVED, vault } from './support.mjs';

/** The form's lists, as lists.rs tells them. */
export const FORM = JSON.parse(process.env.CARDSEAL_FORM);

const LANGUAGES = new URL('../../core/form/languages/', import.meta.url);
/** What the form says in each language. */
export const TEXTS = Object.fromEntries(FORM.languages.map(({ tag }) => [tag, JSON.parse(readFileSync(new URL(`${tag}.json`, LANGUAGES), 'utf8'))]));

const TOKENS = `${vault}/v1/tokens`;
const CO_BADGED = '4000004580000002';
const AMEX = '378282246310005';

/** Where a sentence stands; all others stand in the line above the fields. */
const PLACES = { failed: 'section p', loading: 'section p', sending: '#progress', retrying: '#progress', slow: '#progress' };
for (const { code, field } of FORM.faults) PLACES[code] = `#${field}-error`;

/** States of which no form is drawn. */
export const UNDRAWN = ['loading', 'failed'];

/** What the page waits for, which never comes. */
const hold = () => {};

/** Presses the button over a good card, which the vault answers like this. */
const sends = (answer) => async (stand, options) => {
  await stand.page.route(TOKENS, answer);
  await stand.draw(options);
  await stand.fill(APPROVED);
  await stand.press();
};

const refused = (status, code) => (route) => route.fulfill({ status, contentType: 'application/problem+json', body: JSON.stringify({ title: code, status, code }) });
const refuses = (status, code) => sends(refused(status, code));

/** Puts this into a form. */
const holds = (texts) => async (stand, options) => {
  await stand.draw(options);
  await stand.fill(texts);
};

/** Gives the focus to what has this id, once it is there. */
const focuses = (id, texts = {}) => async (stand, options) => {
  await holds(texts)(stand, options);
  await stand.frame.locator(`#${id}`).focus();
};

const declines = (code) => async (stand, options) => {
  await stand.draw(options);
  await stand.page.evaluate((decline_code) => void window.card.fail({ decline_code }), code);
};

async function covers(stand, options) {
  await stand.draw(options);
  await stand.fill(APPROVED);
  await cover(stand.page);
  await (await stand.document()).evaluate(covered);
  await stand.frame.locator('#code').press('Enter');
  await stand.frame.locator('#status:not(:empty)').waitFor();
  await uncover(stand.page);
}

/** The ways to what is no sentence. */
const SILENT = {
  empty: holds({}),
  filled: holds(APPROVED),
  'an American Express': async (stand, options) => {
    await holds({ number: AMEX })(stand, options);
    await stand.frame.locator('#brand').filter({ hasText: 'American Express' }).waitFor();
  },
  'two brands': focuses('choice', { number: CO_BADGED }),
  'the button': focuses('pay'),
  ...Object.fromEntries(FORM.fields.map((field) => [`the field ${field}`, focuses(field)])),
  loading: async (stand, options) => {
    await stand.page.route(`${vault}/v1/frame?**`, hold);
    await stand.make(options);
  },
};

/** The ways to the sentences that are not a card's: those are the vault's answers. */
const SAYING = {
  failed: async (stand, options) => {
    await stand.draw(options);
    await (await stand.document()).evaluate(() => location.reload());
  },
  invalid_name: async (stand, options) => {
    await holds({ ...APPROVED, name: 'a\u202eb' })(stand, options);
    await stand.press();
  },
  sending: sends(hold),
  slow: sends(hold),
  retrying: async (stand, options) => {
    let times = 0;
    await sends((route) => (times++ ? hold() : route.abort()))(stand, options);
  },
  network_error: sends((route) => route.abort()),
  session_expired: async (stand, options) => {
    await stand.page.route(`${vault}/v1/sessions/renew`, refused(410, 'session_expired'));
    await refuses(410, 'session_expired')(stand, options);
  },
  unavailable: async (stand, options) => {
    await stand.page.route(`${vault}/.well-known/cardseal-keys`, (route) => route.fulfill({ contentType: 'application/jose', body: 'none' }));
    await stand.make(options);
  },
  occluded: covers,
  unknown: sends((route) => route.fulfill({ status: 500, body: '' })),
  declined: declines('do_not_honor'),
  insufficient_funds: declines('insufficient_funds'),
};

const isCards = (sentence) => FORM.faults.some(({ code }) => code === sentence);
const ways = { ...SILENT, ...Object.fromEntries(FORM.sentences.map((sentence) => [sentence, SAYING[sentence] ?? (isCards(sentence) ? refuses(422, sentence) : undefined)])) };

/** Every state, by its name. */
export const STATES = Object.keys(ways);

/** How many of them are no sentence, and do not come from a list. */
export const OF_THEIR_OWN = STATES.length - FORM.sentences.length - FORM.fields.length;

/** What the browser complains of on these ways, and rightly. */
export const COMPLAINTS = [/Failed to load resource/, /^Cardseal: appearance\.(color|rules)/];

/** Brings a form into a state, in a language; its sentence then stands where it belongs. */
export async function reach(stand, state, locale) {
  const way = ways[state];
  if (!way) throw new Error(`there is no way to ${state}`);
  await way(stand, { locale });
  if (!(state in PLACES) && !FORM.sentences.includes(state)) return;
  const place = PLACES[state] ?? '#status';
  const where = UNDRAWN.includes(state) ? stand.page.locator(`cardseal-card ${place}`) : stand.frame.locator(`${place}[data-text="${state}"]`);
  // Before there is a form, the page around it knows two languages.
  const spoken = state === 'loading' && locale !== 'ja' ? 'en' : locale;
  await where.filter({ hasText: TEXTS[spoken][state] }).waitFor();
}
