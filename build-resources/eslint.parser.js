/**
 * The parser of lint: typescript-eslint's, with one type program for each part of the project. Left to itself it makes a
 * new program, with nothing worked out yet, for each component it comes to, because a component is no TypeScript until
 * the parser of components has turned it into some. Here that is done before the program is made.
 */
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import svelte from 'eslint-plugin-svelte';
import ts from 'typescript';
import { parser } from 'typescript-eslint';

const root = fileURLToPath(new URL('..', import.meta.url));
const components = { extension: '.svelte', isMixedContent: true, scriptKind: ts.ScriptKind.Deferred };
const componentParser = svelte.configs.base.find(({ languageOptions }) => languageOptions?.parser)
  .languageOptions.parser;

/** An editor asks again and again about text that is not saved yet, `--fix` about text it has just changed. */
const isSingleRun =
  /[\\/]eslint(\.js)?$/.test(process.argv[1] ?? '') &&
  !process.argv.some((argument) => argument.startsWith('--fix'));

/** @param {string} filePath @param {string} source @returns {string} the TypeScript that rules see of a component */
function asTypeScript(filePath, source) {
  const isFound = new Error('found');
  let script = source;
  try {
    componentParser.parseForESLint(source, {
      filePath,
      project: true,
      parser: {
        // Asked without types first, to look around, and with types for what the rules shall see.
        parseForESLint(code, { project, ...options }) {
          if (!project) return parser.parseForESLint(code, options);
          script = code;
          throw isFound;
        },
      },
    });
  } catch (error) {
    // A component that cannot be parsed is reported when its own turn comes.
    if (error !== isFound) return source;
  }
  return script;
}

/** @param {string} part @returns {ts.Program} */
function createProgram(part) {
  const configHost = {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic({ messageText }) {
      throw new Error(ts.flattenDiagnosticMessageText(messageText, '\n'));
    },
  };
  const { fileNames, options } = ts.getParsedCommandLineOfConfigFile(
    join(root, part, 'tsconfig.json'),
    { allowNonTsExtensions: true },
    configHost,
    undefined,
    undefined,
    [components],
  );
  const host = ts.createCompilerHost(options, true);
  host.readFile = (path) => {
    const text = ts.sys.readFile(path);
    return text !== undefined && /\.svelte(\.ts)?$/.test(path) ? asTypeScript(path, text) : text;
  };
  return ts.createProgram(fileNames, options, host);
}

/** @type {Map<string, ts.Program>} */
const programs = new Map();

/** @param {string} filePath @returns {ts.Program} */
function programOf(filePath) {
  const [part] = relative(root, filePath).split(sep);
  const known = programs.get(part);
  if (known) return known;
  const program = createProgram(part);
  programs.set(part, program);
  return program;
}

/** ESLint shows a first line that starts a script as a comment. */
const withoutShebang = (code) => code.replace(/^#!/, '//');

/** @param {ts.Program} program @param {string} filePath @param {string} code */
const holds = (program, filePath, code) => {
  const text = program.getSourceFile(filePath)?.text;
  return text !== undefined && withoutShebang(text) === withoutShebang(code);
};

export default {
  meta: { name: 'trailglass-parser', version: parser.meta.version },
  parseForESLint(code, options) {
    if (!isSingleRun || !options.project) return parser.parseForESLint(code, options);
    const program = programOf(options.filePath);
    return holds(program, options.filePath, code)
      ? parser.parseForESLint(code, { ...options, project: undefined, programs: [program] })
      : parser.parseForESLint(code, options);
  },
};
