/** How a version came to be, in the reader's language. */
import type { VersionSummary } from '@palier/playlists/history';
import { m } from '../paraglide/messages.js';

export function howWords({ how, by, of }: Pick<VersionSummary, 'how' | 'by' | 'of'>): string {
  const name = by === '' ? m.editor_someone() : by;
  switch (how) {
    case 'saved':
      return m.editor_how_saved({ name });
    case 'draft':
      return m.editor_how_draft({ name });
    case 'plan':
      return m.editor_how_plan({ name });
    case 'file':
      return m.editor_how_file();
    case 'return':
      return m.editor_how_return({ of: of ?? '', name });
    case 'set-aside':
      return m.editor_how_aside({ name });
    case 'found':
      return m.editor_how_found();
    case 'deleted':
      return m.editor_how_deleted({ name });
  }
}
