/** The rows of the figures. */
import { z } from 'zod';
import { MAX_TABLE_BYTES } from '../../figures/tables.ts';
import * as wire from '../../wire/figures.ts';
import { NameQuery, type RouteRow } from '../row.ts';

export const FIGURE_ROUTES = {
  'GET /api/figures': { access: 'viewer', summary: 'All figures with their values', answer: wire.FiguresAnswer },
  'POST /api/figures': {
    access: 'editor',
    summary: 'Add a figure',
    body: wire.FigureDraft,
    answer: wire.FigureView,
    status: 201,
    etag: 'sent',
  },
  'POST /api/figures/tables': {
    access: 'editor',
    bytes: MAX_TABLE_BYTES,
    summary: 'What a CSV or XLSX file would give; its bytes are the body, and nothing is kept',
    query: z.object({ mapping: z.string().optional() }),
    answer: wire.TableAnswer,
  },
  'POST /api/figures/files': {
    access: 'editor',
    bytes: MAX_TABLE_BYTES,
    summary: 'A file by name: the figures that know it are updated by their mapping',
    query: NameQuery,
    answer: wire.FileAnswer,
  },
  'GET /api/figures/:id': { access: 'viewer', summary: 'One figure', answer: wire.FigureView, etag: 'sent' },
  'PUT /api/figures/:id': {
    access: 'editor',
    summary: 'Replace a figure',
    body: wire.FigurePut,
    answer: wire.FigureView,
    etag: 'required',
  },
  'DELETE /api/figures/:id': { access: 'editor', summary: 'Remove a figure that no playlist shows', status: 204 },
  'POST /api/figures/:id/fetch': { access: 'editor', summary: 'Ask its address now', answer: wire.FigureView },
  'GET /api/public/figures/:code': {
    access: 'anyone',
    summary: 'A figure that is open to phones, by its code',
    answer: wire.PublicFigureAnswer,
  },
} as const satisfies Record<string, RouteRow>;
