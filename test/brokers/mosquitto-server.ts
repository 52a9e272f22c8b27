import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Daemon, freePorts, keepFolderUntilExit, removeFolder, SEARCH_PATH } from "../simulator/broker/daemon";
import { FORBIDDEN, HOST, USER, type Server } from "./server";

const longestStartMs = 5_000;

/** A mosquitto that stores its sessions in a temporary folder. */
export class MosquittoServer implements Server {
  port = 0;
  #folder = "";
  #daemon: Daemon | undefined;

  async start(): Promise<void> {
    [this.port = 0] = await freePorts(HOST, 1);
    this.#folder = mkdtempSync(join(tmpdir(), "mosquitto-"));
    keepFolderUntilExit(this.#folder);
    const passwords = join(this.#folder, "passwords");
    const env = { PATH: SEARCH_PATH };
    execFileSync("mosquitto_passwd", ["-c", "-b", passwords, USER.username, USER.password], { env, stdio: "ignore" });
    const rights = join(this.#folder, "rights");
    writeFileSync(rights, `user ${USER.username}\ntopic readwrite #\ntopic deny ${FORBIDDEN}/#\n`);
    const settings = [
      `listener ${this.port} ${HOST}`,
      "allow_anonymous false",
      `password_file ${passwords}`,
      `acl_file ${rights}`,
      "persistence true",
      `persistence_location ${this.#folder}/`,
      "set_tcp_nodelay true",
    ];
    // Started by root it would become another user, who may not write here.
    if (process.getuid?.() === 0) settings.push("user root");
    writeFileSync(join(this.#folder, "mosquitto.conf"), settings.join("\n") + "\n");
    await this.#run();
  }

  async restart(): Promise<void> {
    await this.#daemon?.end();
    await this.#run();
  }

  async stop(): Promise<void> {
    await this.#daemon?.end();
    removeFolder(this.#folder);
  }

  async #run(): Promise<void> {
    this.#daemon = new Daemon("mosquitto", ["-c", "mosquitto.conf"], this.#folder);
    await this.#daemon.accepting(HOST, this.port, longestStartMs);
  }
}
