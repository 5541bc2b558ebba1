// The card page by itself: the shopper is sent to the vault and comes back with the token.
import assert from 'node:assert/strict';
import { authorize, openSession, readSession } from './merchant.mjs';
import { BACK, endSoon, invite, listen, onScript, visit } from './redirect.mjs';
import { scenario, shop, shows, vault } from './scenario.mjs';
import { APPROVED, typeCard } from './support.mjs';

const focused = (page) => page.locator(':focus').getAttribute('id');
const typed = (page) => Promise.all(['number', 'expiry', 'code'].map((id) => page.locator(`#${id}`).inputValue()));
const EMPTY = ['', '', ''];
const tokens = async ({ id }) => (await readSession(id)).tokens;
/** Addresses that a token stands in. */
const leaks = (requests) => requests.map((request) => request.url()).filter((url) => url.includes('tok_'));

scenario('a card typed on the vault’s own page comes back as a token that pays', {}, async (shopper) => {
  const { page } = shopper;
  const posts = await listen(shopper);
  const session = await visit(shopper);
  assert.equal(await focused(page), 'number');
  await shopper.shows('header p', new URL(shop).host);
  await shopper.shows('h1', 'Card details');
  await shopper.shows('#vault', new RegExp(new URL(vault).host));
  await typeCard(page, APPROVED);
  await page.keyboard.press('Enter');
  await page.waitForURL(BACK);
  assert.equal(posts.length, 1);
  const [{ method, headers, form }] = posts;
  assert.equal(method, 'POST');
  assert.equal(headers['content-type'], 'application/x-www-form-urlencoded');
  assert.deepEqual(Object.keys(form), ['session', 'token']);
  assert.equal(form.session, session.id);
  const paid = await authorize(form.token, 1_200);
  assert.equal(paid.status, 'approved');
  assert.deepEqual((await tokens(session)).map(({ id, state }) => [id, state]), [[form.token.split('.')[0], 'claimed']]);
  // In no address, nor is the session in the one the browser says it comes from.
  const { origin } = new URL(vault);
  assert.ok([origin, `${origin}/`, undefined].includes(headers.referer), headers.referer);
  assert.deepEqual(leaks(shopper.requests), []);
  await page.goto(`${shop}/?planted=${form.token}`);
  assert.equal(leaks(shopper.requests).length, 1);
});

scenario('a shopper who goes back without a card brings the reason and no token', {}, async (shopper) => {
  const posts = await listen(shopper);
  const session = await visit(shopper);
  await typeCard(shopper.page, { number: APPROVED.number });
  await shopper.page.click('#back');
  await shopper.page.waitForURL(BACK);
  assert.deepEqual(posts[0].form, { session: session.id, token: '', error: 'cancelled' });
  assert.equal(shopper.asked('/v1/tokens'), 0);
});

scenario('a wrong card is told on the page, in the shopper’s language, and the way back stays', { browser: { locale: 'ja-JP' } }, async (shopper) => {
  const { page } = shopper;
  const posts = await listen(shopper);
  await visit(shopper);
  assert.equal(await page.locator('html').getAttribute('lang'), 'ja');
  assert.equal(await page.title(), 'カード情報の入力');
  await typeCard(page, { ...APPROVED, number: '4242424242424243' });
  await page.click('#pay');
  await shows(page.locator('#number-error'), /カード番号/);
  assert.equal(posts.length, 0);
  await shopper.shows('#back', 'ショップに戻る');
  await page.click('#back');
  await page.waitForURL(BACK);
});

scenario('the merchant may wish for another language than the browser’s', { complaints: [/^Cardseal: locale must be auto.*\. See docs\/redirect\.md$/] }, async (shopper) => {
  for (const [tag, lang, back] of [['ko', 'ko', /상점/], ['zh-CN', 'zh-Hans', /商店/], ['ja', 'ja', /ショップ/], ['zh-TW', 'en', /shop/]]) {
    // A page of another session: a fragment alone loads nothing.
    await visit(shopper, `#${tag}`);
    await shopper.shows('#back', back);
    assert.equal(await shopper.page.locator('html').getAttribute('lang'), lang);
  }
});

