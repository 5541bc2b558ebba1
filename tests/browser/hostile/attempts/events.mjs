// By the events of keys, of texts and of the clipboard, in capture on each window and document.

const listen = (...types) => `(realm, note) => {
  for (const place of [realm, realm.document, realm.document.documentElement]) {
    for (const type of ${JSON.stringify(types)}) place.addEventListener(type, (event) => {
      const { key, data, target, clipboardData } = event;
      const card = !target?.closest?.('#details-form');
      if (card) note([type, key ?? data ?? '', target?.value ?? '', clipboardData?.getData('text') ?? ''].join(' '));
    }, true);
  }
}`;
// One digit an event: together they are the number.
const keys = (...types) => `(realm, note) => {
  let typed = '';
  for (const type of ${JSON.stringify(types)}) realm.addEventListener(type, ({ key, target }) => {
    if (target?.closest?.('#details-form') || key?.length !== 1) return;
    typed += key;
    note(typed);
  }, true);
}`;

export const EVENTS = [
  { name: 'keydown', everywhere: keys('keydown') },
  { name: 'keypress', everywhere: keys('keypress') },
  { name: 'keyup', everywhere: keys('keyup') },
  { name: 'document.onkeydown', everywhere: (realm, note) => {
    let typed = '';
    realm.document.onkeydown = ({ key }) => note((typed += key?.length === 1 ? key : ''));
  } },
  { name: 'beforeinput', everywhere: listen('beforeinput') },
  { name: 'input', everywhere: listen('input') },
  { name: 'change', everywhere: listen('change') },
  { name: 'compositionstart, -update, -end', everywhere: listen('compositionstart', 'compositionupdate', 'compositionend') },
  { name: 'copy, cut', everywhere: `(realm, note) => {
    for (const type of ['copy', 'cut']) realm.addEventListener(type, () => note(String(realm.getSelection())), true);
  }` },
  { name: 'paste', everywhere: listen('paste') },
  { name: 'focusin, focusout, blur', everywhere: listen('focusin', 'focusout', 'blur') },
  { name: 'selectionchange, select', everywhere: listen('selectionchange', 'select') },
  { name: 'pointerdown, click, pointermove', everywhere: listen('pointerdown', 'click', 'pointermove') },
];
