/** Which screens something is meant for, as the panel edits and words it. */
import { m } from '../paraglide/messages.js';

export type TargetDraft = { all: boolean; screens: string[]; groups: string[] };
export type TargetOptions = {
  screens: { id: string; name: string }[];
  groups: { name: string; screens: string[] }[];
};

export const everyScreen = (): TargetDraft => ({ all: true, screens: [], groups: [] });

export function isEmptyTarget(target: TargetDraft): boolean {
  return !target.all && target.screens.length === 0 && target.groups.length === 0;
}

/** `Tous les écrans`, or the groups and screens by name, the first few and how many more. */
export function targetWords(target: TargetDraft, screens: ReadonlyMap<string, string>, shown = 3): string {
  if (target.all) return m.target_all();
  const names = [...target.groups, ...target.screens.map((id) => screens.get(id) ?? id)];
  const more = names.length - shown;
  return more > 0 ? `${names.slice(0, shown).join(', ')} +${more}` : names.join(', ');
}
