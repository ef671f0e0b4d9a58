// Sends, schedules, receives, completes, dead-letters and peeks, and prints the results as one line of JSON.
import { ServiceBusClient } from "@azure/service-bus";

const [connectionString, queue] = process.argv.slice(2);
const client = new ServiceBusClient(connectionString, { retryOptions: { maxRetries: 0, timeoutInMs: 15_000 } });
const sender = client.createSender(queue);
const receiver = client.createReceiver(queue);
const deadLetters = client.createReceiver(queue, { subQueueType: "deadLetter" });
const bodies = (messages) => messages.map((message) => message.body);

await sender.sendMessages([{ body: { a: [1, null, "ü"] }, applicationProperties: { n: 42 } }, { body: "bad" }, { body: "stays" }]);
const [number] = await sender.scheduleMessages([{ body: "scheduled" }], new Date(Date.now() + 3_600_000));

const received = [];
while (received.length < 2) received.push(...await receiver.receiveMessages(2 - received.length, { maxWaitTimeInMs: 10_000 }));
await receiver.completeMessage(received[0]);
await receiver.deadLetterMessage(received[1], { deadLetterReason: "Poison", deadLetterErrorDescription: "no header" });

const peeked = await receiver.peekMessages(10);
const [dead] = await deadLetters.receiveMessages(1, { maxWaitTimeInMs: 10_000 });
await sender.cancelScheduledMessages(number);
console.log(JSON.stringify({
  received: bodies(received), properties: received[0].applicationProperties,
  peeked: peeked.map((message) => [message.body, message.state]), dead: [dead.body, dead.deadLetterReason],
}));
await client.close();
