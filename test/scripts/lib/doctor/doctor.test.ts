import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { tmpdir } from "node:os";
import * as path from "node:path";
import type { Board, BoardFile } from "../../../../scripts/lib/board/config";
import { checkBoard } from "../../../../scripts/lib/doctor/board";
import { checkBrokers } from "../../../../scripts/lib/doctor/broker";
import { formatChecks, type Check } from "../../../../scripts/lib/doctor/check";
import { examine } from "../../../../scripts/lib/doctor/examine";
import { checkNode, checkPorts, checkTools } from "../../../../scripts/lib/doctor/machine";
import { checkWifi } from "../../../../scripts/lib/doctor/wifi";
import { createIdentity } from "../../../simulator/certificates";
import { AedesServer } from "../../../brokers/aedes-server";
import { HOST, USER } from "../../../brokers/server";
import { exampleBoard } from "../board/example-board";
import { UserError } from "../../../../scripts/lib/user-error";

const PROJECT = path.resolve(__dirname, "../../../..");
const PASSWORD = "correct horse battery";

const brokers = (broker: BoardFile["broker"]): Board["broker"] => exampleBoard({ broker }).broker;

/** Nothing is known of brokers but their URLs. */
const NOTHING = { strangers: new Map<string, string>(), examples: [] };

const levelAndText = ({ level, found }: Check): string => `${level}: ${found}`;

