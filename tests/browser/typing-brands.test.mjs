// What only the operator knows of a number: MyDebit, and the two brands of a co-badged card.
import assert from 'node:assert/strict';
import { reach, scenario } from './scenario.mjs';
import { APPROVED } from './support.mjs';

const RANGES = '/.well-known/cardseal-ranges';
const MYDEBIT = { ...APPROVED, number: '9458000000000008' };
const CO_BADGED = { ...APPROVED, number: '4000004580000002' };

/** The brand that was sent beside the envelope. */
const brandSent = async (shopper) => {
  const sent = shopper.requests.filter((request) => request.url().endsWith('/v1/tokens'));
  assert.equal(sent.length, 1);
  return sent[0].headerValue('cardseal-brand');
};

/** Answers every request for the ranges like this. */
const answerRanges = (shopper, answer) => shopper.context.route(`**${RANGES}`, answer);

scenario('a MyDebit card is named as one and buys', {}, async (shopper) => {
  const frame = await shopper.toCard();
  assert.equal(shopper.asked(RANGES), 0, 'nothing is asked before a number is begun');
  await frame.locator('#number').pressSequentially(MYDEBIT.number);
  await shopper.says('#brand', 'MyDebit');
  assert.ok(await frame.locator('#choice').isHidden());
  await shopper.give({ expiry: MYDEBIT.expiry, code: MYDEBIT.code });
  await shopper.review('0008');
  assert.equal(await brandSent(shopper), null);
  assert.equal(shopper.asked(RANGES), 1);
  await shopper.placeOrder();
  const { status, brand } = await shopper.receipt();
  assert.deepEqual([status, brand], ['approved', 'mydebit']);
});

scenario('the shopper chooses between two brands with the keyboard, and that brand is paid with', {}, async (shopper) => {
  const { keyboard } = shopper.page;
  const frame = await shopper.toCard();
  await frame.locator('#number').pressSequentially(CO_BADGED.number);
  const choice = frame.getByLabel('Use this card as');
  await choice.waitFor();
  assert.deepEqual(await choice.locator('option').allTextContents(), ['Visa', 'MyDebit']);
  assert.equal(await choice.inputValue(), 'Visa', 'what is shown is what is used');
  await keyboard.press('Tab');
  assert.equal(await frame.locator(':focus').getAttribute('id'), 'choice');
  await keyboard.type('My');
  assert.equal(await choice.inputValue(), 'MyDebit');
  // What is typed besides changes nothing about it.
  await shopper.give({ expiry: CO_BADGED.expiry, code: CO_BADGED.code });
  await shopper.review('0002');
  assert.equal(await brandSent(shopper), 'mydebit');
  await shopper.shows('#review', /MyDebit/);
  await shopper.placeOrder();
  const { status, brand } = await shopper.receipt();
  assert.deepEqual([status, brand], ['approved', 'mydebit']);
});

scenario('who does not mind pays with the brand that is shown', {}, async (shopper) => {
  const frame = await shopper.toCard({ lang: 'ja' });
  await frame.locator('#number').pressSequentially(CO_BADGED.number);
  await frame.getByLabel('利用するブランド').waitFor();
  await shopper.give({ expiry: CO_BADGED.expiry, code: CO_BADGED.code });
  await shopper.review('0002');
  assert.equal(await brandSent(shopper), 'visa');
});

scenario('another number is another choice, or none', {}, async (shopper) => {
  const frame = await shopper.toCard();
  const number = frame.locator('#number');
  const choice = frame.locator('#choice');
  await number.pressSequentially(CO_BADGED.number);
  await choice.waitFor();
  await choice.selectOption('MyDebit');
  await number.fill('');
  await number.pressSequentially(APPROVED.number);
  await choice.waitFor({ state: 'hidden' });
  await number.fill('');
  await number.pressSequentially(CO_BADGED.number);
  await choice.waitFor();
  assert.equal(await choice.inputValue(), 'Visa');
  await number.fill('');
  await shopper.give(APPROVED);
  await shopper.review('4242');
  assert.equal(await brandSent(shopper), null);
});

scenario('a brand that is not taken is said beside the number', {}, async (shopper) => {
  const frame = await shopper.toCard();
  const answered = shopper.page.waitForResponse(`**${RANGES}`);
  await frame.locator('#number').pressSequentially('9');
  await answered;
  // The signature is checked meanwhile; MyDebit is named once it is.
  await frame.locator('#number').fill(MYDEBIT.number);
  await shopper.says('#brand', 'MyDebit');
  await frame.locator('#number').fill('9999999999999995');
  await frame.locator('#code').focus();
  await shopper.says('#number-error', 'Cards of this brand are not accepted here. Use another card.');
});

const flip = (text) => text.replace(/.(?=.{90}$)/, (one) => (one === 'A' ? 'B' : 'A'));
const UNAVAILABLE = {
  'cannot be reached': { answer: (route) => route.abort(), complaints: [/ERR_FAILED/] },
  'are refused': { answer: (route) => route.fulfill({ status: 503, body: '{}' }), complaints: [/503/] },
  'are changed on the way': {
    answer: async (route) => {
      const response = await reach(route);
      const body = await response.text();
      const changed = flip(body);
      assert.notEqual(changed, body);
      await route.fulfill({ response, body: changed });
    },
    complaints: [],
  },
};

for (const [what, { answer, complaints }] of Object.entries(UNAVAILABLE)) {
  scenario(`where the ranges ${what}, the form names no brand by them, and the vault judges`, { complaints }, async (shopper) => {
    await answerRanges(shopper, answer);
    const frame = await shopper.toCard();
    await frame.locator('#number').pressSequentially(MYDEBIT.number);
    await shopper.give({ expiry: MYDEBIT.expiry, code: MYDEBIT.code });
    await shopper.review('0008');
    assert.equal(shopper.asked(RANGES), 1);
    assert.equal(await frame.locator('#brand').textContent(), '');
    await shopper.placeOrder();
    assert.equal((await shopper.receipt()).brand, 'mydebit');
  });
}
