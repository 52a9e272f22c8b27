import { arch, cpus, type } from "node:os";
import { resolve } from "node:path";
import { Command } from "commander";
import { SERVERS } from "../test/protocols/servers";
import { USER, type RunningServer } from "../test/protocols/server";
import { testIdentities } from "../test/simulator/certificates";
import { runCommand } from "./lib/cli/command-line";
import { wholeNumber } from "./lib/cli/numbers";
import { print, printError } from "./lib/cli/terminal";
import { compare, MOST_READINGS } from "./lib/compare/compare";
import { contenders, missingServer, type ServerPorts } from "./lib/compare/contenders";
import { ReadingServer } from "./lib/compare/http/server";
import { tablesInWords, writePages } from "./lib/compare/pages";
import { allProtocols } from "./lib/compare/protocols/all";
import { UserError } from "./lib/user-error";

const root = resolve(__dirname, "..");

const program = new Command("npm run compare-protocols --")
  .description(
    "Has the same readings go over MQTT, HTTP, AMQP and XMPP, by servers of its own, and counts and times them.",
  )
  .option("--readings <count>", "how many of them", wholeNumber(1, MOST_READINGS), 1_000)
  .option("--json", "prints all that was counted and timed")
  .option("--write", "also writes tables and pictures into test/protocols.md and its Chinese page")
  .action(async ({ readings, json, write }: { readings: number; json?: boolean; write?: boolean }) => {
    const { ca, broker } = testIdentities();
    const running: RunningServer[] = [];
    const readingServer = await ReadingServer.start(USER, broker);
    try {
      const ports: ServerPorts = { "node:http": { http: readingServer.ports } };
      const versions = [`Node.js ${process.versions.node}`];
      for (const server of SERVERS.filter(({ isInstalled }) => isInstalled())) {
        printError(`starting ${server.name}`);
        const started = await server.start(broker);
        running.push(started);
        ports[server.name] = started.ports;
        versions.push(`${server.name} ${started.version}`);
      }
      const { present, leftOut } = contenders(allProtocols(readingServer), ports);
      for (const server of SERVERS.filter(({ name }) => ports[name] === undefined))
        printError(missingServer(server.name, server.package, leftOut));
      if (write === true && leftOut.length > 0)
        throw new UserError("the pages stay as they are: not everything can be measured here");
      const findings = await compare(present, { user: USER, ca: ca.cert, readings, tell: printError });
      const machine = `${versions.join(", ")}; ${type()}, ${arch()}, ${cpus().length} × ${cpus()[0]?.model ?? "?"}`;
      if (json === true)
        print(JSON.stringify({ machine, readings, leftOut: leftOut.map(({ name }) => name), findings }));
      else [machine, ...tablesInWords(findings)].join("\n\n").split("\n").forEach(print);
      if (write !== true) return;
      await writePages(root, findings, machine);
    } finally {
      await readingServer.close();
      for (const server of running) await server.stop();
    }
  });

void runCommand(program);
