import type { Board } from "../board/config";
import { networksOf } from "../board/facts";
import { readEnvironmentFile } from "../board/secrets";
import { BoardError, formatProblem, loadBoard, type LoadOptions } from "../board/load";
import { UserError } from "../user-error";
import type { StrangeBrokers } from "../board/strange-broker";
import { checkBrokers, type BrokerCheck } from "./broker";
import { BOARD, type Check } from "./check";
import { checkMemory } from "./memory";
import { checkWifi } from "./wifi";

/** Everything about one board: its file with the secrets it names, what it takes of the chip's memory, its Wi-Fi, its brokers. */
export async function checkBoard(
  nameOrPath: string,
  options: Pick<LoadOptions, "environment" | "names"> & { root: string },
): Promise<Check[]> {
  const { root } = options;
  const name = BOARD;
  let board: Board;
  let checks: Check[];
  let strangers: StrangeBrokers;
  let hide: (text: string) => string;
  try {
    const loaded = loadBoard(nameOrPath, options);
    ({ board, strangers, hide } = loaded);
    const warnings = loaded.warnings.map((warning): Check => ({ name, level: "warn", found: formatProblem(warning) }));
    checks =
      warnings.length > 0
        ? warnings
        : [{ name, level: "ok", found: `${loaded.path} is valid, and every ${"${NAME}"} has a value` }];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return problems(error).map((check) => ({ ...check, boards: [nameOrPath] }));
  }
  const examples = Object.values(readEnvironmentFile(root, ".env.example"));
  const parts: BrokerCheck[] = [
    ...(await checkMemory(board, root)),
    ...networksOf(board.wifi).map((each) => checkWifi(each, examples)),
    ...(await checkBrokers(board.broker, { strangers, examples })),
  ];
  return [
    ...checks.map((check) => ({ ...check, boards: [nameOrPath] })),
    ...parts.map(({ host, ...check }) => {
      const found = hide(check.found);
      return {
        ...check,
        boards: [board.name],
        // Which one fails has to be known, and a name from .env hides it.
        found: host === undefined || found.includes(host) || isSecret(host, board) ? found : `${found} (host ${host})`,
      };
    }),
  ];
}

/** Whether a host is called as something that nobody may see, by a mistake in .env. */
function isSecret(host: string, { wifi, broker, commands }: Board): boolean {
  const secrets = [...networksOf(wifi).map(({ password }) => password), broker.password, commands?.signingKey];
  return secrets.some((secret) => secret?.toLowerCase() === host.toLowerCase());
}

function problems(error: UserError): Check[] {
  const name = BOARD;
  if (!(error instanceof BoardError)) {
    const fix = error.message.startsWith("no board") ? "name one that is there" : "mend that first";
    return [{ name, level: "fail", found: error.message, fix }];
  }
  // What stands in .env without a value is told at its line.
  const missing = error.problems.flatMap(({ message }) => /^\$\{(\w+)\} has no value(?!:)/.exec(message)?.[1] ?? []);
  const rest = error.problems.filter(({ message }) => !/^\$\{\w+\} has no value(?!:)/.test(message));
  const checks = rest.map((problem): Check => {
    const found = formatProblem(problem);
    if (problem.severity === "warning") return { name, level: "warn", found };
    return { name, level: "fail", found, fix: "mend it at that place of the file" };
  });
  if (missing.length === 0) return checks;
  const names = [...new Set(missing)].join(", ");
  const fix = "cp .env.example .env (unless there is one), and put in your own values";
  return [...checks, { name, level: "fail", found: `no value for ${names} in the environment or .env`, fix }];
}
