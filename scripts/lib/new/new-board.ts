import { readEnvironmentFile } from "../board/secrets";
import { typed } from "../cli/mote";
import { hardwarePictureFile } from "../board/reference/hardware-picture";
import { CHIP_NAMES } from "../platforms/chip-names";
import { HARDWARE, type HardwareName } from "../platforms/hardware";
import type { Platform } from "../platforms/engine-files";
import { PLATFORMS, platformName } from "../platforms/needs";
import { UserError } from "../user-error";
import type { Asked } from "./asked";
import { boardFileOf, type Wish } from "./board-file";
import { askForBoard, pinLines, usualBase, type Person } from "./questions";
import { boardPath, checkName, writeBoard } from "./write-board";

/** What was said of a new board when the command was typed. */
export interface NewBoardOptions extends Partial<Platform> {
  hardware?: HardwareName;
  sensor?: Asked[];
  actuator?: Asked[];
  topics?: string;
}

/** Has at least something to publish. */
const USUAL_SENSORS: readonly Asked[] = [{ kind: "uptime", pins: [] }];

/**
 * Writes the file of a new board.
 * @param person Asked where no options were given; undefined where there is nobody
 * @returns its name, what there is to tell, and what its author should know
 * @throws UserError where it would not do, or is there already
 */
export async function newBoard(
  root: string,
  name: string | undefined,
  options: NewBoardOptions,
  person: Person | undefined,
): Promise<{ name: string; lines: string[]; warnings: string[] }> {
  if (name !== undefined) checkName(root, name);
  const own = readEnvironmentFile(root, ".env");
  const isSetUp = "MQTT_HOST" in own;
  // Not every broker asks for a user: the one in .env does where that says who.
  const hasUser = "MQTT_USERNAME" in own || !isSetUp;
  const wish =
    person !== undefined && Object.keys(options).length === 0
      ? await askForBoard(root, name, hasUser, person)
      : wishOf(name, options, hasUser);
  const file = boardFileOf(wish);
  const warnings = await writeBoard(root, wish.name, file);
  const lines = [
    `${boardPath(wish.name)} is written, for ${platformName(wish)}`,
    ...pinLines(file).map((line) => `  ${line}`),
    ...(wish.hardware === undefined
      ? []
      : [`pins are named as printed on the ${HARDWARE[wish.hardware].title}: ${hardwarePictureFile(wish.hardware)}`]),
    ...(isSetUp
      ? []
      : ["Wi-Fi and broker come from .env: before it goes onto a chip, copy .env.example there and put in your own"]),
  ];
  return { name: wish.name, lines, warnings };
}

function wishOf(name: string | undefined, options: NewBoardOptions, hasUser: boolean): Wish {
  if (name === undefined) throw new UserError(`say what it is to be called (see ${typed("new", ["--help"])})`);
  const { sensor, actuator = [], topics = usualBase(name), hardware, ...platform } = options;
  const sensors = sensor ?? (actuator.length > 0 ? [] : USUAL_SENSORS);
  return { ...platformOf(platform, hardware), hardware, name, base: topics, sensors, actuators: actuator, hasUser };
}

/** @throws UserError where the one does not run on the other, or the board has another chip */
function platformOf({ engine, chip: named }: Partial<Platform>, hardware: HardwareName | undefined): Platform {
  const chip = hardware === undefined ? named : HARDWARE[hardware].chip;
  if (named !== undefined && named !== chip) {
    throw new UserError(`--hardware ${hardware} has an ${CHIP_NAMES[chip!]}; leave --chip out`);
  }
  const found = PLATFORMS.find((each) => each.engine === (engine ?? each.engine) && each.chip === (chip ?? each.chip));
  if (found !== undefined) return found;
  throw new UserError(`--engine and --chip do not go together; there are: ${PLATFORMS.map(platformName).join(", ")}`);
}
