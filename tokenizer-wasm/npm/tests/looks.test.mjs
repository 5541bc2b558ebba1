import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { start } from './world.mjs';
import { until, visit } from './visit.mjs';

let world;
before(async () => (world = await start()));
after(() => world.stop());

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const DESKTOP = { viewport: { width: 1280, height: 800 } };

const shown = (shopper) => shopper.page.locator('cardseal-card section.shown').waitFor({ state: 'attached' });
const settled = (shopper) => shopper.dialog.evaluate((dialog) => Promise.all(dialog.getAnimations({ subtree: true }).map(({ finished }) => finished)));
const ground = (shopper) => shopper.dialog.evaluate((dialog) => getComputedStyle(dialog).backgroundColor);

test('a shop with a strict policy and Trusted Types sees no violation; its own markup is one', async () => {
  const shopper = await visit(world, { card: { appearance: { colorBackground: '#102030', radius: '4px', font: 'serif', theme: 'dark' } } });
  await shopper.open();
  await shopper.page.evaluate(() => card.update({ locale: 'ja' }));
  await shopper.page.evaluate(() => open_('challenge', 'authn_1'));
  await shopper.answers();
  await shopper.page.evaluate(() => card.destroy());
  assert.deepEqual(await shopper.page.evaluate(() => violations), []);
  assert.deepEqual(shopper.errors, []);

  await shopper.page.evaluate(() => {
    document.body.setAttribute('style', 'color: red');
    try { document.body.innerHTML = '<p>'; } catch { /* refused, and reported */ }
  });
  await until(async () => (await shopper.page.evaluate(() => violations)).length === 2);
  await shopper.leave();
});

test('the page’s styles do not reach the pop-up', async () => {
  const shopper = await visit(world, { context: DESKTOP });
  await shopper.open();
  const look = await shopper.page.locator('cardseal-card h2').evaluate((heading) => {
    const { color, fontSize, fontStyle, letterSpacing } = getComputedStyle(heading);
    return { color, fontSize, fontStyle, letterSpacing };
  });
  assert.deepEqual(look, { color: 'rgb(0, 0, 0)', fontSize: '18px', fontStyle: 'normal', letterSpacing: 'normal' });
  await shopper.leave();
});

test('on a wide screen it is a centred sheet as high as its form', async () => {
  const shopper = await visit(world, { context: DESKTOP });
  await shopper.open();
  // The fake tells its own height too, whenever it is drawn.
  await until(async () => {
    await (await shopper.frame()).evaluate(() => fake.say({ type: 'height', px: 412 }));
    return shopper.page.locator('cardseal-card iframe').evaluate((frame) => frame.getBoundingClientRect().height === 412);
  });
  await settled(shopper);
  const { x, y, width, height } = await shopper.dialog.boundingBox();
  assert.equal(width, 440);
  assert.ok(Math.abs(x - (1280 - 440) / 2) < 1 && Math.abs(y - (800 - height) / 2) < 1, `${x} ${y} ${height}`);
  assert.ok(height > 412 && height < 500, `${height}`);

  // Higher than the screen: the sheet scrolls inside and stays on it.
  await (await shopper.frame()).evaluate(() => fake.say({ type: 'height', px: 2000 }));
  await until(() => shopper.page.locator('cardseal-card div').evaluate((main) => main.scrollHeight >= 2000));
  assert.ok((await shopper.dialog.boundingBox()).height < 800);
  await shopper.leave();
});

test('on a phone it fills the screen', async () => {
  const shopper = await visit(world, { context: PHONE });
  await shopper.open();
  await settled(shopper);
  const [box, screen] = await shopper.dialog.evaluate((dialog) => {
    const { x, y, width, height } = dialog.getBoundingClientRect();
    return [[x, y, width, height], [0, 0, innerWidth, innerHeight]];
  });
  assert.deepEqual(box, screen);
  await shopper.leave();
});

test('dark and light follow the system, a theme, or the merchant’s colour, and the frame follows the dialog', async () => {
  for (const [colorScheme, appearance, expected, scheme] of [
    ['light', {}, 'rgb(255, 255, 255)', 'light dark'],
    ['dark', {}, 'rgb(23, 27, 43)', 'light dark'],
    ['dark', { theme: 'light' }, 'rgb(255, 255, 255)', 'light'],
    ['light', { theme: 'dark' }, 'rgb(23, 27, 43)', 'dark'],
    ['light', { colorBackground: '#fdf6e3' }, 'rgb(253, 246, 227)', 'light dark'],
  ]) {
    const shopper = await visit(world, { context: { colorScheme }, card: { appearance } });
    await shopper.open();
    assert.equal(await ground(shopper), expected, JSON.stringify(appearance));
    const inherited = await shopper.page.locator('cardseal-card iframe').evaluate((frame) => getComputedStyle(frame).colorScheme);
    assert.equal(inherited, scheme, `${colorScheme} ${JSON.stringify(appearance)}`);
    await shopper.leave();
  }
});

test('the heading can be read on any background, whatever colour the text is wished in', async () => {
  for (const [colorBackground, ink] of [['#000', 'white'], ['#fff', 'black'], ['#102030', 'white'], ['#fd0', 'black'], ['#777', 'black'], ['#00f', 'white']]) {
    const shopper = await visit(world, { card: { appearance: { colorBackground, colorText: colorBackground } } });
    await shopper.open();
    const [red] = await shopper.page.locator('cardseal-card h2').evaluate((heading) => {
      const pixel = new OffscreenCanvas(1, 1).getContext('2d');
      pixel.fillStyle = getComputedStyle(heading).color;
      pixel.fillRect(0, 0, 1, 1);
      return [...pixel.getImageData(0, 0, 1, 1).data];
    });
    assert.equal(red > 127 ? 'white' : 'black', ink, colorBackground);
    await shopper.leave();
  }
});

test('who asked for less motion gets none', async () => {
  const moving = async (reducedMotion) => {
    const shopper = await visit(world, { context: { reducedMotion } });
    await shopper.open();
    const duration = await shopper.page.locator('cardseal-card iframe').evaluate((frame) => getComputedStyle(frame).transitionDuration);
    await shopper.leave();
    return duration;
  };
  assert.equal(await moving('reduce'), '0s');
  assert.equal(await moving('no-preference'), '0.2s');
});

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

test('axe finds nothing in the pop-up, loading, failed or drawn; a nameless button it finds', async () => {
  const rules = { rules: { region: { enabled: false } } };
  const shopper = await visit(world, { key: 'pk_test_silent', load: { timeoutMs: 3000 }, context: { ...PHONE, bypassCSP: true } });
  await shopper.page.evaluate(await readFile(AXE, 'utf8'));
  const look = () => shopper.page.evaluate((rules) => axe.run('cardseal-card', rules).then(({ violations, passes }) => [violations.map(({ id }) => id), passes.length]), rules);
  await shopper.page.evaluate(() => open_());
  for (const state of ['loading', 'failed', 'shown']) {
    if (state === 'shown') await (await shopper.frame()).evaluate(() => fake.ready());
    await shopper.page.locator(`cardseal-card section.${state}`).waitFor({ state: 'attached' });
    await settled(shopper);
    const [violations, passes] = await look();
    assert.deepEqual(violations, [], state);
    console.log(`${state}: ${passes} rules passed`);
    assert.ok(passes > 5);
  }
  await shopper.page.getByRole('button', { name: 'Close' }).evaluate((button) => {
    button.removeAttribute('aria-label');
    button.textContent = '';
  });
  assert.deepEqual((await look())[0], ['button-name']);
  await shopper.leave();
});
