// By the built-in functions, replaced in each window that can be reached.

const method = (place, ...names) => `(realm, note) => hostile.hook((${place})(realm), ${JSON.stringify(names)}, note)`;

/** A property whose reading and writing is told. */
const property = (place, name) => `(realm, note) => {
  const owner = (${place})(realm);
  const { get, set } = Object.getOwnPropertyDescriptor(owner, '${name}');
  Object.defineProperty(owner, '${name}', {
    configurable: true,
    get() { const value = get.call(this); if (!hostile.isOwn() && typeof value === 'string') note(value); return value; },
    set(value) { note(String(value)); set.call(this, value); },
  });
}`;

export const HOOKS = [
  { name: 'HTMLInputElement.prototype.value', everywhere: property((realm) => realm.HTMLInputElement.prototype, 'value') },
  { name: 'String.prototype', everywhere: method((realm) => realm.String.prototype, 'replace', 'split', 'trim', 'slice', 'substring', 'charCodeAt', 'codePointAt', 'match', 'normalize') },
  { name: 'Array.prototype', everywhere: method((realm) => realm.Array.prototype, 'join', 'map', 'push', 'slice') },
  { name: 'Map.prototype.set', everywhere: method((realm) => realm.Map.prototype, 'set') },
  { name: 'RegExp.prototype.exec', everywhere: method((realm) => realm.RegExp.prototype, 'exec', 'test') },
  { name: 'JSON', everywhere: method((realm) => realm.JSON, 'parse', 'stringify') },
  { name: 'fetch', everywhere: method((realm) => realm, 'fetch') },
  { name: 'XMLHttpRequest', everywhere: method((realm) => realm.XMLHttpRequest.prototype, 'open', 'send', 'setRequestHeader') },
  { name: 'navigator.sendBeacon', everywhere: method((realm) => realm.Navigator.prototype, 'sendBeacon') },
  { name: 'crypto.subtle', everywhere: method((realm) => realm.SubtleCrypto.prototype, 'digest', 'encrypt', 'importKey', 'verify', 'sign') },
  { name: 'TextEncoder', everywhere: method((realm) => realm.TextEncoder.prototype, 'encode', 'encodeInto') },
  { name: 'TextDecoder', everywhere: method((realm) => realm.TextDecoder.prototype, 'decode') },
  {
    name: 'Response.prototype.text',
    everywhere: (realm, note) => {
      const { text } = realm.Response.prototype;
      realm.Response.prototype.text = async function () {
        const got = await text.call(this);
        note(got);
        return got;
      };
    },
  },
  {
    name: 'EventTarget.prototype.addEventListener',
    everywhere: (realm, note) => {
      const { addEventListener } = realm.EventTarget.prototype;
      realm.EventTarget.prototype.addEventListener = function (type, listener, ...rest) {
        const wrapped = function (event) {
          if (!event.target?.closest?.('#details-form')) note([type, event.target?.value ?? '', JSON.stringify(event.data ?? '')].join(' '));
          return typeof listener === 'function' ? listener.call(this, event) : listener.handleEvent(event);
        };
        return addEventListener.call(this, type, wrapped, ...rest);
      };
    },
  },
  { name: 'Promise.prototype.then', everywhere: (realm, note) => {
    const { then } = realm.Promise.prototype;
    realm.Promise.prototype.then = function (kept, broken) {
      return then.call(this, typeof kept === 'function' ? (value) => {
        if (typeof value === 'string' && !hostile.isOwn()) note(value);
        return kept(value);
      } : kept, broken);
    };
  } },
  { name: 'a setter on Object.prototype', alone: true, everywhere: (realm, note) => {
    // `Object.assign` and careless copies set; what is defined does not.
    for (const key of ['number', 'pan', 'expiry', 'cvc']) {
      realm.Object.defineProperty(realm.Object.prototype, key, {
        configurable: true,
        get: () => undefined,
        set(value) {
          note(String(value));
          realm.Object.defineProperty(this, key, { value, writable: true, configurable: true, enumerable: true });
        },
      });
    }
  } },
  {
    name: 'linear memory, by the constructor of the instance',
    everywhere: (realm, note) => {
      const { Instance } = realm.WebAssembly;
      const keep = (instance) => (realm.memories ??= []).push(instance.exports.memory);
      realm.WebAssembly.Instance = class extends Instance {
        constructor(...given) {
          super(...given);
          keep(this);
        }
      };
    },
    read: (hostile) => hostile.reachable().flatMap((realm) => (realm.memories ?? []).map((memory) => {
      const text = new TextDecoder('latin1').decode(memory.buffer);
      return (text.match(/\d{6,}[\d,]*/g) ?? []).join(' ');
    })),
  },
  { name: 'console', everywhere: method((realm) => realm.console, 'log', 'info', 'warn', 'error', 'debug') },
];
