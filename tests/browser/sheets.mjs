// Which sheets there are: for each way to a form one of all its states, at the widths of a desktop and of a phone.
import { Alone } from './alone.mjs';
import { MODES, Stand } from './stand.mjs';
import { reachAlone, STATES_ALONE } from './states-alone.mjs';
import { reach, STATES } from './states.mjs';

export const WIDTHS = [1280, 390];

const inPage = (mode) => ({ standOn: (page) => new Stand(page, mode), states: STATES, reach, shown: mode === 'popup' ? 'dialog' : '#place' });

/** Each way to a form: where it stands, its states, the way to each, and what of the page is shown. */
export const WAYS = {
  ...Object.fromEntries(Object.keys(MODES).map((mode) => [mode, inPage(mode)])),
  redirect: { standOn: (page) => new Alone(page), states: STATES_ALONE, reach: reachAlone, shown: 'body' },
};

/** Each sheet by the name of its file. */
export const SHEETS = Object.entries(WAYS).flatMap(([mode, way]) => WIDTHS.map((width) => ({ name: `states-${mode}-${width}.jpg`, width, ...way })));
