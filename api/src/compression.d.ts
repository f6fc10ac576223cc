/** What we use of the package, in the types of node:http: its own typings ask for a whole Express. */
declare module 'compression' {
  import type { IncomingMessage, ServerResponse } from 'node:http';
  import type { BrotliOptions } from 'node:zlib';

  type Filter = (request: IncomingMessage, response: ServerResponse) => boolean;
  type Middleware = (request: IncomingMessage, response: ServerResponse, next: (error?: unknown) => void) => void;

  function compression(options: { threshold: number; brotli: BrotliOptions; filter: Filter }): Middleware;
  namespace compression {
    /** Whether the answer's type is worth it. */
    const filter: Filter;
  }
  export default compression;
}
