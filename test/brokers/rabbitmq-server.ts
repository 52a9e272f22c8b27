import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePorts, keepFolderUntilExit, removeFolder } from "../simulator/broker/daemon";
import { RabbitMqNode, startPortMapper } from "../simulator/broker/rabbitmq-node";
import { FORBIDDEN, HOST, USER, type Server } from "./server";

/** A RabbitMQ with everything it writes in a temporary folder. */
export class RabbitMqServer implements Server {
  port = 0;
  #folder = "";
  #node: RabbitMqNode | undefined;
  #endMapper: (() => Promise<void>) | undefined;

  async start(): Promise<void> {
    const [mqttPort = 0, amqpPort = 0, distributionPort = 0, mapperPort = 0] = await freePorts(HOST, 4);
    this.port = mqttPort;
    const folder = (this.#folder = mkdtempSync(join(tmpdir(), "rabbitmq-")));
    keepFolderUntilExit(folder);
    this.#endMapper = await startPortMapper(mapperPort, folder);
    const users = [{ ...USER, reads: `^(?!${FORBIDDEN}\\.)` }];
    this.#node = new RabbitMqNode({ folder, mqttPort, amqpPort, distributionPort, mapperPort, users });
    await this.#node.start();
  }

  async restart(): Promise<void> {
    await this.#node?.end();
    await this.#node?.start();
  }

  async stop(): Promise<void> {
    // Nothing of it is needed any more, and to end in good order takes it seconds.
    await this.#node?.kill();
    await this.#endMapper?.();
    removeFolder(this.#folder);
  }
}
