// node queue.mjs "a review" [connection string]: sends it to the queue and prints its score
import { ServiceBusClient } from "@azure/service-bus";

const local = "Endpoint=sb://127.0.0.1;SharedAccessKeyName=RootManageSharedAccessKey;SharedAccessKey=SAS_KEY_VALUE;UseDevelopmentEmulator=true;";
const [text, connection = local] = process.argv.slice(2);
const client = new ServiceBusClient(connection);

await client.createSender("reviews").sendMessages({ messageId: "first", body: { id: 1, text, shop: "Graz" } });
const receiver = client.createReceiver("scored-reviews");
const [scored] = await receiver.receiveMessages(1, { maxWaitTimeInMs: 30_000 });
console.log(scored?.body ?? "Nothing came back within 30 seconds.");
if (scored) await receiver.completeMessage(scored);
await client.close();
