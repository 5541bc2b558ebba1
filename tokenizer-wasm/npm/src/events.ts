// Listeners of a card. A mistake in one of them is reported, and stops neither the others nor us.
import type { CardEvents } from "../index";

export type Emit = <Name extends keyof CardEvents>(name: Name, detail?: CardEvents[Name]) => void;

export function makeEvents() {
  const target = new EventTarget();
  const emit: Emit = (name, detail) => target.dispatchEvent(new CustomEvent(name, { detail }));
  return {
    emit,
    on(name: string, listener: (detail: never) => void): () => void {
      const hear = (event: Event) => listener((event as CustomEvent<never>).detail);
      target.addEventListener(name, hear);
      return () => target.removeEventListener(name, hear);
    },
  };
}
