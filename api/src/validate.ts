/** Bodies and queries are parsed at the door by the schemas of the route table; what does not parse is a problem document. */
import { validator } from 'hono/validator';
import type { z } from 'zod';
import { invalid } from './problem.ts';

/** The JSON body, parsed. */
export function body<S extends z.ZodType>(schema: S) {
  return validator('json', (value: unknown, c): z.output<S> | Response => {
    const parsed = schema.safeParse(value);
    return parsed.success ? parsed.data : invalid(c, parsed.error);
  });
}

/** The query's parameters, parsed; they are texts, so schemas turn them into what they mean. */
export function query<S extends z.ZodType>(schema: S) {
  return validator('query', (value: unknown, c): z.output<S> | Response => {
    const parsed = schema.safeParse(value);
    return parsed.success ? parsed.data : invalid(c, parsed.error);
  });
}
