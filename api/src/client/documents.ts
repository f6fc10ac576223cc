/** Documents: what editors write and what phones read. */
import {
  DocumentsAnswer,
  DocumentView,
  OwnersAnswer,
  PublicDocument,
  PublicVersions,
  VersionsAnswer,
  type DocumentDraft,
  type DocumentEdit,
} from '../wire/documents.ts';
import { enc, type Caller } from './caller.ts';

export function documentRoutes(caller: Caller) {
  const one = (id: string) => `/api/documents/${enc(id)}`;
  return {
    list: () => caller.read('/api/documents', DocumentsAnswer),
    owners: () => caller.read('/api/documents/owners', OwnersAnswer),
    create: (draft: DocumentDraft) => caller.sendVersioned('POST', '/api/documents', DocumentView, draft),
    get: (id: string) => caller.readVersioned(one(id), DocumentView),
    /** `etag` of the state it was edited from; somebody's change in between is refused with 412. */
    put: (id: string, edit: DocumentEdit, etag: string) =>
      caller.sendVersioned('PUT', one(id), DocumentView, edit, etag),
    publish: (id: string) => caller.sendVersioned('POST', `${one(id)}/publish`, DocumentView, {}),
    versions: (id: string) => caller.read(`${one(id)}/versions`, VersionsAnswer),
    /** An older version becomes the draft; publish it to make it the newest. */
    restore: (id: string, version: number) =>
      caller.sendVersioned('POST', `${one(id)}/restore`, DocumentView, { version }),
    remove: (id: string) => caller.done('DELETE', one(id)),
    /** What is published under a code, or was as the version that is asked for; anybody may ask. */
    read: (code: string, version?: number) =>
      caller.read(`/api/public/documents/${enc(code)}${asked(version)}`, PublicDocument),
    /** The published versions under a code, newest first; anybody may ask. */
    published: (code: string) => caller.read(`/api/public/documents/${enc(code)}/versions`, PublicVersions),
    /** Counts one reading, of nobody in particular. */
    countRead: (code: string) => caller.done('POST', `/api/public/documents/${enc(code)}/reads`, {}),
    /** A file that a published document shows, or showed in an older version. */
    mediaUrl: (code: string, sha256: string, version?: number) =>
      `/api/public/documents/${enc(code)}/media/${sha256}${asked(version)}`,
  };
}

const asked = (version: number | undefined) => (version === undefined ? '' : `?version=${version}`);
