// One frame element and the private port to the document inside it.
import { add } from "./dom";
import type { Kind } from "./frames";
import { readObject, type Message } from "./message";

export interface Channel {
  readonly element: HTMLIFrameElement;
  post(message: Message): void;
  end(): void;
}

/** A message is 4 KiB at most, and no value that can be taken is longer than this. */
const LONGEST = 121;

/** A text as the frame can judge it: cut, and without the half of a character. */
const cut = (_: string, value: any) => value?.slice?.(0, LONGEST).toWellFormed?.() ?? value;

/** Windows of frames of ours, also those of other cards of the page. */
const windows = new WeakSet<object>();

export function makeChannel(
  { origin: vault, path, sandbox }: Kind,
  place: Element,
  connected: () => void,
  heard: (message: Message) => void,
  lost: () => void,
): Channel {
  let port: MessagePort | undefined;
  let loads = 0;

  const listen = ({ data, origin, source }: MessageEvent) => {
    const ours = source && source === element.contentWindow;
    const claim = data?.cardseal;
    if (ours && origin === vault && claim === 1 && data.type === "ready" && !port) {
      const { port1, port2 } = new MessageChannel();
      port = port1;
      port.onmessage = ({ data }) => heard(readObject(data));
      (source as Window).postMessage({ cardseal: 1, type: "connect" }, vault, [port2]);
      connected();
    } else if (ours || (claim && !windows.has(source!))) {
      // Counted as a message that says nothing.
      heard({});
    }
  };
  addEventListener("message", listen);

  const element = add(place, "iframe", {
    "aria-labelledby": "title",
    sandbox,
    credentialless: "",
    allow: "",
    loading: "eager",
    referrerpolicy: "origin",
    src: vault + path,
  });
  // In a place outside the page it has no window.
  windows.add(element.contentWindow ?? element);
  // A second load is another document; the port went with the first.
  element.onload = () => loads++ && lost();

  return {
    element,
    post: (message) => port?.postMessage(JSON.stringify(message, cut)),
    end() {
      removeEventListener("message", listen);
      port?.close();
      element.remove();
    },
  };
}
