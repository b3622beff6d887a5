// Lesson prose (a safe subset of HTML as data) drawn as elements.
import { createElement, Fragment, type ReactNode } from 'react';
import type { Prose, ProseNode, ProseProperties } from '../../course/prose.ts';
import styles from './Prose.module.css';
import { texts } from './texts.ts';

export function ProseView({ prose }: { readonly prose: Prose }) {
  return <div className={styles.prose}>{children(prose)}</div>;
}

const children = (prose: Prose): ReactNode[] => prose.map((node, index) => <Fragment key={index}>{element(node)}</Fragment>);

function element(node: ProseNode): ReactNode {
  if (node.type === 'text') return node.value;
  const { tagName, properties } = node;
  const inside = children(node.children);
  if (tagName === 'aside') return <Aside kind={properties.dataKind ?? 'note'}>{inside}</Aside>;
  if (tagName === 'table') return <div className={styles.table} tabIndex={0} role="group">{createElement('table', null, ...inside)}</div>;
  if (tagName === 'pre') return <pre tabIndex={0}>{inside}</pre>;
  if (tagName === 'a') return <a {...linkProperties(properties)}>{inside}</a>;
  if (tagName === 'img') return <img src={properties.src} alt={properties.alt ?? ''} />;
  if (tagName === 'hr' || tagName === 'br') return createElement(tagName);
  return createElement(tagName, plainProperties(properties), ...inside);
}

/** Links to other sites open beside the lab, not in its place. */
function linkProperties({ href, title }: ProseProperties) {
  const isOutside = href !== undefined && /^https?:/.test(href);
  return { href, title, ...(isOutside ? { target: '_blank', rel: 'noreferrer' } : {}) };
}

function plainProperties({ title, start, align }: ProseProperties) {
  return {
    ...(title === undefined ? {} : { title }),
    ...(start === undefined ? {} : { start }),
    ...(align === undefined ? {} : { style: { textAlign: align } }),
  };
}

function Aside({ kind, children: inside }: { readonly kind: string; readonly children: ReactNode }) {
  const name = texts.aside[kind] ?? texts.aside.note;
  return (
    <div className={styles.aside} data-kind={kind} role="note" aria-label={name}>
      <p className={styles.asideName} aria-hidden="true">
        {name}
      </p>
      {inside}
    </div>
  );
}
