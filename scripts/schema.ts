import { writeFileSync } from "node:fs";
import * as path from "node:path";
import { Command } from "commander";
import { boardSchemaText, SCHEMA_FILE } from "./lib/board/schema";
import { runCommand } from "./lib/cli/command-line";

const root = path.resolve(__dirname, "..");

const program = new Command("schema")
  .description(
    `Makes ${SCHEMA_FILE}, which editors and the build check board files with, from the types of board files and the descriptors.`,
  )
  .action(() => {
    writeFileSync(path.join(root, SCHEMA_FILE), boardSchemaText(root));
    process.stdout.write(`${SCHEMA_FILE}\n`);
  });

void runCommand(program);
