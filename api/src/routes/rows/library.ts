/** The rows of the library: its files beside the media, imports, and uploads that come in pieces. */
import * as wire from '../../wire/library.ts';
import type { RouteRow } from '../row.ts';

export const LIBRARY_ROUTES = {
  'GET /api/library': {
    access: 'viewer',
    summary: 'Documents, texts and tables, and the imports that run or were refused',
    answer: wire.LibraryAnswer,
  },
  'PATCH /api/library': {
    access: 'editor',
    summary: 'Change tags, owner and dates of several files',
    body: wire.LibraryPatch,
    answer: wire.LibraryPatched,
  },
  'POST /api/library/remove': {
    access: 'editor',
    summary: 'Remove files that nothing shows; they can come back for a day',
    body: wire.LibraryNames,
    answer: wire.LibraryRemoved,
  },
  'POST /api/library/restore': {
    access: 'editor',
    summary: 'Bring removed files back',
    body: wire.LibraryNames,
    answer: wire.LibraryRestored,
  },
  'POST /api/imports/:id/convert': { access: 'editor', summary: 'Convert a film that no screen plays', status: 204 },
  'POST /api/imports/:id/cancel': { access: 'editor', summary: 'End an import, or take it off the list', status: 204 },
  'POST /api/uploads': { access: 'editor', summary: 'Begin an upload in pieces (tus 1.0)', status: 201 },
  'GET /api/uploads/:id': { access: 'editor', summary: 'HEAD: how much of it has come', status: 200 },
  'PATCH /api/uploads/:id': { access: 'editor', summary: 'The next piece', status: 204 },
  'DELETE /api/uploads/:id': { access: 'editor', summary: 'Give it up', status: 204 },
} as const satisfies Record<string, RouteRow>;
