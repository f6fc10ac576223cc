/** The rows of what is asked about items that are in no playlist yet. */
import { FilledItems, ItemsToFill } from '../../wire/items.ts';
import type { RouteRow } from '../row.ts';

export const ITEM_ROUTES = {
  'POST /api/items/fill': {
    access: 'viewer',
    summary: 'Items with what they show of the nouns they refer to, for a preview',
    body: ItemsToFill,
    answer: FilledItems,
  },
} as const satisfies Record<string, RouteRow>;
