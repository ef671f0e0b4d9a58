// node csv.mjs FILE CONNECTION: drops the file into the container and prints the scored one; the host shows the connection string
import { basename } from "node:path";
import { BlobServiceClient } from "@azure/storage-blob";

const [file, connection] = process.argv.slice(2);
const name = basename(file);
const blobs = BlobServiceClient.fromConnectionString(connection);
const scored = blobs.getContainerClient("scored");

await blobs.getContainerClient("reviews").getBlockBlobClient(name).uploadFile(file);
const summary = scored.getBlobClient(name.replace(/\.csv$/, ".summary.json"));
for (let tries = 0; !(await summary.exists()); tries++) {
  if (tries === 300) throw new Error("No summary after a minute.");
  await new Promise((resolve) => setTimeout(resolve, 200));
}
console.log((await scored.getBlobClient(name).downloadToBuffer()).toString());
console.log((await summary.downloadToBuffer()).toString());
