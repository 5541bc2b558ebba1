// The scan's twin: a number in every place that is written down.
import { vault } from '../support.mjs';

export async function plantEverywhere(page, number) {
  await page.route('**/planted-answer', (route) => route.fulfill({ body: `{"pan":"${number}"}` }));
  const card = page.frames().find((frame) => frame.url().startsWith(vault));
  for (const frame of [page.mainFrame(), card]) await frame.evaluate(leave, number);
  await page.evaluate(async (number) => {
    history.pushState({ number }, '', `#${number}`);
    await (await fetch('/planted', { method: 'POST', body: number })).text();
    await (await fetch('/planted-answer')).text();
    const told = new Promise((done) => addEventListener('message', done, { once: true }));
    postMessage({ number }, '*');
    await told;
    document.body.append(Object.assign(document.createElement('p'), { textContent: number }));
  }, number);
  await card.evaluate((number) => {
    const { buffer } = window.linearMemory;
    // In the last bytes, which nothing uses while this function runs and the memory is read.
    new TextEncoder().encodeInto(number, new Uint8Array(buffer, buffer.byteLength - 64));
  }, number);
}

/** In the shop's page every one of these holds; a frame of another site has no storage in some browsers. */
async function leave(number) {
  console.log(number);
  document.title = number;
  window.name = number;
  performance.mark(number);
  document.body.setAttribute('data-planted', number);
  const storages = [
    async () => (localStorage.planted = number),
    async () => (sessionStorage.planted = number),
    async () => (document.cookie = `planted=${number}; max-age=3600`),
    async () => (await caches.open('planted')).put('/planted', new Response(number)),
    () => new Promise((done) => {
      const opening = indexedDB.open('planted');
      opening.onerror = done;
      opening.onupgradeneeded = () => opening.result.createObjectStore('numbers', { autoIncrement: true });
      opening.onsuccess = () => (opening.result.transaction('numbers', 'readwrite').objectStore('numbers').put(number).onsuccess = done);
    }),
  ];
  await Promise.allSettled(storages.map((store) => store()));
}
