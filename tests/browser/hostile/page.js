// What an attacker's script in the shop's page can use: it is there before all other scripts, and goes
// into every window that the browser lets it into, as soon as there is one.
'use strict';

window.hostile = (() => {
  const rows = new Map();
  const notes = new Map();
  const { apply } = Reflect;
  const { stringify } = JSON;
  const { fromCharCode } = String;
  const { isView } = ArrayBuffer;

  // What this script does itself is not what it is after.
  let own = 0;
  const quietly = (body) => {
    own++;
    try {
      return body();
    } finally {
      own--;
    }
  };
  const note = (name, what) =>
    quietly(() => {
      const text = typeof what === 'string' ? what : stringify(what);
      if (text) notes.get(name).push(text);
    });

  // Bytes, texts and plain objects as text; what has no text has nothing to tell.
  const show = (value) => {
    try {
      if (isView(value)) return apply(fromCharCode, undefined, new Uint8Array(value.buffer, value.byteOffset, Math.min(value.byteLength, 2048)));
      return typeof value === 'string' ? value : typeof value === 'object' ? (stringify(value) ?? '') : '';
    } catch {
      return '';
    }
  };
  /** Replaces methods by ones that tell what they are called on and with, and what they answer. */
  const hook = (owner, names, tell) => {
    for (const name of names) {
      const original = owner[name];
      owner[name] = function (...given) {
        const got = apply(original, this, given);
        if (own === 0) {
          quietly(() => {
            const text = [show(this), ...given.map(show), show(got)].join(' ').slice(0, 2000);
            if (/[\d０-９]{3}/.test(text)) tell(text);
          });
        }
        return got;
      };
    }
  };

  // Closed shadow trees are opened, and all of them are remembered.
  const trees = [document];
  const { attachShadow } = Element.prototype;
  Element.prototype.attachShadow = function (options) {
    const tree = attachShadow.call(this, { ...options, mode: 'open' });
    trees.push(tree);
    return tree;
  };
  const iframes = () => trees.flatMap((tree) => [...tree.querySelectorAll('iframe')]);

  const attempt = (body) => {
    try {
      return body();
    } catch (error) {
      return error.name === 'SecurityError' ? undefined : `${error.name}`;
    }
  };

  // Every window there is: by the elements, and by `window.frames`, at any depth.
  const windows = () => {
    const all = [...iframes().map((iframe) => iframe.contentWindow), ...Array.from({ length: window.length }, (_, at) => window[at])];
    for (const found of all) for (let at = 0; at < (found?.length ?? 0); at++) all.push(found[at]);
    return [...new Set(all.filter(Boolean))];
  };
  const reachable = () => [window, ...windows().filter((found) => attempt(() => found.document.nodeType) === 9)];

  // A window is gone into once for each document it has: an empty one may leave its built-ins to the next.
  const seen = new WeakSet();
  const enter = () => quietly(() => {
    for (const realm of reachable()) {
      attempt(() => {
        if (seen.has(realm.document)) return;
        seen.add(realm.document);
        for (const [name, row] of rows) row.everywhere && attempt(() => row.everywhere(realm, (what) => note(name, what)));
      });
    }
  });

  return {
    iframes, windows, reachable, attempt, note, trees, hook, quietly, isOwn: () => own > 0,
    /** The card's own frame element. */
    card: () => trees.slice(1).flatMap((tree) => [...tree.querySelectorAll('iframe')])[0],
    add(name, row) {
      rows.set(name, row);
      notes.set(name, []);
    },
    begin() {
      for (const [name, row] of rows) quietly(() => row.arm?.(hostile, (what) => note(name, what)));
      const { appendChild } = Node.prototype;
      new MutationObserver(enter).observe(document, { childList: true, subtree: true });
      Node.prototype.appendChild = function (node) {
        const appended = appendChild.call(this, node);
        enter();
        return appended;
      };
      const { append } = Element.prototype;
      Element.prototype.append = function (...nodes) {
        append.apply(this, nodes);
        enter();
      };
      const channel = new MessageChannel();
      channel.port1.onmessage = () => setTimeout(again, 0);
      const again = () => {
        enter();
        quietly(() => channel.port2.postMessage(0));
      };
      enter();
      again();
    },
    /** What an attempt has got by now, as text. */
    async read(name) {
      const now = [];
      const { read } = rows.get(name);
      if (read) {
        const got = await new Promise((done) => done(quietly(() => read(hostile)))).catch((error) => error.name);
        now.push(typeof got === 'string' ? got : JSON.stringify(got ?? null));
      }
      return [...notes.get(name), ...now].join('\n');
    },
  };
})();
