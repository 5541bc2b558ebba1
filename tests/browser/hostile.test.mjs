// The shop's own scripts try to reach the card. Each way finds it in a twin of the frame that is of the
// shop's origin, and nothing of it in ours.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { ATTEMPTS, WITHOUT_TWIN } from './hostile/attempts.mjs';
import { hostileShop } from './hostile/server.mjs';
import { CARD, found, standing, type, visit } from './hostile/shopper.mjs';
import { launch, shop, vault } from './support.mjs';

const [together, alone] = [ATTEMPTS.filter((row) => !row.alone), ATTEMPTS.filter((row) => row.alone)];

/** Every attempt on one of the two frames: what each got, by its name. */
async function attack(twin) {
  const server = await hostileShop({ shop, vault, twin });
  const browser = await launch(server.flag);
  const got = new Map();
  try {
    for (const rows of [together, ...alone.map((row) => [row])]) {
      const texts = await attackWith(browser, rows, twin).catch((error) => {
        throw new Error(`${rows.map(({ name }) => name)}, ${twin ? 'twin' : 'ours'}: ${error.message}`, { cause: error });
      });
      for (const [name, text] of texts) got.set(name, text);
    }
  } finally {
    await browser.close();
    server.close();
  }
  return got;
}

async function attackWith(browser, rows, twin) {
  const page = await visit(browser, shop, rows);
  const [{ opens, before: prepare }] = rows;
  await prepare?.(page);
  const frame = await type(page);
  assert.deepEqual(await standing(frame), Object.values(CARD), 'the card stands typed in the form');
  if (opens) await openByItself(page);
  const got = [];
  for (const { name } of rows) got.push([name, { typed: await read(page, name) }]);
  if (rows === together && !twin) {
    await frame.locator('#pay').click();
    await page.locator('#review').waitFor();
    for (const [name, texts] of got) texts.token = await read(page, name);
    await page.click('#place-order');
    await page.waitForURL(/\/orders\//);
  }
  await page.context().close();
  return got;
}

const read = (page, name) => page.evaluate((row) => hostile.read(row), name);

/** The frame's address in a window of its own, with the card in it whatever the form says of that. */
async function openByItself(page) {
  const opening = page.waitForEvent('popup');
  await page.evaluate(() => (window.opened = open(hostile.card().src)));
  const popup = await opening;
  await popup.waitForLoadState();
  const put = (card) => Object.entries(card).forEach(([id, text]) => { const input = document.getElementById(id); if (input) input.value = text; });
  await popup.evaluate(put, CARD);
}

let ours, twins;
before(async () => {
  [ours, twins] = await Promise.all([attack(false), attack(true)]);
}, { timeout: 600_000 });

test('no attempt of the page gets anything of the card from our frame', () => {
  for (const [name, { typed, token = '' }] of ours) {
    assert.deepEqual([...found(typed), ...found(token, { token: true })], [], `${name} got ${typed} ${token}`);
  }
  console.log(`${ours.size} attempts on the frame: 0 got a part of the card`);
  assert.ok(ours.size > 40);
});

test('every attempt gets the card from a frame of the page’s own origin', () => {
  const rows = ATTEMPTS.filter(({ noTwin }) => !noTwin);
  const blind = rows.filter(({ name }) => !found(twins.get(name).typed).includes('number'));
  assert.deepEqual(blind.map(({ name }) => [name, twins.get(name).typed.slice(0, 300)]), []);
  console.log(`${rows.length} attempts on the twin: all got the number`);
  for (const { name, noTwin } of ATTEMPTS) if (noTwin) console.log(`without a twin: ${name}: ${noTwin}`);
  for (const [name, reason] of WITHOUT_TWIN) console.log(`not tried: ${name}: ${reason}`);
  assert.ok(rows.length > 40);
});
