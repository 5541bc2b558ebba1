// What @cardseal/tokenizer/element does when it is imported: defines <cardseal-form>, the inline form as an
// element for any framework and any tree.
import type { Card, CardOptions, Decline, Failure, TokenAnswer } from "../../index";
import { load } from "../inline";

type Looks = Pick<CardOptions, "appearance" | "texts">;

/** The attributes that are options of the form; they may change. */
const OPTIONS = ["locale", "submit", "title-text", "name"];

// On a server there are no elements; importing it there must do no harm.
const Base = globalThis.HTMLElement ?? class {};

export class CardsealForm extends Base {
  static readonly observedAttributes = OPTIONS;
  #card: Card | undefined;
  #looks: Looks = {};

  connectedCallback(): void {
    // An element that is moved is taken out and put in again; a form that is loaded anew would forget the card.
    queueMicrotask(() => this.isConnected && !this.#card && this.#begin());
  }

  disconnectedCallback(): void {
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.#card?.destroy();
      this.#card = undefined;
    });
  }

  attributeChangedCallback(): void {
    this.#card?.update(this.#options());
  }

  get appearance(): CardOptions["appearance"] {
    return this.#looks.appearance;
  }

  set appearance(appearance: CardOptions["appearance"]) {
    this.#change({ appearance });
  }

  get texts(): CardOptions["texts"] {
    return this.#looks.texts;
  }

  set texts(texts: CardOptions["texts"]) {
    this.#change({ texts });
  }

  open(): void {
    this.#follow(this.#card?.open());
  }

  fail(decline: Decline): void {
    this.#follow(this.#card?.fail(decline));
  }

  done(): void {
    this.#card?.done();
  }

  #begin(): void {
    const tokenizer = load(this.getAttribute("publishable-key")!, { vaultOrigin: this.getAttribute("vault-origin")! });
    const card = tokenizer.card({ ...this.#options(), session: this.getAttribute("session") ?? undefined, place: this });
    card.on("ready", () => this.#tell("ready"));
    card.on("error", (detail) => this.#tell("error", detail));
    this.#card = card;
    this.open();
  }

  #options(): CardOptions {
    const text = (name: string) => this.getAttribute(name) ?? undefined;
    return {
      ...this.#looks,
      locale: text("locale") as CardOptions["locale"],
      submit: text("submit"),
      title: text("title-text"),
      name: this.hasAttribute("name"),
    };
  }

  #change(looks: Looks): void {
    this.#looks = { ...this.#looks, ...looks };
    this.#card?.update(this.#options());
  }

  async #follow(answer: Promise<TokenAnswer | Failure> | undefined): Promise<void> {
    const given = await answer;
    if (given && !given.error) this.#tell("token", given);
  }

  #tell(name: "ready" | "token" | "error", detail?: object): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

globalThis.customElements?.define("cardseal-form", CardsealForm as CustomElementConstructor);
