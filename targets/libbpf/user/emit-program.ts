/**
 * The user half as one C file. In: the plan and the layouts that both halves share. Out: its text, with the tables
 * that the kernel half relies on.
 */
import type * as ir from '../../../src/ir/ir.ts';
import type { Plan, PlannedGlobal } from '../../../src/5-split/plan.ts';
import { walk } from '../../../src/ir/visit.ts';
import { fedGlobals } from '../fed-layout.ts';
import type { KernelHalf } from '../kernel/emit-program.ts';
import type { ProgramOptions } from '../program-options.ts';
import type { EventUse } from '../recording.ts';
import type { RecordLayout } from '../record-layout.ts';
import type { RecordedLayout } from '../recorded-layout.ts';
import { isEventPoint } from '../../../src/program/attach-point.ts';
import { hasHeader, sharedGlobals } from '../shared-layout.ts';
import { cString } from '../text/literal.ts';
import type { TracepointProgram } from '../tracepoint-programs.ts';
import { findTwins, isFirst } from '../twins.ts';
import type { SiteTable } from '../text/site-table.ts';
import { emitFunction, functionHead } from './emit-function.ts';
import { fedTable, globalDefinitions, globalTable, sharedTable } from './emit-globals.ts';
import { emitCondition, emitHandler } from './emit-probe.ts';
import {
  ambientTables,
  attachTable,
  executableTable,
  fieldTables,
  imageTable,
  imagesOf,
  probeTable,
  type FieldLayout,
} from './emit-tables.ts';
import { createUnit, memberTable, regexDefinitions, type Unit } from './unit.ts';

/** What the kernel half fixes. */
export interface Shared {
  readonly layouts: ReadonlyMap<number, RecordLayout>;
  /** Of a replay build. */
  readonly recorded: ReadonlyMap<number, RecordedLayout> | undefined;
  readonly tracepoints: readonly TracepointProgram[];
  /** Undefined: there is no kernel half. */
  readonly kernel: KernelHalf | undefined;
}

