import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BoardError, loadBoard, type LoadedBoard, type LoadOptions } from "../../../../scripts/lib/board/load";
import { joinBroker } from "../../../../scripts/lib/broker/join";
import { neededForCleaning, neededForCommand, neededForMonitor } from "../../../../scripts/lib/cli/board";
import { checkBoard } from "../../../../scripts/lib/doctor/board";
import { UserError } from "../../../../scripts/lib/user-error";

const KEY = "0123456789abcdef0123456789abcdef";
const LISTED =
  "WIFI_SSID=my-wifi\nWIFI_PASSWORD=change-me\nMQTT_PASSWORD=change-me-too\nCOMMAND_KEY=change-me-0123456789abcdef\n";

/** What a computer has in its environment that is nobody's business. */
const CLOUD = { CLOUD_SECRET: "AKIA-not-for-boards", HOME: "/home/me" };

describe("a board file from elsewhere", () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "mote-foreign-"));
    mkdirSync(join(root, "boards"));
    writeFileSync(join(root, ".env.example"), LISTED);
    writeFileSync(join(root, "package.json"), '{ "engines": { "node": ">=20" } }');
  });
  afterEach(() => rmSync(root, { recursive: true }));

  function put(changes: object, name = "shed"): void {
    const board = {
      name,
      engine: "espruino",
      chip: "esp32",
      wifi: { ssid: "home", password: "correct horse" },
      broker: { urls: ["mqtt://192.168.7.20"] },
      ...changes,
    };
    writeFileSync(join(root, "boards", `${name}.json`), JSON.stringify(board));
  }

  function load(changes: object, options: Partial<LoadOptions> = {}): LoadedBoard {
    put(changes);
    return loadBoard("shed", { root, environment: {}, ...options });
  }

  /** What is said of it. */
  function refused(changes: object, options: Partial<LoadOptions> = {}): string {
    try {
      load(changes, options);
    } catch (error) {
      assert.ok(error instanceof BoardError, String(error));
      return error.message;
    }
    throw new Error("it was loaded");
  }

  const withPassword = (password: string): object => ({
    broker: { urls: ["mqtt://192.168.7.20"], username: "u", password },
  });

  describe("gets of the environment", () => {
    for (const name of ["CLOUD_SECRET", "HOME"]) {
      it(`no ${name}, which nothing lists, and is told how it could`, () => {
        const message = refused(withPassword(`\${${name}}`), { environment: CLOUD });
        assert.match(
          message,
          new RegExp(`:1:\\d+: error: \\$\\{${name}\\} is in this computer's environment.*--env ${name}`),
        );
        assert.ok(!Object.values(CLOUD).some((value) => message.includes(value)), message);
      });
    }

    it("what the user lists by --env, in .env or in .env.example", () => {
      const password = ({ board }: LoadedBoard): unknown => board.broker.password;
      const environment = { ...CLOUD, MQTT_PASSWORD: "of the environment" };
      assert.equal(
        password(load(withPassword("${CLOUD_SECRET}"), { environment, names: ["CLOUD_SECRET"] })),
        CLOUD.CLOUD_SECRET,
      );
      assert.equal(password(load(withPassword("${MQTT_PASSWORD}"), { environment })), "of the environment");
      writeFileSync(join(root, ".env"), "CLOUD_SECRET=\nOWN=x\n");
      assert.equal(password(load(withPassword("${CLOUD_SECRET}"), { environment })), CLOUD.CLOUD_SECRET);
      assert.equal(password(load(withPassword("${OWN}"), { environment: { OWN: "y" } })), "y");
      assert.equal(password(load(withPassword("${OWN}"))), "x");
    });

    it("no name that every object has", () => {
      for (const name of ["constructor", "__proto__", "toString"]) {
        assert.match(refused(withPassword(`\${${name}}`)), /has no value/);
      }
    });
  });

  describe("may have the key of signed commands", () => {
    const environment = { COMMAND_KEY: KEY };

    it("as that", () => {
      assert.equal(
        load({ commands: { signingKey: "${COMMAND_KEY}" } }, { environment }).board.commands?.signingKey,
        KEY,
      );
    });

    for (const [where, changes] of [
      ["user name", { broker: { urls: ["mqtt://x"], username: "${COMMAND_KEY}" } }],
      ["password", withPassword("a${COMMAND_KEY}b")],
      ["topic", { topics: { base: "home/${COMMAND_KEY}" } }],
      ["broker", { broker: { urls: ["mqtt://${COMMAND_KEY}.example"] } }],
      ["network", { wifi: { ssid: "${COMMAND_KEY}", password: "correct horse" } }],
      ["unit", { sensors: [{ id: "u", type: "analog", pin: "D34", periodSeconds: 5, unit: "${COMMAND_KEY}" }] }],
    ] as const) {
      it(`in no ${where}, whether it is there or not`, () => {
        for (const each of [environment, {}]) {
          const message = refused(changes, { environment: each });
          assert.match(message, /\$\{COMMAND_KEY\} is a key that commands are signed with.*only as "signingKey"/);
          assert.ok(!message.includes(KEY));
        }
      });
    }

    it("under no other name: one that another board's key has, or one of the same value", () => {
      put({ commands: { signingKey: "${GATE_KEY}" } }, "gate");
      const gate = { GATE_KEY: KEY, COPY: KEY };
      const names = Object.keys(gate);
      assert.match(
        refused(withPassword("${GATE_KEY}"), { environment: gate, names }),
        /\$\{GATE_KEY\} is a key that commands are signed with \(by boards\/gate\.json\)/,
      );
      assert.match(
        refused(withPassword("${COPY}"), { environment: gate, names }),
        /\$\{COPY\} is the same as \$\{GATE_KEY\}, a key for commands/,
      );
    });
  });

  it("has no value told as a part of the name of a time server, and may have the whole name from .env", () => {
    const environment = { MQTT_PASSWORD: "hunter2hunter2", TIME_HOST: "time.lan" };
    const options = { environment, names: Object.keys(environment) };
    for (const server of ["${MQTT_PASSWORD}.evil.example", "a-${MQTT_PASSWORD}", "${TIME_HOST}${MQTT_PASSWORD}"]) {
      const message = refused({ time: { server } }, options);
      assert.match(message, /a "\$\{NAME\}" stands here alone: as a part of a name it would be told/);
      assert.ok(!message.includes("hunter2"), message);
    }
    assert.equal(load({ time: { server: "${TIME_HOST}" } }, options).board.time?.server, "time.lan");
  });

  describe("that names its own broker", () => {
    let server: Server;
    let connections: number;
    let host: string;

    beforeEach(async () => {
      connections = 0;
      const sockets: Socket[] = [];
      server = createServer((socket) => {
        connections++;
        sockets.push(socket);
      });
      server.on("close", () => sockets.forEach((socket) => socket.destroy()));
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    });
    afterEach(async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.emit("close");
      await closed;
    });

    const own = (): object => ({ broker: { urls: [`mqtt://${host}`], username: "u", password: "${MQTT_PASSWORD}" } });
    const environment = { MQTT_PASSWORD: "hunter2hunter2" };

    it("is sent nothing of the user's by the commands that speak with a node", async () => {
      for (const changes of [
        own(),
        { broker: { urls: [`mqtt://${host}`] }, topics: { base: "${MQTT_PASSWORD}" } },
        { broker: { urls: [`mqtt://${host}`], username: "a${MQTT_PASSWORD}b" } },
      ]) {
        const { board, strangers } = load(changes, { environment });
        await assert.rejects(joinBroker(board, strangers), (error) => {
          assert.ok(error instanceof UserError);
          assert.match(error.message, /board file itself says where .* the values of MQTT_PASSWORD; .* into \.env/);
          return true;
        });
      }
      assert.equal(connections, 0);
    });

    it("is not looked at by the doctor, until it is the user's", async () => {
      put(own());
      const look = async (): Promise<string> =>
        (await checkBoard("shed", { root, environment })).map(({ level, found }) => `${level}: ${found}`).join("\n");
      assert.match(await look(), /^warn: mqtt:\/\/127\.0\.0\.1:\d+ was not connected to: the board file itself says/m);
      assert.equal(connections, 0);
      for (const name of ["127.0.0.1", host, `mqtt://${host}`]) {
        connections = 0;
        writeFileSync(join(root, ".env"), `BROKER=${name}\n`);
        server.once("connection", (socket) => socket.destroy());
        assert.match(await look(), /^fail: mqtt:\/\/.* does not answer/m);
        assert.equal(connections, 1);
      }
    });

    it("is not looked at while Wi-Fi still has the example's values", async () => {
      put({ wifi: { ssid: "home", password: "${WIFI_PASSWORD}" }, broker: { urls: [`mqtt://${host}`] } });
      const checks = await checkBoard("shed", { root, environment: { WIFI_PASSWORD: "change-me" } });
      assert.match(checks.map(({ fix }) => fix).join("\n"), /put your own values of WIFI_PASSWORD into \.env first/);
      assert.equal(connections, 0);
    });

    it("is connected to where nothing of the user's would go there, or the user names it", () => {
      const none = (loaded: LoadedBoard): void => assert.equal(loaded.strangers.size, 0);
      none(load({ broker: { urls: [`mqtt://${host}`], username: "u", password: "p" } }));
      const wifi = { ssid: "home", password: "${WIFI_PASSWORD}" };
      none(load({ wifi, broker: { urls: [`mqtt://${host}`] } }, { environment: { WIFI_PASSWORD: "my own one" } }));
      const named = { urls: ["mqtt://${BROKER}:1884"], username: "u", password: "${MQTT_PASSWORD}" };
      none(load({ broker: named }, { environment: { ...environment, BROKER: "broker.lan" }, names: ["BROKER"] }));
    });

    it("is not the user's for being made of the user's values", () => {
      const urls = ["mqtt://${MQTT_PASSWORD}.evil.example", "mqtt://broker.lan"];
      const { strangers } = load({ broker: { urls } }, { environment: { MQTT_PASSWORD: "hunter2" } });
      assert.equal(strangers.size, 2);
      assert.doesNotMatch([...strangers.values()].join(), /hunter2/);
    });
  });

  describe("is asked for no secret by a command that does not use it:", () => {
    const all = {
      wifi: { ssid: "${WIFI_SSID}", password: "${WIFI_PASSWORD}" },
      broker: { urls: ["mqtt://${MQTT_HOST}"], username: "${USER_NAME}", password: "${MQTT_PASSWORD}" },
      topics: { base: "${HOUSE}/shed" },
      commands: { signingKey: "${COMMAND_KEY}" },
      time: { server: "${TIME_HOST}" },
      sensors: [{ id: "up", type: "uptime", periodSeconds: 5, name: "${SENSOR}" }],
      actuators: [{ id: "pump", type: "switch", pin: "D25", commandTopic: "${PUMP}/set" }],
      homeAssistant: { name: "${DEVICE}" },
    };
    const missing = (needs?: LoadOptions["needs"]): string[] => {
      try {
        load(all, { needs });
        return [];
      } catch (error) {
        assert.ok(error instanceof BoardError, String(error));
        assert.ok(
          error.problems.every(({ message }) => /has no value/.test(message)),
          error.message,
        );
        return error.problems.map(({ message }) => /\{(\w+)\}/.exec(message)?.[1] ?? "");
      }
    };
    const broker = ["MQTT_HOST", "USER_NAME", "MQTT_PASSWORD"];

    for (const [command, needs, names] of [
      [
        "build",
        undefined,
        ["WIFI_SSID", "WIFI_PASSWORD", ...broker, "HOUSE", "COMMAND_KEY", "TIME_HOST", "SENSOR", "PUMP", "DEVICE"],
      ],
      ["command", neededForCommand(undefined), [...broker, "HOUSE", "COMMAND_KEY", "PUMP"]],
      ["command --broker", neededForCommand("mqtt://x"), [...broker.slice(1), "HOUSE", "COMMAND_KEY", "PUMP"]],
      ["clean-mqtt", neededForCleaning(undefined), [...broker, "HOUSE", "PUMP"]],
      ["monitor", neededForMonitor, []],
    ] as const) {
      it(command, () => assert.deepEqual(missing(needs), names));
    }

    it("and the rest of the board is what the file says", () => {
      const values = { MQTT_HOST: "h", USER_NAME: "u", MQTT_PASSWORD: "p", HOUSE: "home", COMMAND_KEY: KEY, PUMP: "x" };
      const { board } = load(all, {
        needs: neededForCommand(undefined),
        environment: values,
        names: Object.keys(values),
      });
      assert.deepEqual(board.broker.urls, ["mqtt://h"]);
      assert.equal(board.topics.nonce, "home/shed/nonce");
      assert.deepEqual(
        board.actuators.map(({ id, commandTopic, stateTopic }) => [id, commandTopic, stateTopic]),
        [["pump", "x/set", "home/shed/pump/state"]],
      );
    });

    it("and what is wrong in the file is told all the same", () => {
      const message = refused(
        { ...all, sensors: [{ id: "up", type: "uptime", periodSeconds: "5" }] },
        { needs: neededForMonitor },
      );
      assert.match(message, /expected a number, found text$/);
    });
  });
});