describe("the doctor", () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), "doctor-"));
    mkdirSync(path.join(root, "boards"));
    writeFileSync(path.join(root, ".env.example"), "WIFI_SSID=my-wifi\nWIFI_PASSWORD=change-me\n");
    writeFileSync(path.join(root, "package.json"), '{ "engines": { "node": ">=20" } }');
  });

  afterEach(() => rmSync(root, { recursive: true }));

  function writeBoard(urls: string[], extra: object = {}): void {
    const wifi = { ssid: "${WIFI_SSID}", password: "${WIFI_PASSWORD}" };
    const board = { name: "shed", engine: "espruino", chip: "esp32", wifi, broker: { urls, ...extra } };
    writeFileSync(path.join(root, "boards/shed.json"), JSON.stringify(board));
  }

  const environment = { WIFI_SSID: "home", WIFI_PASSWORD: PASSWORD, MQTT_PASSWORD: USER.password };

  it("knows which Node.js fits package.json", () => {
    const range = "^20.19.0 || ^22.13.0 || >=24";
    const levels = ["v20.19.0", "v22.14.1", "v24.0.0", "v30.1.0", "v20.18.9", "v21.7.0", "v22.12.9", "v18.20.0"].map(
      (version) => checkNode(version, range).level,
    );
    assert.deepEqual(levels, ["ok", "ok", "ok", "ok", "fail", "fail", "fail", "fail"]);
  });

  it("finds boards, none, those that this user may not open, and a missing package", async function () {
    const bridge = { vendorId: "10c4", productId: "ea60", path: path.join(root, "ttyUSB0") };
    const other = { path: path.join(root, "ttyS0") };
    writeFileSync(bridge.path, "");
    assert.equal(levelAndText(await checkPorts(async () => [])), "warn: no board on USB");
    assert.equal(levelAndText(await checkPorts(async () => [other])), "warn: no board on USB; other ports: 1");
    assert.equal(levelAndText(await checkPorts(async () => [other, bridge])), `ok: ${bridge.path}  CP210x`);
    const missing = await checkPorts(() => Promise.reject(new UserError('run "npm ci" again')));
    assert.deepEqual([missing.level, missing.fix], ["warn", 'run "npm ci" again']);
    // Nothing is closed to root.
    if (process.getuid?.() === 0) return;
    chmodSync(bridge.path, 0o060);
    const check = await checkPorts(async () => [bridge]);
    assert.equal(check.level, "fail");
    assert.match(check.fix ?? "", process.platform === "linux" ? /usermod -aG/ : /chmod a\+rw/);
  });

  it("tells what is there of the tools", () => {
    writeFileSync(path.join(root, "mosquitto"), "", { mode: 0o755 });
    const found = checkTools({ PATH: root, ESPRUINO: path.join(root, "nothing") }).map(levelAndText);
    assert.equal(found[0], "info: there");
    assert.match(found[3], /^warn: .*nothing is no program/);
    assert.match(checkTools({ PATH: root }).map(levelAndText)[3], /^info: not set/);
    // As Windows has it.
    writeFileSync(path.join(root, "socat.EXE"), "", { mode: 0o755 });
    const PATHEXT = [".COM", ".EXE"].join(path.delimiter);
    assert.equal(checkTools({ PATH: root, PATHEXT }).map(levelAndText)[1], "info: there");
  });

  it("sees what is wrong with a Wi-Fi network, without showing it", () => {
    const examples = ["my-wifi", "change-me"];
    for (const [ssid, password, expected] of [
      ["home", PASSWORD, "ok"],
      ["my-wifi", PASSWORD, "fail: still the example's values"],
      ["home", "change-me", "fail: still the example's values"],
      ["ä".repeat(17), PASSWORD, "fail: a network name of 34 bytes"],
      ["home", "short", "fail: a password that WPA forbids"],
      ["home", `${PASSWORD} `, "warn: a space at an end"],
      ["home", "", "warn: an open network"],
      ["home-5GHz", PASSWORD, "warn: the name suggests 5 GHz"],
    ]) {
      const check = checkWifi({ ssid, password }, examples);
      assert.ok(levelAndText(check).startsWith(expected), `${ssid}: ${levelAndText(check)}`);
      assert.equal(check.fix !== undefined, check.level !== "ok");
      assert.ok(!levelAndText(check).includes(PASSWORD));
    }
  });

  it("gets into a broker with the right password, and says when it is the wrong one", async () => {
    const server = new AedesServer();
    await server.start();
    try {
      const urls = [`mqtt://${HOST}:${server.port}`];
      const check = async (password: string | undefined): Promise<string> =>
        levelAndText((await checkBrokers(brokers({ urls, username: USER.username, password }), NOTHING))[0]);
      assert.match(
        await check(USER.password),
        /^warn: .* lets us in, but for the chip that address is the chip itself/,
      );
      assert.match(await check("wrong"), /^fail: .* refuses user name or password/);
      assert.match(
        levelAndText((await checkBrokers(brokers({ urls }), NOTHING))[0]),
        /^fail: .* refuses user name or password/,
      );
    } finally {
      await server.stop();
    }
  });

  it("tells a broker that is not there from one that says nothing and from a host that does not exist", async () => {
    const silent = createServer(() => {});
    await new Promise<void>((resolve) => silent.listen(0, HOST, resolve));
    const { port } = silent.address() as AddressInfo;
    const [nothing, silence, nobody] = await checkBrokers(
      brokers({ urls: [`mqtt://${HOST}:1`, `mqtt://${HOST}:${port}`, "mqtt://no-such-host.invalid"] }),
      NOTHING,
      300,
    );
    silent.close();
    assert.match(levelAndText(nothing), /^fail: .*:1: nothing listens there/);
    assert.match(levelAndText(silence), /^fail: .* does not answer/);
    assert.equal(nobody.level, "fail");
  });

  it("finds a broker that is chosen by the server name of TLS, which Espruino does not send", async () => {
    const { cert, key } = createIdentity({ name: "localhost" });
    for (const isByName of [true, false]) {
      // Any broker, as far as a connection goes: CONNACK for CONNECT.
      const server = createTlsServer({ cert, key }, (socket) => {
        socket.on("error", () => {});
        if (isByName && socket.servername !== "localhost") socket.destroy();
        else socket.on("data", () => socket.write(Buffer.of(0x20, 2, 0, 0)));
      });
      await new Promise<void>((resolve) => server.listen(0, HOST, resolve));
      const { port } = server.address() as AddressInfo;
      const ca = cert.replace(/-----.*-----|\s/g, "");
      const broker = brokers({ urls: [`mqtts://localhost:${port}`], tls: { ca } });
      const [check] = await checkBrokers(broker, NOTHING);
      server.close();
      assert.match(
        levelAndText(check),
        isByName ? /^fail: .* hangs up on the server name that Espruino sends/ : /^ok: .* lets us in/,
      );
    }
  });

  it("does not try the address that stands in the example", async () => {
    const urls = ["mqtt://192.168.1.10"];
    const [check] = await checkBrokers(brokers({ urls }), { ...NOTHING, examples: ["192.168.1.10"] });
    assert.equal(levelAndText(check), "fail: still the example's address");
  });

  it("reports every problem of a board file with its place, and that secrets are missing", async () => {
    writeBoard(["ssl://broker"]);
    const checks = await checkBoard("shed", { root, environment: { WIFI_SSID: "home" } });
    assert.match(checks.map(levelAndText).join("\n"), /no value for WIFI_PASSWORD in the environment/);
    assert.match(checks.map(levelAndText).join("\n"), /shed\.json:1:\d+: error: .*or mqtts:\/\/ for TLS/);
    assert.ok(checks.every(({ level, fix }) => level === "fail" && fix !== undefined));
    assert.match(
      levelAndText((await checkBoard("barn", { root, environment: {} }))[0]),
      /^fail: no board "barn".*there are: shed/,
    );
  });

  it("is healthy or not as a whole, has a fix for every failure, and shows no secret", async () => {
    const server = new AedesServer();
    await server.start();
    const secret = { ...environment, MQTT_HOST: HOST };
    writeBoard([`mqtt://\${MQTT_HOST}:${server.port}`], { username: USER.username, password: "${MQTT_PASSWORD}" });
    const healthy = await examine(
      root,
      { environment: secret, names: ["MQTT_HOST", "MQTT_PASSWORD"], board: "shed" },
      async () => [],
    );
    await server.stop();
    const sick = await examine(root, { environment: secret, names: ["MQTT_HOST", "MQTT_PASSWORD"] }, async () => []);
    assert.ok(healthy.isHealthy, healthy.lines.join("\n"));
    assert.ok(!sick.isHealthy);
    assert.match(
      sick.lines.join("\n"),
      /FAIL {2}broker of shed .*:\d+: nothing listens there \(host 127\.0\.0\.1\)\n +→ start the broker/,
    );
    for (const { lines } of [healthy, sick]) {
      const text = lines.join("\n");
      // Which host fails has to be known.
      for (const value of Object.values(secret).filter((each) => !["home", HOST].includes(each)))
        assert.ok(!text.includes(value), text);
    }
  });

  it("shows no host that is called as a password is, by a mistake in .env", async () => {
    writeBoard(["mqtt://${MQTT_HOST}:1"], { username: "node", password: "${MQTT_PASSWORD}" });
    const secret = { ...environment, MQTT_HOST: "hunter2.invalid", MQTT_PASSWORD: "Hunter2.invalid" };
    const names = ["MQTT_HOST", "MQTT_PASSWORD"];
    const { lines } = await examine(root, { environment: secret, names }, async () => []);
    const text = lines.join("\n");
    assert.match(text, /FAIL {2}broker of shed/);
    assert.doesNotMatch(text, /hunter2/i);
  });

  it("tells once what it finds of several boards, and looks at none that came with the project unless it is named", async () => {
    writeBoard(["mqtt://127.0.0.1:1"]);
    const file = path.join(root, "boards/shed.json");
    const text = readFileSync(file, "utf8");
    for (const name of ["barn", "attic"]) {
      writeFileSync(path.join(root, `boards/${name}.json`), text.replace("shed", name));
    }
    const example = readFileSync(path.join(PROJECT, "boards/greenhouse.json"), "utf8");
    // As a checkout on Windows may have it.
    writeFileSync(path.join(root, "boards/greenhouse.json"), example.replaceAll("\n", "\r\n"));
    const all = (await examine(root, { environment }, async () => [])).lines.join("\n");
    assert.equal(all.match(/nothing listens there/g)?.length, 1);
    assert.match(all, /FAIL {2}broker of attic, barn, shed {2}mqtt:\/\/127\.0\.0\.1:1: nothing listens there\n/);
    assert.doesNotMatch(all, /greenhouse/);
    const one = (await examine(root, { environment, board: "greenhouse" }, async () => [])).lines.join("\n");
    assert.match(one, /board greenhouse .*no value for MQTT_HOST/);
    // A changed one is somebody's own.
    writeFileSync(path.join(root, "boards/greenhouse.json"), example.replace("D34", "D35"));
    assert.match((await examine(root, { environment }, async () => [])).lines.join("\n"), /board greenhouse/);
  });

  it("says how to come by a board where nobody has one of their own, and is content", async () => {
    writeFileSync(path.join(root, "package.json"), '{ "engines": { "node": ">=1" } }');
    const { lines, isHealthy } = await examine(root, { environment }, async () => []);
    assert.ok(isHealthy);
    assert.match(lines.join("\n"), /info {2}boards +none of your own.*\n +→ npx mote new NAME makes one/);
  });

  it("names as many boards as can be read in front of what was found", () => {
    const check = (boards: string[]): Check => ({ name: "broker", boards, level: "ok", found: "good" });
    assert.match(formatChecks([check(["a", "b", "c"])])[0], /^ok {4}broker of a, b, c {2}good$/);
    assert.match(formatChecks([check(["a", "b", "c", "d"])])[0], /^ok {4}broker of a and 3 more {2}good$/);
  });

  it("is a table with the fix below its line", () => {
    assert.deepEqual(
      formatChecks([
        { name: "a", level: "ok", found: "good" },
        { name: "long", level: "fail", found: "bad", fix: "mend it" },
      ]),
      ["ok    a     good", "FAIL  long  bad", "            → mend it"],
    );
  });
});
