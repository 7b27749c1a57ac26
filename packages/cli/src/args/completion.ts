import type { CommandSpec } from './command.ts';
import { OPTIONS, type OptionKey, type OptionSpec } from './options.ts';

/** One command as the completion scripts need it. */
interface Entry {
  readonly name: string;
  /** Words that can follow besides files. */
  readonly words: readonly string[];
  readonly files: boolean;
}

/** A script for bash. */
export function bashCompletion(commands: readonly CommandSpec[]): string {
  const entries = entriesOf(commands);
  const cases = entries.map(
    (entry) => `    ${quote(entry.name)}) words=${quote(entry.words.join(' '))} files=${entry.files ? 1 : 0} ;;`,
  );
  return `# Completion of saker for bash: source <(saker completion bash)
_saker() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} command= words= files=0 word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$command $word" in
      ${groupPattern(commands)}) command="$command $word"; command=\${command# } ;;
    esac
  done
  case $previous in
    ${valueOptions('file').join(' | ')}) COMPREPLY=($(compgen -f -- "$current")); return ;;
${choiceCases((words) => `COMPREPLY=($(compgen -W ${quote(words)} -- "$current")); return`)}
  esac
  case $command in
${cases.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  if [ "$files" = 1 ] && [ "\${current#-}" = "$current" ]; then COMPREPLY+=($(compgen -f -- "$current")); fi
}
complete -o filenames -F _saker saker ./saker
`;
}

/** A script for zsh. */
export function zshCompletion(commands: readonly CommandSpec[]): string {
  const cases = entriesOf(commands).map(
    (entry) => `    ${quote(entry.name)}) words=(${entry.words.map(quote).join(' ')}); files=${entry.files ? 1 : 0} ;;`,
  );
  return `#compdef saker
# Completion of saker for zsh: saker completion zsh > a folder of your fpath, as _saker
_saker() {
  local command= files=0 word previous=\${words[CURRENT-1]}
  local -a typed=("\${words[@]:1:$((CURRENT-2))}")
  for word in $typed; do
    case "$command $word" in
      ${groupPattern(commands)}) command="$command $word"; command=\${command# } ;;
    esac
  done
  case $previous in
    ${valueOptions('file').join(' | ')}) _files; return ;;
${choiceCases((words) => `compadd -- ${words}; return`)}
  esac
  local -a words
  case $command in
${cases.join('\n')}
  esac
  compadd -- $words
  if [[ $files = 1 ]]; then _files; fi
}
compdef _saker saker
`;
}

function entriesOf(commands: readonly CommandSpec[]): Entry[] {
  const entries = commands.map((spec) => {
    const words = spec.options.flatMap((key) => namesOf(OPTIONS[key]));
    if (Array.isArray(spec.complete)) words.unshift(...spec.complete);
    if (spec.name === '') words.unshift(...nextWords(commands, ''));
    return { name: spec.name, words, files: spec.complete === 'file' };
  });
  const groups = nextWords(commands, '').filter((word) => !commands.some((spec) => spec.name === word));
  for (const name of groups) entries.push({ name, words: nextWords(commands, `${name} `), files: false });
  return entries;
}

/** The words that can come after the beginning of a command. */
function nextWords(commands: readonly CommandSpec[], prefix: string): string[] {
  const words = new Set<string>();
  for (const { name } of commands) {
    if (name !== '' && name.startsWith(prefix)) words.add(name.slice(prefix.length).split(' ')[0] as string);
  }
  return [...words];
}

/** Shell pattern of "COMMAND-SO-FAR WORD" for every word that goes on with a command. */
function groupPattern(commands: readonly CommandSpec[]): string {
  const patterns = new Set<string>();
  for (const { name } of commands) {
    const [first, second] = name.split(' ');
    if (first) patterns.add(quote(` ${first}`));
    if (second) patterns.add(quote(name));
  }
  return [...patterns].join(' | ');
}

/** Options, by letter and name, whose value completes like this. */
function valueOptions(complete: 'file'): string[] {
  const names: string[] = [];
  for (const key of Object.keys(OPTIONS) as OptionKey[]) {
    const option: OptionSpec = OPTIONS[key];
    if (option.complete === complete) names.push(...namesOf(option));
  }
  return names;
}

function choiceCases(body: (words: string) => string): string {
  const lines: string[] = [];
  for (const key of Object.keys(OPTIONS) as OptionKey[]) {
    const option: OptionSpec = OPTIONS[key];
    if (option.choices !== undefined)
      lines.push(`    ${namesOf(option).join(' | ')}) ${body(option.choices.join(' '))} ;;`);
  }
  return lines.join('\n');
}

function namesOf(option: OptionSpec): string[] {
  return [
    ...(option.short === undefined ? [] : [`-${option.short}`]),
    ...(option.long === undefined ? [] : [`--${option.long}`]),
  ];
}

function quote(text: string): string {
  return `'${text}'`;
}
