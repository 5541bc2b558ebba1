import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { start } from './world.mjs';
import { until, visit } from './visit.mjs';

let world;
before(async () => (world = await start()));
after(() => world.stop());

const isOpen = (shopper) => shopper.dialog.evaluate((dialog) => dialog.open);

/** Opens by a press of the shop's button, as a shopper does. */
async function press(shopper) {
  await shopper.page.evaluate(() => (document.getElementById('pay-by-card').onclick = () => open_()));
  await shopper.page.locator('#pay-by-card').press('Enter');
  await shopper.inside.locator('#number:focus').waitFor();
}

test('the focus goes into the form and back to the button that opened it', async () => {
  const shopper = await visit(world);
  await press(shopper);
  assert.equal(await shopper.page.evaluate(() => document.activeElement.shadowRoot?.activeElement?.tagName), 'IFRAME');
  await shopper.page.keyboard.type('12');
  assert.equal(await shopper.inside.locator('#number').inputValue(), '12');
  await shopper.page.evaluate(() => card.close());
  assert.equal(await shopper.page.evaluate(() => document.activeElement.id), 'pay-by-card');
  assert.deepEqual(await shopper.answers(), [{ error: { code: 'cancelled' } }]);
  await shopper.leave();
});

test('the dialog is modal, has its heading for a name, and a labelled close button of 44 px', async () => {
  const shopper = await visit(world, { card: { locale: 'ja' } });
  await press(shopper);
  assert.equal(await shopper.page.getByRole('dialog', { name: 'カード情報の入力' }).count(), 1);
  assert.equal(await shopper.dialog.evaluate((dialog) => dialog.matches(':modal') && dialog.lang), 'ja');
  const { width, height } = await shopper.page.getByRole('button', { name: '閉じる' }).boundingBox();
  assert.ok(width >= 44 && height >= 44, `${width} x ${height}`);
  await shopper.leave();
});

const THAI = { type: 'drawn', lang: 'th', title: 'ข้อมูลบัตร', close: 'ปิด', loading: 'กำลังโหลด…', retry: 'ลองอีกครั้ง', failed: 'โหลดแบบฟอร์มไม่สำเร็จ' };

test('the pop-up speaks the language its form is drawn in, also of a form that fails later', async () => {
  const shopper = await visit(world, { card: { locale: 'th' } });
  await press(shopper);
  await shopper.page.getByRole('dialog', { name: 'Card details' }).waitFor();
  const frame = await shopper.frame();
  await frame.evaluate((drawn) => fake.say(drawn), THAI);
  await shopper.page.getByRole('dialog', { name: THAI.title }).waitFor();
  assert.equal(await shopper.dialog.getAttribute('lang'), 'th');
  assert.equal(await shopper.page.getByRole('button', { name: THAI.close }).count(), 1);
  // An option changes, and the words stay.
  await shopper.page.evaluate(() => card.update({ name: true }));
  assert.equal(await shopper.page.getByRole('dialog', { name: THAI.title }).count(), 1);
  // A heading of the merchant's is the form's to judge, like every text.
  await shopper.page.evaluate(() => card.update({ title: 'บัตร' }));
  await until(() => frame.evaluate(() => fake.received.some(({ type, key, text }) => type === 'text' && key === 'title' && text === 'บัตร')));
  assert.equal(await shopper.page.getByRole('dialog', { name: THAI.title }).count(), 1);
  await frame.evaluate((drawn) => fake.say(drawn), { ...THAI, title: 'บัตร' });
  await shopper.page.getByRole('dialog', { name: 'บัตร', exact: true }).waitFor();
  await frame.evaluate(() => location.reload());
  await shopper.page.getByRole('status').filter({ hasText: THAI.failed }).waitFor();
  assert.equal(await shopper.page.getByRole('button', { name: THAI.retry }).count(), 1);
  await shopper.leave();
});

