// Opens a page in Chromium as a phone, a desktop, in the dark and on paper, and
// tells what a reader would stumble over:
//
//   node --experimental-websocket look.mjs PAGE [DIR]    pictures and a PDF go to DIR
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const [page, dir] = process.argv.slice(2)
const faults = new Set()
const profile = mkdtempSync(join(tmpdir(), 'look-'))
const browser = spawn('chromium', ['--headless=new', '--no-sandbox', '--disable-gpu', '--hide-scrollbars',
  '--remote-debugging-port=0', `--user-data-dir=${profile}`, 'about:blank'], { stdio: ['ignore', 'ignore', 'pipe'] })

// address waits for the line in which Chromium says where it listens.
const address = await new Promise((found, lost) => {
  let text = ''
  browser.stderr.on('data', (data) => {
    text += data
    const match = text.match(/DevTools listening on (ws:\S+)/)
    if (match) found(match[1])
  })
  browser.on('exit', () => lost(new Error(`chromium ended: ${text}`)))
  setTimeout(() => lost(new Error(`chromium does not answer: ${text}`)), 120000).unref()
})
const socket = new WebSocket(address)
await new Promise((opened) => socket.addEventListener('open', opened))

let calls = 0
const answers = new Map()
const waiting = new Map() // events that somebody waits for, by name
socket.addEventListener('message', ({ data }) => {
  const message = JSON.parse(data)
  if (message.id) {
    const { done, failed } = answers.get(message.id)
    answers.delete(message.id)
    message.error ? failed(new Error(message.error.message)) : done(message.result)
    return
  }
  const { method, params } = message
  if (method === 'Log.entryAdded') faults.add(`the browser logs: ${params.entry.text}`)
  if (method === 'Runtime.exceptionThrown' || method === 'Runtime.consoleAPICalled') faults.add(`${method} in a page without script`)
  if (method === 'Network.requestWillBeSent' && params.request.url !== url) faults.add(`the page asks for ${params.request.url}`)
  waiting.get(method)?.()
  waiting.delete(method)
})
let session
const call = (method, params = {}) => new Promise((done, failed) => {
  answers.set(++calls, { done, failed })
  socket.send(JSON.stringify({ id: calls, method, params, sessionId: session }))
})
const event = (method) => new Promise((happened) => waiting.set(method, happened))

// inspect runs in the page and returns what is wrong with it.
function inspect() {
  const wrong = []
  const all = [...document.querySelectorAll('body *')]
  const name = (e) => `${e.tagName.toLowerCase()} «${(e.textContent ?? '').trim().slice(0, 40)}»`
  const wide = document.documentElement.clientWidth
  if (document.documentElement.scrollWidth > wide) wrong.push(`scrolls sideways: ${document.documentElement.scrollWidth} of ${wide}`)
  for (const e of all) {
    if (e.closest('svg') && e.tagName !== 'svg') continue
    const box = e.getBoundingClientRect()
    if (box.width > 0 && (box.right > wide + 0.5 || box.left < -0.5)) wrong.push(`beyond the edge: ${name(e)}`)
  }
  let level = 0
  for (const h of document.querySelectorAll('h1, h2, h3, h4, h5, h6')) {
    const next = Number(h.tagName[1])
    if (next > level + 1) wrong.push(`a heading is left out before ${name(h)}`)
    level = next
  }
  if (document.querySelectorAll('h1').length !== 1) wrong.push('not one h1')
  for (const t of document.querySelectorAll('table')) if (!t.caption?.textContent.trim()) wrong.push(`no caption: ${name(t)}`)
  for (const h of document.querySelectorAll('th')) if (!h.scope) wrong.push(`no scope: ${name(h)}`)
  for (const s of document.querySelectorAll('svg')) {
    if (s.getAttribute('aria-hidden') === 'true') continue
    if (!s.querySelector(':scope > title')?.textContent.trim() || !s.querySelector(':scope > desc')?.textContent.trim()) wrong.push(`a picture without title or description: ${name(s.parentElement)}`)
    if (s.getBoundingClientRect().height < 5) wrong.push(`a flat picture: ${name(s.parentElement)}`)
  }
  if (!document.documentElement.lang) wrong.push('no language')
  if (document.querySelector('script')) wrong.push('a script')

  const rgb = (text) => text.match(/[\d.]+/g).map(Number)
  const light = (c) => [0.2126, 0.7152, 0.0722].reduce((sum, part, i) => {
    const v = c[i] / 255
    return sum + part * (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
  }, 0)
  const contrast = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05)
  const behind = (e) => {
    for (; e; e = e.parentElement) {
      const c = rgb(getComputedStyle(e).backgroundColor)
      if (c.length < 4 || c[3] > 0) return c
    }
    return [255, 255, 255]
  }
  for (const e of all) {
    if (e.closest('svg')) continue
    if (![...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim())) continue
    const style = getComputedStyle(e)
    if (contrast(rgb(style.color), behind(e)) < 4.5) wrong.push(`text hard to tell from what is behind it: ${name(e)}`)
    if (parseFloat(style.fontSize) < 11) wrong.push(`small print: ${name(e)}`)
  }
  // Of what is drawn, people who have or wait for a seat are the ground: all else
  // stands out from the paper.
  for (const e of document.querySelectorAll('svg [class]')) {
    if (e.matches('.tick, .seat, .wait, .halo')) continue
    const style = getComputedStyle(e)
    const paint = rgb(style.stroke === 'none' ? style.fill : style.stroke)
    if (contrast(paint, behind(e.closest('svg'))) < 3) wrong.push(`hardly seen: .${e.getAttribute('class')}`)
  }
  return [...new Set(wrong)]
}

