import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium, type Browser } from "playwright-core";

/** What Debian and others call it. */
const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
/** A busy machine takes its time. */
export const LONGEST_START_MS = 120_000;

/** Chromium as it is installed here: what CHROMIUM says, or what PATH has; undefined where there is none. */
export function chromiumPath({ CHROMIUM, PATH = "" } = process.env): string | undefined {
  if (CHROMIUM !== undefined && CHROMIUM !== "") return CHROMIUM;
  const paths = PATH.split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return paths.find((path) => existsSync(path));
}

/** @param flags Of the command line, besides those that are always needed */
export function launchChromium(flags: readonly string[] = []): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath(),
    timeout: LONGEST_START_MS,
    // Root has none.
    chromiumSandbox: process.getuid?.() !== 0,
    // Containers have little of what else it would take.
    args: ["--disable-dev-shm-usage", ...flags],
  });
}
