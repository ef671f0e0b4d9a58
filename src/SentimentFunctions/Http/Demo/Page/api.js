// The one call that this page makes: POST ../score.

const address = new URL('../score', import.meta.url);
const notJson = 'The answer broke off, or is not JSON. Is the app still running, or did another server answer?';
let key = '';

/** An error answer of the app, with its message. */
export class ApiError extends Error {
  constructor(status, code, message, retryAfter) {
    super(message);
    Object.assign(this, { status, code, retryAfter });
  }
}

export function useKey(value) {
  key = value;
}

/** Posts `body` as JSON and returns the parsed answer. Throws an ApiError, or an AbortError when `signal` aborts. */
export async function score(body, signal) {
  const headers = { 'Content-Type': 'application/json' };
  const hasKey = key !== '';
  if (hasKey) headers['x-functions-key'] = key;
  let response;
  try {
    response = await fetch(address, { method: 'POST', headers, body: JSON.stringify(body), signal });
  } catch (reason) {
    if (reason.name === 'AbortError') throw reason;
    throw new ApiError(0, 'unreachable', 'The app does not answer. Is it still running?');
  }
  const answer = await response.json().catch(reason => {
    if (reason.name === 'AbortError') throw reason;
    if (response.ok) throw new ApiError(0, 'unreachable', notJson);
    return {}; // An error whose body is not JSON is told by its status.
  });
  if (response.ok) return answer;
  const retryAfter = Number(response.headers.get('Retry-After')) || undefined;
  throw new ApiError(response.status, answer.code, answer.detail ?? words(response.status, hasKey), retryAfter);
}

function words(status, hasKey) {
  if (status === 401 || status === 403) {
    return hasKey ? 'That key was refused. Enter another one at the top of the page.'
      : 'This app needs a function key. Enter it at the top of the page.';
  }
  return `The app answered with an error (HTTP ${status}). Its log says more.`;
}

/** The label whose probability the page shows as positive. */
export function positiveLabel(scores) {
  const labels = Object.keys(scores);
  return labels.find(label => label.toUpperCase() === 'POSITIVE') ?? labels.at(-1);
}

/** The text for a probability; never 100 %, because nothing is certain. */
export function percent(value) {
  const shown = Math.round(value * 1000) / 10;
  return `${Math.min(99.9, Math.max(0.1, shown)).toFixed(1)} %`;
}

export function titleCase(label) {
  return label.charAt(0).toUpperCase() + label.slice(1).toLowerCase();
}

/** A wait that ends early when `signal` aborts, and at once if it has aborted before. */
export function pause(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const timer = setTimeout(resolve, milliseconds);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(new DOMException('Aborted', 'AbortError'));
    }, { once: true });
  });
}
