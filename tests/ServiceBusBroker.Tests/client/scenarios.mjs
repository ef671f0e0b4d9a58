import rhea from "rhea";

// What a user of the official client does, each on a queue of its own named like the scenario. Each returns what it saw.
const send = (client, queue, ...messages) => client.createSender(queue).sendMessages(messages);

const receiveOne = async (receiver, maxWaitTimeInMs = 10_000) =>
  (await receiver.receiveMessages(1, { maxWaitTimeInMs }))[0];

const receiveAll = async (receiver, count) => {
  const all = [];
  while (all.length < count) {
    const some = await receiver.receiveMessages(count - all.length, { maxWaitTimeInMs: 10_000 });
    if (some.length === 0) break;
    all.push(...some);
  }
  return all;
};

const completeAll = async (receiver, messages) => {
  for (const message of messages) await receiver.completeMessage(message);
};

const receiverOf = (client, queue, options) => client.createReceiver(queue, { maxAutoLockRenewalDurationInMs: 0, ...options });
const deadLettersOf = (client, queue) => receiverOf(client, queue, { subQueueType: "deadLetter" });
// Long enough for what the scenario does before, on a busy machine too.
const SCHEDULED_IN_MS = 4_000;
const inMs = (milliseconds) => new Date(Date.now() + milliseconds);

