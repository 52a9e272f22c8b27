import assert from "node:assert/strict";
import { servePage } from "../../scripts/lib/page/server";
import { ask } from "../scripts/lib/page/ask";
import { DeskToShow } from "../scripts/lib/page/desk-to-show";
import { describeInBrowser } from "./chromium";
import { attempts, OtherPage } from "./other-page";
import { until } from "./until";
import { Visit } from "./visit";

const REBOUND = "rebound.example";

describeInBrowser(
  "a page from elsewhere in the same browser",
  (browser) => {
    let desk: DeskToShow;
    let served: Awaited<ReturnType<typeof servePage>>;
    let other: OtherPage;
    const action = JSON.stringify({ desk: 0, action: { do: "command", actuator: "pump", payload: "ON" } });

    beforeEach(async () => {
      desk = new DeskToShow();
      served = await servePage([desk], { port: 0 });
      other = await OtherPage.serve();
    });
    afterEach(async () => {
      await other.close();
      await served.close();
    });

    it("would reach the desk by the same means, were it the desk's own page", async () => {
      const { origin, hash } = new URL(served.url);
      const visit = await Visit.open(browser(), origin);
      const tried = attempts(origin, hash.slice(1), action);
      assert.equal(await visit.page.evaluate(tried["commands with the token"]), "200 {}");
      assert.match(await visit.page.evaluate(tried["reads the page"]), /^200 <!doctype html>/i);
      assert.equal(desk.done.length, 1);
      await visit.page.context().close();
    });

    for (const host of ["127.0.0.1", "localhost", REBOUND]) {
      it(`can neither read nor command from ${host}, also where it knows the token`, async () => {
        const { origin, hash, port } = new URL(served.url);
        const visit = await Visit.open(browser(), `http://${host}:${other.port}/`);
        // While the desk's own page is open beside it.
        const own = await visit.page.context().newPage();
        await own.goto(served.url);
        await until(() => desk.listeners === 1);
        for (const to of [origin, `http://localhost:${port}`]) {
          for (const [what, script] of Object.entries(attempts(to, hash.slice(1), action))) {
            assert.equal(await visit.page.evaluate(script), "refused", `${what} at ${to}`);
          }
        }
        assert.deepEqual(desk.done, []);
        assert.equal(desk.listeners, 1, "nobody further hears of what happens");
        await visit.page.context().close();
      });
    }

    it("is refused under a name that was made to lead to the desk", async () => {
      const { hash, port } = new URL(served.url);
      const to = `http://${REBOUND}:${port}`;
      const visit = await Visit.open(browser(), `http://${REBOUND}:${other.port}/`);
      const answer = await visit.page.goto(`${to}/${hash}`);
      assert.equal(answer?.status(), 403);
      // From there, it is the same origin.
      for (const [what, script] of Object.entries(attempts(to, hash.slice(1), action))) {
        assert.equal(await visit.page.evaluate(script), "refused", what);
      }
      assert.deepEqual([desk.done, desk.listeners], [[], 0]);
      await visit.page.context().close();
    });

    it("cannot show the desk in a frame of its own, nor look into a window with it", async () => {
      const { origin } = new URL(served.url);
      const visit = await Visit.open(browser(), `http://127.0.0.1:${other.port}/`);
      const frame = `new Promise((end) => {
        const frame = Object.assign(document.createElement("iframe"), { src: ${JSON.stringify(served.url)} });
        frame.onload = () => end("over");
        document.body.append(frame);
      })`;
      await visit.page.evaluate(frame);
      assert.ok(visit.page.frames().every((each) => !each.url().startsWith(origin)));
      const looked = `(() => {
        const opened = window.open(${JSON.stringify(served.url)}, "desk");
        return new Promise((end) => setInterval(() => {
          if (opened.closed) return end("refused");
          try { if (opened.location.href !== "about:blank") end("got " + opened.location.href); } catch { end("refused"); }
        }, 20));
      })()`;
      assert.equal(await visit.page.evaluate(looked), "refused");
      assert.deepEqual([desk.done, desk.listeners], [[], 0]);
      await visit.page.context().close();
    });

    it("is told why", async () => {
      const answer = await ask(served.url, "/events", { headers: { origin: `http://127.0.0.1:${other.port}` } });
      assert.equal(answer.status, 403);
      assert.match(answer.body, /This is not for other pages/);
    });
  },
  [`--host-resolver-rules=MAP ${REBOUND} 127.0.0.1`],
);
