import { tapsInOrder } from '../../story/curves.ts'
import { duration, moment, ms, type SegmentOptions, writeSegment } from '../../tcp.ts'
import { oneLine } from '../printable.ts'
import type { Dump } from './dump.ts'
import { type Child, html, type InAll, type InOne } from './html.ts'
import { kindOf } from './ladder.ts'
import type { DrawnSegment, Picture } from './picture.ts'

/** The segments in words: what the ladder draws, and on opening one its header, its bytes, and who captured it. */
export function tableOfSegments(picture: Picture, dumps: ReadonlyMap<string, Dump>, inText: InAll): Child {
  const many = picture.connections.length > 1
  const column = (name: 'number' | 'at' | 'from' | 'segment' | 'became' | 'took'): Child =>
    html`<th scope="col">${inText((say) => say.page.columns[name])}</th>`
  return html`<table id="segments-table"><caption>${inText((say) => say.page.headings.segments)}</caption>
    <thead><tr>${(['number', 'at', 'from', 'segment', 'became', 'took'] as const).map(column)}</tr></thead>
    <tbody>${picture.segments.map((each) => row(each, many, dumps.get(each.id), inText))}</tbody></table>`
}

function row({ id, transit, fate, time }: DrawnSegment, many: boolean, dump: Dump | undefined, inText: InAll): Child {
  const { number, sent, arrived, speaker, relative, connection, isCopy } = transit
  const became: Parameters<InOne>[0] = (say) =>
    [
      say.page.became[fate],
      ...(time === undefined ? [] : [say.page.again(time)]),
      ...(isCopy ? [say.page.copy] : []),
    ].join(', ')
  return html`<tr id=${`row-${id}`} data-segment=${id} class=${kindOf(relative)}>
    <td>${number}</td><td>${moment(sent.at)}</td><td>${inText((say) => say.page.ends[speaker])}</td>
    <td><details><summary><code>${many ? `#${connection.number} ` : ''}${writeSegment(relative)}</code></summary>${detailsOf(transit, dump, inText)}</details></td>
    <td>${inText(became)}</td><td>${arrived ? duration(ms(arrived.at - sent.at)) : ''}</td></tr>`
}

function detailsOf(transit: DrawnSegment['transit'], dump: Dump | undefined, inText: InAll): Child {
  const { segment, relative } = transit
  const { from, to, seq, ack, flags, window, options, hops, checksum, length } = segment
  // Fields have the names of the header in every language.
  const fields: ReadonlyArray<readonly [string, string]> = [
    ['flags', `[${flags}] ${from} > ${to}`],
    ['seq, ack', `${seq}, ${ack} (${relative.seq}:${relative.seq + length}, ${relative.ack})`],
    ['length', String(length)],
    ['win', String(window)],
    ['options', writeOptions(options)],
    ['TTL', String(hops)],
    ['checksum', checksum],
    ...tapsInOrder(transit).map(
      ({ host, tap, direction, at }) => [`${host} ${tap}`, `${direction} ${moment(at)}`] as const,
    ),
  ]
  return html`<dl>${fields.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}
    ${dump?.text ? html`<dt>${inText((say) => say.page.fields.payload)}</dt><dd class="payload">${oneLine(dump.text)}</dd>` : undefined}
    ${dump ? html`<dt>${inText((say) => say.page.fields.bytes)}</dt><dd>${dump.layers.map(({ name, at, size, hex }) => html`<div class="layer"><span class="name">${name} ${at}–${at + size - 1}</span> <code>${hex}</code></div>`)}</dd>` : undefined}
  </dl>`
}

function writeOptions({ mss, windowScale, sackPermitted, sack, timestamp, fastOpenCookie }: SegmentOptions): string {
  return [
    ...(mss === undefined ? [] : [`mss ${mss}`]),
    ...(sackPermitted ? ['sackOK'] : []),
    ...(sack === undefined ? [] : [`sack ${sack.map(([one, other]) => `${one}:${other}`).join(' ')}`]),
    ...(timestamp === undefined ? [] : [`TS val ${timestamp.value} ecr ${timestamp.echo}`]),
    ...(windowScale === undefined ? [] : [`wscale ${windowScale}`]),
    ...(fastOpenCookie === undefined ? [] : [`TFO cookie ${fastOpenCookie || 'request'}`]),
  ].join(', ')
}
