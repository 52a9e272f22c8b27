import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { once } from "node:events";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { proxyAdvice } from "../../../../../scripts/lib/flash/interpreter/proxy";

const root = resolve(__dirname, "../../../../..");

describe("the proxy that the environment names", () => {
  it("is what a download goes by, where this Node.js can", async function () {
    this.timeout(30_000);
    if (!("setGlobalProxyFromEnv" in http)) this.skip();
    const asked: string[] = [];
    const proxy = http.createServer((request, response) => {
      asked.push(request.url ?? "");
      response.end("by the proxy");
    });
    // `fetch` opens a tunnel also for what is not encrypted.
    proxy.on("connect", (request, socket) => {
      asked.push(request.url ?? "");
      socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
    });
    proxy.listen(0, "127.0.0.1");
    await once(proxy, "listening");
    const { port } = proxy.address() as AddressInfo;
    const program = `
      require("./scripts/lib/flash/interpreter/proxy").useProxyOf(process.env);
      const { download } = require("./scripts/lib/flash/interpreter/download");
      download("http://mote.invalid/file").catch(() => {});`;
    await promisify(execFile)(process.execPath, ["-r", "./.config/run-typescript.cjs", "-e", program], {
      cwd: root,
      env: { ...process.env, HTTP_PROXY: `http://127.0.0.1:${port}`, NO_PROXY: "" },
    });
    proxy.close();
    assert.match(asked[0] ?? "", /mote\.invalid/);
  });

  it("is told of where a download failed and it was not used", () => {
    const named = { HTTPS_PROXY: "http://proxy.example:3128" };
    assert.match(proxyAdvice(named, false), /HTTPS_PROXY names a proxy.*NODE_USE_ENV_PROXY=1/);
    assert.equal(proxyAdvice(named, true), "");
    assert.equal(proxyAdvice({ ...named, NODE_USE_ENV_PROXY: "1" }, false), "");
    assert.equal(proxyAdvice({ HTTPS_PROXY: "" }, false), "");
  });
});
