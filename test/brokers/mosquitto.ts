import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { accepting, DAEMON_PATH, end, freePort, killWithUs } from "../simulator/broker/daemon";
import { HOST, PASSWORD, USERNAME, type Server } from "./server";

const LONGEST_START_MS = 5_000;

/** mosquitto with a password file, which writes its sessions to a file when it is ended. */
export class MosquittoServer implements Server {
  readonly name = "mosquitto";
  readonly limits = {};
  port = 0;
  #folder = "";
  #child: ChildProcess | undefined;

  async start(): Promise<void> {
    if (this.#folder === "") {
      this.port = await freePort(HOST);
      this.#folder = mkdtempSync(join(tmpdir(), "mosquitto-"));
      const lines = [
        `listener ${this.port} ${HOST}`,
        "allow_anonymous false",
        `password_file ${this.#file("passwords")}`,
        "persistence true",
        `persistence_location ${this.#folder}/`,
        "set_tcp_nodelay true",
        // As root it would become another user, who may not read the folder.
        "user root",
      ];
      writeFileSync(this.#file("mosquitto.conf"), `${lines.join("\n")}\n`);
      const made = spawnSync("mosquitto_passwd", ["-b", "-c", this.#file("passwords"), USERNAME, PASSWORD], {
        env: { PATH: DAEMON_PATH },
      });
      if (made.status !== 0) throw new Error(`mosquitto_passwd: ${String(made.stderr)}`);
    }
    const child = spawn("mosquitto", ["-c", this.#file("mosquitto.conf")], {
      env: { PATH: DAEMON_PATH },
      stdio: "ignore",
    });
    killWithUs(child);
    this.#child = child;
    await accepting(child, HOST, this.port, LONGEST_START_MS);
  }

  async restart(): Promise<void> {
    await this.#end();
    await this.start();
  }

  async stop(): Promise<void> {
    await this.#end();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #end(): Promise<void> {
    if (this.#child !== undefined) await end(this.#child);
    this.#child = undefined;
  }

  #file(name: string): string {
    return join(this.#folder, name);
  }
}
