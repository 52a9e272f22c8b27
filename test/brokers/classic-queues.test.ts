import assert from "node:assert/strict";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePorts, keepFolderUntilExit, removeFolder } from "../simulator/broker/daemon";
import { isRabbitMqInstalled, RabbitMqNode, startPortMapper } from "../simulator/broker/rabbitmq-node";
import { inFullOr } from "../thorough";
import { asBoard, attempt, eventually, LONGEST_MS } from "./cluster-client";

const HOST = "127.0.0.1";

/** What RabbitMQ makes of a session unless told otherwise lives on one node alone. */
function suite(): void {
  let folder = "";
  let nodes: RabbitMqNode[] = [];
  let ports: number[] = [];
  let endMapper: (() => Promise<void>) | undefined;
  const at = (index: number): { host: string; port: number } => ({ host: HOST, port: ports[index] ?? 0 });

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "classic-queues-"));
    keepFolderUntilExit(folder);
    const [mapperPort = 0, ...others] = await freePorts(HOST, 7);
    const [cluster, amqp] = [others.slice(0, 2), others.slice(2, 4)];
    ports = others.slice(4);
    endMapper = await startPortMapper(mapperPort, folder);
    nodes = cluster.map((distributionPort, index) => {
      const [mqttPort = 0, amqpPort = 0] = [ports[index], amqp[index]];
      const inFolder = join(folder, String(index));
      const lines = ["mqtt.durable_queue_type = classic"];
      const settings = {
        folder: inFolder,
        mqttPort,
        amqpPort,
        distributionPort,
        mapperPort,
        users: [],
        cluster,
        lines,
      };
      return new RabbitMqNode(settings);
    });
    for (const node of nodes) await node.start();
  });
  after(async () => {
    await Promise.all(nodes.map((node) => node.kill()));
    await endMapper?.();
    removeFolder(folder);
  });

  /** Whether a board is let in and gets what it asks for. */
  async function works(index: number, id: string): Promise<boolean> {
    const joined = await attempt(at(index), asBoard(id));
    if (joined === undefined) return false;
    const { client } = joined;
    const isGranted = await new Promise<boolean>((resolve) => {
      client.on("close", () => resolve(false));
      client.subscribe(`fleet/${id}/relay/set`, { qos: 1 }, (error) => resolve(!error));
    });
    await client.endAsync(true);
    return isGranted;
  }

  it("a board with a session gets what it asks for at no other node while its own is away, and others do", async () => {
    assert.ok(await works(0, "board"));
    await nodes[0]?.kill();
    await eventually(() => works(1, "other"), "another board's session");
    assert.ok(!(await works(1, "board")));
  });
}

describe("RabbitMQ with classic queues, of which a node is killed", function () {
  this.timeout(4 * LONGEST_MS);
  if (!isRabbitMqInstalled()) it("left out: apt-get install rabbitmq-server");
  else if (inFullOr(true, false)) suite();
  else it("left out: in the long suite");
});