scenario('presses of both buttons bring the shopper back once, with one token', {}, async (shopper) => {
  const { page } = shopper;
  let answer;
  const posts = await listen(shopper, new Promise((done) => (answer = done)));
  const session = await visit(shopper);
  await typeCard(page, APPROVED);
  // Also on the way, while the shop takes its time.
  const again = page.waitForEvent('console');
  await page.evaluate(() => {
    const press = () => document.getElementById('pay').click();
    const leave = () => document.getElementById('return').requestSubmit();
    addEventListener('formdata', () => setTimeout(() => {
      [press, leave, press, leave].forEach((again) => again());
      const seen = [...document.querySelectorAll('button, input')].filter((each) => each.checkVisibility());
      console.log(document.querySelector('footer').innerText.trim(), seen.length);
    }));
    [press, press, press].forEach((press) => press());
  });
  assert.match((await again).text(), /^Loading… 0$/);
  answer();
  await page.waitForURL(BACK);
  assert.equal(posts.length, 1);
  assert.equal(posts[0].form.error, undefined);
  assert.equal((await tokens(session)).length, 1);
});

for (const isBack of [false, true]) {
  scenario(`a token that comes ${isBack ? 'after the shopper went back is not brought' : 'before that is'}`, {}, async (shopper) => {
    const { page } = shopper;
    let answer;
    const posts = await listen(shopper, new Promise((done) => (answer = done)));
    await page.addInitScript(() => {
      const Channel = window.MessageChannel;
      window.MessageChannel = class extends Channel {
        constructor() {
          super();
          window.bring = () => {
            this.port1.onmessage({ data: JSON.stringify({ type: 'token', status: 201, body: '{"token":"tok_test_00a.b"}' }) });
            console.log('brought');
          };
        }
      };
    });
    await visit(shopper);
    const brought = page.waitForEvent('console');
    await page.evaluate((isBack) => {
      if (!isBack) return window.bring();
      addEventListener('formdata', () => setTimeout(window.bring), { once: true });
      document.getElementById('back').click();
    }, isBack);
    assert.equal((await brought).text(), 'brought');
    answer();
    await page.waitForURL(BACK);
    assert.deepEqual(posts.map(({ form }) => [form.token, form.error]), [isBack ? ['', 'cancelled'] : ['tok_test_00a.b', undefined]]);
  });
}

scenario('the browser’s Back leads to an empty form, which takes a card only when one is typed', {}, async (shopper) => {
  const { page } = shopper;
  const posts = await listen(shopper);
  const session = await visit(shopper);
  await typeCard(page, APPROVED);
  await page.click('#pay');
  await page.waitForURL(BACK);
  await page.goBack();
  await page.locator('#pay:enabled').waitFor();
  assert.deepEqual(await typed(page), EMPTY);
  assert.equal(await page.locator('[name="token"]').inputValue(), '');
  await page.click('#pay');
  await page.locator('#number[aria-invalid="true"]').waitFor();
  assert.deepEqual([posts.length, (await tokens(session)).length], [1, 1]);

  await typeCard(page, APPROVED);
  await page.click('#pay');
  await page.waitForURL(BACK);
  assert.deepEqual([posts.length, (await tokens(session)).length], [2, 2]);
});

scenario('a page that comes back from the browser’s cache is loaded anew, any other stands', {}, async (shopper) => {
  const { page } = shopper;
  await visit(shopper);
  await typeCard(page, APPROVED);
  const shown = (persisted) => page.evaluate((persisted) => void dispatchEvent(new PageTransitionEvent('pageshow', { persisted })), persisted);
  await shown(false);
  assert.notDeepEqual(await typed(page), EMPTY);
  const loaded = page.waitForEvent('load');
  await shown(true);
  await loaded;
  await page.locator('#pay:enabled').waitFor();
  assert.deepEqual(await typed(page), EMPTY);
});

