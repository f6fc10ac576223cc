/** The API's description, for programs and for people. Made once, from the route table. */
import { createHash } from 'node:crypto';
import { html, raw } from 'hono/html';
import { Hono } from 'hono';
import { compress } from 'hono/compress';
import type { ApiEnv } from '../environment.ts';
import { openApi } from '../openapi.ts';
import type { Parts } from '../parts.ts';
import { PROBLEMS } from '../problem.ts';
import type { RouteRow } from './row.ts';
import { ROUTES } from './table.ts';

const CSS = `
:root{color-scheme:light dark;--ink:#1d2126;--paper:#fbfaf7;--soft:#6b6f76;--line:#d9d6cf;--accent:#0b5d57}
@media (prefers-color-scheme:dark){:root{--ink:#ecebe6;--paper:#16191c;--soft:#9aa0a6;--line:#33383d;--accent:#7fd1c7}}
body{font:16px/1.55 system-ui,sans-serif;color:var(--ink);background:var(--paper);max-width:68rem;margin:0 auto;padding:2rem 1.25rem 6rem}
h1{font-size:2rem;margin:0 0 .25rem}h2{margin:3rem 0 .5rem;font-size:1.25rem;border-bottom:1px solid var(--line);padding-bottom:.25rem}
p{max-width:44rem}a{color:var(--accent)}table{border-collapse:collapse;width:100%}
td,th{text-align:left;padding:.4rem .75rem .4rem 0;vertical-align:top;border-bottom:1px solid var(--line)}
code{font:0.92em/1.4 ui-monospace,monospace}td:first-child{white-space:nowrap}.who{color:var(--soft);white-space:nowrap}
:target{background:color-mix(in srgb,var(--accent) 16%,transparent)}`;
const CSP = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(CSS).digest('base64')}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`;

export function docsRoutes({ version }: Parts) {
  let description: string | undefined;
  return new Hono<ApiEnv>()
    .get('/api/openapi.json', compress(), (c) => {
      description ??= JSON.stringify(openApi(version));
      c.header('Content-Type', 'application/json');
      return c.body(description);
    })
    .get('/api/docs', (c) => {
      c.header('Content-Security-Policy', CSP);
      return c.html(page(version));
    });
}

function page(version: string) {
  const rows: [string, RouteRow][] = Object.entries(ROUTES);
  const nouns = Map.groupBy(
    rows,
    ([key]) => key.split('/')[key.includes(' /api/') ? 2 : 1]?.replace(/\.json$/, '') ?? '',
  );
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Palier: the API</title>
        <style>
          ${raw(CSS)}
        </style>
      </head>
      <body>
        <h1>Palier: the API</h1>
        <p>
          Version ${version}. The same for programs, with every schema:
          <a href="/api/openapi.json">openapi.json</a> (OpenAPI 3.1). Bodies and answers are JSON. A refused request
          gets a problem document (RFC 9457) that names the field and the reason, and a request id to find it in the
          log. Roles: <code>viewer</code>, then <code>moderator</code>, <code>hr</code> or <code>editor</code>, then
          <code>admin</code>. <code>screen</code> is a paired machine by its bearer token.
        </p>
        ${[...nouns].map(([noun, routes]) => section(noun, routes))}
        <h2 id="problems">Problems</h2>
        <table>
          ${Object.entries(PROBLEMS).map(
            ([code, [status, title]]) =>
              html`<tr id="${code}">
                <td><code>${code}</code></td>
                <td>${status}</td>
                <td>${title}</td>
              </tr>`,
          )}
        </table>
      </body>
    </html>`;
}

function section(noun: string, routes: readonly [string, RouteRow][]) {
  return html`<h2 id="${noun}">${noun}</h2>
    <table>
      ${routes.map(
        ([key, row]) =>
          html`<tr>
            <td><code>${key}</code></td>
            <td>${row.summary}${row.etag === 'required' ? ' (If-Match required)' : ''}</td>
            <td class="who">${row.access}</td>
          </tr>`,
      )}
    </table>`;
}
