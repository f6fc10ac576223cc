/**
 * Sends the form until it has arrived. No answer, or one that says the server is in trouble: the same answers with the
 * same key go again, so that they count once however often they arrive. Tries stop when the page is closed.
 */
const TIMEOUT_MS = 15_000;
const WAIT_MS = { first: 2_000, most: 30_000 };

/** The page the server answers with. */
export async function deliver(
  form: HTMLFormElement,
  button: HTMLButtonElement,
  status: HTMLElement | null,
): Promise<Document> {
  const words = button.textContent;
  for (let waitMs = WAIT_MS.first; ; waitMs = Math.min(WAIT_MS.most, waitMs * 2)) {
    button.disabled = true;
    button.textContent = button.dataset['sending'] ?? words;
    const page = await tryOnce(form);
    button.disabled = false;
    button.textContent = words;
    if (page !== undefined) return page;
    if (status) status.textContent = status.dataset['words'] ?? '';
    button.textContent = button.dataset['retry'] ?? words;
    await untilWorthIt(button, waitMs);
  }
}

async function tryOnce(form: HTMLFormElement): Promise<Document | undefined> {
  const fields = [...new FormData(form).entries()].map(([name, value]) => [
    name,
    typeof value === 'string' ? value : '',
  ]);
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), TIMEOUT_MS);
  try {
    const body = new URLSearchParams(fields);
    const answer = await fetch(location.href, {
      method: 'POST',
      body,
      signal: limit.signal,
      headers: { accept: 'text/html' },
    });
    if (answer.status >= 500) return undefined;
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    // Something between us and the server may answer in its place.
    return page.querySelector('main') === null ? undefined : page;
  } catch {
    // No network, or nobody in time: it is tried again.
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}

/** The network is back, somebody presses the button, or time has passed. */
function untilWorthIt(button: HTMLElement, waitMs: number): Promise<void> {
  return new Promise((resolve) => {
    const done = new AbortController();
    const go = () => {
      done.abort();
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(go, waitMs);
    addEventListener('online', go, { signal: done.signal });
    button.addEventListener('click', go, { signal: done.signal });
  });
}
