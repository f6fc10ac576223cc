/** The kinds of item by name, for records that name a kind without carrying an item. */
import { z } from 'zod';

/** Every kind of item, in the order they are offered. */
export const ITEM_KINDS = [
  'cover',
  'picture',
  'video',
  'rules',
  'split',
  'quote',
  'steps',
  'results',
  'wifi',
  'notice',
  'clock',
  'web',
  'qr',
  'thread-call',
  'propose',
  'survey',
  'survey-results',
  'decision',
  'document',
  'feed',
  'story',
] as const;
/** The name of a kind. */
export const ItemKind = z.enum(ITEM_KINDS);
