// Scores many texts in batches, a few at a time. Results are kept, so that a cancelled run can continue.

import { ApiError, pause, positiveLabel, score } from './api.js';

const atOnce = 2;
const mostCharacters = 400_000;
const mostDocuments = 1000;
const tries = 4;

export class Scorer {
  /** `results[i]` is the i-th text's score, or its error, or undefined until it has one; some errors are known before. */
  constructor(texts, results) {
    this.texts = texts;
    this.results = results;
    this.done = results.filter(Boolean).length;
    this.model = null;
    this.isBusy = false; // Whether the last answer of the app said so.
    this.size = 50;
  }

  /** Scores the texts without a result. Ends when all are done, when `signal` aborts, or when the app fails. */
  async run(signal, onProgress) {
    this.isBusy = false;
    const failed = new AbortController();
    const stop = AbortSignal.any([signal, failed.signal]);
    const pending = this.texts.map((_, i) => i).filter(i => !this.results[i]).reverse();
    const workers = Array.from({ length: atOnce }, async () => {
      try {
        while (pending.length > 0) {
          stop.throwIfAborted();
          await this.#batch(this.#take(pending), pending, stop, onProgress);
          onProgress();
        }
      } catch (reason) {
        failed.abort();
        throw reason;
      }
    });
    const outcomes = await Promise.allSettled(workers);
    const reasons = outcomes.filter(outcome => outcome.status === 'rejected').map(outcome => outcome.reason);
    if (reasons.length > 0) throw reasons.find(reason => reason.name !== 'AbortError') ?? reasons[0];
  }

  #take(pending) {
    const batch = [];
    let characters = 0;
    while (pending.length > 0 && batch.length < this.size && characters < mostCharacters) {
      const next = pending.pop();
      characters += this.texts[next].length;
      batch.push(next);
    }
    return batch;
  }

  async #batch(batch, pending, signal, onProgress) {
    const started = performance.now();
    let answer;
    try {
      // The file was decoded correctly, so a U+FFFD is part of it. The model ignores it, but the app would refuse it as damage.
      const documents = batch.map(i => ({ text: this.texts[i].replaceAll('\ufffd', '') }));
      answer = await this.#patiently({ documents }, signal, onProgress);
    } catch (reason) {
      if (reason.status !== 413) throw reason;
      if (batch.length === 1) {
        this.#set(batch[0], { error: reason.message });
      } else {
        this.size = Math.ceil(batch.length / 2);
        pending.push(...batch.reverse());
      }
      return;
    }
    this.model = answer.model;
    for (const result of answer.results) {
      const { label, score: value, scores, tokens, unknown, truncated, decidedBy } = result;
      const positive = scores[positiveLabel(scores)];
      this.#set(batch[result.index], { label, score: value, scores, positive, tokens, unknown, truncated, decidedBy });
    }
    for (const error of answer.errors) this.#set(batch[error.index], { error: error.message });
    // Batches of about half a second: long enough to be worth a call, short enough to show progress and to cancel.
    const took = performance.now() - started;
    if (took < 300 && batch.length === this.size) this.size = Math.min(mostDocuments, this.size * 2);
    else if (took > 1200) this.size = Math.max(10, Math.ceil(this.size / 2));
  }

  #set(i, result) {
    this.results[i] = result;
    this.done++;
  }

  /** Waits for a busy app as long as it asks, and retries a failing one a few times. */
  async #patiently(body, signal, onProgress) {
    let failures = 0;
    for (;;) {
      try {
        const answer = await score(body, signal);
        this.isBusy = false;
        return answer;
      } catch (reason) {
        if (!(reason instanceof ApiError)) throw reason;
        this.isBusy = reason.status === 429;
        if (!this.isBusy && (++failures === tries || (reason.status > 0 && reason.status < 500))) throw reason;
        onProgress();
        await pause(1000 * (reason.retryAfter ?? (this.isBusy ? 1 : 0.4 * failures)), signal);
      }
    }
  }
}
