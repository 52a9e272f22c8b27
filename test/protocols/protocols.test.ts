import assert from "node:assert/strict";
import { contenders, missingServer, type ServerPorts } from "../../scripts/lib/compare/contenders";
import { ReadingServer } from "../../scripts/lib/compare/http/server";
import { count, countKeepAlive, time, type Counted } from "../../scripts/lib/compare/measure";
import { NAME, PAYLOAD_BYTES, type Address, type Protocol } from "../../scripts/lib/compare/protocol";
import { allProtocols } from "../../scripts/lib/compare/protocols/all";
import { testIdentities } from "../simulator/certificates";
import { itInFull } from "../thorough";
import { HOST, USER, type RunningServer } from "./server";
import { SERVERS } from "./servers";

const READINGS = 3;
const RECEIVERS = 2;

/** What MQTT 3.1.1 says that a reading takes: fixed header, topic with its length, packet identifier, payload. §3.3 */
const publishBytes = (qos: number): number => 2 + 2 + NAME.length + (qos > 0 ? 2 : 0) + PAYLOAD_BYTES;

/** PUBACK; PUBREC, PUBREL and PUBCOMP. §3.4 to §3.7 */
const ANSWERS = [0, 4, 12];

describe("the protocols that are compared", () => {
  const { ca, broker } = testIdentities();
  let readingServer: ReadingServer;

  before(async () => {
    readingServer = await ReadingServer.start(USER, broker);
  });
  after(() => readingServer.close());

  const address = (port: number, isSecure: boolean): Address => ({
    host: HOST,
    port,
    user: USER,
    ca: isSecure ? ca.cert : undefined,
  });

  /** Whatever the protocol, each receiver has got each reading once: the conversation fails otherwise. */
  async function checked(protocol: Protocol, port: number, isSecure: boolean): Promise<Counted> {
    const counted = await count(protocol, address(port, isSecure), RECEIVERS, READINGS);
    const { sender, receivers } = counted;
    assert.ok(sender.readings.up.bytes >= READINGS * PAYLOAD_BYTES);
    assert.ok(receivers.readings.down.bytes >= READINGS * RECEIVERS * PAYLOAD_BYTES);
    assert.ok(receivers.connect.opened >= RECEIVERS);
    for (const { connect, readings, end } of [sender, receivers]) {
      const phases = [connect, readings, end];
      const sum = (of: "opened" | "closed"): number => phases.reduce((total, phase) => total + phase[of], 0);
      assert.equal(sum("closed"), sum("opened"), "every connection is ended");
    }
    if (protocol.isAcknowledged) assert.ok(sender.readings.down.bytes > 0, "the server answers");
    else assert.equal(sender.readings.down.bytes, 0, "the server does not answer");
    return counted;
  }

  function itCompares(make: () => Protocol, ports: () => { plain: number; secure: number }): void {
    const { name } = make();
    let plain: Counted | undefined;
    it(`${name}: gets every reading to every receiver, and ends every connection`, async function () {
      this.timeout(120_000);
      await make().prepare?.(address(ports().plain, false));
      plain = await checked(make(), ports().plain, false);
    });

    itInFull(`${name}: does so with TLS, which adds to it`, async function (this: Mocha.Context) {
      this.timeout(120_000);
      const secure = await checked(make(), ports().secure, true);
      assert.ok(secure.sender.readings.up.bytes > plain!.sender.readings.up.bytes);
      assert.ok(secure.receivers.connect.down.bytes > plain!.receivers.connect.down.bytes);
    });

    it(`${name}: shows by itself that both sides are there`, async function () {
      this.timeout(120_000);
      const { idle } = make();
      const kept = await countKeepAlive(make(), address(ports().plain, false));
      for (const who of ["sender", "receiver"] as const) {
        for (const way of ["up", "down"] as const)
          assert.equal(kept[who][way].bytes > 0, idle[who][way] !== undefined, `${who}, ${way}`);
      }
    });
  }

  /** Of those that the names stand for; what they need is there when they are asked. */
  const named = (server: string): (() => Protocol)[] =>
    allProtocols(undefined as unknown as ReadingServer).flatMap((each, index) =>
      each.server === server ? [() => allProtocols(readingServer)[index]!] : [],
    );

  for (const make of named("node:http")) itCompares(make, () => readingServer.ports);

  for (const kind of SERVERS) {
    const suite = kind.isInstalled() ? describe : describe.skip;
    suite(`${kind.name} (apt-get install ${kind.package})`, () => {
      let server: RunningServer;

      before(async function () {
        this.timeout(300_000);
        server = await kind.start(broker);
      });
      after(() => server?.stop());

      it("tells its version", () => assert.match(server.version, /^\d+\.\d+/));

      for (const make of named(kind.name))
        itCompares(make, () => server.ports[make().port as "mqtt" | "amqp" | "xmpp"]!);

      if (kind.name !== "mosquitto") return;
      for (const qos of [0, 1, 2] as const) {
        it(`MQTT, QoS ${qos}: is counted to the byte`, async () => {
          const mqtt = named("mosquitto")[qos]!();
          const { sender, receivers } = await count(
            mqtt,
            address(server.ports.mqtt!.plain, false),
            RECEIVERS,
            READINGS,
          );
          const both = publishBytes(qos) + ANSWERS[qos]!;
          assert.equal(sender.readings.up.bytes + sender.readings.down.bytes, READINGS * both);
          assert.equal(receivers.readings.up.bytes + receivers.readings.down.bytes, READINGS * RECEIVERS * both);
        });
      }
    });
  }

  it("times readings, and acknowledgements where there are any", async () => {
    const [polled] = named("node:http");
    const latency = await time(polled!(), address(readingServer.ports.plain, false), RECEIVERS, READINGS);
    assert.ok(latency.toAllMs.median > 0 && latency.toAllMs.p95 >= latency.toAllMs.median);
    assert.ok(latency.acknowledgedMs !== undefined);
  });

  it("tells a wrong password from a reading", async () => {
    const http = named("node:http")[1]!();
    const stranger = { ...address(readingServer.ports.plain, false), user: { username: "node", password: "wrong" } };
    const sender = await http.connectSender(stranger, 60);
    await assert.rejects(sender.send("100000"), /HTTP status 401/);
    await sender.end();
  });

  it("leaves out by name what has no server, and says what to install", () => {
    const ports: ServerPorts = {
      mosquitto: { mqtt: { plain: 1, secure: 2 } },
      RabbitMQ: { amqp: { plain: 3, secure: 4 } },
    };
    const { present, leftOut } = contenders(allProtocols(readingServer), ports);
    assert.deepEqual(present[0], { protocol: present[0]!.protocol, ports: { plain: 1, secure: 2 } });
    assert.deepEqual(
      leftOut.map(({ name }) => name),
      [
        "MQTT, QoS 1 (RabbitMQ)",
        "HTTP, a connection per request",
        "HTTP, kept alive",
        "HTTP, server-sent events",
        "XMPP",
      ],
    );
    assert.equal(
      missingServer("ejabberd", "ejabberd", leftOut),
      "left out: XMPP (there is no ejabberd: apt-get install ejabberd)",
    );
  });
});
