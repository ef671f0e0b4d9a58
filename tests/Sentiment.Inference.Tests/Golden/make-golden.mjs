// Computes the token ids of the texts in tiny.jsonl for another vocabulary with Hugging Face's own JavaScript tokenizer:
//   npm ci && node make-golden.mjs ../../../models/sentiment-small tiny.jsonl > small.jsonl
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Tokenizer } from "@huggingface/tokenizers";

const [directory, textFile = "tiny.jsonl"] = process.argv.slice(2);
const vocabulary = readFileSync(join(directory, "vocab.txt"), "utf8").split("\n").filter((line) => line !== "");
const ids = Object.fromEntries(vocabulary.map((token, id) => [token, id]));
const specials = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];
const special = (token) => ({ SpecialToken: { id: token, type_id: 0 } });
const tokenizer = new Tokenizer({
  version: "1.0",
  added_tokens: specials.map((content) => ({
    id: ids[content], content, special: true, single_word: false, lstrip: false, rstrip: false, normalized: false,
  })),
  normalizer: { type: "BertNormalizer", clean_text: true, handle_chinese_chars: true, strip_accents: null, lowercase: true },
  pre_tokenizer: { type: "BertPreTokenizer" },
  post_processor: {
    type: "TemplateProcessing",
    single: [special("[CLS]"), { Sequence: { id: "A", type_id: 0 } }, special("[SEP]")],
    pair: [],
    special_tokens: Object.fromEntries(["[CLS]", "[SEP]"].map((t) => [t, { id: t, ids: [ids[t]], tokens: [t] }])),
  },
  decoder: { type: "WordPiece", prefix: "##", cleanup: true },
  model: { type: "WordPiece", unk_token: "[UNK]", continuing_subword_prefix: "##", max_input_chars_per_word: 100, vocab: ids },
}, { tokenizer_class: "DistilBertTokenizer", do_lower_case: true, clean_up_tokenization_spaces: true });

for (const line of readFileSync(textFile, "utf8").split("\n").filter((line) => line !== "")) {
  const { text } = JSON.parse(line);
  console.log(JSON.stringify({ text, ids: tokenizer.encode(text).ids }));
}
