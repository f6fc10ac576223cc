/**
 * What items show of the nouns they refer to, for lists and checks: asked of the server once an item, passwords as dots.
 * Until the answer is there, and when there is none, an item stays as it is. At most 400 are kept.
 */
import type { Item } from '@palier/playlists/item';
import { SvelteMap } from 'svelte/reactivity';
import { api, isRefusal, settle } from '../api.ts';
import { refersToNoun } from '../item-words.ts';

const AT_ONCE = 100;
const AT_MOST = 400;

export class Fills {
  readonly #known = new SvelteMap<string, Item>();
  readonly #asked = new Set<string>();

  /** The item as it would be shown. */
  of(item: Item): Item {
    return refersToNoun(item) ? (this.#known.get(nameOf(item)) ?? item) : item;
  }

  /** Entries with their items as they would be shown. */
  in<E extends { item: Item }>(entries: readonly E[]): E[] {
    return entries.map((entry) => ({ ...entry, item: this.of(entry.item) }));
  }

  /** Asks for those that are not known yet. */
  async ask(items: readonly Item[]): Promise<void> {
    const missing = items.filter((item) => refersToNoun(item) && !this.#asked.has(nameOf(item))).slice(0, AT_ONCE);
    if (missing.length === 0) return;
    if (this.#asked.size > AT_MOST) this.#asked.clear();
    for (const item of missing) this.#asked.add(nameOf(item));
    const answer = await settle(api.items.fill({ items: missing }));
    for (const [index, item] of missing.entries()) {
      if (isRefusal(answer)) this.#asked.delete(nameOf(item));
      else this.#keep(item, answer.items[index]);
    }
  }

  #keep(item: Item, filled: Item | undefined): void {
    if (this.#known.size >= AT_MOST) this.#known.clear();
    if (filled !== undefined) this.#known.set(nameOf(item), filled);
  }
}

function nameOf(item: Item): string {
  return JSON.stringify({ ...item, shown: undefined });
}
