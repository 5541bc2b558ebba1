// The shop's server around the card page by itself: it sends the shopper there, and takes what comes back.
import assert from 'node:assert/strict';
import { openSession } from './merchant.mjs';
import { reach, shop, vault } from './scenario.mjs';

/** Where the shopper comes back to. */
export const BACK = `${shop}/orders/17/card?step=2`;

/** Every page by itself. */
export const PAGES = `${vault}/v1/pay/**`;

/** Answers for the shop's server at the address the shopper comes back to, and keeps what comes there. */
export async function listen({ page }, until = Promise.resolve()) {
  const posts = [];
  await page.route(BACK, async (route) => {
    const request = route.request();
    const form = Object.fromEntries(new URLSearchParams(request.postData() ?? ''));
    posts.push({ method: request.method(), headers: await request.allHeaders(), form });
    await until;
    await route.fulfill({ contentType: 'text/html', body: '<!doctype html><html lang="en"><title>Back</title><h1>Back</h1>' });
  });
  return posts;
}

/** Opens a session and gives it with the address of its page. */
export async function invite(fragment = '') {
  const session = await openSession({ kind: 'redirect', return_url: BACK });
  assert.equal(session.http, 201);
  return { ...session, address: `${vault}/v1/pay/${session.session}${fragment}` };
}

/** Sends the shopper to a new session's page and waits for its form. */
export async function visit({ page }, fragment) {
  const session = await invite(fragment);
  await page.goto(session.address);
  await page.locator('#pay:enabled').waitFor();
  await page.locator(':focus').waitFor();
  return session;
}

/** Serves the next page with a session that is over after this many milliseconds, and with this status. */
export async function endSoon({ page }, milliseconds, status = 200) {
  await page.route(PAGES, async (route) => {
    const response = await reach(route);
    const html = (await response.text()).replace(/data-now="(\d+)" data-ends="\d+" data-last="\d+"/, (_, now) => {
      const end = Number(now) + milliseconds;
      return `data-now="${now}" data-ends="${end}" data-last="${end}"`;
    });
    await route.fulfill({ response, status, body: html });
  }, { times: 1 });
}

/** Has one of each page's scripts answered otherwise: the first stands beside the form, the second is the form's. */
export const onScript = (page, which, answer) =>
  page.route(PAGES, async (route) => {
    const response = await reach(route);
    const html = await response.text();
    const [, path] = [...html.matchAll(/src="(\/assets\/[^"]+)"/g)][which];
    await page.route(vault + path, answer);
    await route.fulfill({ response, body: html });
  });
