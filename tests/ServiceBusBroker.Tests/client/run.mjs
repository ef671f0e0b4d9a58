// Runs every scenario against the broker whose connection string is given, and prints one JSON line for each.
import { ServiceBusClient } from "@azure/service-bus";
import { scenarios } from "./scenarios.mjs";

const client = new ServiceBusClient(process.argv[2], { retryOptions: { maxRetries: 0, timeoutInMs: 15_000 } });

const port = Number(/sb:\/\/127\.0\.0\.1:(\d+)/.exec(process.argv[2])[1]);

const timeout = (milliseconds) =>
  new Promise((_, reject) => setTimeout(() => reject(new Error(`not done in ${milliseconds} ms`)), milliseconds).unref());

await Promise.all(Object.entries(scenarios).map(async ([name, scenario]) => {
  try {
    const saw = await Promise.race([scenario(client, name, port), timeout(30_000)]);
    console.log(JSON.stringify({ name, saw: saw ?? null }));
  } catch (error) {
    console.log(JSON.stringify({ name, saw: { error: error.code ?? error.message } }));
  }
}));

await client.close();
