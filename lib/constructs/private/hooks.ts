/**
 * The two places where Sluice reaches into constructs and cdk8s, because neither offers a
 * hook: every construct gets its place as it joins the tree, and names that cdk8s derives from
 * the whole path (Helm releases, volumes) come from the path inside the app instead.
 * Constructs outside a Fleet are treated as before.
 */
import { type NameOptions, Names } from 'cdk8s';
import { type Construct, type IConstruct, Node } from 'constructs';
import { dnsLabel } from './names.ts';
import { recordPlace } from './place.ts';

/** The longest DNS label, and what cdk8s keeps to unless it is told otherwise. */
const longestLabel = 63;

/** What the root of a tree does about two children of one id. */
export interface TreeRoot {
  /** Called instead of throwing, so that one run can report every duplicate. */
  reportDuplicate(first: IConstruct, second: IConstruct): void;
}

/** What marks the root of a tree that wants the hooks. */
export const treeRoot = Symbol.for('sluice.Fleet');

/** What an app does about the names below it. */
export interface NamingScope {
  nameOf(construct: IConstruct, extra: readonly string[]): string;
}

/** What marks a construct below which names are relative. */
export const namingScope = Symbol.for('sluice.AppChart');

interface TreeNode {
  readonly root: IConstruct;
  _children?: Record<string, IConstruct>;
  addChild: (this: TreeNode, child: Construct, id: string) => void;
}

function rootOf(node: TreeNode): TreeRoot | undefined {
  const root: object = node.root;
  return treeRoot in root ? (root as unknown as TreeRoot) : undefined;
}

/** The nearest naming scope at or above a construct. */
export function namingScopeOf(construct: IConstruct): NamingScope | undefined {
  for (let each: IConstruct | undefined = construct; each; each = each.node.scope) {
    if (namingScope in each) return each as unknown as NamingScope;
  }
  return undefined;
}

const installed = Symbol.for('sluice.hooks');

function install(): void {
  const prototype = Node.prototype as unknown as TreeNode & { [installed]?: boolean };
  if (prototype[installed] === true) return;
  prototype[installed] = true;

  const addChild = prototype.addChild;
  prototype.addChild = function addPlacedChild(this: TreeNode, child, id) {
    recordPlace(child, addPlacedChild);
    const first = this._children?.[id];
    const root = first && rootOf(this);
    if (!root) {
      addChild.call(this, child, id);
      return;
    }
    // A key that no person can write: ids have no slash.
    addChild.call(this, child, `${id}/${String(Object.keys(this._children ?? {}).length)}`);
    root.reportDuplicate(first, child);
  };

  const toDnsLabel = Names.toDnsLabel.bind(Names);
  Names.toDnsLabel = (scope: Construct, options: NameOptions = {}): string => {
    const name = namingScopeOf(scope)?.nameOf(scope, options.extra ?? []);
    return name === undefined
      ? toDnsLabel(scope, options)
      : dnsLabel(name, options.maxLen ?? longestLabel);
  };
}

install();
