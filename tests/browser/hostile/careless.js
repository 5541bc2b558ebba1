// Only in the twin: everything a careless form does with what is typed, so that each attempt has
// something to find where the browser lets it look.
const typed = () => [...document.querySelectorAll('input')].map(({ value }) => value.replace(/\s/g, '')).join(',');
const fields = () => Object.fromEntries([...document.querySelectorAll('input')].map(({ id, value }) => [id, value]));

const { postMessage } = MessagePort.prototype;
MessagePort.prototype.postMessage = function (text) {
  postMessage.call(this, JSON.stringify({ ...JSON.parse(text), typed: fields() }));
};
const ports = new Set();
addEventListener('message', ({ ports: [port], data }) => {
  if (port) ports.add(port);
  if (data?.ask) parent.postMessage({ answer: fields() }, '*');
});

// A number in linear memory, in a page of its own.
let memory;
const { Instance } = WebAssembly;
WebAssembly.Instance = class extends Instance {
  constructor(...given) {
    super(...given);
    memory = this.exports.memory;
    this.planted = memory.grow(1) * 65536;
    careless = (text) => text.split('').forEach((letter, at) => (new Uint8Array(memory.buffer)[this.planted + at] = letter.charCodeAt(0)));
  }
};
let careless = () => {};

const channel = new BroadcastChannel('card');
addEventListener('input', () => {
  const text = typed();
  careless(text);
  document.title = window.name = text;
  history.replaceState(text, '', `#${text}`);
  localStorage.card = sessionStorage.card = text;
  document.cookie = `card=${text}`;
  caches.open('card').then((cache) => cache.put('/card', new Response(text)));
  const opening = indexedDB.open('card');
  opening.onupgradeneeded = () => opening.result.createObjectStore('card', { autoIncrement: true });
  opening.onsuccess = () => opening.result.transaction('card', 'readwrite').objectStore('card').put(text);
  channel.postMessage(text);
  parent.postMessage({ typed: fields() }, '*');
  for (const port of ports) postMessage.call(port, JSON.stringify({ type: 'typed', text }));
  fetch(`/hostile/blank?${text}`, { method: 'POST', body: text });
  const request = new XMLHttpRequest();
  request.open('POST', `/hostile/blank?${text}`);
  request.send(text);
  crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  new TextDecoder().decode(new TextEncoder().encode(text));
  new Response(text).text();
  JSON.stringify(fields());
  text.split(',').map((part) => part.trim()).join('|');
  new Map().set('card', text);
  Promise.resolve(text).then((same) => same);
  navigator.sendBeacon('/hostile/blank', text);
  performance.mark(text);
  console.info(text);
  Object.assign({}, fields()).number;
  setTimeout(() => {
    throw new Error(text);
  });
}, true);

// It draws the merchant's text as HTML.
new MutationObserver(() => {
  const pay = document.querySelector('#pay');
  if (pay?.textContent.includes('<') && !pay.querySelector('img')) pay.innerHTML = pay.textContent;
}).observe(document, { childList: true, subtree: true, characterData: true });