export const scenarios = {
  "a-message-arrives-whole": async (client, queue) => {
    await send(client, queue, {
      body: { a: 1, list: [true, null, "ü"] }, messageId: "A", correlationId: "co", contentType: "application/json",
      subject: "sub", to: "you", replyTo: "me", timeToLive: 3_600_000, applicationProperties: { n: 42, s: "x", b: true },
    });
    const receiver = receiverOf(client, queue);
    const m = await receiveOne(receiver);
    await receiver.completeMessage(m);
    return {
      body: m.body, id: m.messageId, correlation: m.correlationId, type: m.contentType, subject: m.subject, to: m.to,
      replyTo: m.replyTo, ttl: m.timeToLive, properties: m.applicationProperties, deliveries: m.deliveryCount,
      state: m.state, sequence: String(m.sequenceNumber), lockedAfterEnqueued: m.lockedUntilUtc > m.enqueuedTimeUtc,
    };
  },

  "an-array-goes-out-as-one-batch-in-order": async (client, queue) => {
    await send(client, queue, ...[1, 2, 3, 4, 5].map((i) => ({ body: `b${i}` })));
    const receiver = receiverOf(client, queue);
    const messages = await receiveAll(receiver, 5);
    await completeAll(receiver, messages);
    return messages.map((m) => m.body);
  },

  "a-batch-fills-up-to-the-advertised-limit": async (client, queue) => {
    const sender = client.createSender(queue);
    const batch = await sender.createMessageBatch();
    while (batch.tryAddMessage({ body: "x".repeat(10_000) }));
    await sender.sendMessages(batch);
    const receiver = receiverOf(client, queue);
    const messages = await receiveAll(receiver, batch.count);
    await completeAll(receiver, messages);
    return { limit: batch.maxSizeInBytes, sent: batch.count, received: messages.length };
  },

  "an-empty-queue-gives-nothing": async (client, queue) =>
    (await receiverOf(client, queue).receiveMessages(5, { maxWaitTimeInMs: 200 })).length,

  "an-abandoned-message-comes-back-counted": async (client, queue) => {
    await send(client, queue, { body: 1 });
    const receiver = receiverOf(client, queue);
    const first = await receiveOne(receiver);
    await receiver.abandonMessage(first, { why: "later" });
    const second = await receiveOne(receiver);
    await receiver.completeMessage(second);
    return { deliveries: [first.deliveryCount, second.deliveryCount], properties: second.applicationProperties };
  },

  "a-dead-lettered-message-tells-why": async (client, queue) => {
    await send(client, queue, { body: "bad", messageId: "E" });
    const receiver = receiverOf(client, queue);
    await receiver.deadLetterMessage(await receiveOne(receiver), {
      deadLetterReason: "Poison", deadLetterErrorDescription: "no header", extra: "1",
    });
    const deadLetters = deadLettersOf(client, queue);
    const m = await receiveOne(deadLetters);
    await deadLetters.completeMessage(m);
    return {
      id: m.messageId, body: m.body, reason: m.deadLetterReason, description: m.deadLetterErrorDescription,
      source: m.deadLetterSource, extra: m.applicationProperties.extra, left: (await deadLetters.peekMessages(1)).length,
    };
  },

  "the-last-allowed-delivery-dead-letters": async (client, queue) => {
    await send(client, queue, { body: 1 });
    const receiver = receiverOf(client, queue);
    const deliveries = [];
    for (let i = 0; i < 3; i++) {
      const m = await receiveOne(receiver);
      deliveries.push(m.deliveryCount);
      await receiver.abandonMessage(m);
    }
    const m = await receiveOne(deadLettersOf(client, queue));
    return { deliveries, reason: m.deadLetterReason, left: (await receiver.peekMessages(1)).length };
  },

  "a-lock-that-ran-out-is-lost": async (client, queue) => {
    await send(client, queue, { body: 1 });
    const receiver = receiverOf(client, queue);
    const first = await receiveOne(receiver);
    const second = await receiveOne(receiver); // Comes when the first lock is over.
    const error = await receiver.completeMessage(first).then(() => null, (e) => e.code);
    await receiver.completeMessage(second);
    return { error, deliveries: second.deliveryCount };
  },

  "a-renewed-lock-lasts-longer": async (client, queue) => {
    await send(client, queue, { body: 1 });
    const receiver = receiverOf(client, queue);
    const m = await receiveOne(receiver);
    const before = m.lockedUntilUtc;
    await new Promise((resolve) => setTimeout(resolve, 20));
    const after = await receiver.renewMessageLock(m);
    await receiver.completeMessage(m);
    return after > before;
  },

  "peeking-receives-nothing": async (client, queue) => {
    await send(client, queue, { body: "p1" }, { body: "p2" });
    const receiver = receiverOf(client, queue);
    const peeked = await receiver.peekMessages(10);
    const received = await receiveAll(receiver, 2);
    return {
      peeked: peeked.map((m) => [m.body, String(m.sequenceNumber), m.state]),
      fromSecond: (await receiver.peekMessages(10, { fromSequenceNumber: peeked[1].sequenceNumber })).length,
      received: received.map((m) => [m.body, m.deliveryCount]),
    };
  },

  "receive-and-delete-leaves-nothing": async (client, queue) => {
    await send(client, queue, { body: 1 }, { body: 2 });
    const receiver = receiverOf(client, queue, { receiveMode: "receiveAndDelete" });
    const received = await receiveAll(receiver, 2);
    return { received: received.map((m) => m.body), left: (await receiver.peekMessages(10)).length };
  },

  "a-repeated-message-id-is-dropped": async (client, queue) => {
    await send(client, queue, { body: 1, messageId: "J" });
    await send(client, queue, { body: 2, messageId: "J" }, { body: 3, messageId: "K" });
    return (await receiverOf(client, queue).peekMessages(10)).map((m) => m.body);
  },

  "a-scheduled-message-comes-when-it-is-time": async (client, queue) => {
    const sender = client.createSender(queue);
    const time = inMs(SCHEDULED_IN_MS);
    const [first, second] = await sender.scheduleMessages([{ body: "kept" }, { body: "cancelled" }], time);
    await sender.cancelScheduledMessages(second);
    const receiver = receiverOf(client, queue);
    const before = await receiver.peekMessages(10);
    const m = await receiveOne(receiver);
    await receiver.completeMessage(m);
    return {
      before: before.map((p) => [p.body, p.state, p.sequenceNumber.equals(first)]),
      received: m.body, tooEarly: m.enqueuedTimeUtc < time, left: (await receiver.peekMessages(1)).length,
    };
  },

  "a-message-can-carry-its-schedule": async (client, queue) => {
    await send(client, queue, { body: "later", scheduledEnqueueTimeUtc: inMs(SCHEDULED_IN_MS) }, { body: "now" });
    const receiver = receiverOf(client, queue);
    return (await receiveAll(receiver, 2)).map((m) => m.body);
  },

  "cancelling-what-is-not-scheduled-fails": async (client, queue) => {
    await send(client, queue, { body: 1 });
    const receiver = receiverOf(client, queue);
    const [m] = await receiver.peekMessages(1);
    await client.createSender(queue).cancelScheduledMessages(m.sequenceNumber);
  },

  "a-deferred-message-comes-by-its-number-only": async (client, queue) => {
    await send(client, queue, { body: "aside", messageId: "L" });
    const receiver = receiverOf(client, queue);
    const m = await receiveOne(receiver);
    await receiver.deferMessage(m);
    const nothing = await receiver.receiveMessages(1, { maxWaitTimeInMs: 200 });
    const [deferred] = await receiver.receiveDeferredMessages(m.sequenceNumber);
    await receiver.completeMessage(deferred);
    return { nothing: nothing.length, id: deferred.messageId, state: deferred.state, left: (await receiver.peekMessages(1)).length };
  },

  "an-expired-message-is-dead-lettered": async (client, queue) => {
    await send(client, queue, { body: 1, timeToLive: 100 });
    const m = await receiveOne(deadLettersOf(client, queue));
    return { reason: m.deadLetterReason, left: (await receiverOf(client, queue).peekMessages(1)).length };
  },

  "messages-are-settled-after-their-link-closed": async (client, queue) => {
    await send(client, queue, { body: "complete" }, { body: "abandon" }, { body: "defer" }, { body: "dead-letter" });
    const first = receiverOf(client, queue);
    const [complete, abandon, defer, deadLetter] = await receiveAll(first, 4);
    await first.close();
    const other = receiverOf(client, queue); // Has no link to them, so it settles over the management node.
    await other.completeMessage(complete);
    await other.abandonMessage(abandon, { why: "later" });
    await other.deferMessage(defer);
    await other.deadLetterMessage(deadLetter, { deadLetterReason: "late", deadLetterErrorDescription: "link closed" });
    const twice = await other.completeMessage(complete).then(() => null, (e) => e.code);
    const left = await other.peekMessages(10);
    const [dead] = await deadLettersOf(client, queue).peekMessages(10);
    return {
      left: left.map((m) => [m.body, m.state, m.deliveryCount, m.applicationProperties?.why ?? null]),
      dead: [dead.body, dead.deadLetterReason, dead.deadLetterErrorDescription], twice,
    };
  },

  "two-receivers-share-without-overlap": async (client, queue) => {
    await send(client, queue, ...Array.from({ length: 100 }, (_, i) => ({ body: i })));
    const seen = await Promise.all([1, 2].map(async () => {
      const receiver = receiverOf(client, queue);
      const messages = await receiver.receiveMessages(50, { maxWaitTimeInMs: 10_000 });
      await completeAll(receiver, messages);
      return messages.map((m) => m.body);
    }));
    const all = seen.flat();
    const rest = await receiveAll(receiverOf(client, queue), 100 - all.length);
    return { distinct: new Set([...all, ...rest.map((m) => m.body)]).size, total: all.length + rest.length };
  },

  "a-subscription-completes-2000-messages": async (client, queue) => {
    const count = 2000;
    for (let i = 0; i < count; i += 250) {
      await send(client, queue, ...Array.from({ length: 250 }, (_, k) => ({ body: i + k })));
    }
    const receiver = receiverOf(client, queue);
    const seen = new Map();
    await new Promise((resolve, reject) => {
      receiver.subscribe({
        processMessage: async (m) => {
          seen.set(m.body, (seen.get(m.body) ?? 0) + 1);
          if (seen.size === count) resolve();
        },
        processError: async (e) => reject(e.error),
      }, { maxConcurrentCalls: 50 });
    });
    await receiver.close(); // Waits for the handlers and their completions.
    return { distinct: seen.size, twice: [...seen.values()].filter((n) => n > 1).length };
  },

  "a-message-over-256-KiB-is-refused": async (client, queue) => {
    await send(client, queue, { body: "x".repeat(256 * 1024) });
  },

  "a-single-large-message-is-refused-by-the-broker": async (client, queue) => {
    await client.createSender(queue).sendMessages({ body: "x".repeat(256 * 1024) });
  },

  "a-full-queue-refuses-more": async (client, queue) => {
    await send(client, queue, { body: "x".repeat(60_000) });
    await send(client, queue, { body: "x".repeat(60_000) });
  },

  // The official client goes on after 200 ms without this answer, so the library below it is asked.
  "a-drain-is-answered": (client, queue, port) => new Promise((resolve, reject) => {
    const connection = rhea.create_container().connect({ host: "127.0.0.1", port, username: "anonymous", reconnect: false });
    connection.on("disconnected", ({ error }) => reject(error ?? new Error("disconnected")));
    const receiver = connection.open_receiver({ source: queue, credit_window: 0 });
    receiver.on("receiver_open", () => {
      receiver.drain_credit();
      receiver.add_credit(5);
    });
    receiver.on("receiver_drained", () => {
      resolve({ credit: receiver.credit });
      connection.close();
    });
  }),

  "an-unknown-queue-is-an-error": async (client) => {
    await send(client, "nowhere", { body: 1 });
  },
};