export function emitUserHalf(
  plan: Plan,
  name: string,
  { layouts, recorded, tracepoints, kernel }: Shared,
  options: ProgramOptions,
  events: EventUse,
): string {
  const kernelSites = kernel?.sites;
  const executables = kernel?.executables ?? [];
  const images = imagesOf(plan);
  const unit = createUnit(plan, events.kind);
  const twins = findTwins(plan);
  const handlers = plan.probes.flatMap((planned) => [
    isFirst(twins, planned.probe.id) ? emitHandler(planned, layouts.get(planned.probe.id), unit) : '',
    emitCondition(planned.probe, unit),
  ]);
  const functions = calledFunctions(plan, unit, handlers);
  const fed = fedTable(plan, unit, (planned) => blame(planned, plan, unit));
  const shared = sharedTable(plan, unit);
  const attach = recorded ? [] : attachTable(plan, tracepoints, kernel?.called ?? new Map());
  const fields = fieldLayouts(events, layouts, recorded);
  const sections: (readonly string[])[] = [
    [
      `/* User half of ${name}: its handlers, as far as they do not run where the event is, and its tables. */`,
    ],
    ['#include "stsx.h"', ...(hasHeader(plan, layouts) || recorded ? [`#include "${name}.h"`] : [])],
    globalDefinitions(unit),
    regexDefinitions(unit),
    memberTable(unit),
    unit.sites.definition(),
    kernelSites?.definition() ?? [],
    functions.map(({ head }) => `${head};`),
    ...[...functions.map(({ text }) => text), ...handlers]
      .filter((text) => text !== '')
      .map((text) => [text.trimEnd()]),
    globalTable(unit),
    fed,
    shared,
    ambientTables(plan, layouts),
    fields ? fieldTables(fields) : [],
    probeTable(plan, twins, fields),
    attach,
    ...(events.kind === 'recorded' ? [headerDefinition(events.header)] : []),
    executableTable(executables),
    imageTable(images),
    programTable(
      plan,
      name,
      {
        fed: fed.length > 0,
        shared: shared.length > 0,
        attach: attach.length > 0,
        members: unit.members.length,
        executables: executables.length,
        images: images.length,
        kernelSites,
      },
      options,
      events,
    ),
    mainFunction(kernelSites !== undefined),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}

/** Of the structures that a recording is written from, or read into. */
function fieldLayouts(
  events: EventUse,
  layouts: ReadonlyMap<number, RecordLayout>,
  recorded: ReadonlyMap<number, RecordedLayout> | undefined,
): ReadonlyMap<number, FieldLayout> | undefined {
  if (events.kind === 'recorded') return layouts;
  if (!recorded) return undefined;
  return new Map(
    [...recorded].map(([id, { name, fields }]) => [
      id,
      { name, fields: Array.from(fields, ([key, field]) => ({ ...field, key })) },
    ]),
  );
}

/**
 * Recorded events run in batches. Where what the user half does with one decides what becomes of the next, each is a batch of its own:
 * conditions of probes, and globals that both halves share.
 */
function runsSingly(plan: Plan): boolean {
  const streams = plan.probes.some(({ placement }) => placement === 'streamed');
  const conditional = plan.probes.some(({ probe }) => isEventPoint(probe.point) && probe.condition);
  const shares = plan.globals.some(isShared);
  return streams && (conditional || shares);
}

/** Handlers of both halves read it while events come. */
function isShared({ home }: PlannedGlobal): boolean {
  switch (home) {
    case 'user':
    case 'fed':
      return false;
    case 'shared':
      return true;
  }
}

interface EmittedFunction {
  readonly head: string;
  readonly text: string;
}

/** Functions that the handlers' code calls, directly or not: an overload that nothing falls to is not written. */
function calledFunctions(plan: Plan, unit: Unit, handlers: readonly string[]): readonly EmittedFunction[] {
  const all = plan.userFunctions.map((fn) => ({
    call: `${unit.functions[fn.id] ?? ''}(c, `,
    head: functionHead(fn, unit),
    text: emitFunction(fn, unit),
  }));
  const called = new Set<EmittedFunction>();
  const pending = [...handlers];
  for (let caller = pending.pop(); caller !== undefined; caller = pending.pop()) {
    for (const fn of all) {
      if (called.has(fn) || !caller.includes(fn.call)) continue;
      called.add(fn);
      pending.push(fn.text);
    }
  }
  return all.filter((fn) => called.has(fn));
}

/** The first addition to a fed global in the kernel half. */
function blame(planned: PlannedGlobal, plan: Plan, unit: Unit): { site: string; probe: number } {
  for (const probe of plan.probes) {
    if (probe.placement !== 'kernel') continue;
    const site = additionSite(probe.body, planned.global.id);
    if (site) return { site: unit.sites.use(site), probe: probe.probe.id };
  }
  return { site: 'NULL', probe: 0 };
}

function additionSite(body: ir.Block, global: number): ir.Site | undefined {
  let site: ir.Site | undefined;
  walk(body, {
    statement(node) {
      if (node.kind === 'stat-add' && node.stat.global === global) {
        site ??= node.stat.kind === 'stat-element' ? node.stat.site : node.site;
      }
    },
    expression(node) {
      if (node.kind !== 'assign' && node.kind !== 'step') return;
      const { target } = node;
      if (target.kind === 'element' && target.global === global) site ??= target.site;
      if (target.kind === 'global' && target.global === global) site ??= node.site;
    },
  });
  return site;
}

function programTable(
  plan: Plan,
  name: string,
  has: {
    readonly fed: boolean;
    readonly shared: boolean;
    readonly attach: boolean;
    readonly members: number;
    readonly executables: number;
    readonly images: number;
    readonly kernelSites: SiteTable | undefined;
  },
  options: ProgramOptions,
  events: EventUse,
): readonly string[] {
  const { limits, globals } = plan.program;
  const limitFields = [
    `.max_string_length = ${limits.maxStringLength}`,
    `.max_map_entries = ${limits.maxMapEntries}`,
    `.max_errors = ${limits.maxErrors}`,
    `.max_skipped = ${limits.maxSkipped}`,
    `.max_nesting = ${limits.maxNesting}`,
  ];
  const fields = [
    '.abi = STSX_ABI',
    `.name = ${cString(name)}`,
    `.limits = { ${limitFields.join(', ')} }`,
    ...(globals.length > 0 ? ['.globals = globals', `.global_count = ${globals.length}`] : []),
    ...(has.fed ? ['.fed = fed', `.fed_count = ${fedGlobals(plan).length}`] : []),
    ...(has.shared ? ['.shared = shared', `.shared_count = ${sharedGlobals(plan).length}`] : []),
    '.probes = probes',
    `.probe_count = ${plan.probes.length}`,
    ...(has.attach
      ? ['.attach = attachments', '.attach_count = sizeof(attachments) / sizeof(attachments[0])']
      : []),
    ...(has.members > 0 ? ['.members = members', `.member_count = ${has.members}`] : []),
    ...(has.executables > 0 ? ['.executables = executables', `.executable_count = ${has.executables}`] : []),
    ...(has.images > 0 ? ['.images = images', `.image_count = ${has.images}`] : []),
    ...(has.kernelSites && has.kernelSites.size > 0
      ? ['.kernel_sites = kernel_sites', `.kernel_site_count = ${has.kernelSites.size}`]
      : []),
    ...(options.command === undefined ? [] : [`.command = ${cString(options.command)}`]),
    ...(options.sessionName === undefined ? [] : [`.session_name = ${cString(options.sessionName)}`]),
    ...(options.outputFile === undefined ? [] : [`.output_file = ${cString(options.outputFile)}`]),
    ...(options.targetPid === undefined ? [] : [`.target_pid = ${options.targetPid}`]),
    ...(options.timeoutSeconds === undefined
      ? []
      : [`.timeout_ms = ${Math.round(options.timeoutSeconds * 1000)}`]),
    ...(options.bufferMegabytes === undefined ? [] : [`.buffer_mb = ${options.bufferMegabytes}`]),
    ...(options.suppressHandlerErrors ? ['.suppress_handler_errors = true'] : []),
    ...(options.suppressWarnings ? ['.suppress_warnings = true'] : []),
    ...(events.kind === 'recorded' ? ['.recording_header = recording_header'] : []),
    ...(events.kind === 'replayed' ? ['.replays = true'] : []),
    ...(events.kind === 'replayed' && runsSingly(plan) ? ['.replays_singly = true'] : []),
    ...(events.kind === 'recorded' && events.file !== undefined
      ? [`.record_file = ${cString(events.file)}`]
      : []),
  ];
  return ['static struct stsx_program program = {', ...fields.map((field) => `\t${field},`), '};'];
}

/** The first line of a recording, in pieces that an editor can show. */
function headerDefinition(header: string): readonly string[] {
  const pieces = header.match(/[^]{1,90}/g) ?? [];
  return [
    '/* First line of a recording: what its lines are about. */',
    'static const char recording_header[] =',
    ...pieces.map((piece, index) => `\t${cString(piece)}${index === pieces.length - 1 ? ';' : ''}`),
  ];
}

/** The linker makes the two symbols when it is given the BPF object as a binary file. */
function mainFunction(hasKernelHalf: boolean): readonly string[] {
  return [
    ...(hasKernelHalf
      ? ['/* The kernel half: the linker puts the file in as it is. */', ...kernelHalfSymbols, '']
      : []),
    'int main(int argc, char **argv)',
    '{',
    ...(hasKernelHalf
      ? [
          '\tprogram.object = _binary_kernel_half_o_start;',
          '\tprogram.object_size = (size_t)(_binary_kernel_half_o_end - _binary_kernel_half_o_start);',
        ]
      : []),
    '\treturn stsx_main(argc, argv, &program);',
    '}',
  ];
}

const kernelHalfSymbols = ['extern const char _binary_kernel_half_o_start[], _binary_kernel_half_o_end[];'];
