// node replay.mjs CONNECTION [queue]: moves every dead-lettered message back to its queue, with the id and the body that it had
import { ServiceBusClient } from "@azure/service-bus";

const [connection, queue = "reviews"] = process.argv.slice(2);
const client = new ServiceBusClient(connection);
const dead = client.createReceiver(queue, { subQueueType: "deadLetter", skipParsingBodyAsJson: true });
const sender = client.createSender(queue);
const started = new Date();
let [moved, messages] = [0, []];

do {
  // What fails again while this runs stays where it is.
  messages = (await dead.receiveMessages(64, { maxWaitTimeInMs: 5_000 })).filter((message) => message.enqueuedTimeUtc < started);
  for (const message of messages) {
    // Sent before it is completed: broken off in between, it comes twice with the same messageId, and is not lost.
    const { messageId, body, contentType, correlationId, subject } = message;
    await sender.sendMessages({ messageId, body, contentType, correlationId, subject });
    await dead.completeMessage(message);
    moved++;
  }
} while (messages.length > 0);
console.log(`${moved} messages are back in ${queue}.`);
await client.close();
