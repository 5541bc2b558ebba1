// By messages: what is posted to the page, and the frame's private port.

const STEAL = `
  const ports = [];
  const take = (target, origin, note) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => note(data);
    target.postMessage({ cardseal: 1, type: 'connect' }, origin, [port2]);
    ports.push(port1);
    return port1;
  };
  // As the loader does, so that there is a form to type into.
  const draw = (port) => {
    const show = () => {
      const card = hostile.card();
      if (card) Object.assign(card, { hidden: false }).style.cssText = 'display: block !important; position: fixed; inset: 0; width: 600px; height: 600px';
      setTimeout(show, 50);
    };
    show();
    [{ type: 'options', locale: 'en' }, { type: 'open' }].forEach((message) => port.postMessage(JSON.stringify(message)));
  };
  const ASKS = [
    { type: 'read' }, { type: 'get', field: 'number' }, { type: 'export' }, { type: 'value' }, { type: 'submit' }, { type: 'eval', code: 'number.value' },
    { type: 'options', locale: 'en', name: true, submit: '\${number}', __proto__: { debug: true } }, { type: 'open' }, { type: 'fail', decline_code: '../number' },
    { type: '__proto__' }, { type: 'constructor' }, [], 'number', null, { type: 'token' },
  ];
  const ask = (port) => ASKS.forEach((message) => port.postMessage(JSON.stringify(message)));`;

/** All who are a frame of the card's origin, as far as a page can tell. */
const isReady = "(event) => event.data?.cardseal === 1 && event.data.type === 'ready'";

export const MESSAGES = [
  { name: 'message events of the window', arm: (hostile, note) => addEventListener('message', ({ data, origin }) => note([origin, data]), true) },
  { name: 'window.onmessage', arm: (hostile, note) => (window.onmessage = ({ data }) => note(data)) },
  { name: 'MessageEvent.prototype.data', everywhere: (realm, note) => {
    const { get } = Object.getOwnPropertyDescriptor(realm.MessageEvent.prototype, 'data');
    Object.defineProperty(realm.MessageEvent.prototype, 'data', { configurable: true, get() {
      const data = get.call(this);
      note(data);
      return data;
    } });
  } },
  { name: 'MessagePort.prototype.postMessage', everywhere: (realm, note) => {
    const { postMessage } = realm.MessagePort.prototype;
    realm.MessagePort.prototype.postMessage = function (...given) {
      if (!hostile.isOwn()) note(given);
      return postMessage.apply(this, given);
    };
  } },
  { name: 'MessagePort.prototype.onmessage', everywhere: (realm, note) => {
    const { set, get } = Object.getOwnPropertyDescriptor(realm.MessagePort.prototype, 'onmessage');
    Object.defineProperty(realm.MessagePort.prototype, 'onmessage', { configurable: true, get, set(listener) {
      set.call(this, (event) => {
        if (event.data !== 0) note(event.data);
        return listener?.(event);
      });
    } });
  } },
  { name: 'MessageChannel with a man in the middle', alone: true, everywhere: (realm, note) => {
    const { MessageChannel } = realm;
    realm.MessageChannel = class {
      constructor() {
        const [page, frame] = [new MessageChannel(), new MessageChannel()];
        page.port2.onmessage = ({ data }) => frame.port1.postMessage(data);
        frame.port1.onmessage = ({ data }) => {
          note(data);
          page.port2.postMessage(data);
        };
        return { port1: page.port1, port2: frame.port2 };
      }
    };
  } },
  { name: 'BroadcastChannel', everywhere: (realm, note) => {
    for (const name of ['card', 'cardseal', '']) new realm.BroadcastChannel(name).onmessage = ({ data }) => note(data);
  } },
  { name: 'asking the frame by window messages', read: `async (hostile) => {
    const got = [];
    addEventListener('message', ({ data }) => got.push(JSON.stringify(data)));
    for (const inner of hostile.windows()) for (const ask of ['number', { ask: 'number' }, { cardseal: 1, type: 'read' }]) inner.postMessage(ask, '*');
    // A window that answers does so within as many round trips; one that does not has had its turns.
    for (let trips = 0; trips < 50 && got.length === 0; trips++) await fetch('/hostile/blank');
    return got;
  }` },
  {
    name: '`ready` answered first, with an own port, and questions over it',
    alone: true,
    arm: `(hostile, note) => { ${STEAL}
      addEventListener('message', (event) => {
        if (!(${isReady})(event)) return;
        const port = take(event.source, event.origin, note);
        draw(port);
        window.asks = () => ask(port);
      }, true);
    }`,
    read: () => window.asks(),
  },
  {
    name: 'a second connect after the loader’s',
    alone: true,
    arm: `(hostile, note) => { ${STEAL}
      addEventListener('message', (event) => {
        if ((${isReady})(event)) setTimeout(() => ask(take(event.source, event.origin, note)), 0);
      });
    }`,
  },
  {
    name: 'connect before `ready`, again and again',
    arm: `(hostile, note) => { ${STEAL}
      const again = () => {
        for (const inner of hostile.windows()) try { draw(take(inner, '*', note)); } catch {}
        if (ports.length < 200) setTimeout(again, 1);
      };
      again();
    }`,
    alone: true,
  },
  {
    name: 'connect from a frame beside the card’s',
    alone: true,
    arm: `(hostile, note) => {
      addEventListener('message', (event) => {
        if (!(${isReady})(event)) return;
        const { origin } = event;
        Object.assign(window, { noteOf: note, hostileIframes: hostile.iframes });
        const beside = document.createElement('iframe');
        beside.srcdoc = '<script>' + ${JSON.stringify(STEAL)} + '; for (let at = 0; at < parent.frames.length; at++) if (parent.frames[at] !== self) try { ask(take(parent.frames[at], "*", parent.noteOf)); } catch {} for (const card of (parent.hostileIframes())) if (card.contentWindow !== self) try { ask(take(card.contentWindow, "*", parent.noteOf)); } catch {}</' + 'script>';
        document.documentElement.append(beside);
      });
    }`,
  },
  {
    name: 'options that carry HTML and CSS',
    alone: true,
    arm: (hostile, note) => {
      addEventListener('message', ({ data }) => typeof data === 'string' && note(data));
      const { MessageChannel } = window;
      window.MessageChannel = class {
        constructor() {
          const channel = new MessageChannel();
          window.stolen = channel.port1;
          return channel;
        }
      };
    },
    // Said on the loader's own port, once the card is typed.
    read: async () => {
      const evil = '<img src=x onerror=top.postMessage(number.value,"*")>';
      const appearance = { font: 'url(//x)', colorText: 'red;background:url(x)', colorPrimary: evil, radius: '1px;}*{}' };
      window.stolen.postMessage(JSON.stringify({ type: 'options', locale: 'en', submit: evil, appearance }));
      // Broken pictures of the page's own: by then the frame's would have broken too.
      for (let count = 0; count < 5; count++) await new Promise((broken) => (Object.assign(new Image(), { src: `/x${count}` }).onerror = broken));
    },
  },
];
