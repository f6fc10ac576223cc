/** The keyboard of moderation: one table, which the buttons and the help read too. Single letters work outside fields alone. */
import { isField, type Stroke } from '../inbox/keys.ts';

export const MODERATION_KEYS = [
  { key: 'j', act: 'next' },
  { key: 'k', act: 'previous' },
  { key: 'n', act: 'skip' },
  { key: 'a', act: 'approve' },
  { key: 'c', act: 'ask' },
  { key: 'r', act: 'decline' },
  { key: 'e', act: 'edit' },
  { key: 't', act: 'claim' },
  { key: 'x', act: 'select' },
  { key: 'u', act: 'undo' },
  { key: '?', act: 'help' },
] as const;
export type ModerationAct = (typeof MODERATION_KEYS)[number]['act'];

/** What a stroke asks for; absent in a field, with a modifier, or for a key that means nothing here. */
export function actOf(stroke: Stroke): ModerationAct | undefined {
  if (stroke.ctrlKey || stroke.metaKey || stroke.altKey || isField(stroke.target)) return undefined;
  return MODERATION_KEYS.find(({ key }) => key === stroke.key.toLowerCase())?.act;
}

/** The key of an act, as it is printed on its button. */
export function keyOf(act: ModerationAct): string {
  return MODERATION_KEYS.find((one) => one.act === act)?.key.toUpperCase() ?? '';
}
