/** The rows of the Wi-Fi networks. Passwords go in; they come out by `reveal` alone, which is written down. */
import { Network } from '@palier/playlists/network';
import * as wire from '../../wire/networks.ts';
import type { RouteRow } from '../row.ts';

export const NETWORK_ROUTES = {
  'GET /api/networks': {
    access: 'viewer',
    summary: 'The Wi-Fi networks, without passwords',
    answer: wire.NetworksAnswer,
  },
  'POST /api/networks': {
    access: 'editor',
    summary: 'Add a Wi-Fi network',
    body: wire.NetworkDraft,
    answer: wire.NetworkView,
    status: 201,
    etag: 'sent',
  },
  'GET /api/networks/:id': {
    access: 'viewer',
    summary: 'One network, without passwords',
    answer: wire.NetworkView,
    etag: 'sent',
  },
  'PUT /api/networks/:id': {
    access: 'editor',
    summary: 'Change a network; its passwords stay',
    body: Network,
    answer: wire.NetworkView,
    etag: 'required',
  },
  'DELETE /api/networks/:id': { access: 'editor', summary: 'Remove a network that no playlist shows', status: 204 },
  'POST /api/networks/:id/codes': {
    access: 'editor',
    summary: 'Add passwords, each with the instant from which it is valid',
    body: wire.CodesDraft,
    answer: wire.NetworkView,
  },
  'DELETE /api/networks/:id/codes/:code': { access: 'editor', summary: 'Remove a password', answer: wire.NetworkView },
  'POST /api/networks/:id/reveal': {
    access: 'editor',
    summary: 'The passwords in clear; who asks is written down first',
    answer: wire.RevealAnswer,
  },
  'GET /api/networks/:id/history': {
    access: 'editor',
    summary: 'Who saw or changed passwords, and when',
    answer: wire.NetworkHistoryAnswer,
  },
} as const satisfies Record<string, RouteRow>;
