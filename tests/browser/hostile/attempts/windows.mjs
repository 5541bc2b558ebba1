// By moving windows about: other documents in the frame, and other windows beside it.

const VALUES = '[...document.querySelectorAll("input")].map((input) => input.value).join()';

export const WINDOWS = [
  {
    name: 'a javascript: address for the frame',
    alone: true,
    arm: (hostile, note) => (window.stolen = note),
    read: `async (hostile) => {
      const card = hostile.card();
      for (const aim of [() => (card.src = 'javascript:void parent.stolen(${VALUES.replaceAll('"', '\\"')})'), () => (card.contentWindow.location = 'javascript:void parent.stolen(${VALUES.replaceAll('"', '\\"')})')]) {
        try { aim(); } catch {}
        await new Promise((done) => fetch('/hostile/blank').then(done));
      }
    }`,
  },
  {
    name: 'a javascript: address by the frame’s name, with open, a link and a form',
    alone: true,
    arm: (hostile, note) => (window.stolen = note),
    read: `async (hostile) => {
      const address = 'javascript:void parent.stolen(${VALUES.replaceAll('"', '\\"')})';
      const card = hostile.card();
      try { card.contentWindow.name = 'card'; } catch {}
      try { card.name = 'card'; } catch {}
      try { open(address, 'card'); } catch {}
      const link = Object.assign(document.createElement('a'), { href: address, target: 'card' });
      const form = Object.assign(document.createElement('form'), { action: address, target: 'card' });
      document.body.append(link, form);
      link.click();
      form.submit();
      await new Promise((done) => fetch('/hostile/blank').then(done));
    }`,
  },
  {
    name: 'another page in the frame and back again',
    alone: true,
    read: async (hostile) => {
      const card = hostile.card();
      const loaded = () => new Promise((done) => card.addEventListener('load', done, { once: true }));
      let load = loaded();
      card.contentWindow.location = '/hostile/blank';
      await load;
      const seen = (inner) => hostile.attempt(() => [inner.name, inner.document.referrer, inner.history.state, inner.navigation.entries().map(({ url }) => url), inner.performance.getEntries().map(({ name }) => name)]);
      const there = seen(card.contentWindow);
      load = loaded();
      history.back();
      await load;
      const values = hostile.attempt(() => [...card.contentWindow.document.querySelectorAll('input')].map(({ value }) => value));
      return [there, values, seen(card.contentWindow)];
    },
  },
  {
    name: 'srcdoc over the frame',
    alone: true,
    // What the former document left in the window would be this document's.
    read: async (hostile) => {
      const card = hostile.card();
      const before = hostile.attempt(() => card.contentWindow.name);
      card.srcdoc = '<title>mine</title>';
      await new Promise((done) => card.addEventListener('load', done, { once: true }));
      return [before, hostile.attempt(() => [card.contentWindow.name, card.contentWindow.document.referrer])];
    },
  },
  {
    name: 'the frame taken out and put elsewhere',
    alone: true,
    read: async (hostile) => {
      const card = hostile.card();
      const before = hostile.attempt(() => [...card.contentWindow.document.querySelectorAll('input')].map(({ value }) => value));
      const load = new Promise((done) => card.addEventListener('load', done, { once: true }));
      document.body.append(card);
      await load;
      return [before, hostile.attempt(() => [card.contentWindow.name, card.contentDocument?.title])];
    },
  },
  {
    name: 'a window of the frame’s address, by its opener',
    alone: true,
    opens: true,
    read: (hostile) => {
      const direct = hostile.attempt(() => [...window.opened.document.querySelectorAll('input')].map(({ value }) => value));
      return [direct, hostile.attempt(() => window.opened.eval('number.value'))];
    },
  },
  {
    name: 'a second frame of the vault’s origin, and from it to its sibling',
    arm: (hostile) => {
      const more = () => {
        const card = hostile.card();
        if (!card?.src) return setTimeout(more, 20);
        const beside = Object.assign(document.createElement('iframe'), { src: card.src, name: 'beside', credentialless: true });
        document.documentElement.append(beside);
      };
      more();
    },
    alone: true,
    read: (hostile) => {
      const [card, beside] = [hostile.card(), document.querySelector('iframe[name=beside]')];
      const reach = [
        () => [...beside.contentWindow.parent.hostile.card().contentWindow.document.querySelectorAll('input')].map(({ value }) => value),
        () => beside.contentWindow.eval('[...parent.hostile.card().contentWindow.document.querySelectorAll("input")].map((input) => input.value)'),
        () => (beside.contentWindow.location = 'javascript:void parent.hostile.note("a second frame of the vault’s origin, and from it to its sibling", parent.hostile.card().contentWindow.document.querySelector("#number").value)'),
        () => beside.contentWindow.frames.parent.frames.length && card.contentWindow.parent.document.title,
      ];
      return reach.map((step) => hostile.attempt(step));
    },
  },
];
