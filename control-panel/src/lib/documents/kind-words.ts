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
