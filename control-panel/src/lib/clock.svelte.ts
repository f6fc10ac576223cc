/**
 * The server's clock as the panel knows it: ticks once a second and keeps the difference to this machine's clock,
 * so that "for 8 s" is right on a laptop whose clock is not. One per tab, handed down by context.
 */
import { getContext, setContext } from 'svelte';

const KEY = Symbol('clock');

export class Clock {
  ms = $state(0);
  #offsetMs = 0;

  constructor(serverMs: number) {
    this.ms = serverMs;
  }

  /** The server said that its clock stands at `serverMs`. */
  sync(serverMs: number): void {
    this.#offsetMs = serverMs - Date.now();
    this.tick();
  }

  tick(): void {
    this.ms = Date.now() + this.#offsetMs;
  }
}

export function setClock(serverMs: number): Clock {
  return setContext(KEY, new Clock(serverMs));
}

export function getClock(): Clock {
  return getContext<Clock>(KEY);
}
