// Every state that a page can bring the form into: in the playground each can be chosen, and all can be seen at once.
import assert from 'node:assert/strict';
import { choose, stands, visit } from './playground.mjs';
import { scenario } from './scenario.mjs';

/** What each state shows, and where, once the form is in it. */
const STATES = {
  empty: ['#number:not([aria-invalid="true"])', /^$/],
  incomplete: ['#number-error', /Check the card number/],
  declined: ['#status', /was declined\. Use/],
  insufficient_funds: ['#status', /insufficient funds/],
  expired_card: ['#expiry-error', /has expired/],
  unreachable: [undefined, /Could not load the form/],
};

/** A frame, or the place around it where none comes, shows a state. */
const showsState = (state, place) => {
  const [selector, text] = STATES[state];
  return (selector ? place.locator('iframe').contentFrame().locator(selector) : place.getByText(text)).filter({ hasText: text }).waitFor();
};

const UNREACHED = { complaints: [/no answer from/] };

for (const mode of ['inline', 'element', 'popup']) {
  scenario(`each state of the form can be seen (${mode})`, UNREACHED, async (shopper) => {
    const { page } = shopper;
    await visit(shopper, { mode });
    const offered = await page.locator('[name=state]').evaluateAll((radios) => radios.filter((radio) => radio.checkVisibility()).map(({ value }) => value));
    // A pop-up is sent by its own button, which the page cannot press.
    assert.deepEqual(offered, Object.keys(STATES).filter((state) => mode !== 'popup' || state !== 'incomplete'));
    for (const state of offered) {
      await choose(shopper, { state });
      if (mode === 'popup') await page.click('#open');
      await showsState(state, page.locator(mode === 'popup' ? 'dialog' : '#place'));
      if (mode === 'popup') await page.keyboard.press('Escape');
    }
    await page.locator('#log').getByText('timeout').waitFor();
  });
}

scenario('a pop-up has no state that its page cannot bring it into, whatever the address says', {}, async (shopper) => {
  const { page } = shopper;
  await visit(shopper, { mode: 'inline', state: 'incomplete' });
  await showsState('incomplete', page.locator('#place'));
  await choose(shopper, { mode: 'popup' });
  assert.ok(await page.isChecked('[name=state][value=empty]'));
  await visit(shopper, { mode: 'popup', state: 'incomplete' });
  assert.ok(await page.isChecked('[name=state][value=empty]'));
});

scenario('all states stand side by side, and the focus stays where it was', UNREACHED, async (shopper) => {
  const { page } = shopper;
  await visit(shopper);
  await stands(shopper);
  await choose(shopper, { locale: 'en', name: true });
  await page.focus('[name=view][value=one]');
  await page.keyboard.press('ArrowLeft');
  const figures = page.locator('#forms figure');
  const captions = await figures.locator('figcaption').allTextContents();
  assert.deepEqual(captions, ['Empty', 'Incomplete', 'Declined', 'Insufficient funds', 'Expired card', 'No answer', "A button of the page instead of the form's"]);
  for (const [at, state] of Object.keys(STATES).entries()) await showsState(state, figures.nth(at));
  await page.waitForFunction(() => document.activeElement.value === 'states');
  // The last has the page's button, which shows what is missing, and goes there.
  const own = figures.last();
  assert.deepEqual([await figures.locator('> .ground > button:visible').count(), await own.locator('iframe').contentFrame().locator('#pay').isVisible()], [1, false]);
  await own.getByRole('button', { name: 'Pay' }).click();
  await showsState('incomplete', own);
  assert.equal(await page.evaluate(() => document.activeElement.localName), 'cardseal-card');
  // Options change them as they stand.
  await choose(shopper, { theme: 'dark', submit: 'Go on' });
  await figures.nth(1).locator('iframe').contentFrame().locator('#pay').filter({ hasText: 'Go on' }).waitFor();
  await showsState('incomplete', figures.nth(1));
  await page.focus('[name=view][value=states]');
  await page.keyboard.press('ArrowLeft');
  assert.equal(await figures.count(), 4);
});
