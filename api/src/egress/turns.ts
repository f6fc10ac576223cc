/** Who may ask now: so many at once for one host, so many at once in all, and a queue with an end. */

export class TurnsBusy extends Error {}

export function createTurns(limits: { perHost: number; inAll: number; waiting: number }) {
  const running = new Map<string, number>();
  const queue: { host: string; go: () => void }[] = [];
  let total = 0;

  const isFree = (host: string) => total < limits.inAll && (running.get(host) ?? 0) < limits.perHost;
  function take(host: string): void {
    total += 1;
    running.set(host, (running.get(host) ?? 0) + 1);
  }
  function give(host: string): void {
    total -= 1;
    const left = (running.get(host) ?? 1) - 1;
    if (left === 0) running.delete(host);
    else running.set(host, left);
    // A host that is slow never holds up those behind it.
    const next = queue.findIndex((one) => isFree(one.host));
    const [one] = next < 0 ? [] : queue.splice(next, 1);
    one?.go();
  }

  /** Runs `work` in its turn. Throws `TurnsBusy` when too many wait, and the signal's reason when it gives up. */
  return async function inTurn<T>(host: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    signal.throwIfAborted();
    if (isFree(host)) take(host);
    else await wait(host, signal);
    try {
      return await work();
    } finally {
      give(host);
    }
  };

  function wait(host: string, signal: AbortSignal): Promise<void> {
    if (queue.length >= limits.waiting) return Promise.reject(new TurnsBusy('too many requests wait'));
    return new Promise((resolve, reject) => {
      const entry = {
        host,
        go: () => {
          signal.removeEventListener('abort', leave);
          take(host);
          resolve();
        },
      };
      const leave = () => {
        queue.splice(queue.indexOf(entry), 1);
        reject(signal.reason instanceof Error ? signal.reason : new Error('given up'));
      };
      signal.addEventListener('abort', leave, { once: true });
      queue.push(entry);
    });
  }
}
