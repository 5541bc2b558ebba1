// The playground: choices become the form and the code, and the code becomes the same form.
import assert from 'node:assert/strict';
import { choose, code, forms, playground, stands, told, visit } from './playground.mjs';
import { scenario } from './scenario.mjs';
import { APPROVED, cardFrame, typeCard } from './support.mjs';

const CHOICES = { locale: 'ja', theme: 'dark', primary: '#0f766e', radius: '4', font: 'serif', submit: 'お支払いへ', name: true };

/** How a form stands: what the options changed. */
const looks = (frame) =>
  frame.evaluate(() => {
    const { colorScheme } = getComputedStyle(document.documentElement);
    const [pay, number] = ['pay', 'number'].map((id) => getComputedStyle(document.getElementById(id)));
    const { lang } = document.documentElement;
    return { lang, colorScheme, submit: document.getElementById('pay').textContent, button: pay.backgroundColor, radius: number.borderRadius, name: !document.getElementById('name-field').hidden };
  });

const CHOSEN = { lang: 'ja', colorScheme: 'dark', submit: 'お支払いへ', button: 'rgb(15, 118, 110)', radius: '4px', name: true };

scenario('choices change the form as it stands, with what was typed, and the address shows the same to others', {}, async (shopper) => {
  const { page } = shopper;
  await visit(shopper);
  await stands(shopper);
  assert.equal(await page.evaluate(() => document.activeElement.tagName), 'BODY', 'the form takes no focus by itself');
  await shopper.frame.locator('#number').pressSequentially('42424242');
  await choose(shopper, CHOICES);
  await shopper.says('#pay', 'お支払いへ');
  await shopper.frame.locator('html[lang=ja]').waitFor();
  const [form] = forms(shopper);
  assert.deepEqual(await looks(form), CHOSEN);
  assert.equal(await shopper.value('number'), '4242 4242');

  const address = page.url();
  await page.goto('about:blank');
  await page.goto(address);
  await shopper.frame.locator('html[lang=ja]').waitFor();
  await shopper.says('#pay', 'お支払いへ');
  assert.deepEqual(await looks(forms(shopper)[0]), CHOSEN);
  assert.equal(await page.locator('#locale').inputValue(), 'ja');
  assert.ok((await page.locator('a[hreflang=ja]').getAttribute('href')).includes('locale=ja'));

  await page.click('#start-over');
  await shopper.says('#pay', 'Use this card');
  assert.equal(new URL(page.url()).hash, '');
});

scenario('the code has what differs from the defaults and nothing else', {}, async (shopper) => {
  await visit(shopper, { mode: 'popup' });
  assert.match(await code(shopper, 'module'), /^import \{ load \} from "@cardseal\/tokenizer";\n[^]*tokenizer\.card\(\);/);
  await choose(shopper, { mode: 'inline', submit: '</script>"\'<b>', theme: 'light', danger: '#9f1239' });
  const module = await code(shopper, 'module');
  assert.match(module, /"@cardseal\/tokenizer\/inline"/);
  assert.ok(module.includes(String.raw`submit: "\u003c/script>\"'\u003cb>",`), module);
  assert.ok(module.includes('appearance: { theme: "light", colorDanger: "#9f1239" },'), module);
  const element = await code(shopper, 'element');
  assert.ok(element.includes(`submit-text="&lt;/script&gt;&quot;'&lt;b&gt;"`), element);
  assert.equal(element.split('</script>').length, 2);
  for (const option of ['locale', 'colorText', 'radius', 'spacing', 'font', 'rules', 'name:']) assert.ok(!module.includes(option), option);
});

scenario('rules for parts are drawn, and written as a merchant writes them', {}, async (shopper) => {
  await visit(shopper, { mode: 'inline' });
  await stands(shopper);
  await choose(shopper, { rules: 'round' });
  const module = await code(shopper, 'module');
  assert.match(module, /rules: \{\s+input: \{ borderRadius: "24px", borderWidth: "2px" \},\s+button: \{ borderRadius: "24px" \},\s+\}/);
  await shopper.frame.locator('#number').evaluate((number) => new Promise((done) => {
    const round = () => (getComputedStyle(number).borderRadius === '24px' ? done() : requestAnimationFrame(round));
    round();
  }));
});

scenario('an address that somebody made up chooses nothing that the controls do not have', { complaints: [/radius must be/] }, async (shopper) => {
  const { page } = shopper;
  await visit(shopper, { mode: 'evil', theme: 'x', primary: 'url(x)', radius: '99', unknown: '1', submit: '<img src=x>' });
  await stands(shopper);
  await shopper.says('#pay', '<img src=x>');
  await shopper.shows('#verdict li', 'appearance.radius must be 0px-24px.');
  assert.ok(await page.isChecked('[name=mode][value=inline]') && await page.isChecked('[name=theme][value=auto]'));
  assert.equal(await page.isChecked('[data-for=primary]'), false);
  assert.equal(await page.locator('main img').count(), 0);
});

