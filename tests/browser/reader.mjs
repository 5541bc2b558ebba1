// Who has nothing but the accessibility tree: finds by role and name, acts where the focus is, and hears what live
// regions say.
import assert from 'node:assert/strict';
import { LONGEST_WAIT, vault } from './support.mjs';

const textOf = (value) => value?.value ?? '';
const property = (node, name) => node.properties?.find((each) => each.name === name)?.value;

/** Tries until something comes of it; `what` is told when nothing does. */
async function until(look, what) {
  const end = Date.now() + LONGEST_WAIT;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) assert.fail(await what());
    await new Promise((done) => setTimeout(done, 50));
  }
}

export class Reader {
  #sessions = new Map();

  constructor(page) {
    this.page = page;
  }

  /** The protocol of a document, which has one of its own where it is another site's. */
  async #session(document) {
    if (!this.#sessions.has(document)) {
      const session = await this.page.context().newCDPSession(document);
      await session.send('Accessibility.enable');
      await session.send('DOM.enable');
      this.#sessions.set(document, session);
    }
    return this.#sessions.get(document);
  }

  async #treeOf(document) {
    const session = await this.#session(document);
    const { nodes } = await session.send('Accessibility.getFullAXTree');
    return nodes.filter((node) => !node.ignored).map((node) => Object.assign(node, { session, all: nodes }));
  }

  /** Everything there is: of the page, and of the vault's frame where the page has a frame to go into. */
  async tree() {
    const page = await this.#treeOf(this.page);
    const frame = this.page.frames().find((frame) => frame.url().startsWith(vault));
    const isReached = frame && page.some((node) => textOf(node.role) === 'Iframe');
    return isReached ? [...page, ...(await this.#treeOf(frame))] : page;
  }

  /** What has this role and a name that begins so, now; nothing where it is not there. */
  async look(role, name) {
    const found = (await this.tree()).filter((node) => textOf(node.role) === role && textOf(node.name).startsWith(name));
    assert.ok(found.length < 2, `${found.length} times ${role} ${name}`);
    return found[0];
  }

  /** The same, once it is there and can be used. */
  find = (role, name) =>
    until(
      async () => {
        const node = await this.look(role, name).catch(isGone);
        return node && !property(node, 'disabled')?.value ? node : undefined;
      },
      async () => `no ${role} ${name} among ${(await this.tree()).map((node) => `${textOf(node.role)} ${textOf(node.name)}`).join('; ')}`,
    );

  /** Gives it the focus, as "go to this field" does. */
  async go(role, name) {
    const { session, backendDOMNodeId: backendNodeId } = await this.find(role, name);
    await session.send('DOM.focus', { backendNodeId });
    await until(async () => property(await this.find(role, name), 'focused')?.value, () => `${role} ${name} takes no focus`);
  }

  async press(role, name) {
    await this.go(role, name);
    await this.page.keyboard.press('Enter');
  }

  /** Writes over what stands in a field. */
  async write(name, text) {
    await this.go('textbox', name);
    await this.page.keyboard.press('ControlOrMeta+a');
    await this.page.keyboard.type(text);
  }

  /** What is read out of what has the focus: its name, what is said with it, and whether it must be filled in and is wrong. */
  async focused() {
    const nodes = (await this.tree()).filter((node) => property(node, 'focused')?.value && textOf(node.role) !== 'RootWebArea' && textOf(node.role) !== 'Iframe');
    const [node] = nodes;
    return node && { name: textOf(node.name), description: textOf(node.description), required: property(node, 'required')?.value, invalid: property(node, 'invalid')?.value === 'true' };
  }

  /** What each live region says now, by what it is. */
  async #regions() {
    const regions = new Map();
    for (const node of await this.tree()) {
      const urgency = property(node, 'live')?.value;
      const text = urgency && said(node);
      // Numbers of nodes are each document's own.
      if (text) regions.set(`${node.session.guid} ${node.backendDOMNodeId}`, `${urgency}: ${text}`);
    }
    return regions;
  }

  /** Does something, and waits until what live regions have begun to say is exactly this, in any order. */
  async hears(act, ...expected) {
    const before = await this.#regions();
    await act();
    let now = [];
    await until(
      async () => {
        const regions = await this.#regions().catch(isGone);
        now = [...(regions ?? [])].filter(([id, text]) => before.get(id) !== text).map(([, text]) => text);
        return expected.every((text) => now.includes(text)) && now.length === expected.length;
      },
      () => `it says ${JSON.stringify(now)}, never ${JSON.stringify(expected)}`,
    );
  }
}

/** A document that goes while it is looked at has nothing in it. */
const isGone = (error) => {
  if (!/Target closed|detached|closed|navigat|No frame|not found/i.test(error.message)) throw error;
};

/** The text below a node. */
function said({ all, nodeId }) {
  const byId = new Map(all.map((node) => [node.nodeId, node]));
  const below = (id) => {
    const node = byId.get(id);
    if (!node) return '';
    if (textOf(node.role) === 'StaticText') return textOf(node.name);
    return (node.childIds ?? []).map(below).join('');
  };
  return below(nodeId).trim();
}
