/* oxlint-disable typescript/consistent-type-definitions -- SvelteKit's types are widened by merging interfaces. */
/** What the server hands to the panel: the API of the same process, to be asked without a socket. */
declare global {
  namespace App {
    interface Platform {
      req: { palier?: { fetch: (request: Request) => Response | Promise<Response> } };
    }
    interface Locals {
      /** Set-Cookie lines of the API, passed through unchanged to the browser. */
      setCookies: string[];
    }
  }
}

export {};
