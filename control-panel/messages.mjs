/**
 * `node messages.mjs`: compiles the words of both languages into `src/lib/paraglide`, offline. A process of its own,
 * ended at once: the compiler leaves timers of half a minute behind, which every check and build would wait for.
 */
import { compile } from '@inlang/paraglide-js';
import { MESSAGES } from './messages.config.mjs';

await compile(MESSAGES);
process.exit(0);