scenario('colours that cannot be read are told with the form’s own words, as often as they are chosen', { complaints: [/colorText must be/] }, async (shopper) => {
  const { page } = shopper;
  await visit(shopper);
  await choose(shopper, { background: '#ffffff', text: '#eeeeee' });
  const refused = 'appearance.colorText must be #rgb|#rrggbb that stands out.';
  await shopper.shows('#verdict li', refused);
  await choose(shopper, { text: '#111111' });
  await shopper.shows('#verdict', /takes all/);
  await choose(shopper, { text: '#fafafa' });
  await shopper.shows('#verdict li', refused);
  await page.click('#start-over');
  await page.locator('#verdict:empty').waitFor({ state: 'attached' });
});

scenario('the page is told what happens in a pop-up', {}, async (shopper) => {
  const { page } = shopper;
  await visit(shopper, { mode: 'popup' });
  await page.click('#open');
  shopper.frame = await cardFrame(page);
  await shopper.give(APPROVED);
  await page.locator('dialog').waitFor({ state: 'hidden' });
  const line = await told(shopper, 'token');
  assert.ok(line.includes('"last4":"4242"') && /"token":"tok_test_00.{6}…"/.test(line), line);
  assert.match(await told(shopper, 'close'), /"reason":"token"/);
});

scenario('after its token the form in the page can be shown again', {}, async (shopper) => {
  const { page } = shopper;
  await visit(shopper);
  await stands(shopper);
  await shopper.give(APPROVED);
  await told(shopper, 'token');
  await page.click('#open');
  await stands(shopper);
  assert.equal(await page.locator('#open').isVisible(), false);
});

scenario('a button of the page sends the form, or shows what is missing; and each change is told', {}, async (shopper) => {
  const { page } = shopper;
  for (const mode of ['inline', 'element']) {
    await visit(shopper, { mode });
    await stands(shopper);
    await choose(shopper, { button: true });
    await shopper.frame.locator('#pay').waitFor({ state: 'hidden' });
    await page.click('#pay');
    await shopper.frame.locator('#number[aria-invalid="true"]').waitFor();
    await typeCard(shopper.frame, APPROVED);
    assert.match(await told(shopper, 'change'), /"complete":true.*"brand":"visa"/);
    await page.click('#pay');
    await told(shopper, 'token');
    await page.goto('about:blank');
  }
});

scenario('four forms stand side by side: light and dark, in two languages, as wide as a phone or the page', {}, async (shopper) => {
  const { page } = shopper;
  await visit(shopper, { view: 'several', submit: 'Continue', second: 'th' });
  const frames = page.locator('#forms iframe');
  for (const at of [0, 1, 2, 3]) await frames.nth(at).contentFrame().locator('#pay:enabled').waitFor();
  // Until the one form that stood there before has gone.
  await page.locator('#place iframe').waitFor({ state: 'detached' });
  while (forms(shopper).length > 4) await page.waitForEvent('framedetached');
  const seen = async () => (await Promise.all(forms(shopper).map(looks))).map(({ lang, colorScheme, submit }) => `${colorScheme} ${lang} ${submit}`).sort();
  assert.deepEqual(await seen(), ['dark en Continue', 'dark th Continue', 'light en Continue', 'light th Continue']);
  const width = async () => (await frames.first().boundingBox()).width;
  assert.ok(Math.abs((await width()) - 388) <= 2, `${await width()} px`);
  await choose(shopper, { width: 'full', first: 'ja' });
  assert.ok((await width()) > 500);
  await frames.first().contentFrame().locator('html[lang=ja]').waitFor();
  await choose(shopper, { view: 'one' });
  await stands(shopper);
  assert.equal(await frames.count(), 0);
});

scenario('the number typed is nowhere in the page, its address or its storage', {}, async (shopper) => {
  const { page } = shopper;
  await visit(shopper);
  await stands(shopper);
  await typeCard(shopper.frame, APPROVED);
  await shopper.pay();
  await told(shopper, 'token');
  const findings = () =>
    page.evaluate((number) => {
      // The list of cards to type has it, typed or not.
      document.getElementById('cards')?.remove();
      const places = { document: document.documentElement.outerHTML, address: location.href, storage: JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, history.state]) };
      return Object.keys(places).filter((place) => places[place].replace(/[ -]/g, '').includes(number));
    }, APPROVED.number);
  assert.deepEqual(await findings(), []);
  assert.deepEqual(await shopper.context.cookies(), []);

  // The twin: planted in each of them, it is found.
  await page.evaluate((number) => {
    document.getElementById('log').append(number.replace(/(.{4})/g, '$1 '));
    history.replaceState(null, '', `#submit=${number}`);
    localStorage.setItem('card', number);
  }, APPROVED.number);
  assert.deepEqual(await findings(), ['document', 'address', 'storage']);
  assert.ok(page.url().startsWith(playground));
});
