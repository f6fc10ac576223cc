/** How the panel is built: SvelteKit on adapter-node, messages compiled offline by Paraglide, scripts only under a strict CSP. */
import { compile, paraglideVitePlugin } from '@inlang/paraglide-js';
import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';

const messages = {
  project: `${import.meta.dirname}/project.inlang`,
  outdir: `${import.meta.dirname}/src/lib/paraglide`,
  strategy: ['cookie', 'preferredLanguage', 'baseLocale'] as const satisfies string[],
  cookieName: 'palier_language',
  emitReadme: false,
  isServer: 'import.meta.env.SSR',
};
// Compiled here as well as by the plugin: `svelte-kit sync` loads this file, so a check never meets stale messages.
await compile({ ...messages, strategy: [...messages.strategy] });

/** Where `npm run dev` has the API. */
const api = process.env['PALIER_API'] ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [
    paraglideVitePlugin({ ...messages, strategy: [...messages.strategy] }),
    sveltekit({
      adapter: adapter({ out: 'build' }),
      paths: { relative: false },
      version: { pollInterval: 0 },
      csp: {
        mode: 'auto',
        directives: {
          'default-src': ['self'],
          'script-src': ['self'],
          // Floating menus and miniatures set positions and colours in style attributes.
          'style-src': ['self', 'unsafe-inline'],
          'img-src': ['self', 'data:', 'blob:'],
          'media-src': ['self', 'blob:'],
          'font-src': ['self', 'data:'],
          'connect-src': ['self'],
          // A miniature of a web item frames that page, sandboxed.
          'frame-src': ['https:', 'http:'],
          'frame-ancestors': ['none'],
          'form-action': ['self'],
          'base-uri': ['none'],
          'object-src': ['none'],
        },
      },
    }),
  ],
  server: {
    proxy: Object.fromEntries(['/api', '/media/', '/play/'].map((path) => [path, api])),
  },
});
