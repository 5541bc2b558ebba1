// A card: its form, what is around it, and what a page can do with them.
import type { CardOptions } from "../index";
import type { InlineCard, InlineOptions } from "../inline";
import { readAnswer } from "./answer";
import { must } from "./complain";
import { makeEvents } from "./events";
import { cardFrame, challengeFrame, type Kind } from "./frames";
import type { Vault } from "./load";
import type { Message } from "./message";
import { CARD, known } from "./options";
import { makeSurface } from "surface";
import { makePane } from "./pane";
import { tell } from "./progress";
import { failure, makeStage } from "./stage";
import { asked, ownTexts, pageLanguage, wordsOf, type Texts } from "./texts";

/** What the options of either surface may be. */
type Options = CardOptions & Pick<InlineOptions, "button">;

export function makeCard(vault: Vault, given: Options | undefined, where?: Element): InlineCard {
  // It is fixed: not among the options that can change.
  const { session, ...wishes } = Object(given) as Options;
  must(session === undefined || /^cs_[\w.-]+$/.test(session), "session must be cs_...");

  const { complain } = vault;
  const { emit, on } = makeEvents();
  const lifetime = new AbortController();
  let options = known<Options>(CARD, wishes, complain);
  let ignored = 0;
  /** The pop-up's words as the form last said them. */
  let said: Message = {};

  const surface = makeSurface((reason) => leave(reason), () => shown()?.load(), where);
  let [show, leave, shown] = makeStage(surface, emit);

  /** `answerOf` finds in a message what this kind of frame is opened for. */
  const paneOf = (kind: Kind, answerOf: (message: Message) => object | false | undefined) => {
    const pane = makePane(kind, {
      ...vault,
      surface,
      emit,
      dress(isShown, drawn = said) {
        if (drawn.lang) said = drawn;
        const { texts, title, ...others } = options;
        const words = { ...ownTexts(options), ...said } as Texts;
        if (isShown) surface.dress(words, kind === form ? words.title : "3-D Secure", options.appearance);
        return [
          ...wordsOf(options).map(([key, text]) => ({ type: "text", key, text })),
          { type: "options", lang: pageLanguage(), ...others },
        ];
      },
      heard(message) {
        const { type, sentence } = message;
        const answer = answerOf(message);
        // One that comes after the shopper has left is nobody's; it expires by itself.
        if (answer) pane === shown() && leave(type as "token", answer);
        else if (type === "cancel") IS_MODAL && leave("escape");
        else if (type === "complaint") complain(sentence as string);
        else if (!tell(message, emit)) ignored++;
      },
    });
    return pane;
  };

  const form = cardFrame(vault, session, asked(options));
  const pane = paneOf(form, (message) => message.type === "token" && readAnswer(message));
  // What comes back from the browser's cache was wiped when it went there.
  addEventListener("pageshow", ({ persisted }) => persisted && pane.load(), lifetime);

  return {
    open: (given) => show(pane, given),
    fail: (decline, given) => show(pane, given, { type: "fail", decline_code: decline?.decline_code }),
    async challenge(authentication, given) {
      const bank = paneOf(challengeFrame(vault, authentication), ({ type }) => type === "authenticated" && { authentication });
      const answer = await show(bank, given);
      bank.end();
      return answer as never;
    },
    close: () => leave("close"),
    update(changes) {
      options = { ...options, ...known<Options>(CARD, changes, complain) };
      pane.refresh();
    },
    on,
    retry: () => lifetime.signal.aborted || pane.load(),
    // The pop-up has a button and takes the focus itself.
    ...(IS_MODAL ? ({} as InlineCard) : { submit: () => pane.post({ type: "submit" }), focus: pane.focus }),
    done: () => pane.post({ type: "done" }),
    destroy() {
      show = async () => failure("destroyed");
      lifetime.abort();
      leave("destroyed");
      pane.end();
      surface.remove();
    },
    get ignored() {
      return ignored;
    },
  };
}
