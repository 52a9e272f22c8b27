import assert from "node:assert/strict";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";

/** How long something may take to show: long enough for a machine that is busy with all tests at once. */
const LONGEST_WAIT_MS = 90_000;

/** A page that somebody looks at. What goes wrong in it is noted. */
export class Visit {
  /** Exceptions, and errors of the console: of scripts, of what could not be loaded, of what the browser refuses. */
  readonly problems: string[] = [];

  private constructor(readonly page: Page) {
    page.on("pageerror", (error) => this.problems.push(error.stack ?? error.message));
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) this.problems.push(`${message.type()}: ${message.text()}`);
    });
  }

  /** Opens an address in a window of its own, which knows nothing of others. */
  static async open(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Visit> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    context.setDefaultTimeout(LONGEST_WAIT_MS);
    const visit = new Visit(await context.newPage());
    await visit.page.goto(url);
    return visit;
  }

  /** Closes it. @throws AssertionError where something went wrong in it, but for what a test has brought about itself */
  async close(expected?: RegExp): Promise<void> {
    await this.page.context().close();
    assert.deepEqual(
      this.problems.filter((problem) => expected?.test(problem) !== true),
      [],
    );
  }
}
