// A card: its form, what is around it, and what a page can do with them.
import type { Card, CardOptions } from "../index";
import { readAnswer } from "./answer";
import { must } from "./complain";
import { makeEvents } from "./events";
import { cardFrame, challengeFrame, type Kind } from "./frames";
import type { Vault } from "./load";
import type { Message } from "./message";
import { CARD, known } from "./options";
import { makeSurface } from "surface";
import { makePane } from "./pane";
import { failure, makeStage, type Show } from "./stage";
import { asked, ownTexts, pageLanguage, type Texts } from "./texts";

export function makeCard(vault: Vault, given: CardOptions | undefined, where?: Element): Card {
  const session = given?.session;
  must(session === undefined || /^cs_[\w.-]+$/.test(session), "session must be cs_...");

  const { complain } = vault;
  const { emit, on } = makeEvents();
  const lifetime = new AbortController();
  let options = known<CardOptions>(CARD, given, complain);
  let ignored = 0;
  /** The pop-up's words as the form last said them. */
  let said: Message = {};

  const surface = makeSurface((reason) => leave(reason), () => shown()?.load(), where);
  const [show, leave, shown] = makeStage(surface, emit);

  /** `answerOf` finds in a message what this kind of frame is opened for. */
  const paneOf = (kind: Kind, answerOf: (message: Message) => object | false | undefined) => {
    const pane = makePane(kind, {
      ...vault,
      surface,
      emit,
      dress(isShown, drawn = said) {
        if (drawn.lang) said = drawn;
        const { locale, texts, submit, title, name, appearance } = options;
        const words = { ...ownTexts(options), ...said } as Texts;
        if (isShown) surface.dress(words, kind === form ? title || words.title : "3-D Secure", appearance);
        return [
          ...Object.entries(Object(texts)).map(([key, text]) => ({ type: "text", key, text })),
          { type: "options", lang: pageLanguage(), locale, submit, name, appearance },
        ];
      },
      heard(message) {
        const { type, sentence } = message;
        const answer = answerOf(message);
        // One that comes after the shopper has left is nobody's; it expires by itself.
        if (answer) pane === shown() && leave(type as "token", answer);
        else if (type === "cancel") IS_MODAL && leave("escape");
        else if (type === "complaint") complain(`${sentence}`);
        else ignored++;
      },
    });
    return pane;
  };

  const form = cardFrame(vault, session, asked(options));
  const pane = paneOf(form, (message) => message.type === "token" && readAnswer(message));
  // What comes back from the browser's cache was wiped when it went there.
  addEventListener("pageshow", ({ persisted }) => persisted && pane.load(), lifetime);

  const showAlive: Show = (...call) => (lifetime.signal.aborted ? Promise.resolve(failure("destroyed")) : show(...call));
  return {
    open: (given) => showAlive(pane, given),
    fail: (decline, given) => showAlive(pane, given, { type: "fail", decline_code: decline?.decline_code }),
    async challenge(authentication, given) {
      const bank = paneOf(challengeFrame(vault, authentication), ({ type }) => type === "authenticated" && { authentication });
      const answer = await showAlive(bank, given);
      bank.end();
      return answer as never;
    },
    close: () => leave("close"),
    update(changes) {
      options = { ...options, ...known<CardOptions>(CARD, changes, complain) };
      pane.refresh();
    },
    on,
    done: () => pane.post({ type: "done" }),
    destroy() {
      leave("destroyed");
      lifetime.abort();
      pane.end();
      surface.remove();
    },
    get ignored() {
      return ignored;
    },
  };
}
