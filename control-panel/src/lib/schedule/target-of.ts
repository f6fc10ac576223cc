/** A target as the form holds it, parsed; absent when nothing is chosen. Choosing all forgets the particular ones. */
import { Target } from '@palier/playlists/screen';
import type { TargetDraft } from '../target/targets.ts';

export function targetOf(draft: TargetDraft): Target | undefined {
  return Target.safeParse(draft.all ? { all: true } : draft).data;
}
