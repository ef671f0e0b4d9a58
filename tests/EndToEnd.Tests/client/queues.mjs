// node queues.mjs send <connection string> <queue> <file>             one message a line: {"messageId", "bytes" (Base64)}
// node queues.mjs receive <connection string> <queue> <n> <seconds>   prints {"messageId", "body"} a line, until n came or time is up
// node queues.mjs peek <connection string> <queue>                    prints {"messageId", "body"} a line, for all that is there
import { ServiceBusClient } from "@azure/service-bus";
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";

const [command, connectionString, queue, count, seconds] = process.argv.slice(2);
const client = new ServiceBusClient(connectionString);

async function send() {
  const sender = client.createSender(queue);
  let batch = await sender.createMessageBatch();
  for await (const line of createInterface({ input: createReadStream(count) })) {
    const { messageId, bytes } = JSON.parse(line);
    const message = { messageId, body: Buffer.from(bytes, "base64") };
    if (batch.tryAddMessage(message)) continue;
    await sender.sendMessages(batch);
    batch = await sender.createMessageBatch();
    batch.tryAddMessage(message);
  }
  await sender.sendMessages(batch);
  await sender.close();
}

async function receive() {
  const receiver = client.createReceiver(queue);
  const end = Date.now() + 1000 * Number(seconds);
  for (let received = 0; received < Number(count) && Date.now() < end; ) {
    for (const message of await receiver.receiveMessages(64, { maxWaitTimeInMs: 2000 })) {
      console.log(JSON.stringify({ body: message.body, deliveryCount: message.deliveryCount }));
      await receiver.completeMessage(message);
      received++;
    }
  }
  await receiver.close();
}

// Until none come: what is added or taken meanwhile is seen or not, what stays is seen.
async function peek() {
  const receiver = client.createReceiver(queue);
  let messages;
  while ((messages = await receiver.peekMessages(250)).length > 0)
    for (const { messageId, body } of messages) console.log(JSON.stringify({ messageId, body: body ?? null }));
  await receiver.close();
}

await { send, receive, peek }[command]();
await client.close();
