// What @cardseal/tokenizer/element does when it is imported: defines <cardseal-form>, the inline form as an
// element for any framework and any tree.
import type { CardOptions, Decline } from "../../index";
import type { InlineCard } from "../../inline";
import { load } from "../inline";

type Looks = Pick<CardOptions, "appearance" | "texts">;

/**
 * The attributes that are options of the form; they may change. None is called like a member of the element: a
 * framework would set that instead.
 */
const OPTIONS = ["locale", "submit-text", "title-text", "name", "button"];

/** What the element tells as the form does. */
const EVENTS = ["ready", "open", "close", "token", "error", "loaderror", "change", "focus", "blur"] as const;

// On a server there are no elements; importing it there must do no harm.
const Base = globalThis.HTMLElement ?? class {};

export class CardsealForm extends Base {
  static readonly observedAttributes = OPTIONS;
  #card: InlineCard | undefined;
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
    void this.#card?.open();
  }

  fail(decline: Decline): void {
    void this.#card?.fail(decline);
  }

  done(): void {
    this.#card?.done();
  }

  retry(): void {
    this.#card?.retry();
  }

  submit(): void {
    this.#card?.submit();
  }

  override focus(): void {
    this.#card?.focus();
  }

  #begin(): void {
    const tokenizer = load(this.getAttribute("publishable-key")!, { vaultOrigin: this.getAttribute("vault-origin")! });
    const card = tokenizer.card({ ...this.#options(), session: this.getAttribute("session") ?? undefined, place: this });
    // A token once, however often it was asked to open meanwhile.
    for (const name of EVENTS) card.on(name, (detail) => this.dispatchEvent(new CustomEvent(name, { detail })));
    this.#card = card;
    this.open();
  }

  #options(): CardOptions & { button: boolean } {
    const text = (name: string) => this.getAttribute(name) ?? undefined;
    return {
      ...this.#looks,
      locale: text("locale") as CardOptions["locale"],
      submit: text("submit-text"),
      title: text("title-text"),
      name: this.hasAttribute("name"),
      button: text("button") !== "false",
    };
  }

  #change(looks: Looks): void {
    this.#looks = { ...this.#looks, ...looks };
    this.#card?.update(this.#options());
  }
}

globalThis.customElements?.define("cardseal-form", CardsealForm as CustomElementConstructor);
