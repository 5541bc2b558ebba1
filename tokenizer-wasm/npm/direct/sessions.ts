// Sessions that are kept alive while their cards are typed.
import type { Program } from "./program";
import { ask } from "./vault";

/** Keeps a session, and gives the newest text of one. */
export interface Sessions {
  keep(session: string): () => void;
  newest(session: string): string;
}

export function makeSessions({ Renewals, session_id }: Program, vault: string): Sessions {
  const kept = new Map<string | undefined, InstanceType<typeof Renewals>>();
  return {
    keep(session) {
      const renewals = new Renewals(session);
      kept.set(session_id(session), renewals);
      let timer: ReturnType<typeof setTimeout> | undefined;
      let ended = false;
      const renew = async () => {
        const wait = renewals.answered(...(await ask(`${vault}/v1/sessions/renew`, { session: renewals.signed() })));
        if (wait !== undefined && !ended) timer = setTimeout(renew, wait);
      };
      void renew();
      return () => {
        ended = true;
        clearTimeout(timer);
      };
    },
    newest: (session) => kept.get(session_id(session))?.signed() ?? session,
  };
}