test('until the form has come the pop-up has the merchant’s words, or its own in Japanese or English', async () => {
  const texts = { title: 'My card', loading: 'Wait…', close: undefined };
  for (const [card, title, loading, close] of [
    [{ texts }, 'My card', 'Wait…', 'Close'],
    [{ texts, title: 'Mine', locale: 'ja' }, 'Mine', 'Wait…', '閉じる'],
    [{ locale: 'ja-JP' }, 'カード情報の入力', '読み込んでいます…', '閉じる'],
    [{ locale: 'th' }, 'Card details', 'Loading…', 'Close'],
  ]) {
    const shopper = await visit(world, { key: 'pk_test_silent', card });
    await shopper.page.evaluate(() => open_());
    assert.equal(await shopper.page.getByRole('dialog', { name: title, exact: true }).count(), 1, title);
    assert.equal(await shopper.page.getByRole('status').textContent(), loading);
    assert.equal(await shopper.page.getByRole('button', { name: close, exact: true }).count(), 1, close);
    await shopper.leave();
  }
});

test('a word that cannot be read leaves neither the pop-up nor a button without a name', async () => {
  const bad = ['', ' ', '\u3000', '\u200b', 'a\u202eb', 'a\nb', '…', 5, [], null, 'x'.repeat(5000), 'x'.repeat(99_999) + '\u0000'];
  for (const text of bad) {
    const card = { title: text, texts: { close: text, retry: text, loading: text, failed: text } };
    const shopper = await visit(world, { key: 'pk_test_silent', load: { timeoutMs: 50 }, card });
    await shopper.page.evaluate(() => open_());
    await shopper.page.getByRole('dialog', { name: 'Card details', exact: true }).waitFor();
    assert.equal(await shopper.page.getByRole('button', { name: 'Close', exact: true }).count(), 1, JSON.stringify(text));
    await shopper.page.getByRole('button', { name: 'Try again', exact: true }).waitFor();
    await shopper.page.getByRole('status').filter({ hasText: 'Could not load the form.' }).waitFor();
    await shopper.leave();
  }
  console.log(`${bad.length} words refused`);
});

const WAYS = {
  button: (shopper) => shopper.page.getByRole('button', { name: 'Close' }).click(),
  backdrop: (shopper) => shopper.page.mouse.click(5, 5),
  // The key in the frame, which the dialog never hears of.
  'escape in the frame': (shopper) => shopper.page.keyboard.press('Escape'),
  'escape in the dialog': async (shopper) => {
    await shopper.page.getByRole('button', { name: 'Close' }).focus();
    await shopper.page.keyboard.press('Escape');
  },
  close: (shopper) => shopper.page.evaluate(() => card.close()),
};
for (const [way, close] of Object.entries(WAYS)) {
  test(`the pop-up closes by ${way}, says so, and opens again`, async () => {
    const shopper = await visit(world);
    await press(shopper);
    await close(shopper);
    assert.deepEqual(await shopper.answers(), [{ error: { code: 'cancelled' } }]);
    assert.deepEqual(await shopper.events('close'), [{ reason: way.split(' ')[0] }]);
    assert.equal(await isOpen(shopper), false);
    assert.equal(await shopper.page.evaluate(() => document.activeElement.id), 'pay-by-card');
    await press(shopper);
    assert.equal(await isOpen(shopper), true);
    await shopper.leave();
  });
}

test('a press that began inside and ended on the backdrop closes nothing', async () => {
  const shopper = await visit(world);
  await press(shopper);
  const { x, y } = await shopper.page.locator('cardseal-card h2').boundingBox();
  await shopper.page.mouse.move(x + 5, y + 5);
  await shopper.page.mouse.down();
  await shopper.page.mouse.move(5, 5);
  await shopper.page.mouse.up();
  assert.equal(await isOpen(shopper), true);
  await WAYS.backdrop(shopper);
  await shopper.answers();
  await shopper.leave();
});

test('an abort signal closes it, before and after the call', async () => {
  const shopper = await visit(world);
  await shopper.page.evaluate(() => {
    window.controller = new AbortController();
    open_('open', { signal: controller.signal });
  });
  assert.equal(await isOpen(shopper), true);
  await shopper.page.evaluate(() => controller.abort());
  assert.deepEqual(await shopper.answers(), [{ error: { code: 'aborted' } }]);
  assert.deepEqual(await shopper.events('close'), [{ reason: 'aborted' }]);
  await shopper.page.evaluate(() => open_('open', { signal: controller.signal }));
  assert.deepEqual((await shopper.answers(2))[1], { error: { code: 'aborted' } });
  assert.equal(await isOpen(shopper), false);
  await shopper.leave();
});

