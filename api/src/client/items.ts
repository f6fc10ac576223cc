/** The client's methods about items that are in no playlist yet. */
import { FilledItems, type ItemsToFill } from '../wire/items.ts';
import type { Caller } from './caller.ts';

/** @param caller how to ask. */
export function itemRoutes(caller: Caller) {
  return {
    /** Items with what they show of the nouns they refer to, in the same order; at most 200. */
    fill: (body: ItemsToFill) => caller.send('POST', '/api/items/fill', FilledItems, body),
  };
}
