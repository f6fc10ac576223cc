/** The shape of one of the demo's documents. */
import type { DocumentContent, DocumentKind } from '@palier/playlists/document';
import type { z } from 'zod';

export type DemoDocument = { id: string; kind: DocumentKind } & Omit<z.input<typeof DocumentContent>, 'kind'>;