test('the page behind cannot be scrolled while it is open, and its own styles come back', async () => {
  const shopper = await visit(world);
  const overflow = () => shopper.page.evaluate(() => [document.documentElement.style.overflow, getComputedStyle(document.documentElement).overflowY]);
  await shopper.page.evaluate(() => (document.documentElement.style.overflow = 'scroll'));
  const width = await shopper.page.evaluate(() => document.body.clientWidth);
  await press(shopper);
  assert.equal((await overflow())[0], 'hidden');
  assert.equal(await shopper.page.evaluate(() => document.body.clientWidth), width, 'nothing jumped');
  await shopper.page.evaluate(() => card.close());
  assert.deepEqual(await overflow(), ['scroll', 'scroll']);
  await shopper.leave();
});

test('one pop-up at a time: another card’s takes its place', async () => {
  const shopper = await visit(world);
  await shopper.open();
  await shopper.page.evaluate(() => {
    window.other = make();
    other.open();
  });
  assert.deepEqual(await shopper.answers(), [{ error: { code: 'replaced' } }]);
  assert.equal(await shopper.page.locator('cardseal-card dialog[open]').count(), 1);
  assert.equal(await shopper.page.evaluate(() => document.documentElement.style.overflow), 'hidden');
  await shopper.page.evaluate(() => other.close());
  assert.equal(await shopper.page.evaluate(() => document.documentElement.style.overflow), '');
  await shopper.leave();
});

test('destroy() while open answers, and everything after it is harmless', async () => {
  const shopper = await visit(world);
  await shopper.open();
  await shopper.page.evaluate(() => card.destroy());
  assert.deepEqual(await shopper.answers(), [{ error: { code: 'destroyed' } }]);
  assert.equal(await shopper.page.locator('cardseal-card').count(), 0);
  const again = await shopper.page.evaluate(async () => {
    card.destroy();
    card.close();
    card.done();
    card.update({ locale: 'ja' });
    return Promise.all([card.open(), card.fail({ decline_code: 'x' }), card.challenge('authn_1')]);
  });
  assert.deepEqual(again, Array(3).fill({ error: { code: 'destroyed' } }));
  assert.equal(await shopper.page.locator('cardseal-card, iframe').count(), 0);
  assert.deepEqual(shopper.errors, []);
  await shopper.leave();
});

test('a card made, destroyed and made again in one go works', async () => {
  const shopper = await visit(world);
  await shopper.page.evaluate(() => {
    card.destroy();
    make().destroy();
    window.card = make();
  });
  await shopper.open();
  assert.equal(await shopper.page.locator('cardseal-card').count(), 1);
  assert.deepEqual(shopper.errors, []);
  await shopper.leave();
});

test('update() changes form and pop-up in place: nothing typed is lost and the focus stays', async () => {
  const shopper = await visit(world, { card: { locale: 'en' } });
  await press(shopper);
  await shopper.inside.locator('#expiry').fill('typed');
  await shopper.page.evaluate(() => card.update({ locale: 'ja', submit: '支払う', title: 'お支払い' }));
  await shopper.inside.getByRole('button', { name: '支払う' }).waitFor();
  assert.equal(await shopper.page.getByRole('dialog', { name: 'お支払い' }).count(), 1);
  assert.equal(await shopper.inside.locator('#expiry:focus').inputValue(), 'typed');
  await shopper.page.evaluate(() => card.update({ title: undefined }));
  await shopper.page.getByRole('dialog', { name: 'カード情報の入力' }).waitFor();
  await shopper.leave();
});

test('the language is the page’s, else the browser’s', async () => {
  const shopper = await visit(world, { context: { locale: 'ja-JP' } });
  await shopper.open();
  assert.equal(await shopper.dialog.evaluate((dialog) => dialog.lang), 'en');
  await shopper.page.evaluate(() => {
    document.documentElement.lang = '';
    card.update({});
  });
  assert.equal(await shopper.dialog.evaluate((dialog) => dialog.lang), 'ja');
  const frame = await shopper.frame();
  await until(() => frame.evaluate(() => fake.received.at(-1).lang === 'ja-JP'));
  await shopper.leave();
});
