// A script injected into the card frame itself carries nothing away, and the form stands in no page but
// the session's own. The twin is a page without the frame's headers.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { canary } from './hostile/canary.mjs';
import { LEAVING, QUIET } from './hostile/exfiltration.mjs';
import { hostileShop } from './hostile/server.mjs';
import { CARD, standing, type, visit } from './hostile/shopper.mjs';
import { launch, shop, vault } from './support.mjs';

// `Connection-Allowlist` is on by itself from Chromium 152; before, it knows nothing of WebRTC.
const ALLOWLIST = '--enable-features=ConnectionAllowlists,OverrideConnectionAllowlistOriginTrial';
const LATER = ['WebRTC, STUN', 'WebRTC, TURN over TCP'];

let server, browser;
before(async () => {
  server = await hostileShop({ shop, vault });
  browser = await launch(server.flag, ALLOWLIST);
});
after(async () => {
  await browser.close();
  server.close();
});

/** The real frame in the shop's page, which has no policy here: what holds is the frame's own. */
async function cardFrame() {
  const page = await visit(browser, shop, []);
  const form = await type(page);
  assert.deepEqual(await standing(form), Object.values(CARD));
  return page.frames().find((frame) => frame.url().startsWith(vault));
}

/** A page without headers, by itself. */
async function plainPage() {
  const page = await browser.newPage();
  await page.goto(server.elsewhere('/hostile/blank'));
  return page.mainFrame();
}

/** A page of another site in a frame of the same shop. */
async function frameOf(path) {
  const page = await visit(browser, shop, []);
  const src = server.elsewhere(path);
  await page.evaluate((src) => new Promise((loaded) => document.body.append(Object.assign(document.createElement('iframe'), { src, onload: loaded }))), src);
  return page.frames().find((frame) => frame.url() === src);
}
const plainFrame = () => frameOf('/hostile/blank');

/** Tries these ways in a frame, each to a canary of its own. */
async function carry(frame, ways) {
  const canaries = [];
  for (const [name, body] of ways) {
    const one = await canary(name);
    canaries.push(one);
    const source = `(${body})(${JSON.stringify({ host: one.host, port: one.port })})`;
    // What a policy forbids may throw; what navigates may end the evaluation.
    await frame.evaluate(source).catch(() => {});
  }
  return canaries;
}

async function carryAll(standing, leaving, tried) {
  const canaries = await carry(await standing(), QUIET.filter(tried));
  for (const way of LEAVING.filter(tried)) canaries.push(...(await carry(await leaving(), [way])));
  return canaries;
}

/** The ways of which a page without headers shows that they lead out. */
const WITH_TWIN = [...QUIET, ...LEAVING].filter(([, , noTwin]) => !noTwin);

const came = ({ seen: { tcp, udp } }) => tcp + udp > 0;

test('a script inside the card frame carries nothing away, and carries it away from a page without its headers', { timeout: 300_000 }, async () => {
  const ours = await carryAll(cardFrame, cardFrame, () => true);
  // In the same browser and after ours: once all of these have come, ours would have come too.
  const twins = [];
  const names = (canaries) => canaries.map(({ seen }) => seen.name);
  const missing = ([name]) => !names(twins.filter(came)).includes(name);
  // A busy browser drops what it does as a favour, as prefetching: what did not come is tried again.
  for (let times = 0; times < 3 && WITH_TWIN.some(missing); times++) {
    twins.push(...(await carryAll(plainPage, plainFrame, (way) => !way[2] && missing(way))));
    const deadline = Date.now() + 10_000;
    while (WITH_TWIN.some(missing) && Date.now() < deadline) await new Promise((turn) => setTimeout(turn, 20));
  }
  after(() => [...ours, ...twins].forEach((one) => one.close()));
  assert.deepEqual(WITH_TWIN.filter(missing).map(([name]) => name), [], 'ways that do not work without the headers either');

  const out = names(ours.filter(came));
  // What leaves a page with that one header alone, this browser does not stop by it.
  const unknown = await carry(await frameOf('/hostile/listed'), QUIET.filter(([name]) => LATER.includes(name)));
  after(() => unknown.forEach((one) => one.close()));
  const deadline = Date.now() + 10_000;
  while (names(unknown.filter(came)).length < out.length && Date.now() < deadline) await new Promise((turn) => setTimeout(turn, 20));
  assert.deepEqual(out, names(unknown.filter(came)), 'ways out of the card frame');
  console.log(`${ours.length} ways out of the card frame: ${ours.length - out.length} made no connection; ${WITH_TWIN.length} out of a page without its headers, all of which connected`);
  if (out.length > 0) console.log(`open, for Chromium ${browser.version()} does not stop them by Connection-Allowlist: ${out.join('; ')}`);
  for (const [name, , noTwin] of QUIET) if (noTwin) console.log(`without a twin: ${name}: ${noTwin}`);
  assert.ok(ours.length - out.length > 40 && WITH_TWIN.length > 40);
});

test('the merchant’s frame-src stops the card frame from being led away where Connection-Allowlist is not known', { timeout: 120_000 }, async () => {
  // The real shop with its own policy, and a browser that is told nothing of allowlists.
  const plain = await launch('--disable-features=ConnectionAllowlists');
  const canaries = [];
  after(() => plain.close());
  for (const way of LEAVING) {
    const page = await visit(plain, shop, []);
    await type(page);
    const frame = page.frames().find((one) => one.url().startsWith(vault));
    canaries.push(...(await carry(frame, [way])));
    // Its own navigation comes after the frame's in the same queue.
    await page.goto(`${shop}/cart`);
  }
  assert.deepEqual(canaries.map(({ seen }) => [seen.name, seen.requests]), LEAVING.map(([name]) => [name, 0]));
  console.log(`${canaries.length} ways to lead the frame away: 0 requests, with ${canaries.filter(came).length} connections made before the policy was asked`);
  canaries.forEach((one) => one.close());
});

test('the form stands only where its session’s page is alone around it', { timeout: 120_000 }, async () => {
  const card = await cardFrame();
  const address = card.url();
  const own = `${shop}/hostile/around?src=`;
  const other = server.elsewhere('/hostile/around?src=');
  const within = (...pages) => pages.reduceRight((inner, page) => page + encodeURIComponent(inner));
  // Each place with our form, and with one without headers.
  const places = {
    'a page of the session’s origin': (form) => within(own, form),
    'another origin’s page': (form) => within(other, form),
    'another origin’s page in the shop’s': (form) => within(own, other, form),
    'the shop’s page in another origin’s': (form) => within(other, own, form),
    'no page at all': (form) => form,
  };
  const stands = {};
  for (const [place, url] of Object.entries(places)) {
    const shown = [];
    for (const form of [address, server.elsewhere('/hostile/form')]) {
      const page = await browser.newPage();
      await page.goto(url(form));
      const counts = await Promise.all(page.frames().map((frame) => frame.locator('#number').count()));
      shown.push(counts.some((count) => count > 0));
      await page.close();
    }
    stands[place] = shown;
  }
  const [first, ...rest] = Object.keys(places);
  assert.deepEqual(stands, { [first]: [true, true], ...Object.fromEntries(rest.map((place) => [place, [false, true]])) });
  console.log(`${rest.length} places refused, and open to a form without headers`);
});
