/** The shape of one row of the route table, and the queries that several rows share. */
import { z } from 'zod';
import type { Access } from '../access.ts';

export type RouteRow = {
  access: Access;
  /** It does not matter who asks, so nobody is looked up: it answers without the store. */
  blind?: true;
  summary: string;
  body?: z.ZodType;
  query?: z.ZodType;
  /** Absent: the answer has no JSON. */
  answer?: z.ZodType;
  /** 200 unless said otherwise. */
  status?: 200 | 201 | 204;
  /** The answer carries an ETag; `required`: and the request must name it in If-Match. */
  etag?: 'sent' | 'required';
  /** The body is bytes of any kind, at most so many; the handler reads them. */
  bytes?: number;
  /** What the answer is where it is no JSON. */
  media?: string;
};

const instant = z.iso.datetime({ offset: true });
export const AtQuery = z.object({ at: instant.optional() });
export const SpanQuery = z.object({ from: instant, to: instant });
export const PlaysQuery = z.object({
  after: z
    .string()
    .regex(/^\d{4}-\d{2}:\d{1,15}$/, 'the `next` of a page before')
    .optional(),
});
export const NameQuery = z.object({ name: z.string() });
export const CodeQuery = z.object({ code: z.string().max(20).optional() });