for (const [how, milliseconds, status] of [['while the card is typed', 3_000, 200], ['before the shopper comes', 0, 410]]) {
  scenario(`a session that ends ${how} says so, and the way back has the reason`, { complaints: [/status of 410/] }, async (shopper) => {
    const { page } = shopper;
    const posts = await listen(shopper);
    await shopper.hurry();
    await endSoon(shopper, milliseconds, status);
    await page.route('**/v1/sessions/renew', (route) => route.fulfill({ status: 410, contentType: 'application/problem+json', body: '{"title":"The session has ended.","status":410,"code":"session_expired"}' }));
    const session = await invite();
    await page.goto(session.address);
    if (milliseconds) await page.locator('#number').pressSequentially(APPROVED.number);
    await shows(page.locator('#status'), /no longer be used/);
    await page.locator('#back:focus').waitFor();
    assert.deepEqual(await typed(page), EMPTY);
    await page.keyboard.press('Enter');
    await page.waitForURL(BACK);
    assert.deepEqual(posts[0].form, { session: session.id, token: '', error: 'session_expired' });
  });
}

scenario('a failure that passes leaves the way back as it was', {}, async (shopper) => {
  const { page } = shopper;
  const posts = await listen(shopper);
  await visit(shopper);
  await page.evaluate(() => {
    const cover = Object.assign(document.createElement('p'), { id: 'cover' });
    Object.assign(cover.style, { position: 'fixed', inset: 0, background: 'white', pointerEvents: 'none' });
    document.body.append(cover);
  });
  await typeCard(page, APPROVED);
  await page.click('#pay');
  await shows(page.locator('#status'), /Something covers this form/);
  assert.equal(shopper.asked('/v1/tokens'), 0);
  await page.click('#back');
  await page.waitForURL(BACK);
  assert.equal(posts[0].form.error, 'cancelled');
});

scenario('the keyboard alone types a card and pays, or goes back', {}, async (shopper) => {
  const { page } = shopper;
  const { keyboard } = page;
  const posts = await listen(shopper);
  const outlined = () => page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle !== 'none');
  for (const paid of [true, false]) {
    await visit(shopper);
    const seen = [await focused(page)];
    for (const text of [APPROVED.number, APPROVED.expiry, APPROVED.code, '']) {
      assert.ok(await outlined(), seen.at(-1));
      await keyboard.type(text);
      await keyboard.press('Tab');
      seen.push(await focused(page));
    }
    assert.deepEqual(seen, ['number', 'expiry', 'code', 'pay', 'back']);
    assert.ok(await outlined());
    // Escape takes nothing away.
    await keyboard.press('Escape');
    assert.notDeepEqual(await typed(page), EMPTY);
    if (paid) await keyboard.press('Shift+Tab');
    await keyboard.press('Enter');
    await page.waitForURL(BACK);
  }
  assert.deepEqual(posts.map(({ form }) => [form.token.slice(0, 8), form.error]), [['tok_test', undefined], ['', 'cancelled']]);
});

scenario('the form goes to the merchant’s origin and nowhere else, whoever writes another address into it', { complaints: [/form-action/] }, async (shopper) => {
  const { page } = shopper;
  const posts = await listen(shopper);
  await visit(shopper);
  const elsewhere = [];
  await page.route('http://elsewhere.localhost/**', (route) => {
    elsewhere.push(route.request().url());
    return route.fulfill({ body: 'elsewhere' });
  });
  const lead = (to) => page.evaluate((to) => {
    const form = Object.assign(document.createElement('form'), { method: 'post', action: to });
    document.body.append(form);
    form.submit();
  }, to);
  const stopped = page.evaluate(() => new Promise((done) => addEventListener('securitypolicyviolation', ({ effectiveDirective }) => done(effectiveDirective))));
  await lead('http://elsewhere.localhost/');
  assert.equal(await stopped, 'form-action');
  assert.deepEqual([elsewhere.length, posts.length], [0, 0]);
  await lead(BACK);
  await page.waitForURL(BACK);
  assert.deepEqual([elsewhere.length, posts.length], [0, 1]);
});

