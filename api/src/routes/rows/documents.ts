/** The rows of documents in the route table. */
import {
  DocumentDraft,
  DocumentEdit,
  DocumentsAnswer,
  DocumentView,
  OwnersAnswer,
  PublicDocument,
  PublicVersions,
  RestoreVersion,
  VersionQuery,
  VersionsAnswer,
} from '../../wire/documents.ts';
import type { RouteRow } from '../row.ts';

export const DOCUMENT_ROUTES = {
  'GET /api/documents': { access: 'viewer', summary: 'All documents, without their texts', answer: DocumentsAnswer },
  'POST /api/documents': {
    access: 'editor',
    summary: 'Begin a document',
    body: DocumentDraft,
    answer: DocumentView,
    status: 201,
    etag: 'sent',
  },
  'GET /api/documents/owners': { access: 'viewer', summary: 'Who may own a document', answer: OwnersAnswer },
  'GET /api/documents/:id': {
    access: 'viewer',
    summary: 'A document with its draft',
    answer: DocumentView,
    etag: 'sent',
  },
  'PUT /api/documents/:id': {
    access: 'editor',
    summary: 'Change the draft, the owner or the review date',
    body: DocumentEdit,
    answer: DocumentView,
    etag: 'required',
  },
  'POST /api/documents/:id/publish': {
    access: 'editor',
    summary: 'The draft becomes the next version, on screens and phones',
    answer: DocumentView,
    etag: 'sent',
  },
  'GET /api/documents/:id/versions': { access: 'viewer', summary: 'Who published what when', answer: VersionsAnswer },
  'POST /api/documents/:id/restore': {
    access: 'editor',
    summary: 'Take an older version as the draft',
    body: RestoreVersion,
    answer: DocumentView,
    etag: 'sent',
  },
  'DELETE /api/documents/:id': { access: 'editor', summary: 'Remove a document that nothing shows', status: 204 },

  'GET /api/public/documents/:code': {
    access: 'anyone',
    blind: true,
    summary: 'What is published of a document, in force or as it was',
    query: VersionQuery,
    answer: PublicDocument,
  },
  'GET /api/public/documents/:code/versions': {
    access: 'anyone',
    blind: true,
    summary: 'The published versions by number and date, the newest 50',
    answer: PublicVersions,
  },
  'POST /api/public/documents/:code/reads': {
    access: 'anyone',
    blind: true,
    summary: 'Count one reading; nothing about the reader is kept',
    status: 204,
  },
  'GET /api/public/documents/:code/media/:sha256': {
    access: 'anyone',
    blind: true,
    summary: 'A picture or clip that a published document shows',
    query: VersionQuery,
    media: 'image/*',
  },
} as const satisfies Record<string, RouteRow>;
