// The baselines, in the same workerd: an answer without work, and one durable row.
import { DurableObject } from 'cloudflare:workers';

// About what a token's row holds.
const ROW = 'x'.repeat(600);

export class Rows extends DurableObject {
  constructor(state, environment) {
    super(state, environment);
    state.storage.sql.exec('CREATE TABLE IF NOT EXISTS row (id TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID');
  }

  fetch() {
    this.ctx.storage.sql.exec('INSERT INTO row VALUES (?, ?)', crypto.randomUUID(), ROW);
    return new Response('{"status":"ok"}', { status: 201 });
  }
}

export default {
  fetch(request, environment) {
    if (request.method === 'GET') return new Response('{"status":"ok"}');
    return environment.ROWS.get(environment.ROWS.idFromName('one')).fetch(request);
  },
};
