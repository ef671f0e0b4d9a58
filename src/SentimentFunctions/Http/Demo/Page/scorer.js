// Scores many texts in batches, a few at a time; what is done stays done, so that a cancelled run can go on.

import { ApiError, pause, positiveLabel, score } from './api.js';

const atOnce = 2;
const mostCharacters = 400_000;
const mostDocuments = 1000;
const tries = 4;

export class Scorer {
  /** `results[i]` is the i-th text's score, or its error, or undefined as long as it has neither; some errors are known before. */
  constructor(texts, results) {
    this.texts = texts;
    this.results = results;
    this.done = results.filter(Boolean).length;
    this.model = null;
    this.size = 50;
  }

  /** Scores what has no result yet; ends when all is done, `signal` says so, or the app cannot go on. */
  async run(signal, onProgress) {
    const failed = new AbortController();
    const stop = AbortSignal.any([signal, failed.signal]);
    const pending = this.texts.map((_, i) => i).filter(i => !this.results[i]).reverse();
    const workers = Array.from({ length: atOnce }, async () => {
      try {
        while (pending.length > 0) {
          stop.throwIfAborted();
          await this.#batch(this.#take(pending), pending, stop);
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

  async #batch(batch, pending, signal) {
    const started = performance.now();
    let answer;
    try {
      // The file's bytes were read rightly: a U+FFFD came with them. The model reads over it; the app would take it for damage.
      answer = await this.#patiently({ documents: batch.map(i => ({ text: this.texts[i].replaceAll('\ufffd', '') })) }, signal);
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
      const { label, score: value, scores, tokens, unknown, truncated } = result;
      this.#set(batch[result.index], { label, score: value, positive: scores[positiveLabel(scores)], tokens, unknown, truncated });
    }
    for (const error of answer.errors) this.#set(batch[error.index], { error: error.message });
    // Batches of about half a second: long enough to be worth their call, short enough to see and to cancel.
    const took = performance.now() - started;
    if (took < 300 && batch.length === this.size) this.size = Math.min(mostDocuments, this.size * 2);
    else if (took > 1200) this.size = Math.max(10, Math.ceil(this.size / 2));
  }

  #set(i, result) {
    this.results[i] = result;
    this.done++;
  }

  /** A busy app is waited for as long as it asks to; one that fails gets a few more tries. */
  async #patiently(body, signal) {
    for (let attempt = 1; ; attempt++) {
      try {
        return await score(body, signal);
      } catch (reason) {
        if (!(reason instanceof ApiError)) throw reason;
        const busy = reason.status === 429;
        if (!busy && (attempt === tries || (reason.status > 0 && reason.status < 500))) throw reason;
        await pause(1000 * (reason.retryAfter ?? (busy ? 1 : 0.4 * attempt)), signal);
      }
    }
  }
}
