/**
 * The keyboard of the inbox: one table, which the help reads too. Single letters work outside fields alone, and can be
 * switched off, as people who dictate need.
 */
export const INBOX_KEYS = [
  { key: 'j', act: 'next' },
  { key: 'k', act: 'previous' },
  { key: 'r', act: 'reply' },
  { key: 'n', act: 'note' },
  { key: 'p', act: 'prepared' },
  { key: 'm', act: 'mine' },
  { key: 'a', act: 'acknowledge' },
  { key: 's', act: 'snooze' },
  { key: 'e', act: 'close' },
  { key: '/', act: 'search' },
  { key: 'l', act: 'lock' },
  { key: '?', act: 'help' },
] as const;
export type InboxAct = (typeof INBOX_KEYS)[number]['act'];

/** A key as the browser tells it. */
export type Stroke = { key: string; ctrlKey: boolean; metaKey: boolean; altKey: boolean; target: unknown };

/** What a stroke asks for; absent in a field, with a modifier, or for a key that means nothing here. */
export function actOf(stroke: Stroke): InboxAct | undefined {
  if (stroke.ctrlKey || stroke.metaKey || stroke.altKey || isField(stroke.target)) return undefined;
  return INBOX_KEYS.find(({ key }) => key === stroke.key.toLowerCase())?.act;
}

/** Whether letters typed there are words: a box to tick takes none. */
export function isField(target: unknown): boolean {
  if (typeof target !== 'object' || target === null || !('tagName' in target)) return false;
  if ('type' in target && (target.type === 'checkbox' || target.type === 'radio')) return false;
  const isEditable = 'isContentEditable' in target && target.isContentEditable === true;
  return isEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(String(target.tagName));
}

/** The one `by` places on, within the list; the first when there is none yet. */
export function stepIn(length: number, at: number, by: 1 | -1): number {
  if (length === 0) return -1;
  return at < 0 ? 0 : Math.min(length - 1, Math.max(0, at + by));
}
