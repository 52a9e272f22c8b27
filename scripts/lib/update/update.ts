import type { Board } from "../board/config";
import { longestAwaySeconds } from "../board/sleeper";
import { wakeWords } from "../broker/wait-awake";
import { BackRun, MOST_MS } from "./back-run";
import { filtersOf, findNodes, type FoundNodes, type Which } from "./find-nodes";
import type { Time } from "./part-queue";
import type { Program } from "./program-image";
import { Pace, progressOf, progressText } from "./progress";
import type { Screen } from "./screen";
import { serve, type ServeOptions } from "./serve";
import { updateKey } from "./takes-updates";
import { UpdateRun } from "./update-run";

/** Of so many nodes each step is told; of more, only how it ends. */
const EACH_STEP = 10;
const SHOW_MS = 500;
const DAY_SECONDS = 86_400;

export interface UpdateContext extends Pick<ServeOptions, "client" | "join" | "stopped"> {
  board: Board;
  screen: Screen;
  time: Time;
  /** What stays on a broker is said to the person by the command that they gave. @param more Options */
  command(more: readonly string[]): string;
  /** How long the broker has to tell what is retained. */
  waitMs?: number;
}

export interface UpdateOptions extends Omit<Which, "isAway"> {
  program: Program;
  /** Seconds since 1970. */
  counter: number;
  canary: number;
  bytesPerSecond: number;
  isAgain: boolean;
  text: string;
  /** Leaves an offer on the broker, which a node takes at once or when it is told so; undefined: brings it to those that are online. */
  standing: "now" | "ask" | undefined;
  isDryRun: boolean;
}

/**
 * Brings a program to nodes, and sees it through its trial.
 * @returns whether each of them runs it
 * @throws UserError where nobody is there, or the broker refuses
 */
export async function update(context: UpdateContext, options: UpdateOptions): Promise<boolean> {
  const { board, screen, client, time, waitMs } = context;
  const { program, counter, canary, bytesPerSecond, isAgain, text, isDryRun } = options;
  // Who sleeps hears of it when it wakes.
  const standing = options.standing ?? (board.sleep === undefined ? undefined : "now");
  const key = updateKey(board);
  const found = await findNodes(client, board, { ...options, isAway: standing !== undefined }, waitMs);
  screen.say(`program  ${program.version}, ${program.image.bytes.length} bytes`);
  tellAway(found, screen);
  if (isDryRun) {
    tellPlan(found, { ...options, standing }, screen);
    return true;
  }
  const { name, engine, chip } = board;
  const offer = { name, engine, chip, ...program, when: standing ?? "now", isAgain, text } as const;
  let run: UpdateRun | undefined;
  const pace = new Pace();
  const isFew = found.nodes.length <= EACH_STEP;
  const show = (): void => {
    const progress = progressOf(run?.nodes ?? [], program.image.bytes.length);
    screen.progress(progressText(progress, pace.secondsLeft(time.nowMs(), progress), found.nodes.length));
  };
  const stopShowing = repeat(time, SHOW_MS, show);
  if (standing !== undefined) tellStanding(context, found, options.standing ?? "asleep");
  try {
    await serve({
      ...context,
      filters: filtersOf(board),
      print: (line) => screen.say(line),
      run: (publish) =>
        (run = new UpdateRun({
          nodes: found.nodes,
          key,
          offer,
          counter,
          canary,
          bytesPerSecond,
          isStanding: standing !== undefined,
          isOpenEnded: options.standing !== undefined,
          time,
          publish,
          tell: (node, said) => {
            if (isFew || !node.isUnderWay) screen.say(`${node.label}  ${said}`);
          },
        })),
    });
    show();
  } finally {
    stopShowing();
    screen.end();
  }
  return run !== undefined && tellEnd(context, run, standing !== undefined);
}

