import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium, type Browser } from "playwright-core";

/** What Debian and others call it. */
const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
/** A busy machine takes its time. */
const LONGEST_START_MS = 120_000;

/** Chromium as it is installed here: what CHROMIUM says, or what PATH has; undefined where there is none. */
function chromiumPath({ CHROMIUM, PATH = "" } = process.env): string | undefined {
  if (CHROMIUM !== undefined && CHROMIUM !== "") return CHROMIUM;
  const paths = PATH.split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return paths.find((path) => existsSync(path));
}

/** @param flags Of the command line, besides those that every test needs */
function launch(flags: readonly string[]): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath(),
    timeout: LONGEST_START_MS,
    // Root has none.
    chromiumSandbox: process.getuid?.() !== 0,
    // Containers have little of what else it would take.
    args: ["--disable-dev-shm-usage", ...flags],
  });
}

/**
 * Tests in a real browser, which is there for all of them; where none is installed they are left out, by name.
 * @param suite Is given the browser, once it was started
 * @param flags Further flags of its command line
 */
export function describeInBrowser(
  title: string,
  suite: (this: Mocha.Suite, browser: () => Browser) => void,
  flags: readonly string[] = [],
): void {
  if (chromiumPath() === undefined) {
    describe.skip(`${title}, for which no Chromium is installed here (apt-get install chromium)`, () => {
      it("in a browser");
    });
    return;
  }
  describe(title, function () {
    this.timeout(2 * LONGEST_START_MS);
    let browser: Browser | undefined;
    before(async () => {
      browser = await launch(flags);
    });
    after(() => browser?.close());
    suite.call(this, () => {
      if (browser === undefined) throw new Error("the browser has not been started yet");
      return browser;
    });
  });
}
