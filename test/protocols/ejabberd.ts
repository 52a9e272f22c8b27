import { accessSync, constants, existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { Daemon, freePorts, removeFolder } from "../simulator/broker/daemon";
import { HOST, serverFolder, USER, type Identity, type RunningServer } from "./server";

const longestStartMs = 120_000;

/** Below these lie the libraries of Erlang that Debian's ejabberd is made of: one of them for each kind of machine. */
const LIBRARIES = "/usr/lib";

/** Of the program itself, which does without ejabberdctl: that insists on the user ejabberd. */
function libraryFolder(): string | undefined {
  try {
    accessSync("/usr/bin/erl", constants.X_OK);
  } catch {
    return undefined;
  }
  return readdirSync(LIBRARIES)
    .map((name) => join(LIBRARIES, name))
    .find((folder) => /-linux-/.test(folder) && readdirSync(folder).some((name) => name.startsWith("ejabberd-")));
}

export function isEjabberdInstalled(): boolean {
  return libraryFolder() !== undefined;
}

/** An ejabberd with publish-subscribe. It is a node of Erlang without a name, and so needs no port mapper. */
export async function startEjabberd(identity: Identity): Promise<RunningServer> {
  const libraries = libraryFolder();
  if (libraries === undefined) throw new Error("ejabberd is not installed");
  const [plain = 0, secure = 0] = await freePorts(HOST, 2);
  const { folder } = serverFolder("ejabberd", identity);
  const pem = join(folder, "server.pem");
  writeFileSync(pem, identity.cert + identity.key, { mode: 0o600 });
  writeFileSync(join(folder, "ejabberd.yml"), configuration(plain, secure, pem));
  const isReady = join(folder, "ready");
  const register = `ok = ejabberd_auth:try_register(<<"${USER.username}">>, <<"localhost">>, <<"${USER.password}">>)`;
  const daemon = new Daemon(
    "erl",
    [
      ...["-noinput", "-mnesia", "dir", `"${join(folder, "store")}"`, "-s", "ejabberd"],
      ...["-eval", `${register}, ok = file:write_file("${isReady}", "")`],
    ],
    folder,
    {
      HOME: folder,
      ERL_LIBS: libraries,
      ERL_CRASH_DUMP: join(folder, "crash.dump"),
      EJABBERD_CONFIG_PATH: join(folder, "ejabberd.yml"),
      EJABBERD_LOG_PATH: join(folder, "ejabberd.log"),
    },
  );
  const stop = async (): Promise<void> => {
    await daemon.endAtOnce();
    removeFolder(folder);
  };
  try {
    await daemon.accepting(HOST, plain, longestStartMs);
    await written(isReady);
  } catch (error) {
    await stop();
    throw error;
  }
  return { version: version(libraries), ports: { xmpp: { plain, secure } }, stop };
}

/** It takes connections before its user is there. */
async function written(file: string): Promise<void> {
  const startMs = performance.now();
  while (performance.now() - startMs < longestStartMs) {
    if (existsSync(file)) return;
    await setTimeout(20);
  }
  throw new Error(`ejabberd did not know its user within ${longestStartMs} ms`);
}

/** Every client is the same user, with a resource of its own, and none is slowed down. */
function configuration(plain: number, secure: number, pem: string): string {
  const listener = (port: number, tls: boolean): string[] => [
    `  - port: ${port}`,
    `    ip: "${HOST}"`,
    "    module: ejabberd_c2s",
    "    shaper: none",
    `    tls: ${tls}`,
  ];
  return (
    [
      "hosts: [localhost]",
      "loglevel: error",
      "log_rotate_size: infinity",
      "auth_method: internal",
      "auth_password_format: scram",
      `certfiles: ["${pem}"]`,
      "shaper_rules: { max_user_sessions: infinity }",
      "listen:",
      ...listener(plain, false),
      ...listener(secure, true),
      "modules:",
      "  mod_ping: { send_pings: false }",
      "  mod_pubsub: { access_createnode: all, plugins: [flat], last_item_cache: false }",
    ].join("\n") + "\n"
  );
}

/** The folder of its own library is called by it. */
function version(libraries: string): string {
  const names = readdirSync(libraries).map((name) => /^ejabberd-(.*)/.exec(name)?.[1]);
  return names.find((name) => name !== undefined) ?? "?";
}
