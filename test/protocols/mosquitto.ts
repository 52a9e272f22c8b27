import { execFileSync, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Daemon, freePorts, removeFolder, SEARCH_PATH } from "../simulator/broker/daemon";
import { HOST, serverFolder, USER, type Identity, type RunningServer } from "./server";

const longestStartMs = 20_000;

export async function startMosquitto(identity: Identity): Promise<RunningServer> {
  const [plain = 0, secure = 0] = await freePorts(HOST, 2);
  const { folder, cert, key } = serverFolder("mosquitto", identity);
  const passwords = join(folder, "passwords");
  execFileSync("mosquitto_passwd", ["-c", "-b", passwords, USER.username, USER.password], {
    env: { PATH: SEARCH_PATH },
    stdio: "ignore",
  });
  const lines = [
    "allow_anonymous false",
    `password_file ${passwords}`,
    "set_tcp_nodelay true",
    `listener ${plain} ${HOST}`,
    `listener ${secure} ${HOST}`,
    `certfile ${cert}`,
    `keyfile ${key}`,
  ];
  // Started by root it would become another user, who may not read here.
  if (process.getuid?.() === 0) lines.push("user root");
  writeFileSync(join(folder, "mosquitto.conf"), lines.join("\n") + "\n");
  const daemon = new Daemon("mosquitto", ["-c", "mosquitto.conf"], folder);
  const stop = async (): Promise<void> => {
    await daemon.end();
    removeFolder(folder);
  };
  try {
    await daemon.accepting(HOST, secure, longestStartMs);
  } catch (error) {
    await stop();
    throw error;
  }
  return { version: version(), ports: { mqtt: { plain, secure } }, stop };
}

function version(): string {
  const { stdout } = spawnSync("mosquitto", ["-h"], { env: { PATH: SEARCH_PATH }, encoding: "utf8" });
  return /version (\S+)/.exec(stdout)?.[1] ?? "?";
}
