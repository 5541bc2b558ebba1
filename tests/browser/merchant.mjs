// The merchant's server, where a scenario needs another than the shop's own.
import { randomUUID } from 'node:crypto';
import { shop } from './support.mjs';

const { CARDSEAL_VAULT_URL: vault, CARDSEAL_SECRET_KEY: key } = process.env;

/** The publishable key of the same merchant. */
export const { CARDSEAL_PUBLISHABLE_KEY: publishableKey } = process.env;

/** Card sessions of its page that ended five minutes ago and can be renewed, by kind; the same ones each time. */
export const slept = JSON.parse(process.env.CARDSEAL_SLEPT);

async function ask(method, path, body) {
  const response = await fetch(vault + path, {
    method,
    headers: { authorization: `Bearer ${key}`, 'idempotency-key': randomUUID(), ...(body && { 'content-type': 'application/json' }) },
    body: body && JSON.stringify(body),
  });
  return { http: response.status, ...(await response.json()) };
}

/** Opens a card session for the shop's page. */
export const openSession = (members) => ask('POST', '/v1/sessions', { origin: shop, ...members });
/** What became of one. */
export const readSession = (id) => ask('GET', `/v1/sessions/${id}`);
/** Redeems a token. */
export const authorize = (token, amount, members) =>
  ask('POST', '/v1/authorizations', { token, amount, currency: 'JPY', reference: `test-${randomUUID()}`, ...members });
/** Makes a token unusable. */
export const revoke = (id) => ask('DELETE', `/v1/tokens/${id}`);
