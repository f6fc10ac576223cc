/** Keeps the rotating part of an on-site QR up to date: asks the core now, and again when what it got runs out. */

const ASK_MS = 4_000;
/** After a failed question, and at the least, it waits this long; at the most a window and a half. */
const WAIT_MS = { least: 2_000, most: 450_000 };

export type Presence = { k: string; untilMs: number };

/** Calls `onchange` with each code, and with undefined when there is none; answers how to stop. */
export function keepPresence(
  onchange: (k: string | undefined) => void,
  ask: typeof fetch = fetch,
  clock: { now: () => number } = { now: () => Date.now() },
): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;

  async function look(): Promise<void> {
    const presence = await asked(ask);
    if (stopped) return;
    onchange(presence?.k);
    const leftMs = presence === undefined ? WAIT_MS.least * 5 : presence.untilMs - clock.now() + 250;
    timer = setTimeout(() => void look(), Math.min(WAIT_MS.most, Math.max(WAIT_MS.least, leftMs)));
  }

  void look();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}

/** Undefined when there is no core behind the page, or it has no code. */
async function asked(ask: typeof fetch): Promise<Presence | undefined> {
  try {
    const response = await ask('presence', { signal: AbortSignal.timeout(ASK_MS) });
    const body: unknown = response.ok ? await response.json() : undefined;
    if (typeof body !== 'object' || body === null || !('k' in body) || !('untilMs' in body)) return undefined;
    return typeof body.k === 'string' && typeof body.untilMs === 'number'
      ? { k: body.k, untilMs: body.untilMs }
      : undefined;
  } catch {
    // Nobody answers: the QR goes without, and it is asked again.
    return undefined;
  }
}
