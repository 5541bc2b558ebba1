// One opening of the pop-up at a time: who is shown, and the promise of whoever asked for it.
import type { CloseReason, Failure, OpenOptions } from "../index";
import type { Emit } from "./events";
import type { Message } from "./message";
import type { Pane } from "./pane";
import type { Surface } from "./surface";

/** Shows a pane, or goes on showing it, until it is left. */
export type Show = <Answer>(pane: Pane, options: OpenOptions | undefined, ...first: Message[]) => Promise<Answer | Failure>;

/** Ends the opening with an answer, or with the reason's own. Nothing when none is open. */
export type Leave = (reason: CloseReason, answer?: object) => void;

/** A page shows one pop-up; this closes the one of another card. */
let closeOther: (() => void) | undefined;

/** What shows, what leaves, and what tells the pane that is shown. */
export function makeStage(surface: Surface, emit: Emit): [Show, Leave, () => Pane | undefined] {
  let shown: Pane | undefined;
  let promise: Promise<never>;
  let over: AbortController;
  let leave: Leave = () => {};

  const show: Show = (pane, options, ...first) => {
    const signal = options?.signal;
    // One that takes no card any more makes room, and answers why.
    if (shown?.fault()) leave("close");
    const again = shown === pane;
    if (!again) {
      leave("replaced");
      if (IS_MODAL) closeOther?.();
      over = new AbortController();
      promise = new Promise((resolve) => {
        leave = (reason, answer) => {
          if (!shown) return;
          shown = closeOther = undefined;
          over.abort();
          surface.close();
          pane.leave();
          if (answer) emit(reason as "token", answer as never);
          emit("close", { reason });
          // What the page did (aborted, destroyed, replaced) is the code; what the shopper did is not.
          resolve((answer ?? failure(/ed$/.test(reason) ? reason : (pane.fault() ?? "cancelled"))) as never);
        };
      });
      closeOther = () => leave("replaced");
      shown = pane;
      surface.open();
    }
    if (!again || first[0]) pane.enter(first);
    if (!again) emit("open");
    // The controller is its own options object: its signal takes the listener away.
    signal?.addEventListener?.("abort", () => leave("aborted"), over);
    if (signal?.aborted) leave("aborted");
    return promise;
  };
  return [show, (...call) => leave(...call), () => shown];
}

export function failure(code: string): Failure {
  return { error: { code } };
}
