// docs/redirect.md: the session that the server opens by the line there, its page, and the token that comes back.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { authorize, openSession } from '../merchant.mjs';
import { BACK, listen } from '../redirect.mjs';
import { scenario, shop, vault } from '../scenario.mjs';
import { APPROVED, typeCard } from '../support.mjs';
import { here, take } from './blocks.mjs';

const { CARDSEAL_VAULT_URL: api, CARDSEAL_SECRET_KEY: key } = process.env;

scenario('a session opened by the line of curl leads to the vault and back, with a token that pays in that session alone', {}, async (shopper) => {
  const { page } = shopper;
  const back = { 'https://shop.example/orders/17/card': BACK, 'https://shop.example': shop };
  const line = here(take('docs/redirect.md', 'Send the shopper to the vault', 'sh'), { 'https://vault.example': api, ...back });
  const { id, session } = JSON.parse(execFileSync('sh', ['-c', line], { encoding: 'utf8', env: { ...process.env, SECRET_KEY: key }, stdio: ['ignore', 'pipe', 'ignore'] }));
  const posts = await listen(shopper);
  await page.goto(`${vault}/v1/pay/${session}`);
  await page.locator('#pay:enabled').waitFor();
  await typeCard(page, APPROVED);
  await page.click('#pay');
  await page.waitForURL(BACK);
  const [{ form }] = posts;
  assert.deepEqual([form.session, form.error], [id, undefined]);

  const other = await openSession({});
  const elsewhere = await authorize(form.token, 1_200, { session: other.id });
  assert.deepEqual([elsewhere.http, elsewhere.code], [404, 'not_found']);
  const above = await authorize(form.token, 1_201, { session: id });
  assert.deepEqual([above.http, above.code], [422, 'amount_over_cap']);
  const paid = await authorize(form.token, 1_200, { session: id });
  assert.deepEqual([paid.http, paid.status], [201, 'approved']);
});
