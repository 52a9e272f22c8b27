import { writeFileSync } from "node:fs";
import * as path from "node:path";
import { Command } from "commander";
import { EXAMPLES_FILE, examplesText } from "./lib/board/own-boards";
import { REFERENCE_FILE, referenceText } from "./lib/board/reference/reference";
import { boardSchemaText, SCHEMA_FILE } from "./lib/board/schema";
import { devicePicture, PICTURE_FILE } from "./lib/home-assistant/picture";
import { hardwarePicture, hardwarePictureFile } from "./lib/board/reference/hardware-picture";
import { HARDWARE_NAMES } from "./lib/platforms/hardware";
import { runCommand } from "./lib/cli/command-line";
import { print } from "./lib/cli/terminal";

const root = path.resolve(__dirname, "..");

const program = new Command("npm run schema")
  .description(
    `Makes ${SCHEMA_FILE}, which editors and the build check board files with, the reference in ${REFERENCE_FILE} and its pictures, such as ` +
      `${PICTURE_FILE}, from the types of board files and the descriptors; and ${EXAMPLES_FILE}, by which one's own boards are told from those ` +
      `of ${REFERENCE_FILE}.`,
  )
  .action(async () => {
    const schema = boardSchemaText(root);
    writeFileSync(path.join(root, SCHEMA_FILE), schema);
    writeFileSync(path.join(root, REFERENCE_FILE), await referenceText(root, schema));
    writeFileSync(path.join(root, PICTURE_FILE), devicePicture());
    writeFileSync(path.join(root, EXAMPLES_FILE), examplesText(root));
    for (const name of HARDWARE_NAMES) writeFileSync(path.join(root, hardwarePictureFile(name)), hardwarePicture(name));
    [SCHEMA_FILE, REFERENCE_FILE, PICTURE_FILE, ...HARDWARE_NAMES.map(hardwarePictureFile), EXAMPLES_FILE].forEach(
      print,
    );
  });

void runCommand(program);