const lose = (route) => route.abort();

for (const [what, browser, complaints, prepare] of [
  ['JavaScript', { javaScriptEnabled: false }, [], () => {}],
  ['the script beside the form', {}, [/ERR_FAILED/], (page) => onScript(page, 0, lose)],
  ['the form’s script', {}, [/ERR_FAILED/], (page) => onScript(page, 1, lose)],
]) {
  scenario(`without ${what} the page says that it takes no card, and leads back`, { browser, complaints }, async (shopper) => {
    const { page } = shopper;
    const posts = await listen(shopper);
    await prepare(page);
    const session = await invite();
    await page.goto(session.address);
    await page.locator('#status').filter({ hasText: 'cannot take a card now' }).waitFor();
    assert.equal(await page.locator('#number').isVisible(), false);
    await page.click('#back');
    await page.waitForURL(BACK);
    const { error, ...rest } = posts[0].form;
    assert.deepEqual(rest, { session: session.id, token: '' });
    assert.ok(['cancelled', 'timeout'].includes(error), error);
  });
}

scenario('a page that shows it in a frame gets nothing, where a hosted form stands', { complaints: [/frame-ancestors|status of 404/] }, async (shopper) => {
  const { page } = shopper;
  const show = async (address) => {
    await page.goto(`${shop}/?lang=en`);
    const answered = page.waitForResponse((response) => response.url() === address);
    await page.evaluate((src) => {
      window.heard = 0;
      addEventListener('message', ({ data }) => (window.heard += data.type === 'ready'));
      document.body.append(Object.assign(document.createElement('iframe'), { src }));
    }, address);
    return (await answered).status();
  };
  const hosted = await openSession({});
  assert.equal(await show(`${vault}/v1/frame/${hosted.session}`), 200);
  await page.waitForFunction(() => window.heard === 1);
  assert.equal(await page.frameLocator('iframe').locator('#pay').count(), 1);

  assert.equal(await show((await invite()).address), 404);
  assert.equal(await page.frameLocator('iframe').locator('#pay').count(), 0);
  assert.equal(await page.evaluate(() => window.heard), 0);
});

scenario('a page that opens it in a window cannot speak to it', {}, async (shopper) => {
  const { page, context } = shopper;
  await page.goto(`${shop}/?lang=en`);
  const open = async (address) => {
    const opening = context.waitForEvent('page');
    await page.evaluate((address) => (window.opened = window.open(address)), address);
    const popup = await opening;
    await popup.locator('h1').first().waitFor();
    return popup;
  };
  const speak = () => page.evaluate(() => {
    const { port1, port2 } = new MessageChannel();
    window.heard = [];
    port1.onmessage = ({ data }) => window.heard.push(data);
    window.opened.postMessage({ cardseal: 1, type: 'connect' }, '*', [port2]);
    return window.opened.closed;
  });
  // A page of its own it can speak to.
  const own = await open(`${shop}/?lang=en`);
  await own.evaluate(() => addEventListener('message', ({ ports }) => ports[0].postMessage('token')));
  assert.equal(await speak(), false);
  await page.waitForFunction(() => window.heard.length === 1);

  const card = await open((await invite()).address);
  const posts = await listen({ page: card });
  await card.locator('#pay:enabled').waitFor();
  assert.equal(await speak(), true, 'the handle leads nowhere');
  assert.equal(await card.evaluate(() => window.opener), null);
  await typeCard(card, APPROVED);
  await card.click('#pay');
  await card.waitForURL(BACK);
  assert.match(posts[0].form.token, /^tok_test_/);
  assert.deepEqual(await page.evaluate(() => window.heard), []);
});
