// Where a form stands: in a pop-up over the page (popup/), or in a place of the page (inline/). The build puts
// one of the two in the place of "surface".
import type { Appearance, CloseReason } from "../index";
import type { Texts } from "./texts";

declare global {
  /**
   * Whether the surface is over the page and takes the focus, so that one page shows one at a time. One in a
   * place of the page leaves the focus where it is, and Escape closes nothing. The build puts it in.
   */
  const IS_MODAL: boolean;
}

export interface Surface {
  /** Where frames are put. */
  readonly place: Element;
  /** Writes the words and looks. */
  dress(texts: Texts, title: string, appearance: Appearance | undefined): void;
  open(): void;
  show(state: State): void;
  close(): void;
  remove(): void;
}

/** What stands where the form will be, or nothing once it is shown. */
export type State = "loading" | "failed" | "shown";

/** Makes one, in this element of the page if it needs one. */
export type MakeSurface = (
  leave: (reason: CloseReason) => void,
  reload: () => void,
  where: Element | undefined,
) => Surface;
