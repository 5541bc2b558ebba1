// docs/frontend/places.md: what it tells users of React and Vue to write, in React and Vue.
import assert from 'node:assert/strict';
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { compileScript, parse } from 'vue/compiler-sfc';
import { here, take } from './blocks.mjs';
import { pays } from './places.mjs';
import { bundle, compile, folder, onSite, OTHERS, policy, visit } from './site.mjs';

const PLACES = 'docs/frontend/places.md';
const GIVEN = 'publishableKey="pk_test_…" vaultOrigin="https://vault.example"';
const TELL = 'document.querySelector("#result").textContent = `${answer.card.brand} ${answer.card.last4}`;';
const LINE = '<main></main><p id="result"></p>';

/** The component, and what draws it. */
const inReact = (code, more) => bundle(`${take(PLACES, 'React', 'jsx')}\n${code}`, { loader: 'jsx', ...more });

/** A merchant's page around the component, which keeps what it is told. */
const CHECKOUT = `
  import { StrictMode } from "react";
  window.told = [];
  window.drawn = 0;
  const onToken = (answer, element) => { told.push(element.localName); ${TELL} };
  function Checkout() {
    window.drawn += 1;
    return <CardForm ${GIVEN} onToken={onToken} />;
  }`;

onSite('the component for React hands its token on once, in StrictMode, and goes without a trace', {}, async (shopper) => {
  const { page } = shopper;
  const script = `${CHECKOUT}
    import { createRoot } from "react-dom/client";
    window.root = createRoot(document.querySelector("main"));
    root.render(<StrictMode><Checkout /></StrictMode>);`;
  await visit(shopper, { html: LINE, script: await inReact(script) });
  await pays(shopper, 'Use this card');
  assert.deepEqual(await page.evaluate(() => told), ['cardseal-form']);
  assert.equal(await page.evaluate(() => drawn), 2, 'as StrictMode does');
  await page.evaluate(() => root.unmount());
  assert.equal(await page.locator('cardseal-form, cardseal-card, iframe').count(), 0);
});

onSite('what React renders of it on a server becomes the form in the browser', {}, async (shopper) => {
  const { page } = shopper;
  const server = await inReact(`
    import { renderToString } from "react-dom/server";
    module.exports = renderToString(<CardForm ${GIVEN} />);`, { platform: 'node', format: 'cjs' });
  writeFileSync(join(folder, 'server.cjs'), server);
  const html = createRequire(import.meta.url)(join(folder, 'server.cjs'));
  assert.match(html, /^<cardseal-form publishable-key="pk_test_[\w-]+" vault-origin="http[^"]+" locale="en"><\/cardseal-form>$/);
  const script = `${CHECKOUT}
    import { hydrateRoot } from "react-dom/client";
    window.was = document.querySelector("cardseal-form");
    hydrateRoot(document.querySelector("main"), <Checkout />);`;
  await visit(shopper, { html: here(LINE, { '<main></main>': `<main>${html}</main>` }), script: await inReact(script) });
  await pays(shopper, 'Use this card');
  assert.deepEqual(await page.evaluate(() => [told.length, was.isConnected]), [1, true]);
});

test('the component for React compiles as TypeScript with what JSX is told; one that lacks its key does not', () => {
  symlinkSync(join(OTHERS, '@types'), join(folder, 'node_modules/@types'));
  const component = here(take(PLACES, 'React', 'jsx'), {
    'useRef(null)': 'useRef<CardsealForm>(null)',
    'form.current;': 'form.current!;',
    '({ detail })': '({ detail }: CustomEvent<TokenAnswer>)',
    '{ publishableKey, vaultOrigin, onToken }': '{ publishableKey, vaultOrigin, onToken }: Given',
  });
  const types = `
    import type { CardsealForm } from "@cardseal/tokenizer/element";
    import type { TokenAnswer } from "@cardseal/tokenizer";
    interface Given { publishableKey: string; vaultOrigin: string; onToken(answer: TokenAnswer, element: CardsealForm): void }`;
  const jsx = take(PLACES, 'React', 'ts');
  compile({ 'jsx.d.ts': jsx, 'CardForm.tsx': component + types });
  const wrong = here(component, { ' publishable-key={publishableKey}': '' }) + types;
  assert.throws(() => compile({ 'jsx.d.ts': jsx, 'CardForm.tsx': wrong }), ({ stdout }) => /publishable-key/.test(stdout));
});

/** What Vue's compiler makes of the template, where it is told what the document says. */
function vue() {
  const { descriptor } = parse(take(PLACES, 'Vue', 'vue'));
  const [, isCustomElement] = /isCustomElement: (\(tag\) => [^}]+) \}/.exec(readFileSync(new URL(`../../../${PLACES}`, import.meta.url), 'utf8'));
  const compilerOptions = { isCustomElement: Function(`return ${isCustomElement}`)() };
  return compileScript(descriptor, { id: 'card-form', inlineTemplate: true, templateOptions: { compilerOptions } }).content;
}

onSite('the component for Vue hands its token on', {}, async (shopper) => {
  writeFileSync(join(folder, 'card-form.js'), vue());
  const script = `
    import { createApp, h } from "vue";
    import CardForm from "./card-form.js";
    const onToken = (answer) => { ${TELL} };
    createApp(() => h(CardForm, { publishableKey: "pk_test_…", vaultOrigin: "https://vault.example", onToken })).mount("main");`;
  const csp = here(policy(), { "trusted-types 'none'": 'trusted-types vue' });
  await visit(shopper, { html: LINE, script: await bundle(script), csp });
  await pays(shopper, 'Use this card');
});
