/** Refusals on the pages of a thread, in the author's language. They never say whether a receipt exists. */
import type { Problem } from '#lib/api.ts';
import { m } from '#lib/paraglide/messages.js';

/** The code that ends a problem's type, e.g. `receipt-gone`. */
export function codeOf(problem: Problem): string {
  return problem.type.split('#')[1] ?? '';
}

export function threadFault(problem: Problem): string {
  switch (codeOf(problem)) {
    case 'too-many-requests':
      return m.thread_wait({ seconds: Number(problem['waitS'] ?? 60) });
    case 'server-busy':
      return m.thread_busy();
    case 'receipt-gone':
    case 'receipt-unconfirmed':
      return m.thread_gone_receipt();
    case 'receipt-unknown':
      return m.thread_open_unknown();
    case 'talk-closed':
      return m.thread_door_closed_help();
    case 'thread-shut':
      return m.thread_shut();
    case 'thread-blocked':
      return m.thread_state_blocked();
    case 'thread-full':
      return m.thread_state_full();
    case 'thread-damaged':
      return m.thread_damaged();
    default:
      return m.thread_fault();
  }
}

/** The status of the page that says it; a fault of the network between us counts as the server's. */
export function statusOf(problem: Problem): number {
  return problem.status >= 400 && problem.status < 600 ? problem.status : 503;
}
