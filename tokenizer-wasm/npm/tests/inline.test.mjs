import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { start } from './world.mjs';
import { ANSWER, tokenMessage, until, visit } from './visit.mjs';

let world;
before(async () => (world = await start()));
after(() => world.stop());

/** A shop with a place in its page and an inline form made for it. */
async function inline({ place = '#place', ...options } = {}) {
  const shopper = await visit(world);
  await shopper.page.evaluate(async ([options, place]) => {
    card.destroy();
    const section = document.createElement('p');
    section.id = 'place';
    const field = document.createElement('input');
    field.id = 'field';
    document.querySelector('h1').append(section, field);
    const { load } = await import('/inline.js');
    window.make = () => load('pk_test_ok', { vaultOrigin: vault }).card({ place, ...options });
    window.card = make();
    window.answers = [];
  }, [options, place]);
  return shopper;
}

/** Shows the form, and waits until it stands. */
async function show(shopper, method = 'open', ...given) {
  await shopper.page.evaluate(([method, given]) => void card[method](...given).then((answer) => answers.push(answer)), [method, given]);
  await shopper.page.locator('#place cardseal-card section.shown').waitFor({ state: 'attached' });
}

test('the form stands in its place, and the focus stays where the shopper is', async () => {
  const shopper = await inline();
  const { page } = shopper;
  await page.focus('#field');
  await show(shopper);
  const frame = await shopper.frame();
  const [place, box] = await page.evaluate(() => ['#place', '#place cardseal-card'].map((selector) => document.querySelector(selector).getBoundingClientRect().toJSON()));
  assert.ok(box.height > 200 && Math.abs(box.width - place.width) < 1, JSON.stringify([place, box]));
  assert.equal(await page.evaluate(() => document.activeElement.id), 'field');
  assert.ok(!(await frame.evaluate(() => fake.received)).some(({ type }) => type === 'open' || type === ''));
  assert.equal(await page.locator('cardseal-card dialog').count(), 0);
  // A page scrolls beside it, and Escape in it closes nothing.
  assert.notEqual(await page.evaluate(() => getComputedStyle(document.documentElement).overflow), 'hidden');
  await frame.evaluate(() => fake.say({ type: 'cancel' }));
  await frame.evaluate((message) => fake.say(message), tokenMessage());
  await page.waitForFunction(() => answers.length === 1);
  assert.deepEqual(await page.evaluate(() => answers[0].token), ANSWER.token);
  await shopper.leave();
});

test('it hides with its token, and fail() shows it again with what was typed', async () => {
  const shopper = await inline();
  const { page } = shopper;
  await show(shopper);
  const frame = await shopper.frame();
  await frame.evaluate(() => (document.getElementById('number').value = '4242'));
  await frame.evaluate((message) => fake.say(message), tokenMessage());
  await page.waitForFunction(() => answers.length === 1);
  assert.equal(await page.locator('cardseal-card').isVisible(), false);
  await show(shopper, 'fail', { decline_code: 'insufficient_funds' });
  assert.equal(await page.locator('cardseal-card').isVisible(), true);
  const received = await until(async () => (await frame.evaluate(() => fake.received)).find(({ type }) => type === 'fail'));
  assert.deepEqual(received, { type: 'fail', decline_code: 'insufficient_funds' });
  assert.equal(await frame.evaluate(() => document.getElementById('number').value), '4242');
  await shopper.leave();
});

test('a form that does not come says so in its place, without taking the focus, and can be tried again', async () => {
  const shopper = await visit(world);
  const { page } = shopper;
  await page.evaluate(async () => {
    card.destroy();
    const { load } = await import('/inline.js');
    document.querySelector('h1').tabIndex = 0;
    document.querySelector('h1').focus();
    window.card = load('pk_test_silent', { vaultOrigin: vault, timeoutMs: 50 }).card({ place: document.querySelector('p') });
    card.open();
  });
  await page.locator('cardseal-card section.failed').waitFor();
  assert.match(await page.locator('cardseal-card [role=status]').textContent(), /Could not load/);
  assert.equal(await page.evaluate(() => document.activeElement.localName), 'h1');
  const asked = world.asked.length;
  await page.locator('cardseal-card section button').click();
  await until(() => world.asked.length > asked);
  await shopper.leave();
});

