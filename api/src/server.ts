/**
 * The entry. It only has the sources compiled once and kept (`node:module`'s own cache, in the system's temporary
 * folder): reading some hundred TypeScript files anew costs more than half of a start. Everything else is in `main.ts`.
 */
import { enableCompileCache } from 'node:module';

enableCompileCache();
await import('./main.ts');
