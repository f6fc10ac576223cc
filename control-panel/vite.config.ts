/**
 * How the panel is built: SvelteKit on adapter-node, scripts only under a strict CSP. `messages.mjs` compiled the words
 * before; while one works on the panel, Paraglide does so at each change.
 */
import { paraglideVitePlugin } from '@inlang/paraglide-js';
import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';
import { MESSAGES } from './messages.config.mjs';

/** Where `npm run dev` has the API. */
const api = process.env['PALIER_API'] ?? 'http://127.0.0.1:8080';

export default defineConfig(({ command }) => ({
  plugins: [
    ...(command === 'serve' ? [paraglideVitePlugin(MESSAGES)] : []),
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
}));