const url = pathToFileURL(resolve(page)).href
const { targetId } = await call('Target.createTarget', { url: 'about:blank' })
session = (await call('Target.attachToTarget', { targetId, flatten: true })).sessionId
for (const domain of ['Page', 'Runtime', 'Log', 'Network']) await call(`${domain}.enable`)

const views = []
for (const width of [320, 390, 768, 1200]) for (const scheme of ['light', 'dark']) views.push({ width, scheme, media: 'screen' })
views.push({ width: 680, scheme: 'light', media: 'print' }, { width: 680, scheme: 'dark', media: 'print' })
for (const { width, scheme, media } of views) {
  await call('Emulation.setDeviceMetricsOverride', { width, height: 844, deviceScaleFactor: 1, mobile: width < 600 })
  await call('Emulation.setEmulatedMedia', { media, features: [{ name: 'prefers-color-scheme', value: scheme }] })
  const loaded = event('Page.loadEventFired')
  await call('Page.navigate', { url })
  await loaded
  const { result, exceptionDetails } = await call('Runtime.evaluate', { expression: `(${inspect})()`, returnByValue: true })
  if (exceptionDetails) throw new Error(exceptionDetails.exception.description)
  for (const wrong of result.value) faults.add(`${media}, ${width} px, ${scheme}: ${wrong}`)
  if (dir) {
    const { data } = await call('Page.captureScreenshot', { captureBeyondViewport: true })
    writeFileSync(join(dir, `${media}-${width}-${scheme}.png`), Buffer.from(data, 'base64'))
  }
}
await call('Emulation.setEmulatedMedia', { media: '', features: [] })
const pdf = Buffer.from((await call('Page.printToPDF', { paperWidth: 8.27, paperHeight: 11.69, preferCSSPageSize: true, printBackground: false })).data, 'base64')
const sheets = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0
if (sheets < 2 || sheets > 20) faults.add(`${sheets} sheets of paper`)
if (dir) writeFileSync(join(dir, 'page.pdf'), pdf)

socket.close()
browser.kill()
await new Promise((ended) => browser.exitCode === null && browser.signalCode === null ? browser.on('exit', ended) : ended())
rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
for (const fault of faults) console.log(fault)
if (faults.size > 0) process.exit(1)
console.log(`${views.length} views and ${sheets} sheets of paper of ${readFileSync(page).length} bytes: nothing wrong`)
