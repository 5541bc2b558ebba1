// Sessions that are kept alive while their cards are typed.
import type { Program } from "./program";
import { ask, type Reply } from "./vault";

/** Keeps a session, and gives the newest text of one. */
export interface Sessions {
  keep(session: string): () => void;
  /** Renews one now, whether it is kept or not. */
  renew(session: string): Promise<Reply>;
  newest(session: string): string;
}

export function makeSessions({ Renewals, session_id }: Program, vault: string): Sessions {
  const known = new Map<string | undefined, InstanceType<typeof Renewals>>();
  const renewalsOf = (session: string) => {
    const id = session_id(session);
    const renewals = known.get(id) ?? new Renewals(session);
    known.set(id, renewals);
    return renewals;
  };
  const askForMore = (renewals: InstanceType<typeof Renewals>) => ask(`${vault}/v1/sessions/renew`, { session: renewals.signed() });
  return {
    keep(session) {
      const renewals = renewalsOf(session);
      let timer: ReturnType<typeof setTimeout> | undefined;
      let ended = false;
      const renew = async () => {
        const wait = renewals.answered(...(await askForMore(renewals)));
        if (wait !== undefined && !ended) timer = setTimeout(renew, wait);
      };
      void renew();
      return () => {
        ended = true;
        clearTimeout(timer);
      };
    },
    async renew(session) {
      const renewals = renewalsOf(session);
      const reply = await askForMore(renewals);
      renewals.answered(...reply);
      return reply;
    },
    newest: (session) => known.get(session_id(session))?.signed() ?? session,
  };
}
