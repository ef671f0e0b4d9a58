// The peer on Node: @huggingface/transformers with onnxruntime-node. Speaks the protocol of Workers/WorkerLoop.cs: a line with {"ready"} after
// the first score, then for every line {"texts","singly","batch"} one with {"seconds","latencies"}.
import { mkdtempSync, readFileSync, symlinkSync, mkdirSync, writeFileSync, rmSync, existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { env, pipeline } from "@huggingface/transformers";

const [directory, batch] = [resolve(process.argv[2]), Number(process.argv[3])];

// The library reads tokenizer.json and onnx/model.onnx: lay the same model out that way.
const root = mkdtempSync(join(tmpdir(), "sentiment-peer-"));
process.on("exit", () => rmSync(root, { recursive: true, force: true }));
mkdirSync(join(root, "model", "onnx"), { recursive: true });
for (const file of ["config.json", "vocab.txt"]) symlinkSync(join(directory, file), join(root, "model", file));
symlinkSync(existsSync(join(directory, "model.onnx")) ? join(directory, "model.onnx") : join(directory, "onnx/model.onnx"), join(root, "model", "onnx", "model.onnx"));
const { max_position_embeddings: longest } = JSON.parse(readFileSync(join(directory, "config.json"), "utf8"));
const vocabulary = readFileSync(join(directory, "vocab.txt"), "utf8").split("\n").filter((line) => line !== "");
const ids = Object.fromEntries(vocabulary.map((token, id) => [token, id]));
writeFileSync(join(root, "model", "tokenizer_config.json"), JSON.stringify({ tokenizer_class: "DistilBertTokenizer", do_lower_case: true, model_max_length: longest, pad_token: "[PAD]", cls_token: "[CLS]", sep_token: "[SEP]", unk_token: "[UNK]", mask_token: "[MASK]" }));
writeFileSync(join(root, "model", "tokenizer.json"), JSON.stringify({
  version: "1.0",
  added_tokens: ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"].map((content) => ({ id: ids[content], content, special: true, single_word: false, lstrip: false, rstrip: false, normalized: false })),
  normalizer: { type: "BertNormalizer", clean_text: true, handle_chinese_chars: true, strip_accents: null, lowercase: true },
  pre_tokenizer: { type: "BertPreTokenizer" },
  post_processor: { type: "BertProcessing", sep: ["[SEP]", ids["[SEP]"]], cls: ["[CLS]", ids["[CLS]"]] },
  decoder: { type: "WordPiece", prefix: "##", cleanup: true },
  model: { type: "WordPiece", unk_token: "[UNK]", continuing_subword_prefix: "##", max_input_chars_per_word: 100, vocab: ids },
}));

env.localModelPath = root;
env.allowRemoteModels = false;
const score = await pipeline("sentiment-analysis", "model", { dtype: "fp32", device: "cpu" });
await score("A first text.");
console.log(JSON.stringify({ ready: true }));

for await (const line of createInterface({ input: process.stdin })) {
  const { texts, singly } = JSON.parse(line);
  const start = performance.now();
  const latencies = [];
  const step = singly ? 1 : batch;
  for (let i = 0; i < texts.length; i += step) {
    const before = performance.now();
    await score(texts.slice(i, i + step));
    if (singly) latencies.push(performance.now() - before);
  }
  console.log(JSON.stringify({ seconds: (performance.now() - start) / 1000, latencies }));
}
process.exit(0);
