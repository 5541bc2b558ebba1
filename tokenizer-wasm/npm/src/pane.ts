// What the surface shows: one frame over all of its loads, from the first to the last.
import type { CardEvents } from "../index";
import { makeChannel, type Channel } from "./channel";
import type { Emit } from "./events";
import type { Kind } from "./frames";
import type { Vault } from "./load";
import type { Message } from "./message";
import type { Surface } from "./surface";

export interface Pane {
  /** Why this frame can do nothing any more. */
  fault(): string | undefined;
  /** Loads the frame anew. */
  load(): void;
  /** Moves the focus into the frame, which finds the field for it. */
  focus(): void;
  /** Says the options as they are now. */
  refresh(): void;
  post(message: Message): void;
  /** The surface shows this pane now; what is given is said before the form gets the focus. */
  enter(first: Message[]): void;
  leave(): void;
  end(): void;
}

/** What a pane needs of the card it belongs to. */
export interface Owner extends Vault {
  readonly surface: Surface;
  readonly emit: Emit;
  /**
   * What to say of the options; gives the surface the same words and looks if it shows this pane. The
   * form, once drawn, says words for the pop-up too.
   */
  dress(shown: boolean, drawn?: Message): Message[];
  /** Takes what is about the pane's purpose, and counts the rest. */
  heard(message: Message): void;
}

/** The form may take the focus. */
const OPEN: Message = { type: "open" };
const LATE = "timeout";

type LoadError = CardEvents["loaderror"]["code"];

export function makePane(kind: Kind, { surface, timeout, complain, emit, dress, heard }: Owner): Pane {
  let channel: Channel;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let fault: string | undefined;
  /** Said as soon as the form is drawn; only while the surface shows this pane. */
  let waiting: Message[] | undefined;
  let drawn = false;

  const post = (message: Message) => channel.post(message);
  const end = () => {
    clearTimeout(timer);
    channel?.end();
  };
  const fail = (code: LoadError) => {
    emit("loaderror", { code: (fault = code) });
    if (waiting) surface.show("failed");
  };
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      complain(`no answer from ${kind.origin}: is it in frame-src, ${location.origin} registered`);
      fail(LATE);
    }, timeout);
    if (waiting) surface.show("loading");
  };
  const refresh = () => {
    dress(!!waiting).forEach(post);
    channel.element.hidden = !waiting;
  };
  const load = () => {
    end();
    drawn = false;
    fault = undefined;
    if (waiting?.length === 0) waiting = [OPEN];
    channel = makeChannel(kind, surface.place, refresh, hear, () => fail("frame_lost"));
    refresh();
    wait();
  };
  const greet = () => {
    if (!drawn || !waiting?.[0]) return;
    surface.show("shown");
    if (IS_MODAL) channel.element.focus();
    // In a place of the page the focus stays where the shopper is.
    (IS_MODAL ? waiting : waiting.filter((message) => message !== OPEN)).forEach(post);
    waiting = [];
  };
  const hear = (message: Message) => {
    const { type, px, code, final } = message;
    if (type === "drawn") {
      clearTimeout(timer);
      // Slow is not broken: a form that comes late is taken all the same.
      if (fault === LATE) fault = undefined;
      if (!drawn) emit("ready");
      drawn = true;
      dress(!!waiting, message);
      greet();
    } else if (type === "height" && typeof px === "number") {
      channel.element.style.height = `${px}px`;
    } else if (type === "error" && typeof code === "string") {
      emit("error", { code, final: !!final });
      if (final) fault = code;
    } else {
      heard(message);
    }
  };

  load();
  return {
    fault: () => fault,
    load,
    focus() {
      channel.element.focus();
      post(OPEN);
    },
    refresh,
    post,
    enter(first) {
      waiting = [...first, OPEN];
      if (fault) load();
      else refresh();
      if (!drawn) wait();
      greet();
    },
    leave() {
      waiting = undefined;
      channel.element.hidden = true;
    },
    end,
  };
}
