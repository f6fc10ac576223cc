/**
 * Opens connections. Every address that a name stands for is checked inside the connector's own `lookup`, and what was
 * checked is what is dialled: a name that answers differently the next time gains nothing. One private address among
 * several refuses the name.
 */
import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { Agent, buildConnector } from 'undici';
import { isPublicAddress } from './addresses.ts';
import { placeKey, type AllowedPlaces } from './places.ts';

/** All addresses of a name; tests hand in one of their own. */
export type Resolve = (hostname: string, answer: (error: Error | null, addresses: LookupAddress[]) => void) => void;

/** Thrown inside the connector: the address is not one the server may dial. */
export class AddressRefused extends Error {
  readonly code = 'ADDRESS_REFUSED';
}

export const systemResolve: Resolve = (hostname, answer) => {
  systemLookup(hostname, { all: true }, (error, addresses) => answer(error, addresses ?? []));
};

export function createDialler(deps: {
  allow: AllowedPlaces;
  resolve?: Resolve;
  connectTimeoutMs: number;
  headersTimeoutMs: number;
  bodyTimeoutMs: number;
  connectionsPerHost: number;
}): Agent {
  const { allow, resolve = systemResolve, connectTimeoutMs } = deps;
  const connect = (lookup: LookupFunction) => buildConnector({ timeout: connectTimeoutMs, lookup, allowH2: false });
  const strict = connect(lookupWith(resolve, true));
  const trusting = connect(lookupWith(resolve, false));
  return new Agent({
    connections: deps.connectionsPerHost,
    headersTimeout: deps.headersTimeoutMs,
    bodyTimeout: deps.bodyTimeoutMs,
    keepAliveTimeout: 1_000,
    keepAliveMaxTimeout: 10_000,
    maxHeaderSize: 16 * 1024,
    connect: (options, callback) => {
      const port = options.port === '' ? (options.protocol === 'https:' ? 443 : 80) : options.port;
      if (allow.has(placeKey(options.hostname, port))) return trusting(options, callback);
      const literal = options.hostname.replace(/^\[|\]$/g, '');
      // The system never looks a literal address up, so it is judged here.
      if (isIP(literal) !== 0 && !isPublicAddress(literal)) return callback(new AddressRefused('private'), null);
      return strict(options, callback);
    },
  });
}

function lookupWith(resolve: Resolve, isStrict: boolean): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, (error, addresses) => {
      if (error !== null) return callback(error, '', 0);
      const [first] = addresses;
      if (first === undefined) {
        return callback(Object.assign(new Error('the name has no address'), { code: 'ENOTFOUND' }), '', 0);
      }
      if (isStrict && !addresses.every(({ address }) => isPublicAddress(address))) {
        return callback(new AddressRefused('private'), '', 0);
      }
      if (options.all === true) return callback(null, addresses);
      return callback(null, first.address, first.family);
    });
  };
}
