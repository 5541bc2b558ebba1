// A service worker that keeps what goes by.
const heard = [];
addEventListener('install', () => skipWaiting());
addEventListener('activate', (event) => event.waitUntil(clients.claim()));
addEventListener('message', (event) => event.waitUntil(clients.claim()));
addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.url.endsWith('/hostile/heard')) return event.respondWith(new Response(JSON.stringify(heard)));
  // A page fetched from here would be another request to its server than the browser's own.
  if (request.mode === 'navigate') return;
  const copy = request.clone();
  event.respondWith(
    copy.text().then((body) => {
      heard.push([request.url, body]);
      return fetch(request);
    }),
  );
});
