/** The Wi-Fi networks of the typed client. Only `reveal` answers passwords, and it is written down. */
import { enc, type Caller } from './caller.ts';
import * as wire from '../wire/networks.ts';

export function networkRoutes(caller: Caller) {
  const one = (id: string) => `/api/networks/${enc(id)}`;
  return {
    list: () => caller.read('/api/networks', wire.NetworksAnswer),
    create: (draft: wire.NetworkDraft) => caller.sendVersioned('POST', '/api/networks', wire.NetworkView, draft),
    get: (id: string) => caller.readVersioned(one(id), wire.NetworkView),
    /** Needs the ETag of the version that was edited. Passwords stay. */
    replace: (network: wire.NetworkInput, etag: string) =>
      caller.sendVersioned('PUT', one(network.id), wire.NetworkView, network, etag),
    remove: (id: string) => caller.done('DELETE', one(id)),
    /** Adds passwords, each with the instant (ISO) from which it is valid. */
    addCodes: (id: string, draft: wire.CodesDraft) => caller.send('POST', `${one(id)}/codes`, wire.NetworkView, draft),
    removeCode: (id: string, code: string) =>
      caller.send('DELETE', `${one(id)}/codes/${enc(code)}`, wire.NetworkView, undefined),
    reveal: (id: string) => caller.send('POST', `${one(id)}/reveal`, wire.RevealAnswer, undefined),
    history: (id: string) => caller.read(`${one(id)}/history`, wire.NetworkHistoryAnswer),
  };
}
