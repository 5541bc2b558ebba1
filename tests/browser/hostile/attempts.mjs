// Every way in which a script of the shop's page tries to reach the card. Each row says what it does:
//
//   arm(hostile, note)          before any other script of the page
//   everywhere(realm, note)     in each window the browser lets the page into, as soon as there is one
//   read(hostile)               while the card stands typed in the form, and again at the end
//   alone                       it breaks the page, so it gets a page of its own
//   before(page)                what must be in place before the card is typed
//   opens                       the form's address is opened in a window of its own, too
//   noTwin                      why a twin would show nothing
//
// The functions run in the page, and see only what `page.js` gives them.
import { DOM } from './attempts/dom.mjs';
import { EVENTS } from './attempts/events.mjs';
import { HOOKS } from './attempts/hooks.mjs';
import { MESSAGES } from './attempts/messages.mjs';
import { TRACES } from './attempts/traces.mjs';
import { WINDOWS } from './attempts/windows.mjs';

export const ATTEMPTS = [...DOM, ...EVENTS, ...HOOKS, ...MESSAGES, ...TRACES, ...WINDOWS];

/** What a page can do, and a twin of the frame would not show it. */
export const WITHOUT_TWIN = [
  ['print()', 'what is printed goes to the shopper, and to no script, whatever origin the frame has'],
  ['a picture of the screen', 'getDisplayMedia asks the shopper, and no canvas draws an iframe of any origin'],
  ['reading the clipboard', 'it is the shopper’s, and asks them; what is copied and pasted in the form is in the table'],
  ['the focus taken away while the shopper types', 'keys that go to another field were never typed into the frame: it can be seen, not stopped'],
  ['a form of the page’s own in place of the frame', 'the same: nothing is typed into the frame'],
];
