/** Kinds of documents in words, for the panel. Walls and phones have their own word above a document. */
import type { DocumentKind } from '@palier/playlists/document';
import { m } from '../paraglide/messages.js';

export const KIND_NAMES: Record<DocumentKind, () => string> = {
  rules: m.documents_kind_rules,
  charter: m.documents_kind_charter,
  welcome: m.documents_kind_welcome,
  policy: m.documents_kind_policy,
  tutorial: m.documents_kind_tutorial,
  notice: m.documents_kind_notice,
};

/** What people call them, without case and accents. The first that is found wins. */
const CALLED: readonly [DocumentKind, RegExp][] = [
  ['charter', /\bchart(e|er)\b/],
  ['welcome', /\b(livret|accueil|bienvenue|welcome|newcomers?)\b/],
  ['policy', /\b(rh|hr|conges?|politique|policy)\b/],
  ['tutorial', /\b(tuto|tutoriel|tutorial|mode d.emploi|how to|comment)\b/],
  ['rules', /\b(regles?|reglement|rules?)\b/],
];

/** The kind that a title or a file's name suggests; none where it suggests none. */
export function likelyKind(words: string): DocumentKind | undefined {
  const plain = words.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/[-_.]/g, ' ');
  return CALLED.find(([, pattern]) => pattern.test(plain))?.[0];
}
