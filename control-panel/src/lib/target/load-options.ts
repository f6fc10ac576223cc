/** Screens and groups to choose from, asked for when a dialog opens. */
import { api, isRefusal, settle, type Problem } from '../api.ts';
import type { TargetOptions } from './targets.ts';

export async function loadTargetOptions(): Promise<TargetOptions | { problem: Problem }> {
  const [screens, groups] = await Promise.all([settle(api.screens.list()), settle(api.groups.list())]);
  if (isRefusal(screens)) return screens;
  if (isRefusal(groups)) return groups;
  return {
    screens: screens.screens.map(({ screen }) => ({ id: screen.id, name: screen.name })),
    groups: groups.groups,
  };
}
