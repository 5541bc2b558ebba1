// A sheet: one picture of many states, each with its name above it. The names are also in the file, so that a test can
// tell which states a sheet shows.

const COLUMNS = 6;
const MARGIN = 16;
/** No form is wider; a page without its sheets is. */
const WIDEST = 600;

/** What of a page a form takes up, with some of the page around it. */
export async function around(locator) {
  const { x, y, width, height } = await locator.boundingBox();
  const view = locator.page().viewportSize();
  const [left, top] = [Math.max(0, x - MARGIN), Math.max(0, y - MARGIN)];
  return { x: left, y: top, width: Math.min(view.width, x + width + MARGIN, left + WIDEST) - left, height: Math.min(view.height, y + height + MARGIN) - top };
}

/** In an empty page: the pictures as a grid. */
async function lay({ cells, columns }) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`body { display: grid; grid-template-columns: repeat(${columns}, max-content); gap: 24px; width: max-content; margin: 0; padding: 24px; background: #dfe2ec; font: 600 18px/1.4 system-ui, sans-serif; }
    figure, img { display: block; margin: 0; }`);
  document.adoptedStyleSheets = [sheet];
  for (const { name, image } of cells) {
    const figure = document.createElement('figure');
    figure.append(name, Object.assign(new Image(), { src: `data:image/png;base64,${image}` }));
    document.body.append(figure);
  }
  await Promise.all([...document.images].map((each) => each.decode()));
}

/** The sheet of these states: `cells` have a name and a PNG. */
export async function makeSheet(page, cells) {
  await page.goto('about:blank');
  await page.evaluate(lay, { cells: cells.map(({ name, png }) => ({ name, image: png.toString('base64') })), columns: COLUMNS });
  const jpeg = await page.screenshot({ type: 'jpeg', quality: 45, fullPage: true });
  return sign(jpeg, cells.map(({ name }) => name));
}

const COMMENT = 0xfffe;

/** Writes the names into a JPEG, as its comment. */
function sign(jpeg, names) {
  const text = Buffer.from(JSON.stringify(names));
  const head = Buffer.alloc(4);
  head.writeUInt16BE(COMMENT);
  head.writeUInt16BE(text.length + 2, 2);
  return Buffer.concat([jpeg.subarray(0, 2), head, text, jpeg.subarray(2)]);
}

/** The names of what a sheet shows; none where it is no sheet. */
export const namesIn = (jpeg) => (jpeg.readUInt16BE(2) === COMMENT ? JSON.parse(jpeg.subarray(6, 4 + jpeg.readUInt16BE(4))) : []);
