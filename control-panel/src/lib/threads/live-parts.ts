/**
 * Renews the parts of the conversation from the same page, as the server makes it: messages are added and changed one by
 * one, so that an unfolded picture stays open and what is being typed is never touched.
 */
const PATIENCE_MS = 15_000;

/** The page as it is now; `elsewhere`: the conversation is shut, and that is where the server leads. Absent: no answer. */
export async function freshPage(): Promise<Document | { elsewhere: string } | undefined> {
  try {
    const answer = await fetch('/t/talk', {
      headers: { accept: 'text/html' },
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (isElsewhere(answer.url)) return { elsewhere: answer.url };
    return answer.ok ? parsed(await answer.text()) : undefined;
  } catch (error) {
    console.info('the page could not be renewed', error);
    return undefined;
  }
}

export function isElsewhere(url: string): boolean {
  return new URL(url, location.href).pathname !== '/t/talk';
}

export function parsed(html: string): Document {
  return new DOMParser().parseFromString(html, 'text/html');
}

/** Puts what is new in place. Answers whether the other side has written. */
export function renew(fresh: Document): boolean {
  let hasAnswer = false;
  for (const part of document.querySelectorAll<HTMLElement>('[data-live]')) {
    const name = part.dataset['live'] ?? '';
    const next = fresh.querySelector(`[data-live=${name}]`);
    if (next === null) continue;
    if (name === 'messages') hasAnswer = renewMessages(part, next);
    else if (part.innerHTML !== next.innerHTML) part.replaceChildren(...next.cloneNode(true).childNodes);
  }
  return hasAnswer;
}

function renewMessages(list: HTMLElement, fresh: Element): boolean {
  let hasAnswer = false;
  for (const next of fresh.children) {
    const present = document.getElementById(next.id);
    if (present === null) {
      list.append(document.importNode(next, true));
      hasAnswer ||= !next.classList.contains('mine');
    } else if (present.outerHTML !== next.outerHTML && present.querySelector('details[open]') === null) {
      present.replaceWith(document.importNode(next, true));
    }
  }
  return hasAnswer;
}
