import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePorts, keepFolderUntilExit, removeFolder } from "../simulator/broker/daemon";
import { NatsNode } from "../simulator/broker/nats-node";
import { FORBIDDEN, HOST, USER, type Server } from "./server";

/** A nats-server that stores its sessions in a temporary folder. A topic's "/" is a "." there. */
export class NatsServer implements Server {
  port = 0;
  #folder = "";
  #node: NatsNode | undefined;

  async start(): Promise<void> {
    const [mqttPort = 0, clientPort = 0] = await freePorts(HOST, 2);
    this.port = mqttPort;
    this.#folder = mkdtempSync(join(tmpdir(), "nats-"));
    keepFolderUntilExit(this.#folder);
    const rights = `{ publish: ">", subscribe: { allow: ">", deny: "${FORBIDDEN}.>" } }`;
    const user = `{ user: "${USER.username}", password: "${USER.password}", permissions: ${rights} }`;
    this.#node = new NatsNode({
      folder: this.#folder,
      mqttPort,
      clientPort,
      // What was on its way to a client when both went down comes again only then.
      ackWait: "1s",
      authorization: `authorization: { users: [${user}] }`,
    });
    await this.#node.start();
  }

  async restart(): Promise<void> {
    await this.#node?.end();
    await this.#node?.start();
  }

  async stop(): Promise<void> {
    await this.#node?.kill();
    removeFolder(this.#folder);
  }
}
