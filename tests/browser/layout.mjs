// Where things are in a document: what is cut off, covered, or too small. Each of these runs in the document.

/** Whether it is wider than what shows it, and the texts that reach over its sides. */
export function tooWide() {
  const root = document.scrollingElement;
  const found = root.scrollWidth > innerWidth ? [`${root.scrollWidth} px in ${innerWidth}`] : [];
  const trees = [document, ...[...document.querySelectorAll('*')].map(({ shadowRoot }) => shadowRoot).filter(Boolean)];
  for (const tree of trees) {
    const texts = document.createTreeWalker(tree === document ? document.body : tree, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const range = document.createRange();
      range.selectNodeContents(texts.currentNode);
      const isOut = ({ left, right, width }) => width > 1 && (left < -0.5 || right > innerWidth + 0.5);
      if (texts.currentNode.data.trim() && [...range.getClientRects()].some(isOut)) found.push(texts.currentNode.data);
    }
  }
  return found;
}

/** The texts of a form that lie over each other, or over the edge of the button they are in. */
export function overlapping() {
  const boxes = [...document.querySelectorAll('label, span, p, button')].filter((element) => element.childElementCount === 0 && element.textContent && element.checkVisibility());
  const place = (element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    return range.getBoundingClientRect();
  };
  const meet = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
  const found = boxes.flatMap((one, at) => boxes.slice(at + 1).filter((other) => meet(place(one), place(other))).map((other) => `${one.textContent} over ${other.textContent}`));
  for (const button of boxes.filter(({ localName }) => localName === 'button')) {
    const [text, box] = [place(button), button.getBoundingClientRect()];
    if (text.left < box.left || text.right > box.right || text.top < box.top || text.bottom > box.bottom) found.push(`${button.textContent} over its button`);
  }
  return found;
}

/** Everything to be pressed or typed into that is smaller than 24 CSS pixels (WCAG 2.5.8), and how many there are. */
export function targets() {
  const trees = [document, ...[...document.querySelectorAll('*')].map(({ shadowRoot }) => shadowRoot).filter(Boolean)];
  const all = trees.flatMap((tree) => [...tree.querySelectorAll('a[href], button, input, select, textarea')]).filter((element) => element.checkVisibility());
  const small = all.filter((element) => {
    const { width, height } = element.getBoundingClientRect();
    return Math.min(width, height) < 24;
  });
  return { count: all.length, small: small.map(({ outerHTML }) => outerHTML) };
}

/** Everything that moves by itself, or would when it changes. */
export function moving() {
  const trees = [document, ...[...document.querySelectorAll('*')].map(({ shadowRoot }) => shadowRoot).filter(Boolean)];
  const moves = (element) => {
    const { transitionDuration, animationName, scrollBehavior } = getComputedStyle(element);
    return transitionDuration !== '0s' || animationName !== 'none' || scrollBehavior !== 'auto';
  };
  return trees.flatMap((tree) => [...tree.querySelectorAll('*')]).filter(moves).map(({ localName, id }) => `${localName} ${id}`);
}
