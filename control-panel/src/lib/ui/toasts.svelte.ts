/** Short messages at the foot of the page, some with one way back. At most three at once; each goes by itself. */
import { getContext, setContext } from 'svelte';

export type Toast = {
  id: number;
  text: string;
  tone: 'plain' | 'bad';
  /** A newer one of the same topic takes its place. */
  topic?: string | undefined;
  action?: { label: string; run: () => void } | undefined;
};

const KEY = Symbol('toasts');
const PLAIN_MS = 4_000;
const ACTION_MS = 10_000;
const AT_MOST = 3;

export class Toasts {
  list = $state.raw<Toast[]>([]);
  #next = 1;

  show(text: string, options: Partial<Pick<Toast, 'tone' | 'topic' | 'action'>> = {}): void {
    const { tone = 'plain', topic, action } = options;
    const toast: Toast = { id: this.#next++, text, tone, topic, action };
    const others = this.list.filter((one) => topic === undefined || one.topic !== topic);
    this.list = [...others, toast].slice(-AT_MOST);
    const stayMs = toast.action !== undefined || toast.tone === 'bad' ? ACTION_MS : PLAIN_MS;
    setTimeout(() => this.dismiss(toast.id), stayMs);
  }

  /** The one that was shown last, for `dismiss`. */
  get latest(): number | undefined {
    return this.list.at(-1)?.id;
  }

  dismiss(id: number): void {
    this.list = this.list.filter((toast) => toast.id !== id);
  }
}

export const setToasts = (): Toasts => setContext(KEY, new Toasts());
export const getToasts = (): Toasts => getContext<Toasts>(KEY);
