/** Bundles the Electron main process into one file: Electron's Node reads no TypeScript of workspace packages. */
import { builtinModules } from 'node:module';
import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  ssr: { noExternal: true },
  build: {
    ssr: true,
    target: 'node24',
    outDir: 'dist',
    emptyOutDir: true,
    lib: { entry: 'main.ts', formats: ['es'], fileName: () => 'main.js' },
    rolldownOptions: {
      external: ['electron', ...builtinModules, ...builtinModules.map((name) => `node:${name}`)],
    },
  },
});
