/** The figures of the typed client. */
import { enc, query, type Caller } from './caller.ts';
import * as wire from '../wire/figures.ts';

export function figureRoutes(caller: Caller) {
  const one = (id: string) => `/api/figures/${enc(id)}`;
  return {
    list: () => caller.read('/api/figures', wire.FiguresAnswer),
    create: (draft: wire.FigureDraft) => caller.sendVersioned('POST', '/api/figures', wire.FigureView, draft),
    get: (id: string) => caller.readVersioned(one(id), wire.FigureView),
    /** Needs the ETag of the version that was edited. Without `data` the values stay. */
    replace: (id: string, put: wire.FigurePut, etag: string) =>
      caller.sendVersioned('PUT', one(id), wire.FigureView, put, etag),
    remove: (id: string) => caller.done('DELETE', one(id)),
    fetchNow: (id: string) => caller.send('POST', `${one(id)}/fetch`, wire.FigureView, undefined),
    /** What a CSV or XLSX file would give by this mapping (JSON), or by a guessed one. Nothing is kept. */
    readTable: (file: Blob, mapping?: string) =>
      caller.sendFile(`/api/figures/tables${query({ mapping })}`, wire.TableAnswer, file),
    /** A file whose name figures know updates them. */
    takeFile: (name: string, file: Blob) =>
      caller.sendFile(`/api/figures/files${query({ name })}`, wire.FileAnswer, file),
    /** The page for phones; the figure must be open to them. */
    open: (code: string) => caller.read(`/api/public/figures/${enc(code)}`, wire.PublicFigureAnswer),
  };
}
