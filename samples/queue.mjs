// node queue.mjs "a review" [connection string]: sends it to the queue and prints its score
import { randomUUID } from "node:crypto";
import { ServiceBusClient } from "@azure/service-bus";

const local = "Endpoint=sb://127.0.0.1;SharedAccessKeyName=RootManageSharedAccessKey;SharedAccessKey=SAS_KEY_VALUE;UseDevelopmentEmulator=true;";
const [text, connection = local] = process.argv.slice(2);
const client = new ServiceBusClient(connection);

const messageId = randomUUID();
await client.createSender("reviews").sendMessages({ messageId, body: { id: 1, text, shop: "Graz" } });

const receiver = client.createReceiver("scored-reviews");
const others = []; // results of other messages, given back at the end
let scored;
for (const end = Date.now() + 30_000; !scored && Date.now() < end; ) {
  for (const message of await receiver.receiveMessages(10, { maxWaitTimeInMs: 1_000 })) {
    if (message.body?.messageId === messageId) scored = message;
    else others.push(message);
  }
}

console.log(scored?.body ?? "Nothing came back within 30 seconds. Does the host run?");
process.exitCode = scored ? 0 : 1;
if (scored) await receiver.completeMessage(scored);
for (const message of others) await receiver.abandonMessage(message);
await client.close();
