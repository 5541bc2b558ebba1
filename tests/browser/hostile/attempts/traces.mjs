// By what a form may leave behind: addresses, names, storages, timings, errors.

const perRealm = (reach) => `async (hostile) => Promise.all(hostile.reachable().map(async (realm) => { try { return await (${reach})(realm); } catch (error) { return error.name; } }))`;

export const TRACES = [
  { name: 'performance: entries, names and sizes', read: perRealm((realm) => realm.performance.getEntries().map(({ name, entryType, transferSize, encodedBodySize }) => [entryType, name, transferSize, encodedBodySize])) },
  { name: 'PerformanceObserver', everywhere: (realm, note) => {
    const observer = new realm.PerformanceObserver((list) => list.getEntries().forEach(({ name, entryType }) => note([entryType, name])));
    for (const type of realm.PerformanceObserver.supportedEntryTypes) observer.observe({ type, buffered: true });
  } },
  { name: 'ReportingObserver', everywhere: (realm, note) => {
    new realm.ReportingObserver((reports) => reports.forEach((report) => note(JSON.stringify(report.toJSON()))), { buffered: true }).observe();
    realm.addEventListener('securitypolicyviolation', (event) => note([event.blockedURI, event.sample]));
  }, noTwin: 'a report tells of policies, and the twin has none; it stands here so that ours is read' },
  { name: 'window.onerror and unhandled rejections', everywhere: (realm, note) => {
    realm.addEventListener('error', ({ message }) => message && note(message), true);
    realm.addEventListener('unhandledrejection', ({ reason }) => note(String(reason)));
  } },
  { name: 'title and name', read: perRealm((realm) => [realm.document.title, realm.name]) },
  { name: 'address, history and referrer', read: perRealm((realm) => [realm.location.href, realm.history.state, realm.document.referrer, realm.navigation.entries().map(({ url }) => url)]) },
  { name: 'localStorage and sessionStorage', read: perRealm((realm) => [{ ...realm.localStorage }, { ...realm.sessionStorage }]) },
  { name: 'document.cookie', read: perRealm((realm) => realm.document.cookie) },
  { name: 'storage events', everywhere: (realm, note) => {
    const { setItem } = realm.Storage.prototype;
    realm.addEventListener('storage', ({ newValue }) => note(newValue));
    realm.Storage.prototype.setItem = function (key, value) {
      note(value);
      setItem.call(this, key, value);
    };
  }, read: perRealm((realm) => realm.localStorage.getItem('card')) },
  { name: 'Cache', read: perRealm(async (realm) => {
    const names = await realm.caches.keys();
    return Promise.all(names.map(async (name) => {
      const cache = await realm.caches.open(name);
      return Promise.all((await cache.keys()).map(async (request) => [request.url, await (await cache.match(request)).text()]));
    }));
  }) },
  { name: 'IndexedDB', read: perRealm(async (realm) => {
    const bases = await realm.indexedDB.databases();
    return Promise.all(bases.map(({ name }) => new Promise((done) => {
      realm.indexedDB.open(name).onsuccess = ({ target: { result: base } }) => {
        const stores = [...base.objectStoreNames];
        if (stores.length === 0) return done('');
        base.transaction(stores).objectStore(stores[0]).getAll().onsuccess = ({ target }) => done(target.result);
      };
    })));
  }) },
  {
    name: 'a service worker on each origin that can be reached',
    alone: true,
    // A credentialless frame has none, so the page sees to it that it is an ordinary one.
    arm: () => {
      const { setAttribute } = Element.prototype;
      Element.prototype.setAttribute = function (name, value) {
        if (name !== 'credentialless') setAttribute.call(this, name, value);
      };
    },
    everywhere: (realm) => {
      if (realm.location.protocol === 'http:') realm.navigator.serviceWorker.register('/hostile/worker.js', { scope: '/' }).catch(() => {});
    },
    // The worker must be in place before the shopper types: it is told to take over until it has.
    before: async (page) => {
      const isTaken = () => {
        const { serviceWorker } = navigator;
        if (serviceWorker.controller) return true;
        serviceWorker.register('/hostile/worker.js', { scope: '/' }).then(({ active }) => active?.postMessage('claim')).catch(() => {});
        return false;
      };
      for (const frame of page.frames()) {
        if (new URL(frame.url()).host === new URL(page.url()).host) await frame.waitForFunction(isTaken, undefined, { polling: 100 });
      }
    },
    read: perRealm((realm) => realm.fetch('/hostile/heard').then((answer) => answer.text())),
  },
];
