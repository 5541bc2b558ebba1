// Texts that can be read, also where axe-core cannot tell.

/** The texts that cannot be read on what is behind them (WCAG 1.4.3): in a document, or in the tree of a form in it. */
export function faint() {
  const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  const light = (...colors) => {
    for (const color of colors) {
      canvas.fillStyle = color;
      canvas.fillRect(0, 0, 1, 1);
    }
    const [red, green, blue] = [...canvas.getImageData(0, 0, 1, 1).data].map((part) => part / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const probe = document.documentElement.appendChild(document.createElement('div'));
  probe.style.background = 'Canvas';
  const blank = getComputedStyle(probe).backgroundColor;
  probe.remove();
  const above = (element) => element.parentElement ?? element.getRootNode().host;
  const grounds = (element) => (element ? [...grounds(above(element)), getComputedStyle(element).backgroundColor] : [blank]);
  const tree = document.querySelector('cardseal-card')?.shadowRoot ?? document;
  const texts = [...tree.querySelectorAll('h1, h2, label, span, p, button')].filter((element) => element.childElementCount === 0 && element.textContent.trim() && element.checkVisibility());
  const inputs = [...tree.querySelectorAll('input')].filter((input) => input.checkVisibility());
  const isFaint = (element, { color, opacity }) => {
    const behind = grounds(element);
    const [ground, ink] = [light(...behind), light(...behind, `color-mix(in srgb, ${color} ${opacity * 100}%, transparent)`)];
    return (Math.max(ground, ink) + 0.05) / (Math.min(ground, ink) + 0.05) < 4.5;
  };
  const unreadable = [
    ...texts.filter((element) => isFaint(element, getComputedStyle(element))),
    ...inputs.filter((input) => isFaint(input, getComputedStyle(input, input.value ? '' : '::placeholder'))),
  ];
  return unreadable.map(({ outerHTML }) => `faint: ${outerHTML}`);
}
