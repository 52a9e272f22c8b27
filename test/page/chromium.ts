import type { Browser } from "playwright-core";
import { chromiumPath, launchChromium, LONGEST_START_MS } from "../../scripts/lib/page/chromium";

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
      browser = await launchChromium(flags);
    });
    after(() => browser?.close());
    suite.call(this, () => {
      if (browser === undefined) throw new Error("the browser has not been started yet");
      return browser;
    });
  });
}
