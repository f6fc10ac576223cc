/** The kinds of item by name, for records that name a kind without carrying an item. */
import { z } from 'zod';

export const ITEM_KINDS = [
  'picture',
  'video',
  'rules',
  'steps',
  'results',
  'wifi',
  'notice',
  'clock',
  'web',
  'qr',
] as const;
export const ItemKind = z.enum(ITEM_KINDS);
