/** Builds the page on the wall into `dist`: relative addresses, no inline script, fonts as files of their own. */
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

/** Faces that every item needs: the page asks for them before its script runs. */
const PRELOADED = /(?:bricolage-grotesque-latin-opsz|atkinson-hyperlegible-next-latin-wght)-normal[^/]*\.woff2$/;

function preloadFonts(): Plugin {
  return {
    name: 'palier-preload-fonts',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(_html, context) {
        const files = Object.keys(context.bundle ?? {}).filter((file) => PRELOADED.test(file));
        return files.map((file) => ({
          tag: 'link',
          attrs: { rel: 'preload', as: 'font', type: 'font/woff2', href: `./${file}`, crossorigin: true },
          injectTo: 'head-prepend' as const,
        }));
      },
    },
  };
}

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: './',
  publicDir: false,
  plugins: [svelte({ configFile: false }), preloadFonts()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // Television browsers live for years: the oldest we write for is Chromium 87 (2020).
    target: ['chrome87', 'es2020'],
    cssTarget: 'chrome87',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
});