test('open() puts a new form in the place of one that takes no card any more, and the first promise answers why', async () => {
  const shopper = await inline();
  await show(shopper);
  const old = await shopper.frame();
  await old.evaluate(() => fake.say({ type: 'error', code: 'keys_refused', final: true }));
  await until(() => shopper.page.evaluate(() => (card.open(), answers.length)));
  assert.deepEqual(await shopper.page.evaluate(() => answers), [{ error: { code: 'keys_refused' } }]);
  await show(shopper);
  assert.ok(old.isDetached());
  assert.equal(await shopper.page.locator('#place cardseal-card').isVisible(), true);
  await (await shopper.frame()).evaluate((message) => fake.say(message), tokenMessage());
  await shopper.page.waitForFunction(() => answers.length === 2);
  assert.equal(await shopper.page.evaluate(() => answers[1].token), ANSWER.token);
  await shopper.leave();
});

test('two forms stand in one page, and neither closes the other', async () => {
  const shopper = await inline();
  const { page } = shopper;
  await show(shopper);
  await page.evaluate(() => {
    window.second = make();
    second.open();
  });
  await page.waitForFunction(() => document.querySelectorAll('cardseal-card').length === 2 && [...document.querySelectorAll('cardseal-card')].every((host) => !host.hidden && host.shadowRoot.querySelector('section.shown')));
  assert.deepEqual(await page.evaluate(() => answers), []);
  await page.evaluate(() => [card, second].forEach((one) => one.destroy()));
  assert.equal(await page.locator('cardseal-card').count(), 0);
  await shopper.leave();
});

test('without a place in the page there is no form, and the exception names it', async () => {
  const shopper = await inline();
  for (const place of ['undefined', '"#nowhere"', '7', '{}']) {
    const said = await shopper.page.evaluate(`import('/inline.js').then(({ load }) => load('pk_test_ok', { vaultOrigin: vault }).card({ place: ${place} })).then(() => 'made', String)`);
    assert.match(said, /TypeError: Cardseal: place must be an element of the page/, place);
  }
  await shopper.leave();
});

test('<cardseal-form> is the same as an element, in any tree, and keeps its card while it is moved', async () => {
  const shopper = await visit(world);
  const { page } = shopper;
  await page.evaluate(async () => {
    card.destroy();
    await import('/element.js');
    const root = document.querySelector('p').attachShadow({ mode: 'open' });
    window.form = document.createElement('cardseal-form');
    form.setAttribute('publishable-key', 'pk_test_ok');
    form.setAttribute('vault-origin', vault);
    form.setAttribute('submit-text', 'Pay');
    form.appearance = { theme: 'dark' };
    window.tokens = [];
    form.addEventListener('token', ({ detail }) => tokens.push(detail));
    root.append(form);
  });
  const shown = () => page.evaluate(() => !!form.querySelector('cardseal-card')?.shadowRoot.querySelector('section.shown'));
  await until(shown);
  const frame = await shopper.frame();
  const options = async () => (await frame.evaluate(() => fake.received)).findLast(({ type }) => type === 'options');
  assert.deepEqual([(await options()).submit, (await options()).appearance], ['Pay', { theme: 'dark' }]);
  await page.evaluate(() => form.setAttribute('submit-text', 'Buy'));
  await until(async () => (await options()).submit === 'Buy');
  // Asked again to open while it is, it tells its token once all the same: an order hangs on it.
  await page.evaluate(() => {
    form.open();
    form.fail({ decline_code: 'insufficient_funds' });
  });
  await frame.evaluate((message) => fake.say(message), tokenMessage());
  await page.waitForFunction(() => tokens.length > 0);
  await page.evaluate(() => new Promise((done) => setTimeout(done)));
  assert.deepEqual(await page.evaluate(() => tokens.map(({ token }) => token)), [ANSWER.token]);

  // A framework that mounts twice, or moves it, has one form; taken out for good it leaves nothing.
  await page.evaluate(() => {
    const { parentNode } = form;
    form.remove();
    parentNode.append(form);
  });
  await page.evaluate(() => new Promise((done) => setTimeout(done)));
  assert.equal(await page.evaluate(() => form.querySelectorAll('cardseal-card').length), 1);
  await page.evaluate(() => form.remove());
  await page.waitForFunction(() => !form.querySelector('cardseal-card'));
  assert.deepEqual(shopper.errors, []);
  await shopper.leave();
});
