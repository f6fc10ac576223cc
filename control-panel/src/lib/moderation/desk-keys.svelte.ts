/** The keyboard of a desk where things are decided: what each key does while a component is there, its help, and its switch. */
import { actOf, type ModerationAct } from './keys.ts';

/** In this browser, for all desks: software that types letters by itself does so everywhere. */
const KEYS_OFF = 'palier-moderation-keys-off';

export class DeskKeys {
  helpOpen = $state(false);
  keysOn = $state(true);
  readonly #acts = new Map<ModerationAct, () => void>();

  /** Reads what this browser was told before. Only in the browser. */
  wake(): void {
    this.keysOn = localStorage.getItem(KEYS_OFF) === null;
  }

  /** What a key does while a component is there; the returned function takes it back. */
  on(act: ModerationAct, run: () => void): () => void {
    return placed(this.#acts, act, run);
  }

  /** Does what a key would do. */
  run(act: ModerationAct): void {
    this.runOf(act)?.();
  }

  protected runOf(act: ModerationAct): (() => void) | undefined {
    return this.#acts.get(act);
  }

  press(event: KeyboardEvent): void {
    const act = actOf(event);
    const run = act === undefined ? undefined : this.runOf(act);
    if (run === undefined || (!this.keysOn && act !== 'help') || document.querySelector('[role=dialog]')) return;
    event.preventDefault();
    run();
  }

  switchKeys(on: boolean): void {
    this.keysOn = on;
    if (on) localStorage.removeItem(KEYS_OFF);
    else localStorage.setItem(KEYS_OFF, '1');
  }
}

export function placed(acts: Map<ModerationAct, () => void>, act: ModerationAct, run: () => void): () => void {
  acts.set(act, run);
  return () => {
    if (acts.get(act) === run) acts.delete(act);
  };
}