/** Has nodes return to the program before. @returns whether all of them did */
export async function goBack(
  context: UpdateContext,
  which: Omit<Which, "isAway">,
  isDryRun: boolean,
): Promise<boolean> {
  const { board, screen, client, time, waitMs } = context;
  const key = updateKey(board);
  const found = await findNodes(client, board, { ...which, isAway: false }, waitMs);
  tellAway(found, screen);
  if (isDryRun) {
    for (const { label, version = "it has not said what" } of found.nodes) {
      screen.say(`${label}  runs ${version}, and would return to the program before`);
    }
    return true;
  }
  if (board.sleep !== undefined) screen.say(`each is told to when it is awake; ${wakeWords(board)}`);
  let run: BackRun | undefined;
  await serve({
    ...context,
    filters: filtersOf(board),
    print: (line) => screen.say(line),
    run: (publish) =>
      (run = new BackRun({
        nodes: found.nodes,
        key,
        mostMs: MOST_MS + sleepMs(board),
        time,
        publish,
        tell: (label, said) => screen.say(`${label}  ${said}`),
      })),
  });
  return run?.isDone === true;
}

/** Takes the offers away that stay on the broker. */
export async function withdraw(context: UpdateContext, which: Omit<Which, "isAway">): Promise<void> {
  const { board, screen, client, waitMs } = context;
  const { nodes } = await findNodes(client, board, { ...which, isAway: true }, waitMs);
  for (const { label, topics } of nodes) {
    await client.publishAsync(topics.update, "", { qos: 1, retain: true });
    screen.say(`${label}  no offer stays on ${topics.update}`);
  }
}

/** How long a node may be asleep, as far as anybody knows. */
function sleepMs(board: Board): number {
  return board.sleep === undefined ? 0 : 1_000 * (longestAwaySeconds(board) ?? DAY_SECONDS);
}

function tellAway({ away }: FoundNodes, screen: Screen): void {
  for (const { label } of away)
    screen.say(`${label}  is offline, and left out (--offer leaves one on the broker for it)`);
}

function tellPlan({ nodes }: FoundNodes, { program, canary, standing }: UpdateOptions, screen: Screen): void {
  nodes.forEach(({ label, isOnline, version = "it has not said what" }, index) => {
    if (version === program.version) {
      screen.say(`${label}  runs ${version} already`);
      return;
    }
    const turn =
      canary === 0 || canary >= nodes.length
        ? ""
        : index < canary
          ? ", first"
          : ", once the first ones stood their trial";
    const what = standing === undefined ? "get" : isOnline ? "be offered" : "be offered, when it comes,";
    screen.say(`${label}  runs ${version}, and would ${what} ${program.version}${turn}`);
  });
}

function tellStanding(
  { board, screen, command }: UpdateContext,
  { nodes }: FoundNodes,
  standing: "now" | "ask" | "asleep",
): void {
  const when = standing === "ask" ? "it is told to, as by Install in Home Assistant" : "it hears of it";
  const until = standing === "asleep" ? "each has it" : "Ctrl-C";
  screen.say(`offered  to ${nodes.map(({ label }) => label).join(", ")}: a node takes it when ${when}`);
  if (board.sleep !== undefined) screen.say(`         It sleeps; ${wakeWords(board)}.`);
  screen.say(`         The offer stays on the broker; its parts are served from here, until ${until}.`);
  screen.say(`         ${command(["--withdraw"])} takes it away.`);
}

function tellEnd({ screen, command }: UpdateContext, run: UpdateRun, isStanding: boolean): boolean {
  const count = (isSuch: (node: UpdateRun["nodes"][number]) => boolean): number => run.nodes.filter(isSuch).length;
  const [confirmed, underWay] = [count(({ phase }) => phase === "confirmed"), count((node) => node.isUnderWay)];
  const spared = count(({ phase }) => phase === "waiting");
  if (run.nodes.length > 1) screen.say(`${confirmed} of ${run.nodes.length} nodes run the new program`);
  if (spared > 0 && run.stopped !== undefined) {
    const why = run.stopped === "canary" ? "the first ones did not all stand their trial" : "a node came back";
    screen.say(`${spared} were spared, and run what they ran: ${why}`);
  }
  if (isStanding && underWay > 0) {
    screen.say(
      `the offer stays on the broker for ${underWay}: ${command(["--offer"])} serves it again, ${command(["--withdraw"])} takes it away`,
    );
  } else if (underWay > 0) {
    screen.say(`${underWay} on their way go on where they are when this command is given again`);
  }
  return confirmed === run.nodes.length;
}

/** Does something again and again. @returns ends that */
function repeat({ after }: Time, ms: number, run: () => void): () => void {
  let cancel = after(ms, again);
  function again(): void {
    run();
    cancel = after(ms, again);
  }
  return () => cancel();
}
