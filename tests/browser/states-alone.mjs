// Every state of the card page by itself: those of the form that it comes into, and those that no form in a page of the
// merchant's has.
import { BACK, endSoon, onScript } from './redirect.mjs';
import { reach, STATES } from './states.mjs';

/** It asks for no name, and is told nothing of payments; where nothing comes, its document says so itself. */
export const NOT_ALONE = ['the field name', 'invalid_name', 'declined', 'insufficient_funds', 'failed'];

const hold = () => {};
const abort = (route) => route.abort();

/** The ways to its own, each until the page shows it. */
const WAYS = {
  loading: async (stand, options) => {
    await onScript(stand.page, 1, hold);
    await stand.make(options);
    await stand.page.locator('#progress:not(:empty)').waitFor();
  },
  'without the form': async (stand, options) => {
    await onScript(stand.page, 1, abort);
    await stand.make(options);
    await stand.page.locator('#progress:empty').waitFor({ state: 'attached' });
    await stand.page.locator('#status').waitFor();
  },
  'without a script': async (stand, options) => {
    await stand.page.route(/\/assets\//, abort);
    await stand.make(options);
    await stand.page.locator('#status').waitFor();
  },
  'the way back': async (stand, options) => {
    await stand.draw(options);
    await stand.page.locator('#back').focus();
  },
  'over before it came': async (stand, options) => {
    await endSoon(stand, 0, 410);
    await stand.make(options);
    await stand.page.locator('#back:focus').waitFor();
  },
  leaving: async (stand, options) => {
    // No page follows, and this one stands as it was sent.
    await stand.page.route(BACK, (route) => route.fulfill({ status: 204 }));
    await stand.draw(options);
    await stand.page.locator('#back').click();
    await stand.page.locator('#back').waitFor({ state: 'detached' });
  },
};

/** How many of them the form has not. */
export const ONLY_ALONE = Object.keys(WAYS).filter((state) => !STATES.includes(state)).length;

/** Every state, by its name. */
export const STATES_ALONE = [...STATES.filter((state) => !NOT_ALONE.includes(state) && !(state in WAYS)), ...Object.keys(WAYS)];

/** Those in which the page speaks no language but English and Japanese. */
export const SPEECHLESS = ['loading', 'without the form', 'without a script'];

/** Brings the page into a state, in a language. */
export const reachAlone = (stand, state, locale) => (state in WAYS ? WAYS[state](stand, { locale }) : reach(stand, state, locale));
