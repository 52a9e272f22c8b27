import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { KeptBuilds } from "../build/kept-builds";
import { makePage } from "./make";

const root = resolve(__dirname, "../../..");
const browser = join(__dirname, "browser");

export interface PageFile {
  type: string;
  bytes: Buffer;
}

/** What is kept of the page: its script and its style. */
interface MadePage {
  script: string;
  style: string;
}

/** The page's files, by method and path. They are made once for each state of their sources. */
export async function pageFiles(): Promise<ReadonlyMap<string, PageFile>> {
  const { script, style } = await madePage();
  const html = readFileSync(join(browser, "index.html"));
  return new Map([
    ["GET /", { type: "text/html; charset=utf-8", bytes: html }],
    ["GET /page.js", { type: "text/javascript; charset=utf-8", bytes: Buffer.from(script) }],
    ["GET /page.css", { type: "text/css; charset=utf-8", bytes: Buffer.from(style) }],
    ["GET /icon.svg", { type: "image/svg+xml", bytes: readFileSync(join(browser, "icon.svg")) }],
  ]);
}

/** How many bytes each file is, as it is and gzipped. */
export async function pageSizes(): Promise<{ name: string; bytes: number; gzipped: number }[]> {
  return [...(await pageFiles())].map(([what, { bytes }]) => ({
    name: what.replace("GET /", "") === "" ? "index.html" : what.replace("GET /", ""),
    bytes: bytes.length,
    gzipped: gzipSync(bytes, { level: 9 }).length,
  }));
}

async function madePage(): Promise<MadePage> {
  const kept = new KeptBuilds(join(root, "node_modules/.cache/page"), [
    browser,
    join(__dirname, "make.ts"),
    join(__dirname, "../desk"),
    join(root, "package-lock.json"),
  ]);
  const key = kept.key(["page"]);
  const before = kept.read<MadePage>(key);
  if (before !== undefined) return before;
  const made = await makePage(root, browser);
  kept.write(key, made);
  return made;
}
