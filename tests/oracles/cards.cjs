// What Microsoft's JavaScript SDK and a CommonMark parser make of our cards and texts.
// Reads {cards: {name: card}, texts: [markdown]} from standard input; writes
// {problems: {name: [message]}, shown: [text]}. A text that is anything but plain paragraphs is
// shown as the name of the first construct found in it.
"use strict";
const { readFileSync } = require("node:fs");
const AdaptiveCards = require("adaptivecards/dist/adaptivecards.js");
const markdown = require("markdown-it")({ linkify: true });

const PLAIN = new Set(["paragraph_open", "inline", "paragraph_close", "text", "softbreak"]);
const CHARTS = new Set(["Chart.HorizontalBar"]);
const hostConfig = new AdaptiveCards.HostConfig({ actions: { maxActions: 6 } });

function problems(content) {
  // The SDK keeps one global regular expression for `lang`, which remembers where it last stopped.
  AdaptiveCards.CardElement.langProperty.regEx.lastIndex = 0;
  const context = new AdaptiveCards.SerializationContext(AdaptiveCards.Versions.v1_5);
  const card = new AdaptiveCards.AdaptiveCard();
  card.hostConfig = hostConfig;
  card.parse(content, context);
  const parsing = Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index));
  const found = [...parsing, ...card.validateProperties().validationEvents];
  return found.map(event => event.message);
}

function shown(text) {
  const blocks = markdown.parse(text, {});
  const tokens = blocks.flatMap(block => [block, ...(block.children ?? [])]);
  const odd = tokens.find(token => !PLAIN.has(token.type));
  if (odd) return `<${odd.type}>`;
  const lines = blocks.filter(block => block.type === "inline");
  return lines.map(line => line.children.map(child => child.content).join("")).join("\n");
}

// A chart is Teams' own: the SDK reads what is drawn where there are none, and refuses a chart alone.
const withoutCharts = (_, part) => (CHARTS.has(part?.type) ? (part.fallback ?? part) : part);

const asked = JSON.parse(readFileSync(0, "utf8"), withoutCharts);
const found = Object.entries(asked.cards).map(([name, card]) => [name, problems(card)]);
process.stdout.write(
  JSON.stringify({ problems: Object.fromEntries(found), shown: asked.texts.map(shown) }),
);
