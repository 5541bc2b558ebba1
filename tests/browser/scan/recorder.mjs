// What a browser can show of a session, each kind into a file of its own.
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { vault } from '../support.mjs';

/** A browser whose profile is on disk, among the files to be scanned. */
export const launchRecorded = (output) =>
  chromium.launchPersistentContext(join(output, 'profile'), {
    executablePath: process.env.CARDSEAL_CHROMIUM,
    headless: true,
    locale: 'en-US',
    args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--no-first-run', '--disable-gpu', '--disable-quic'],
  });

export class Recorder {
  /** How often everything was looked at, and how many memories were written. */
  looks = 0;
  memories = 0;
  #pending = new Set();

  constructor(context, output) {
    this.context = context;
    this.output = output;
    context.on('console', (message) => this.#keep('console.txt', message.text()));
    context.on('weberror', (error) => this.#keep('console.txt', String(error.error().stack)));
    context.on('request', (request) => this.#request(request));
    // Not before its end: an answer that nobody reads has none.
    context.on('requestfinished', (request) => this.#later(request.response().then((response) => this.#answer(response))));
  }

  /** Before the page loads: its messages, and the linear memory of every wasm. */
  async watch(page) {
    await page.addInitScript(() => {
      const { Instance } = WebAssembly;
      WebAssembly.Instance = class extends Instance {
        constructor(...given) {
          super(...given);
          window.linearMemory = this.exports.memory;
        }
      };
      if (window !== top) return;
      window.heard = [];
      addEventListener('message', ({ data }) => heard.push(JSON.stringify(data)));
      const { set } = Object.getOwnPropertyDescriptor(MessagePort.prototype, 'onmessage');
      Object.defineProperty(MessagePort.prototype, 'onmessage', {
        set(listener) {
          set.call(this, (event) => {
            heard.push(event.data);
            listener(event);
          });
        },
      });
    });
  }

  /** Writes down all that can be seen now. */
  async look(page, when) {
    this.looks++;
    const card = page.frames().find((frame) => frame.url().startsWith(vault));
    for (const frame of [page.mainFrame(), card].filter(Boolean)) await this.#document(frame, frame === card ? 'frame' : 'page');
    await this.#page(page);
    if (card) await this.#memory(card, when);
    await this.#settle();
  }

  async #document(frame, whose) {
    const seen = await frame.evaluate(async () => {
      const trees = [document, ...[...document.querySelectorAll('*')].map(({ shadowRoot }) => shadowRoot).filter(Boolean)];
      const orName = (reading) => reading.catch(({ name }) => name);
      const bases = orName((async () => {
        const all = await indexedDB.databases();
        return Promise.all(all.map(({ name }) => new Promise((done) => {
          indexedDB.open(name).onsuccess = ({ target: { result } }) => {
            const [store] = result.objectStoreNames;
            result.transaction(store).objectStore(store).getAll().onsuccess = ({ target }) => done(target.result);
          };
        })));
      })());
      const cached = orName((async () => {
        const answers = [];
        for (const name of await caches.keys()) {
          const cache = await caches.open(name);
          for (const request of await cache.keys()) answers.push([request.url, await (await cache.match(request)).text()]);
        }
        return answers;
      })());
      return {
        markup: trees.map((tree) => tree.innerHTML ?? tree.documentElement.outerHTML).join('\n'),
        local: await orName((async () => ({ ...localStorage }))()),
        session: await orName((async () => ({ ...sessionStorage }))()),
        cookies: document.cookie,
        indexed: await bases,
        cached: await cached,
        history: [history.state, location.href, document.title, window.name, document.referrer],
        performance: performance.getEntries().map((entry) => entry.toJSON()),
        messages: window.heard ?? [],
      };
    });
    for (const [kind, what] of Object.entries(seen)) this.#keep(`${whose}-${kind}.txt`, typeof what === 'string' ? what : JSON.stringify(what));
  }

  async #page(page) {
    const session = await this.context.newCDPSession(page);
    for (const [name, method] of [['accessibility', 'Accessibility.getFullAXTree'], ['navigations', 'Page.getNavigationHistory']]) {
      this.#keep(`page-${name}.txt`, JSON.stringify(await session.send(method)));
    }
    await session.detach();
    this.#keep('cookies.txt', JSON.stringify(await this.context.cookies()));
  }

  /** The whole of the frame's linear memory, once its tasks so far have run. */
  async #memory(card, when) {
    const text = await card.evaluate(async () => {
      for (let turn = 0; turn < 3; turn++) await new Promise((done) => setTimeout(done));
      const bytes = new Uint8Array(window.linearMemory.buffer);
      let text = '';
      for (let at = 0; at < bytes.length; at += 32768) text += String.fromCharCode(...bytes.subarray(at, at + 32768));
      return btoa(text);
    });
    this.memories++;
    this.#keep(`memory-${when}-${this.memories}.bin`, Buffer.from(text, 'base64'));
  }

  #request(request) {
    this.#keep('requests.bin', `${request.method()} ${request.url()}\n${JSON.stringify(request.headers())}\n`);
    this.#keep('requests.bin', request.postDataBuffer() ?? '');
    // What the browser itself adds is known a moment later.
    this.#later(request.allHeaders().then((headers) => this.#keep('requests.bin', JSON.stringify(headers))));
  }

  async #answer(response) {
    this.#keep('answers.bin', `${response.status()} ${response.url()}\n${JSON.stringify(await response.allHeaders())}\n`);
    this.#keep('answers.bin', await response.body());
  }

  // A page that was left takes some answers with it.
  #later(reading) {
    const settled = reading.catch(() => {}).finally(() => this.#pending.delete(settled));
    this.#pending.add(settled);
  }

  #settle = () => Promise.all([...this.#pending]);

  #keep(name, what) {
    appendFileSync(join(this.output, name), what);
    appendFileSync(join(this.output, name), '\n');
  }
}
