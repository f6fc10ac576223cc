/** OpenAPI 3.1 from the route table: the schemas that judge requests are the ones that are published. Pure. */
import { z } from 'zod';
import { Problem } from '@palier/playlists/problem';
import type { RouteRow } from './routes/row.ts';
import { ROUTES } from './routes/table.ts';

type Json = Record<string, unknown>;

/** The whole description. `version` is the server's. */
export function openApi(version: string): Json {
  const rows: [string, RouteRow][] = Object.entries(ROUTES);
  const paths: Record<string, Json> = {};
  for (const [key, row] of rows) {
    const [method = '', path = ''] = key.split(' ');
    // Pages for browsers are no part of the programs' interface.
    if (path.startsWith('/play')) continue;
    const template = path.replace(/:(\w+)(?:\{[^}]*\})?/g, '{$1}');
    paths[template] = { ...paths[template], [method.toLowerCase()]: operation(path, row) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Palier',
      version,
      description: 'Screens, what they play and when. Refusals are problem documents (RFC 9457).',
    },
    paths,
    components: {
      schemas: { Problem: jsonSchema(Problem, 'output') },
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: '__Host-palier', description: 'on plain http: palier' },
        screen: { type: 'http', scheme: 'bearer', description: 'the token of a paired screen' },
        pollSecret: { type: 'http', scheme: 'bearer', description: 'the poll secret of a pairing request' },
      },
    },
  };
}

function operation(path: string, row: RouteRow): Json {
  const problems = {
    description: 'Refused',
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
  return {
    summary: row.summary,
    tags: [path.split('/').filter((part) => part !== 'api')[1] ?? 'api'],
    'x-access': row.access,
    security: securityOf(row),
    parameters: [...pathParameters(path), ...queryParameters(row), ...headerParameters(row)],
    ...(row.body === undefined ? {} : { requestBody: { required: true, content: json(row.body, 'input') } }),
    responses: { [String(row.status ?? 200)]: answerOf(row), default: problems },
  };
}

function securityOf({ access }: RouteRow): Json[] {
  if (access === 'anyone') return [];
  if (access === 'poll-secret') return [{ pollSecret: [] }];
  if (access === 'screen') return [{ screen: [] }];
  return access === 'watcher' ? [{ session: [] }, { screen: [] }] : [{ session: [] }];
}

function answerOf(row: RouteRow): Json {
  const headers = row.etag === undefined ? {} : { headers: { ETag: { schema: { type: 'string' } } } };
  if (row.media !== undefined) return { description: row.summary, ...headers, content: { [row.media]: {} } };
  if (row.answer === undefined) return { description: 'Done' };
  return { description: row.summary, ...headers, content: json(row.answer, 'output') };
}

function pathParameters(path: string): Json[] {
  return [...path.matchAll(/:(\w+)/g)].map((match) => ({
    name: match[1],
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
}

function queryParameters({ query }: RouteRow): Json[] {
  if (query === undefined) return [];
  const schema = jsonSchema(query, 'input');
  const required = new Set(Array.isArray(schema['required']) ? schema['required'] : []);
  return Object.entries(Object(schema['properties'])).map(([name, shape]) => ({
    name,
    in: 'query',
    required: required.has(name),
    schema: shape,
  }));
}

function headerParameters({ etag }: RouteRow): Json[] {
  if (etag !== 'required') return [];
  return [{ name: 'If-Match', in: 'header', required: true, schema: { type: 'string' } }];
}

function json(schema: z.ZodType, io: 'input' | 'output'): Json {
  return { 'application/json': { schema: jsonSchema(schema, io) } };
}

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  // The dialect is OpenAPI 3.1's own; schemas that other documents point into keep their names.
  return $schema === undefined ? rest : { ...rest };
}
