// The two kinds of frame, and the only two origins this package ever talks to.
import type { Vault } from "./load";

export interface Kind {
  readonly origin: string;
  readonly path: string;
  readonly sandbox: string;
}

const SANDBOX = "allow-scripts allow-same-origin";

/** A fragment goes to no server: the frame fetches the language it tells while it starts. */
export function cardFrame({ key, origin }: Vault, session: string | undefined, language: string): Kind {
  const path = session ? `/${session}` : `?key=${key}&origin=${location.origin}`;
  return { origin, path: `/v1/frame${path}#${language}`, sandbox: SANDBOX };
}

/** An origin of its own: a frame beside the card's, of the same origin, could read what is typed. */
export function challengeFrame({ origin }: Vault, authentication: string): Kind {
  return {
    origin: origin.replace("//", "//3ds."),
    path: `/v1/challenge/${authentication}`,
    // A bank's page sends forms and may open windows of its own.
    sandbox: `${SANDBOX} allow-forms allow-popups allow-popups-to-escape-sandbox`,
  };
}
