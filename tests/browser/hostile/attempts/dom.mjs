// By the documents themselves.

const VALUES = '(page) => page && [...page.querySelectorAll("input")].map(({ value }) => value)';
const inFrames = (reach) => `(hostile) => hostile.iframes().map((iframe) => hostile.attempt(() => (${VALUES})((${reach})(iframe))))`;
const inWindows = (reach) => `(hostile) => hostile.windows().map((inner) => hostile.attempt(() => (${reach})(inner)))`;

export const DOM = [
  { name: 'iframe.contentDocument', read: inFrames((iframe) => iframe.contentDocument) },
  { name: 'iframe.contentWindow.document', read: inFrames((iframe) => iframe.contentWindow.document) },
  { name: 'window.frames[i].document', read: inWindows((inner) => [...inner.document.querySelectorAll('input')].map(({ value }) => value)) },
  { name: 'elements by their ids as properties of the window', read: inWindows((inner) => [inner.number.value, inner.expiry.value, inner.code.value]) },
  {
    name: 'document.activeElement, through shadow trees and frames',
    read: (hostile) => {
      const path = [];
      for (let at = document.activeElement; at; ) {
        path.push(at.id, at.value);
        const { activeElement } = at.shadowRoot ?? {};
        at = activeElement ?? (at.contentWindow && hostile.attempt(() => at.contentWindow.document.activeElement));
        if (typeof at === 'string') break;
      }
      return path;
    },
  },
  {
    name: 'elementFromPoint over the whole frame',
    read: (hostile) => {
      const { left, top, width, height } = hostile.card().getBoundingClientRect();
      const got = new Set();
      for (let x = 10; x < width; x += 20) {
        for (let y = 10; y < height; y += 20) {
          const outer = hostile.trees.map((tree) => tree.elementFromPoint(left + x, top + y)?.value);
          const inner = hostile.attempt(() => hostile.card().contentWindow.document.elementFromPoint(x, y)?.value);
          for (const value of [...outer, inner]) got.add(value);
        }
      }
      return [...got];
    },
  },
  { name: 'getSelection() of the frame', read: inWindows((inner) => `${inner.getSelection()}`) },
  { name: 'eval in the frame', read: inWindows((inner) => inner.eval('[...document.querySelectorAll("input")].map((input) => input.value).join()')) },
  { name: 'Function of the frame', read: inWindows((inner) => new inner.Function('return document.querySelector("#number").value')()) },
  {
    name: 'a script element put into the frame',
    read: inWindows((inner) => {
      const script = inner.document.createElement('script');
      script.textContent = 'window.stolen = [...document.querySelectorAll("input")].map((input) => input.value).join()';
      inner.document.head.append(script);
      return inner.stolen;
    }),
  },
  {
    name: 'importNode and cloneNode of the form',
    read: inWindows((inner) => {
      const copy = document.importNode(inner.document.querySelector('#form'), true);
      return [...copy.querySelectorAll('input')].map(({ value }) => value);
    }),
  },
  { name: 'XPath over the frame', read: inWindows((inner) => inner.document.evaluate('//input[@id="number"]', inner.document, null, 9, null).singleNodeValue.value) },
  { name: 'the form’s elements as FormData', read: inWindows((inner) => {
    const form = document.createElement('form');
    for (const input of inner.document.querySelectorAll('input')) form.append(Object.assign(document.createElement('input'), { name: input.id, value: input.value }));
    return [...new FormData(form)];
  }) },
  {
    name: 'the page’s own markup, shadow trees included',
    // The twin's frame lies in the markup no more than ours does, so its documents are read in addition.
    read: (hostile) => [...hostile.trees, ...hostile.reachable().map((realm) => realm.document)].map((tree) => {
      const values = [...tree.querySelectorAll('input:not([id^="purchaser"])')].map(({ value }) => value);
      return `${tree.innerHTML ?? tree.documentElement.outerHTML} ${values}`;
    }),
  },
];
